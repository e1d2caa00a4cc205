"""The OpenAPI document: made from the signatures, with the meaning of each field from the docstring of its class."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

import onrecord
from onrecord.desk import answers, profiles
from onrecord.explore.api import answering
from onrecord.explore.api.routes import PREFIX
from onrecord.export.schema import described_field
from onrecord.store import rows

SCHEMA_ADDRESS = f"{PREFIX}/openapi.json"
_ABOUT = (
    "Who said what, who did what, and on whose word, out of the reports of one store. Every line leads to words: the "
    "key of a report and offsets in its text, in Unicode code points. Nothing here rules on truth."
)
_HOMES = (answers, profiles, answering, rows)


class _Documented(FastAPI):
    """An application whose schema says what each field means."""

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI document."""
        if not self.openapi_schema:
            schema = get_openapi(
                title=self.title, version=self.version, description=self.description, routes=self.routes
            )
            for name, one in schema["components"]["schemas"].items():
                _describe(name, one)
            self.openapi_schema = schema
        return self.openapi_schema


def make_documented() -> FastAPI:
    """Return an application without routes, whose schema is at `SCHEMA_ADDRESS`."""
    return _Documented(
        title="OnRecord",
        version=onrecord.__version__,
        description=_ABOUT,
        docs_url=None,
        redoc_url=None,
        openapi_url=SCHEMA_ADDRESS,
    )


def _describe(name: str, schema: dict[str, Any]) -> None:
    """Put the first paragraph of a class and the meaning of its fields into its schema."""
    kind = next((found for home in _HOMES if (found := getattr(home, name.partition("_")[0], None))), None)
    if kind is None:
        return
    schema["description"] = " ".join((kind.__doc__ or "").split("\n\n")[0].split())
    for field, one in schema.get("properties", {}).items():
        one.update(described_field(kind, field))
