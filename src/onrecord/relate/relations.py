"""All that holds between a set of reports, found story by story."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from textwrap import shorten
from types import TracebackType
from typing import Any, Self

from onrecord.model import (
    Account,
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
    Span,
    Story,
)
from onrecord.relate.accounts import Copied, accounts_aboard, accounts_of
from onrecord.relate.claims import find_claims
from onrecord.relate.contradictions import Counts, find_contradictions
from onrecord.relate.decided import DecidedNames, decide_stories
from onrecord.relate.disputes import Disputes, find_disputes
from onrecord.relate.entities import find_shared
from onrecord.relate.groups import Group
from onrecord.relate.happenings import InBrief, find_groups, join_across
from onrecord.relate.independence import Sources, count_sources
from onrecord.relate.leads import LEAST_NEAR, join_by_leads, near_leads
from onrecord.relate.links import LinkModel, load_links
from onrecord.relate.near import NearTo, WordVectors
from onrecord.relate.opened import OpenedViews, RecordsByKey, ViewsByKey
from onrecord.relate.outlines import Outlines
from onrecord.relate.parties import Parties, find_parties
from onrecord.relate.quotes import find_lineages
from onrecord.relate.reprints import find_reprints
from onrecord.relate.spool import Spool
from onrecord.relate.stories import Likeness, find_stories, story_of
from onrecord.relate.tellings import Telling
from onrecord.relate.tolls import is_demonstration, is_harm
from onrecord.relate.views import View
from onrecord.relate.word_space import WordSpace
from onrecord.relate.words import tokens

_SAYING = frozenset({"ACCUSE", "THREATEN", "REQUEST", "AGREE", "REJECT", "CONSULT"})
"""Types of what is done by speaking in public."""

_NOTHING_DECIDED = Decisions()
_TITLE = 90
"""Characters that the title of a happening may have."""

_SAME_SENTENCE = 0.7
"""Share of the shorter of two sentences' words from which they are one sentence."""

_QUOTED = ("verbatim", "shortened", "altered")

_STORIES_AT_HAND = 8
"""Other stories that are kept at hand while what they look back to is joined with the news of it."""


Item = ReprintGroup | Story | Happening | Independence | Contradiction | QuoteLineage | SharedEntity
"""One thing that holds between reports."""


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
        filed: the records with their keys; a key that comes twice counts once.
        decisions: what people decided, which goes before what is found.
        space: how near words are in meaning; None for the weights that are installed.
        model: how likely tellings are of one happening; None for the one that ships.

    Raises:
        ResourceError: a data table is missing or damaged.
        OutputError: the folder for temporary files has no room.
    """

    def __init__(
        self,
        filed: Iterable[FiledRecord],
        *,
        decisions: Decisions = _NOTHING_DECIDED,
        space: WordSpace | None = None,
        model: LinkModel | None = None,
    ) -> None:
        self._laid_aside: Spool[Record] = Spool()
        self._stories: Spool[_InStory] = Spool()
        self._decisions = decisions
        self._given = space, model
        self._outlines = Outlines(filed, self._laid_aside)
        self.keys = self._outlines.keys
        self._index_of = {key: index for index, key in enumerate(self.keys)}
        self.views = OpenedViews(self._outlines)
        self._by_key = ViewsByKey(self.views, self._index_of)
        self.records: Mapping[str, Record] = RecordsByKey(self._by_key)
        self._decided = DecidedNames(decisions, self.views, self._index_of)
        self._origin_of: dict[str, str] = {}
        self._disputes: list[Disputes] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._laid_aside.close()
        self._stories.close()

    def items(self) -> Iterator[Item]:
        """Yield all that holds between the reports, once; of each kind in order.

        What an item points to is at hand in `records` while it is the last one given.

        Raises:
            WeightsError: the word vectors are missing.
            ResourceError: a data table is missing or damaged.
            OutputError: the folder for temporary files has no room.
        """
        if not self.keys:
            return
        space, model = self._given[0] or WordSpace.load(), self._given[1] or load_links()
        reprints = _without(find_reprints(self._outlines, self.views), frozenset(self._decisions.no_reprints))
        self._outlines.forget_windows()
        self._origin_of = {member.report: group.origin for group in reprints for member in group.members}
        yield from reprints
        briefs: list[InBrief] = []
        clusters = decide_stories(self._clusters(space, model), self._index_of, self._decisions)
        for number, cluster in enumerate(clusters):
            story, lineages, groups = self._in_story(cluster, space, model)
            yield story
            yield from lineages
            briefs += [InBrief.of(number, group) for group in groups]
        joined = join_across(briefs, space)
        yield from self._told(briefs, joined)
        yield from find_shared(self._outlines, self._decided)

    def _clusters(self, space: WordSpace, model: LinkModel) -> list[list[int]]:
        """Return the stories, as indices of their reports."""
        vectors = WordVectors.of_outlines(self._outlines)
        same_days: list[NearTo] = []

        def near() -> Iterator[NearTo]:
            for to in vectors.near(LEAST_NEAR):
                same_days.extend(near_leads([to]))
                yield to

        stories = find_stories(vectors, near())
        return join_by_leads(stories, same_days, self.views, self._outlines.weights, space, model)

    def _in_story(
        self, cluster: Sequence[int], space: WordSpace, model: LinkModel
    ) -> tuple[Story, list[QuoteLineage], list[Group]]:
        """Find what the reports of one story hold, and lay it aside."""
        views, weights, claim_weights = self.views, self._outlines.weights, self._outlines.claim_weights
        views.make_room(len(cluster))
        first = self.keys[cluster[0]]
        story = story_of(cluster, views, weights, {first: f"T{first[:10]}"})
        parties = find_parties(cluster, views, self._decided)
        lineages = find_lineages(cluster, views, claim_weights, parties, self._origin_by_index)
        alike = Likeness.of(cluster, views, weights)
        claims = find_claims(cluster, views, claim_weights, lineages)
        groups = find_groups(cluster, views, weights, space, alike, model, claims)
        self._stories.put(_InStory(story, groups, parties, self._quoted_before(lineages)))
        return story, lineages, groups

    @cached_property
    def _origin_by_index(self) -> dict[int, int]:
        return {self._index_of[copy]: self._index_of[origin] for copy, origin in self._origin_of.items()}

    def _copied(self, copy: int) -> Copied | None:
        """Return the origin of a reprint, and the sentences that came with it; None for a report that is none."""
        origin = self._origin_by_index.get(copy)
        if origin is None:
            return None
        source, view = self.views[origin], self.views[copy]
        theirs = [frozenset(tokens(sentence.cut(source.text))) for sentence in source.sentences]
        own = [s for s in view.sentences if _stands_in(frozenset(tokens(s.cut(view.text))), theirs)]
        return origin, frozenset(own)

    def _quoted_before(self, lineages: Sequence[QuoteLineage]) -> dict[tuple[int, str], int]:
        """Return for each statement whose quoted words an earlier report of another outlet has, that report's index."""
        found = {}
        for lineage in lineages:
            shown = [(self._index_of[v.report], v) for v in lineage.variants if v.change in _QUOTED]
            first = min((index for index, _ in shown), default=0)
            for index, variant in shown:
                apart = self._outlines.outlets[index] != self._outlines.outlets[first]
                if (
                    index != first
                    and apart
                    and variant.statement is not None
                    and variant.change != "verbatim"
                ):
                    found[index, variant.statement] = first
        return found

    def _told(self, briefs: Sequence[InBrief], joined: Mapping[int, Sequence[int]]) -> Iterator[Item]:
        """Yield the happenings of each story, what it looks back to in others joined, with sources and contradictions."""
        numbers: list[list[int]] = [[] for _ in range(len(self._stories))]
        for n, brief in enumerate(briefs):
            numbers[brief.story].append(n)
        gone = {n for taken in joined.values() for n in taken}
        elsewhere = lru_cache(_STORIES_AT_HAND)(self._stories.take)
        for number, own in enumerate(numbers):
            known = self._stories.take(number)
            for n, group in zip(own, known.groups, strict=True):
                for other in joined.get(n, ()):
                    story = briefs[other].story
                    there = elsewhere(story).groups[other - numbers[story][0]]
                    group.take(there, "looked back to in another story")
            groups = [group for n, group in zip(own, known.groups, strict=True) if n not in gone]
            yield from self._told_in(known, groups)
        for disputes in self._disputes:
            yield from disputes.happenings
        for disputes in self._disputes:
            yield from disputes.contradictions

    def _told_in(self, known: _InStory, groups: Sequence[Group]) -> Iterator[Item]:
        cluster = [self._index_of[key] for key in known.story.reports]
        self.views.make_room(len(cluster))
        outlets = list(dict.fromkeys(o for index in cluster if (o := self._outlines.outlets[index])))
        sources = Sources(
            self.views, known.parties, self._origin_of, known.quoted_before, self._index_of, outlets
        )
        main = max((g for g in groups if is_harm(g)), key=lambda g: len(g.reports), default=None)
        copied = cache(self._copied)
        told: list[Happening] = []
        for group in groups:
            accounts = accounts_of(group, self.views, known.parties, copied)
            if not accounts:
                continue
            happening = _happening(known.story, group, self.views, accounts)
            told.append(happening)
            yield happening
            saying = happening.type in _SAYING and not is_harm(group)
            yield count_sources(happening.id, accounts, sources, saying=saying)
            originals = [account for account in accounts if account.report not in self._origin_of]
            counts = Counts(toll=is_harm(group), crowd=is_demonstration(group))
            if group is main:
                own = [index for index in cluster if self.keys[index] not in self._origin_of]
                originals += accounts_aboard(own, self.views, known.parties)
            yield from find_contradictions(happening.id, originals, self._by_key, counts)
        self._disputes.append(
            find_disputes(known.story.id, cluster, self.views, known.parties, told, self._origin_of)
        )


@dataclass(frozen=True, slots=True)
class _InStory:
    """What was found in a story, laid aside until all stories have been gone through.

    Attributes:
        story: the story.
        groups: its happenings.
        parties: who speaks in it.
        quoted_before: for each report the statements whose words an earlier report has too, with that report's index.
    """

    story: Story
    groups: list[Group]
    parties: Parties
    quoted_before: dict[tuple[int, str], int]


def _without(groups: Iterable[ReprintGroup], no_reprints: Collection[str]) -> list[ReprintGroup]:
    """Return groups of reprints without the reports that people say are none."""
    kept = []
    for group in groups:
        members = tuple(member for member in group.members if member.report not in no_reprints)
        if members:
            kept.append(ReprintGroup(group.origin, members))
    return kept


def _stands_in(own: frozenset[str], theirs: Sequence[frozenset[str]]) -> bool:
    return any(
        own and other and len(own & other) >= _SAME_SENTENCE * min(len(own), len(other)) for other in theirs
    )


def _happening(story: Story, group: Group, members: Sequence[View], accounts: Sequence[Account]) -> Happening:
    tellings = group.tellings
    types = Counter(telling.type for telling in tellings if telling.type)
    places = Counter(place for telling in tellings for place in sorted(telling.places))
    place = max(places, key=lambda each: (places[each], -each)) if places else None
    name = _place_name(group, members, place) if place is not None else None
    first = accounts[0]
    told = f"{first.report}-{first.sentence.start}-{min(t.anchor.start for t in tellings)}"
    return Happening(
        id="H" + hashlib.sha256(told.encode()).hexdigest()[:10],
        story=story.id,
        type=types.most_common(1)[0][0] if types else None,
        title=_title(group, members),
        day=group.days,
        place=place,
        place_name=name,
        accounts=tuple(accounts),
        because="; ".join(dict.fromkeys(group.because)),
    )


def _place_name(group: Group, members: Sequence[View], geonames: int) -> str | None:
    """Return what the first report that names a place calls it."""
    for index in group.reports:
        for place in members[index].record.places:
            if place.geonames == geonames:
                return place.name or place.span.cut(members[index].text)
    return None


def _title(group: Group, members: Sequence[View]) -> str:
    """Return who did what to whom, in the words of the report that says most of it in few of them."""
    titles = [(telling, _said(telling, members[telling.report])) for telling in group.tellings]
    told = Counter(telling.lemma for telling in group.tellings if telling.event is not None)
    best, said = max(
        titles,
        key=lambda each: (
            len(each[1]) <= _TITLE,
            bool(each[0].actors) + bool(each[0].recipients) > 0,
            told[each[0].lemma],
            bool(each[0].actors) + bool(each[0].recipients),
            each[0].type is not None,
            -each[0].report,
            -each[0].anchor.start,
        ),
    )
    return shorten(" ".join(said.split()), _TITLE, placeholder=" ...") or best.lemma


def _said(telling: Telling, view: View) -> str:
    """Return the words from the first to the last of what happened and who takes part in it, of one sentence."""
    event = next((event for event in view.record.events if event.id == telling.event), None)
    if event is None:
        return (telling.sentence if telling.type else telling.anchor).cut(view.text)
    parts = [p.span for p in (*event.actors, *event.recipients) if telling.sentence.holds(p.span)]
    parts.append(telling.anchor)
    return Span(min(part.start for part in parts), max(part.end for part in parts)).cut(view.text)
