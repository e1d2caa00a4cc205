"""What an entity is reported to have said and done, from the records of the reports that name it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice

from onrecord.desk.answers import Rows, Words
from onrecord.desk.inquiry import Inquiry, Item, reports_naming
from onrecord.desk.profiles import EntityRow, EventRow, NameRow, Profile, Sayings, StatementRow
from onrecord.export.outline import entities_by_id, one_line, speaker_of
from onrecord.export.told import Party, ToldEvent, told_events
from onrecord.model import Record, Span, Statement

_RECORDS = 20
"""Records that are read at a time: mostly the first statements are all that is looked at."""


def sayings(inquiry: Inquiry, entity: Item, *, limit: int | None = None) -> Sayings:
    """Return the statements of an entity that fit what is asked for, in order of publication and offset.

    Args:
        inquiry: the question.
        entity: the entity.
        limit: how many of them at most, or None for all.
    """
    return Sayings(entity_row(entity), Rows.of(_Teller(inquiry, entity).statements(), limit))


def profile(inquiry: Inquiry, entity: Item, *, limit: int | None = None) -> Profile:
    """Return an entity with its statements, and the events in which it takes part, that fit what is asked for.

    Args:
        inquiry: the question.
        entity: the entity.
        limit: how many statements, events as actor and events as recipient at most, or None for all.
    """
    teller = _Teller(inquiry, entity)
    statements: list[StatementRow] = []
    events: dict[str, list[EventRow]] = {"actor": [], "recipient": []}
    for key, record in teller.records():
        statements += teller.statements_of(key, record)
        for event in teller.events_of(key, record):
            events[event.part].append(event)
        if limit is not None and min(len(statements), *map(len, events.values())) > limit:
            break
    return Profile(
        entity=entity_row(entity),
        statements=Rows.of(statements, limit),
        as_actor=Rows.of(events["actor"], limit),
        as_recipient=Rows.of(events["recipient"], limit),
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
    """Goes through the records that name an entity."""

    def __init__(self, inquiry: Inquiry, entity: Item) -> None:
        self.inquiry, self.wanted = inquiry, inquiry.wanted
        self.ids: dict[str, set[str]] = defaultdict(set)
        for mention in entity["mentions"]:
            self.ids[mention["report"]].add(mention["entity"])
        self.lineages: dict[tuple[str, str], tuple[str, str]] = {}

    def records(self) -> Iterator[tuple[str, Record]]:
        """Yield the records of the reports that fit, in order of publication, with what is said of them at hand."""
        keys = iter(self.inquiry.chosen_of(list(self.ids)))
        while page := list(islice(keys, _RECORDS)):
            self.inquiry.look_up(page)
            for one in self.inquiry.about("quotes", page):
                data: Item = one.data
                for variant in data["variants"]:
                    if variant["statement"]:
                        self.lineages[variant["report"], variant["statement"]] = (
                            data["id"],
                            variant["change"],
                        )
            found = dict(self.inquiry.records(page))
            yield from ((key, found[key]) for key in page if key in found)

    def statements(self) -> Iterator[StatementRow]:
        for key, record in self.records():
            yield from self.statements_of(key, record)

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

    def events_of(self, key: str, record: Record) -> Iterator[EventRow]:
        """Yield the events of one report that fit, once for each part that the entity has in them."""
        for told in told_events(record):
            parts = {
                "actor": self._takes_part(key, told.actors),
                "recipient": self._takes_part(key, told.recipients),
            }
            for part, takes_part in parts.items():
                if takes_part and self._event_fits(key, told):
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
