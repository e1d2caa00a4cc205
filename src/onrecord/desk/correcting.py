"""Corrections made: what is asked for is checked against the store before it is kept."""

from __future__ import annotations

from typing import Literal, get_args

from onrecord.desk.overlay import Rejected, rejected, split_target, target_of
from onrecord.errors import InputError
from onrecord.export.outline import one_line
from onrecord.gazetteer import Gazetteer
from onrecord.ingest.options import iso_time
from onrecord.model import EventType, Record, Span
from onrecord.store import Correction, Store


class Corrector:
    """Makes corrections in the name of one person.

    Args:
        store: where they are kept.
        author: who makes them.
        reason: why.

    Each method raises NotInStore for a report that is not there, InputError for what cannot be meant, and
    StoreError where the store cannot be written.
    """

    def __init__(self, store: Store, *, author: str, reason: str) -> None:
        if not author.strip() or not reason.strip():
            raise InputError(
                what="a correction has an author and a reason",
                where="correction",
                remedy="give both, so that whoever reads the record later knows who vouches for it",
            )
        self._store, self._author, self._reason = store, author, reason

    def date(self, key: str, published: str) -> Correction:
        """Set when a report was published: an ISO day or time."""
        self._store.report(key)
        value = iso_time(published)
        if value is None:
            raise InputError(
                what="it is not an ISO 8601 day or time",
                where=f"date {published!r}",
                remedy="write it as 2019-10-08 or 2019-10-08T03:40+03:00",
            )
        return self._keep("date", key, {"published": value})

    def place(self, target: str, geonames: int | None) -> Correction:
        """Set which GeoNames feature a place name stands for; None for none of them."""
        record, span = self._record(target)
        if not any(place.span.overlaps(span) for place in record.places):
            raise self._nothing_at(target, "place")
        if geonames is None:
            return self._keep("place", target, {"geonames": None})
        row = Gazetteer.load().by_id(geonames)
        if row is None:
            raise InputError(
                what=f"the gazetteer has no feature {geonames}",
                where=target,
                remedy="look the number up at geonames.org, or import a larger gazetteer",
            )
        payload = {
            "geonames": geonames, "name": row.name, "country": row.country, "admin1": row.admin1,
            "lat": row.lat, "lon": row.lon, "feature": row.feature,
        }  # fmt: skip
        return self._keep("place", target, payload)

    def type(self, target: str, kind: str | None) -> Correction:
        """Set the PLOVER type of an event; None for none."""
        record, span = self._record(target)
        if kind is not None and kind not in get_args(EventType):
            raise InputError(
                what="PLOVER has no such type",
                where=f"type {kind!r}",
                remedy=f"choose one of {', '.join(get_args(EventType))}, or none",
            )
        if not any(event.anchor.span.overlaps(span) for event in record.events):
            raise self._nothing_at(target, "event")
        return self._keep("type", target, {"type": kind})

    def accept(self, target: str, *, what: Rejected | None = None) -> Correction:
        """Keep that an event or statement is right as it stands: the one whose word, cue or content stands there.

        Args:
            target: where it stands.
            what: which of them; None for the event there, and the statement where there is none.
        """
        return self._judged("accept", target, what)

    def reject(self, target: str, *, what: Rejected | None = None) -> Correction:
        """Take an event or statement out of a record: the one whose word, cue or content stands there.

        Args:
            target: where it stands.
            what: which of them; None for the event there, and the statement where there is none.
        """
        return self._judged("reject", target, what)

    def _judged(self, verdict: Literal["accept", "reject"], target: str, what: Rejected | None) -> Correction:
        record, span = self._record(target)
        if not rejected(record, span, what):
            raise self._nothing_at(target, what or "event or statement")
        return self._keep(verdict, target, {"what": what} if what else {})

    def no_reprint(self, key: str) -> Correction:
        """Say that a report is nobody's copy."""
        self._store.report(key)
        return self._keep("no-reprint", key, {})

    def move(self, key: str, to: str | None) -> Correction:
        """Move a report to the story of another report; None makes it a story of its own."""
        self._store.report(key)
        if to is not None:
            self._store.report(to)
            if to == key:
                raise InputError(
                    what="a report cannot be moved to its own story",
                    where=key,
                    remedy="name a report of the other story, or 'alone'",
                )
        return self._keep("move", key, {"to": to})

    def merge(self, target: str, other: str) -> Correction:
        """Make one of the entities that two stretches name."""
        for each in (target, other):
            self._named(each)
        return self._keep("merge", target, {"with": other})

    def split(self, target: str) -> Correction:
        """Set the entity that a stretch of one report names apart from those of other reports; earlier merges of it go."""
        record, span = self._named(target)
        return self._keep("split", target, {"name": one_line(span.cut(record.report.text))})

    def undo(self, id: str) -> Correction:
        """Undo a correction; it is kept, with who undid it and why."""
        return self._store.undo(id, author=self._author, reason=self._reason)

    def _keep(self, kind: str, target: str, payload: dict[str, object]) -> Correction:
        return self._store.correct(kind, target, payload, author=self._author, reason=self._reason)

    def _record(self, target: str) -> tuple[Record, Span]:
        key, span = split_target(target)
        record = self._store.record(key).record
        if span is None or span.end > len(record.report.text):
            raise InputError(
                what="this names no stretch of the report's text",
                where=target,
                remedy=f"write {target_of(key)}:START-END with offsets up to {len(record.report.text)}",
            )
        return record, span

    def _named(self, target: str) -> tuple[Record, Span]:
        record, span = self._record(target)
        if not any(mention.span.overlaps(span) for entity in record.entities for mention in entity.mentions):
            raise self._nothing_at(target, "person, body or place")
        return record, span

    def _nothing_at(self, target: str, what: str) -> InputError:
        return InputError(
            what=f"the record has no {what} there",
            where=target,
            remedy="point to its words: `onrecord export --db ... --to relations` and the record give their offsets",
        )
