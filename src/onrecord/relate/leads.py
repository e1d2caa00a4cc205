"""Stories joined by what their reports begin with: the same happening, told in other words by other outlets."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from onrecord.relate.clusters import components
from onrecord.relate.links import LinkModel, link_chances
from onrecord.relate.stories import Likeness, cosine, near_pairs, vector
from onrecord.relate.tellings import Telling, is_lead, tellings_of
from onrecord.relate.tolls import toll_words
from onrecord.relate.views import View
from onrecord.relate.word_space import WordSpace
from onrecord.relate.words import Weights

LEAST_NEAR = 0.15
"""Likeness of two reports, days counted in, from which it is looked at whether they begin with one happening."""

_LEAST_CHANCE = 0.5
"""Chance from which two reports begin with one happening: more likely than not."""

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
    Reports without a day are left where they are.

    Args:
        clusters: the stories, as indices of their reports.
        views: all reports.
        weights: how telling words are.
        space: how near words are in meaning.
        model: how likely tellings are of one happening.
    """
    story_of = {index: n for n, cluster in enumerate(clusters) for index in cluster}
    vectors = [vector(view, weights) for view in views]
    joined = []
    for (one, other), _ in near_pairs(views, vectors, weights, LEAST_NEAR):
        a, b = story_of[one], story_of[other]
        if a == b or not _same_days(views[one], views[other]) or (a, b) in joined:
            continue
        table = np.eye(2, dtype=np.float32)
        table[0, 1] = table[1, 0] = cosine(vectors[one], vectors[other])
        alike = Likeness({one: 0, other: 1}, table)
        if _one_lead(_lead(one, views[one]), _lead(other, views[other]), weights, space, alike, model):
            joined.append((a, b))
    groups = components(len(clusters), joined)
    return sorted(sorted(index for n in group for index in clusters[n]) for group in groups)


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
) -> bool:
    if not one or not other:
        return False
    chances = link_chances([*one, *other], weights, space, alike, model)
    return bool(chances[: len(one), len(one) :].max() >= _LEAST_CHANCE)
