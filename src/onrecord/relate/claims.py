"""Claims: statements of several voices and reports that say, or deny, the same thing in other words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.model import QuoteLineage, Span, Statement
from onrecord.relate.clusters import average_link_of_pairs, components
from onrecord.relate.tellings import Telling, telling_at
from onrecord.relate.views import View
from onrecord.relate.words import Weights, claim_words

_LEAST = ((2, 0.9), (3, 0.6), (4, 0.5))
"""Words that two claims must share, with the share of the lighter one's weight: the fewer, the more of it."""

_LEAST_DENIED = ((2, 0.5), (3, 0.4))
"""The same where one of the two is a denial: it repeats only what it denies."""

_NO = re.compile(r"^\W*(?:no|not|nobody|none|never)\b", re.IGNORECASE)

_NEXT_STATEMENTS = 3
"""Statements of the same report within which a denial is of a claim that it shares a telling word with."""

_TELLING = 2.0
"""Weight from which one word alone shows what a denial is of."""

_LEAST_AVERAGE = 0.3
_UNSURE = ("possible", "hypothetical", "future", "intended")
"""Labels of what is rather within a claim than what it claims ("a warning that the post might be attacked arrived")."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement as a claim: which report makes it, and its words.

    Attributes:
        report: index of the report.
        number: number of the statement within its report.
        statement: the statement.
        span: from the first to the last of its content.
        words: its telling words, stems, figures and months as one.
        denies: whether it says that something is not so.
    """

    report: int
    number: int
    statement: Statement
    span: Span
    words: frozenset[str]
    denies: bool


def find_claims(
    cluster: Sequence[int], views: Sequence[View], weights: Weights, lineages: Sequence[QuoteLineage] = ()
) -> list[list[Claim]]:
    """Return the claims of a story that two or more statements make or deny, in order of publication.

    Args:
        cluster: indices of the reports of the story.
        views: all reports.
        weights: how telling words are.
        lineages: utterances that several statements give: what each says is one claim, however it is worded.
    """
    claims = [claim for index in cluster for claim in _claims(index, views[index])]
    listed: dict[str, list[int]] = defaultdict(list)
    alike: dict[tuple[int, int], float] = {}
    for n, one in enumerate(claims):
        near = {m for word in one.words for m in listed[word]}
        for m in near:
            share = _share(claims[m], one)
            if share:
                alike[m, n] = share
        for word in one.words:
            listed[word].append(n)
    first_of = {n: group[0] for group in components(len(claims), alike) for n in group}
    pairs = ((m, n, float(np.float32(share))) for (m, n), share in alike.items())
    joined = average_link_of_pairs(len(claims), pairs, _LEAST_AVERAGE)
    joined.sort(key=lambda members: (first_of[members[0]], members[0]))
    clusters = _with_lineages([[claims[n] for n in members] for members in joined], views, lineages)
    return [cluster for cluster in _with_denials(clusters, weights) if len(cluster) > 1]


def _with_lineages(
    clusters: list[list[Claim]], views: Sequence[View], lineages: Sequence[QuoteLineage]
) -> list[list[Claim]]:
    """Return clusters with those joined whose statements give one utterance."""
    place = {
        (views[claim.report].key, claim.statement.id): n
        for n, cluster in enumerate(clusters)
        for claim in cluster
    }
    pairs = []
    for lineage in lineages:
        known = [
            place[v.report, v.statement]
            for v in lineage.variants
            if v.statement is not None and (v.report, v.statement) in place
        ]
        pairs += [(known[0], other) for other in known[1:]]
    return [
        sorted(
            (claim for n in group for claim in clusters[n]), key=lambda claim: (claim.report, claim.number)
        )
        for group in components(len(clusters), pairs)
    ]


def _with_denials(clusters: list[list[Claim]], weights: Weights) -> list[list[Claim]]:
    """Return clusters with those that only deny joined to what they deny: a claim shortly before in the same report."""
    kept = [cluster for cluster in clusters if not all(claim.denies for claim in cluster)]
    for denials in (cluster for cluster in clusters if all(claim.denies for claim in cluster)):
        denied = next(
            (
                own
                for own in kept
                if any(_is_near(claim, denial, weights) for claim in own for denial in denials)
            ),
            None,
        )
        if denied is None:
            kept.append(denials)
        else:
            denied += denials
    return kept


def _is_near(claim: Claim, denial: Claim, weights: Weights) -> bool:
    """Tell whether a denial follows a claim in the same report and shares a telling word with it."""
    soon = claim.report == denial.report and 0 < denial.number - claim.number <= _NEXT_STATEMENTS
    return soon and any(weights.of_word(word) >= _TELLING for word in claim.words & denial.words)


def _claims(index: int, view: View) -> list[Claim]:
    found = []
    for number, statement in enumerate(view.record.statements):
        if not statement.content:
            continue
        span = Span(statement.content[0].start, statement.content[-1].end)
        words = claim_words(" ".join(part.cut(view.text) for part in statement.content), view.spelt)
        if words:
            denies = statement.force == "denies" or _NO.search(span.cut(view.text)) is not None
            found.append(Claim(index, number, statement, span, words, denies))
    return found


def _share(one: Claim, other: Claim) -> float:
    """Return how much two claims share, 0 to 1; 0 where it is too little to be one.

    Words count the same: those that a story says again and again are the ones that its claims are made of.
    """
    shared = one.words & other.words
    share = len(shared) / min(len(one.words), len(other.words))
    denial = one.denies != other.denies
    if any(len(shared) >= words and share >= least for words, least in (_LEAST_DENIED if denial else _LEAST)):
        return share
    return 0.0


def main_telling(claim: Claim, view: View, tellings: Sequence[Telling]) -> Telling:
    """Return what a claim says happened: the first telling within it, or its words where none is coded."""
    inside = [t for t in tellings if t.report == claim.report and claim.span.holds(t.anchor)]
    if inside:
        return min(inside, key=lambda t: (t.label in _UNSURE, t.anchor.start, t.anchor.end))
    return telling_at(claim.report, view, claim.span)
