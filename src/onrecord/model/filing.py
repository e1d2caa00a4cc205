"""A record among others: the key that tells it from them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from onrecord.model.document import Document
from onrecord.model.record import Record

KEY_LENGTH = 16
"""Hexadecimal digits of a key: 64 bits, so that a clash among ten million reports has a chance of one in 370,000."""


def filing_key(document: Document) -> str:
    """Return the key of a report among others: 16 hexadecimal digits of its text, address and outlet.

    Two outlets that print the same text have two reports, so that the digest of the text alone does not do.

    >>> filing_key(Document("e3b0", "-", "", outlet="A")) == filing_key(Document("e3b0", "x.txt", "", outlet="A"))
    True
    >>> filing_key(Document("e3b0", "-", "", outlet="A")) == filing_key(Document("e3b0", "-", "", outlet="B"))
    False
    """
    told = "\n".join((document.id, document.url or "", document.outlet or ""))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:KEY_LENGTH]


@dataclass(frozen=True, slots=True)
class FiledRecord:
    """A record and its key among others."""

    key: str
    record: Record


def file_record(record: Record) -> FiledRecord:
    """Return a record with its key."""
    return FiledRecord(filing_key(record.report), record)
