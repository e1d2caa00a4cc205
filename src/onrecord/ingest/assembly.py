"""A document out of a text, its layout and what else was found: agency, dates, language and spans settled."""

from __future__ import annotations

from dataclasses import dataclass, replace

from onrecord.errors import NoBody
from onrecord.ingest.credits import known_agency
from onrecord.ingest.dateline import FoundDateline
from onrecord.ingest.days import first_after, nearest_year, newest_past_day
from onrecord.ingest.language import check_language
from onrecord.ingest.layout import Layout
from onrecord.ingest.options import IngestOptions, iso_time
from onrecord.model import Dateline, Document, Parts, Span, text_digest


def named(source: str) -> str:
    """Return how an input is called in an error."""
    return "standard input" if source == "-" else source


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found of a report beside its text, before what the caller gives is put over it."""

    published: str | None
    url: str | None
    outlet: str | None
    bylines: tuple[str, ...]
    agencies: tuple[str | None, ...]
    retrieved: str | None


def assemble(text: str, layout: Layout, seen: Seen, source: str, options: IngestOptions) -> Document:
    """Return the document: furniture cut off the ends, spans moved, agency, dates and language settled."""
    keep = layout.keep
    if layout.body is None or not any(map(str.isalpha, layout.body.cut(text))):
        raise NoBody(
            what="no running text was found in it",
            where=named(source),
            remedy="give a report with its full text",
        )
    body = layout.body
    language = check_language(body.cut(text), languages=options.languages, where=named(source))
    published, because = _published(seen, options)
    dateline, filed_because = _dateline(layout.dateline, text, published)
    if published is None and dateline is not None and dateline.date is not None:
        published, because = dateline.date, filed_because
    found = layout.dateline.agency if layout.dateline else None
    agency = options.agency or found or layout.credit or next((name for name in seen.agencies if name), None)
    if agency and seen.outlet and not (found or layout.credit or options.agency):
        # A page that names its own house as the author credits nobody, unless that house is an agency.
        agency = None if agency.casefold() == seen.outlet.casefold() and not known_agency(agency) else agency
    credit = layout.dateline.agency_span if layout.dateline else None
    shift = -keep.start
    if dateline is not None:
        dateline = replace(
            dateline, span=_move(dateline.span, shift), place_span=_shift(dateline.place_span, shift),
            date_span=_shift(dateline.date_span, shift),
        )  # fmt: skip
    final = keep.cut(text)
    parts = Parts(
        headline=_shift(layout.headline, shift),
        standfirst=_shift(layout.standfirst, shift),
        dateline=dateline.span if dateline else None,
        agency_credit=_shift(credit or layout.credit_span, shift),
        byline=_shift(layout.byline, shift),
        body=_move(body, shift),
        boilerplate=tuple(_move(span, shift) for span in layout.boilerplate),
    )
    return Document(
        id=text_digest(final), input=source, text=final, url=seen.url, outlet=seen.outlet, agency=agency,
        bylines=seen.bylines, language=language, published=published, published_because=because,
        retrieved=seen.retrieved, parts=parts, dateline=dateline,
    )  # fmt: skip


def _move(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _shift(span: Span | None, by: int) -> Span | None:
    return _move(span, by) if span is not None else None


def _published(seen: Seen, options: IngestOptions) -> tuple[str | None, str | None]:
    if options.published:
        return iso_time(options.published), "given"
    return (iso_time(seen.published), "metadata") if seen.published else (None, None)


def _dateline(
    found: FoundDateline | None, text: str, published: str | None
) -> tuple[Dateline | None, str | None]:
    """Return the dateline with its year settled, and how its day would do as the day of publication."""
    if found is None:
        return None, None
    day, because, reason, how = None, None, None, None
    if found.day is None:
        because = "no date given"
    elif found.day.date is not None:
        day, because, how = found.day.date, "year given", "dateline"
    elif published is not None:
        from datetime import date

        day = nearest_year(found.day.month, found.day.day, published=date.fromisoformat(published[:10]))
        because = f"year from metadata: nearest to publication on {published[:10]}"
    else:
        newest = newest_past_day(text)
        if newest is None:
            because = "no year given, and the text holds no full past date"
        else:
            day, how = first_after(found.day.month, found.day.day, newest=newest), "inferred"
            because = f"year inferred: newest past date in the text is {newest.isoformat()}"
    reason = how if day is not None else None
    return (
        Dateline(
            span=found.span, place_span=found.place, date=day.isoformat() if day else None,
            date_span=Span(found.day.start, found.day.end) if found.day else None, agency=found.agency,
            because=because,
        ),
        reason,
    )  # fmt: skip
