"""Disputes that are no figures: what a party is called, and whether it does what it is said to do."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import shorten

from onrecord.model import Account, Contradiction, Happening, Span
from onrecord.relate.disputed_deeds import find_disputed_deeds
from onrecord.relate.disputed_names import find_disputed_names
from onrecord.relate.parties import Parties
from onrecord.relate.sides import Dispute
from onrecord.relate.views import View

_TITLE = 90
"""Characters that the title of a happening may have."""


@dataclass(frozen=True, slots=True)
class Disputes:
    """What was found: the disputes, and happenings for those that no happening of the story holds."""

    contradictions: tuple[Contradiction, ...]
    happenings: tuple[Happening, ...]


def find_disputes(
    story: str, cluster: Sequence[int], views: Sequence[View], parties: Parties, happenings: Sequence[Happening],
    copies: Iterable[str] = (),
) -> Disputes:  # fmt: skip
    """Return the disputes of naming and of deed between the voices of a story, within a report or across reports.

    Args:
        story: its id.
        cluster: indices of its reports.
        views: all reports.
        parties: who speaks and acts in them.
        happenings: the happenings of the story.
        copies: keys of reports that are copies: what they say is said in their origin.
    """
    left_out = frozenset(copies)
    own = [index for index in cluster if views[index].key not in left_out]
    found = [
        *find_disputed_names(own, views, parties, happenings),
        *find_disputed_deeds(own, views, parties),
    ]
    contradictions, added = [], []
    for dispute in found:
        happening = _happening_of(dispute, happenings)
        if happening is None:
            made = _happening(story, dispute, [views[index] for index in own])
            added.append(made)
            happening = made.id
        contradictions.append(
            Contradiction(happening, dispute.field, "dispute", dispute.values, dispute.because)
        )
    return Disputes(tuple(contradictions), tuple(added))


def _happening_of(dispute: Dispute, happenings: Sequence[Happening]) -> str | None:
    """Return the happening that most of the passages of a dispute tell of; of several the one told of first in `main`."""
    places = list(dict.fromkeys((passage.report, passage.sentence) for passage in dispute.main))
    best: tuple[int, int, int] | None = None
    name = None
    for n, happening in enumerate(happenings):
        told = {(account.report, account.sentence) for account in happening.accounts if account.events}
        fitting = [k for k, place in enumerate(places) if place in told]
        if fitting:
            rank = (len(fitting), -fitting[0], -n)
            if best is None or rank > best:
                best, name = rank, happening.id
    return name


def _happening(story: str, dispute: Dispute, views: Sequence[View]) -> Happening:
    """Return a happening without a coded event whose accounts are the passages of a dispute."""
    order = {view.key: view.order for view in views}
    voices: dict[tuple[str, Span], str | None] = {}
    for passage in dispute.main:
        place = passage.report, passage.sentence
        voices[place] = voices.get(place) or passage.voice
    accounts = [
        Account(
            report=report, events=(), sentence=sentence, on_word_of=(voice,) if voice else (),
            label="alleged" if voice else "asserted", figures=(), day=None, copied_from=None,
        )
        for (report, sentence), voice in sorted(voices.items(), key=lambda each: (order[each[0][0]], each[0][1]))
    ]  # fmt: skip
    first = accounts[0]
    told = f"{dispute.field}-{first.report}-{first.sentence.start}-{dispute.values[0].value}"
    title = " / ".join(" ".join(value.value.split()) for value in dispute.values)
    return Happening(
        id="H" + hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:10],
        story=story, type=None, title=shorten(title, _TITLE, placeholder=" ..."), day=None, place=None, place_name=None,
        accounts=tuple(accounts), because=f"a dispute of {dispute.field} that no coded event tells of",
    )  # fmt: skip
