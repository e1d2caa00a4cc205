"""The API described for readers: its addresses, parameters and answers, out of the OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, FastAPI, Request, Response

from onrecord.explore.api.schema import SCHEMA_ADDRESS
from onrecord.explore.rendering import page

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an address: where it stands ("query"), what it may be, and what it means."""

    name: str
    place: str
    kind: str
    is_required: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class Operation:
    """A method of an address, with a command that asks it."""

    id: str
    method: str
    path: str
    summary: str
    parameters: tuple[Parameter, ...]
    answer: str
    example: str


@dataclass(frozen=True, slots=True)
class Part:
    """An object of the answers: its name, what it is, and its fields with kind and meaning."""

    name: str
    meaning: str
    fields: tuple[tuple[str, str, str], ...]


@router.get("/api/docs")
def api_docs(request: Request) -> Response:
    """Show what the API answers."""
    app: FastAPI = request.app
    schema = app.openapi()
    base = f"{request.url.scheme}://{request.url.netloc}"
    return page(
        request,
        "api_docs",
        about=schema["info"]["description"],
        operations=tuple(operations_of(schema, base, needs_token=app.state.needs_token)),
        parts=tuple(parts_of(schema)),
        schema_address=SCHEMA_ADDRESS,
        base=base,
    )


def operations_of(schema: Mapping[str, Any], base: str, *, needs_token: bool) -> Iterator[Operation]:
    """Yield what an OpenAPI document says can be asked.

    Args:
        schema: the document.
        base: scheme and host of the site.
        needs_token: whether a token must be sent.
    """
    for path, methods in schema["paths"].items():
        for method, one in methods.items():
            parameters = one.get("parameters", [])
            example = _example(base, path, parameters)
            token = "-H 'Authorization: Bearer TOKEN' " if needs_token else ""
            content = one["responses"]["200"]["content"]["application/json"]["schema"]
            yield Operation(
                id=one["operationId"],
                method=method.upper(),
                path=path,
                summary=one.get("description") or one["summary"],
                parameters=tuple(
                    Parameter(
                        p["name"],
                        p["in"],
                        kind_of(p["schema"]),
                        p.get("required", False),
                        p.get("description", ""),
                    )
                    for p in parameters
                ),
                answer=kind_of(content),
                example=f"curl {token}'{example}'",
            )


def parts_of(schema: Mapping[str, Any]) -> Iterator[Part]:
    """Yield the objects of the answers, by name."""
    for name, one in sorted(schema["components"]["schemas"].items()):
        fields = tuple(
            (field, kind_of(kind), kind.get("description", ""))
            for field, kind in one.get("properties", {}).items()
        )
        yield Part(name, one.get("description", ""), fields)


def kind_of(schema: Mapping[str, Any]) -> str:
    """Return what values a schema allows, in words.

    >>> kind_of({"type": "integer", "minimum": 1, "maximum": 500, "default": 50})
    'integer, 1 to 500, 50 if not given'
    >>> kind_of({"anyOf": [{"$ref": "#/components/schemas/Words"}, {"type": "null"}]})
    'Words or null'
    """
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(map(kind_of, schema["anyOf"]))
    if "enum" in schema:
        return " or ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        inner = schema.get("items") or {}
        listed = [kind_of(inner)] if inner else list(map(kind_of, schema.get("prefixItems", [])))
        return f"list of {', '.join(listed) or 'anything'}"
    told = [str(schema.get("format") or schema.get("type", "anything"))]
    if "minimum" in schema and "maximum" in schema:
        told.append(f"{schema['minimum']} to {schema['maximum']:,}")
    if "maxLength" in schema:
        told.append(f"up to {schema['maxLength']} characters")
    if schema.get("default") is not None:
        told.append(f"{str(schema['default']).lower()} if not given")
    return ", ".join(told)


def _example(base: str, path: str, parameters: list[Mapping[str, Any]]) -> str:
    """Return an address with a value for each parameter that must be given."""
    query = {}
    for one in parameters:
        value = next(iter(one["schema"].get("examples", ())), None)
        if one["in"] == "path":
            path = path.replace(f"{{{one['name']}}}", quote(str(value)))
        elif one.get("required"):
            query[one["name"]] = value
        elif one["name"] == "limit":
            query["limit"] = 5
    return f"{base}{path}?{urlencode(query)}" if query else f"{base}{path}"
