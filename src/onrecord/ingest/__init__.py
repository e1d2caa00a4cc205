"""From bytes to documents: pages, text files, addresses."""

from onrecord.ingest.inputs import expand_inputs
from onrecord.ingest.load import document_from_html, document_from_text, load_document
from onrecord.ingest.options import IngestOptions

__all__ = ["IngestOptions", "document_from_html", "document_from_text", "expand_inputs", "load_document"]
