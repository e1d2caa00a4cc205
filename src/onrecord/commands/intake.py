"""The inputs of `onrecord read`: each report they give is put on record, and what fails is named."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from onrecord.errors import InputError, OnRecordError, ResourceError, WeightsError

if TYPE_CHECKING:
    from onrecord.export.delivery import Delivery
    from onrecord.ingest import IngestOptions
    from onrecord.model import Capture, Document, Record


@dataclass
class Intake:
    """Takes in the reports of several inputs, one by one.

    Attributes:
        sources: paths, addresses, or "-", each of one report or of several.
        options: what the caller knows, and the limits.
        several: whether there may be more than one report; found out from the beginning of a single input.
        done: reports put on record.
        failures: what to say of the reports and inputs that failed.
    """

    sources: list[str]
    options: IngestOptions
    several: bool = False
    done: int = 0
    failures: list[str] = field(default_factory=list)
    _begun: Iterator[Capture | InputError] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._begun = iter(())
        if len(self.sources) != 1:
            self.several = self.several or len(self.sources) > 1
            return
        source = self.sources[0]
        found = self._captures(source)
        first = next(found, None)
        if first is not None:
            name = first.where if isinstance(first, InputError) else first.input
            # A report that is one of several in a carrier bears a name of its own, were it the only one.
            self.several = self.several or name not in (source, "standard input")
            self._begun = chain([first], found)

    def put_all(
        self, recorder: Callable[[Document], Record], delivery: Delivery, *, show_progress: bool
    ) -> None:
        """Put every report on record and deliver it; what fails costs the others nothing."""
        from onrecord.ingest import document_of

        for source in _with_progress(self.sources, wanted=show_progress):
            for found in self._begun if len(self.sources) == 1 else self._captures(source):
                if isinstance(found, InputError):
                    self.failures.append(str(found))
                    continue
                try:
                    record = recorder(document_of(found, options=self.options))
                except (WeightsError, ResourceError):
                    raise
                except Exception as fault:
                    self._note(found.input, fault)
                    continue
                delivery.put(record)
                self.done += 1

    def _captures(self, source: str) -> Iterator[Capture | InputError]:
        from onrecord.ingest import find_captures

        try:
            yield from find_captures(source, options=self.options)
        except Exception as fault:
            self._note(source, fault)

    def _note(self, name: str, fault: Exception) -> None:
        """Note what went wrong with one report, be it the report's fault or ours.

        A fault of ours in one report must not cost a night's batch; it is named like any other cause.
        """
        if isinstance(fault, OnRecordError):
            self.failures.append(str(fault))
            return
        if os.environ.get("ONRECORD_TRACEBACK"):
            raise fault
        self.failures.append(
            f"{name}: a fault in OnRecord ({type(fault).__name__}: {fault}); "
            "please report it, with what ONRECORD_TRACEBACK=1 shows"
        )


def _with_progress(sources: list[str], *, wanted: bool) -> Iterable[str]:
    """Yield the inputs, showing on standard error how far we are where that is a screen."""
    if not wanted or len(sources) < 2 or not sys.stderr.isatty():
        yield from sources
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("Putting on record"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield from progress.track(sources)
