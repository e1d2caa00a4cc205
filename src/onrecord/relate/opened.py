"""The reports of a store, opened when they are looked at: of many thousands a few hundred are in memory at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import overload

from onrecord.model import Record
from onrecord.relate.outlines import Outlines
from onrecord.relate.views import View

_KEPT_OPEN = 200
"""Reports that are kept open, those that were looked at last: what they hold is some 0.1 MB each."""

_MOST_OPEN = 1_000
"""Reports that are kept open at most, while a story of so many or more is looked through."""


class OpenedViews(Sequence[View]):
    """All reports in order of publication, each opened when it is asked for.

    Attributes:
        n_opened: how often a report was opened.
        most_open: how many have been open at once.

    Args:
        outlines: the reports.
    """

    def __init__(self, outlines: Outlines) -> None:
        self._outlines = outlines
        self._open: dict[int, View] = {}
        self._room = _KEPT_OPEN
        self.n_opened, self.most_open = 0, 0

    def __len__(self) -> int:
        return len(self._outlines)

    @overload
    def __getitem__(self, index: int) -> View: ...
    @overload
    def __getitem__(self, index: slice) -> list[View]: ...
    def __getitem__(self, index: int | slice) -> View | list[View]:
        if isinstance(index, slice):
            return [self[n] for n in range(*index.indices(len(self)))]
        view = self._open.pop(index, None)
        if view is None:
            view = self._outlines.view(index)
            self.n_opened += 1
            self._close_down_to(self._room - 1)
        self._open[index] = view
        self.most_open = max(self.most_open, len(self._open))
        return view

    def make_room(self, n_reports: int) -> None:
        """Keep as many reports open as a story has, beside a few others, within bounds."""
        self._room = min(_MOST_OPEN, _KEPT_OPEN + n_reports)
        self._close_down_to(self._room)

    def _close_down_to(self, n_open: int) -> None:
        while len(self._open) > n_open:
            del self._open[next(iter(self._open))]


class ViewsByKey(Mapping[str, View]):
    """Reports by their keys.

    Args:
        views: all reports.
        index_of: index of each by its key.
    """

    def __init__(self, views: Sequence[View], index_of: Mapping[str, int]) -> None:
        self._views, self._index_of = views, index_of

    def __getitem__(self, key: str) -> View:
        return self._views[self._index_of[key]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._index_of)

    def __len__(self) -> int:
        return len(self._index_of)


class RecordsByKey(Mapping[str, Record]):
    """The records of reports by their keys.

    Args:
        views: the reports by key.
    """

    def __init__(self, views: Mapping[str, View]) -> None:
        self._views = views

    def __getitem__(self, key: str) -> Record:
        return self._views[key].record

    def __iter__(self) -> Iterator[str]:
        return iter(self._views)

    def __len__(self) -> int:
        return len(self._views)
