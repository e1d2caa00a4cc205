"""Disputes of deed: one voice says that a party does not do what another tells that it did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from onrecord.model import ClaimedValue
from onrecord.relate.deeds import Deed, find_deeds
from onrecord.relate.parties import Parties
from onrecord.relate.sides import Dispute, passage
from onrecord.relate.views import View
from onrecord.relate.voices import same_side
from onrecord.relate.words import claim_words, tokens

_OLD_DAYS = 365
"""Days before its report from which what was done is no answer to what is said not to be done."""


def find_disputed_deeds(cluster: Sequence[int], views: Sequence[View], parties: Parties) -> list[Dispute]:
    """Return the disputes of deed between the voices of a story.

    Args:
        cluster: indices of its reports, copies left out.
        views: all reports.
        parties: who speaks and acts in them.
    """
    deeds = [deed for index in cluster for deed in find_deeds(index, views[index], parties)]
    done: dict[str, list[Deed]] = defaultdict(list)
    for deed in deeds:
        if deed.done:
            done[deed.verb].append(deed)
    found: dict[tuple[int, int], Dispute] = {}
    for denied in deeds:
        if denied.done or (denied.report, denied.sentence.start) in found:
            continue
        answers = [deed for deed in done[denied.verb] if _answers(deed, denied, views, parties)]
        if answers:
            found[denied.report, denied.sentence.start] = _dispute(denied, answers, views)
    return list(found.values())


def _answers(done: Deed, denied: Deed, views: Sequence[View], parties: Parties) -> bool:
    """Tell whether a deed that one voice tells of is what another says is not done, by the same party and in its time."""
    if done.verb != denied.verb or done.later or not _same_doer(done, denied, views, parties):
        return False
    if same_side(done.voice, denied.voice, parties) or _is_own(denied, views, parties):
        return False
    shared = done.objects & denied.objects
    if not (shared or (denied.people and done.verb[0] != "~")):
        return False
    return _in_time(done, denied, views)


def _same_doer(done: Deed, denied: Deed, views: Sequence[View], parties: Parties) -> bool:
    """Tell whether who did it is who is said not to, or a part of it: its force, its committee."""
    if done.party is not None and done.party == denied.party:
        return True
    doer, whole = views[done.report].entities[done.doer], views[denied.report].entities[denied.doer]
    if whole.type in ("GPE", "NORP"):
        return (
            whole.country is not None
            and whole.country == doer.country
            and doer.sector in _OF_STATE
            and doer.type == "ORG"
        )
    if done.party is not None and denied.party is not None:
        return parties.parties[done.party].body == denied.party
    return False


_OF_STATE = frozenset({"MIL", "GOV", "COP", "SPY"})


def _is_own(denied: Deed, views: Sequence[View], parties: Parties) -> bool:
    """Tell whether a party says of itself that it does not do it: that is a denial, not a dispute."""
    if denied.voice.outlet or denied.voice.party is None or denied.party is None:
        return False
    speaker = parties.parties[denied.voice.party]
    if denied.voice.kinds and not denied.voice.kinds & frozenset(
        parties.parties[denied.party].name.casefold().split()
    ):
        return False
    return denied.party in (speaker.number, parties.root(speaker).number)


def _in_time(done: Deed, denied: Deed, views: Sequence[View]) -> bool:
    """Tell whether a deed was done in the time of which another voice says that it was not."""
    if denied.standing:
        return True
    if done.days is not None and denied.days is not None:
        return done.days[0] <= denied.days[1] and denied.days[0] <= done.days[1]
    if done.days is not None:
        published = views[done.report].day
        if published is None or (published - date.fromisoformat(done.days[1])).days > _OLD_DAYS:
            return False
        if denied.said is not None and done.days[1] > denied.said[1]:
            return False
    return done.report == denied.report or views[done.report].order <= views[denied.report].order


def _dispute(denied: Deed, answers: Sequence[Deed], views: Sequence[View]) -> Dispute:
    no = ClaimedValue(
        denied.span.cut(views[denied.report].text),
        (denied.voice.name,),
        ((views[denied.report].key, denied.sentence),),
    )
    first = answers[0]
    yes = ClaimedValue(
        first.span.cut(views[first.report].text),
        tuple(dict.fromkeys(deed.voice.name for deed in answers)),
        tuple(dict.fromkeys((views[deed.report].key, deed.sentence) for deed in answers)),
    )
    values = sorted(
        ((views[denied.report].order, denied.span, no), (views[first.report].order, first.span, yes)),
        key=lambda each: each[:2],
    )
    shared = [
        word for word in tokens(first.span.cut(views[first.report].text))
        if claim_words(word, views[first.report].spelt) & denied.objects & first.objects
    ]  # fmt: skip
    what = {"pretend": "only pretends", "fail": "fails", "nothing": "does nothing", "never": "never did"}.get(
        denied.how, "did not"
    )
    named = ", ".join(dict.fromkeys(([] if first.verb.startswith("~") else [first.verb]) + shared))
    because = f"{denied.voice.name} says that the party {what}; {first.voice.name} tells of that deed by it or a part of it"
    because += f" ({named})" if named else ""
    main = tuple(passage(views[deed.report], deed.sentence, deed.voice) for deed in (*answers, denied))
    return Dispute("deed", tuple(value for _, _, value in values), main, because)
