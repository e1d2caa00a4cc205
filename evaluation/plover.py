"""Coded events end to end on the gold records of PLOVER: from a sentence to type, actor and recipient.

    python -m evaluation.plover --data ../shared/data [--weights DIR] [--errors]

Each record is a sentence with one event: its type, the words of its actors ("source" there) and of its recipients
("target"). Text in, nothing else given. Events count as PLOVER codes them (`onrecord.export.coding`).
`type`: one of the events found has the type. `parties`: one with the type also
has an actor, and where the record names one a recipient, whose entity has a mention that overlaps those words; a record
without recipient asks for the actor alone. `right of all found`: of the events found with a type, those that have
the record's (records hold one event each, so that others that are there count against it).

The records have the types of an older PLOVER; FIGHT is ASSAULT here, DEMAND is REQUEST, DISAPPROVE and INVESTIGATE are
ACCUSE. They were written after the examples of the CAMEO manual, and their authors call them ideal codings that no
system would be likely to get all of.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.metrics import Counts
from evaluation.options import task_parser
from onrecord.export.coding import Coding, code_event
from onrecord.model import Document, Participant, Record, Span, text_digest

FILE = "plover-gsr/PLOVER_GSR_CAMEO.dev.json"
MEASURES = ("type", "parties", "right of all found")
_NOW = {"FIGHT": "ASSAULT", "DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE"}


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """One gold record: the sentence, the type as PLOVER has it now, and the words of actors and recipients."""

    name: str
    text: str
    type: str
    actors: tuple[Span, ...]
    recipients: tuple[Span, ...]


def read_gold(path: Path) -> list[GoldEvent]:
    """Return the gold records of a file, without its note."""
    records = [r for r in json.loads(path.read_text(encoding="utf-8")) if r["event"] != "DOCUMENT"]
    return [
        GoldEvent(
            r["id"],
            r["text"],
            _NOW.get(r["event"], r["event"]),
            _spans(r.get("source"), r["text"]),
            _spans(r.get("target"), r["text"]),
        )
        for r in records
    ]


def _spans(parties: Any, text: str) -> tuple[Span, ...]:
    """Return where the words of parties stand; those that the sentence does not hold are left out."""
    if not isinstance(parties, list):
        return ()
    found = []
    for party in parties:
        words = (party.get("actorText") or "").strip()
        at = text.lower().find(words.lower()) if words else -1
        if at >= 0:
            found.append(Span(at, at + len(words)))
    return tuple(found)


def score(gold: GoldEvent, record: Record) -> dict[str, Counts]:
    """Return the counts of one gold record."""
    typed = [coding for event in record.events if (coding := code_event(event, record)) is not None]
    same = [coding for coding in typed if coding.type == gold.type]
    parties = any(has_parties(gold, coding, record) for coding in same)
    return {
        "type": Counts(int(bool(same)), 1, 1),
        "parties": Counts(int(parties), 1, 1),
        "right of all found": Counts(int(bool(same)), len(typed), len(typed)),
    }


def has_parties(gold: GoldEvent, event: Coding, record: Record) -> bool:
    """Tell whether an event has an actor, and a recipient where the gold names one, of the gold's words."""
    actor = not gold.actors or _meets(event.actors, gold.actors, record)
    others = event.recipients or event.actors[1:]  # of a reciprocal event all parties are actors
    return actor and (not gold.recipients or _meets(others, gold.recipients, record))


def _meets(parties: Iterable[Participant], words: tuple[Span, ...], record: Record) -> bool:
    mentions = {entity.id: [m.span for m in entity.mentions] for entity in record.entities}
    spans = [s for p in parties for s in (p.span, *mentions.get(p.entity or "", ()))]
    return any(span.overlaps(word) for span in spans for word in words)


def measure(
    recorder: Callable[[Document], Record], data: Path, *, limit: int | None = None
) -> list[dict[str, Counts]]:
    """Return the counts of each gold record; with `limit`, of the first so many."""
    return [score(gold, recorder(document_of(gold))) for gold in read_gold(data / FILE)[:limit]]


def document_of(gold: GoldEvent) -> Document:
    """Return the sentence of a gold record as a report."""
    return Document(text_digest(gold.text), gold.name, gold.text)


def _errors(recorder: Callable[[Document], Record], data: Path) -> None:
    """Print how often each type is found as which, and how often a party is missing."""
    kinds: Counter[str] = Counter()
    for gold in read_gold(data / FILE):
        record = recorder(document_of(gold))
        coded = [coding for e in record.events if (coding := code_event(e, record)) is not None]
        found, same = {c.type for c in coded}, [c for c in coded if c.type == gold.type]
        if not same:
            kinds[f"{gold.type} as {'|'.join(sorted(found)) or 'nothing'}"] += 1
        elif not any(has_parties(gold, e, record) for e in same):
            actor = any(_meets(e.actors, gold.actors, record) for e in same) if gold.actors else True
            kinds[f"{'recipient' if actor else 'actor'} of {gold.type}"] += 1
    for kind, n in kinds.most_common():
        print(f"{n:4d}  {kind}")


def main() -> None:
    """Print the figures, and with `--errors` the kinds of errors."""
    parser = task_parser(__doc__)
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    from onrecord.pipeline import load

    recorder = load(weights=args.weights)
    rows = measure(recorder, args.data, limit=args.limit)
    for name in MEASURES:
        total = sum((row[name] for row in rows[1:]), rows[0][name])
        print(f"{name:20s} {total.right:4d} / {total.gold:4d}  {100 * total.right / total.gold:5.1f}")
    if args.errors:
        _errors(recorder, args.data)


if __name__ == "__main__":
    main()
