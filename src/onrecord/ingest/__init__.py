"""From bytes to documents: pages, texts, addresses, and carriers of several reports."""

from typing import TYPE_CHECKING

from onrecord.later import names_from

if TYPE_CHECKING:
    from onrecord.ingest.carriers import captures_fetched, find_captures
    from onrecord.ingest.documents import document_of
    from onrecord.ingest.inputs import expand_inputs
    from onrecord.ingest.load import document_from_html, document_from_text, load_document, load_documents
    from onrecord.ingest.manifest import Entry, read_manifest
    from onrecord.ingest.options import IngestOptions

__all__ = [
    "Entry",
    "IngestOptions",
    "captures_fetched",
    "document_from_html",
    "document_from_text",
    "document_of",
    "expand_inputs",
    "find_captures",
    "load_document",
    "load_documents",
    "read_manifest",
]

_HOMES = {
    "Entry": "onrecord.ingest.manifest",
    "IngestOptions": "onrecord.ingest.options",
    "captures_fetched": "onrecord.ingest.carriers",
    "document_from_html": "onrecord.ingest.load",
    "document_from_text": "onrecord.ingest.load",
    "document_of": "onrecord.ingest.documents",
    "expand_inputs": "onrecord.ingest.inputs",
    "find_captures": "onrecord.ingest.carriers",
    "load_document": "onrecord.ingest.load",
    "load_documents": "onrecord.ingest.load",
    "read_manifest": "onrecord.ingest.manifest",
}

if not TYPE_CHECKING:
    __getattr__ = names_from(__name__, _HOMES)
