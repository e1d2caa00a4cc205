"""The columns of the table of events: every field of an event, and what it points to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from onrecord.cameo import goldstein_of, quad_class
from onrecord.export.columns import Column, Kind
from onrecord.export.told import Party, ToldEvent
from onrecord.model import Span


def spans_text(spans: Iterable[Span]) -> tuple[str, ...]:
    """Return spans as texts.

    >>> spans_text([Span(0, 8), Span(12, 20)])
    ('0:8', '12:20')
    """
    return tuple(f"{span.start}:{span.end}" for span in spans)


def _event(name: str, meaning: str, kind: Kind = "text") -> Column[ToldEvent]:
    return Column(name, meaning, lambda told: getattr(told.event, name), kind)


def _party_columns(
    who: str, of: Callable[[ToldEvent], tuple[Party, ...]], ids: Callable[[ToldEvent], Iterable[Any]]
) -> tuple[Column[ToldEvent], ...]:
    def each(value: Callable[[Party], object]) -> Callable[[ToldEvent], tuple[object, ...]]:
        return lambda told: tuple(value(party) for party in of(told))

    # One item a party in every list, so that the lists can be read side by side.
    return (
        Column(f"{who}s", "fullest names in the report", each(lambda party: party.name), "list"),
        Column(f"{who}_texts", "the words, for each", each(lambda party: party.words), "list"),
        Column(
            f"{who}_spans", "where they lie", lambda told: spans_text(one.span for one in of(told)), "list"
        ),
        Column(
            f"{who}_entities", "ids, for each", lambda told: tuple(one.entity for one in ids(told)), "list"
        ),
        Column(f"{who}_countries", "ISO 3166 alpha-3, for each", each(lambda party: party.country), "list"),
        Column(f"{who}_sectors", "sectors, for each", each(lambda party: party.sector), "list"),
    )


def _place(name: str, meaning: str, kind: Kind = "text") -> Column[ToldEvent]:
    return Column(
        f"place_{name}", f"{meaning} of the first place", lambda told: getattr(told.place, name) if told.place else None, kind
    )  # fmt: skip


def _factuality(column: str, field: str, meaning: str) -> Column[ToldEvent]:
    return Column(
        column, f"{meaning}, for each voice", lambda told: tuple(getattr(one, field) for one in told.event.factuality), "list"
    )  # fmt: skip


def _quantity(
    column: str, meaning: str, of: Callable[[ToldEvent], tuple[object, ...]], kind: Kind = "list"
) -> Column[ToldEvent]:
    return Column(f"quantity_{column}", f"{meaning}, for each figure", of, kind)


def _day(told: ToldEvent, last: bool) -> str | None:
    return told.days[last].isoformat() if told.days else None


EVENT_COLUMNS: tuple[Column[ToldEvent], ...] = (
    Column("report", "id of the report: SHA-256 of its text", lambda told: told.record.report.id),
    Column("event", "id within the report", lambda told: told.event.id),
    Column("outlet", "who publishes the report", lambda told: told.record.report.outlet),
    Column("published", "day or time of publication", lambda told: told.record.report.published),
    Column("type", "PLOVER type", lambda told: told.event.type),
    _event("mode", "PLOVER mode"),
    _event("contexts", "PLOVER contexts, most likely first", "list"),
    Column("cameo", "CAMEO code of the record; a text, leading zeros count", lambda told: told.event.cameo),
    Column(
        "cameo_given", "the same, or the code that type, mode and contexts stand for", lambda told: told.code
    ),
    Column(
        "quad",
        "PLOVER's class: 1, 2 cooperation, 3, 4 conflict",
        lambda told: quad_class(told.event.type) if told.event.type else None,
        "integer",
    ),
    Column(
        "goldstein",
        "weight of the code on Goldstein's scale",
        lambda told: goldstein_of(told.code) if told.code else None,
        "number",
    ),
    *_party_columns("actor", lambda told: told.actors, lambda told: told.event.actors),
    *_party_columns("recipient", lambda told: told.recipients, lambda told: told.event.recipients),
    _event("reciprocal", "whether the parties did it to one another", "truth"),
    Column(
        "places",
        "positions of its places in the table of places",
        lambda told: tuple(one.index for one in told.event.places),
        "integers",
    ),
    Column(
        "places_because",
        "the rule that chose each",
        lambda told: tuple(one.because for one in told.event.places),
        "list",
    ),
    _place("name", "gazetteer's name"),
    _place("country", "country, ISO 3166 alpha-3,"),
    _place("admin1", "first-order division"),
    _place("lat", "latitude, WGS84,", "number"),
    _place("lon", "longitude, WGS84,", "number"),
    _place("feature", "GeoNames feature code"),
    _place("geonames", "GeoNames id", "integer"),
    Column(
        "time",
        "position of its time in the table of times",
        lambda told: told.event.time.index if told.event.time else None,
        "integer",
    ),
    Column("time_text", "the words of its time", lambda told: told.time_words),
    Column(
        "time_value",
        "TIMEX3 value of its own, where it has no time of the table",
        lambda told: told.event.time.value if told.event.time else None,
    ),
    Column(
        "time_because",
        "the rule that gave it",
        lambda told: told.event.time.because if told.event.time else None,
    ),
    Column("earliest", "first day that the time can mean", lambda told: _day(told, False)),
    Column("latest", "last day that the time can mean", lambda told: _day(told, True)),
    _event("label", "the one word for a reader: asserted, alleged, reported, denied ..."),
    Column(
        "on_word_of",
        "names of the chain of attribution, outermost first; empty where the outlet tells it itself",
        lambda told: told.voices,
        "list",
    ),
    Column(
        "on_word_of_statements",
        "ids of its statements",
        lambda told: tuple(one.statement for one in told.event.on_word_of),
        "list",
    ),
    Column(
        "on_word_of_entities",
        "ids of those who speak",
        lambda told: tuple(one.entity for one in told.event.on_word_of),
        "list",
    ),
    _factuality("voices", "voice", "outlet, the id of an entity, or unnamed"),
    _factuality("certainties", "certainty", "how sure"),
    _factuality("polarities", "polarity", "positive or negative"),
    _factuality("tenses", "time", "past, present or future"),
    _factuality("conditions", "condition", "hypothetical, attempted, intended, question or nothing"),
    _quantity("what", "what it counts", lambda told: tuple(one.what for one in told.event.quantities)),
    _quantity("low", "the least", lambda told: tuple(one.low for one in told.event.quantities), "integers"),
    _quantity("high", "the most", lambda told: tuple(one.high for one in told.event.quantities), "integers"),
    _quantity(
        "texts", "the words", lambda told: tuple(one.span.cut(told.text) for one in told.event.quantities)
    ),
    _quantity("spans", "where they lie", lambda told: spans_text(one.span for one in told.event.quantities)),
    _event("background", "whether it is told as history or a standing state", "truth"),
    _event("score", "how sure the program is, 0 to 1", "number"),
    Column(
        "anchor_start", "first code point of its words", lambda told: told.event.anchor.span.start, "integer"
    ),
    Column("anchor_end", "end of its words, exclusive", lambda told: told.event.anchor.span.end, "integer"),
    Column("anchor_text", "its words", lambda told: told.anchor),
    Column("anchor_lemma", "the lemma of their head", lambda told: told.event.anchor.lemma),
    Column(
        "also",
        "other words for it",
        lambda told: tuple(span.cut(told.text) for span in told.event.also),
        "list",
    ),
    Column("also_spans", "where they lie", lambda told: spans_text(told.event.also), "list"),
    Column(
        "sentence",
        "position of its sentence in the table of sentences",
        lambda told: told.sentence,
        "integer",
    ),
    Column("sentence_text", "the sentence", lambda told: told.sentence_text or None),
    _event("because", "the rules and weights that gave it"),
)
"""The columns, in order; the last one, the number of the form, is added in `flat`."""
