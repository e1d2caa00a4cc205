"""A mention with its proper bounds: what belongs to a name or a description, and what does not."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from onrecord.model import MentionKind, Span, Word, trim
from onrecord.record.bodies import find_body
from onrecord.record.countries_of import CountryNames, country_of_name
from onrecord.record.event_words import is_event_noun
from onrecord.record.names import OF_A_REGION, TIED
from onrecord.record.parse import Parse
from onrecord.record.roles import find_role, is_role_modifier

BREAKS = frozenset(',;:()[]\n—–"“”')
"""What parts a name from the words beside it."""

_TITLE_TAGS = frozenset({"ADJ", "NOUN", "PROPN", "DET", "NUM", "PART", "ADP", "PRON", "X"})
_CUT_RELATIONS = ("acl:relcl", "appos", "parataxis", "acl", "advcl", "list")

AGED = re.compile(r"\b\d{1,3}[- ]year[- ]old\b")
"""How old somebody is, before what he is: "the 48-year-old Australian"."""

_YEARS = re.compile(r"(?:\b[Tt]he )?\b\d{1,3}[- ]year[- ]$")
"""What stands before "old" of somebody's age, where the tree parts it from that."""

_FRONT = re.compile(r"(?<![\w.-])[^\W\d_a-z][^\W\d_]+-$")
_LONGEST_FRONT = 24
"""Characters before a hyphen that may be the front of a name."""

_LONGEST = 14
"""Words that a description has at most; of longer ones only what stands before its first phrase is kept."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A mention with its bounds set; `chain` is None where the weights gave none."""

    span: Span
    head: int
    kind: MentionKind
    label: str
    chain: int | None
    name_span: Span | None
    score: float


def whole_name(span: Span, parse: Parse, *, person: bool = False) -> Span:
    """Return a name with what a hyphen ties to it, and with the words that make it a known body.

    Args:
        span: the name.
        parse: the reading.
        person: whether it is a person's, of which a hyphen may have parted the front: "Eva-|Marie Persson".
    """
    text, start, end = parse.text, span.start, span.end
    front = _FRONT.search(text, max(0, start - _LONGEST_FRONT), start) if person else None
    if front is not None and not any(m.span.end == start - 1 for m in parse.reading.mentions):
        start = front.start()
    while end + 1 < len(text) and text[end] == "-" and text[end + 1].isalnum():
        end += 1
        while end < len(text) and text[end].isalnum():
            end += 1
    tied = TIED.search(text, start, end)
    if tied is not None and tied.end() == end:
        end = tied.start()  # "ISIL-held", "U.S.-led"
    words = parse.inside(Span(start, end))
    while len(words) > 1 and parse.words[words[-1]].upos in ("ADP", "DET", "CCONJ"):
        words = words[:-1]  # "Court of Appeals for": the label broke off
        end = parse.words[words[-1]].span.end
    if find_body(text[start:end]) is None and words:
        for more in (1, 2, 3):
            last = words.stop - 1 + more
            if last < len(parse.words) and find_body(text[start : parse.words[last].span.end]) is not None:
                return Span(start, parse.words[last].span.end)
            first = words.start - more
            if first >= 0 and find_body(text[parse.words[first].span.start : end]) is not None:
                return Span(parse.words[first].span.start, end)
    return Span(start, end)


def is_modifier(name_span: Span, head: int, parse: Parse, gazetteer: CountryNames) -> bool:
    """Tell whether a name is an adjective or a country before a noun ("Syrian troops", "US troops")."""
    name = name_span.cut(parse.text)
    word = parse.words[head]
    before_noun = (
        word.deprel in ("amod", "compound", "nmod:desc") and word.head is not None and word.head > head
    )
    if before_noun and word.head is not None and parse.words[word.head].upos == "PROPN" and find_body(name):
        return False
    if before_noun and OF_A_REGION.fullmatch(name):
        return True
    if gazetteer.demonym(name) is not None:
        after = parse.inside(name_span).stop
        noun = after < len(parse.words) and parse.words[after].upos in ("ADJ", "NOUN", "PROPN", "NUM")
        if word.upos == "ADJ" or before_noun or (noun and parse.words[after].sentence == word.sentence):
            return True
    return before_noun and country_of_name(name, gazetteer) is not None and not _acts(name, word, parse)


def _acts(name: str, word: Word, parse: Parse) -> bool:
    """Tell whether a country is written in capitals before the noun of what it does: "the U.S. strike"."""
    acts = word.head is not None and is_event_noun(parse.lemmas[word.head]) and name.upper() == name
    return acts and parse.words[word.head or 0].upos == "NOUN"


def with_title(span: Span, name_span: Span, label: str, parse: Parse) -> Span:
    """Return the span of a name with the article and title before it, and nothing after it."""
    text = parse.text
    start = min(span.start, name_span.start)
    for at in range(name_span.start - 1, start - 1, -1):
        if text[at] in BREAKS:
            start = at + 1
            break
    lead = list(parse.inside(Span(start, name_span.start)))
    if any(parse.words[i].upos not in _TITLE_TAGS for i in lead):
        start = name_span.start
    if label == "PERSON":
        start = _after_settings(min(start, _title_start(name_span, parse)), name_span, parse)
    first = parse.inside(Span(start, name_span.end))
    if first and first.start > 0:
        before = parse.words[first.start - 1]
        gap = text[before.span.end : parse.words[first.start].span.start]
        # "the Geneva talks": the article belongs to the noun after the name.
        after = parse.inside(name_span).stop
        bare = after >= len(parse.words) or parse.words[after].upos not in ("NOUN", "ADJ", "PROPN")
        own = bare or (before.head is not None and before.head in parse.inside(Span(start, name_span.end)))
        if before.span.cut(text).lower() == "the" and gap == " " and own:
            start = before.span.start
    return trim(Span(start, name_span.end), text)


def _after_settings(start: int, name_span: Span, parse: Parse) -> int:
    """Return where a title begins behind the time and place before it: "in Turkey |Minister Ellwood", "today |Mr Ellwood"."""
    if start == name_span.start:
        return start
    for mention in parse.reading.mentions:
        if not (start <= mention.span.start and mention.span.end < name_span.start):
            continue
        first = parse.inside(mention.span)
        before = parse.form(first.start - 1).lower() if first and first.start else ""
        opens = parse.text[start : mention.span.start].strip().lower() in ("", before)
        if mention.type == "TIME" or (mention.type == "LOC" and before in ("in", "at") and opens):
            start = max(start, mention.span.end + 1)
    return start


def _title_start(name_span: Span, parse: Parse) -> int:
    """Return where the title directly before a person's name begins, or where the name does."""
    words = parse.inside(name_span)
    if not words:
        return name_span.start
    sentence = parse.words[words.start].sentence
    first = words.start
    while first > 0 and words.start - first < 8:
        word = parse.words[first - 1]
        gap = parse.text[word.span.end : parse.words[first].span.start]
        tied = parse.form(first - 1) in ("of", "the") and words.start - first > 0
        if word.sentence != sentence or "\n" in gap:
            break
        if word.upos not in ("ADJ", "NOUN", "PROPN", "PUNCT") and not tied:
            break
        if word.upos == "PUNCT" and parse.form(first - 1) not in ("-", "."):
            break
        if parse.form(first - 1) == "." and first > 1 and parse.form(first - 2)[:1].islower():
            break  # the end of a sentence that the weights did not see
        first -= 1
    lead = [parse.form(i) for i in range(first, words.start)]
    role = find_role(lead, last=len(lead) - 1) if lead else None
    if role is None:
        return name_span.start
    own = words.start - len(role.role.split())
    outside = [i for i in range(first, own) if parse.form(i) in ("of", "the")]
    first = (
        outside[-1] + 1 if outside else first
    )  # "the Secretary of State", not "the visit of the Secretary of State"
    # Only what hangs together with the title belongs to it: a verb's object before it does not.
    while first < words.start and not (
        parse.words[first].upos in ("PROPN", "NOUN", "ADJ") or is_role_modifier(parse.form(first))
    ):
        first += 1
    return parse.words[first].span.start


def cut_nominal(draft: Draft, parse: Parse) -> Draft:
    """Return a description without relative clause, apposition or other material after its own words."""
    end = draft.span.end
    for child in parse.children[draft.head]:
        if child > draft.head and parse.words[child].deprel in _CUT_RELATIONS:
            start = parse.subtree(child).start
            if draft.span.start < start < end and start >= parse.words[draft.head].span.end:
                end = start
    end = _before_aside(draft, end, parse)
    span = trim(
        Span(_lead_start(draft, parse), end), parse.text, ",;:—–(\"“”'’" if end < draft.span.end else ",;:"
    )
    if span == draft.span or not span.holds(parse.words[draft.head].span):
        return draft
    return replace(draft, span=span)


def _before_aside(draft: Draft, end: int, parse: Parse) -> int:
    """Return where a description ends: before what is set off by a comma further down, and before it grows too long.

    "an analysis by Ann Vane, a lawyer in Narva": who Ann Vane is tells nothing of the analysis.
    """
    inside = [k for k in parse.inside(Span(parse.words[draft.head].span.end, end)) if k > draft.head]
    for k in inside:
        start = parse.subtree(k).start
        aside = (
            parse.words[k].deprel in ("appos", "acl:relcl", "parataxis")
            and start > parse.words[draft.head].span.end
        )
        aside = aside or (
            parse.words[k].head == draft.head and parse.words[k].deprel in ("nmod", "amod", "obl")
        )
        if aside and draft.span.start < start < end and "," in parse.text[start - 2 : start + 1]:
            end = start
    if len(parse.inside(Span(draft.span.start, end))) > _LONGEST:
        branches = (parse.subtree(c).start for c in parse.children[draft.head] if c > draft.head)
        end = min([start for start in branches if start > parse.words[draft.head].span.end], default=end)
    return end


def _lead_start(draft: Draft, parse: Parse) -> int:
    """Return where a description begins: at its own first modifier, not at a preposition or conjunction."""
    inside = parse.inside(draft.span)
    first = inside.start if inside else draft.head
    if parse.form(first).lower() == "old":
        age = _YEARS.search(parse.text, max(0, draft.span.start - _LONGEST_FRONT), draft.span.start)
        if age is not None:
            return age.start()
    while first < draft.head and (
        parse.opens(first) or parse.words[first].upos == "ADV" or _is_of_at_least(first, parse)
    ):
        first += 1  # "at least four people"
    while first > 0 and _leads(first - 1, draft.head, parse):
        first -= 1
    if first < draft.head and parse.words[first].xpos == "POS":
        first += 1  # whose it is stands before, and was not reached
    return parse.words[first].span.start


def _is_of_at_least(index: int, parse: Parse) -> bool:
    """Tell whether a word is the second of "at least" or "at most"."""
    return parse.form(index).lower() in ("least", "most") and parse.form(index - 1).lower() == "at"


def _leads(index: int, head: int, parse: Parse) -> bool:
    """Tell whether a word modifies the head word, or one of its modifiers, from the left."""
    word = parse.words[index]
    if word.upos not in ("ADJ", "NOUN", "PROPN", "NUM", "DET", "PRON", "PART", "ADV"):
        return False
    relation = word.deprel.split(":")[0]
    if relation not in ("det", "amod", "compound", "nummod", "nmod", "case", "flat") or word.head is None:
        return False
    above: int | None = word.head
    for _ in range(4):
        if above == head:
            return relation != "nmod" or word.deprel != "nmod" or word.head == head
        if above is None or above > head:
            return False
        above = parse.words[above].head
    return False
