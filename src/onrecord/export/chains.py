"""On whose word, in words: the voices of a chain as people say them, innermost first, and what the outlet adds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.export.outline import Speaker, one_line, speaker_of
from onrecord.model import Attribution, Entity, Event, Record, Statement


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One voice of a chain, for a reader; the parts read one after the other.

    Attributes:
        lead: words before the name ("as", "according to"), or None.
        speaker: whose word.
        cue: the reporting words, or None.
        quoted: whether the cue is to stand in quotation marks, since it does not go on from the name.
        statement: id of the statement.
    """

    lead: str | None
    speaker: Speaker
    cue: str | None
    quoted: bool
    statement: str

    @property
    def receipt(self) -> str | None:
        """The cue within quotation marks, where it does not go on from the name."""
        return f"“{self.cue}”" if self.cue and self.quoted else None

    @property
    def words(self) -> str:
        """The link as a phrase, without the statement id."""
        named = f"{self.speaker.name}, {self.speaker.role}" if self.speaker.role else self.speaker.name
        if self.speaker.note:
            named += f", {self.speaker.note}"
        said = f"{',' if self.speaker.role or self.speaker.note else ''} {self.cue}"
        return f"{f'{self.lead} ' if self.lead else ''}{named}{said if self.cue and not self.quoted else ''}"

    @property
    def told(self) -> str:
        """The link as a phrase that ends in the statement id."""
        return f"{self.words} ({', '.join(filter(None, (self.receipt, self.statement)))})"


def told_chain(
    event: Event, record: Record, *, statements: dict[str, Statement], entities: dict[str, Entity]
) -> tuple[ChainLink, ...]:
    """Return the chain of an event for a reader, innermost voice first."""
    links = reversed(event.on_word_of)
    return tuple(
        _told(link, record, statements, entities, lead="as" if number else None)
        for number, link in enumerate(links)
    )


def _told(
    link: Attribution,
    record: Record,
    statements: dict[str, Statement],
    entities: dict[str, Entity],
    *,
    lead: str | None,
) -> ChainLink:
    statement = statements.get(link.statement)
    entity = entities.get(link.entity or "")
    if statement is None:
        name = one_line(entity.name) if entity else "source not named"
        return ChainLink(lead, Speaker(name, None, None), None, False, link.statement)
    speaker = speaker_of(statement, record, entities)
    if statement.source is None and statement.source_type != "outlet":
        named = Speaker(one_line(entity.name), None, None) if entity else None
        speaker = named or Speaker("source not named", None, None)
    cue = _cue(statement, record.report.text)
    if cue and _PREPOSITION.match(cue):
        return ChainLink(cue.casefold(), speaker, None, False, statement.id)
    quoted = bool(cue) and (statement.source_type == "unnamed" or not _goes_on(cue or "", statement))
    return ChainLink(lead, speaker, cue, quoted, statement.id)


def _cue(statement: Statement, text: str) -> str | None:
    """Return the reporting words with their addressee, or None where nothing but a mark reports."""
    if statement.cue is None:
        return None
    cue = one_line(statement.cue.span.cut(text))
    if not any(character.isalpha() for character in cue):
        return None
    addressee = statement.addressee.span if statement.addressee else None
    if addressee and 0 <= addressee.start - statement.cue.span.end <= 1:
        cue += f" {one_line(addressee.cut(text))}"
    return cue


def outlet_in_words(event: Event, record: Record) -> str:
    """Return what the outlet does with an event: tells it itself, passes it on, vouches for it."""
    report = record.report
    name = one_line(report.outlet) if report.outlet else "the outlet"
    if not event.on_word_of:
        return f"{name} itself"
    first = event.factuality[0] if event.factuality else None
    if first is None or first.voice != "outlet" or first.certainty == "underspecified":
        return f"{name} passes it on"
    if first.certainty != "certain":
        return f"{name} holds it {first.certainty}"
    # What the outlet denies while a voice affirms it, or the other way round, is worth a word.
    last = event.factuality[-1]
    agree = first.polarity == last.polarity
    return f"{name} vouches for it too" if agree else f"{name} says otherwise"


_PREPOSITION = re.compile(r"(?:according to|per|as per|in the words of)\Z", re.IGNORECASE)
_PLAIN_VERBS = {"say", "tell", "think", "believe", "know", "argue", "insist", "deny", "admit", "add"}
"""Lemmas that are never nouns: "say" goes on from the name even where it stands in its plain form."""


def _goes_on(cue: str, statement: Statement) -> bool:
    """Tell whether name and cue read as one phrase: "Ayrault told reporters", but not "Ayrault claim"."""
    lemma = statement.cue.lemma.casefold() if statement.cue else ""
    first = cue.split()[0].casefold()
    return not first.endswith("ing") and (first != lemma or lemma in _PLAIN_VERBS)
