"""What one story tells as news and another looks back to: found in brief as it is found in full."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from typing import cast

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onrecord.relate.groups import Group
from onrecord.relate.happenings import InBrief, join_across
from onrecord.relate.tellings import tellings_of
from onrecord.relate.views import View
from onrecord.relate.word_space import WordSpace
from tests.export.events_example import events_record

_WORDS = ("crash", "collide", "talk")
_NAMES = ("ilves", "garmo", "varo")


class Near:
    """A word space in which two of three words are near each other."""

    def vector(self, word: str) -> np.ndarray:
        return np.array({"crash": (1, 0), "collide": (0.8, 0.6), "talk": (0, 1)}[word], np.float32)


SPACE = cast("WordSpace", Near())


def looks_back(group: Group) -> bool:
    return all(telling.background or telling.event is None for telling in group.tellings)


def one_of_a_day(one: Group, other: Group) -> bool:
    names, theirs = ({word for t in g.tellings for word in t.names | t.parties} for g in (one, other))
    near = max(float(SPACE.vector(a) @ SPACE.vector(b)) for a in one.lemmas for b in other.lemmas)
    return bool(names & theirs) and (near >= 0.45 or bool(one.lemmas & other.lemmas))


def joined_in_full(groups: Sequence[tuple[int, Group]]) -> list[tuple[int, Group]]:
    """Return the happenings with those joined that look back, all tellings at hand."""
    by_day: dict[str, list[int]] = defaultdict(list)
    for n, (_, group) in enumerate(groups):
        if group.days and group.days[0] == group.days[1]:
            by_day[group.days[0]].append(n)
    gone = set()
    for same_day in by_day.values():
        news = [n for n in same_day if not looks_back(groups[n][1])]
        for n in same_day:
            story, group = groups[n]
            if looks_back(group):
                like = [m for m in news if groups[m][0] != story and one_of_a_day(groups[m][1], group)]
                if like:
                    groups[like[0]][1].take(group, "looked back to in another story")
                    gone.add(n)
    return [each for n, each in enumerate(groups) if n not in gone]


@st.composite
def happenings(draw: st.DrawFn) -> list[tuple[int, Group]]:
    (telling,) = tellings_of(0, View("k", events_record()))[:1]
    found = []
    for story in range(draw(st.integers(0, 4))):
        for _ in range(draw(st.integers(0, 4))):
            day = draw(st.sampled_from(["2026-03-01", "2026-03-02"]))
            last = draw(st.sampled_from([day, day, day, "2026-03-05"]))
            group = Group(
                [
                    replace(
                        telling,
                        report=story,
                        lemma=draw(st.sampled_from(_WORDS)),
                        names=frozenset(draw(st.sets(st.sampled_from(_NAMES), max_size=2))),
                        actors=frozenset(draw(st.sets(st.sampled_from(_NAMES), max_size=1))),
                        recipients=frozenset(),
                        days=(day, last),
                        label="asserted",
                        background=draw(st.booleans()),
                    )
                    for _ in range(draw(st.integers(1, 2)))
                ]
            )
            found.append((story, group))
    return found


@given(happenings())
def test_looking_back_in_brief_is_looking_back_in_full(groups: list[tuple[int, Group]]) -> None:
    told = joined_in_full(deepcopy(groups))
    joined = join_across([InBrief.of(story, group) for story, group in groups], SPACE)
    gone = {n for taken in joined.values() for n in taken}
    for n, taken in joined.items():
        for other in taken:
            groups[n][1].take(groups[other][1], "looked back to in another story")
    assert [each for n, each in enumerate(groups) if n not in gone] == told
