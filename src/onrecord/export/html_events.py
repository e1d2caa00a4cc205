"""The events of a record as the page wants them: entries, marks in the text, and filters that need no script."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from onrecord.export.chains import ChainLink
from onrecord.export.events_outline import LABELS, ToldEvent, told_events
from onrecord.export.html_marks import HAPPENING, Mark, Opening
from onrecord.export.outline import flowing, one_line
from onrecord.export.selection import EVENT_LABELS, EVENT_TYPES, OUTLET, UNCODED, UNNAMED
from onrecord.model import Event, Record, Span

EXCERPT_ROOM = 200
"""Characters of the report shown around an anchor, at most."""

_Key = TypeVar("_Key")
Facet = Literal["voice", "type", "label"]


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to tick: its words, how many events it brings, and what it means."""

    number: int
    name: str
    count: int
    meaning: str = ""
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """All there is to tick of one kind."""

    facet: Facet
    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Hiding:
    """A rule of the style sheet: these events go while something of the facet is ticked, but none of the numbers."""

    facet: Facet
    unless: tuple[int, ...]
    hides: str


@dataclass(frozen=True, slots=True)
class Link:
    """One voice of a chain; `entry` is the number of its statement in the list, or None where it is not there."""

    told: ChainLink
    entry: int | None


@dataclass(frozen=True, slots=True)
class EventEntry:
    """A line of the list of events; `words` tells whether there is anything to jump to."""

    number: int
    told: ToldEvent
    before: str
    anchor: str
    after: str
    links: tuple[Link, ...]
    classes: str
    sign: str
    meaning: str
    words: bool


@dataclass(frozen=True, slots=True)
class Happenings:
    """The events of one report: entries, what can be ticked, and the rules that ticking follows."""

    entries: tuple[EventEntry, ...] = ()
    choices: tuple[Choices, ...] = ()
    hidings: tuple[Hiding, ...] = ()


def happenings_of(record: Record, statement_entries: dict[str, int]) -> Happenings:
    """Return the events of a record for the page.

    Args:
        record: the record.
        statement_entries: the number of each statement's entry on the page, by statement id.
    """
    told = told_events(record, room=EXCERPT_ROOM)
    by_voice = _numbered(voice.key for one in told for voice in one.voices)
    by_chain = _numbered(tuple(sorted(by_voice[voice.key] for voice in one.voices)) for one in told)
    text = record.report.text
    entries = []
    for number, one in enumerate(told, start=1):
        chain = by_chain[tuple(sorted(by_voice[voice.key] for voice in one.voices))]
        label = LABELS[one.event.label]
        classes = [f"is-{one.event.label}", *_facet_classes(one.event), f"xv{chain}"]
        entries.append(
            EventEntry(
                number=number,
                told=one,
                before=flowing(one.excerpt.before, text),
                anchor=one_line(one.excerpt.anchor.cut(text)),
                after=flowing(one.excerpt.after, text),
                links=tuple(Link(link, statement_entries.get(link.statement)) for link in one.chain),
                classes=" ".join([*classes, *(["background"] if one.event.background else [])]),
                sign=label.sign,
                meaning=label.meaning,
                words=bool(len(one.event.anchor.span)),
            )
        )
    hidings = [Hiding("voice", numbers, f"xv{chain}") for numbers, chain in by_chain.items()]
    types = sorted({_type_number(one.event) for one in told})
    hidings += [Hiding("type", (number,), f"xt{number}") for number in types]
    labels = sorted({EVENT_LABELS.index(one.event.label) for one in told})
    hidings += [Hiding("label", (number,), f"xl{number}") for number in labels]
    return Happenings(tuple(entries), _choices(told, by_voice), tuple(hidings))


def _numbered(keys: Iterable[_Key]) -> dict[_Key, int]:
    """Return the keys, each once, with numbers from 0 in order of first appearance."""
    return {key: number for number, key in enumerate(dict.fromkeys(keys))}


def _facet_classes(event: Event) -> tuple[str, str]:
    return f"xt{_type_number(event)}", f"xl{EVENT_LABELS.index(event.label)}"


def _type_number(event: Event) -> int:
    return len(EVENT_TYPES) if event.type is None else EVENT_TYPES.index(event.type)


def _choices(told: Sequence[ToldEvent], by_voice: dict[str, int]) -> tuple[Choices, ...]:
    names: dict[str, str] = {}
    counts: dict[str, int] = {}
    for one in told:
        for voice in one.voices:
            names.setdefault(voice.key, _voice_name(voice.key, voice.name))
            counts[voice.key] = counts.get(voice.key, 0) + 1
    voices = [Choice(by_voice[key], name, counts[key]) for key, name in names.items()]
    types = [
        Choice(number, name, count)
        for number, name in enumerate((*EVENT_TYPES, UNCODED))
        if (count := sum(_type_number(one.event) == number for one in told))
    ]
    labels = [
        Choice(number, label, count, LABELS[label].meaning, LABELS[label].sign)
        for number, label in enumerate(EVENT_LABELS)
        if (count := sum(one.event.label == label for one in told))
    ]
    found: list[tuple[Facet, str, list[Choice]]] = [
        ("voice", "On whose word", sorted(voices, key=lambda choice: -choice.count)),
        ("type", "What kind", sorted(types, key=lambda choice: -choice.count)),
        ("label", "How it stands", labels),
    ]
    # Where there is only one choice, ticking it changes nothing.
    return tuple(Choices(facet, title, tuple(choices)) for facet, title, choices in found if len(choices) > 1)


def _voice_name(key: str, name: str) -> str:
    return f"{name} itself" if key == OUTLET else "unnamed voices" if key == UNNAMED else name


def event_marks(record: Record, happenings: Happenings) -> tuple[Mark, ...]:
    """Return the words of the events: anchors in a layer of their own, the rest lit when an entry is pointed at."""
    marks: list[Mark] = []
    for entry in happenings.entries:
        event, own = entry.told.event, f"e{entry.number}"
        label = f"{entry.told.kind}, {event.label}: {entry.told.parties}, {entry.told.day.words}"
        reason = (
            f", score {event.score:.2f} ({event.because})" if event.because else f", score {event.score:.2f}"
        )
        classes = (HAPPENING, *entry.classes.split(), own)
        marks.append(Mark(event.anchor.span, classes, f"{event.id} {label}{reason}"))
        marks += [Mark(span, classes, f"{event.id} told again: {label}") for span in event.also]
        marks += [Mark(span, (own,)) for span in _settings(event, record)]
    return tuple(marks)


def _settings(event: Event, record: Record) -> Iterable[Span]:
    """Yield the words for parties, places, time and figures."""
    for party in (*event.actors, *event.recipients):
        yield party.span
    for place in event.places:
        if place.index < len(record.places):
            yield record.places[place.index].span
    if event.time and event.time.index is not None and event.time.index < len(record.times):
        yield record.times[event.time.index].span
    for quantity in event.quantities:
        yield quantity.span


def event_openings(happenings: Happenings) -> Iterable[tuple[int, Opening]]:
    """Yield where each event has its anchor, and the link that stands there."""
    for entry in happenings.entries:
        if entry.words:
            event = entry.told.event
            yield (
                event.anchor.span.start,
                Opening(
                    anchor=f"h{entry.number}",
                    target=f"e{entry.number}",
                    shown=f"{entry.sign} {event.id}",
                    about=f"Event {event.id}, {event.label}, in the list",
                    classes=" ".join(["happening", *entry.classes.split()]),
                ),
            )
