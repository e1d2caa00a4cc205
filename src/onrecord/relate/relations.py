"""All that holds between a set of reports, found story by story."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import TracebackType
from typing import Any, Generic, Protocol, Self, TypeVar

from onrecord.model import (
    Contradiction,
    Decisions,
    FiledRecord,
    Happening,
    Independence,
    QuoteLineage,
    Record,
    Relations,
    ReprintGroup,
    SharedEntity,
    Story,
)
from onrecord.relate.decided import DecidedNames, decide_stories
from onrecord.relate.entities import find_shared
from onrecord.relate.happenings import InBrief, join_across
from onrecord.relate.leads import LEAST_NEAR, NearLeads, join_by_leads, near_leads
from onrecord.relate.links import LinkModel
from onrecord.relate.near import NearTo, WordVectors
from onrecord.relate.opened import OpenedViews
from onrecord.relate.outlines import Outlines
from onrecord.relate.reprints import find_reprints
from onrecord.relate.spool import Spool
from onrecord.relate.stories import find_stories
from onrecord.relate.within import InStory, Within
from onrecord.relate.word_space import WordSpace

_NOTHING_DECIDED = Decisions()

_STORIES_AT_HAND = 8
"""Other stories that are kept at hand while what they look back to is joined with the news of it."""

Item = ReprintGroup | Story | Happening | Independence | Contradiction | QuoteLineage | SharedEntity
"""One thing that holds between reports."""

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Render(Protocol[T_co]):
    """Makes something of an item while the records that it points to are at hand."""

    def __call__(self, item: Item, records: Mapping[str, Record], /) -> T_co:
        """Return what is made of an item."""
        ...


@dataclass(frozen=True, slots=True)
class FoundStory(Generic[T]):
    """What was found in a story, rendered: the story and its quotations; and what others need of its happenings."""

    items: list[T]
    briefs: list[InBrief]


@dataclass(frozen=True, slots=True)
class Joining:
    """What is to be told of a story.

    Attributes:
        story: its number.
        taken: for its happenings, by their numbers in it, those of other stories that are one with them, each as the
            number of the story and its number there.
        gone: its happenings that others took in.
    """

    story: int
    taken: dict[int, list[tuple[int, int]]]
    gone: frozenset[int]


@dataclass(frozen=True, slots=True)
class ToldOf(Generic[T]):
    """What is told of a story, rendered.

    Attributes:
        items: its happenings, each with what is told of it.
        disputed: happenings of disputes that no other happening holds.
        disputes: the disputes.
    """

    items: list[T]
    disputed: list[T]
    disputes: list[T]


class Hands(Protocol):
    """Compares reports and goes through the stories, one after the other or several at once."""

    def near(self, vectors: WordVectors, least: float) -> Iterator[NearTo]:
        """Yield for each report the earlier ones whose likeness is at least `least`, in order."""
        ...

    def find(
        self, within: Within, clusters: Sequence[Sequence[int]], render: Render[T]
    ) -> Iterator[FoundStory[T]]:
        """Yield what is found in each story, in order, and lay the rest aside."""
        ...

    def tell(self, within: Within, wanted: Iterable[Joining], render: Render[T]) -> Iterator[ToldOf[T]]:
        """Yield what is told of each story, in order."""
        ...


class OneByOne:
    """Goes through the stories one by one, in this process."""

    def __init__(self) -> None:
        self._stories: Spool[InStory] = Spool()

    def near(self, vectors: WordVectors, least: float) -> Iterator[NearTo]:
        """Yield for each report the earlier ones whose likeness is at least `least`, in order."""
        return vectors.near(least)

    def find(
        self, within: Within, clusters: Sequence[Sequence[int]], render: Render[T]
    ) -> Iterator[FoundStory[T]]:
        """Yield what is found in each story, in order, and lay the rest aside."""
        for number, cluster in enumerate(clusters):
            found = within.find(cluster)
            self._stories.put(found)
            yield found_story(number, found, within, render)

    def tell(self, within: Within, wanted: Iterable[Joining], render: Render[T]) -> Iterator[ToldOf[T]]:
        """Yield what is told of each story, in order."""
        elsewhere = lru_cache(_STORIES_AT_HAND)(self._stories.take)
        for joining in wanted:
            yield told_of(joining, self._stories.take(joining.story), elsewhere, within, render)

    def close(self) -> None:
        """Let go of what was laid aside."""
        self._stories.close()


def found_story(number: int, found: InStory, within: Within, render: Render[T]) -> FoundStory[T]:
    """Return what was found in the story of a number, rendered."""
    items: list[Item] = [found.story, *found.lineages]
    return FoundStory(
        [render(item, within.records) for item in items],
        [InBrief.of(number, group) for group in found.groups],
    )


def told_of(
    joining: Joining, known: InStory, elsewhere: Callable[[int], InStory], within: Within, render: Render[T]
) -> ToldOf[T]:
    """Return what is told of a story, rendered.

    Args:
        joining: what of other stories is taken in.
        known: what was found in it.
        elsewhere: gives what was found in the story of a number.
        within: finds what holds within stories.
        render: makes something of each item.
    """
    for n, taken in joining.taken.items():
        for story, there in taken:
            known.groups[n].take(elsewhere(story).groups[there], "looked back to in another story")
    groups = [group for n, group in enumerate(known.groups) if n not in joining.gone]
    told = within.tell(known, groups)
    return ToldOf(
        [render(item, within.records) for item in told.told],
        [render(item, within.records) for item in told.disputes.happenings],
        [render(item, within.records) for item in told.disputes.contradictions],
    )


def relate(
    filed: Iterable[FiledRecord],
    *,
    decisions: Decisions = _NOTHING_DECIDED,
    space: WordSpace | None = None,
    model: LinkModel | None = None,
) -> Relations:
    """Return what holds between reports: the same for any order in which they come.

    All of it is in memory then; `Relating` gives it item by item.

    Args:
        filed: the records with their keys; a key that comes twice counts once.
        decisions: what people decided, which goes before what is found.
        space: how near words are in meaning; None for the weights that are installed.
        model: how likely tellings are of one happening; None for the one that ships.

    Raises:
        WeightsError: the word vectors are missing.
        ResourceError: a data table is missing or damaged.
        OutputError: the folder for temporary files has no room.
    """
    by_kind: dict[type, list[Any]] = defaultdict(list)
    with Relating(filed, decisions=decisions, space=space, model=model) as relating:
        for item in relating.items():
            by_kind[type(item)].append(item)
        return Relations(
            relating.keys,
            tuple(by_kind[ReprintGroup]),
            tuple(by_kind[Story]),
            tuple(by_kind[Happening]),
            tuple(by_kind[Independence]),
            tuple(by_kind[Contradiction]),
            tuple(by_kind[QuoteLineage]),
            tuple(by_kind[SharedEntity]),
        )


class Relating:
    """Finds what holds between reports, story by story, with few of them in memory at once.

    The records are gone through once and laid aside in a temporary file, out of which those of a story are read again.

    Attributes:
        keys: the keys of the reports, in order of publication.
        views: the reports, each opened when it is asked for.
        records: their records by key.

    Args:
        filed: the records with their keys, a key that comes twice counting once; or the outlines of the reports.
        decisions: what people decided, which goes before what is found.
        space: how near words are in meaning; None for the weights that are installed.
        model: how likely tellings are of one happening; None for the one that ships.

    Raises:
        WeightsError: the word vectors are missing.
        ResourceError: a data table is missing or damaged.
        OutputError: the folder for temporary files has no room.
    """

    def __init__(
        self,
        filed: Iterable[FiledRecord] | Outlines,
        *,
        decisions: Decisions = _NOTHING_DECIDED,
        space: WordSpace | None = None,
        model: LinkModel | None = None,
    ) -> None:
        self._laid_aside: Spool[Record] = Spool()
        self._one_by_one = OneByOne()
        self._decisions = decisions
        self._outlines = filed if isinstance(filed, Outlines) else Outlines.of(filed, self._laid_aside)
        self.keys = self._outlines.keys
        self._origin_of: dict[str, str] = {}
        index_of = {key: index for index, key in enumerate(self.keys)}
        decided = DecidedNames(decisions, OpenedViews(self._outlines), index_of)
        self._within = Within(self._outlines, decided, self._origin_of, space, model)
        self._decided = decided
        self.views, self.records = self._within.views, self._within.records

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._laid_aside.close()
        self._one_by_one.close()

    def items(self) -> Iterator[Item]:
        """Yield all that holds between the reports, once; of each kind in order.

        What an item points to is at hand in `records` while it is the last one given.

        Raises:
            ResourceError: a data table is missing or damaged.
            OutputError: the folder for temporary files has no room.
        """
        return self.rendered(lambda item, records: item)

    def rendered(self, render: Render[T], hands: Hands | None = None) -> Iterator[T]:
        """Yield what is made of all that holds between the reports, once; of each kind in order.

        Args:
            render: makes something of an item, while the records that it points to are at hand.
            hands: go through the stories; None for this process alone.

        Raises:
            ResourceError: a data table is missing or damaged.
            OutputError: the folder for temporary files has no room.
        """
        if not self.keys:
            return
        hands, within = hands or self._one_by_one, self._within
        reprints = _without(find_reprints(self._outlines, self.views), frozenset(self._decisions.no_reprints))
        self._outlines.forget_windows()
        self._origin_of.update(
            (member.report, group.origin) for group in reprints for member in group.members
        )
        for group in reprints:
            yield render(group, self.records)
        briefs: list[InBrief] = []
        clusters = decide_stories(self._clusters(hands), within.index_of, self._decisions)
        for found in hands.find(within, clusters, render):
            yield from found.items
            briefs += found.briefs
        disputed: list[T] = []
        disputes: list[T] = []
        for told in hands.tell(within, _joined(len(clusters), briefs, within.space), render):
            yield from told.items
            disputed += told.disputed
            disputes += told.disputes
        yield from disputed
        yield from disputes
        for entity in find_shared(self._outlines, self._decided):
            yield render(entity, self.records)

    def _clusters(self, hands: Hands) -> list[list[int]]:
        """Return the stories, as indices of their reports."""
        vectors = WordVectors.of_outlines(self._outlines)
        same_days: list[NearLeads] = []

        def near() -> Iterator[NearTo]:
            for to in hands.near(vectors, LEAST_NEAR):
                same_days.extend(near_leads([to]))
                yield to

        stories = find_stories(vectors, near())
        return join_by_leads(
            stories, same_days, self.views, self._outlines.weights, self._within.space, self._within.model
        )


def _joined(n_stories: int, briefs: Sequence[InBrief], space: WordSpace) -> Iterator[Joining]:
    """Yield what is to be told of each story, the happenings that others look back to joined with the news of them."""
    joined = join_across(briefs, space)
    gone = {n for taken in joined.values() for n in taken}
    numbers: list[list[int]] = [[] for _ in range(n_stories)]
    for n, brief in enumerate(briefs):
        numbers[brief.story].append(n)
    for number, own in enumerate(numbers):
        taken = {
            place: [(briefs[other].story, other - numbers[briefs[other].story][0]) for other in joined[n]]
            for place, n in enumerate(own)
            if n in joined
        }
        yield Joining(number, taken, frozenset(place for place, n in enumerate(own) if n in gone))


def _without(groups: Iterable[ReprintGroup], no_reprints: Collection[str]) -> list[ReprintGroup]:
    """Return groups of reprints without the reports that people say are none."""
    kept = []
    for group in groups:
        members = tuple(member for member in group.members if member.report not in no_reprints)
        if members:
            kept.append(ReprintGroup(group.origin, members))
    return kept
