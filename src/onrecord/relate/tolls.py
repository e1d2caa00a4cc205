"""What happenings leave behind: dead and injured joined to what killed or hurt them, crowds to their demonstration."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from onrecord.lexicons import load_table
from onrecord.model import Span
from onrecord.relate.figures import FURTHER, figures_in
from onrecord.relate.groups import FAR_DAYS, Group, days_between
from onrecord.relate.tellings import is_lead, spots_of, telling_at
from onrecord.relate.views import View, far_apart
from onrecord.relate.word_space import WordSpace
from onrecord.relate.words import Weights

_ACCIDENTS = frozenset(
    """
    accident attack avalanche blast blaze bombing capsize clash collapse collide collision crash derail
    derailment disaster earthquake eruption explode explosion fire flood flooding hit hurricane landslide
    mudslide overturn plough quake ram raid run shelling shipwreck shooting sink sinking stampede storm strike
    struck tornado tsunami typhoon wreck
    """.split()  # noqa: SIM905
)
"""What kills: happenings that a toll is of, beside all that PLOVER calls ASSAULT."""

_TOLL_VERBS = frozenset(
    {"rise", "recover", "find", "lose", "claim", "climb", "reach", "stand", "count", "pull", "bring"}
)
"""Verbs that tell of a toll where their sentence counts dead or injured."""

_NEAR_MEANING = 0.45
"""Nearness of two words from which two harms of one story may be one ("collide", "crash")."""

_TOLLS = ("dead", "injured", "missing", "in hospital")


@dataclass(frozen=True, slots=True)
class _TollWord:
    """A row of the table of words that tell what a figure of people counts."""

    word: str
    what: str


@cache
def toll_words() -> frozenset[str]:
    """Return the words that tell of dead and injured, and not of what killed or hurt them."""
    rows = load_table("quantity_words.tsv", _TollWord)
    return frozenset(row.word for row in rows if row.what in ("dead", "injured")) | {
        "toll",
        "casualty",
        "fatality",
    }


def is_harm(group: Group) -> bool:
    """Tell whether a group is something that kills or hurts, which has a toll."""
    return _is_harm(group) or any("dead and injured" in reason for reason in group.because)


def is_demonstration(group: Group) -> bool:
    """Tell whether a group is a demonstration, which has a crowd."""
    return 2 * sum(telling.type == "PROTEST" for telling in group.tellings) > sum(
        t.event is not None for t in group.tellings
    )


def is_toll(group: Group) -> bool:
    """Tell whether a group tells of dead and injured, and not of what killed or hurt them."""
    counted = sum(telling.lemma in toll_words() or telling.lemma in _TOLL_VERBS for telling in group.tellings)
    return 2 * counted > len(group.tellings)


def _is_harm(group: Group) -> bool:
    """Tell whether a group is something that kills or hurts."""
    hurting = sum(telling.type == "ASSAULT" or telling.lemma in _ACCIDENTS for telling in group.tellings)
    return 2 * hurting > len(group.tellings) and not is_toll(group)


def with_one_harm(
    groups: list[Group], weights: Weights, space: WordSpace, views: Sequence[View]
) -> list[Group]:
    """Return the groups with the harms of a story joined that are told in other words: "collide", "the crash", "was hit".

    They must be near in meaning, share who takes part, open reports of the story in one place, or be spoken of as
    known ("the massacre"); and their days must not exclude each other.
    """
    harms = sorted(
        (g for g in groups if _is_harm(g)), key=lambda g: (-len(g.reports), -len(g.tellings), g.first)
    )
    kept: list[Group] = []
    for group in harms:
        like = next((main for main in kept if _one_harm(main, group, weights, space, views)), None)
        if like is None:
            kept.append(group)
        else:
            like.take(group, f"told as {', '.join(repr(lemma) for lemma in sorted(group.lemmas))} too")
    chosen = {id(group) for group in kept}
    return [group for group in groups if id(group) in chosen or not _is_harm_of(group, harms)]


def _is_harm_of(group: Group, harms: list[Group]) -> bool:
    return any(group is harm for harm in harms)


def _one_harm(main: Group, other: Group, weights: Weights, space: WordSpace, views: Sequence[View]) -> bool:
    if days_between(main.days, other.days) > FAR_DAYS:
        return False
    if far_apart(spots_of(main.tellings, views), spots_of(other.tellings, views)):
        return False
    near = max(float(space.vector(a) @ space.vector(b)) for a in main.lemmas for b in other.lemmas)
    stem = any(a[:5] == b[:5] for a in main.lemmas for b in other.lemmas if min(len(a), len(b)) >= 5)
    if stem or near >= _NEAR_MEANING:
        return True
    mine = Counter(word for telling in main.tellings for word in telling.parties)
    theirs = {word for telling in other.tellings for word in telling.parties}
    shared = sum(weights.of_word(word) for word in theirs if word in mine)
    if theirs and shared >= 0.5 * sum(weights.of_word(word) for word in theirs):
        return True
    return not _elsewhere(main, other) and (_opens(other, views) or _refers_back(other, views))


def _elsewhere(one: Group, other: Group) -> bool:
    """Tell whether two happenings are told to have taken place in other places."""
    mine = {place for telling in one.tellings for place in telling.places}
    theirs = {place for telling in other.tellings for place in telling.places}
    return bool(mine and theirs and not mine & theirs)


def _opens(group: Group, views: Sequence[View]) -> bool:
    """Tell whether some report opens with a happening: all that opens the reports of a story with harm is one harm."""
    return any(is_lead(views[telling.report], telling.sentence) for telling in group.tellings)


_BACK = re.compile(r"\b(?:the|this|that|these|those)\s+(?:[\w'’-]+\s+)?$", re.IGNORECASE)


def _refers_back(group: Group, views: Sequence[View]) -> bool:
    """Tell whether a happening is only ever spoken of as one that is known ("the massacre")."""
    return all(
        _BACK.search(views[t.report].text[max(t.sentence.start, t.anchor.start - 24) : t.anchor.start])
        is not None
        for t in group.tellings
    )


def with_tolls(groups: list[Group], cluster: Sequence[int], views: Sequence[View]) -> list[Group]:
    """Return the groups with the dead and injured joined to what killed or hurt them.

    A toll is of the harm that is told in most of the same sentences, else of that which most reports of the story tell
    of; so is a sentence that counts dead or injured without telling of anything.
    """
    harms = [group for group in groups if _is_harm(group)]
    if not harms:
        return groups
    main = max(harms, key=lambda g: (len(g.reports), len(g.tellings), [-n for n in g.first]))
    kept = []
    tolls = {
        id(group) for group in groups if is_toll(group)
    }  # before any harm takes one and looks like one itself
    for group in groups:
        if id(group) not in tolls:
            kept.append(group)
            continue
        sentences = set(group.by_sentence())
        by_shared = Counter({n: len(sentences & set(harm.by_sentence())) for n, harm in enumerate(harms)})
        n, shared = max(by_shared.items(), key=lambda item: (item[1], harms[item[0]] is main))
        chosen = harms[n] if shared else main
        if days_between(chosen.days, group.days) > FAR_DAYS or not (shared or _counts(group, views)):
            kept.append(group)
            continue
        chosen.take(group, "its dead and injured")
    _add_counts(main, harms, cluster, views)
    _add_witnesses(main, cluster, views)
    return kept


_WITNESS = re.compile(
    r"\b(?:eye)?witness(?:es)?\b|\bsurvivors?\b|\bpassengers?\b|\bbystanders?\b|\bneighbou?rs?\b",
    re.IGNORECASE,
)


def _add_witnesses(main: Group, cluster: Sequence[int], views: Sequence[View]) -> None:
    """Add what eyewitnesses say in their own words: who is called a survivor in one report is one in all of them."""
    names = {
        entity.name.split()[-1].casefold()
        for index in cluster
        for entity in views[index].record.entities
        if entity.type == "PERSON"
        and _has_name(entity.name)
        and _WITNESS.search(f"{entity.name} {' '.join(entity.roles)}")
    }
    told = set(main.by_sentence())
    found = []
    for index in cluster:
        view = views[index]
        for statement in view.record.statements:
            entity = (
                view.entities.get(statement.source.entity)
                if statement.source and statement.source.entity
                else None
            )
            if (
                entity is None
                or statement.kind == "indirect"
                or entity.name.split()[-1].casefold() not in names
            ):
                continue
            telling = telling_at(index, view, Span(statement.content[0].start, statement.content[-1].end))
            if (index, telling.sentence) not in told:
                found.append(replace(telling, event=None))
    if found:
        main.take(Group(found), "words of eyewitnesses")


def _has_name(text: str) -> bool:
    words = text.split()
    return len(words) >= 2 and words[-1][:1].isupper()


def _counts(group: Group, views: Sequence[View]) -> bool:
    """Tell whether some sentence of a group counts dead or injured."""
    return any(
        figure.figure.what.removeprefix(FURTHER) in _TOLLS
        for (report, sentence) in group.by_sentence()
        for figure in figures_in(sentence.cut(views[report].text))
    )


def _add_counts(main: Group, harms: list[Group], cluster: Sequence[int], views: Sequence[View]) -> None:
    told = {place for harm in harms for place in harm.by_sentence()}
    found = []
    for index in cluster:
        view = views[index]
        for sentence in view.sentences:
            if (index, sentence) in told:
                continue
            for counted in figures_in(sentence.cut(view.text)):
                if counted.figure.what in _TOLLS and counted.figure.low is not None:
                    at = Span(sentence.start + counted.span.start, sentence.start + counted.span.end)
                    found.append(telling_at(index, view, at))
                    break
    if found:
        main.take(Group(found), "sentences that count its dead and injured")


_COUNTING = re.compile(
    r"\b(?:count(?:ed|s)?|estimat(?:ed?|es|ing)|put|said|spoke of|according to)\b", re.IGNORECASE
)
_SOON = 6
"""Sentences after a demonstration is told of in which another count of people is taken for its crowd."""


def add_crowds(groups: list[Group], views: Sequence[View]) -> None:
    """Add to each demonstration the sentences of its reports that count people anew: "the police counted 80"."""
    for group in groups:
        if 2 * sum(telling.type == "PROTEST" for telling in group.tellings) <= len(group.tellings):
            continue
        for report in group.reports:
            view = views[report]
            told = [
                view.sentences.index(t.sentence)
                for t in group.tellings
                if t.report == report and t.sentence in view.sentences
            ]
            for n in range(
                min(told, default=0) + 1, min(min(told, default=0) + 1 + _SOON, len(view.sentences))
            ):
                sentence = view.sentences[n]
                text = sentence.cut(view.text)
                counted = [each for each in figures_in(text) if each.figure.what in ("people", "crowd")]
                if n not in told and counted and _COUNTING.search(text):
                    at = Span(sentence.start + counted[0].span.start, sentence.start + counted[0].span.end)
                    group.take(Group([telling_at(report, view, at)]), "another count of its crowd")
