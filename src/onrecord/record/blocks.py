"""Speech set as paragraphs of its own without quotation marks, as ministries and firms give it: "The minister said:"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.model import Span, trim
from onrecord.record.cues import CueReading, cue_row, read_cue
from onrecord.record.parse import Parse
from onrecord.record.quotations import Quotation
from onrecord.record.sources import subject_of

_PARAGRAPH = re.compile(r"[^\n]+")
_FIRST_PERSON = re.compile(r"\b(?:I|we|our|us|my|me|ours|mine)\b|\bI[’']", re.I)
_PLEADING = re.compile(r"^(?:This|These|Today|There)\b|\b(?:will|must|should)\b")
_BRIDGED = 2
"""Paragraphs at most that are speech for standing between two that are; chosen by judgement."""

_SHORTEST = 40
"""Characters from which a paragraph can be a speech; shorter ones are headings and captions."""


def announced_blocks(
    parse: Parse, quotations: Sequence[Quotation], taken: Sequence[Span]
) -> Iterator[tuple[CueReading, Span, list[Span]]]:
    """Yield cue, source and content where a paragraph ends in "said:" and speech without marks follows.

    The first paragraph after it is the speech; further ones are as long as they speak in the first person, or, in a report
    without quotation marks, of what is and will be, as those who plead do; what stands between two of these is speech too.

    Args:
        parse: the reading.
        quotations: its quotations; a paragraph that one of them opens is left to the rules for these.
        taken: cues of other statements; a paragraph after the first that holds one has a speaker of its own.
    """
    paragraphs = [
        trim(Span(match.start(), match.end()), parse.text) for match in _PARAGRAPH.finditer(parse.text)
    ]
    paragraphs = [span for span in paragraphs if len(span)]
    for number, paragraph in enumerate(paragraphs):
        if not paragraph.cut(parse.text).endswith(":"):
            continue
        announced = _announced(paragraph, parse)
        if announced is None:
            continue
        content: list[Span] = []
        between: list[Span] = []
        marked = any(q.carries for q in quotations)
        for following in paragraphs[number + 1 :]:
            if not _may_be_speech(following, parse, quotations, taken, first=not content):
                break
            if not content or _is_speech(following, parse, announced[1], marked=marked):
                content += [*between, following]
                between = []
            elif marked or len(between) == _BRIDGED:
                break
            else:
                between.append(following)  # told of what was, and his if he goes on after it
        if content:
            yield (*announced, content)


def _announced(paragraph: Span, parse: Parse) -> tuple[CueReading, Span] | None:
    """Return the reporting verb that closes a paragraph, and its subject."""
    for index in reversed(parse.inside(paragraph)):
        word = parse.words[index]
        row = cue_row(word.lemma.lower())
        if word.upos == "VERB" and row is not None and row.speech:
            cue = read_cue(word.span, parse)
            source = None if cue.passive else subject_of(cue, parse)
            return (cue, source) if source is not None and paragraph.holds(source) else None
    return None


def _may_be_speech(
    paragraph: Span, parse: Parse, quotations: Sequence[Quotation], taken: Sequence[Span], *, first: bool
) -> bool:
    """Tell whether nothing speaks against a paragraph's being speech: no heading, no marks, no other speaker."""
    words = paragraph.cut(parse.text)
    if len(paragraph) < _SHORTEST or words.endswith(":"):
        return False
    if any(q.carries and q.outer.overlaps(paragraph) for q in quotations):
        return False
    return first or not any(span.overlaps(paragraph) for span in taken)


def _is_speech(paragraph: Span, parse: Parse, source: Span, *, marked: bool) -> bool:
    """Tell whether a paragraph after the first is in the first person, or pleads where the report has no quotation marks.

    Nobody pleads of himself by the words that announced him: "the minister will return to Oslo" is the report's again.
    """
    words = paragraph.cut(parse.text)
    if _FIRST_PERSON.search(words) is not None:
        return True
    if source.cut(parse.text).lower() in words.lower():
        return False
    return not marked and _PLEADING.search(words) is not None and _speaks_of_now(paragraph, parse)


def _speaks_of_now(paragraph: Span, parse: Parse) -> bool:
    """Tell whether no sentence of a paragraph is told in the past, as reports are told, and speeches seldom."""
    roots = [index for index in parse.inside(paragraph) if parse.words[index].head is None]
    finite = [_tense(index, parse) for index in roots]
    return bool(finite) and "VBD" not in finite and any(tag in ("VBZ", "VBP", "MD") for tag in finite)


def _tense(index: int, parse: Parse) -> str:
    """Return the tag of the word that carries the tense of a predicate."""
    tags = [parse.words[c].xpos for c in (*parse.children[index], index)]
    return next((tag for tag in tags if tag in ("MD", "VBD", "VBZ", "VBP")), "")
