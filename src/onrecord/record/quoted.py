"""Speech within speech: what somebody is quoted as saying, before, after and within the words that quote it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.model import Span, cover, trim
from onrecord.record.cues import CueReading, cue_row, read_cue
from onrecord.record.parse import Parse
from onrecord.record.sources import tidy_source

_LEAST_CLAUSE = 3
"""Words from which a clause can be what somebody said."""


def quoted_in_passive(parse: Parse, taken: Sequence[Span]) -> list[tuple[CueReading, Span, Span]]:
    """Return cue, source and content of "was quoted as saying that ..." and the like.

    The one who is quoted is the source; who quotes ("by state radio") is left out of the content.

    Args:
        parse: the reading.
        taken: cues that were found before.
    """
    found: list[tuple[CueReading, Span, Span]] = []
    for k, word in enumerate(parse.words):
        if parse.lemmas[k] not in ("quote", "cite") or word.xpos not in ("VBN", "VBD"):
            continue
        subject = parse.child(k, "nsubj:pass")
        if subject is None or any(word.span.overlaps(s) for s in taken):
            continue
        for said in parse.children[k]:
            row = cue_row(parse.lemmas[said])
            fits = said > k and parse.words[said].xpos == "VBG" and parse.form(said - 1).lower() == "as"
            if not fits or row is None or not row.speech:
                continue
            after = [c for c in parse.children[said] if c > said and not _is_quoter(c, parse)]
            spans = [s for s in map(parse.subtree, after) if s.start > parse.words[said].span.start]
            source = tidy_source(parse.subtree(subject), parse)
            if spans and source is not None:
                cue = read_cue(Span(word.span.start, parse.words[said].span.end), parse)
                found.append((cue, source, cover(spans)))
            break
    return found


def _is_quoter(word: int, parse: Parse) -> bool:
    return parse.words[word].deprel == "obl:agent" or parse.case(word) == "by"


def quoted_as_saying(
    cue: CueReading, content: Sequence[Span], parse: Parse
) -> tuple[Span, CueReading, Span] | None:
    """Return source, cue and content of the speech inside "quoted the army as saying that ...", or None.

    The outer cue is "quoted" or "cited"; the inner one is the participle after "as".
    """
    if cue.lemma not in ("quote", "cite", "report"):
        return None
    for span in content:
        inside = list(parse.inside(span))
        whom = parse.child(cue.head, "nsubj:pass") if cue.head is not None else None
        for at, k in enumerate(inside[1:], 1):
            word = parse.words[k]
            row = cue_row(word.lemma.lower())
            if word.xpos != "VBG" or row is None or not row.speech or parse.form(k - 1).lower() != "as":
                continue
            if at < 2 and whom is None:
                continue
            # "the mayor was quoted by the radio as saying": whom it quotes stands before
            source = Span(span.start, parse.words[k - 1].span.start) if at > 1 else parse.subtree(whom or 0)
            source = trim(source, parse.text)
            rest = trim(Span(word.span.end, span.end), parse.text)
            if len(source) and len(rest):
                return source, read_cue(word.span, parse), rest
    return None


@dataclass(frozen=True, slots=True)
class FrontedSpeech:
    """Speech within speech whose words stand first: "The dam held, the radio quoted the mayor as saying, adding that ...".

    Attributes:
        content: what stands first.
        quoting: from the outer cue's end to the last of the inner words, which belong to the outer content.
        source, cue: who is quoted, and "saying".
        more: the cues that go on from there ("adding"), each with its content.
    """

    content: Span
    quoting: Span
    source: Span
    cue: CueReading
    more: tuple[tuple[CueReading, Span], ...] = ()


def fronted_as_saying(cue: CueReading, source: Span | None, parse: Parse) -> FrontedSpeech | None:
    """Return what stands before ", the radio quoted the mayor as saying", and who said it; None where nothing does."""
    sentence = next((one for one in parse.sentences_over(cue.span) if one.holds(cue.span)), None)
    if cue.lemma not in ("quote", "cite", "report") or cue.passive or sentence is None or source is None:
        return None
    after = parse.inside(Span(cue.span.end, sentence.end))
    saying = next((k for k in after if _is_speech(k, parse) and parse.form(k - 1).lower() == "as"), None)
    if saying is None or saying - 1 <= after[0]:
        return None
    following = parse.words[saying + 1] if saying + 1 in after else None
    if following is not None and following.upos != "PUNCT":
        return None  # what was said comes after it
    before = Span(sentence.start, min(source.start, cue.span.start))
    content = trim(before, parse.text, ",")
    if source.start > cue.span.start or "," not in before.cut(parse.text)[-3:]:
        return None
    if len(parse.inside(content)) < _LEAST_CLAUSE:
        return None
    end = trim(Span(cue.span.end, sentence.end), parse.text, ".").end
    more = next((k for k in after if k > saying and _is_speech(k, parse) and parse.form(k - 1) == ","), None)
    goes_on = (
        ()
        if more is None
        else ((read_cue(parse.words[more].span, parse), Span(parse.words[more].span.end, end)),)
    )
    last = end if goes_on else parse.words[saying].span.end
    return FrontedSpeech(
        content,
        trim(Span(cue.span.end, last), parse.text),
        trim(Span(cue.span.end, parse.words[saying - 1].span.start), parse.text),
        read_cue(parse.words[saying].span, parse),
        tuple((one, trim(span, parse.text)) for one, span in goes_on),
    )


def _is_speech(index: int, parse: Parse) -> bool:
    row = cue_row(parse.lemmas[index])
    return parse.words[index].xpos == "VBG" and row is not None and row.speech
