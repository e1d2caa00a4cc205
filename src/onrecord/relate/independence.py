"""Independent sources of a happening: who knows of it by themselves, and why every other report adds none."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from onrecord.model import Account, Independence, NotCounted, Origin, Statement
from onrecord.relate.accounts import UNNAMED, is_told, only_names_it
from onrecord.relate.houses import mentions_house, same_house
from onrecord.relate.parties import Parties, Party
from onrecord.relate.views import View
from onrecord.relate.words import claim_words

_SECOND_HAND = re.compile(
    r"\b(?:reports?|media|newspapers?|television|tv|radio|websites?|press|news agenc(?:y|ies)|agenc(?:y|ies)|rumou?rs?|"
    r"social media|posts?)\b",
    re.IGNORECASE,
)
_SEEN_BY = re.compile(
    r"\b(?:reviewed|seen|obtained|analy[sz]ed|verified|examined|viewed|read|heard) by\b", re.IGNORECASE
)
_HAD_TOLD = re.compile(r"\bhad\b", re.IGNORECASE)
_HAS_TOLD = re.compile(r"\b(?:has|have|had)\b", re.IGNORECASE)
_PASSING_SHARE = 0.5
"""Share of a report's running text after which a single mention is made in passing."""


@dataclass(frozen=True, slots=True)
class _Witness:
    """An origin that one account of one report has: its key for joining, its name, and why it counts."""

    key: str
    name: str
    report: int
    because: str
    is_outlet: bool = False


@dataclass(frozen=True, slots=True)
class Sources:
    """What is known when the sources of a happening are counted.

    Attributes:
        views: all reports.
        parties: who speaks in them.
        reprints: key of the origin of each copy.
        quoted_before: for each report the statements whose words an earlier report has too, with that report's index.
        index_of: index of each report, by its key.
        outlets: the outlets of the story.
    """

    views: Sequence[View]
    parties: Parties
    reprints: Mapping[str, str]
    quoted_before: Mapping[tuple[int, str], int]
    index_of: Mapping[str, int]
    outlets: Sequence[str]


def count_sources(
    happening: str, accounts: Sequence[Account], known: Sources, *, saying: bool
) -> Independence:
    """Return the independent sources of a happening, and the reports that add none, each with the reason.

    One speaker counts once, in however many reports, and so does a body with its spokesman. A copy, a report that
    passes on what another outlet or "the media" said, and one that denies or only announces it add nobody. The outlet
    itself is a witness where it names no source and shows a reporter or a place of filing.

    Args:
        happening: its id.
        accounts: its accounts, in order of publication.
        known: the reports, who speaks in them, and what is copied.
        saying: whether the happening is something said in public ("accused", "promised"): whoever heard it is a witness.
    """
    by_report: dict[str, list[Account]] = defaultdict(list)
    for account in accounts:
        by_report[account.report].append(account)
    # Where nobody says that it took place, what is counted is who knows that it did not.
    never = any(a.label == "denied" for a in accounts) and not any(is_told(a.label) for a in accounts)
    witnesses: list[_Witness] = []
    left: list[NotCounted] = []
    for key, own in by_report.items():
        found, reason = _Reader(known.index_of[key], known, saying=saying, never=never).witnesses(
            own, known_before=bool(witnesses)
        )
        if found:
            witnesses += found
        else:
            left.append(NotCounted(key, reason))
    return Independence(happening, _origins(witnesses, known.views), tuple(left))


class _Reader:
    """Reads one report for who vouches for a happening in it."""

    def __init__(self, index: int, known: Sources, *, saying: bool, never: bool) -> None:
        self.index, self.known, self.saying, self.never = index, known, saying, never
        self.view = known.views[index]
        self._statements = {statement.id: statement for statement in self.view.record.statements}

    def witnesses(self, accounts: Sequence[Account], *, known_before: bool) -> tuple[list[_Witness], str]:
        """Return who vouches for it, or nobody and the reason."""
        origin = self.known.reprints.get(self.view.key)
        if origin is not None:
            return [], f"reprint of {name_of(self.known.views[self.known.index_of[origin]])}"
        told = [account for account in accounts if is_told(account.label) != self.never]
        if self.never:
            told = [account for account in told if account.label == "denied"]
        if not told:
            denied = any(account.label == "denied" for account in accounts)
            return [], "denies it" if denied else "speaks of it as planned or possible only"
        read = [
            self._of_voice(a) if a.on_word_of else self._of_outlet(a, known_before=known_before) for a in told
        ]
        found = list({witness.key: witness for witness, _ in read if witness is not None}.values())
        reasons = [reason for _, reason in read if reason]
        voiced = [witness for witness in found if not witness.is_outlet]
        if voiced and (self.never or not self.saying):
            return voiced, ""
        if self.saying:
            return found, reasons[0] if reasons else ""
        if found and known_before:
            return [], "tells it in its own voice and names no source, after others had it"
        return found[:1], reasons[0] if reasons else "names no source of its own"

    def _of_voice(self, account: Account) -> tuple[_Witness | None, str]:
        """Return the innermost voice of an account as a witness, unless it is an outlet, hearsay or an echo."""
        for name in account.on_word_of:
            house = next((outlet for outlet in self.known.outlets if mentions_house(name, outlet)), None)
            if house and not same_house(house, self.view.outlet):
                return None, f"passes on what {name} reported"
            if _SECOND_HAND.search(name) and not self._is_party(name):
                return None, f"passes on '{name}' and has no source of its own"
        inner = account.on_word_of[-1]
        statement = self._statement(account)
        if inner == UNNAMED:
            return None, "says that it was said and not by whom"
        if statement is not None and statement.force == "denies":
            return None, f"speaks of it only as what {inner} rejects"
        earlier = self._quoted_before(account)
        if earlier is not None:
            return None, f"repeats words that {name_of(self.known.views[earlier])} had before"
        if (
            statement is not None
            and statement.cue is not None
            and _HAD_TOLD.search(statement.cue.span.cut(self.view.text))
        ):
            return None, f"repeats what {inner} had said before"
        return self._witness(account, inner), ""

    def _witness(self, account: Account, inner: str) -> _Witness:
        party = self._party(account) or self.known.parties.named(inner)
        where = f"told {name_of(self.view)}"
        if party is None or _is_description(party):
            words = " ".join(sorted(claim_words(inner, self.view.spelt)))
            return _Witness(f"description {words}", inner, self.index, f"unnamed; {where}")
        root = self.known.parties.root(party)
        speaker = f"{root.name} ({party.name})" if root is not party else party.name
        return _Witness(f"party {root.number}", speaker, self.index, where)

    def _event_links(self, account: Account) -> Iterator[tuple[str, str | None]]:
        for event in self.view.record.events:
            if event.id in account.events and event.on_word_of:
                yield event.on_word_of[-1].statement, event.on_word_of[-1].entity

    def _party(self, account: Account) -> Party | None:
        return next(
            (self.known.parties.party(self.index, entity) for _, entity in self._event_links(account)), None
        )

    def _statement(self, account: Account) -> Statement | None:
        linked = next((self._statements.get(name) for name, _ in self._event_links(account)), None)
        if linked is not None:
            return linked
        inside = [
            s
            for s in self.view.record.statements
            if any(account.sentence.overlaps(part) for part in s.content)
        ]
        return inside[0] if inside else None

    def _quoted_before(self, account: Account) -> int | None:
        statement = self._statement(account)
        return self.known.quoted_before.get((self.index, statement.id)) if statement is not None else None

    def _is_party(self, name: str) -> bool:
        """Tell whether a voice whose words look like hearsay has a name of its own ("the Narva Port Agency")."""
        party = self.known.parties.named(name)
        return (
            party is not None and party.house is None and any(word[:1].isupper() for word in name.split()[1:])
        )

    def _is_said_again(self, account: Account) -> bool:
        """Tell whether the speech in an account is told in the perfect ("the union has said"): it was made before."""
        cues = [
            s.cue.span for s in self.view.record.statements if s.cue and account.sentence.holds(s.cue.span)
        ]
        return bool(cues) and all(_HAS_TOLD.search(cue.cut(self.view.text)) for cue in cues)

    def _words_had_before(self, account: Account) -> int | None:
        """Return the earlier report whose quotation is all that an account of something said has, or None."""
        told = [event.anchor.span for event in self.view.record.events if event.id in account.events]
        found = (
            self.known.quoted_before.get((self.index, statement.id))
            for statement in self.view.record.statements
            if statement.cue is not None and any(statement.cue.span.overlaps(anchor) for anchor in told)
        )
        return next((index for index in found if index is not None), None)

    def _of_outlet(self, account: Account, *, known_before: bool) -> tuple[_Witness | None, str]:
        """Return the outlet as a witness of what it tells in its own voice, or the reason why it is none."""
        if _SEEN_BY.search(account.sentence.cut(self.view.text)) and mentions_house(
            account.sentence.cut(self.view.text), self.view.outlet
        ):
            key = f"evidence {self.view.outlet}"
            return _Witness(
                key, f"evidence seen by {name_of(self.view)}", self.index, "reviewed by the outlet itself"
            ), ""
        copied = self._words_had_before(account) if self.saying else None
        if copied is not None:
            return None, f"repeats words that {name_of(self.known.views[copied])} had before"
        if self.saying and known_before and self._is_said_again(account):
            return None, "passes on what was said before, and shows no contact of its own"
        background = [event.background for event in self.view.record.events if event.id in account.events]
        if background and all(background):
            return None, "tells it as background"
        body = self.view.running
        late = account.sentence.start - body.start > _PASSING_SHARE * max(1, len(body))
        unspoken = not account.events and not self.saying
        if late and (unspoken or (account.events and only_names_it(account, self.view))):
            return None, "mentions it in passing"
        if not _was_there(self.view):
            return None, "names no source, and no reporter or place of filing"
        what = "heard by its own reporter" if self.saying else "its own reporting"
        return _Witness(
            f"outlet {self.view.outlet or self.view.key}", name_of(self.view), self.index, what, True
        ), ""


def _is_description(party: Party) -> bool:
    """Tell whether a party has no name of its own, only what it is ("port authority official")."""
    return party.kind == "PERSON" and not any(word[:1].isupper() for word in party.name.split())


def _was_there(view: View) -> bool:
    """Tell whether a report shows a reporter: a byline, or a dateline."""
    report = view.record.report
    return bool(report.bylines) or report.dateline is not None


def _origins(witnesses: Sequence[_Witness], views: Sequence[View]) -> tuple[Origin, ...]:
    groups: list[list[_Witness]] = []
    for witness in witnesses:
        like = next((own for own in groups if _same_origin(own[0].key, witness.key)), None)
        if like is None:
            groups.append([witness])
        else:
            like.append(witness)
    found = []
    for own in groups:
        reports = tuple(dict.fromkeys(views[witness.report].key for witness in own))
        name = min((witness.name for witness in own), key=lambda each: (-len(each), each))
        because = (
            own[0].because if len(reports) == 1 else f"one source in {len(reports)} reports: counts once"
        )
        found.append(Origin(name, reports, because))
    return tuple(found)


def _same_origin(one: str, other: str) -> bool:
    """Tell whether two witnesses are one: the same key, or descriptions of which one takes in the other."""
    if one == other:
        return True
    kind, _, words = one.partition(" ")
    other_kind, _, other_words = other.partition(" ")
    if kind != "description" or other_kind != "description":
        return False
    a, b = set(words.split()), set(other_words.split())
    return len(a & b) >= 2 and (a <= b or b <= a)


def name_of(view: View) -> str:
    """Return what a report's outlet is called, else its agency, else its input."""
    return view.outlet or view.record.report.agency or view.record.report.input
