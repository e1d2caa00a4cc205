"""Reprints: reports that are another outlet's copy, verbatim, cut, with a new headline, credited or not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.model import Reprint, ReprintGroup
from onrecord.relate.houses import mentions_house, same_house
from onrecord.relate.outlines import WINDOW, Outlines
from onrecord.relate.views import View
from onrecord.relate.words import tokens

LEAST_SHARE = 0.5
"""Share of a report's running words that must stand in another for it to be a copy."""

_LEAST_WORDS = 25
"""Words that a copy must share: fewer are a quotation, a title or a formula."""

_SAMPLE = 4
"""One window in so many is looked up, the same in every text (0 mod p, Manber 1994), so that a cut copy is met too."""

_CROWD = 200
"""Reports that share a window from which it is furniture and finds nobody."""

_ALL, _NEARLY_ALL = 0.97, 0.9

UIntArray = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class _Copied:
    """How much of one report stands in another, as shares of the running words of each, and in words."""

    of_copy: float
    of_origin: float
    n_words: int


def find_reprints(outlines: Outlines, views: Sequence[View]) -> list[ReprintGroup]:
    """Return the groups of reports that are one copy, by their origin's order of publication.

    The origin is the house that copies credit where its own report is among them, else the earliest report. Texts of
    one outlet are its versions, and no reprints of one another.

    Args:
        outlines: the reports, in order of publication.
        views: the same; copies and their origins alone are looked at.
    """
    windows = _Windows(outlines)
    found: dict[tuple[int, int], _Copied] = {}
    for late, early in _candidates(outlines.windows):
        for one, copied in zip(early, windows.copied(late, early), strict=True):
            if max(copied.of_copy, copied.of_origin) >= LEAST_SHARE and copied.n_words >= _LEAST_WORDS:
                found[one, late] = copied
    groups: dict[int, list[int]] = defaultdict(list)
    for copy, origin in _origins(outlines, dict(sorted(found.items()))).items():
        groups[origin].append(copy)
    return [
        ReprintGroup(
            outlines.keys[origin],
            tuple(
                _reprint(views[origin], views[copy], windows.copied(copy, [origin])[0])
                for copy in sorted(copies)
            ),
        )
        for origin, copies in sorted(groups.items())
    ]


def _candidates(windows: Sequence[UIntArray]) -> Iterator[tuple[int, list[int]]]:
    """Yield each report that shares at least two sampled windows with earlier ones, and those, in order."""
    kept = [np.unique(own[own % np.uint64(_SAMPLE) == 0]) for own in windows]
    numbers = np.concatenate([np.zeros(0, np.uint64), *kept])
    owners = np.repeat(np.arange(len(kept), dtype=np.uint32), [len(own) for own in kept])
    del kept
    order = np.argsort(numbers, kind="stable")
    numbers, owners = numbers[order], owners[order]
    # Where the list of those that have a window begins, and how far along it each of them stands.
    begins = np.flatnonzero(np.r_[True, numbers[1:] != numbers[:-1]][: len(numbers)])
    sizes = np.diff(np.r_[begins, len(numbers)])
    first, size = np.repeat(begins, sizes), np.repeat(sizes, sizes)
    before = np.arange(len(numbers)) - first
    useful = np.flatnonzero((size <= _CROWD) & (before > 0))
    useful = useful[np.argsort(owners[useful], kind="stable")]
    bounds = np.searchsorted(owners[useful], np.arange(len(windows) + 1))
    for late in range(len(windows)):
        mine = useful[bounds[late] : bounds[late + 1]]
        if not len(mine):
            continue
        counts = before[mine]
        places = np.repeat(first[mine] - (np.cumsum(counts) - counts), counts) + np.arange(int(counts.sum()))
        early, shared = np.unique(owners[places], return_counts=True)
        if (shared > 1).any():
            yield late, early[shared > 1].tolist()


class _Windows:
    """Measures how much of a report stands in others."""

    def __init__(self, outlines: Outlines) -> None:
        self._windows, self._n_tokens = outlines.windows, outlines.n_tokens

    def copied(self, copy: int, origins: Sequence[int]) -> list[_Copied]:
        """Return how much of a copy stands in each of some origins, and of each origin in the copy."""
        own = self._windows[copy]
        distinct, place = np.unique(own, return_inverse=True)
        theirs = [self._windows[origin] for origin in origins]
        sizes = np.array([len(each) for each in theirs])
        flat = np.concatenate([np.zeros(0, np.uint64), *theirs])
        owner = np.repeat(np.arange(len(theirs)), sizes)
        at = np.searchsorted(distinct, flat)
        at[at == len(distinct)] = 0
        hit = distinct[at] == flat if len(distinct) else np.zeros(len(flat), bool)
        shared = np.zeros((len(theirs), max(1, len(distinct))), bool)
        shared[owner[hit], at[hit]] = True
        in_copy = _n_covered(shared[:, place]) if len(own) else np.zeros(len(theirs), np.int64)
        # One long row, with room between two reports for the windows that begin near the end of the first.
        row = np.zeros(len(flat) + (WINDOW - 1) * len(theirs), bool)
        row[np.arange(len(flat)) + (WINDOW - 1) * owner] = hit
        covered = np.cumsum(np.r_[0, _covered(row[None])[0]])
        ends = np.cumsum(sizes + WINDOW - 1)
        in_origin = covered[ends] - covered[ends - sizes - (WINDOW - 1)]
        n_copy, n_origins = max(1, int(self._n_tokens[copy])), np.maximum(1, self._n_tokens[list(origins)])
        return [
            _Copied(mine / n_copy, its / n_origin, mine)
            for mine, its, n_origin in zip(
                in_copy.tolist(), in_origin.tolist(), n_origins.tolist(), strict=True
            )
        ]


def _covered(begun: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which words lie in windows that begin where a row says so: bool, (rows, words); a row may be cut short."""
    found = begun.copy()
    for k in range(1, WINDOW):
        found[:, k:] |= begun[:, :-k]
    return found


def _n_covered(begun: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return how many words lie in the windows of each row: int64, (rows,)."""
    wide = np.zeros((len(begun), begun.shape[1] + WINDOW - 1), bool)
    wide[:, : begun.shape[1]] = begun
    return np.asarray(_covered(wide).sum(axis=1), np.int64)


def _origins(outlines: Outlines, found: Mapping[tuple[int, int], _Copied]) -> dict[int, int]:
    """Return the origin of each copy; a copy of a copy is one of the first."""
    above: dict[int, int] = {}
    by_copy: dict[int, list[tuple[bool, float, int]]] = defaultdict(list)
    for (one, other), copied in found.items():
        if outlines.outlets[one] is not None and same_house(outlines.outlets[one], outlines.outlets[other]):
            continue
        credits_late = _credits(one, other, outlines) and not _credits(other, one, outlines)
        copy, origin, share = (one, other, copied.of_origin) if credits_late else (other, one, copied.of_copy)
        if share >= LEAST_SHARE:
            by_copy[copy].append((not _credits(copy, origin, outlines), -round(share, 1), origin))
    for copy, origins in sorted(by_copy.items()):
        above[copy] = min(origins)[-1]
    return {copy: _first(copy, above) for copy in above if _first(copy, above) != copy}


def _first(copy: int, above: dict[int, int]) -> int:
    """Return where a chain of copies begins; where two credit each other, the earlier one."""
    seen = [copy]
    while seen[-1] in above:
        if above[seen[-1]] in seen:
            return min(seen)
        seen.append(above[seen[-1]])
    return seen[-1]


def _credits(copy: int, origin: int, outlines: Outlines) -> bool:
    """Tell whether a report names the house of another as where it comes from."""
    house = outlines.outlets[origin] or outlines.agencies[origin]
    return same_house(outlines.agencies[copy], house)


def _reprint(origin: View, copy: View, copied: _Copied) -> Reprint:
    report = copy.record.report
    house = origin.outlet or origin.record.report.agency
    named = mentions_house(copy.text, house)
    credited = same_house(report.agency, house) or (
        report.parts.agency_credit is not None
        and mentions_house(report.parts.agency_credit.cut(copy.text), house)
    )
    edit = []
    if copied.of_copy >= _ALL and copied.of_origin >= _ALL:
        edit.append("verbatim")
    if copied.of_origin < _NEARLY_ALL:
        edit.append("cut")
    if copied.of_copy < _NEARLY_ALL:
        edit.append("added")
    if tokens(copy.headline) != tokens(origin.headline):
        edit.append("new headline")
    if not credited and not named:
        edit.append("credit removed")
    elif not credited:
        edit.append("named in the text alone")
    because = (
        f"{round(100 * copied.of_copy)} % of its words stand in the other in the same order, "
        f"{round(100 * copied.of_origin)} % of the other's in it"
    )
    if credited:
        because += f"; it credits {report.agency or house}"
    return Reprint(copy.key, tuple(edit), credited, round(copied.of_copy, 3), because)
