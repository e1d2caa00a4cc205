"""Who speaks where a source is a pronoun or a description, on 150 sources of PolNeAR's development part.

    python -m evaluation.speakers --data ../shared/data [--limit N] [--weights DIR]

The sources were drawn at random from those of the development part that are a pronoun or a noun phrase whose head is
no name; two readers said independently who each stands for, and agreed on 166 of 170 (`gold/polnear_speakers.tsv`, offsets
into the corpus's texts). Left out were the 16 that either took for no source or for a name, and four that stayed doubtful.

A source counts as right
- where the report names who is meant: its entity has a mention at one of the places where the full name stands (of
  several people meant together, one is enough);
- where it does not: it is given no entity, or one without a name; a pronoun that goes back to a description must
  have an entity with a mention there.

The record's answer is the speaker of the statement with that source, else of the statement with the cue that the corpus
gives to the source (a relative pronoun is put on record as what it stands for), else the entity whose mention ends where
the source does.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from evaluation.metrics import Counts, bootstrap_interval
from evaluation.options import task_parser
from onrecord.model import Document, Entity, Record, Span, text_digest
from onrecord.pipeline import Recorder, load

GOLD = Path(__file__).with_name("gold") / "polnear_speakers.tsv"

Words = Literal["pronoun", "description"]


@dataclass(frozen=True, slots=True)
class GoldSpeaker:
    """Whom one source stands for.

    Attributes:
        source: the words of the source.
        words: what they are.
        named: whether the report names who is meant.
        spans: where the full name stands; where there is none, the words that it goes back to.
    """

    source: Span
    words: Words
    named: bool
    spans: tuple[Span, ...]


def read_speakers(path: Path = GOLD) -> dict[str, list[GoldSpeaker]]:
    """Return the sources of each report, by its name in the corpus.

    Raises:
        ValueError: a row has other cells than the head of the file says.
    """
    rows = path.read_text(encoding="utf-8").splitlines()
    speakers: dict[str, list[GoldSpeaker]] = {}
    for number, row in enumerate(rows[1:], 2):
        cells = row.split("\t")
        if (
            len(cells) != 5
            or cells[2] not in ("pronoun", "description")
            or cells[3] not in ("named", "unnamed")
        ):
            raise ValueError(
                f"{path}:{number}: want report, source, words, named or unnamed, spans; found {row!r}"
            )
        report, source, words, named, spans = cells
        speakers.setdefault(report, []).append(
            GoldSpeaker(
                _span(source),
                "pronoun" if words == "pronoun" else "description",
                named == "named",
                tuple(_span(s) for s in spans.replace(";", ",").split(",")),
            )
        )
    return speakers


def _span(cell: str) -> Span:
    start, end = cell.split("-")
    return Span(int(start), int(end))


@dataclass(frozen=True, slots=True)
class Answer:
    """Whom a record takes a source for: the entity, if any, and the words of the source on record."""

    speaker: Entity | None
    source: Span | None


def answer_of(record: Record, source: Span, cues: Sequence[Span]) -> Answer:
    """Return whom a record takes the source of some cues for."""
    entities = {entity.id: entity for entity in record.entities}
    told = [s for s in record.statements if s.source is not None and s.source.span.overlaps(source)]
    told += [s for s in record.statements if s.cue is not None and any(s.cue.span.overlaps(c) for c in cues)]
    for statement in told:
        own = statement.source
        return Answer(entities.get(own.entity or "") if own else None, own.span if own else None)
    found = [(len(m.span), e) for e in record.entities for m in e.mentions if m.span.end == source.end]
    return Answer(max(found, key=lambda f: f[0])[1] if found else None, None)


def is_right(answer: Answer, gold: GoldSpeaker) -> bool:
    """Tell whether a record has the right speaker."""
    mentions = answer.speaker.mentions if answer.speaker is not None else ()
    if not gold.named:
        if any(m.kind == "name" and not m.span.overlaps(gold.source) for m in mentions):
            return False
        if gold.words == "description" or any(gold.source.overlaps(span) for span in gold.spans):
            return True
        if answer.source is not None and any(answer.source.overlaps(span) for span in gold.spans):
            return True
    return any(m.span.overlaps(span) for m in mentions for span in gold.spans)


@dataclass(frozen=True, slots=True)
class Report:
    """One report of the corpus: its name, its text, and the cues of each source, by the source's offsets."""

    name: str
    text: str
    cues: dict[Span, tuple[Span, ...]]


def read_reports(data: Path) -> Iterator[Report]:
    """Yield the reports of PolNeAR's development part."""
    with gzip.open(data / "polnear" / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            cues: dict[Span, tuple[Span, ...]] = {}
            for a in next(iter(row["attributions"].values())):
                if a["source"]:
                    source = Span(min(s[0] for s in a["source"]), max(s[1] for s in a["source"]))
                    cues[source] = (*cues.get(source, ()), *(Span(*c) for c in a["cue"]))
            yield Report(row["doc"], row["text"], cues)


def score_report(record: Record, report: Report, speakers: Sequence[GoldSpeaker]) -> dict[str, Counts]:
    """Return how many sources of a report are right: all, pronouns, descriptions."""
    row = {k: Counts(0, 0, 0) for k in ("all", "pronoun", "description")}
    for gold in speakers:
        answer = answer_of(record, gold.source, report.cues.get(gold.source, ()))
        one = Counts(int(is_right(answer, gold)), 1, 1)
        row["all"] += one
        row[gold.words] += one
    return row


def measure(recorder: Recorder, data: Path, *, limit: int | None = None) -> list[dict[str, Counts]]:
    """Return the counts of each report with such sources."""
    speakers = read_speakers()
    reports = islice((r for r in read_reports(data) if r.name in speakers), limit)
    return [
        score_report(recorder(Document(text_digest(r.text), r.name, r.text)), r, speakers[r.name])
        for r in reports
    ]


def main() -> None:
    """Print the shares."""
    parser = task_parser(__doc__)
    args = parser.parse_args()
    rows = measure(load(weights=args.weights), args.data, limit=args.limit)
    for name in ("all", "pronoun", "description"):
        own = [row[name] for row in rows]
        total = sum(own, Counts(0, 0, 0))
        low, high = bootstrap_interval(own)
        print(
            f"{name:12s} {total.right} of {total.gold}: {total.f1:.1f} % (between {low:.1f} and {high:.1f})"
        )


if __name__ == "__main__":
    main()
