"""Disputes of naming: two voices call one party by words that take opposite sides."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.model import ClaimedValue, Event, Happening, Span
from onrecord.relate.clusters import components
from onrecord.relate.namings import Naming, find_namings
from onrecord.relate.parties import Parties
from onrecord.relate.sides import Dispute, listed, passage
from onrecord.relate.views import View
from onrecord.relate.voices import same_side

_LEAST_WEIGHT = 3
"""Weight of two words of opposite sides, together, from which they disagree by themselves; a mark of distance counts one.

Set on `tests/relate/cases/disputes.toml`.
"""

_BY_PLACE = frozenset({"armed", "prison", "land", "troops"})
"""Questions on which those in one town are one party; who was hurt or who marches there may be several."""

_POINTED_AT = frozenset({"land", "crowd", "armed", "prison", "troops", "border", "work"})
"""Questions on which "these thugs" may point at whom another voice names; who was hurt has too many others."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A naming with its roles: ids of happenings, and whether the party is actor or recipient there."""

    naming: Naming
    roles: frozenset[tuple[str, str]]


def find_disputed_names(
    cluster: Sequence[int], views: Sequence[View], parties: Parties, happenings: Sequence[Happening]
) -> list[Dispute]:
    """Return the disputes of naming between the voices of a story.

    Args:
        cluster: indices of its reports, copies left out.
        views: all reports.
        parties: who speaks and acts in them.
        happenings: the happenings of the story.
    """
    namings = [naming for index in cluster for naming in find_namings(index, views[index], parties)]
    placed = _placed(namings, views, happenings)
    pairs: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for question in sorted({own for naming in namings for own, _, _ in naming.sides}):
        by_side: dict[str, list[int]] = {"for": [], "against": []}
        for n, naming in enumerate(namings):
            side = _side(naming, question)
            if side is not None:
                by_side[side].append(n)
        for m in by_side["for"]:
            for n in by_side["against"]:
                reason = _opposed(question, placed[m], placed[n], placed, parties, views)
                if reason is not None:
                    pairs[question].append((min(m, n), max(m, n), reason))
    found: list[Dispute] = []
    known: list[frozenset[int]] = []
    for question, own in sorted(pairs.items(), key=lambda each: (-len(each[1]), each[0])):
        for group in components(len(namings), sorted({(m, n) for m, n, _ in own})):
            places = frozenset(group)
            # A word that answers several questions makes one dispute, not several.
            if len(group) == 1 or any(len(places & other) > 1 for other in known):
                continue
            reasons = [reason for m, n, reason in sorted(own) if m in places and n in places]
            members = _with_others([namings[n] for n in group], namings)
            dispute = _dispute(question, members, reasons, views, parties)
            if dispute is not None:
                known.append(places)
                found.append(dispute)
    return found


def _with_others(group: list[Naming], namings: Sequence[Naming]) -> list[Naming]:
    """Return namings with those of the same party by the same word: further voices of one side."""
    return group + [
        naming
        for naming in namings
        if naming not in group
        and any(
            one.label == naming.label and one.negated == naming.negated and one.parties & naming.parties
            for one in group
        )
    ]


def _placed(
    namings: Sequence[Naming], views: Sequence[View], happenings: Sequence[Happening]
) -> list[_Placed]:
    """Return namings with the happenings in which each stands for whoever did it, or for whom it was done to."""
    told: dict[tuple[str, str], str] = {
        (account.report, event): happening.id
        for happening in happenings
        for account in happening.accounts
        for event in account.events
    }
    found = []
    for naming in namings:
        view = views[naming.report]
        own = set()
        for event in view.record.events:
            happening = told.get((view.key, event.id))
            if happening is None:
                continue
            for role, taking in (("actor", event.actors), ("recipient", event.recipients)):
                if any(part.span.overlaps(naming.span) for part in taking):
                    own.add((happening, role))
        found.append(_Placed(naming, frozenset(own)))
    return found


def _opposed(
    question: str,
    one: _Placed,
    other: _Placed,
    namings: Sequence[_Placed],
    parties: Parties,
    views: Sequence[View],
) -> str | None:
    """Return what shows that two namings from opposite sides are of one party, or None where they are no dispute."""
    a, b = one.naming, other.naming
    if same_side(a.voice, b.voice, parties):
        return None
    marked = _is_marked(a, b) or _is_marked(b, a) or a.negated or b.negated
    if _weight(a, question) + _weight(b, question) + marked < _LEAST_WEIGHT:
        return None
    if a.negated and b.negated:
        return None
    reason = _one_party(question, one, other, views)
    if reason is None and a.label == b.label and a.report == b.report:
        denying = a if a.negated else b
        if not denying.parties:
            reason = "one says what the other says that they are not"
    if reason is None and a.report == b.report and question in _POINTED_AT and a.points != b.points:
        reason = _pointed_at(question, one, other, namings, views)
    return reason


def _weight(naming: Naming, question: str) -> int:
    return next(weight for own, _, weight in naming.sides if own == question)


def _side(naming: Naming, question: str) -> str | None:
    """Return the side that a naming takes in a question: who says that they are no smugglers takes the other side."""
    side = next((side for own, side, _ in naming.sides if own == question), None)
    return _OTHER[side] if side is not None and naming.negated else side


_OTHER = {"for": "against", "against": "for"}


def _pointed_at(
    question: str, one: _Placed, other: _Placed, namings: Sequence[_Placed], views: Sequence[View]
) -> str | None:
    """Return what shows that "these squatters" are those whom another voice names: the only ones named from that side."""
    if _apart(one, other, views):
        return None
    pointing, meant = (one.naming, other.naming) if one.naming.points else (other.naming, one.naming)
    side = _side(meant, question)
    rivals = [
        placed.naming
        for placed in namings
        if placed.naming.report == meant.report and _side(placed.naming, question) == side
    ]
    if not meant.parties or any(not naming.parties & meant.parties for naming in rivals):
        return None
    here, there = pointing.around or pointing.before, frozenset(p for naming in rivals for p in naming.around)
    if here and there and not here & there:
        return None
    return f"{pointing.span.cut(views[pointing.report].text)} points back, and no others are named so in the report"


def _is_marked(one: Naming, other: Naming) -> bool:
    """Tell whether the voice of one naming marks the words of the other as not its own."""
    return other.distance is not None and other.distance.name == one.voice.name


def _one_party(question: str, placed: _Placed, other_placed: _Placed, views: Sequence[View]) -> str | None:
    """Return what shows that two namings are of one party, or None."""
    if _apart(placed, other_placed, views):
        return None
    one, other = placed.naming, other_placed.naming
    if one.parties & other.parties:
        return "the same party"
    if (
        one.report == other.report
        and one.of
        and other.of
        and _THE.match(one.of)
        and _same_words(one.of, other.of)
    ):
        return f"both said of {one.of}"
    for called, named in ((one, other), (other, one)):
        if (
            called.report == named.report
            and called.of
            and named.of is None
            and _head(called.of) == named.label
        ):
            return f"said of {called.of}"
    if one.places & other.places and question in _BY_PLACE:
        return f"both of those in {_shown(one.places & other.places)}"
    shared = one.around & other.around
    counted = one.number is not None and one.number == other.number and one.number not in ("1", "one")
    if counted and shared:
        return f"both of {one.number} at {_shown(shared)}"
    if placed.roles & other_placed.roles and shared:
        return f"both stand in the same place of one happening at {_shown(shared)}"
    return None


_THE = re.compile(r"(?:the|this|these|those)\s", re.IGNORECASE)


def _same_words(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()


def _shown(places: frozenset[str]) -> str:
    return min(places).title()


def _head(words: str) -> str:
    """Return the last word before the first word of place or addition, singular: "70 of the protesters" has "protester"."""
    plain = words.casefold().strip(" \"“”'")
    head = plain.split()[-1] if plain else ""
    return head.removesuffix("s")


def _apart(placed: _Placed, other_placed: _Placed, views: Sequence[View]) -> bool:
    """Tell whether something shows that two namings are of two parties: one acts on the other, or they are counted together."""
    if any((h, _FACING[role]) in other_placed.roles for h, role in placed.roles):
        return True
    one, other = placed.naming, other_placed.naming
    if one.report == other.report:
        view = views[one.report]
        for event in view.record.events:
            if _acts_on(event, one.span, other.span) or _acts_on(event, other.span, one.span):
                return True
        first, second = sorted((one.span, other.span))
        between = view.text[first.end : second.start] if first.end <= second.start else ""
        if between.strip().casefold() in _TOGETHER:
            return True
    return (
        one.how == other.how == "named"
        and None not in (one.number, other.number)
        and one.number != other.number
    )


_FACING = {"actor": "recipient", "recipient": "actor"}
_TOGETHER = ("and", "or", "from", ",", "as well as", "not")
"""What stands between two parties that are told of side by side."""


def _acts_on(event: Event, one: Span, other: Span) -> bool:
    return any(part.span.overlaps(one) for part in event.actors) and any(
        part.span.overlaps(other) for part in event.recipients
    )


def _dispute(
    question: str, group: list[Naming], reasons: list[str], views: Sequence[View], parties: Parties
) -> Dispute | None:
    """Return the dispute of a group of namings, without the voices that name the party both ways."""
    sides: dict[str, list[Naming]] = {"for": [], "against": []}
    for naming in group:
        sides[_side(naming, question) or "for"].append(naming)
    both = [
        [one for one in own if not any(same_side(one.voice, other.voice, parties) for other in others)]
        for own, others in (
            (sides["for"], sides["against"]),
            (sides["against"], sides["for"]),
        )
    ]
    if not all(both):
        return None
    both.sort(key=lambda own: min((views[naming.report].order, naming.span) for naming in own))
    values = tuple(_named_side(own, views) for own in both)
    a, b = values
    because = (
        f"{listed(a.voices)} against {listed(b.voices)} on who they are; that they are one: {reasons[0]}"
    )
    marks = sorted({naming.distance.name for naming in group if naming.distance is not None})
    if marks:
        because += f"; {marks[0]} marks words as not its own"
    main = tuple(
        passage(views[naming.report], naming.sentence, naming.voice) for own in both for naming in own
    )
    return Dispute("naming", values, main, because)


def _named_side(own: Sequence[Naming], views: Sequence[View]) -> ClaimedValue:
    own = sorted(own, key=lambda naming: (views[naming.report].order, naming.span))
    first = max(own, key=lambda naming: (naming.how != "named", -own.index(naming)))
    return ClaimedValue(
        first.span.cut(views[first.report].text),
        tuple(dict.fromkeys(naming.voice.name for naming in own)),
        tuple(dict.fromkeys((views[naming.report].key, naming.sentence) for naming in own)),
    )
