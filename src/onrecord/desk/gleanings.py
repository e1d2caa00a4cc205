"""What is kept of each record beside what holds between reports: who is only described, speaks, acts, and is charged."""

from __future__ import annotations

from sys import intern

from onrecord.desk.charges import charges_in
from onrecord.desk.described import Descriptions
from onrecord.model import Record

SPEAKER, ACTOR, RECIPIENT = "speaker", "actor", "recipient"
"""What an entity is in a report; facets of the reports by these names hold the entities' ids."""


class Gleanings:
    """Gathers it record by record, in order of publication.

    Attributes:
        described: who is described and never named.
        parts: for each report what its entities are in it, by their ids in the record.
        charges: for each report in which somebody is charged with something the events, each with whom it is charged to,
            by their ids in the record.
    """

    def __init__(self) -> None:
        self.described = Descriptions()
        self.parts: dict[str, tuple[tuple[str, str], ...]] = {}
        self.charges: dict[str, tuple[tuple[str, str], ...]] = {}

    def add(self, key: str, record: Record) -> None:
        """Take in one report."""
        self.described.add(key, record)
        found = [(SPEAKER, one.source.entity) for one in record.statements if one.source is not None]
        for event in record.events:
            found += [(ACTOR, party.entity) for party in event.actors]
            found += [(RECIPIENT, party.entity) for party in event.recipients]
        self.parts[key] = tuple(dict.fromkeys((part, intern(one)) for part, one in found if one is not None))
        charges = tuple((intern(event), intern(one)) for event, one in charges_in(record))
        if charges:
            self.charges[key] = charges
