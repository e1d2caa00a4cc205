"""What holds between the reports of a store, kept in it and made anew when anything changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

from onrecord.desk.gleanings import Gleanings
from onrecord.desk.listing import EXPORTED, PARTS, Item, Listing
from onrecord.desk.overlay import Overlay
from onrecord.export.relations import item_to_json, report_to_json
from onrecord.model import FiledRecord
from onrecord.store import Relation, RelationsState, Store


def is_fresh(store: Store) -> bool:
    """Tell whether the relations in a store are of the reports, records and corrections that are there now."""
    state = store.relations_state()
    return state is not None and _is_of(state, store.basis())


def _is_of(state: RelationsState, basis: str) -> bool:
    """Tell whether relations are of what a store has now, and by a program that knew all their parts."""
    return state.basis == basis and state.parts.keys() >= set(PARTS)


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
    if state is not None and _is_of(state, basis) and not force:
        return state
    overlay = Overlay.of(store.corrections())
    # Here, as most questions find the relations made already.
    from onrecord.relate.relations import Relating
    from onrecord.relate.spool import Spool

    with ExitStack() as stack:
        relating = stack.enter_context(Relating(_corrected(store, overlay), decisions=overlay.decisions))
        if not relating.keys:
            return state
        # Parts are found side by side and kept one after another: each is laid aside until all are there, so that
        # nobody who writes to the store has to wait meanwhile.
        found: dict[str, Spool[Item]] = {part: stack.enter_context(Spool()) for part in EXPORTED}
        gleanings = Gleanings()
        for key in relating.keys:
            record = relating.records[key]
            gleanings.add(key, record)
            found["reports"].put(report_to_json(key, record))
        for item in relating.items():
            part, told = item_to_json(item, relating.records)
            found[part].put(told)
        listing = Listing(found["reports"], found["entities"], gleanings)
        return store.put_relations(dict(listing.rows(found)), basis=basis)


def relations_json(store: Store) -> dict[str, Any]:
    """Return the relations that a store keeps, as one JSON object with all parts.

    Raises:
        StoreError: the store cannot be read.
    """
    from onrecord.export.relations import SCHEMA

    return {
        "schema": SCHEMA,
        **{part: [dict(one.data) for one in _as_found(store, part)] for part in EXPORTED},
    }


def report_relations_json(store: Store, key: str) -> dict[str, Any]:
    """Return the relations that a store keeps about one report, as one JSON object with all parts.

    Args:
        store: the store.
        key: key of the report.

    Raises:
        NotInStore: no report has the key.
        StoreError: the store cannot be read.
    """
    from onrecord.export.relations import SCHEMA

    store.report(key)
    return {
        "schema": SCHEMA,
        **{
            part: [
                dict(one.data) for one in store.relations(part, report=frozenset([key]), with_reports=False)
            ]
            for part in EXPORTED
        },
    }


def _as_found(store: Store, part: str) -> list[Relation]:
    """Return the relations of a part in the order in which they were found: story by story."""
    return sorted(store.relations(part, with_reports=False), key=lambda one: one.sequence or 0)


def corrected_records(store: Store) -> Iterator[FiledRecord]:
    """Yield the records of a store with people's corrections laid over them, older versions of pages left out.

    Raises:
        StoreError: the store cannot be read.
    """
    return _corrected(store, Overlay.of(store.corrections()))


def _corrected(store: Store, overlay: Overlay) -> Iterator[FiledRecord]:
    for one in store.records():
        yield FiledRecord(one.key, overlay.applied(one.key, one.record))
