"""Stories joined by what their reports begin with: the same happening, told in other words by other outlets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from onrecord.relate.clusters import average_link, components
from onrecord.relate.links import LinkModel, link_chances
from onrecord.relate.stories import Likeness, cosine, near_pairs, vector
from onrecord.relate.tellings import Telling, is_lead, spots_of, tellings_of
from onrecord.relate.tolls import toll_words
from onrecord.relate.views import View, far_apart
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


def join_by_leads(
    clusters: Sequence[Sequence[int]],
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
        views: all reports.
        weights: how telling words are.
        space: how near words are in meaning.
        model: how likely tellings are of one happening.
    """
    story_of = {index: n for n, cluster in enumerate(clusters) for index in cluster}
    vectors = [vector(view, weights) for view in views]
    leads = [_lead(index, view) for index, view in enumerate(views)]
    one_lead: dict[tuple[int, int], set[int]] = defaultdict(set)
    for (one, other), _ in near_pairs(views, vectors, weights, LEAST_NEAR):
        pair = min(story_of[one], story_of[other]), max(story_of[one], story_of[other])
        if pair[0] == pair[1] or not _same_days(views[one], views[other]):
            continue
        table = np.eye(2, dtype=np.float32)
        table[0, 1] = table[1, 0] = cosine(vectors[one], vectors[other])
        alike = Likeness({one: 0, other: 1}, table)
        if _one_lead(leads[one], leads[other], weights, space, alike, model, views):
            one_lead[pair] |= {one, other}
    shares = {pair: _share(pair, found, clusters) for pair, found in sorted(one_lead.items())}
    stories = []
    for group in components(len(clusters), shares):
        table = np.zeros((len(group), len(group)), np.float32)
        for n, a in enumerate(group):
            for m, b in enumerate(group[:n]):
                table[n, m] = table[m, n] = shares.get((b, a), 0.0)
        sizes = [len(clusters[n]) for n in group]
        stories += [[group[n] for n in members] for members in average_link(table, _LEAST_SHARE, sizes=sizes)]
    return sorted(sorted(index for n in group for index in clusters[n]) for group in stories)


def _share(pair: tuple[int, int], linked: set[int], clusters: Sequence[Sequence[int]]) -> float:
    """Return how much of the smaller of two stories is linked with the other."""
    smaller = min((clusters[n] for n in pair), key=lambda cluster: len(cluster))
    return len(linked.intersection(smaller)) / len(smaller)


def _same_days(one: View, other: View) -> bool:
    if one.moment is None or other.moment is None:
        return False
    return abs((one.moment - other.moment).total_seconds()) <= _FAR_DAYS * 86400


def _lead(index: int, view: View) -> list[Telling]:
    """Return what a report begins with: the tellings of its headline and its first sentence, dead and injured left out.

    People die of everything: that some were killed makes no happening one with another.
    """
    return [t for t in tellings_of(index, view) if is_lead(view, t.sentence) and t.lemma not in toll_words()]


def _one_lead(
    one: list[Telling],
    other: list[Telling],
    weights: Weights,
    space: WordSpace,
    alike: Likeness,
    model: LinkModel,
    views: Sequence[View],
) -> bool:
    if not one or not other:
        return False
    chances = link_chances([*one, *other], weights, space, alike, model)
    likely = np.argwhere(chances[: len(one), len(one) :] >= _LEAST_CHANCE)
    return any(
        not far_apart(spots_of([one[n]], views), spots_of([other[m]], views)) for n, m in likely.tolist()
    )
