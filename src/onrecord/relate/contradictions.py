"""Contradictions between accounts of one happening: figures that differ, and whether it took place at all."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from onrecord.model import Account, ClaimedValue, Contradiction, ContradictionKind, Figure, Span
from onrecord.relate.accounts import UNNAMED, is_told
from onrecord.relate.figures import figures_in
from onrecord.relate.views import View
from onrecord.relate.words import claim_words

_GROWING = frozenset(
    {"dead", "injured", "missing", "arrested", "detained", "displaced", "evacuated", "in hospital"}
)
"""What is counted on while news comes in: a later, higher figure takes the place of an earlier one."""

_OF_TOLL = frozenset({"dead", "injured", "missing", "in hospital", "aboard", "abducted"})
_ABOUT = re.compile(r"\b(?:about|around|some|roughly|nearly|almost)\b", re.IGNORECASE)
_LEEWAY = 0.1
"""By how much a figure may miss that is given as "some" or "about"."""

_WITHDRAWN = re.compile(
    r"\b(?:correct(?:ion|s|ed|ing)?|wrong(?:ly)?|mistaken(?:ly)?|withdr(?:a|e)wn?|retract(?:ed|s|ion)?|"
    r"counted (?:one \w+ )?twice|erroneous(?:ly)?|in error)\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not|instead of|rather than)\s*$", re.IGNORECASE)
_FIGURE_OF = re.compile(r"\b(?:figure|number|toll|count) of\s*$", re.IGNORECASE)
_WRONG = re.compile(r"\b(?:wrong(?:ly)?|mistaken(?:ly)?|erroneous(?:ly)?|in error)\b", re.IGNORECASE)
_COMMON = frozenset(
    claim_words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday report people today", {})
)
"""Words that accounts of different matters share every day."""


@dataclass(frozen=True, slots=True)
class _Claim:
    """A figure that an account gives, with who holds to it and when.

    Attributes:
        rejected: whether it is named as what is not so ("11, not 12").
    """

    what: str
    low: int | None
    high: int | None
    voice: str
    account: Account
    view: View
    rejected: bool
    withdraws: bool
    text: str

    @property
    def value(self) -> str:
        if self.low is not None and self.high is None:
            return f"{self.low} or more"
        if self.low is None and self.high is not None:
            return f"{self.high} at most"
        return str(self.low) if self.low == self.high else f"{self.low} to {self.high}"

    @property
    def order(self) -> tuple[bool, object, str]:
        return self.view.order


@dataclass(frozen=True, slots=True)
class Counts:
    """What a happening has: dead and injured, or a crowd. Other figures in the same sentence are of something else."""

    toll: bool
    crowd: bool

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of figures that are compared."""
        return (_OF_TOLL if self.toll else frozenset()) | (
            frozenset({"crowd"}) if self.crowd else frozenset()
        )


def find_contradictions(
    happening: str, accounts: Sequence[Account], views: Mapping[str, View], counts: Counts
) -> list[Contradiction]:
    """Return what the accounts of a happening contradict one another in.

    Args:
        happening: its id.
        accounts: its accounts, in order of publication.
        views: the reports by key.
        counts: which figures are the happening's own.
    """
    found = _of_figures(happening, accounts, views, counts.kinds)
    denial = _of_happening(happening, accounts, views)
    return [*found, *([denial] if denial else [])]


# Figures


def _of_figures(
    happening: str, accounts: Sequence[Account], views: Mapping[str, View], kinds: frozenset[str]
) -> list[Contradiction]:
    claims = [claim for account in accounts for claim in _claims(account, views[account.report], kinds)]
    by_kind: dict[str, list[_Claim]] = defaultdict(list)
    for claim in claims:
        if claim.what in kinds:
            by_kind[claim.what].append(claim)
    found: list[Contradiction] = []
    for what, own in sorted(by_kind.items()):
        own.sort(key=lambda claim: claim.order)
        corrected = _corrections(happening, what, own)
        found += corrected
        held = [claim for claim in own if not claim.rejected]
        if what in _GROWING:
            found += _updates(happening, what, held, corrected)
        else:
            found += _disputes(happening, what, held)
    found += _scopes(happening, by_kind)
    return found


def _claims(account: Account, view: View, kinds: frozenset[str]) -> list[_Claim]:
    """Return the figures of an account, with those that a sentence names as wrong or takes back marked so."""
    sentence = account.sentence.cut(view.text)
    withdrawing, wrong = _WITHDRAWN.search(sentence) is not None, _WRONG.search(sentence) is not None
    voice = account.on_word_of[-1] if account.on_word_of else view.outlet or UNNAMED
    counted = figures_in(sentence)
    rejected = set()
    for each in counted:
        before = sentence[: each.span.start]
        if _NOT.search(before) or (withdrawing and _FIGURE_OF.search(before)) or wrong:
            rejected.add(each.figure.text)
    given = [figure for figure in account.figures if figure.what]
    if "crowd" in kinds:
        given = [Figure("crowd", f.low, f.high, f.text) if f.what == "people" else f for f in given]
    known = {figure.text for figure in given}
    own = given[0].what if given else ""
    given += [
        Figure(own, c.figure.low, c.figure.high, c.figure.text)
        for c in counted
        if own and not c.figure.what and c.figure.text not in known and c.figure.text in rejected
    ]
    corrects = withdrawing or wrong or bool(rejected)
    return [
        _Claim(f.what, f.low, f.high, voice, account, view, f.text in rejected, corrects, f.text)
        for f in given
        if f.low is not None or f.high is not None
    ]


def _differ(one: _Claim, other: _Claim) -> bool:
    """Tell whether two figures cannot both hold: their ranges do not meet."""
    low_a, high_a = _range(one)
    low_b, high_b = _range(other)
    return high_a < low_b or high_b < low_a


def _range(claim: _Claim) -> tuple[float, float]:
    """Return the least and the most that a figure can be, a tenth more either way where it is given as about so many."""
    low, high = float(claim.low or 0), float(claim.high) if claim.high is not None else float("inf")
    about = _ABOUT.search(claim.text) is not None
    return (low * (1 - _LEEWAY), high * (1 + _LEEWAY)) if about else (low, high)


def _side(claims: Sequence[_Claim]) -> ClaimedValue:
    voices = tuple(dict.fromkeys(claim.voice for claim in claims))
    return ClaimedValue(
        claims[0].value, voices, tuple(dict.fromkeys((c.account.report, c.account.sentence) for c in claims))
    )


def _by_value(claims: Sequence[_Claim]) -> list[list[_Claim]]:
    """Return claims by number: "at least 5" and "5" are one side of a contradiction."""
    found: dict[int, list[_Claim]] = defaultdict(list)
    for claim in claims:
        found[claim.low if claim.low is not None else claim.high or 0].append(claim)
    return sorted(found.values(), key=lambda own: own[0].order)


def _corrections(happening: str, what: str, claims: Sequence[_Claim]) -> list[Contradiction]:
    """Return where a report takes back a figure: it names the old one as wrong, or corrects it under the same number."""
    taking = [claim for claim in claims if claim.withdraws]
    new = [claim for claim in taking if not claim.rejected]
    old_numbers = {claim.low for claim in taking if claim.rejected}
    if not new or not old_numbers:
        return []
    old = [
        claim for claim in claims if claim.low in old_numbers and not claim.rejected and not claim.withdraws
    ]
    values = {claim.low for claim in new}
    new += [claim for claim in claims if claim.low in values and claim not in new and not claim.rejected]
    if not old:
        return []
    because = f"{new[0].view.outlet or 'a report'} takes back its figure and gives another"
    return [
        Contradiction(
            happening, what, "correction", (_side(old), _side(sorted(new, key=lambda c: c.order))), because
        )
    ]


def _updates(
    happening: str, what: str, claims: Sequence[_Claim], corrected: Sequence[Contradiction]
) -> list[Contradiction]:
    """Return figures of which each later one is higher: news coming in; where no order of time explains them, a dispute."""
    taken_back = {report for each in corrected for side in each.values[1:] for report, _ in side.accounts}
    held = [claim for claim in claims if claim.view.key not in taken_back and claim.low is not None]
    sides = _by_value(held)
    if not any(
        _differ(a[0], b[0]) or (a[0].low != b[0].low and not _about(a, b)) for a, b in combinations(sides, 2)
    ):
        return []
    sides = sorted(sides, key=lambda own: own[0].low or 0)
    values = tuple(_side(own) for own in sides)
    if _rise(sides):
        because = "each later figure is higher, and takes in the earlier ones"
        return [Contradiction(happening, what, "update", values, because)]
    return [Contradiction(happening, what, "dispute", values, "no order of time explains these figures")]


def _about(one: Sequence[_Claim], other: Sequence[_Claim]) -> bool:
    """Tell whether one of two figures is given as about so many, and the other lies within that."""
    return any(_ABOUT.search(claim.text) for claim in (*one, *other)) and not _differ(one[0], other[0])


def _rise(sides: Sequence[Sequence[_Claim]]) -> bool:
    """Tell whether figures rise by the first time that each is given, but for a report that lags behind."""
    first = [min(claim.order for claim in own) for own in sides]
    return sum(a <= b for a, b in pairwise(first)) >= len(first) - 1 - (len(first) > 3)


def _disputes(happening: str, what: str, claims: Sequence[_Claim]) -> list[Contradiction]:
    sides = _by_value(claims)
    apart = [
        (a, b)
        for a, b in combinations(sides, 2)
        if _differ(a[0], b[0]) and {c.voice for c in a} != {c.voice for c in b}
    ]
    if not apart:
        return []
    a, b = max(apart, key=lambda pair: len(pair[0]) + len(pair[1]))
    because = f"{a[0].voice} and {b[0].voice} hold to different figures for the same thing"
    return [Contradiction(happening, what, "dispute", (_side(a), _side(b)), because)]


def _scopes(happening: str, by_kind: dict[str, list[_Claim]]) -> list[Contradiction]:
    """Return figures that look alike and count different things: all who were hurt, and those in hospital."""
    found = []
    for one, other in (("injured", "in hospital"),):
        for a in by_kind.get(one, ()):
            near = [
                b for b in by_kind.get(other, ())
                if a.low and b.low and a.low != b.low and abs(a.low - b.low) <= 0.2 * max(a.low, b.low)
            ]  # fmt: skip
            if near:
                because = f"not all who are {one} are {other}"
                found.append(
                    Contradiction(happening, one, "different scope", (_side([a]), _side(near[:1])), because)
                )
                break
    return found


# Whether it happened


def _of_happening(
    happening: str, accounts: Sequence[Account], views: Mapping[str, View]
) -> Contradiction | None:
    """Return the denial of a happening by a voice other than those that tell of it, or what came of a plan."""
    told = [account for account in accounts if is_told(account.label) and account.events]
    planned = [account for account in accounts if account.label in ("future", "intended")]
    denied = [account for account in accounts if account.label == "denied"]
    # A voice that says it both ways contradicts nobody, nor does a denial that shares nothing but the word.
    voices = {_voice(account, views) for account in told}
    denied = [
        a for a in denied if _voice(a, views) not in voices and _same_matter(a, [*told, *planned], views)
    ]
    if not denied:
        return None
    if told:
        kind: ContradictionKind = "denial" if any(account.on_word_of for account in denied) else "dispute"
        because = f"{_voice(denied[0], views)} says that it did not happen; {_voice(told[0], views)} says that it did"
        sides = (_claimed("yes", told, views), _claimed("no", denied, views))
        return Contradiction(happening, "happened", kind, sides, because)
    if planned:
        because = "announced beforehand, then reported as not having taken place"
        sides = (_claimed("planned", planned, views), _claimed("no", denied, views))
        return Contradiction(happening, "happened", "update", sides, because)
    return None


def _same_matter(account: Account, others: Sequence[Account], views: Mapping[str, View]) -> bool:
    """Tell whether a sentence shares a telling word with another account, beside the word for the happening."""
    own = _matter(account, views)
    return any(own & _matter(other, views) for other in others)


def _matter(account: Account, views: Mapping[str, View]) -> frozenset[str]:
    view = views[account.report]
    anchors = [event.anchor.span for event in view.record.events if event.id in account.events]
    named = {word for span in anchors for word in claim_words(span.cut(view.text), view.spelt)}
    voices = {word for name in account.on_word_of for word in claim_words(name, view.spelt)}
    return claim_words(account.sentence.cut(view.text), view.spelt) - named - voices - _COMMON


def _voice(account: Account, views: Mapping[str, View]) -> str:
    view = views[account.report]
    return account.on_word_of[-1] if account.on_word_of else view.outlet or view.record.report.input


def _claimed(value: str, accounts: Sequence[Account], views: Mapping[str, View]) -> ClaimedValue:
    voices = tuple(dict.fromkeys(_voice(account, views) for account in accounts))
    places: tuple[tuple[str, Span], ...] = tuple((account.report, account.sentence) for account in accounts)
    return ClaimedValue(value, voices, places)
