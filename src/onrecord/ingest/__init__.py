"""From bytes to documents: pages, texts, addresses, and carriers of several reports."""

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
