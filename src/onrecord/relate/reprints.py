"""Reprints: reports that are another outlet's copy, verbatim, cut, with a new headline, credited or not."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.model import Reprint, ReprintGroup
from onrecord.relate.houses import mentions_house, same_house
from onrecord.relate.views import View
from onrecord.relate.words import tokens

LEAST_SHARE = 0.5
"""Share of a report's running words that must stand in another for it to be a copy."""

_LEAST_WORDS = 25
"""Words that a copy must share: fewer are a quotation, a title or a formula."""

_WINDOW = 6
"""Words in a row that count as copied: five in a row are still met by chance in reports on one matter."""

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


def find_reprints(views: Sequence[View]) -> list[ReprintGroup]:
    """Return the groups of reports that are one copy, by their origin's order of publication.

    The origin is the house that copies credit where its own report is among them, else the earliest report. Texts of
    one outlet are its versions, and no reprints of one another.

    Args:
        views: the reports, in order of publication.
    """
    windows = [_windows(view) for view in views]
    found: dict[tuple[int, int], _Copied] = {}
    for one, other in _candidates(windows):
        copied = _copied(windows[other], windows[one], views[other], views[one])
        if max(copied.of_copy, copied.of_origin) >= LEAST_SHARE and copied.n_words >= _LEAST_WORDS:
            found[one, other] = copied
    groups: dict[int, list[int]] = defaultdict(list)
    for copy, origin in _origins(views, found).items():
        groups[origin].append(copy)
    return [
        ReprintGroup(
            views[origin].key,
            tuple(
                _reprint(views[origin], views[copy], windows[origin], windows[copy])
                for copy in sorted(copies)
            ),
        )
        for origin, copies in sorted(groups.items())
    ]


def _windows(view: View) -> UIntArray:
    """Return a number for each run of six words: uint64, (words - 5,)."""
    codes = np.array([zlib.crc32(word.encode()) for word in view.tokens], np.uint64)
    if len(codes) < _WINDOW:
        return np.zeros(0, np.uint64)
    found = np.zeros(len(codes) - _WINDOW + 1, np.uint64)
    for k in range(_WINDOW):
        found = found * np.uint64(1_099_511_628_211) + codes[k : k + len(found)]
    return found ^ (found >> np.uint64(29))


def _candidates(windows: Sequence[UIntArray]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of reports, earlier first, that share at least two sampled windows."""
    kept = [np.unique(own[own % np.uint64(_SAMPLE) == 0]) for own in windows]
    numbers = np.concatenate([np.zeros(0, np.uint64), *kept])
    owners = np.repeat(np.arange(len(kept)), [len(own) for own in kept])
    order = np.lexsort((owners, numbers))
    numbers, owners = numbers[order], owners[order]
    bounds = np.flatnonzero(np.diff(numbers)) + 1
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for group in np.split(owners, bounds):
        if 1 < len(group) <= _CROWD:
            members = group.tolist()
            for n, one in enumerate(members):
                for other in members[n + 1 :]:
                    shared[one, other] += 1
    yield from sorted(pair for pair, n in shared.items() if n >= 2)


def _covered(own: UIntArray, other: UIntArray, n_words: int) -> int:
    """Return how many words of a report lie in windows that another has too."""
    covered = np.zeros(n_words, bool)
    for start in np.flatnonzero(np.isin(own, other)):
        covered[start : start + _WINDOW] = True
    return int(covered.sum())


def _copied(copy: UIntArray, origin: UIntArray, copy_view: View, origin_view: View) -> _Copied:
    n_copy, n_origin = len(copy_view.tokens), len(origin_view.tokens)
    in_copy, in_origin = _covered(copy, origin, n_copy), _covered(origin, copy, n_origin)
    return _Copied(in_copy / max(1, n_copy), in_origin / max(1, n_origin), in_copy)


def _origins(views: Sequence[View], found: dict[tuple[int, int], _Copied]) -> dict[int, int]:
    """Return the origin of each copy; a copy of a copy is one of the first."""
    above: dict[int, int] = {}
    by_copy: dict[int, list[tuple[bool, float, int]]] = defaultdict(list)
    for (one, other), copied in found.items():
        early, late = views[one], views[other]
        if early.outlet is not None and same_house(early.outlet, late.outlet):
            continue
        credits_late = _credits(early, late) and not _credits(late, early)
        copy, origin, share = (one, other, copied.of_origin) if credits_late else (other, one, copied.of_copy)
        if share >= LEAST_SHARE:
            by_copy[copy].append((not _credits(views[copy], views[origin]), -round(share, 1), origin))
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


def _credits(copy: View, origin: View) -> bool:
    """Tell whether a report names the house of another as where it comes from."""
    house = origin.outlet or origin.record.report.agency
    return same_house(copy.record.report.agency, house)


def _reprint(origin: View, copy: View, origin_windows: UIntArray, copy_windows: UIntArray) -> Reprint:
    copied = _copied(copy_windows, origin_windows, copy, origin)
    report = copy.record.report
    house = origin.outlet or origin.record.report.agency
    named = mentions_house(copy.text, house)
    credited = _credits(copy, origin) or (
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
