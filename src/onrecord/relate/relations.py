"""All that holds between a set of reports, found in one go."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from textwrap import shorten

from onrecord.model import (
    Account,
    Contradiction,
    Decisions,
    FiledRecord,
    Happening,
    Independence,
    QuoteLineage,
    Relations,
    ReprintGroup,
    Span,
    Story,
)
from onrecord.relate.accounts import accounts_aboard, accounts_of
from onrecord.relate.claims import find_claims
from onrecord.relate.contradictions import Counts, find_contradictions
from onrecord.relate.decided import DecidedNames, decide_stories
from onrecord.relate.disputes import add_disputes
from onrecord.relate.entities import find_shared
from onrecord.relate.groups import Group
from onrecord.relate.happenings import find_groups, join_across
from onrecord.relate.independence import Sources, count_sources
from onrecord.relate.leads import join_by_leads
from onrecord.relate.links import LinkModel, load_links
from onrecord.relate.parties import find_parties
from onrecord.relate.quotes import find_lineages
from onrecord.relate.reprints import find_reprints
from onrecord.relate.stories import Likeness, find_stories, story_of
from onrecord.relate.tellings import Telling
from onrecord.relate.tolls import is_demonstration, is_harm
from onrecord.relate.views import View, views_of
from onrecord.relate.word_space import WordSpace
from onrecord.relate.words import Weights, tokens

_SAYING = frozenset({"ACCUSE", "THREATEN", "REQUEST", "AGREE", "REJECT", "CONSULT"})
"""Types of what is done by speaking in public."""

_NOTHING_DECIDED = Decisions()
_TITLE = 90
"""Characters that the title of a happening may have."""

_SAME_SENTENCE = 0.7
"""Share of the shorter of two sentences' words from which they are one sentence."""

_QUOTED = ("verbatim", "shortened", "altered")


def relate(
    filed: Iterable[FiledRecord],
    *,
    decisions: Decisions = _NOTHING_DECIDED,
    space: WordSpace | None = None,
    model: LinkModel | None = None,
) -> Relations:
    """Return what holds between reports: the same for any order in which they come.

    Args:
        filed: the records with their keys; a key that comes twice counts once.
        decisions: what people decided, which goes before what is found.
        space: how near words are in meaning; None for the weights that are installed.
        model: how likely tellings are of one happening; None for the one that ships.

    Raises:
        WeightsError: the word vectors are missing.
        ResourceError: a data table is missing or damaged.
    """
    views = views_of(filed)
    if not views:
        return Relations((), (), (), (), (), (), ())
    space, model = space or WordSpace.load(), model or load_links()
    weights = Weights.of(view.words for view in views)
    found = _Found(views, weights, _without(find_reprints(views), decisions.no_reprints), decisions)
    clusters = join_by_leads(find_stories(views, weights), views, weights, space, model)
    for cluster in decide_stories(clusters, found.index_of, decisions):
        found.add_story(cluster, space, model)
    return found.relations(space)


def _without(groups: Iterable[ReprintGroup], no_reprints: Sequence[str]) -> list[ReprintGroup]:
    """Return groups of reprints without the reports that people say are none."""
    kept = []
    for group in groups:
        members = tuple(member for member in group.members if member.report not in no_reprints)
        if members:
            kept.append(ReprintGroup(group.origin, members))
    return kept


class _Found:
    """What has been found so far, story by story."""

    def __init__(
        self, views: Sequence[View], weights: Weights, reprints: list[ReprintGroup], decisions: Decisions
    ) -> None:
        self.views, self.weights, self.reprints = views, weights, reprints
        self.claim_weights = Weights.of(view.claim_words for view in views)
        self.index_of = {view.key: index for index, view in enumerate(views)}
        self.origin_of = {member.report: group.origin for group in reprints for member in group.members}
        self.by_key = {view.key: view for view in views}
        self.stories: list[Story] = []
        self.groups: list[tuple[int, Group]] = []
        self.sources: list[Sources] = []
        self.copied = self._copied()
        self.decided = DecidedNames(decisions, views, self.index_of)
        self.quotes: list[QuoteLineage] = []

    def add_story(self, cluster: Sequence[int], space: WordSpace, model: LinkModel) -> None:
        """Find what the reports of one story hold."""
        first = self.views[cluster[0]].key
        self.stories.append(story_of(cluster, self.views, self.weights, {first: f"T{first[:10]}"}))
        parties = find_parties(cluster, self.views, self.decided)
        origins = {copy: origin for copy, (origin, _) in self.copied.items()}
        lineages = find_lineages(cluster, self.views, self.claim_weights, parties, origins)
        self.quotes += lineages
        outlets = list(dict.fromkeys(o for index in cluster if (o := self.views[index].outlet)))
        before = self._quoted_before(lineages)
        self.sources.append(Sources(self.views, parties, self.origin_of, before, self.index_of, outlets))
        alike = Likeness.of(cluster, self.views, self.weights)
        claims = find_claims(cluster, self.views, self.claim_weights, lineages)
        groups = find_groups(cluster, self.views, self.weights, space, alike, model, claims)
        self.groups += [(len(self.stories) - 1, group) for group in groups]

    def _copied(self) -> dict[int, tuple[int, frozenset[Span]]]:
        """Return the origin of each reprint, and the sentences that came with it."""
        found = {}
        for copy, origin in self.origin_of.items():
            source, view = self.by_key[origin], self.by_key[copy]
            theirs = [frozenset(tokens(sentence.cut(source.text))) for sentence in source.sentences]
            own = [s for s in view.sentences if _stands_in(frozenset(tokens(s.cut(view.text))), theirs)]
            found[self.index_of[copy]] = (self.index_of[origin], frozenset(own))
        return found

    def _quoted_before(self, lineages: Sequence[QuoteLineage]) -> dict[tuple[int, str], int]:
        """Return for each statement whose quoted words an earlier report of another outlet has, that report's index."""
        found = {}
        for lineage in lineages:
            shown = [(self.index_of[v.report], v) for v in lineage.variants if v.change in _QUOTED]
            first = min((index for index, _ in shown), default=0)
            for index, variant in shown:
                apart = self.views[index].outlet != self.views[first].outlet
                if (
                    index != first
                    and apart
                    and variant.statement is not None
                    and variant.change != "verbatim"
                ):
                    found[index, variant.statement] = first
        return found

    def relations(self, space: WordSpace) -> Relations:
        """Return all that was found, what one story looks back to joined with the news of it in another."""
        happenings: list[Happening] = []
        independence: list[Independence] = []
        contradictions: list[Contradiction] = []
        groups = join_across(self.groups, space)
        main_of: dict[int, Group] = {}
        for number, group in groups:
            if is_harm(group) and len(group.reports) > len(
                main_of[number].reports if number in main_of else ()
            ):
                main_of[number] = group
        for number, group in groups:
            known = self.sources[number]
            accounts = accounts_of(group, self.views, known.parties, self.copied)
            if not accounts:
                continue
            happening = _happening(self.stories[number], group, self.views, accounts)
            happenings.append(happening)
            saying = happening.type in _SAYING and not is_harm(group)
            independence.append(count_sources(happening.id, accounts, known, saying=saying))
            originals = [account for account in accounts if account.report not in self.origin_of]
            counts = Counts(toll=is_harm(group), crowd=is_demonstration(group))
            if group is main_of.get(number):
                cluster = [
                    self.index_of[key] for key in self.stories[number].reports if key not in self.origin_of
                ]
                originals += accounts_aboard(cluster, self.views, known.parties)
            contradictions += find_contradictions(happening.id, originals, self.by_key, counts)
        add_disputes(self.stories, self.sources, happenings, contradictions)
        return Relations(
            tuple(view.key for view in self.views),
            tuple(self.reprints),
            tuple(self.stories),
            tuple(happenings),
            tuple(independence),
            tuple(contradictions),
            tuple(self.quotes),
            tuple(find_shared(self.views, self.decided)),
        )


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
