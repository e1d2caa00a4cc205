"""How likely two tellings are of one happening: a linear model over what they share and what parts them.

Learnt on the actions that are one across reports in ECB+ (Cybulska and Vossen 2014) by `training/telling_links.py`, which
writes `resources/telling_links.json`. All tellings of a story are compared at once, as arrays.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import ResourceError
from onrecord.lexicons import load_numbers
from onrecord.relate.stories import Likeness
from onrecord.relate.tellings import Telling
from onrecord.relate.word_space import WordSpace
from onrecord.relate.words import Weights

RESOURCE = "telling_links.json"
_STEM = 5
"""Letters that two words must begin with alike to be of one stem ("collide", "collision")."""

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class LinkModel:
    """The weights of the model, by feature, and the likelihood from which tellings are joined."""

    weights: dict[str, float]
    least: float


@cache
def load_links() -> LinkModel:
    """Return the model that ships.

    Raises:
        ResourceError: the file is missing or damaged.
    """
    table = load_numbers(RESOURCE)
    try:
        return LinkModel({str(k): float(v) for k, v in table["weights"].items()}, float(table["least"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ResourceError(
            what=f"the weights of the telling links cannot be read ({error})",
            where=RESOURCE,
            remedy="install onrecord again, or restore the file from the repository",
        ) from error


def link_chances(
    tellings: Sequence[Telling], weights: Weights, space: WordSpace, alike: Likeness, model: LinkModel
) -> FloatArray:
    """Return how likely each two tellings are of one happening: float32, (tellings, tellings), symmetric, 0 to 1.

    Args:
        tellings: those of one story.
        weights: how telling words are.
        space: how near words are in meaning.
        alike: how alike their reports are.
        model: weights of the features.
    """
    reports = [telling.report for telling in tellings]
    return _chances(_OfTellings(tellings, weights, space), alike.between(reports), model)


def features(
    tellings: Sequence[Telling], weights: Weights, space: WordSpace, alike: Likeness
) -> dict[str, FloatArray]:
    """Return what the model looks at, by name: float32, (tellings, tellings) each."""
    between = alike.between([telling.report for telling in tellings])
    return dict(_features(_OfTellings(tellings, weights, space), between))


def _chances(compared: Compared, alike: FloatArray, model: LinkModel) -> FloatArray:
    score = np.zeros(alike.shape, np.float32)
    for name, values in _features(compared, alike):
        score += model.weights.get(name, 0.0) * values
    found: FloatArray = (1 / (1 + np.exp(-score))).astype(np.float32)
    return found


class Compared(Protocol):
    """Some tellings and others, compared in what they hold: every answer is float32, (ones, others)."""

    def equal(self, part: str) -> FloatArray:
        """Return where a part is the same, neither unknown."""
        ...

    def differ(self, part: str) -> FloatArray:
        """Return where a known part differs from another known one."""
        ...

    def meanings(self) -> FloatArray:
        """Return how near the lemmas are in meaning."""
        ...

    def rarity(self) -> FloatArray:
        """Return the geometric mean of how telling the lemmas are, 0 to 1."""
        ...

    def overlap(self, part: str) -> FloatArray:
        """Return the weight of what two sets share over that of the lighter one; 0 where one is empty."""
        ...

    def cosine(self, part: str) -> FloatArray:
        """Return the cosine of two sets of words by the squares of their weights."""
        ...

    def both(self, part: str) -> FloatArray:
        """Return where neither of two sets is empty."""
        ...

    def meet(self, part: str) -> FloatArray:
        """Return where two sets share anything."""
        ...

    def days(self) -> tuple[FloatArray, FloatArray]:
        """Return where the days of two tellings overlap, and where they exclude each other."""
        ...


_CODES: dict[str, Callable[[Telling], Hashable]] = {
    "lemma": lambda t: t.lemma,
    "stem": lambda t: t.lemma[:_STEM] if len(t.lemma) >= _STEM else None,
    "type": lambda t: t.type,
    "mode": lambda t: f"{t.type}/{t.mode}" if t.mode else None,
    "report": lambda t: t.report,
    "denied": lambda t: t.label == "denied",
}
"""Parts that are the same or not."""

_SETS: dict[str, Callable[[Telling], frozenset[str]]] = {
    "actors": lambda t: t.actors,
    "recipients": lambda t: t.recipients,
    "parties": lambda t: t.parties,
    "names": lambda t: t.parties | t.names,
    "words": lambda t: t.words,
    "places": lambda t: frozenset(map(str, t.places)),
    "numbers": lambda t: t.numbers,
}
"""Parts that share something or not."""

_UNWEIGHTED = frozenset({"places", "numbers"})
_SQUARED = frozenset({"words"})
"""Sets in which all items count alike, and in which they count by the squares of their weights."""


def _features(compared: Compared, alike: FloatArray) -> Iterator[tuple[str, FloatArray]]:
    """Yield what the model looks at, one table at a time: a story of seventy reports has 16 MB of each."""
    same = compared.equal("lemma")
    stem = compared.equal("stem") * (1 - same)
    near = np.clip(compared.meanings(), 0, 1)
    lexical = np.maximum(near, np.maximum(same, stem))
    yield "all", np.ones_like(same)
    yield "lemma same", same
    yield "lemma same, rare", same * compared.rarity()
    yield "stem same", stem
    yield "meaning", near
    yield "words", lexical
    yield "words squared", lexical**2
    actors = compared.overlap("actors")
    recipients = compared.overlap("recipients")
    parties = compared.overlap("parties")
    crossed = compared.overlap("names")
    sentence = compared.cosine("words")
    yield "actors", actors
    yield "recipients", recipients
    yield "parties", parties
    yield "names", crossed
    yield "sentence", sentence
    yield "words, sentence", lexical * sentence
    yield "words, parties", lexical * parties
    yield "words, actors", lexical * actors
    yield "words, recipients", lexical * recipients
    yield "words, names", lexical * crossed
    type_same = compared.equal("type")
    yield "type same", type_same
    yield "type other", compared.differ("type")
    yield "mode same", compared.equal("mode")
    yield "type same, names", type_same * crossed
    same_report = compared.equal("report")
    yield "one report", same_report
    yield "one report, lemma same", same_report * same
    yield "one report, sentence", same_report * sentence
    yield "one report, parties", same_report * parties
    likeness = alike * (1 - same_report)
    yield "reports alike", likeness
    yield "words, reports alike", lexical * likeness
    actor_clash = compared.both("actors") * (actors == 0)
    recipient_clash = compared.both("recipients") * (recipients == 0)
    yield "actors clash", actor_clash
    yield "recipients clash", recipient_clash
    yield "words, actors clash", lexical * actor_clash
    yield "words, recipients clash", lexical * recipient_clash
    yield "places", compared.overlap("places")
    days_same, days_clash = compared.days()
    yield "days same", days_same
    yield "days clash", days_clash
    yield "words, days same", lexical * days_same
    yield "numbers", compared.meet("numbers")
    yield "denied by one", compared.differ("denied")
    nobody = (parties == 0).astype(np.float32)
    yield "nobody shared", nobody
    yield "nobody shared, lemma same", nobody * same


class _OfTellings:
    """The tellings of one story, compared each with each."""

    def __init__(self, tellings: Sequence[Telling], weights: Weights, space: WordSpace) -> None:
        self._tellings, self._weights, self._space = tellings, weights, space

    def equal(self, part: str) -> FloatArray:
        return _equal(self._codes(part))

    def differ(self, part: str) -> FloatArray:
        values = self._codes(part)
        return (1 - _equal(values)) * _both([value is not None for value in values])

    def meanings(self) -> FloatArray:
        if not self._tellings:
            return np.zeros((0, 0), np.float32)
        vectors = np.stack([self._space.vector(t.lemma) for t in self._tellings])
        return np.asarray(vectors @ vectors.T, np.float32)

    def rarity(self) -> FloatArray:
        rare = np.array([_rare(t.lemma, self._weights) for t in self._tellings], np.float32)
        return np.asarray(np.sqrt(np.outer(rare, rare)), np.float32)

    def overlap(self, part: str) -> FloatArray:
        shared, own = self._shared(part)
        return _overlap(shared, own, own)

    def cosine(self, part: str) -> FloatArray:
        shared, own = self._shared(part)
        return _cosine(shared, own, own)

    def both(self, part: str) -> FloatArray:
        return _both([bool(some) for some in self._sets(part)])

    def meet(self, part: str) -> FloatArray:
        return (self._shared(part)[0] > 0).astype(np.float32)

    def days(self) -> tuple[FloatArray, FloatArray]:
        first, last, known = _day_codes([t.days for t in self._tellings])
        return _days(first, last, known, first, last, known)

    def _codes(self, part: str) -> list[Hashable]:
        return [_CODES[part](telling) for telling in self._tellings]

    def _sets(self, part: str) -> list[frozenset[str]]:
        return [_SETS[part](telling) for telling in self._tellings]

    def _shared(self, part: str) -> tuple[FloatArray, FloatArray]:
        """Return the weight of what each two sets share, and of each set."""
        sets = self._sets(part)
        columns = {item: n for n, item in enumerate(sorted(frozenset().union(*sets)))}
        worth = np.array([_weight(part, item, self._weights) ** 0.5 for item in columns], np.float32)
        table = np.zeros((len(sets), max(1, len(columns))), np.float32)
        rows = np.repeat(np.arange(len(sets)), [len(items) for items in sets])
        places = np.array([columns[item] for items in sets for item in items], np.int64)
        table[rows, places] = worth[places]
        shared = np.asarray(table @ table.T, np.float32)
        return shared, np.diag(shared).copy()


class TellingTable:
    """Many tellings, ready to be compared, a few of them at a time with many others, again and again.

    Args:
        weights: how telling words are.
        space: how near words are in meaning.
    """

    def __init__(self, weights: Weights, space: WordSpace) -> None:
        self._weights, self._space = weights, space
        self._numbers: dict[str, dict[Hashable, int]] = {part: {} for part in _CODES}
        self._codes: dict[str, list[int]] = {part: [] for part in _CODES}
        self._vectors: list[FloatArray] = []
        self._rare: list[float] = []
        self._items: dict[str, dict[str, int]] = {part: {} for part in _SETS}
        self._worth: dict[str, list[float]] = {part: [] for part in _SETS}
        self._places: dict[str, array[int]] = {part: array("I") for part in _SETS}
        self._starts: dict[str, array[int]] = {part: array("Q", [0]) for part in _SETS}
        self._spans: list[tuple[str, str] | None] = []

    def __len__(self) -> int:
        return len(self._spans)

    def add(self, telling: Telling) -> int:
        """Take in a telling, and return its number."""
        for part, value_of in _CODES.items():
            value = value_of(telling)
            numbers = self._numbers[part]
            self._codes[part].append(numbers.setdefault(value, len(numbers)) if value is not None else -1)
        if self._codes["lemma"][-1] == len(self._vectors):
            self._vectors.append(self._space.vector(telling.lemma))
            self._rare.append(_rare(telling.lemma, self._weights))
        for part, set_of in _SETS.items():
            items, worth = self._items[part], self._worth[part]
            for item in sorted(set_of(telling)):
                place = items.setdefault(item, len(items))
                if place == len(worth):
                    worth.append(_weight(part, item, self._weights) ** 0.5)
                self._places[part].append(place)
            self._starts[part].append(len(self._places[part]))
        self._spans.append(telling.days)
        return len(self._spans) - 1

    def ready(self) -> ReadyTable:
        """Return the tellings that are there, ready to be compared."""
        sets = {
            part: _Sets.with_roots(
                np.array(self._starts[part], np.int64),
                np.array(self._places[part], np.int64),
                np.array(self._worth[part], np.float32),
            )
            for part in _SETS
        }
        codes = {part: np.array(own, np.int64) for part, own in self._codes.items()}
        vectors = np.stack(self._vectors) if self._vectors else np.zeros((0, 1), np.float32)
        return ReadyTable(codes, vectors, np.array(self._rare, np.float32), sets, _day_codes(self._spans))


@dataclass(frozen=True, slots=True)
class _Sets:
    """The sets of many tellings, with what is asked of all of them worked out once.

    Attributes:
        starts: where the set of each begins among the items.
        items: the items by number.
        square: float64, the weight of each item.
        filled: of each set whether it has an item.
    """

    starts: IntArray
    items: IntArray
    square: NDArray[np.float64]
    filled: BoolArray

    @classmethod
    def with_roots(cls, starts: IntArray, items: IntArray, worth: FloatArray) -> _Sets:
        """Return sets whose items have these roots of their weights."""
        square = worth.astype(np.float64) ** 2
        return cls(starts, items, square, np.diff(starts) > 0)

    def of(self, rows: IntArray) -> tuple[IntArray, IntArray]:
        """Return the items of some sets, one after the other, and the place of each one's set among them."""
        sizes = self.starts[rows + 1] - self.starts[rows]
        places = np.repeat(self.starts[rows] - (np.cumsum(sizes) - sizes), sizes) + np.arange(
            int(sizes.sum())
        )
        return self.items[places], np.repeat(np.arange(len(rows)), sizes)

    def squares(self, items: IntArray, owner: IntArray, n_rows: int) -> FloatArray:
        """Return the weight of each of some sets."""
        return np.bincount(owner, self.square[items], minlength=n_rows).astype(np.float32)


@dataclass(frozen=True, slots=True)
class ReadyTable:
    """Many tellings as arrays; see `TellingTable`."""

    codes: dict[str, IntArray]
    vectors: FloatArray
    rare: FloatArray
    sets: dict[str, _Sets]
    spans: tuple[IntArray, IntArray, BoolArray]

    def chances(
        self, ones: Sequence[int], others: Sequence[int], alike: FloatArray, model: LinkModel
    ) -> FloatArray:
        """Return how likely each of some tellings is of one happening with each of others: float32, 0 to 1.

        Args:
            ones, others: numbers of the tellings.
            alike: float32, (ones, others), how alike their reports are.
            model: weights of the features.
        """
        compared = _OfTable(self, np.asarray(ones, np.int64), np.asarray(others, np.int64))
        return _chances(compared, alike, model)


class _OfTable:
    """Some tellings of a table compared with others of it."""

    def __init__(self, table: ReadyTable, ones: IntArray, others: IntArray) -> None:
        self._table, self._ones, self._others = table, ones, others

    def equal(self, part: str) -> FloatArray:
        codes = self._table.codes[part]
        one, other = codes[self._ones], codes[self._others]
        return np.asarray((one[:, None] == other[None, :]) & (one >= 0)[:, None], np.float32)

    def differ(self, part: str) -> FloatArray:
        codes = self._table.codes[part]
        known = np.outer(codes[self._ones] >= 0, codes[self._others] >= 0)
        return np.asarray((1 - self.equal(part)) * known, np.float32)

    def meanings(self) -> FloatArray:
        lemmas, vectors = self._table.codes["lemma"], self._table.vectors
        return np.asarray(vectors[lemmas[self._ones]] @ vectors[lemmas[self._others]].T, np.float32)

    def rarity(self) -> FloatArray:
        lemmas, rare = self._table.codes["lemma"], self._table.rare
        return np.asarray(np.sqrt(np.outer(rare[lemmas[self._ones]], rare[lemmas[self._others]])), np.float32)

    def overlap(self, part: str) -> FloatArray:
        return _overlap(*self._shared(part))

    def cosine(self, part: str) -> FloatArray:
        return _cosine(*self._shared(part))

    def both(self, part: str) -> FloatArray:
        filled = self._table.sets[part].filled
        return np.asarray(np.outer(filled[self._ones], filled[self._others]), np.float32)

    def meet(self, part: str) -> FloatArray:
        return (self._shared(part)[0] > 0).astype(np.float32)

    def days(self) -> tuple[FloatArray, FloatArray]:
        first, last, known = self._table.spans
        ones, others = self._ones, self._others
        return _days(first[ones], last[ones], known[ones], first[others], last[others], known[others])

    def _shared(self, part: str) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return the weight of what each two sets share, and of each set on either side."""
        sets = self._table.sets[part]
        items, owner = sets.of(self._others)
        theirs = sets.squares(items, owner, len(self._others))
        own_items, own_owner = sets.of(self._ones)
        own = sets.squares(own_items, own_owner, len(self._ones))
        shared = np.zeros((len(self._ones), len(self._others)), np.float32)
        # What none of the few has is passed over for all of them at once.
        had = np.unique(own_items)
        places = np.searchsorted(had, items)
        kept = np.flatnonzero(places < len(had))
        kept = kept[had[places[kept]] == items[kept]]
        places, owner = places[kept], owner[kept]
        square, mark = sets.square[had], np.zeros(len(had), np.float64)
        own_places = np.searchsorted(had, own_items)
        for n in range(len(self._ones)):
            mine = own_places[own_owner == n]
            mark[mine] = square[mine]
            shared[n] = np.bincount(owner, mark[places], minlength=len(self._others))
            mark[mine] = 0.0
        return shared, own, theirs


def _rare(lemma: str, weights: Weights) -> float:
    return min(weights.of_word(lemma), 6.0) / 6.0


def _weight(part: str, item: str, weights: Weights) -> float:
    if part in _UNWEIGHTED:
        return 1.0
    weight = weights.of_word(item)
    return weight**2 if part in _SQUARED else weight


def _equal(values: Sequence[Hashable]) -> FloatArray:
    """Return where two of some values are the same, neither unknown."""
    numbers = {value: n for n, value in enumerate(dict.fromkeys(values))}
    codes = np.array([numbers[value] if value is not None else -1 for value in values], np.int64)
    return np.asarray((codes[:, None] == codes[None, :]) & (codes >= 0)[:, None], np.float32)


def _both(values: Sequence[bool]) -> FloatArray:
    found = np.array(values, np.float32)
    return np.asarray(np.outer(found, found), np.float32)


def _overlap(shared: FloatArray, own: FloatArray, theirs: FloatArray) -> FloatArray:
    lighter = np.minimum(own[:, None], theirs[None, :])
    return np.asarray(np.where(lighter > 0, shared / np.maximum(lighter, 1e-6), 0), np.float32)


def _cosine(shared: FloatArray, own: FloatArray, theirs: FloatArray) -> FloatArray:
    lengths = [np.sqrt(np.maximum(squares, 1e-6)) for squares in (own, theirs)]
    return np.asarray(shared / np.outer(*lengths), np.float32)


def _day_codes(spans: Sequence[tuple[str, str] | None]) -> tuple[IntArray, IntArray, BoolArray]:
    """Return the first and last day of each as numbers in order, and which are known."""
    order = {day: n for n, day in enumerate(sorted({day for span in spans if span for day in span}))}
    first, last = (np.array([order[span[end]] if span else 0 for span in spans], np.int64) for end in (0, 1))
    return first, last, np.array([span is not None for span in spans], bool)


def _days(
    first: IntArray, last: IntArray, known: BoolArray, first2: IntArray, last2: IntArray, known2: BoolArray
) -> tuple[FloatArray, FloatArray]:
    meet = ((first[:, None] <= last2[None, :]) & (first2[None, :] <= last[:, None])).astype(np.float32)
    both = np.outer(known, known2).astype(np.float32)
    return meet * both, (1 - meet) * both
