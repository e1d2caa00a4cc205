"""What a reader wants to know of a record, in words: who speaks, in which role, how a day is known.

The terminal view and the page both draw from here, so that they say the same.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.export.calendar_words import day_in_words
from onrecord.model import Entity, Place, Record, Span, Statement

_KNOWN_FROM = {
    "given": "as given",
    "metadata": "from the page's metadata",
    "dateline": "from the dateline",
    "inferred": "inferred",
}
_FORCE_SHOWN_BY = {
    "deny": "denies",
    "claim": "claims",
    "ask": "asks",
    "order": "orders",
    "promise": "promises",
} | {
    "warn": "warns",
    "accuse": "accuses",
    "suggest": "suggests",
    "know": "knows",
}
"""Cue lemmas that already say the force; naming it again would stutter."""

_QUOTES = "'\"‘’‚‛“”„‟«»‹›`´"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose words a statement gives, for a reader.

    Attributes:
        name: the fullest name, or the source's own words, or what stands in for a missing source.
        role: title or function, or None.
        note: "unnamed" for sources that the report does not name, otherwise None.
    """

    name: str
    role: str | None
    note: str | None

    @property
    def told(self) -> str:
        """Name, role and note as one phrase."""
        told = f"{self.name}, {self.role}" if self.role else self.name
        return f"{told} ({self.note})" if self.note else told


@dataclass(frozen=True, slots=True)
class Told:
    """One statement, for a reader.

    Attributes:
        statement: the statement.
        depth: how many statements it lies within.
        speaker: whose words.
        saying: the reporting words, with the source's own words where they differ from its name
            ("according to the minister", "told reporters"), or None for speech that nothing announces.
        force: the force, where the cue does not already say it, or None.
        pieces: the content, piece by piece, as spans.
        sentence: number of the sentence in which the content begins, from 1, or None.
    """

    statement: Statement
    depth: int
    speaker: Speaker
    saying: str | None
    force: str | None
    pieces: tuple[Span, ...]
    sentence: int | None


@dataclass(frozen=True, slots=True)
class Spot:
    """One feature on the ground with all the words that stand for it."""

    place: Place
    words: tuple[str, ...]
    times_named: int


def entities_by_id(record: Record) -> dict[str, Entity]:
    """Return the entities of the record by id."""
    return {entity.id: entity for entity in record.entities}


def headline_of(record: Record) -> str:
    """Return the headline, or where there is none the first words of the text, up to some 80 characters."""
    text = record.report.text
    if record.report.parts.headline:
        return one_line(record.report.parts.headline.cut(text))
    return shorten(one_line(text[:400]), 80) or "(no headline)"


def one_line(text: str) -> str:
    """Return the text with every run of white space as one blank."""
    return " ".join(text.split())


def flowing(span: Span, text: str) -> str:
    """Return the words of a span on one line, a blank kept at either end where the text has white space."""
    cut = span.cut(text)
    words = one_line(cut)
    return f"{' ' * cut[:1].isspace()}{words}{' ' * cut[-1:].isspace()}" if words else " " * bool(cut)


def shorten(text: str, width: int) -> str:
    """Return the text cut at a word bound to at most `width` characters, the ellipsis included.

    >>> shorten("a senior port official", 12)
    'a senior …'
    """
    if len(text) <= width:
        return text
    kept = text[: max(width - 1, 0)]
    kept = kept.rpartition(" ")[0].rstrip(" ,;:–—-")
    return f"{kept} …" if kept else "…"


def published_in_words(record: Record) -> str:
    """Return the day of publication, and how it is known."""
    report = record.report
    if not report.published:
        reason = report.dateline.because if report.dateline else None
        return f"day unknown ({reason})" if reason else "day unknown"
    told = day_in_words(report.published) or report.published
    if "T" in report.published:
        told += f", {report.published[11:16]}"
    known = _KNOWN_FROM.get(report.published_because or "", report.published_because)
    if report.published_because in ("dateline", "inferred") and report.dateline and report.dateline.because:
        reason = report.dateline.because
        known = reason if report.published_because == "inferred" else f"{known}, {reason}"
    return f"{told} ({known})" if known else told


def filed_from(record: Record) -> str | None:
    """Return the place of filing by its name or its words, or None."""
    dateline = record.report.dateline
    if dateline is None:
        return None
    if dateline.place and dateline.place.name:
        return dateline.place.name
    return one_line(dateline.place_span.cut(record.report.text)) if dateline.place_span else None


def speaker_of(statement: Statement, record: Record, entities: dict[str, Entity]) -> Speaker:
    """Return whose words the statement gives."""
    source = statement.source
    if source is None:
        if statement.source_type == "outlet":
            return Speaker(record.report.outlet or "the outlet itself", None, None)
        return Speaker("source not given", None, "unnamed" if statement.source_type == "unnamed" else None)
    entity = entities.get(source.entity or "")
    note = "unnamed" if statement.source_type == "unnamed" else None
    if entity is None:
        return Speaker(one_line(source.span.cut(record.report.text)), None, note)
    role = next((role for role in entity.roles if role.casefold() not in entity.name.casefold()), None)
    return Speaker(one_line(entity.name), role and one_line(role), note)


def told_statements(record: Record) -> tuple[Told, ...]:
    """Return the statements in reading order, each followed by those within it."""
    entities = entities_by_id(record)
    known = {statement.id for statement in record.statements}
    inner: dict[str | None, list[Statement]] = {}
    for statement in record.statements:
        outer = statement.within if statement.within in known and statement.within != statement.id else None
        inner.setdefault(outer, []).append(statement)
    starts = [sentence.start for sentence in record.sentences]
    seen: set[str] = set()

    def walk(outer: str | None, depth: int) -> Iterator[Told]:
        for statement in inner.get(outer, ()):
            if statement.id not in seen:
                seen.add(statement.id)
                yield _told(statement, depth, record, entities, starts)
                yield from walk(statement.id, depth + 1)

    told = list(walk(None, 0))
    # Statements that lie within one another in a ring hang on nothing; they are told all the same.
    told += [_told(s, 0, record, entities, starts) for s in record.statements if s.id not in seen]
    return tuple(told)


def _told(
    statement: Statement, depth: int, record: Record, entities: dict[str, Entity], starts: list[int]
) -> Told:
    first = statement.content[0].start if statement.content else None
    speaker = speaker_of(statement, record, entities)
    lemma = statement.cue.lemma.casefold() if statement.cue else ""
    shown = statement.force == "says" or _FORCE_SHOWN_BY.get(lemma) == statement.force
    return Told(
        statement=statement,
        depth=depth,
        speaker=speaker,
        saying=_saying(statement, record.report.text, speaker),
        force=None if shown else statement.force,
        pieces=statement.content,
        sentence=bisect.bisect_right(starts, first) or None if first is not None else None,
    )


def _saying(statement: Statement, text: str, speaker: Speaker) -> str | None:
    """Return cue, addressee and (where it differs from the name) source, in the order of the text."""
    if statement.cue is None:
        return None
    spans = [statement.cue.span]
    if statement.addressee:
        spans.append(statement.addressee.span)
    if statement.source and _adds_words(statement, text, speaker):
        spans.append(statement.source.span)
    spans = [span for span in spans if not any(other != span and other.holds(span) for other in spans)]
    words = ""
    for before, span in zip([None, *sorted(spans)], sorted(spans), strict=False):
        cut = one_line(span.cut(text))
        if before is not None and cut not in (":", ",", "-", "–", "—"):
            words += " " if not text[before.end : span.start].strip() else " … "
        words += cut
    return words


def _adds_words(statement: Statement, text: str, speaker: Speaker) -> bool:
    """Tell whether the source's words tell more than the speaker's name, or the cue needs them."""
    if statement.source is None or statement.cue is None:
        return False
    if statement.cue.span.cut(text).casefold() == "according to":
        return True
    named = set(re.findall(r"\w+", speaker.name.casefold())) - {"the", "a", "an", "of"}
    return not named & set(re.findall(r"\w+", statement.source.span.cut(text).casefold()))


def distancing_words(statement: Statement, text: str) -> tuple[str, ...]:
    """Return the scare-quoted and hedging words of the statement, scare quotes within their marks."""
    shown = []
    for span in statement.distance:
        before, after = text[max(span.start - 1, 0) : span.start], text[span.end : span.end + 1]
        marked = bool(before and after) and before in _QUOTES and after in _QUOTES
        wide = Span(span.start - 1, span.end + 1) if marked else span
        shown.append(one_line(wide.cut(text)))
    return tuple(shown)


def spots(record: Record) -> tuple[Spot, ...]:
    """Return the features that the report names, each once, in order of first mention."""
    grouped: dict[object, list[Place]] = {}
    for place in record.places:
        # Two features can share a name, so the words alone tie only what no gazetteer row fits.
        words = one_line(place.span.cut(record.report.text)).casefold()
        key: object = place.geonames
        if key is None:
            key = (place.name, place.lat, place.lon) if place.name else words
        grouped.setdefault(key, []).append(place)
    found = []
    for places in grouped.values():
        forms = dict.fromkeys(one_line(place.span.cut(record.report.text)) for place in places)
        found.append(Spot(places[0], tuple(forms), len(places)))
    return tuple(found)


def place_name(place: Place) -> str | None:
    """Return name, province and country of a place, each once, or None where it is not placed.

    >>> from onrecord.model import Span
    >>> place_name(Place(Span(0, 4), None, 1, "Ohio", "USA", "Ohio", 40.2, -82.7, "ADM1", 3, "largest"))
    'Ohio, USA'
    """
    return ", ".join(dict.fromkeys(filter(None, (place.name, place.admin1, place.country)))) or None


def coordinates(place: Place) -> str | None:
    """Return latitude and longitude as a reader writes them, or None.

    >>> from onrecord.model import Span
    >>> coordinates(Place(Span(0, 4), None, 1, "Lima", "PER", None, -12.04, -77.03, "PPLC", 3, "largest"))
    '12.04 S 77.03 W'
    """
    if place.lat is None or place.lon is None:
        return None
    north, east = "N" if place.lat >= 0 else "S", "E" if place.lon >= 0 else "W"
    return f"{abs(place.lat):.2f} {north} {abs(place.lon):.2f} {east}"
