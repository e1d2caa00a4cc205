"""Voices that somebody cites for what he says: "the Herald, citing two diplomats, said that troops would leave".

What the Herald says here, it says on the word of the diplomats: they are one voice more in the chain, and not the words
of a statement of their own.
"""

from __future__ import annotations

import re

from onrecord.model import Span, trim
from onrecord.record.contents import holds_clause
from onrecord.record.cues import read_cue
from onrecord.record.parse import Parse
from onrecord.record.sources import can_speak, tidy_source
from onrecord.record.speech_drafts import Draft

_CITING = frozenset({"cite", "quote"})
_INSERTED = re.compile(r",?\s*(?P<cue>citing|quoting)\s+$", re.I)
"""What stands between a cue and a content that begins with whom it cites: "reported, citing officials, that ..."."""

_CLAUSE = re.compile(r",\s+(?=that\s)")


def with_cited(drafts: list[Draft], parse: Parse) -> list[Draft]:
    """Return the drafts with whom they cite as voices of their own, within the drafts that cite them."""
    kept: list[Draft] = []
    for draft in drafts:
        main = _cites_for(draft, drafts, parse)
        source = tidy_source(draft.content[0], parse) if main is not None else None
        if main is not None and source is not None:
            kept.append(
                Draft(draft.cue, source, list(main.content), draft.score, ["cited for it"], outer=main)
            )
            continue
        kept.append(draft)
        inserted = _inserted(draft, parse)
        if inserted is not None:
            kept.append(inserted)
    return kept


def _cites_for(draft: Draft, drafts: list[Draft], parse: Parse) -> Draft | None:
    """Return the statement for which a draft only names who is cited, or None."""
    cue = draft.cue
    if cue is None or cue.head is None or cue.lemma not in _CITING or len(draft.content) != 1:
        return None
    if parse.words[cue.head].xpos != "VBG" or holds_clause(draft.content, parse):
        return None
    if not can_speak(draft.content[0], parse):
        return None  # "citing safety concerns"
    above = parse.words[cue.head].head
    sentence = parse.words[cue.head].sentence
    for other in drafts:
        if other is draft or other.cue is None or other.cue.head is None or not other.content:
            continue
        same = parse.words[other.cue.head].sentence == sentence and other.source == draft.source
        if other.cue.head == above or same:
            return other
    return None


def _inserted(draft: Draft, parse: Parse) -> Draft | None:
    """Return who is cited between a cue and its clause, and take them from the draft's words."""
    if draft.cue is None or not draft.content or draft.content[0].start < draft.cue.span.end:
        return None
    first = draft.content[0]
    before = _INSERTED.search(parse.text, draft.cue.span.end, first.start)
    clause = _CLAUSE.search(parse.text, first.start, first.end)
    if before is None or clause is None:
        return None
    source = tidy_source(trim(Span(first.start, clause.start()), parse.text), parse)
    if source is None or not can_speak(source, parse):
        return None
    draft.content = [Span(clause.end(), first.end), *draft.content[1:]]
    cue = read_cue(Span(before.start("cue"), before.end("cue")), parse)
    return Draft(cue, source, list(draft.content), draft.score, ["cited for it"], outer=draft)
