"""The records that a store keeps, as JSON; whoever opens a store hands this in."""

from __future__ import annotations

import json

from onrecord.errors import InputError
from onrecord.export.json import json_text, record_from_json
from onrecord.model import Record


class JsonCodec:
    """Turns records into the JSON of RECORD.md and back, as `onrecord.store.RecordCodec` asks."""

    def encode(self, record: Record) -> bytes:
        """Return a record as JSON in UTF-8, always the same for an equal record."""
        return json_text(record).encode()

    def decode(self, data: bytes) -> Record:
        """Return the record that JSON stands for.

        Raises:
            InputError: it is no JSON, or no record of this version's format.
            OffsetError: the text given beside a span is not what the span cuts.
        """
        try:
            value = json.loads(data)
        except ValueError as problem:
            raise InputError(
                what=f"this is no JSON ({problem})",
                where="record",
                remedy="make the record anew from its report",
            ) from problem
        return record_from_json(value)
