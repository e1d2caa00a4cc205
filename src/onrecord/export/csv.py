"""Records as comma-separated tables: the events, and six further tables beside them."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.export.columns import comma_separated
from onrecord.export.flat import TABLES
from onrecord.export.formats import Rendered
from onrecord.model import Record


def render_csv(records: Sequence[Record]) -> Rendered:
    """Return records as comma-separated tables, safe to open in a spreadsheet; nothing is left out."""
    events, *others = TABLES
    return Rendered(
        comma_separated(events.columns, events.rows(records)),
        beside=tuple(
            (f".{table.name}.csv", comma_separated(table.columns, table.rows(records))) for table in others
        ),
    )
