"""Denials of what somebody else has just said: "the army said it had killed 40 rebels. A spokesman denied that."

Such a denial is a voice on the same happening, and no other record of it: its words ("that", "the claim") mean those of
the statement before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.model import Span, Statement
from onrecord.record.cues import CueReading, read_cue
from onrecord.record.parse import Parse
from onrecord.record.sources import tidy_source

_BACK = re.compile(
    r"(?:that|this|it|which|so|(?:(?:the|this|that|these|those|such|both|all|an?)\s)?(?:the\s)?"
    r"(?:claim|charge|accusation|allegation|assertion|report|suggestion|account|version)s?)$",
    re.I,
)
"""Contents that mean what was said before."""

_DENYING = frozenset({"deny", "dismiss", "dispute", "rebut", "refute", "reject"})

_REACH = 1
"""Sentences back in which a denial finds what it denies."""


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


def answered(statements: Sequence[Statement], parse: Parse) -> Iterator[tuple[Statement, Statement]]:
    """Yield each denial of what was said before, with the statement that it denies: the last one of somebody else."""
    for denial in statements:
        if denial.force != "denies" or denial.source is None or not refers_back(denial.content, parse):
            continue
        start = denial.content[0].start
        before = [
            one
            for one in statements
            if one is not denial
            and one.force != "denies"
            and max(part.end for part in one.content) <= start
            and not (one.source is not None and one.source.entity == denial.source.entity)
        ]
        last = max(before, key=lambda one: max(part.end for part in one.content), default=None)
        if last is not None and _apart(last, start, parse) <= _REACH:
            yield denial, last


def _apart(statement: Statement, offset: int, parse: Parse) -> int:
    """Return how many sentences lie between the end of a statement and an offset."""
    ends = [one.span.end for one in parse.reading.sentences]
    last = max(part.end for part in statement.content)
    return sum(last <= end <= offset for end in ends)
