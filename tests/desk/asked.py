"""What questions of a store are asked about."""

from __future__ import annotations

from onrecord.desk.questions import find_stories, timeline
from onrecord.store import Store


def story_of(store: Store, title: str) -> str:
    return next(row.id for row in find_stories(store) if title in row.title)


def attack(store: Store) -> str:
    """Return the id of the happening that several outlets tell of."""
    return next(
        row.id for row in timeline(store, several=True) if row.type == "ASSAULT" and row.place == "Gdynia"
    )
