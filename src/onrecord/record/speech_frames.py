"""Which frames of the weights report speech, thought or fear, and which only look like it."""

from __future__ import annotations

import re

from onrecord.model import Span
from onrecord.record.answers import is_answer
from onrecord.record.contents import holds_clause
from onrecord.record.cues import COLON, CueReading, cue_row
from onrecord.record.parse import Parse
from onrecord.record.quotations import Quotation
from onrecord.record.speech_drafts import Draft
from onrecord.record.tree_reports import is_perceived, is_verdict, takes_clause

STRANGE_CUE_SCORE = 0.6
"""How sure the weights must be of a cue that the table of cues lacks (probability; chosen by judgement)."""

_ALSO_SHOW = frozenset({"post", "publish", "release", "show", "present", "share", "display", "find"})
"""Verbs whose object can be a thing that is laid open, and is what was said only as a clause or a quotation."""

_ACTS = frozenset({"declare"})
"""Verbs of acts that make a statement only with a clause or a quotation."""

_SEEN_AS = frozenset({"celebrate", "mark", "observe"})
"""Verbs that say nothing in the passive: what somebody observes or marks."""

_DECLARED = frozenset({"ceasefire", "curfew", "emergency", "independence", "law", "state", "truce", "war"})
"""What is brought about by being declared, whatever else the sentence tells."""

_TOLL = re.compile(r"(?:[\w-]+\s){0,4}(?:life|lives|victims?)$", re.I)
"""What a disaster claims."""

_ANONYMITY = re.compile(
    r"(?:(?:to|that)\s)?(?:(?:his|her|their)\sname\s)?(?:not|n’t|remain)\s(?:to\s)?(?:be\s)?(?:further\s)?"
    r"(?:named|identified|quoted|anonymous|used)\b|(?:for\s)?anonymity\b",
    re.I,
)
"""What a source asks for that wants no name in print."""

_PLEA = re.compile(r"\b(?:guilty|innocent|no contest)\b", re.I)


_EMPTY = frozenset({"PRON", "SCONJ", "CCONJ", "DET", "ADP", "PUNCT", "PART"})


_HOW_TO = re.compile(r"(?:how|what|when|where|whether|who|whom|which)\s(?:[\w-]+\s){0,2}to\s", re.I)
"""Opens what is to be settled, not what is said: "how best to save it"."""


def reports_speech(draft: Draft, parse: Parse, quotations: tuple[Quotation, ...]) -> bool:
    """Tell whether a frame reports speech, thought or fear, not an attitude or a plan."""
    if draft.cue is None:
        return True
    quoted = any(q.carries and q.inner.overlaps(s) for q in quotations for s in draft.content)
    row = cue_row(draft.cue.lemma)
    if _only_describes(draft.cue, parse) and not quoted:
        return False
    if draft.source is None and _is_impersonal(draft.cue, parse) and not quoted:
        return False  # "it is hard to imagine a better one": the outlet's own words
    if draft.content and not any(says_something(s, parse) for s in draft.content):
        # not "the gain that was expected"
        return draft.source is not None and is_answer(draft.cue, draft.content, parse)
    noun = draft.cue.head is not None and parse.words[draft.cue.head].upos == "NOUN"
    if (
        noun
        and draft.source is None
        and any(_HOW_TO.match(parse.text, s.start, s.end) for s in draft.content)
    ):
        return False  # "years of debate over how best to save it": nobody's words
    if row is None and draft.cue.head is not None and parse.words[draft.cue.head].upos in ("ADV", "ADP"):
        return False  # "incorrectly stated": the verb is the cue
    if draft.cue.passive and draft.source is None and not quoted and not holds_clause(draft.content, parse):
        return False  # "flags can be seen", "the holiday is observed as ...": nobody says anything
    if draft.cue.passive and draft.source is None and not quoted and draft.cue.lemma in _SEEN_AS:
        return False  # "the holiday is observed as a day on which ..."
    if draft.cue.lemma in (COLON, "according"):
        return draft.cue.lemma != COLON or draft.source is not None
    if draft.cue.lemma in _ALSO_SHOW and not quoted and not holds_clause(draft.content, parse):
        return False  # "posted a list on the wall"
    if draft.cue.lemma in _ACTS and not quoted and not _holds_claim(draft, parse):
        return False  # "declared a truce": an act, and nothing that is claimed
    if draft.cue.lemma == "claim" and any(_TOLL.match(c.cut(parse.text)) for c in draft.content):
        return False  # "the flood claimed nine lives"
    if not quoted and is_perceived(draft.cue, parse):
        return False  # "observed her leave", "found him lying there"
    if any(_ANONYMITY.match(c.cut(parse.text)) for c in draft.content):
        return False  # "asked not to be named"
    if any(is_verdict(draft.cue, content, parse) for content in draft.content):
        return False  # so is a verdict
    if draft.cue.lemma == "plead" and _PLEA.search(parse.text, draft.cue.span.start, draft.cue.span.end + 12):
        return False  # a plea is an act before a court, and nothing that is claimed or asked for
    if row is not None and row.speech:
        return True
    if quoted:
        return True
    return row is None and draft.score >= STRANGE_CUE_SCORE and takes_clause(draft.cue, draft.content, parse)


def _holds_claim(draft: Draft, parse: Parse) -> bool:
    """Tell whether what is declared is a clause, or what somebody or something is said to be."""
    head = draft.cue.head if draft.cue is not None else None
    if head is not None and parse.child(head, "ccomp", "xcomp", "nsubj:pass") is not None:
        return True
    what = parse.child(head, "obj") if head is not None else None
    if what is not None and parse.lemmas[what] in _DECLARED:
        return False  # "declared a state of emergency after floods had displaced them"
    return holds_clause(draft.content, parse)


def _is_impersonal(cue: CueReading, parse: Parse) -> bool:
    """Tell whether a cue is an infinitive that an adjective judges: "hard to imagine", "fair to say"."""
    word = parse.words[cue.head] if cue.head is not None else None
    if word is None or word.head is None or word.xpos != "VB" or parse.words[word.head].upos != "ADJ":
        return False
    return cue.head is not None and parse.child(cue.head, "mark") is not None


def says_something(content: Span, parse: Parse) -> bool:
    """Tell whether content has a word that means something by itself."""
    return any(parse.words[i].upos not in _EMPTY for i in parse.inside(content))


def _only_describes(cue: CueReading, parse: Parse) -> bool:
    """Tell whether a cue is a participle at a noun with no agent, as in "the rota agreed last week"."""
    if cue.head is None or parse.words[cue.head].xpos not in ("VBN", "VBD"):
        return False
    if parse.words[cue.head].deprel not in ("acl", "amod"):
        return False
    return parse.child(cue.head, "obl:agent") is None and parse.child(cue.head, "nsubj") is None
