"""On whose word: the statements that words stand in, outermost first."""

from __future__ import annotations

from onrecord.model import Attribution, Span, Statement
from onrecord.record.cues import read_cue
from onrecord.record.noun_claims import is_of_another
from onrecord.record.parse import Parse

UNNAMED = "unnamed"
"""The voice of a source that no entity stands for."""


def is_authors(statement: Statement, parse: Parse) -> bool:
    """Tell whether whoever wrote the report speaks for himself: "we call for an end to the attacks", in nobody's mouth."""
    if statement.source is None or statement.within is not None:
        return False
    span = statement.source.span
    return span.cut(parse.text).lower() in ("i", "we") and not parse.quotation(span.start)


class ChainFinder:
    """Finds the chain of attribution of any words of one report.

    Args:
        statements: those of the report.
        parse: the reading. What its author says for himself is the report's own word, and no link of a chain.
    """

    def __init__(self, statements: tuple[Statement, ...], parse: Parse) -> None:
        statements = tuple(one for one in statements if not is_authors(one, parse))
        self._statements = statements
        self._by_id = {statement.id: statement for statement in statements}
        self._parts = [
            (part.start, part.end, number) for number, one in enumerate(statements) for part in one.content
        ]
        self._places = [
            (self._depth(one), -sum(map(len, one.content)), one.content[0].start) for one in statements
        ]
        self._holding: dict[Span, tuple[Statement, ...]] = {}

    def statements(self, span: Span) -> tuple[Statement, ...]:
        """Return the statements whose content holds words, outermost first; found once, then kept."""
        if span not in self._holding:
            at, end = span.start, span.end
            holding = {number for first, last, number in self._parts if first <= at and end <= last}
            ordered = sorted(holding, key=lambda number: (*self._places[number], number))
            found = [self._statements[number] for number in ordered]
            aside = {outer.id for outer in found for inner in found if is_of_another(outer, inner)}
            self._holding[span] = tuple(one for one in found if one.id not in aside)
        return self._holding[span]

    def speaker_of(self, span: Span) -> str | None:
        """Return the entity that speaks words: the source of the innermost speech around them that is not retold."""
        statements = self.statements(span)
        if not statements or statements[-1].kind == "indirect" or statements[-1].source is None:
            return None
        return statements[-1].source.entity

    def _depth(self, statement: Statement) -> int:
        depth, outer = 0, statement.within
        while outer in self._by_id and depth < len(self._statements):
            depth, outer = depth + 1, self._by_id[outer].within
        return depth

    def of(self, span: Span) -> tuple[Attribution, ...]:
        """Return the chain of words: one link a voice, a voice that follows itself once."""
        links: list[Attribution] = []
        for statement in self.statements(span):
            entity = statement.source.entity if statement.source is not None else None
            if links and entity is not None and links[-1].entity == entity:
                links[-1] = Attribution(statement.id, entity)
                continue
            links.append(Attribution(statement.id, entity))
        return tuple(links)


class CueWords:
    """The words of one report that report speech, each with its statement.

    Args:
        parse: the reading.
        statements: those of the report.
    """

    def __init__(self, parse: Parse, statements: tuple[Statement, ...]) -> None:
        self._words = parse.words
        self._statements: dict[int, Statement] = {}
        self._passive: set[int] = set()
        for statement in statements:
            if statement.cue is None:
                continue
            cue = read_cue(statement.cue.span, parse)
            for word in parse.inside(cue.span):
                self._statements.setdefault(word, statement)
            if cue.passive:
                self._passive |= set(parse.inside(cue.span))

    def statement(self, word: int) -> Statement | None:
        """Return the statement that a word is the cue of."""
        return self._statements.get(word)

    def ends(self, word: int, event: int) -> bool:
        """Tell whether a word is the cue of a statement that an event stands in."""
        statement = self._statements.get(word)
        span = self._words[event].span
        return statement is not None and any(part.holds(span) for part in statement.content)

    def is_active(self, word: int) -> bool:
        """Tell whether a word reports speech in the active voice: "said", not "was said"."""
        return word in self._statements and word not in self._passive
