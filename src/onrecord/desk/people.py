"""What an entity is reported to have said and done, from the records of the reports that name it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from onrecord.desk.accusations import accusations
from onrecord.desk.answers import Rows, Words
from onrecord.desk.gleanings import ACTOR, RECIPIENT, SPEAKER
from onrecord.desk.inquiry import Inquiry, Item, reports_naming
from onrecord.desk.profiles import EntityRow, EventRow, NameRow, Profile, Sayings, StatementRow
from onrecord.export.outline import entities_by_id, one_line, speaker_of
from onrecord.export.told import Party, ToldEvent, told_events
from onrecord.model import Record, Span, Statement

_RECORDS = 20
"""Records that are read at a time: mostly the first statements are all that is looked at."""
_BEYOND = 2
"""Records that are read at first beyond as many as rows are asked for: most have a row, and one tells whether more follow."""
_KEPT = 200
"""Records that are kept until the answer is whole."""


def sayings(inquiry: Inquiry, entity: Item, *, limit: int | None = None) -> Sayings:
    """Return the statements of an entity that fit what is asked for, in order of publication and offset.

    Args:
        inquiry: the question.
        entity: the entity.
        limit: how many of them at most, or None for all.
    """
    return Sayings(entity_row(entity), Rows.of(_Teller(inquiry, entity, limit).statements(), limit))


def profile(inquiry: Inquiry, entity: Item, *, limit: int | None = None) -> Profile:
    """Return an entity with its statements, its events and what it is accused of, as far as they fit what is asked for.

    Args:
        inquiry: the question.
        entity: the entity.
        limit: how many statements, events as actor, events as recipient and accusations at most, or None for all.
    """
    teller = _Teller(inquiry, entity, limit)
    return Profile(
        entity=entity_row(entity),
        statements=Rows.of(teller.statements(), limit),
        as_actor=Rows.of(teller.events(ACTOR), limit),
        as_recipient=Rows.of(teller.events(RECIPIENT), limit),
        accused_of=Rows.of(accusations(inquiry, entity), limit),
    )


def entity_row(entity: Item) -> EntityRow:
    """Return an entity as a row."""
    return EntityRow(
        id=entity["id"],
        type=entity["type"],
        name=entity["name"],
        names=_names(entity["aliases"]),
        roles=_names(entity["roles"]),
        country=entity["country"],
        geonames=entity["geonames"],
        n_reports=len(reports_naming(entity)),
        because=entity["because"],
    )


def _names(items: Iterable[Item]) -> tuple[NameRow, ...]:
    return tuple(NameRow(one["name"], one["reports"], one["first"], one["last"]) for one in items)


class _Teller:
    """Goes through the records that name an entity.

    Args:
        inquiry: the question.
        entity: the entity.
        limit: how many rows are wanted of each part of the answer, or None for all.
    """

    def __init__(self, inquiry: Inquiry, entity: Item, limit: int | None) -> None:
        self._first = _RECORDS if limit is None else min(_RECORDS, limit + _BEYOND)
        self.inquiry, self.wanted, self.entity = inquiry, inquiry.wanted, entity
        self.ids: dict[str, set[str]] = defaultdict(set)
        for mention in entity["mentions"]:
            self.ids[mention["report"]].add(mention["entity"])
        self.lineages: dict[tuple[str, str], tuple[str, str]] = {}
        self._keys: dict[str, list[str]] = {}
        self._read_already: dict[str, Record] = {}

    def records(self, part: str) -> Iterator[tuple[str, Record]]:
        """Yield the records of the reports that fit in which the entity speaks, acts or is acted upon.

        They come in order of publication, with what is said of them at hand.
        """
        if part not in self._keys:
            # Who is never named has no id by which reports could be found.
            id = self.entity["id"]
            keys = list(self.ids) if id is None else self.inquiry.store.chosen_ids("reports", [(part, [id])])
            self._keys[part] = self.inquiry.chosen_of(keys)
        left, size = iter(self._keys[part]), self._first
        while page := list(islice(left, size)):
            yield from self._read(page)
            size = _RECORDS

    def _read(self, page: Sequence[str]) -> Iterator[tuple[str, Record]]:
        """Yield some records in order; those that were read for another part of the answer are not read again."""
        missing = [key for key in page if key not in self._read_already]
        if missing:
            self.inquiry.look_up(missing)
            for one in self.inquiry.about("quotes", missing):
                data: Item = one.data
                for variant in data["variants"]:
                    if variant["statement"]:
                        place = variant["report"], variant["statement"]
                        self.lineages[place] = data["id"], variant["change"]
        # One after the other as they are looked at: to read one takes longer than all else that is done with it.
        coming = iter(self.inquiry.records(missing) if missing else ())
        found: dict[str, Record] = {}
        for key in page:
            while key not in self._read_already and key not in found:
                come = next(coming, None)
                if come is None:
                    break
                found[come[0]] = come[1]
                if len(self._read_already) < _KEPT:
                    self._read_already[come[0]] = come[1]
            record = self._read_already.get(key, found.get(key))
            if record is not None:
                yield key, record

    def statements(self) -> Iterator[StatementRow]:
        """Yield the statements of the entity that fit."""
        for key, record in self.records(SPEAKER):
            yield from self.statements_of(key, record)

    def events(self, part: str) -> Iterator[EventRow]:
        """Yield the events that fit in which the entity takes a part: "actor" or "recipient"."""
        for key, record in self.records(part):
            yield from self.events_of(key, record, part)

    def statements_of(self, key: str, record: Record) -> Iterator[StatementRow]:
        """Yield the statements of one report that fit."""
        entities = entities_by_id(record)
        told = list(told_events(record)) if self.wanted.type or self.wanted.label else []
        for statement in record.statements:
            if statement.source is None or statement.source.entity not in self.ids[key]:
                continue
            if not self._statement_fits(key, record, statement, told):
                continue
            lineage, change = self.lineages.get((key, statement.id), (None, None))
            text = record.report.text
            yield StatementRow(
                report=self.inquiry.line(key),
                id=statement.id,
                speaker=one_line(speaker_of(statement, record, entities).name),
                kind=statement.kind,
                force=statement.force,
                cue=statement.cue.span.cut(text) if statement.cue else None,
                content=tuple(self.words(key, span, text) for span in statement.content),
                lineage=lineage,
                change=change,
            )

    def _statement_fits(
        self, key: str, record: Record, statement: Statement, told: Iterable[ToldEvent]
    ) -> bool:
        """Tell whether a statement speaks of the person and place asked for, and an event that fits rests on it."""
        wanted = self.wanted
        if wanted.person is not None and not any(
            self.inquiry.is_about_person(key, span.start, span.end) for span in statement.content
        ):
            return False
        if wanted.place is not None and not wanted.fits_place(
            name
            for place in record.places
            if any(span.holds(place.span) for span in statement.content)
            for name in (place.name, place.span.cut(record.report.text))
        ):
            return False
        if wanted.type is None and wanted.label is None:
            return True
        return any(
            wanted.fits_type(one.event.type) and wanted.fits_label(one.event.label)
            for one in told
            if any(link.statement == statement.id for link in one.event.on_word_of)
        )

    def events_of(self, key: str, record: Record, part: str) -> Iterator[EventRow]:
        """Yield the events of one report that fit, in which the entity takes a part."""
        for told in told_events(record):
            parties = told.actors if part == ACTOR else told.recipients
            if self._takes_part(key, parties) and self._event_fits(key, told):
                yield self._event(key, part, told)

    def _takes_part(self, key: str, parties: Iterable[Party]) -> bool:
        return any(party.entity is not None and party.entity.id in self.ids[key] for party in parties)

    def _event_fits(self, key: str, told: ToldEvent) -> bool:
        wanted = self.wanted
        if not (wanted.fits_type(told.event.type) and wanted.fits_label(told.event.label)):
            return False
        if not wanted.fits_place(
            name for place in told.places for name in (place.name, place.span.cut(told.text))
        ):
            return False
        sentence = _sentence(told)
        return self.inquiry.is_about_person(key, sentence.start, sentence.end, told.voices)

    def _event(self, key: str, part: str, told: ToldEvent) -> EventRow:
        return EventRow(
            id=told.event.id,
            part=part,
            day=(told.days[0].isoformat(), told.days[1].isoformat()) if told.days else None,
            place=told.place.name or told.place.span.cut(told.text) if told.place else None,
            type=told.event.type,
            label=told.event.label,
            on_word_of=told.voices,
            anchor=told.anchor,
            words=self.words(key, _sentence(told), told.text),
        )

    def words(self, key: str, span: Span, text: str) -> Words:
        return Words(self.inquiry.line(key), span.cut(text), span.start, span.end)


def _sentence(told: ToldEvent) -> Span:
    """Return the sentence that tells of an event, or where none holds it its anchor."""
    if told.sentence is None:
        return told.event.anchor.span
    return told.record.sentences[told.sentence]
