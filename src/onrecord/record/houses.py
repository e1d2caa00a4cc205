"""Whom "I" and "we" stand for: who speaks, and the body that somebody speaks for or that issues a statement."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from onrecord.model import Entity, Span
from onrecord.record.parse import Parse

_HOUSE = frozenset({"we", "We", "us"})
_ISSUING = frozenset({"GOV", "MIL", "IGO", "COP", "JUD"})
"""Sectors of bodies that issue statements; a firm that is written of is not the writer's "we"."""

_OF_STATE = frozenset({"GOV", "MIL"})
_PAST = frozenset({"former", "ex", "retired", "then", "onetime", "one-time"})

_HOUSE_SENTENCES = 3
"""Sentences back in which a body that speaks of itself as "we" is looked for; chosen by judgement."""

_SPEAKER = frozenset({"i", "me", "myself"})
"""Words for whoever speaks them; "we" may be anybody."""


class HouseFinder:
    """Finds them in one report.

    Args:
        parse: the reading.
        entities: its entities by id.
        of_head: the entity of a head word, with the mention.
        states: the states among them by country, with their first mention.
        speaker_of: gives the id of the entity that speaks a word in direct speech, or None.
        is_told: tells of a word whether it stands in a statement.
    """

    def __init__(
        self,
        parse: Parse,
        entities: Mapping[str, Entity],
        of_head: Mapping[int, tuple[Entity, Span]],
        states: Mapping[str, tuple[Entity, Span]],
        speaker_of: Callable[[int], str | None],
        is_told: Callable[[int], bool],
    ) -> None:
        self.parse, self.words = parse, parse.words
        self._entities, self._of_head, self._states = entities, of_head, states
        self._speaker_of, self._is_told = speaker_of, is_told

    def is_spoken(self, index: int) -> bool:
        """Tell whether a word stands for whoever speaks: "I", "we"."""
        form = self.parse.form(index)
        return form in _HOUSE or form.lower() in _SPEAKER

    def of(self, index: int) -> tuple[Entity, Span] | None:
        """Return whom such a word stands for, with the word itself, or None."""
        if self.parse.form(index) in _HOUSE:
            return self._speakers_body(index) if self._is_told(index) else self._house(index)
        speaker = self._entities.get(self._speaker_of(index) or "")
        return (speaker, self.words[index].span) if speaker is not None else None

    def _house(self, index: int) -> tuple[Entity, Span] | None:
        """Return the body that speaks of itself as "we" in its own statement: the last one that was a subject before.

        Only in the report's own words, within two sentences: "The United States condemns ... We will continue to ...".
        """
        word = self.words[index]
        if self.parse.quotation(word.span.start) is not None:
            return None
        for before in range(index - 1, -1, -1):
            if word.sentence - self.words[before].sentence > _HOUSE_SENTENCES:
                return None
            if self.parse.relations[before] == "nsubj" and before in self._of_head:
                entity = self._of_head[before][0]
                if entity.sector in _ISSUING and entity.type != "PERSON":
                    return entity, word.span
                if entity.type == "ORG" and entity.sector is None:
                    return None  # it may be the last body named, of which nobody knows whether it issues statements
        return None

    def _speakers_body(self, index: int) -> tuple[Entity, Span] | None:
        """Return the body that "we" stands for in somebody's direct speech: itself, or the body or state in his title."""
        speaker = self._entities.get(self._speaker_of(index) or "")
        if speaker is None:
            return None
        span = self.words[index].span
        if speaker.type != "PERSON":
            return (speaker, span) if speaker.type in ("ORG", "GPE", "NORP") else None
        for mention in speaker.mentions:
            words = self.parse.inside(mention.span)
            if not _PAST.isdisjoint(self.parse.form(word).lower() for word in words):
                continue  # a retired officer does not speak for the army
            for word in words:
                body = self._of_head.get(word, (speaker, span))[0]
                sent = word > 0 and self.parse.form(word - 1).lower() == "to"  # "ambassador to Norway"
                state = body.type == "GPE" and body.ids.iso is not None and not sent
                if state or (body.type == "ORG" and body.sector != "PTY"):
                    return body, span
        own = self._states.get(speaker.country or "") if speaker.sector in _OF_STATE else None
        return (own[0], span) if own is not None else None
