"""Denials and confirmations of what has just been said: "the army said it had killed 40 rebels. A spokesman denied that."

Such an answer is a voice on the same happening, and no other record of it: its words ("that", "the claim") mean those of
the statement before, or of the report itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.model import Span, Statement
from onrecord.record.cues import CueReading, cue_row, read_cue
from onrecord.record.noun_claims import CONFIRMING, is_of_another
from onrecord.record.parse import Parse
from onrecord.record.sources import tidy_source

_BACK = re.compile(
    r"(?:that|this|it|which|so|(?:(?:the|this|that|these|those|such|both|all|an?)\s)?(?:the\s)?"
    r"(?:claim|charge|accusation|allegation|assertion|report|suggestion|account|version)s?)$",
    re.I,
)
"""Contents that mean what was said before."""

_DENYING = frozenset({"deny", "dismiss", "dispute", "rebut", "refute", "reject"})

_OF_CLAIMS = frozenset({"deny", "dispute", "rebut", "refute", *CONFIRMING})
"""Verbs whose "it" and "this" are something that was said; an offer is rejected too, and a player dismissed."""

_BARE = frozenset({"it", "so", "this", "that"})

_NOT_ANSWERING = frozenset({"i", "we", "you", "one", "nobody", "who", "which", "that"})

_CHARGES = ("accusation", "allegation", "charge")

_REACH = 1
"""Sentences back in which an answer finds what it is about."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody says of what has just been said.

    Attributes:
        statement: the answer.
        said: the statement that it answers; None where the report has told it on its own word.
        sentence: index of the sentence before the answer, for what the report has told.
        agrees: whether it confirms, else it denies.
        of_charge: whether it is a charge that is answered, so that the deed is meant and nothing else.
    """

    statement: Statement
    said: Statement | None
    sentence: int
    agrees: bool
    of_charge: bool = False


def refers_back(content: Sequence[Span], parse: Parse) -> bool:
    """Tell whether the content of a statement only means what was said before."""
    return len(content) == 1 and _BACK.fullmatch(content[0].cut(parse.text).strip(" ,.")) is not None


def denied_claims(parse: Parse) -> Iterator[tuple[CueReading, Span, Span]]:
    """Yield cue, source and content of ", a claim that the rebels denied", whatever the weights took for what they denied.

    The content is the noun with its article, which means what was said before.
    """
    for index, word in enumerate(parse.words):
        noun = word.head
        if noun is None or not word.deprel.startswith("acl") or parse.lemmas[index] not in _DENYING:
            continue
        subject, article = parse.child(index, "nsubj"), parse.child(noun, "det")
        if subject is None or article is None or parse.words[noun].span.end > word.span.start:
            continue
        content = Span(parse.words[article].span.start, parse.words[noun].span.end)
        source = tidy_source(parse.subtree(subject), parse)
        if source is not None and refers_back([content], parse):
            yield read_cue(word.span, parse), source, content


def plain_answers(parse: Parse, taken: Sequence[Span]) -> Iterator[tuple[CueReading, Span, Span]]:
    """Yield cue, source and content of "the rebels dispute this" and the like, unless a cue is there already.

    Args:
        parse: the reading.
        taken: cues that were found before.
    """
    touched = parse.touched(taken)
    for index, word in enumerate(parse.words):
        if index in touched or parse.lemmas[index] not in _OF_CLAIMS or word.upos != "VERB":
            continue
        subject, thing = parse.child(index, "nsubj"), parse.child(index, "obj")
        if subject is None or thing is None or parse.words[subject].deprel != "nsubj" or thing < index:
            continue
        content, source = parse.subtree(thing), tidy_source(parse.subtree(subject), parse)
        told = parse.form(subject).lower() not in _NOT_ANSWERING
        if told and source is not None and refers_back([content], parse):
            yield read_cue(word.span, parse), source, content


def is_answer(cue: CueReading | None, content: Sequence[Span], parse: Parse) -> bool:
    """Tell whether a cue denies or confirms, and its content only means what was said before."""
    return cue is not None and _answers(cue.lemma) and _is_what_was_said(cue.lemma, content, parse)


def _answers(lemma: str) -> bool:
    row = cue_row(lemma)
    return row is not None and (row.force == "denies" or lemma in CONFIRMING)


def _is_what_was_said(lemma: str, content: Sequence[Span], parse: Parse) -> bool:
    """Tell whether the content of an answer means what was said: "rejected the claim", not "rejected it", an offer perhaps."""
    if not refers_back(content, parse):
        return False
    return lemma in _OF_CLAIMS or content[0].cut(parse.text).strip(" ,.").lower() not in _BARE


def answered(statements: Sequence[Statement], parse: Parse) -> Iterator[Answer]:
    """Yield each denial and confirmation of what was said before: by the last one of somebody else, else by the report."""
    for answer in statements:
        lemma = answer.cue.lemma if answer.cue is not None else ""
        confirms = lemma in CONFIRMING
        if answer.force != ("knows" if confirms else "denies") or answer.source is None:
            continue
        if not _answers(lemma):
            continue
        inner = next((one for one in statements if is_of_another(answer, one)), None)
        if inner is not None:
            yield Answer(answer, inner, -1, confirms)
            continue
        if not _is_what_was_said(lemma, answer.content, parse):
            continue
        start = answer.content[0].start
        before = [
            one
            for one in statements
            if one is not answer
            and not refers_back(one.content, parse)
            and (confirms or one.force != "denies")
            and max(part.end for part in one.content) <= start
            and not (one.source is not None and one.source.entity == answer.source.entity)
        ]
        last = max(before, key=lambda one: max(part.end for part in one.content), default=None)
        here = parse.words[parse.inside(answer.content[0])[0]].sentence
        if last is not None and _apart(last, start, parse) <= _REACH:
            yield Answer(answer, last, here - 1, confirms)
        elif here > 0 and not answer.within:
            yield Answer(answer, None, here - 1, confirms, _is_of_charge(answer.content[0], parse))


def _is_of_charge(content: Span, parse: Parse) -> bool:
    return content.cut(parse.text).strip(" ,.").lower().rstrip("s").endswith(_CHARGES)


def _apart(statement: Statement, offset: int, parse: Parse) -> int:
    """Return how many sentences lie between the end of a statement and an offset."""
    ends = [one.span.end for one in parse.reading.sentences]
    last = max(part.end for part in statement.content)
    return sum(last <= end <= offset for end in ends)
