"""OnRecord reads news reports and puts them on record: who said what, about whom, when and where.

    import onrecord

    recorder = onrecord.load()
    record = recorder(onrecord.load_document("report.html"))

Nothing heavy is imported before it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.later import names_from

if TYPE_CHECKING:
    from onrecord.export.json import record_from_json as record_from_json
    from onrecord.export.json import record_to_json as record_to_json
    from onrecord.ingest import IngestOptions as IngestOptions
    from onrecord.ingest import document_from_text as document_from_text
    from onrecord.ingest import load_document as load_document
    from onrecord.model import Document as Document
    from onrecord.model import Record as Record
    from onrecord.pipeline import Recorder as Recorder
    from onrecord.pipeline import load as load

    __version__: str

_HOMES = {
    "Document": "onrecord.model",
    "IngestOptions": "onrecord.ingest",
    "Record": "onrecord.model",
    "Recorder": "onrecord.pipeline",
    "document_from_text": "onrecord.ingest",
    "load": "onrecord.pipeline",
    "load_document": "onrecord.ingest",
    "record_from_json": "onrecord.export.json",
    "record_to_json": "onrecord.export.json",
}

__all__ = ["__version__", *_HOMES]


_named = names_from(__name__, _HOMES)


def __getattr__(name: str) -> Any:
    """Import a public name from the module that holds it, when it is first asked for."""
    if name == "__version__":
        from onrecord.pipeline import program_version

        return program_version()
    return _named(name)


def __dir__() -> list[str]:
    return sorted(__all__)
