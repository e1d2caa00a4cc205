"""Outlines: the little that is kept of every report of a store, so that all of them can be compared at once.

Records are read once, in any order, and laid aside (`Spool`); what is compared across the whole store is kept as numbers
of words. Which names are spelt in several ways is known only when all are read, and is counted in then.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from onrecord.model import EntityType, FiledRecord, Record
from onrecord.relate.spellings import one_spelling
from onrecord.relate.spool import Spool
from onrecord.relate.views import View
from onrecord.relate.words import (
    WORD,
    Weights,
    claim_form,
    claim_stem,
    is_telling,
    plain,
    rates,
    token,
    words_of,
)

_MOST_FORMS = 200_000
"""Written forms of words that are remembered while reading; then it begins anew."""

_NONE = 0xFFFFFFFF
"""In the place of a number: the word says nothing."""

_KINDS = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP"})
"""Types of entities that are looked for across reports."""

NumberArray = NDArray[np.uint32]
WindowArray = NDArray[np.uint64]
FloatArray = NDArray[np.float64]

WINDOW = 6
"""Words in a row that count as copied: five in a row are still met by chance in reports on one matter."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """What one or more reports call somebody or something, with all that is compared of it.

    Attributes:
        type: the entity's type.
        name: its name.
        words: the plain words of its name.
        roles: its titles.
        country: its country, or None.
        geonames: its GeoNames feature, or None.
    """

    type: EntityType
    name: str
    words: tuple[str, ...]
    roles: tuple[str, ...]
    country: str | None
    geonames: int | None


@dataclass(frozen=True, slots=True)
class Mentioned:
    """An entity that a report names.

    Attributes:
        report: index of the report.
        entity: the entity's id in its record.
        bearer: what it is called.
    """

    report: int
    entity: str
    bearer: Bearer


@dataclass(slots=True)
class _Sketch:
    """What is kept of a report while others are still to be read.

    Attributes:
        number: its number in the spool.
        moment, day, outlet, agency: when it was published, and by whom.
        words: uint32, (3, words): numbers of its telling words in order, how often each stands, how often as a capital.
        claims: uint32, the forms in which its words are compared in claims.
        windows: uint64, (words - 5,): a number for each run of six words.
        n_tokens: how many words its running text has.
        named: uint32, (2, entities): numbers of the ids and bearers of those that it names.
    """

    number: int
    moment: datetime | None
    day: date | None
    outlet: str | None
    agency: str | None
    words: NumberArray
    claims: NumberArray
    windows: WindowArray
    n_tokens: int
    named: NumberArray


class _Numbers:
    """Numbers for words, in the order in which they are met."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._of: dict[str, int] = {}

    def of(self, word: str) -> int:
        """Return the number of a word."""
        found = self._of.get(word)
        if found is None:
            found = self._of[word] = len(self.words)
            self.words.append(word)
        return found


class _Sketcher:
    """Takes down what is kept of reports, one after another."""

    def __init__(self, lay_aside: Callable[[Record], int]) -> None:
        self._lay_aside = lay_aside
        self.vocabulary, self.names = _Numbers(), _Numbers()
        self.bearers: dict[Bearer, int] = {}
        self._forms: dict[str, tuple[int, int, bool, int]] = {}

    def sketch(self, one: FiledRecord) -> _Sketch:
        view = View(one.key, one.record)
        running = tuple(WORD.findall(view.running.cut(view.text)))
        counted: dict[int, list[int]] = {}
        claims: dict[int, None] = {}
        for form in WORD.findall(view.text):
            word, claim, capital, _ = self._form(form)
            if word != _NONE:
                own = counted.get(word)
                if own is None:
                    own = counted[word] = [0, 0]
                own[0] += 1
                own[1] += capital
            claims[claim] = None
        codes = np.array([self._form(form)[3] for form in running], np.uint64)
        words = np.array(
            [list(counted), [n for n, _ in counted.values()], [n for _, n in counted.values()]], np.uint32
        )
        return _Sketch(
            number=self._lay_aside(one.record),
            moment=view.moment,
            day=view.day,
            outlet=view.outlet,
            agency=one.record.report.agency,
            words=words,
            claims=np.array(list(claims), np.uint32),
            windows=_windows(codes),
            n_tokens=len(codes),
            named=np.array(list(self._named_in(one.record)), np.uint32).reshape(-1, 2).T,
        )

    def _form(self, form: str) -> tuple[int, int, bool, int]:
        """Return the number of a word as written, that of its form in claims, whether it is a capital, and its code."""
        found = self._forms.get(form)
        if found is None:
            if len(self._forms) >= _MOST_FORMS:
                self._forms.clear()
            word = plain(form)
            number = self.vocabulary.of(word) if is_telling(word) else _NONE
            claim = self.vocabulary.of(claim_form(form))
            code = zlib.crc32(token(form).encode())
            found = self._forms[form] = (number, claim, form[0].isupper(), code)
        return found

    def _named_in(self, record: Record) -> Iterator[tuple[int, int]]:
        for entity in record.entities:
            if entity.type in _KINDS and any(mention.kind == "name" for mention in entity.mentions):
                words = tuple(word for word, _ in words_of(entity.name))
                if words:
                    bearer = Bearer(
                        entity.type, entity.name, words, entity.roles, entity.country, entity.ids.geonames
                    )
                    number = self.bearers.setdefault(bearer, len(self.bearers))
                    yield self.names.of(entity.id), number


@dataclass(slots=True)
class Sketched:
    """What is kept of some reports while others are still to be read, elsewhere perhaps: its numbers are its own.

    Attributes:
        words: the words that numbers of words stand for.
        names: the ids of entities that numbers of ids stand for.
        bearers: the bearers that numbers of bearers stand for.
        sketches: what is kept of each report, by its key.
    """

    words: list[str]
    names: list[str]
    bearers: list[Bearer]
    sketches: dict[str, _Sketch]


def sketch_reports(filed: Iterable[FiledRecord], lay_aside: Callable[[Record], int]) -> Sketched:
    """Return what is kept of reports; of a key that comes twice the later one counts.

    Args:
        filed: the records with their keys.
        lay_aside: is given each record, and returns the number under which it can be had again.
    """
    sketcher = _Sketcher(lay_aside)
    sketches = {one.key: sketcher.sketch(one) for one in filed}
    return Sketched(sketcher.vocabulary.words, sketcher.names.words, list(sketcher.bearers), sketches)


class LaidAside(Protocol):
    """Records that were laid aside, each to be had again by its number."""

    def take(self, number: int) -> Record:
        """Return the record of a number."""
        ...


class Outlines:
    """The outlines of reports, in order of publication: the same for any order in which the records come.

    Attributes:
        keys: the key of each report.
        moments, days, outlets, agencies: when each was published, and by whom.
        windows: for each report a number for each run of six words of its running text.
        n_tokens: how many words that has.
        spelt: the spelling under which names go that are written in several ways.
        weights: how telling the words of reports are.
        claim_weights: how telling words are among those of claims.
        words: the words, each at its number.
        numbers: for each report the numbers of its telling words, in the order in which they first stand in it.
        counts: how often each of these stands in it; uint32.
        as_name: which of these are names.

    Args:
        parts: what was kept of the reports, part by part; of a key that comes twice the later one counts.
        records: gives each record back by its number; a view of a report is made of it.
    """

    def __init__(self, parts: Iterable[Sketched], records: LaidAside) -> None:
        self._records = records
        self._vocabulary, self._names = _Numbers(), _Numbers()
        self._bearers: dict[Bearer, int] = {}
        sketches: dict[str, _Sketch] = {}
        for part in parts:
            self._take_in(part)
            sketches |= part.sketches
        latest = datetime.max.replace(tzinfo=UTC)
        ordered = sorted(
            sketches.items(), key=lambda item: (item[1].moment is None, item[1].moment or latest, item[0])
        )
        self.keys = tuple(key for key, _ in ordered)
        found = [sketch for _, sketch in ordered]
        del sketches, ordered
        self.moments = tuple(sketch.moment for sketch in found)
        self.days = tuple(sketch.day for sketch in found)
        self.outlets = tuple(sketch.outlet for sketch in found)
        self.agencies = tuple(sketch.agency for sketch in found)
        self.windows = [sketch.windows for sketch in found]
        self.n_tokens = np.array([sketch.n_tokens for sketch in found], np.int64)
        self.words: Sequence[str] = self._vocabulary.words
        self.spelt = self._spellings(found)
        self._named = [sketch.named for sketch in found]
        self._number_of = [sketch.number for sketch in found]
        self.claim_weights = self._claim_weights(found)
        self.numbers, self.counts, self.as_name = self._respelt(found)
        self.weights = Weights.of_counts(len(found), self._n_with(self.numbers), self.words)

    @classmethod
    def of(cls, filed: Iterable[FiledRecord], spool: Spool[Record]) -> Self:
        """Return the outlines of reports, their records laid aside as they are gone through."""
        return cls([sketch_reports(filed, spool.put)], spool)

    def __len__(self) -> int:
        return len(self.keys)

    def view(self, index: int) -> View:
        """Return the report of an index, its record read anew."""
        return View(self.keys[index], self._records.take(self._number_of[index]), self.spelt)

    def mentioned(self) -> Iterator[Mentioned]:
        """Yield the entities that reports name, report by report."""
        bearers = [_respelt(bearer, self.spelt) if self.spelt else bearer for bearer in self._bearers]
        for index, named in enumerate(self._named):
            for entity, number in named.T.tolist():
                yield Mentioned(index, self._names.words[entity], bearers[number])

    def forget_windows(self) -> None:
        """Let go of the windows: what is copied has been found."""
        self.windows = []

    def _take_in(self, part: Sketched) -> None:
        """Give what was kept of some reports the numbers that hold for all."""
        words = np.array([self._vocabulary.of(word) for word in part.words], np.uint32)
        names = np.array([self._names.of(name) for name in part.names], np.uint32)
        bearers = np.array(
            [self._bearers.setdefault(one, len(self._bearers)) for one in part.bearers], np.uint32
        )
        for sketch in part.sketches.values():
            if len(words):
                sketch.words[0] = words[sketch.words[0]]
                sketch.claims = words[sketch.claims]
            if len(bearers):
                sketch.named = np.array([names[sketch.named[0]], bearers[sketch.named[1]]], np.uint32)

    # When all are read

    def _of_outlet(self, outlet: str | None) -> list[int]:
        return [self._vocabulary.of(word) for word, _ in words_of(outlet or "")]

    def _spellings(self, sketches: Sequence[_Sketch]) -> dict[str, str]:
        """Return the spelling that takes the place of others, of the names that mostly begin with a capital."""
        own_names = {outlet: self._of_outlet(outlet) for outlet in set(self.outlets)}
        n_words = len(self.words)
        counted = np.zeros(n_words, np.int64)
        for sketch in sketches:
            words, n, capitals = sketch.words
            n = np.where(np.isin(words, own_names[sketch.outlet]), 0, n)
            counted[words[2 * capitals > n]] += 1
        named = {self.words[number]: int(counted[number]) for number in np.flatnonzero(counted).tolist()}
        return one_spelling(sorted(named.items()), rates())

    def _respelt(
        self, sketches: Sequence[_Sketch]
    ) -> tuple[list[NumberArray], list[NumberArray], list[NDArray[np.bool_]]]:
        """Return the numbers of the words of each report under one spelling, their counts, and which are names."""
        spelt = self._spelt_numbers()
        own_names = {outlet: spelt[self._of_outlet(outlet)] for outlet in set(self.outlets)}
        numbers, counts, names = [], [], []
        for sketch in sketches:
            words, n, capitals = _merged(spelt[sketch.words[0]], sketch.words[1], sketch.words[2])
            kept = ~np.isin(words, own_names[sketch.outlet])
            numbers.append(words[kept])
            counts.append(n[kept])
            names.append((2 * capitals > n)[kept])
            sketch.words = np.zeros((3, 0), np.uint32)
        return numbers, counts, names

    def _spelt_numbers(self) -> NumberArray:
        found = np.arange(len(self.words), dtype=np.uint32)
        for word, under in self.spelt.items():
            found[self._vocabulary.of(word)] = self._vocabulary.of(under)
        return found

    def _claim_weights(self, sketches: Sequence[_Sketch]) -> Weights:
        """Return how telling words are among those of claims, under one spelling and as stems."""
        stems = _Numbers()
        stem_of = np.full(len(self.words), _NONE, np.uint32)
        for number, word in enumerate(list(self.words)):
            stem = claim_stem(self.spelt.get(word, word))
            if stem is not None:
                stem_of[number] = stems.of(stem)
        n_with = np.zeros(len(stems.words), np.int64)
        for sketch in sketches:
            own = np.unique(stem_of[sketch.claims])
            n_with[own[own != _NONE]] += 1
            sketch.claims = np.zeros(0, np.uint32)
        return Weights.of_counts(len(sketches), n_with, stems.words)

    def _n_with(self, numbers: Sequence[NumberArray]) -> NDArray[np.int64]:
        found = np.zeros(len(self.words), np.int64)
        for own in numbers:
            found[own] += 1
        return found


def _merged(
    words: NumberArray, n: NumberArray, capitals: NumberArray
) -> tuple[NumberArray, NumberArray, NumberArray]:
    """Return words with those taken together that have one number, each where it stands first."""
    unique, first, place = np.unique(words, return_index=True, return_inverse=True)
    if len(unique) == len(words):
        return words, n, capitals
    order = np.argsort(first)
    n, capitals = (np.bincount(place, weights=each).astype(np.uint32)[order] for each in (n, capitals))
    return unique[order], n, capitals


def _respelt(bearer: Bearer, spelt: dict[str, str]) -> Bearer:
    words = tuple(spelt.get(word, word) for word in bearer.words)
    return Bearer(bearer.type, bearer.name, words, bearer.roles, bearer.country, bearer.geonames)


def _windows(codes: WindowArray) -> WindowArray:
    """Return a number for each run of six words, given the codes of all words: uint64, (words - 5,)."""
    if len(codes) < WINDOW:
        return np.zeros(0, np.uint64)
    found = np.zeros(len(codes) - WINDOW + 1, np.uint64)
    for k in range(WINDOW):
        found = found * np.uint64(1_099_511_628_211) + codes[k : k + len(found)]
    return found ^ (found >> np.uint64(29))
