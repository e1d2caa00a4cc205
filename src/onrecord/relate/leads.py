"""Stories joined by what their reports begin with: the same happening, told in other words by other outlets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.relate.clusters import average_link_of_pairs
from onrecord.relate.links import LinkModel, chances_between
from onrecord.relate.near import NearTo
from onrecord.relate.tellings import Telling, is_lead, spots_of, tellings_of
from onrecord.relate.tolls import toll_words
from onrecord.relate.views import Spot, View, far_apart
from onrecord.relate.word_space import WordSpace
from onrecord.relate.words import Weights

LEAST_NEAR = 0.15
"""Likeness of two reports, days counted in, from which it is looked at whether they begin with one happening."""

_LEAST_CHANCE = 0.5
"""Chance from which two reports begin with one happening: more likely than not."""

_LEAST_SHARE = 0.4
"""Share of the smaller story's reports that must begin with what some report of the other does, on average over reports."""

_MOST_LEADS = 2_000
"""Reports whose beginnings are kept at hand, those first that were looked at last; some 20 MB."""

_FAR_DAYS = 3.0
"""Days between two reports from which the happening that they begin with is taken for another."""


def near_leads(near: Iterable[NearTo]) -> Iterator[NearTo]:
    """Yield of near reports those of the same days: what may begin with one happening. Others are left where they are."""
    for to in near:
        kept = (to.likeness >= LEAST_NEAR) & (to.days <= _FAR_DAYS)
        if kept.any():
            yield NearTo(to.index, to.others[kept], to.likeness[kept], to.cosines[kept], to.days[kept])


def join_by_leads(
    clusters: Sequence[Sequence[int]],
    near: Iterable[NearTo],
    views: Sequence[View],
    weights: Weights,
    space: WordSpace,
    model: LinkModel,
) -> list[list[int]]:
    """Return the stories with those joined that have reports of the same days which begin with one happening.

    Outlets that look at a happening from two sides share few words, but their headlines and first sentences tell of it.
    Reports without a day are left where they are. Of the smaller story's reports a good share must have such a
    counterpart: a single one is a report on two matters, and would chain story to story.

    Args:
        clusters: the stories, as indices of their reports.
        near: what `near_leads` gives, in order of publication.
        views: all reports.
        weights: how telling words are.
        space: how near words are in meaning.
        model: how likely tellings are of one happening.
    """
    story_of = {index: n for n, cluster in enumerate(clusters) for index in cluster}
    # Of two stories the smaller one's reports alone count: one that has its counterpart needs no other.
    linked: dict[tuple[int, int], set[int]] = defaultdict(set)
    leads: dict[int, _Lead] = {}
    for to in near:
        asked = []
        for other, cosine in zip(to.others.tolist(), to.cosines.tolist(), strict=True):
            pair = _smaller_first(story_of[other], story_of[to.index], clusters)
            counted = other if story_of[other] == pair[0] else to.index
            if pair[0] != pair[1] and counted not in linked[pair]:
                asked.append((other, cosine, pair, counted))
        if not asked:
            continue
        for index in (to.index, *(other for other, *_ in asked)):
            lead = leads.pop(index) if index in leads else _Lead.of(index, views[index])
            leads[index] = lead
        others = [leads[other] for other, *_ in asked]
        alike = [cosine for _, cosine, *_ in asked]
        for (_, _, pair, counted), one in zip(
            asked, _one_lead(leads[to.index], others, alike, weights, space, model), strict=True
        ):
            if one:
                linked[pair].add(counted)
        for index in list(leads)[:-_MOST_LEADS]:
            del leads[index]
    shares = {
        (min(pair), max(pair)): len(found) / len(clusters[pair[0]])
        for pair, found in sorted(linked.items())
        if found
    }
    pairs = ((one, other, float(np.float32(share))) for (one, other), share in shares.items())
    sizes = [len(cluster) for cluster in clusters]
    joined = average_link_of_pairs(len(clusters), pairs, _LEAST_SHARE, sizes=sizes)
    return sorted(sorted(index for n in group for index in clusters[n]) for group in joined)


def _smaller_first(one: int, other: int, clusters: Sequence[Sequence[int]]) -> tuple[int, int]:
    """Return two stories, the one with fewer reports first; of two as large the first one."""
    one, other = min(one, other), max(one, other)
    return (one, other) if len(clusters[one]) <= len(clusters[other]) else (other, one)


@dataclass(frozen=True, slots=True)
class _Lead:
    """What a report begins with, and where each of it took place."""

    tellings: list[Telling]
    spots: list[set[Spot]]

    @classmethod
    def of(cls, index: int, view: View) -> _Lead:
        """Return the tellings of a report's headline and first sentence, dead and injured left out.

        People die of everything: that some were killed makes no happening one with another.
        """
        found = [
            t
            for t in tellings_of(index, view, within=lambda sentence: is_lead(view, sentence))
            if t.lemma not in toll_words()
        ]
        return cls(found, [spots_of([telling], {index: view}) for telling in found])


def _one_lead(
    one: _Lead,
    others: Sequence[_Lead],
    alike: Sequence[float],
    weights: Weights,
    space: WordSpace,
    model: LinkModel,
) -> list[bool]:
    """Return which of some reports begin with the happening that one begins with."""
    told = [telling for other in others for telling in other.tellings]
    spots = [there for other in others for there in other.spots]
    owner = [n for n, other in enumerate(others) for _ in other.tellings]
    found = [False] * len(others)
    if not told:
        return found
    table = np.broadcast_to(np.array(alike, np.float32)[owner], (len(one.tellings), len(told)))
    chances = chances_between(one.tellings, told, weights, space, table, model)
    for n, m in np.argwhere(chances >= _LEAST_CHANCE).tolist():
        if not found[owner[m]] and not far_apart(one.spots[n], spots[m]):
            found[owner[m]] = True
    return found
