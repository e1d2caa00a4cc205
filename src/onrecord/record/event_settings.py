"""Where and when an event took place: what its own clause says, then the clauses that it shares its setting with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from onrecord.model import EventPlace, EventTime, Place, Timex
from onrecord.record.parse import Parse

_CLAUSE = frozenset(
    {"ccomp", "advcl", "acl", "parataxis", "csubj", "xcomp", "acl:relcl", "appos", "list", "conj"}
)
_BOUNDED = frozenset({"after", "before", "until", "till", "by", "since"})
_HIGHEST = 4
"""Clauses above an event's own that are looked at."""

HISTORY_DAYS = 60
"""An event that ended so many days before the report is told as history; chosen by judgement."""


class SettingFinder:
    """Finds the places and times of the events of one report.

    Args:
        parse: the reading.
        places: the places of the report.
        times: its time expressions.
        is_cue: tells of a word whether it reports speech in the active voice, so that "said on Monday" dates the
            saying and not what was said.
    """

    def __init__(
        self,
        parse: Parse,
        places: tuple[Place, ...],
        times: tuple[Timex, ...],
        is_cue: Callable[[int], bool],
    ) -> None:
        self.parse, self.words, self._is_cue = parse, parse.words, is_cue
        self._places, self._times = places, times
        self._place_heads = {h: n for n, p in enumerate(places) if (h := parse.head_of(p.span)) is not None}
        self._time_heads: dict[int, int] = {}
        for n, time in enumerate(times):
            if time.type in ("DATE", "TIME") and time.value and time.value[0].isdigit():
                for word in parse.inside(time.span):
                    self._time_heads.setdefault(word, n)

    def places_of(self, index: int) -> tuple[EventPlace, ...]:
        """Return where the event of a head word took place; empty where the report does not tie it to a place."""
        for clause, step in self._clauses(index):
            found = sorted(w for w in self._territory(clause) if w in self._place_heads)
            if found:
                because = "in its own clause" if not step else "in the clause that it belongs to"
                return tuple(EventPlace(self._place_heads[w], because) for w in found)
        sentence = self.parse.reading.sentences[self.words[index].sentence]
        here = [n for h, n in self._place_heads.items() if sentence.first_word <= h < sentence.end_word]
        names = {self._places[n].geonames or self._places[n].span for n in here}
        if len(names) == 1:
            return (EventPlace(here[0], "the only place of its sentence"),)
        return ()

    def time_of(self, index: int) -> EventTime | None:
        """Return when the event of a head word took place, or None where the report does not say."""
        for clause, step in self._clauses(index):
            found = sorted({self._time_heads[w] for w in self._territory(clause) if w in self._time_heads})
            if not found:
                continue
            best = min(found, key=lambda n: abs(self._times[n].span.start - self.words[index].span.start))
            bound = self._bound(best)
            because = "in its own clause" if not step else "in the clause that it belongs to"
            if bound in ("after", "before", "until", "till", "by"):
                return EventTime(None, None, f"{bound} {self._times[best].value}")
            return EventTime(best, None, because)
        return None

    def is_history(self, time: EventTime | None, published: str | None) -> bool:
        """Tell whether a time lies so far before the day of publication that the event is told as history."""
        if time is None or time.index is None or not published:
            return False
        latest = self._times[time.index].latest
        if latest is None:
            return False
        try:
            return date.fromisoformat(latest) < date.fromisoformat(published[:10]) - timedelta(
                days=HISTORY_DAYS
            )
        except ValueError:  # a year before 1, as "1200 BC" has it
            return False

    def _bound(self, number: int) -> str:
        """Return the preposition that makes a time a bound and not a setting, or ""."""
        for word in self.parse.inside(self._times[number].span):
            case = self.parse.case(word)
            if case in _BOUNDED:
                return case
        return ""

    def _clauses(self, index: int) -> Iterator[tuple[int, int]]:
        """Yield the heads of the clauses that an event shares its setting with, its own first, with the steps up."""
        yield index, 0
        current = index
        for step in range(1, _HIGHEST + 1):
            word = self.words[current]
            if word.head is None or word.deprel in ("root", "parataxis", "appos"):
                return
            if word.deprel == "ccomp" or (word.deprel == "conj" and self._has_subject(current)):
                return
            if word.deprel == "acl:relcl" and step > 1:
                return
            if self._is_cue(word.head):
                return
            current = word.head
            yield current, step

    def _has_subject(self, index: int) -> bool:
        return self.parse.child(index, "nsubj") is not None

    def _territory(self, index: int) -> set[int]:
        """Return a word and those beneath it, without the clauses that are happenings of their own."""
        found, todo = {index}, [index]
        while todo:
            for child in self.parse.children[todo.pop()]:
                word = self.words[child]
                if child in found or (word.deprel in _CLAUSE and word.upos in ("VERB", "AUX")):
                    continue
                found.add(child)
                todo.append(child)
        return found
