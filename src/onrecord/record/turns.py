"""Turns of a printed conversation: paragraphs that open with a name in capitals and a colon, as transcripts do.

"VANE: We will rebuild the pier." Quotation marks around a whole transcript tell of whoever printed it, not of who speaks.
"""

from __future__ import annotations

import re
from collections import Counter

from onrecord.model import Span, trim
from onrecord.record.contents import cut_out
from onrecord.record.cues import COLON, CueReading
from onrecord.record.parse import Parse
from onrecord.record.speech_drafts import Draft

_TURN = re.compile(
    r"^[ \t]*[\"\u201c\u2018']?(?P<name>[A-Z][A-Z.'\u2019-]+(?: [A-Z][A-Z.'\u2019-]+){0,3})[ \t]*:[ \t]+(?P<said>\S.*)$",
    re.M,
)
_MARKS = "\"\u201c\u201d\u2018\u2019' "

_LEAST = 3
"""Turns from which on a text holds a conversation, of which one speaker has two: "UPDATE: ..." alone is none."""


def with_turns(parse: Parse, drafts: list[Draft]) -> list[Draft]:
    """Return the drafts with each turn given to the name before it, and to nobody else."""
    found = list(_TURN.finditer(parse.text))
    speakers = Counter(match["name"] for match in found)
    if len(found) < _LEAST or max(speakers.values(), default=0) < 2:
        return drafts
    turns = [_turn(match, parse) for match in found]
    whole = [Span(match.start(), match.end()) for match in found]
    kept = []
    for draft in drafts:
        inside = draft.cue is not None and any(
            turn.content[0].holds(draft.cue.span) for turn in turns if turn.content
        )
        if (
            inside
            and draft.source
            and any(turn.source and turn.source.overlaps(draft.source) for turn in turns)
        ):
            continue  # the name before the colon taken for a subject
        if not inside:
            draft.content = [part for span in draft.content for part in cut_out(span, whole)]
            if not draft.content or any(draft.source and draft.source.overlaps(span) for span in whole):
                continue
        kept.append(draft)
    return kept + [turn for turn in turns if turn.content]


def _turn(match: re.Match[str], parse: Parse) -> Draft:
    said = trim(Span(match.start("said"), match.end("said")), parse.text, _MARKS)
    colon = parse.text.index(":", match.end("name"))
    cue = CueReading(Span(colon, colon + 1), None, COLON, passive=False, negated=False)
    source = Span(match.start("name"), match.end("name"))
    reason = "a turn of a conversation: name in capitals, colon"
    return Draft(cue, source, [said] if len(said) else [], 0.9, [reason], block=True)
