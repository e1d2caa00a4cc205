"""Where and when an event took place: what its own clause says, then the clauses that it shares its setting with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.model import EventPlace, EventTime, Place, Timex
from onrecord.record.parse import Parse
from onrecord.record.time_links import NO_TIME, TimeFeatures, best_link

_CLAUSE = frozenset(
    {"ccomp", "advcl", "acl", "parataxis", "csubj", "xcomp", "acl:relcl", "appos", "list", "conj"}
)
_HIGHEST = 4
"""Clauses above an event's own that are looked at."""

_TAKES_PLACE = frozenset({"take", "occur", "happen"})
"""Verbs of clauses that tell where and when another event happened ("take" with "place")."""

_DEEPEST = 12
"""Steps up the tree from a place to the event that it may belong to."""

_HAPPENED = frozenset({"past", "perfect", "pluperfect", "present", "untensed"})
"""Tenses of what a report can have been filed from."""

TIME_CHANCE = 0.5
"""Likelihood from which an expression dates an event; three of four links so found are right on TDG's dev part."""

HISTORY_DAYS = 60
"""An event that ended so many days before the report is told as history; chosen by judgement."""


_SIDE = {"after": "after", "before": "before", "until": "before", "till": "before", "by": "before"}
"""How an event stands to a time with such a preposition."""

OWN_CLAUSE = "in its own clause"
"""Why an event has a place or a time that its own clause names."""

_RELATION = {"future": "after", "modal": "after", "to": "after", "present": "included"}
"""How an event stands to the day of publication by the tense of its verb; else it lies before."""


_OF_A_CLOCK = re.compile(r"\s+(?:local\s+)?time\b")
"""After a place that only says by which clock: "at 23:25 Cairo time"."""


@dataclass(frozen=True, slots=True)
class TimeLink:
    """What the time of an event is reckoned from.

    Attributes:
        number: index of the time expression, or None for the day of publication.
        relation: "included", "before" or "after", the event as seen from it.
        chance: how likely the link is.
    """

    number: int | None
    relation: str
    chance: float


class Clauses:
    """The clauses of one report, as far as the setting of one event is that of another.

    Args:
        parse: the reading.
        is_cue: tells of a word whether it reports speech in the active voice; above it there is another setting.
    """

    def __init__(self, parse: Parse, is_cue: Callable[[int], bool]) -> None:
        self.parse, self.words, self._is_cue = parse, parse.words, is_cue
        self._territories: dict[int, set[int]] = {}

    def of(self, index: int) -> Iterator[tuple[int, int]]:
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

    def territory(self, index: int) -> set[int]:
        """Return a word and those beneath it, without the clauses that are happenings of their own; found once, then kept."""
        if index not in self._territories:
            self._territories[index] = self._find_territory(index)
        return self._territories[index]

    def sets(self, index: int) -> bool:
        """Tell whether a relative clause only says where and when something happened: "which took place in Oslo"."""
        return self.words[index].deprel == "acl:relcl" and self.parse.lemmas[index] in _TAKES_PLACE

    def _find_territory(self, index: int) -> set[int]:
        found, todo = {index}, [index]
        while todo:
            for child in self.parse.children[todo.pop()]:
                word = self.words[child]
                own = word.deprel in _CLAUSE and word.upos in ("VERB", "AUX")
                if child in found or (own and not self.sets(child)):
                    continue
                found.add(child)
                todo.append(child)
        return found


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
        self._people = {mention.head for mention in parse.reading.mentions if mention.type == "PERSON"}
        self._clauses = clauses = Clauses(parse, is_cue)
        filed = parse.reading.document.dateline
        self._filed = [n for n, place in enumerate(places) if filed and filed.span.holds(place.span)]
        self._place_heads = {
            head: n
            for n, place in enumerate(places)
            if n not in self._filed
            and (head := parse.head_of(place.span)) is not None
            and _OF_A_CLOCK.match(parse.text, place.span.end) is None
            and not self._is_doer(head, place)
        }
        self.links = TimeFeatures(parse, times, is_cue, clauses.of, clauses.territory)

    def places_of(self, index: int) -> tuple[EventPlace, ...]:
        """Return where the event of a head word took place; empty where the report does not tie it to a place."""
        for clause, step in self._clauses.of(index):
            found = sorted(
                w
                for w in self._clauses.territory(clause)
                if w in self._place_heads and not self._is_aside(w, clause)
            )
            if found:
                because = OWN_CLAUSE if not step else "in the clause that it belongs to"
                return tuple(EventPlace(self._place_heads[w], because) for w in found)
        sentence = self.parse.reading.sentences[self.words[index].sentence]
        here = [
            n
            for h, n in self._place_heads.items()
            if sentence.first_word <= h < sentence.end_word and not self._is_elsewhere(h, index)
        ]
        names = {self._places[n].geonames or self._places[n].span for n in here}
        if len(names) == 1:
            return (EventPlace(here[0], "the only place of its sentence"),)
        return () if names else self._filed_at(index)

    def _is_doer(self, head: int, place: Place) -> bool:
        """Tell whether a state is named in capitals before a noun, as who does it: "U.S. airstrikes"."""
        form = self.parse.form(head)
        return (
            self.words[head].deprel == "compound"
            and form.upper() == form
            and (place.feature or "").startswith("PCL")
        )

    def _is_aside(self, index: int, clause: int) -> bool:
        """Tell whether a place only tells who somebody is: "Kopp, who is from Vermont", "an obstetrician in Buffalo"."""
        current: int | None = index
        for _ in range(_DEEPEST):
            if current is None or current == clause:
                return False
            word = self.words[current]
            described = word.deprel == "acl:relcl" and not self._clauses.sets(current)
            if described or (word.deprel == "appos" and current in self._people):
                return True
            current = word.head
        return False

    def _is_elsewhere(self, place: int, index: int) -> bool:
        """Tell whether a place belongs to another happening: "rebels, who had seized Narva, fired"."""
        behind = [self.parse.form(n).lower() for n in range(place + 1, min(place + 3, len(self.words)))]
        if index > place and "where" in behind:
            return False
        current: int | None = place
        for _ in range(_DEEPEST):
            if current is None or current == index:
                return False
            word = self.words[current]
            before = word.deprel == "advcl" and self._mark(current) in ("after", "before", "since")
            if (word.deprel == "acl:relcl" or before) and not self._holds(current, index):
                return True
            current = word.head
        return False

    def _mark(self, index: int) -> str:
        mark = self.parse.child(index, "mark")
        return self.parse.lemmas[mark] if mark is not None else ""

    def _holds(self, clause: int, index: int) -> bool:
        """Tell whether a word stands under another."""
        return self.parse.subtree(clause).holds(self.words[index].span)

    def _filed_at(self, index: int) -> tuple[EventPlace, ...]:
        """Return the place of the dateline for what the first sentence after it tells as having happened.

        It is the last resort: where a report was filed is where its news happened, unless the sentence names another
        place, which is for the caller to see.
        """
        dateline = self.parse.reading.document.dateline
        if dateline is None or self.words[index].sentence != self._lead(dateline.span.end):
            return ()
        if self.links.tense(index).rstrip("+") not in _HAPPENED:
            return ()
        return tuple(EventPlace(n, "the dateline, as no place is named nearer") for n in self._filed[:1])

    def _lead(self, offset: int) -> int | None:
        """Return the number of the first sentence that ends with words behind an offset."""
        sentences = self.parse.reading.sentences
        return next((n for n, sentence in enumerate(sentences) if sentence.span.end > offset + 1), None)

    def link_of(self, index: int) -> TimeLink:
        """Return what the time of an event is reckoned from.

        An expression in its own clause; else the likeliest around it, if it is likely enough, and neither the time at
        which somebody says that it happened nor past for an event to come. Without one it is the day of publication,
        which the tense of its verb tells apart.
        """
        tense = self.links.tense(index).rstrip("+")
        number, chance = self._own_time(index), 1.0
        if number is None:
            number, chance = best_link(self.links, index)
            likely = number != NO_TIME and chance >= TIME_CHANCE
            if not likely or not self._fits(index, number, tense):
                return TimeLink(None, _RELATION.get(tense, "before"), chance)
        return TimeLink(number, _SIDE.get(self._bound(number), "included"), chance)

    def _fits(self, index: int, number: int, tense: str) -> bool:
        """Tell whether an expression outside an event's clause can date it."""
        if tense == "future" and self.links.is_past(number):
            return False
        near = number in self.links.steps(index)
        return (near or self._bound(number) not in _SIDE) and not self._dates_the_saying(index, number)

    def _own_time(self, index: int) -> int | None:
        """Return the expression in an event's own clause that stands nearest to it."""
        start = self.words[index].span.start
        reach = 1 if self._is_raised(index) else 0
        own = [n for n, step in self.links.steps(index).items() if step <= reach and self._is_day(n)]
        return min(own, key=lambda n: abs(self._times[n].span.start - start), default=None)

    def _is_raised(self, index: int) -> bool:
        """Tell whether a passive verb above an event only says on what ground it is told: "was reported to have left"."""
        word = self.words[index]
        if word.deprel != "xcomp" or word.head is None or self.words[word.head].xpos != "VBN":
            return False
        return (
            self.parse.child(word.head, "aux:pass") is not None and self.parse.child(index, "aux") is not None
        )

    def _is_day(self, number: int) -> bool:
        """Tell whether an expression names days: "now" and "recently" date nothing."""
        return (self._times[number].value or "")[:1].isdigit()

    def _dates_the_saying(self, index: int, number: int) -> bool:
        """Tell whether an expression belongs to the verb that reports an event: "said on Monday that it had left"."""
        verb = self.links.governor(number)
        if verb is None or verb == index or not self._is_cue(verb):
            return False
        return self.words[verb].sentence == self.words[index].sentence and not self._is_cue(index)

    def time_of(self, index: int) -> EventTime | None:
        """Return when the event of a head word took place, or None where the report does not say.

        A time after or before which it took place is a value of its own, as no expression gives it.
        """
        link = self.link_of(index)
        if link.number is None or not self._is_day(link.number):
            return None
        if link.relation != "included":
            return EventTime(None, None, f"{self._bound(link.number)} {self._times[link.number].value}")
        likely = f", {link.chance:.0%} likely" if link.chance < 1 else ""
        return EventTime(link.number, None, self._distance(index, link.number) + likely)

    def _distance(self, index: int, number: int) -> str:
        """Return where an expression stands as seen from an event."""
        steps = self.links.steps(index).get(number)
        if steps is not None:
            return "in the clause that it belongs to" if steps else OWN_CLAUSE
        word = self.parse.inside(self._times[number].span)[0]
        apart = self.words[index].sentence - self.words[word].sentence
        if not apart:
            return "in its sentence"
        where = "before" if apart > 0 else "after"
        return f"in the sentence {where}" if abs(apart) == 1 else f"{abs(apart)} sentences {where}"

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
            if case in _SIDE:
                return case
        return ""
