"""What holds within a story: its happenings with accounts, sources and contradictions, and its quotations.

A story is looked through twice: once to find its happenings, and once to tell of them, when it is known which of those
of other stories they are one with. Nothing is shared between two stories meanwhile, so that several processes can go
through them at once.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from textwrap import shorten
from typing import Any

from onrecord.model import (
    Account,
    Contradiction,
    Happening,
    Independence,
    QuoteLineage,
    Record,
    Span,
    Story,
)
from onrecord.relate.accounts import Copied, accounts_aboard, accounts_of
from onrecord.relate.claims import find_claims
from onrecord.relate.contradictions import Counts, find_contradictions
from onrecord.relate.decided import DecidedNames
from onrecord.relate.disputes import Disputes, find_disputes
from onrecord.relate.groups import Group
from onrecord.relate.happenings import find_groups
from onrecord.relate.independence import Sources, count_sources
from onrecord.relate.links import LinkModel, load_links
from onrecord.relate.opened import OpenedViews, RecordsByKey, ViewsByKey
from onrecord.relate.outlines import Outlines
from onrecord.relate.parties import Parties, find_parties
from onrecord.relate.quotes import find_lineages
from onrecord.relate.stories import Likeness, story_of
from onrecord.relate.tellings import Telling
from onrecord.relate.tolls import is_demonstration, is_harm
from onrecord.relate.views import View
from onrecord.relate.word_space import WordSpace
from onrecord.relate.words import tokens

_SAYING = frozenset({"ACCUSE", "THREATEN", "REQUEST", "AGREE", "REJECT", "CONSULT"})
"""Types of what is done by speaking in public."""

_TITLE = 90
"""Characters that the title of a happening may have."""

_SAME_SENTENCE = 0.7
"""Share of the shorter of two sentences' words from which they are one sentence."""

_QUOTED = ("verbatim", "shortened", "altered")

Told = Happening | Independence | Contradiction
"""What is told of a happening."""


@dataclass(frozen=True, slots=True)
class InStory:
    """What was found in a story, to be laid aside until all stories have been gone through.

    Attributes:
        story: the story.
        lineages: the quotations that travelled in it.
        groups: its happenings.
        parties: who speaks in it.
        quoted_before: for each report the statements whose words an earlier report has too, with that report's index.
    """

    story: Story
    lineages: list[QuoteLineage]
    groups: list[Group]
    parties: Parties
    quoted_before: dict[tuple[int, str], int]


@dataclass(frozen=True, slots=True)
class ToldStory:
    """What is told of a story: of each happening in turn, and disputes with happenings of their own."""

    told: tuple[Told, ...]
    disputes: Disputes


class Within:
    """Finds what holds within stories. A copy made by pickling opens the reports for itself.

    Attributes:
        outlines: all reports.
        views: the same, each opened when it is asked for.
        index_of: index of each report by its key.
        records: their records by key.

    Args:
        outlines: all reports.
        decided: which names people joined, and which they parted.
        origin_of: the origin of each copy, by keys.
        space: how near words are in meaning; None for the weights that are installed.
        model: how likely tellings are of one happening; None for the one that ships.
    """

    def __init__(
        self,
        outlines: Outlines,
        decided: DecidedNames,
        origin_of: Mapping[str, str],
        space: WordSpace | None = None,
        model: LinkModel | None = None,
    ) -> None:
        self.outlines, self._decided = outlines, decided
        self._origin_of = origin_of
        self._given = space, model
        self.views = OpenedViews(outlines)
        self.index_of = {key: index for index, key in enumerate(outlines.keys)}
        self._by_key = ViewsByKey(self.views, self.index_of)
        self.records: Mapping[str, Record] = RecordsByKey(self._by_key)

    def __reduce__(self) -> tuple[Any, ...]:
        return Within, (self.outlines, self._decided, self._origin_of, *self._given)

    @cached_property
    def space(self) -> WordSpace:
        """How near words are in meaning."""
        return self._given[0] or WordSpace.load()

    @cached_property
    def model(self) -> LinkModel:
        """How likely tellings are of one happening."""
        return self._given[1] or load_links()

    def find(self, cluster: Sequence[int]) -> InStory:
        """Return what the reports of one story hold.

        Args:
            cluster: indices of its reports.
        """
        views, weights, claim_weights = self.views, self.outlines.weights, self.outlines.claim_weights
        views.make_room(len(cluster))
        first = self.outlines.keys[cluster[0]]
        story = story_of(cluster, views, weights, {first: f"T{first[:10]}"})
        parties = find_parties(cluster, views, self._decided)
        lineages = find_lineages(cluster, views, claim_weights, parties, self._origin_by_index)
        alike = Likeness.of(cluster, views, weights)
        claims = find_claims(cluster, views, claim_weights, lineages)
        groups = find_groups(cluster, views, weights, self.space, alike, self.model, claims)
        return InStory(story, list(lineages), groups, parties, self._quoted_before(lineages))

    def tell(self, known: InStory, groups: Sequence[Group]) -> ToldStory:
        """Return what is told of a story.

        Args:
            known: what was found in it.
            groups: its happenings, those of other stories taken in, and without those that others took in.
        """
        disputes: list[Disputes] = []
        told = tuple(self._told_in(known, groups, disputes))
        return ToldStory(told, disputes[0])

    def _told_in(self, known: InStory, groups: Sequence[Group], disputes: list[Disputes]) -> Iterator[Told]:
        cluster = [self.index_of[key] for key in known.story.reports]
        self.views.make_room(len(cluster))
        outlets = list(dict.fromkeys(o for index in cluster if (o := self.outlines.outlets[index])))
        sources = Sources(
            self.views, known.parties, self._origin_of, known.quoted_before, self.index_of, outlets
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
                own = [index for index in cluster if self.outlines.keys[index] not in self._origin_of]
                originals += accounts_aboard(own, self.views, known.parties)
            yield from find_contradictions(happening.id, originals, self._by_key, counts)
        disputes.append(
            find_disputes(known.story.id, cluster, self.views, known.parties, told, self._origin_of)
        )

    @cached_property
    def _origin_by_index(self) -> dict[int, int]:
        return {self.index_of[copy]: self.index_of[origin] for copy, origin in self._origin_of.items()}

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
            shown = [(self.index_of[v.report], v) for v in lineage.variants if v.change in _QUOTED]
            first = min((index for index, _ in shown), default=0)
            for index, variant in shown:
                apart = self.outlines.outlets[index] != self.outlines.outlets[first]
                if (
                    index != first
                    and apart
                    and variant.statement is not None
                    and variant.change != "verbatim"
                ):
                    found[index, variant.statement] = first
        return found


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
