"""What holds between the reports of a store, kept in it and made anew when anything changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from typing import Any

from onrecord.desk.overlay import Overlay
from onrecord.export.relations import item_to_json, report_to_json
from onrecord.model import FiledRecord
from onrecord.relate.relations import Relating
from onrecord.relate.spool import Spool
from onrecord.store import Relation, RelationsState, Store

PARTS = (
    "reports",
    "reprint_groups",
    "stories",
    "happenings",
    "independent_sources",
    "contradictions",
    "quotes",
    "entities",
)
"""The parts of relations, in order."""


def is_fresh(store: Store) -> bool:
    """Tell whether the relations in a store are of the reports, records and corrections that are there now."""
    state = store.relations_state()
    return state is not None and state.basis == store.basis()


def refresh(store: Store, *, force: bool = False) -> RelationsState | None:
    """Make the relations of a store anew where something changed since; return what is kept, None for an empty store.

    Args:
        store: the store.
        force: make them anew though nothing changed, as after a new version of the program.

    Raises:
        StoreError: the store cannot be read or written.
        WeightsError: the word vectors are missing.
        ResourceError: a data table is missing or damaged.
        OutputError: the folder for temporary files has no room.
    """
    basis = store.basis()
    state = store.relations_state()
    if state is not None and state.basis == basis and not force:
        return state
    overlay = Overlay.of(store.corrections())
    with ExitStack() as stack:
        # Parts are found side by side and kept one after another: each is laid aside until all are there, so that
        # nobody who writes to the store has to wait meanwhile.
        rows: dict[str, Spool[Relation]] = {part: stack.enter_context(Spool()) for part in PARTS}
        number_of: dict[str, int] = {}

        def read() -> Iterator[FiledRecord]:
            for one in _corrected(store, overlay):
                row = _row("reports", report_to_json(one.key, one.record))
                number_of[one.key] = rows["reports"].put(row)
                yield one

        relating = stack.enter_context(Relating(read(), decisions=overlay.decisions))
        if not relating.keys:
            return state
        for found in relating.items():
            part, item = item_to_json(found, relating.records)
            rows[part].put(_row(part, item))
        parts = {part: iter(rows[part]) for part in PARTS}
        parts["reports"] = (rows["reports"].take(number_of[key]) for key in relating.keys)
        return store.put_relations(parts, basis=basis)


def _row(part: str, item: dict[str, Any]) -> Relation:
    name = item.get("id") or item.get("happening") or item.get("origin")
    return Relation(str(name) if name is not None else None, tuple(reports_of(part, item)), item)


def reports_of(part: str, item: Mapping[str, Any]) -> list[str]:
    """Return the keys of the reports that an item of relations is about, each once."""
    match part:
        case "reports":
            found = [item["id"]]
        case "reprint_groups":
            found = [item["origin"], *(member["report"] for member in item["members"])]
        case "stories":
            found = list(item["reports"])
        case "happenings":
            found = [account["report"] for account in item["accounts"]]
        case "independent_sources":
            found = [key for origin in item["origins"] for key in origin["reports"]]
            found += [each["report"] for each in item["not_counted"]]
        case "contradictions":
            found = [key for value in item["values"] for key in value["reports"]]
        case "quotes":
            found = [variant["report"] for variant in item["variants"]]
        case _:
            found = [mention["report"] for mention in item["mentions"]]
    return list(dict.fromkeys(found))


def relations_json(store: Store) -> dict[str, Any]:
    """Return the relations that a store keeps, as one JSON object with all parts.

    Raises:
        StoreError: the store cannot be read.
    """
    from onrecord.export.relations import SCHEMA

    return {"schema": SCHEMA, **{part: [dict(one.data) for one in store.relations(part)] for part in PARTS}}


def corrected_records(store: Store) -> Iterator[FiledRecord]:
    """Yield the records of a store with people's corrections laid over them, older versions of pages left out.

    Raises:
        StoreError: the store cannot be read.
    """
    return _corrected(store, Overlay.of(store.corrections()))


def _corrected(store: Store, overlay: Overlay) -> Iterator[FiledRecord]:
    for one in store.records():
        yield FiledRecord(one.key, overlay.applied(one.key, one.record))
