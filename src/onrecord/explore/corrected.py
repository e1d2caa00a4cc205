"""Corrections as the site tells them: what was said of which words, by whom and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.desk.answers import ReportLine, Words
from onrecord.desk.inquiry import Inquiry
from onrecord.desk.overlay import split_target
from onrecord.errors import InputError, NotInStore
from onrecord.explore.rendering import told_time
from onrecord.export.outline import flowing
from onrecord.model import Record, Span
from onrecord.store import Correction
from onrecord.store.words import fold

_RECORDS = 20
"""Records that are read at a time for their words."""


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """One correction.

    Attributes:
        correction: the correction as it is kept.
        told: what it says of the words or the report, to be read after them.
        line: the report, or None where it is no longer there.
        words: the words it points to, or None where it is of the whole report.
        around: what stands before and after those words in their sentence.
        other: the report it names besides, or None.
        other_words: the words it names besides, or None.
    """

    correction: Correction
    told: str
    line: ReportLine | None
    words: Words | None
    around: tuple[str, str]
    other: ReportLine | None
    other_words: Words | None


def corrections_of(inquiry: Inquiry, key: str) -> tuple[CorrectionRow, ...]:
    """Return the corrections of a report, undone ones too, in the order in which they were made."""
    found = [one for one in inquiry.store.corrections(active_only=False) if key in _keys(one)]
    return correction_rows(inquiry, found)


def corrections_of_entity(inquiry: Inquiry, id: str) -> tuple[CorrectionRow, ...]:
    """Return the corrections of who an entity is, undone ones too: of its own words, and of those set apart from them.

    Raises:
        NotInStore: no entity has such an id.
    """
    made = [one for one in inquiry.store.corrections(active_only=False) if one.kind in ("merge", "split")]
    if not made:
        return ()
    entity = inquiry.resolve("entities", id, word="entity")
    ids: dict[str, set[str]] = defaultdict(set)
    for mention in entity["mentions"]:
        ids[mention["report"]].add(mention["entity"])
    names = {fold(alias["name"]) for alias in entity["aliases"]}
    found = [
        one
        for one in made
        if fold(str(one.payload.get("name", ""))) in names
        or any(_names(inquiry, key, span, ids) for key, span in _targets(one))
    ]
    # Who was joined with it and is set apart again.
    joined = {target for one in found if one.kind == "merge" for target in _targets(one)}
    found += [one for one in made if one not in found and joined.intersection(_targets(one))]
    return correction_rows(inquiry, sorted(found, key=made.index))


def _names(inquiry: Inquiry, key: str, span: Span | None, ids: Mapping[str, Collection[str]]) -> bool:
    """Tell whether a stretch of a report names one of some entities of its record."""
    if span is None or key not in ids:
        return False
    return any(
        mention.span.overlaps(span)
        for _, record in inquiry.records([key])
        for entity in record.entities
        if entity.id in ids[key]
        for mention in entity.mentions
    )


def correction_rows(inquiry: Inquiry, corrections: Sequence[Correction]) -> tuple[CorrectionRow, ...]:
    """Return corrections as rows, with the words that they point to."""
    lines = _lines(inquiry, {key for one in corrections for key in _keys(one)})
    pointed = [key for one in corrections for key, span in _targets(one) if span]
    records = _records(inquiry, pointed, lines)
    return tuple(_row(one, lines, records) for one in corrections)


def _targets(correction: Correction) -> list[tuple[str, Span | None]]:
    """Return what a correction points to, and what it names besides."""
    named = [correction.target, correction.payload.get("with"), correction.payload.get("to")]
    found: list[tuple[str, Span | None]] = []
    for target in named:
        if isinstance(target, str):
            try:
                found.append(split_target(target))
            except InputError:
                # Kept by another program: told without its words.
                found.append((target.partition(":")[0], None))
    return found


def _keys(correction: Correction) -> list[str]:
    return [key for key, _ in _targets(correction)]


def _lines(inquiry: Inquiry, keys: Iterable[str]) -> dict[str, ReportLine]:
    found = {}
    for key in keys:
        try:
            found[key] = inquiry.line(key)
        except NotInStore:
            continue
    return found


def _records(inquiry: Inquiry, keys: Sequence[str], lines: Mapping[str, ReportLine]) -> dict[str, Record]:
    wanted = [key for key in dict.fromkeys(keys) if key in lines]
    return {
        filed.key: filed.record
        for start in range(0, len(wanted), _RECORDS)
        for filed in inquiry.store.records(wanted[start : start + _RECORDS])
    }


def _row(
    correction: Correction, lines: Mapping[str, ReportLine], records: Mapping[str, Record]
) -> CorrectionRow:
    targets = _targets(correction)
    (key, span), other = targets[0], targets[1] if len(targets) > 1 else None
    words = _words(key, span, lines, records)
    return CorrectionRow(
        correction=correction,
        told=told(correction),
        line=lines.get(key),
        words=words,
        around=around(records[key], span) if words is not None and span is not None else ("", ""),
        other=lines.get(other[0]) if other else None,
        other_words=_words(other[0], other[1], lines, records) if other else None,
    )


def _words(
    key: str, span: Span | None, lines: Mapping[str, ReportLine], records: Mapping[str, Record]
) -> Words | None:
    if span is None or key not in records or span.end > len(records[key].report.text):
        return None
    return Words(lines[key], span.cut(records[key].report.text), span.start, span.end)


def around(record: Record, span: Span) -> tuple[str, str]:
    """Return what stands before and after a stretch in its sentence; nothing where no sentence holds it."""
    text = record.report.text
    sentence = next((one for one in record.sentences if one.holds(span)), span)
    return flowing(Span(sentence.start, span.start), text), flowing(Span(span.end, sentence.end), text)


def told(correction: Correction) -> str:
    """Return what a correction says of the words or the report that it points to.

    >>> from onrecord.store import Correction
    >>> told(Correction("C1", "2026-03-05T10:00:00Z", "A. Ilves", "misread", "type", "0f3a:3-9", {"type": None}))
    'is an event of no PLOVER type'
    """
    given = correction.payload
    match correction.kind:
        case "date":
            published = str(given.get("published"))
            # A time in full beside: its offset decides which of two reports came first.
            exact = f" ({published})" if "T" in published else ""
            return f"was published {told_time(published)}{exact}"
        case "place" if given.get("geonames") is None:
            return "stands for no place"
        case "place":
            where = ", ".join(str(given[name]) for name in ("name", "admin1", "country") if given.get(name))
            return f"stands for {where} (GeoNames {given['geonames']})"
        case "type":
            kind = given.get("type")
            return f"is an event of type {kind}" if kind else "is an event of no PLOVER type"
        case "accept":
            return f"is right as it stands: {given.get('what') or 'event or statement'}"
        case "reject":
            return f"is no {given.get('what') or 'event or statement'}"
        case "move" if given.get("to") is None:
            return "is a story of its own"
        case "move":
            return "is of one story with"
        case "no-reprint":
            return "is nobody's copy"
        case "merge":
            return "is the same as"
        case "split":
            return "is not who bears the name in other reports"
        case other:
            return f"has a correction of a kind that these pages do not know: {other}"
