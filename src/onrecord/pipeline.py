"""From a document to its record: the one place that knows the order of the stages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import onrecord
from onrecord.model import SCHEMA, Document, Record

if TYPE_CHECKING:
    from onrecord.gazetteer import Gazetteer
    from onrecord.read.reader import Reader


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
        from onrecord.record.entities import find_entities, link_places
        from onrecord.record.places import find_places, resolve_dateline
        from onrecord.record.statements import find_statements
        from onrecord.record.times import find_times

        document = resolve_dateline(document, gazetteer=self.gazetteer)
        reading = self.reader.read(document)
        places = find_places(reading, gazetteer=self.gazetteer)
        times = find_times(reading)
        entities = find_entities(reading, places=places, gazetteer=self.gazetteer)
        places = link_places(places, entities)
        statements = find_statements(reading, entities=entities)
        return Record(
            schema=SCHEMA,
            onrecord=onrecord.__version__,
            weights=self.reader.weights_digest,
            report=reading.document,
            sentences=tuple(sentence.span for sentence in reading.sentences),
            entities=entities,
            places=places,
            times=times,
            statements=statements,
        )


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
