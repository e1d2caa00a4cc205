"""Happenings: accounts of one event, linked across the reports of a story by what, who, where and when."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from sys import intern
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from onrecord.relate.claims import Claim, main_telling
from onrecord.relate.clusters import average_link
from onrecord.relate.compared import FloatArray
from onrecord.relate.groups import FAR_DAYS, Group, days_between
from onrecord.relate.links import LinkModel, link_chances
from onrecord.relate.stories import Likeness
from onrecord.relate.tellings import Telling, spots_of, telling_at, tellings_of
from onrecord.relate.tolls import add_crowds, is_harm, is_toll, with_one_harm, with_tolls
from onrecord.relate.views import View, far_apart
from onrecord.relate.word_space import WordSpace
from onrecord.relate.words import Weights, plain, words_of

V = TypeVar("V", bound=Hashable)

_MOST_TELLINGS = 2_000
"""Tellings that are compared with one another at once: what a story of some seventy reports has; 0.5 GB of tables."""

_NEVER = -5.0
"""In the place of a chance: these two are not one, whatever speaks for it."""

_NEAR_MEANING = 0.45
"""Nearness of two words from which two harms of one story may be one ("collide", "crash")."""


def find_groups(
    cluster: Sequence[int],
    views: Sequence[View],
    weights: Weights,
    space: WordSpace,
    alike: Likeness,
    model: LinkModel,
    claims: list[list[Claim]],
) -> list[Group]:
    """Return the happenings that the reports of a story tell of, in order of their first telling.

    Args:
        cluster: indices of the reports of the story.
        views: all reports.
        weights: how telling words are.
        space: how near words are in meaning.
        alike: how alike the reports of the story are.
        model: weights of the links.
        claims: the claims of the story that several statements make.
    """
    tellings = [telling for index in cluster for telling in tellings_of(index, views[index])]
    groups: list[Group] = []
    for some in batches(tellings, _MOST_TELLINGS):
        chances = _kept_apart(some, link_chances(some, weights, space, alike, model), views)
        for members in average_link(chances, model.least):
            chosen = [some[n] for n in members]
            groups.append(Group(chosen, [_because(chosen, chances, members)]))
    groups = with_one_harm(groups, weights, space, views)
    groups = _with_claims(groups, tellings, claims, views)
    groups = _with_meetings(groups)
    groups = _with_accusations(groups)
    groups = with_tolls(groups, cluster, views)
    add_crowds(groups, views)
    groups += _ultimatums(claims, views)
    return sorted(groups, key=_first_told)


def batches(tellings: Sequence[Telling], most: int) -> list[Sequence[Telling]]:
    """Return tellings in order, parted between reports into as few batches as hold at most so many each.

    Each two tellings of a batch are compared. A matter with hundreds of reports is a chain of days, so that
    what is parted here is mostly told days apart; one harm, claims and meetings are joined across batches afterwards.
    A report with more tellings than that is a batch of its own.
    """
    n_batches = max(1, -(-len(tellings) // most))
    even = -(-len(tellings) // n_batches)
    found: list[list[Telling]] = []
    for _, own in groupby(tellings, key=lambda telling: telling.report):
        report = list(own)
        if not found or len(found[-1]) + len(report) > most or len(found[-1]) >= even:
            found.append([])
        found[-1] += report
    return [batch for batch in found if batch]


def _first_told(group: Group) -> tuple[int, int, bool, int]:
    """Return where a happening is told first; that somebody spoke comes before what was said."""
    return min((t.report, t.sentence.start, t.event is not None, t.anchor.start) for t in group.tellings)


def _kept_apart(tellings: Sequence[Telling], chances: FloatArray, views: Sequence[View]) -> FloatArray:
    """Return the chances, those tellings kept apart whose days exclude each other by far, or whose towns lie far apart."""
    spots = [frozenset(spots_of([telling], views)) for telling in tellings]
    apart = _apart([t.days for t in tellings], lambda one, other: days_between(one, other) > FAR_DAYS)
    apart |= _apart(spots, far_apart)
    return np.where(apart, np.float32(_NEVER), chances)


def _apart(values: Sequence[V], are_apart: Callable[[V, V], bool]) -> NDArray[np.bool_]:
    """Return which values are apart from which: bool, (values, values), symmetric; equal ones never, and compared once."""
    distinct = list(dict.fromkeys(values))
    number = {value: n for n, value in enumerate(distinct)}
    table = np.array([[a != b and are_apart(a, b) for b in distinct] for a in distinct], bool)
    codes = np.array([number[value] for value in values], np.int64)
    above = np.triu(table[np.ix_(codes, codes)], 1) if len(values) else np.zeros((0, 0), bool)
    return np.asarray(above | above.T)


def _because(chosen: Sequence[Telling], chances: FloatArray, members: Sequence[int]) -> str:
    if len(chosen) == 1:
        return "told once"
    lemmas = Counter(telling.lemma for telling in chosen)
    shared = Counter(word for telling in chosen for word in telling.parties | telling.names)
    names = [word for word, n in sorted(shared.items(), key=lambda item: (-item[1], item[0])) if n > 1][:4]
    chance = float(np.mean([chances[a, b] for a in members for b in members if a < b]))
    told = f"told as {', '.join(repr(lemma) for lemma, _ in lemmas.most_common(3))}"
    return f"{told}; shared: {', '.join(names) or 'none of the names'}; mean chance {chance:.2f}"


def _with_claims(
    groups: list[Group], tellings: Sequence[Telling], claims: list[list[Claim]], views: Sequence[View]
) -> list[Group]:
    """Return the groups with those joined that one claim tells of in several wordings, or that a denial is of.

    What kills or hurts is never joined with what somebody else did by this: the two are told in one breath too often.
    """
    of_report: dict[int, list[Telling]] = defaultdict(list)
    for telling in tellings:
        of_report[telling.report].append(telling)
    group_of = {id(telling): group for group in groups for telling in group.tellings}
    for claim in claims:
        told = [main_telling(one, views[one.report], of_report[one.report]) for one in claim]
        found: list[Group] = []
        for telling in told:
            own = group_of.get(id(telling))
            if own is None:
                own = group_of[id(telling)] = Group([telling], ["a claim without a coded event"])
                groups.append(own)
            if not is_harm(own) and not is_toll(own) and not any(own is each for each in found):
                found.append(own)
        for other in found[1:]:
            found[0].take(other, "the same claim in other words, or its denial")
            group_of |= {id(telling): found[0] for telling in other.tellings}
            groups = [group for group in groups if group is not other]
    return groups


_ULTIMATUM = re.compile(
    r"\bunless\b|\b(?:if|until)\b[^.;]*(?:\bnot\b|n['\u2019]t\b|\bno\b|\bfails?\b)", re.IGNORECASE
)
_WILL = re.compile(r"\b(?:will|would|shall)\b|['\u2019]ll\b", re.IGNORECASE)


def _ultimatums(claims: list[list[Claim]], views: Sequence[View]) -> list[Group]:
    """Return the threats that are made in plain words: what will be done unless, or if something is not done.

    That somebody said so is a happening of its own, whatever becomes of what is threatened.
    """
    found = []
    for claim in claims:
        made = [one for one in claim if one.statement.cue is not None and _threatens(one, views[one.report])]
        if made:
            found.append(
                Group([_threat(one, views[one.report]) for one in made], ["an ultimatum in plain words"])
            )
    return found


def _threatens(claim: Claim, view: View) -> bool:
    text = claim.span.cut(view.text)
    return _ULTIMATUM.search(text) is not None and _WILL.search(text) is not None


def _threat(claim: Claim, view: View) -> Telling:
    """Return the telling that the speech itself is: at its cue, in the sentence that has its words."""
    cue, source = claim.statement.cue, claim.statement.source
    told = telling_at(claim.report, view, cue.span if cue is not None else claim.span)
    sentence = view.sentence_at(claim.span.start) or told.sentence
    actors = (
        frozenset(plain(word) for word, _ in words_of(source.span.cut(view.text))) if source else frozenset()
    )
    return replace(
        told,
        event=None,
        sentence=sentence,
        lemma="threaten",
        type="THREATEN",
        actors=actors,
        label="asserted",
        days=None,
    )


_MEETING = frozenset(
    """
    arrive attend cancel come go hold meet meeting postpone receive scrap talk travel visit welcome
    """.split()  # noqa: SIM905
) | {"call off", "put off", "hold meeting", "hold talk"}
"""What visits and meetings are told with, before and after; what is announced in one word is called off in another."""

_PLANNED = frozenset({"future", "intended", "denied", "hypothetical"})


def _with_meetings(groups: list[Group]) -> list[Group]:
    """Return the groups with those joined that tell of one visit or meeting: announced, held, or called off.

    They share somebody who takes part and a further name, and one of them at least was planned or did not take place.
    """
    kept: list[Group] = []
    for group in groups:
        like = (
            next((other for other in kept if _one_meeting(other, group)), None)
            if _is_meeting(group)
            else None
        )
        if like is None:
            kept.append(group)
        else:
            like.take(group, "the same visit or meeting")
    return kept


_MOVING = frozenset({"come", "go"})
"""Words that tell of a meeting only where somebody did not come to it."""


def _is_meeting(group: Group) -> bool:
    told = [t.type == "CONSULT" or _meets(t) for t in group.tellings]
    return 2 * sum(told) > len(told)


def _meets(telling: Telling) -> bool:
    return telling.lemma in _MEETING and (telling.lemma not in _MOVING or telling.label == "denied")


def _one_meeting(one: Group, other: Group) -> bool:
    if not _is_meeting(one) or days_between(one.days, other.days) > 0:
        return False
    if not any(t.label in _PLANNED for t in (*one.tellings, *other.tellings)):
        return False
    parties, theirs = ({word for t in g.tellings for word in t.parties} for g in (one, other))
    names, their_names = ({word for t in g.tellings for word in t.names | t.parties} for g in (one, other))
    return bool(parties & theirs) and len(names & their_names) >= 2


_ACCUSING = frozenset(
    """
    accusation accuse allegation allege blame charge condemn criticism criticize denounce fault fume lambast rage rebuke
    slam thunder
    """.split()  # noqa: SIM905
)
_FUMING = frozenset({"fume", "rage", "thunder"})
"""Verbs of accusing whose words tell whom: nobody stands beside them."""

_LEAST_SHARED = 2
"""Words of the accuser's name that two accusations share from which it matters little who is accused."""


def _with_accusations(groups: list[Group]) -> list[Group]:
    """Return the groups with those joined that tell of one accusation: of one accuser, and nobody else accused, in one day."""
    kept: list[Group] = []
    for group in groups:
        like = None
        if _is_accusation(group):
            like = next((other for other in kept if _one_accusation(other, group)), None)
        if like is None:
            kept.append(group)
        else:
            like.take(group, "the same accuser")
    return kept


def _is_accusation(group: Group) -> bool:
    return all(t.type == "ACCUSE" and t.lemma in _ACCUSING for t in group.tellings)


def _one_accusation(one: Group, other: Group) -> bool:
    if not _is_accusation(one) or days_between(one.days, other.days) > 1:
        return False
    accusers, accused = (
        [
            {
                word
                for t in group.tellings
                for word in getattr(t, side)
                if side == "actors" or t.lemma not in _FUMING
            }
            for group in (one, other)
        ]
        for side in ("actors", "recipients")
    )
    shared = len(accusers[0] & accusers[1])
    if accused[0] and accused[1]:
        return shared > 0 and bool(accused[0] & accused[1])
    return shared >= _LEAST_SHARED


@dataclass(slots=True)
class InBrief:
    """What is looked at of a happening where it may be one with those of other stories.

    Attributes:
        story: number of its story.
        day: the one day that its accounts give, or None.
        looks_back: whether it is told as history alone.
        lemmas: what it is called.
        names: plain words of who takes part, and of the names beside.
    """

    story: int
    day: str | None
    looks_back: bool
    lemmas: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @classmethod
    def of(cls, story: int, group: Group) -> InBrief:
        """Return what is looked at of a group; of one without a day nothing."""
        days = group.days
        if days is None or days[0] != days[1]:
            return cls(story, None, looks_back=False)
        names = {intern(word) for t in group.tellings for word in t.names | t.parties}
        lemmas = tuple(intern(lemma) for lemma in group.lemmas)
        return cls(story, intern(days[0]), _looks_back(group), lemmas, tuple(names))


def join_across(groups: Sequence[InBrief], space: WordSpace) -> dict[int, list[int]]:
    """Return for each happening that is told as news in one story those of others that look back to it.

    Looking back is told with its day, and shares the word and a name with the news of that day.

    Args:
        groups: the happenings of all stories, in order.
        space: how near words are in meaning.

    Returns:
        By the number of a happening the numbers of those that are one with it, in order.
    """
    by_day: dict[str, list[int]] = defaultdict(list)
    for n, group in enumerate(groups):
        if group.day is not None:
            by_day[group.day].append(n)
    found: dict[int, list[int]] = {}
    near = cache(lambda a, b: float(space.vector(a) @ space.vector(b)) >= _NEAR_MEANING)
    for same_day in by_day.values():
        back = [n for n in same_day if groups[n].looks_back]
        if not back:
            continue
        news = [
            (m, set(groups[m].names), set(groups[m].lemmas)) for m in same_day if not groups[m].looks_back
        ]
        for n in back:
            group = groups[n]
            for m, names, lemmas in news:
                if (
                    groups[m].story != group.story
                    and not names.isdisjoint(group.names)
                    and (
                        not lemmas.isdisjoint(group.lemmas)
                        or any(near(a, b) for a in lemmas for b in group.lemmas)
                    )
                ):
                    found.setdefault(m, []).append(n)
                    names.update(group.names)
                    lemmas.update(group.lemmas)
                    break
    return found


def _looks_back(group: Group) -> bool:
    return all(telling.background or telling.event is None for telling in group.tellings)
