"""One report as an outlet published it: its text, parts and particulars."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date

from onrecord.model.place import Place
from onrecord.model.span import Span


@dataclass(frozen=True, slots=True)
class Dateline:
    """The line that tells where and when a report was filed.

    Attributes:
        span: the whole dateline, agency credit included ("BRUSSELS, December 12. /TASS/.").
        place_span: the words of the place of filing, or None.
        place: the place of filing once resolved; ingest leaves None, the record stage fills it in.
        date: ISO day of filing, or None.
        date_span: the words of the date, or None.
        agency: name of the credited agency, or None.
        because: where the year of `date` came from ("year given", "year from metadata",
            "year inferred: newest past date in the text is 2016-03-27"), or why there is no date.
    """

    span: Span
    place_span: Span | None = None
    place: Place | None = None
    date: str | None = None
    date_span: Span | None = None
    agency: str | None = None
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """Where in the text the parts of a report lie; None or empty where a part is absent."""

    headline: Span | None = None
    standfirst: Span | None = None
    dateline: Span | None = None
    agency_credit: Span | None = None
    byline: Span | None = None
    body: Span | None = None
    boilerplate: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One report: the text that every span counts on, and who published it when.

    The text is never rewritten after ingest. It holds headline, standfirst and body in
    reading order, separated by blank lines.

    Attributes:
        id: SHA-256 of the text in UTF-8, hexadecimal.
        input: the path or URL as given, "-" for standard input.
        url: address of the report, or None.
        outlet: who publishes the report, or None.
        agency: the news agency credited, or None.
        bylines: names of the authors, in order.
        language: ISO 639-1 code of the body, or None.
        published: ISO 8601 day or time with offset, or None.
        published_because: "given", "metadata", "dateline", "inferred", or None when unknown.
        retrieved: ISO 8601 time at which the bytes were had from the web, or None.
        text: the report.
        parts: where its parts lie.
        dateline: the dateline, or None.
    """

    id: str
    input: str
    text: str
    url: str | None = None
    outlet: str | None = None
    agency: str | None = None
    bylines: tuple[str, ...] = ()
    language: str | None = None
    published: str | None = None
    published_because: str | None = None
    retrieved: str | None = None
    parts: Parts = field(default_factory=Parts)
    dateline: Dateline | None = None

    @property
    def published_day(self) -> date | None:
        """The calendar day of publication at the place of filing (the DCT), or None."""
        return date.fromisoformat(self.published[:10]) if self.published else None


def text_digest(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, hexadecimal: the id of a report.

    >>> text_digest("")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
