"""What people decided, laid over what is found: stories, copies and names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from onrecord.model import Decisions, NamedAt
from onrecord.relate.views import View


def decide_stories(
    clusters: Sequence[Sequence[int]], index_of: Mapping[str, int], decisions: Decisions
) -> list[list[int]]:
    """Return stories with reports moved to where people put them; a report that is not there changes nothing.

    Args:
        clusters: the stories found, as indices of their reports.
        index_of: index of each report by its key.
        decisions: what people decided, in the order in which they did.
    """
    story_of = {index: number for number, cluster in enumerate(clusters) for index in cluster}
    fresh = len(clusters)
    for key in decisions.alone:
        if key in index_of:
            story_of[index_of[key]] = fresh
            fresh += 1
    for key, other in decisions.together:
        if key in index_of and other in index_of:
            story_of[index_of[key]] = story_of[index_of[other]]
    found: dict[int, list[int]] = {}
    for index, number in sorted(story_of.items()):
        found.setdefault(number, []).append(index)
    return sorted(sorted(cluster) for cluster in found.values())


class DecidedNames:
    """Which entities of records people joined with others, and which they set apart.

    Args:
        decisions: what people decided.
        views: the reports.
        index_of: index of each report by its key.
    """

    def __init__(self, decisions: Decisions, views: Sequence[View], index_of: Mapping[str, int]) -> None:
        pairs = [(_entity_at(a, views, index_of), _entity_at(b, views, index_of)) for a, b in decisions.same]
        places = [_entity_at(at, views, index_of) for at in decisions.apart]
        self.apart = {place for place in places if place is not None}
        # Who was set apart after somebody had joined them is no longer joined.
        parted = list(zip_longest(places, decisions.undoing, fillvalue=0))
        self.same = [
            (a, b)
            for number, (a, b) in enumerate(pairs)
            if a is not None
            and b is not None
            and not any(place in (a, b) and number < before for place, before in parted)
        ]

    def forced(self, place_of: Mapping[tuple[int, str], int]) -> list[tuple[int, int]]:
        """Return the pairs to be joined, as numbers that `place_of` gives entities; those without one are left out."""
        found = [(place_of[a], place_of[b]) for a, b in self.same if a in place_of and b in place_of]
        return [(min(pair), max(pair)) for pair in found]


def _entity_at(at: NamedAt, views: Sequence[View], index_of: Mapping[str, int]) -> tuple[int, str] | None:
    """Return the report and entity that a stretch names; None where the report is gone or nothing is named there."""
    index = index_of.get(at.report)
    if index is None:
        return None
    found = [
        (mention.span.shared(at.span), mention.kind == "name", entity.id)
        for entity in views[index].record.entities
        for mention in entity.mentions
        if mention.span.overlaps(at.span)
    ]
    return (index, max(found)[2]) if found else None
