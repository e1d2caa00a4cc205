"""The store of reports and records: the only owner of the database driver.

Importing it imports SQLAlchemy, so commands that need no database leave it alone until they do.
"""

from onrecord.store.changes import Change
from onrecord.store.codec import RecordCodec
from onrecord.store.rows import (
    Added,
    Correction,
    Counts,
    FeedState,
    Hit,
    Relation,
    RelationsState,
    ReportFilter,
    ReportRow,
    SavedSearch,
    SetAside,
)
from onrecord.store.store import Store

__all__ = [
    "Added",
    "Change",
    "Correction",
    "Counts",
    "FeedState",
    "Hit",
    "RecordCodec",
    "Relation",
    "RelationsState",
    "ReportFilter",
    "ReportRow",
    "SavedSearch",
    "SetAside",
    "Store",
]
