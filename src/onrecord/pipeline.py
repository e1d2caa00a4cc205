"""From a document to its record: the one place that knows the order of the stages."""

from __future__ import annotations

import gc
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from onrecord.errors import OnRecordError, ResourceError
from onrecord.model import (
    SCHEMA,
    Document,
    Entity,
    Place,
    Reading,
    Record,
    Statement,
    Timex,
)

if TYPE_CHECKING:
    from onrecord.gazetteer import Gazetteer
    from onrecord.read.reader import Reader


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the events of a report are made of: the reading, and everything else on its record."""

    reading: Reading
    places: tuple[Place, ...]
    times: tuple[Timex, ...]
    entities: tuple[Entity, ...]
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Recorder:
    """What puts reports on record; made by `load`, and good for any number of reports.

    Attributes:
        reader: the language weights at work.
        gazetteer: the places known.
    """

    reader: Reader
    gazetteer: Gazetteer

    def __call__(self, document: Document) -> Record:
        """Return the record of one report.

        The same document, weights and version give an equal record.
        """
        from onrecord.record.parse import Parse

        with _uncollected():
            try:
                return self._record(document)
            finally:
                Parse.forget()

    def _record(self, document: Document) -> Record:
        from onrecord.record.events import find_events

        found = self.grounds(document)
        events = find_events(
            found.reading,
            entities=found.entities,
            places=found.places,
            times=found.times,
            statements=found.statements,
            gazetteer=self.gazetteer,
        )
        return Record(
            schema=SCHEMA,
            onrecord=program_version(),
            weights=self.reader.weights_digest,
            report=found.reading.document,
            sentences=tuple(sentence.span for sentence in found.reading.sentences),
            entities=found.entities,
            places=found.places,
            times=found.times,
            statements=found.statements,
            events=events,
        )

    def grounds(self, document: Document) -> Grounds:
        """Return what the stages before the events find in a report."""
        from onrecord.record.entities import find_entities, link_places
        from onrecord.record.places import find_places, resolve_dateline
        from onrecord.record.statements import find_statements
        from onrecord.record.times import find_times

        reading = self.reader.read(resolve_dateline(document, gazetteer=self.gazetteer))
        places = find_places(reading, gazetteer=self.gazetteer)
        entities = find_entities(reading, places=places, gazetteer=self.gazetteer)
        return Grounds(
            reading,
            link_places(places, entities),
            find_times(reading),
            entities,
            find_statements(reading, entities=entities),
        )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Put off Python's search for reference cycles until a report is done.

    A report takes some ten thousand objects, nearly all of which go with it without any search, as few are in cycles.
    Searching again and again while it is read took a twelfth of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@cache
def program_version() -> str:
    """Return the version of the installed program, "0+uninstalled" when it runs from bare sources."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("onrecord")
    except PackageNotFoundError:
        return "0+uninstalled"


def load(*, weights: Path | None = None) -> Recorder:
    """Return a recorder, its weights and gazetteer loaded.

    Args:
        weights: folder of the weights; None for the installed package `onrecord-weights-en`.

    Raises:
        WeightsError: the weights are missing, damaged, or of another edition.
        ResourceError: a data table or the gazetteer is missing or damaged.
    """
    from onrecord.gazetteer import Gazetteer
    from onrecord.read.reader import Reader

    return Recorder(Reader.load(weights) if weights is not None else Reader.load(), Gazetteer.load())


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at in an installation: its name, what was found, and whether it is well."""

    name: str
    found: str
    passed: bool


def diagnose(demo_folder: Path) -> Iterator[Check]:
    """Yield what was found of the installation, part by part; nothing is raised for what is broken.

    Args:
        demo_folder: the folder of bundled reports, one of which is put on record as a self-check.
    """
    yield Check("onrecord", f"{program_version()}, record format {SCHEMA}", True)
    yield Check("python", f"{platform.python_version()} on {platform.system()} {platform.machine()}", True)
    yield from _libraries()
    recorder = None
    begun = perf_counter()
    try:
        from onrecord.gazetteer import Gazetteer
        from onrecord.read.reader import Reader

        reader = Reader.load()
        yield Check("weights", f"{reader.edition.name}, digest {reader.weights_digest}", True)
        gazetteer = Gazetteer.load()
        yield Check("gazetteer", f"digest {gazetteer.digest}", True)
        recorder = Recorder(reader, gazetteer)
    except (OnRecordError, ImportError) as problem:
        yield Check("gazetteer" if isinstance(problem, ResourceError) else "weights", str(problem), False)
    if recorder:
        yield _self_check(recorder, demo_folder, begun)


def _libraries() -> Iterator[Check]:
    from importlib.metadata import PackageNotFoundError, version

    for name in ("onnxruntime", "tokenizers", "numpy", "trafilatura"):
        try:
            yield Check(name, version(name), True)
        except PackageNotFoundError:
            yield Check(name, "not installed", False)


def _self_check(recorder: Recorder, demo_folder: Path, begun: float) -> Check:
    """Put a bundled report on record and look at what its statements point to."""
    from onrecord.ingest import IngestOptions, load_document

    page = next(path for path in sorted(demo_folder.iterdir()) if path.suffix == ".html")
    try:
        record = recorder(load_document(str(page), options=IngestOptions()))
    except OnRecordError as problem:
        return Check("self-check", str(problem), False)
    found = f"{len(record.statements)} statements, {len(record.entities)} people and bodies in {page.name}"
    seconds = perf_counter() - begun
    pieces = [piece.cut(record.report.text) for one in record.statements for piece in one.content]
    sound = bool(pieces) and all(piece.strip() for piece in pieces)
    return Check("self-check", f"{found}, {seconds:.1f} s from a cold start", sound)
