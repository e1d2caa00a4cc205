"""Which time expression dates an event, by everything that the report says around it.

A clause that names a day dates its own event; for the others readers go by the discourse: the day of the
sentence before, of the last sentence with the same event, the tense of the verb, or no day but that of
publication. A linear model weighs such features of an event and a time expression, and of "no expression of
the report, so reckoned from the day of publication", against each other. It was trained on the temporal
dependency graphs of Yao et al. (2020, EMNLP, "Annotating Temporal Dependency Graphs via Crowdsourcing") by
`training/time_links.py`, which writes `resources/time_links.json`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from onrecord.errors import ResourceError
from onrecord.model import Timex
from onrecord.record.parse import Parse

RESOURCE = "time_links.json"
NO_TIME = -1
"""Stands for the day of publication among the candidates: no expression of the report dates the event."""

_NEAREST_BEFORE, _NEAREST_AFTER = 5, 2
"""Expressions of earlier and later sentences that are looked at, the nearest of each."""

_OPENING = 2
"""Sentences at the head of a report, which give the day of what it is about."""

_BOUNDS = frozenset({"after", "before", "until", "till", "by", "since", "for", "from"})


@dataclass(frozen=True, slots=True)
class Dated:
    """A time expression that may date an event: its number in the report and its first and last word."""

    number: int
    first: int
    last: int
    sentence: int


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the features tell of a time expression by itself: its grain, how far it lies, its preposition, its paragraph."""

    grain: str
    day: str
    bound: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class _Told:
    """An event as the features see it; `steps` says of expressions in its clauses how many clauses up they stand."""

    index: int
    sentence: int
    lemma: str
    tense: str
    cue: str
    quoted: str
    kind: str
    steps: dict[int, int]


def dating_times(parse: Parse, times: tuple[Timex, ...]) -> list[Dated]:
    """Return the expressions that can date an event: days, weeks, months and years, and parts of them.

    The day in the dateline is that of the report.
    """
    found = []
    filed = parse.reading.document.dateline
    for number, time in enumerate(times):
        words = parse.inside(time.span)
        if filed is not None and filed.span.holds(time.span):
            continue
        if time.type in ("DATE", "TIME") and time.value and words:
            found.append(Dated(number, words[0], words[-1], parse.words[words[0]].sentence))
    return found


class TimeFeatures:
    """Features of pairs of an event and what may date it, for one report.

    Args:
        parse: the reading.
        times: its time expressions.
        is_cue: tells of a word whether it reports speech in the active voice.
        clauses: yields the clauses that an event shares its setting with, its own first, with the steps up.
        territory: gives the words of a clause without the clauses beneath it that are happenings of their own.
    """

    def __init__(
        self,
        parse: Parse,
        times: tuple[Timex, ...],
        is_cue: Callable[[int], bool],
        clauses: Callable[[int], Iterator[tuple[int, int]]],
        territory: Callable[[int], set[int]],
    ) -> None:
        self.parse, self.words, self._is_cue = parse, parse.words, is_cue
        self._times, self._clauses, self._territory = times, clauses, territory
        self.dated = dating_times(parse, times)
        self._of_word = {w: d.number for d in self.dated for w in range(d.first, d.last + 1)}
        self._steps: dict[int, dict[int, int]] = {}
        self._tenses: dict[int, str] = {}
        self._near: dict[int, tuple[list[Dated], list[Dated], list[Dated]]] = {}
        self._governors = {one.number: self._verb_above(one.first) for one in self.dated}
        published = parse.reading.document.published
        try:
            self._published = date.fromisoformat(published[:10]) if published else None
        except ValueError:
            self._published = None
        self._shown = {one.number: self._shows(one) for one in self.dated}
        sentences = parse.reading.sentences
        self._lemmas_with = {
            number: frozenset(parse.lemmas[sentences[number].first_word : sentences[number].end_word])
            for number in {one.sentence for one in self.dated}
        }

    def candidates(self, index: int) -> list[int]:
        """Return the numbers of the expressions that may date an event, `NO_TIME` first."""
        around = self._around(self.words[index].sentence)
        return [NO_TIME, *(dated.number for part in around for dated in part)]

    def of(self, index: int) -> list[list[str]]:
        """Return the features of each candidate of an event, in the order of `candidates`."""
        event = self._event(index)
        before, here, after = self._around(event.sentence)
        rows = [self._without(event, before, here)]
        last = len(before) - 1
        rows += [self._pair(event, dated, f"before{min(last - k, 3)}") for k, dated in enumerate(before)]
        rows += [self._pair(event, dated, "right" if dated.first > index else "left") for dated in here]
        rows += [self._pair(event, dated, f"after{k}") for k, dated in enumerate(after)]
        return rows

    def _around(self, sentence: int) -> tuple[list[Dated], list[Dated], list[Dated]]:
        """Return the expressions before a sentence, in it and after it that are looked at."""
        if sentence not in self._near:
            before = [d for d in self.dated if d.sentence < sentence][-_NEAREST_BEFORE:]
            here = [d for d in self.dated if d.sentence == sentence]
            after = [d for d in self.dated if d.sentence > sentence][:_NEAREST_AFTER]
            self._near[sentence] = before, here, after
        return self._near[sentence]

    def _event(self, index: int) -> _Told:
        word = self.words[index]
        return _Told(
            index,
            word.sentence,
            self.parse.lemmas[index],
            self.tense(index),
            "cue" if self._is_cue(index) else "event",
            "quoted" if self.parse.quotation(word.span.start) else "told",
            self._kind(index),
            self.steps(index),
        )

    def _without(self, event: _Told, before: list[Dated], here: list[Dated]) -> list[str]:
        """Return the features of an event as one that no expression of the report dates."""
        nearest = "clause" if event.steps else "sentence" if here else "before" if before else "none"
        gap = min(event.sentence - before[-1].sentence, 6) if before else 0
        return [
            "none",
            f"none:{event.tense}",
            f"none:{event.cue}",
            f"none:{nearest}",
            f"none:{nearest}:{event.tense}",
            f"none:{event.quoted}:{event.tense}",
            f"none:{'opening' if event.sentence < _OPENING else 'later'}",
            f"none:{event.cue}:{nearest}",
            f"none:{event.kind}",
            f"none:lemma:{event.lemma}",
            f"none:gap:{gap}:{nearest}",
        ]

    def _pair(self, event: _Told, dated: Dated, side: str) -> list[str]:
        """Return the features of an event and an expression that may date it."""
        shown = self._shown[dated.number]
        gap = min(abs(event.sentence - dated.sentence), 5)
        grain, day, bound = shown.grain, shown.day, shown.bound
        tie = f"step{min(event.steps[dated.number], 3)}" if dated.number in event.steps else "apart"
        where = side if gap else f"{side}:{tie}"
        parted = self.parse.paragraph(self.words[event.index].span.start) - shown.paragraph
        features = [
            "time",
            f"at:{where}",
            f"gap:{gap}",
            f"at:{where}:{event.tense}",
            f"at:{where}:{event.cue}",
            f"at:{where}:{event.kind}",
            f"grain:{grain}",
            f"grain:{grain}:{where}",
            f"day:{day}",
            f"day:{day}:{event.tense}",
            f"day:{day}:{where}",
            f"bound:{bound}",
            f"bound:{bound}:{tie}",
            f"cue:{event.cue}:{day}",
            f"quoted:{event.quoted}:{where}",
            f"parted:{max(-2, min(parted, 3))}:{side}",
            f"gap:{gap}:{event.tense}:{event.kind}",
        ]
        if dated.sentence < _OPENING:
            features.append(f"in the opening:{event.kind}:{'later' if gap else 'same'}")
        features += self._beside(event, dated, where) if gap == 0 else self._away(event, dated)
        return features + self._with_governor(event, dated, where, "away" if gap else "here")

    def _shows(self, dated: Dated) -> _Shown:
        """Return what an expression tells by itself."""
        time = self._times[dated.number]
        bound = self.parse.case(dated.first) or self.parse.case(dated.last)
        return _Shown(
            _grain(time),
            self._day(time),
            bound if bound in _BOUNDS else "-",
            self.parse.paragraph(time.span.start),
        )

    def _beside(self, event: _Told, dated: Dated, where: str) -> list[str]:
        """Return what stands between an event and an expression of one sentence."""
        between = [w for w in range(*sorted((event.index, dated.first))) if self.words[w].upos == "VERB"]
        tie = where.rpartition(":")[2]
        quotation = self.parse.quotation
        apart = quotation(self.words[event.index].span.start) != quotation(self.words[dated.first].span.start)
        return [f"verbs between:{min(len(between), 3)}:{tie}", f"quoted apart:{apart}:{tie}"]

    def _away(self, event: _Told, dated: Dated) -> list[str]:
        """Return whether the sentence of an expression has the word of an event of another."""
        same = event.lemma in self._lemmas_with[dated.sentence]
        return [f"same word there:{event.kind}"] if same else []

    def _with_governor(self, event: _Told, dated: Dated, where: str, near: str) -> list[str]:
        """Return how an event goes with the verb that an expression hangs on."""
        governor = self._governors[dated.number]
        if governor is None or governor == event.index:
            return []
        same = self.parse.lemmas[governor] == event.lemma
        return [
            f"same event:{same}:{near}",
            f"tenses:{event.tense}:{self.tense(governor)}:{near}",
            f"cues:{event.cue}:{'cue' if self._is_cue(governor) else 'event'}:{where}",
        ]

    def governor(self, number: int) -> int | None:
        """Return the verb that an expression hangs on."""
        return self._governors.get(number)

    def steps(self, index: int) -> dict[int, int]:
        """Return for the expressions in the clauses of an event how many clauses up they stand."""
        if index not in self._steps:
            self._steps[index] = self._find_steps(index)
        return self._steps[index]

    def _find_steps(self, index: int) -> dict[int, int]:
        found: dict[int, int] = {}
        for clause, step in self._clauses(index):
            for word in self._territory(clause):
                if word in self._of_word:
                    found.setdefault(self._of_word[word], step)
        return found

    def _verb_above(self, index: int) -> int | None:
        """Return the verb that a word hangs on, or the top of its sentence."""
        current, seen = index, set()
        while current not in seen:
            seen.add(current)
            word = self.words[current]
            if word.upos == "VERB" and current != index:
                return current
            if word.head is None:
                return current if current != index else None
            current = word.head
        return None

    def _kind(self, index: int) -> str:
        """Return what an event's word is: a finite verb, another verb, a definite noun, another word."""
        word = self.words[index]
        if word.upos in ("VERB", "AUX"):
            return "finite" if self._form(index) not in ("to", "ing", "part") else self._form(index)
        first = self.parse.child(index, "det", "nmod:poss")
        if first is None:
            return "noun"
        return "definite" if self.parse.lemmas[first] in ("the", "this", "that", "these", "those") else "noun"

    def tense(self, index: int) -> str:
        """Return the tense of a word's verb, or of the verb above it, as a feature."""
        if index not in self._tenses:
            self._tenses[index] = self._find_tense(index)
        return self._tenses[index]

    def _find_tense(self, index: int) -> str:
        current, seen = index, set()
        while current not in seen:
            seen.add(current)
            form = self._form(current)
            if form not in ("noun", "part", "ing", "to"):
                return form if current == index else f"{form}+"
            if form == "to" and current == index:
                return "to"
            head = self.words[current].head
            if head is None:
                break
            current = head
        return "untensed"

    def _form(self, index: int) -> str:
        """Return the tense that a word shows with its auxiliaries."""
        word = self.words[index]
        if word.upos not in ("VERB", "AUX") and self.parse.child(index, "cop") is None:
            return "noun"
        helpers = [c for c in self.parse.children[index] if self.parse.relations[c] in ("aux", "cop")]
        lemmas = {self.parse.lemmas[c] for c in helpers}
        tags = {self.words[c].xpos for c in helpers} | (
            {word.xpos} if word.upos in ("VERB", "AUX") else set()
        )
        if lemmas & {"will", "shall"}:
            return "future"
        if "MD" in tags:
            return "modal"
        if "have" in lemmas and "VBD" not in tags:
            return "perfect"
        if "have" in lemmas:
            return "pluperfect"
        if "VBD" in tags:
            return "past"
        if tags & {"VBZ", "VBP"}:
            return "present"
        if word.xpos == "VBG":
            return "ing"
        return "to" if word.xpos == "VB" else "part"

    def is_past(self, number: int) -> bool:
        """Tell whether an expression lies before the day of publication."""
        return self._day(self._times[number]) in ("yesterday", "week", "month", "year", "old")

    def _day(self, time: Timex) -> str:
        """Return how far an expression lies from the day of publication."""
        if time.value in ("PRESENT_REF", "PAST_REF", "FUTURE_REF"):
            return time.value.lower()
        if self._published is None or time.latest is None or time.earliest is None:
            return "unknown"
        try:
            first, last = date.fromisoformat(time.earliest), date.fromisoformat(time.latest)
        except ValueError:
            return "old"
        if first > self._published:
            return "ahead"
        if last >= self._published:
            return "today" if first == last else "now"
        days = (self._published - last).days
        steps = ((1, "yesterday"), (7, "week"), (31, "month"), (399, "year"))
        return next((name for most, name in steps if days <= most), "old")


def _grain(time: Timex) -> str:
    value = time.value or ""
    if "T" in value:
        return "part"
    if value.endswith("_REF"):
        return "ref"
    if "W" in value:
        return "week"
    return {10: "day", 7: "month", 4: "year"}.get(len(value), "other")


@cache
def load_weights() -> dict[str, float]:
    """Return the weights of the model by feature.

    Raises:
        ResourceError: the file is missing or damaged.
    """
    source = resources.files("onrecord").joinpath("resources").joinpath(RESOURCE)
    try:
        weights: dict[str, float] = json.loads(source.read_text(encoding="utf-8"))["weights"]
    except (OSError, ValueError, KeyError) as error:
        raise ResourceError(
            what=f"the weights of the time links cannot be read ({error})",
            where=RESOURCE,
            remedy="install onrecord again, or restore the file from the repository",
        ) from error
    return weights


def best_link(features: TimeFeatures, index: int) -> tuple[int, float]:
    """Return the number of the expression that likeliest dates an event, or `NO_TIME`, and how likely that is."""
    candidates = features.candidates(index)
    if len(candidates) == 1:
        return NO_TIME, 1.0
    chances = link_chances(features.of(index), load_weights())
    best = max(range(len(chances)), key=lambda k: chances[k])
    return candidates[best], chances[best]


def link_chances(rows: list[list[str]], weights: dict[str, float]) -> list[float]:
    """Return the chance of each candidate, from the features of each."""
    scores = [sum([weights.get(name, 0.0) for name in row]) for row in rows]
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]
