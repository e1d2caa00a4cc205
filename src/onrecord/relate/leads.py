"""Stories joined by what their reports begin with: the same happening, told in other words by other outlets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.relate.clusters import average_link_of_pairs
from onrecord.relate.links import LinkModel
from onrecord.relate.near import NearTo
from onrecord.relate.telling_table import TellingTable
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

_FAR_DAYS = 3.0
"""Days between two reports from which the happening that they begin with is taken for another."""


@dataclass(frozen=True, slots=True)
class NearLeads:
    """The reports before one, of the same days, that may begin with the happening that it begins with.

    Attributes:
        index: the report.
        others: uint32, the earlier ones, in order.
        cosines: float32, how alike each is in words, 0 to 1.
    """

    index: int
    others: NDArray[np.uint32]
    cosines: NDArray[np.float32]


def near_leads(near: Iterable[NearTo]) -> Iterator[NearLeads]:
    """Yield of near reports those of the same days: what may begin with one happening. Others are left where they are."""
    for to in near:
        kept = (to.likeness >= LEAST_NEAR) & (to.days <= _FAR_DAYS)
        if kept.any():
            yield NearLeads(to.index, to.others[kept].astype(np.uint32), to.cosines[kept].astype(np.float32))


def join_by_leads(
    clusters: Sequence[Sequence[int]],
    near: Sequence[NearLeads],
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
    story_of = np.zeros(len(views), np.int64)
    for n, cluster in enumerate(clusters):
        story_of[cluster] = n
    sizes = np.array([len(cluster) for cluster in clusters], np.int64)
    leads = _Leads(near, views, weights, space)
    # Of two stories the smaller one's reports alone count: one that has its counterpart needs no other.
    linked: dict[tuple[int, int], set[int]] = defaultdict(set)
    for to in near:
        own = int(story_of[to.index])
        apart = np.flatnonzero(story_of[to.others] != own)
        asked = []
        for other, cosine in zip(to.others[apart].tolist(), to.cosines[apart].tolist(), strict=True):
            pair = _smaller_first(int(story_of[other]), own, sizes)
            counted = other if story_of[other] == pair[0] else to.index
            if counted not in linked[pair]:
                asked.append((other, cosine, pair, counted))
        if asked:
            found = leads.one(to.index, [other for other, *_ in asked], [x for _, x, *_ in asked], model)
            for (_, _, pair, counted), one in zip(asked, found, strict=True):
                if one:
                    linked[pair].add(counted)
    shares = {
        (min(pair), max(pair)): len(found) / len(clusters[pair[0]])
        for pair, found in sorted(linked.items())
        if found
    }
    pairs = ((one, other, float(np.float32(share))) for (one, other), share in shares.items())
    joined = average_link_of_pairs(len(clusters), pairs, _LEAST_SHARE, sizes=sizes.tolist())
    return sorted(sorted(index for n in group for index in clusters[n]) for group in joined)


def _smaller_first(one: int, other: int, sizes: NDArray[np.int64]) -> tuple[int, int]:
    """Return two stories, the one with fewer reports first; of two as large the first one."""
    one, other = min(one, other), max(one, other)
    return (one, other) if sizes[one] <= sizes[other] else (other, one)


class _Leads:
    """What reports begin with, and where each of it took place: the tellings of headline and first sentence.

    Dead and injured are left out: people die of everything, and that some were killed makes no happening one with another.
    """

    def __init__(
        self, near: Iterable[NearLeads], views: Sequence[View], weights: Weights, space: WordSpace
    ) -> None:
        asked = np.zeros(len(views), bool)
        for to in near:
            asked[to.index] = True
            asked[to.others] = True
        table = TellingTable(weights, space)
        self._spots: list[set[Spot]] = []
        begins = [0]
        for index in range(len(views)):
            if asked[index]:
                view = views[index]
                for telling in _tellings(index, view):
                    table.add(telling)
                    self._spots.append(spots_of([telling], {index: view}))
            begins.append(len(table))
        self._table, self._begins = table.ready(), begins

    def one(self, report: int, others: Sequence[int], alike: Sequence[float], model: LinkModel) -> list[bool]:
        """Return which of some reports begin with the happening that one begins with.

        Args:
            report: the one.
            others: the others.
            alike: how alike each of them is with it.
            model: how likely tellings are of one happening.
        """
        ones = self._of(report)
        told = [telling for other in others for telling in self._of(other)]
        found = [False] * len(others)
        if not ones or not told:
            return found
        owner = np.repeat(np.arange(len(others)), [len(self._of(other)) for other in others])
        table = np.broadcast_to(np.array(alike, np.float32)[owner], (len(ones), len(told)))
        chances = self._table.chances(ones, told, table, model)
        for n, m in np.argwhere(chances >= _LEAST_CHANCE).tolist():
            if not found[owner[m]] and not far_apart(self._spots[ones[n]], self._spots[told[m]]):
                found[owner[m]] = True
        return found

    def _of(self, report: int) -> range:
        return range(self._begins[report], self._begins[report + 1])


def _tellings(index: int, view: View) -> list[Telling]:
    found = tellings_of(index, view, within=lambda sentence: is_lead(view, sentence))
    return [telling for telling in found if telling.lemma not in toll_words()]
