"""Records made anew from the captures in a store, as after new weights or a new version, and what moved by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from onrecord.errors import OnRecordError, ResourceError, StoreError, WeightsError
from onrecord.model import Document, FiledRecord, Record
from onrecord.store import Store


@dataclass(frozen=True, slots=True)
class Renewed:
    """What making one record anew changed.

    Attributes:
        key: key of the report.
        moved: how many items of each kind came ("+ event") and went ("- event"); empty where nothing did.
        problem: why it could not be made anew, or None; the old record is kept then.
    """

    key: str
    moved: dict[str, int]
    problem: str | None = None


def renew(
    store: Store, recorder: Callable[[Document], Record], *, weights: str, everything: bool = False
) -> Iterator[Renewed]:
    """Yield what changes as each record is made anew by other weights; what was yielded is kept.

    The text of a report stays as it was stored, so that every offset people pointed to holds. Corrections stay where
    they are, beside the records.

    Args:
        store: the store.
        recorder: puts documents on record with the new weights.
        weights: digest of these.
        everything: make anew also what these very weights made, as after a new version of the program.

    Raises:
        StoreError: the store cannot be read or written.
        WeightsError: the weights are missing or damaged.
        ResourceError: a data table is missing or damaged.
    """
    old = store.records() if everything else store.records_of_other_weights(weights)
    for one in old:
        yield _renewed(store, one, recorder)


def _renewed(store: Store, one: FiledRecord, recorder: Callable[[Document], Record]) -> Renewed:
    report = one.record.report
    dateline = replace(report.dateline, place=None) if report.dateline is not None else None
    try:
        record = recorder(replace(report, dateline=dateline))
    except (WeightsError, ResourceError, StoreError):
        raise
    except OnRecordError as problem:
        return Renewed(one.key, {}, str(problem))
    moved = changes(one.record, record)
    store.replace_record(one.key, record)
    return Renewed(one.key, moved)


def changes(old: Record, new: Record) -> dict[str, int]:
    """Return how many items of each kind a new record has that the old one had not ("+ event"), and the reverse."""
    found: dict[str, int] = {}
    for kind, before, after in (
        ("statement", _statements(old), _statements(new)),
        ("event", _events(old), _events(new)),
        ("entity", _entities(old), _entities(new)),
        ("place", _places(old), _places(new)),
        ("time", _times(old), _times(new)),
    ):
        came, went = sum((after - before).values()), sum((before - after).values())
        found |= {f"+ {kind}": came} if came else {}
        found |= {f"- {kind}": went} if went else {}
    return found


def _statements(record: Record) -> Counter[object]:
    return Counter(
        (s.kind, s.source and s.source.span, s.cue and s.cue.span, s.content) for s in record.statements
    )


def _events(record: Record) -> Counter[object]:
    names = {entity.id: entity.name for entity in record.entities}
    return Counter(
        (
            event.anchor.span, event.type, event.label,
            tuple(names.get(p.entity or "", "") for p in event.actors),
            tuple(names.get(p.entity or "", "") for p in event.recipients),
        )
        for event in record.events
    )  # fmt: skip


def _entities(record: Record) -> Counter[object]:
    return Counter(
        (entity.type, entity.name, tuple(m.span for m in entity.mentions)) for entity in record.entities
    )


def _places(record: Record) -> Counter[object]:
    return Counter((place.span, place.geonames) for place in record.places)


def _times(record: Record) -> Counter[object]:
    return Counter((timex.span, timex.value) for timex in record.times)
