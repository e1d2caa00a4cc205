"""Scores how factual events are told to be, on the corpora that have a number for it.

    python -m evaluation.factuality --data ../shared/data [--weights DIR] [--limit N]

Sentences are given one by one, and in each the words of its predicates. OnRecord has no number but an outlook for each
voice: certainty, polarity, time, condition, and what made it think so. The number that an outlook, and the judgement
of the weights where they have one, come to in a corpus is a sum of weights, learnt on the corpus's training part by
`python -m training.factuality_scales` and kept in `factuality_scales.json`. `r` is Pearson's, between that number and
the gold's over all predicates of the development part; `MAE` the mean absolute error, beside that of the number that
is best where all get the same.

CommitmentBank and RP are not trained on. They try single phenomena: questions, conditions, modals and negations around
an embedded clause; verbs and adjectives that imply what they hold or its opposite. UW's weights serve for them;
`polarity right` is the share of predicates with a number of 1 or more, or of -1 or less, that OnRecord takes for so, or
for not so.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median

from evaluation.metrics import percentile_interval
from evaluation.options import task_parser
from onrecord.model import Document, Predication, Span, text_digest
from onrecord.pipeline import Recorder
from onrecord.read.predicates import SCALES
from onrecord.record.chains import ChainFinder, CueWords
from onrecord.record.outlook import Outlook
from onrecord.record.outlook_finder import OutlookFinder
from onrecord.record.parse import Parse
from training.predicates import Judged, read_judged

WEIGHTS = Path(__file__).with_name("factuality_scales.json")
TRAINED = ("UW", "UDS_IH2", "MEANTIME")
"""Corpora with weights of their own."""

PHENOMENA = ("CommitmentBank", "RP")
_SCALE_OF = {name: name for name in TRAINED} | dict.fromkeys(PHENOMENA, "UW")
_MOST = 3.0

Features = dict[str, float]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A predicate with the gold's number, what is known of it, and whether OnRecord takes it for so (or not so)."""

    gold: float
    features: Features
    positive: bool = True


class SentenceJudge:
    """Tells of predicates in sentences what OnRecord makes of them."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    def judge(self, one: Judged) -> Iterator[Judgement]:
        """Yield the predicates of a sentence; those whose words the reader does not have are left out."""
        found = self._recorder.grounds(Document(text_digest(one.text), "-", one.text))
        parse, statements = Parse.of(found.reading), found.statements
        cues, chains = CueWords(parse, statements), ChainFinder(statements, parse)
        outlooks = OutlookFinder(parse, cues.ends)
        for start, end, number in one.numbers:
            head = parse.head_of(Span(start, end))
            if head is None:
                continue
            depth = len(chains.statements(parse.words[head].span))
            outlook = outlooks.of(head)
            features = features_of(parse, head, outlook, depth=depth, is_cue=cues.is_active(head))
            yield Judgement(number, features, outlook.polarity == "positive")


def features_of(parse: Parse, head: int, outlook: Outlook, *, depth: int, is_cue: bool) -> Features:
    """Return what is known of a predicate: its outlook, its word and clause, the voices around it, what the weights say."""
    word, reading = parse.words[head], parse.reading
    children = [parse.words[c] for c in parse.children[head]]
    helpers = sorted({w.lemma.lower() for w in children if w.deprel.split(":")[0] in ("aux", "cop", "mark")})
    subjects = [w for w in children if w.deprel.split(":")[0] == "nsubj"]
    subject = "none" if not subjects else subjects[0].lemma.lower() if subjects[0].upos == "PRON" else "noun"
    whole = f"{outlook.certainty} {outlook.polarity} {outlook.condition} {outlook.time}"
    names = [
        "all",
        f"certainty {outlook.certainty}",
        f"polarity {outlook.polarity}",
        f"condition {outlook.condition}",
        f"time {outlook.time}",
        whole,
        f"{whole}, {min(depth, 2)} voices",
        f"{word.upos}",
        f"tag {word.xpos}",
        f"{word.deprel.split(':')[0]}",
        f"{min(depth, 2)} voices",
        f"cue {is_cue}",
        f"lemma {word.lemma.lower()}",
        f"helpers {' '.join(helpers)}",
        f"subject {subject}",
        f"subject {subject}, tag {word.xpos}",
        *(f"because {reason} {outlook.polarity}" for reason in outlook.because),
    ]
    features = dict.fromkeys(names, 1.0)
    judged: Predication | None = reading.predications[head] if reading.predications else None
    if judged is not None:
        features |= {f"number {name}": x for name, x in zip(SCALES, judged.factuality, strict=True)}
        features["happening"] = judged.happening
    return features


def number_of(features: Features, weights: dict[str, float]) -> float:
    """Return the number that features come to, from -3 to 3."""
    total = sum(weights.get(name, 0.0) * value for name, value in features.items())
    return max(-_MOST, min(_MOST, total))


def pearson(pairs: Sequence[tuple[float, float]]) -> float:
    """Return Pearson's correlation of pairs of numbers; 0 where one of the two is constant.

    >>> round(pearson([(1, 2), (2, 4), (3, 6)]), 6)
    1.0
    """
    if not pairs:
        return 0.0
    x, y = fmean(a for a, _ in pairs), fmean(b for _, b in pairs)
    both = sum((a - x) * (b - y) for a, b in pairs)
    spread = sum((a - x) ** 2 for a, _ in pairs) * sum((b - y) ** 2 for _, b in pairs)
    return float(both / spread**0.5) if spread else 0.0


def mean_error(pairs: Sequence[tuple[float, float]]) -> float:
    """Return the mean absolute difference of pairs of numbers; 0 without pairs."""
    return fmean(abs(a - b) for a, b in pairs) if pairs else 0.0


def polarity_right(golds: Sequence[tuple[float, bool]]) -> tuple[int, int]:
    """Return how many gold numbers far enough from 0 have the polarity that we give, and how many there are."""
    clear = [(number, positive) for number, positive in golds if abs(number) >= 1]
    return sum((number > 0) == positive for number, positive in clear), len(clear)


@dataclass(frozen=True, slots=True)
class Scored:
    """Gold and found number of each predicate of a part, and whether OnRecord takes it for so."""

    pairs: tuple[tuple[float, float], ...]
    positive: tuple[bool, ...] = ()

    @property
    def r(self) -> float:
        """Pearson's correlation."""
        return pearson(self.pairs)

    @property
    def error(self) -> float:
        """Mean absolute error."""
        return mean_error(self.pairs)

    @property
    def constant_error(self) -> float:
        """Mean absolute error of the median of the gold's numbers."""
        middle = median(a for a, _ in self.pairs) if self.pairs else 0.0
        return mean_error([(a, middle) for a, _ in self.pairs])

    @property
    def polarity(self) -> tuple[int, int]:
        """How many clear polarities are right, and how many there are."""
        return polarity_right([(gold, so) for (gold, _), so in zip(self.pairs, self.positive, strict=True)])

    def interval(self) -> tuple[float, float]:
        """Return the 2.5th and 97.5th percentile of r over predicates drawn with replacement."""
        return percentile_interval(self.pairs, pearson)


def load_scales() -> dict[str, dict[str, float]]:
    """Return the weights of each corpus that has some."""
    scales: dict[str, dict[str, float]] = json.loads(WEIGHTS.read_text(encoding="utf-8"))["scales"]
    return scales


def measure(recorder: Recorder, data: Path, *, limit: int | None = None) -> dict[str, Scored]:
    """Return gold and found numbers by corpus; with `limit`, of its first so many sentences."""
    judge, scales = SentenceJudge(recorder), load_scales()
    found = {}
    for name in (*TRAINED, *PHENOMENA):
        sentences = list(read_judged(data / "factuality" / name, "dev"))[:limit]
        weights = scales[_SCALE_OF[name]]
        judged = [j for one in sentences for j in judge.judge(one)]
        found[name] = Scored(
            tuple((j.gold, number_of(j.features, weights)) for j in judged), tuple(j.positive for j in judged)
        )
    return found


def main() -> None:
    """Print the figures."""
    parser = task_parser(__doc__)
    args = parser.parse_args()
    from onrecord.pipeline import load

    for name, scored in measure(load(weights=args.weights), args.data, limit=args.limit).items():
        right, clear = scored.polarity
        print(
            f"{name:16s} {len(scored.pairs):5d} predicates  r {scored.r:.3f}  MAE {scored.error:.3f} "
            f"(one number {scored.constant_error:.3f})  polarity {right} of {clear}"
        )


if __name__ == "__main__":
    main()
