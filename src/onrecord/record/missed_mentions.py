"""Mentions that the weights passed over: sources of speech, further places of known names, appositions."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.model import Span
from onrecord.record.bodies import find_body
from onrecord.record.countries_of import CountryNames
from onrecord.record.mention_bounds import Draft, cut_nominal, is_modifier, with_title
from onrecord.record.names import PARTICLES
from onrecord.record.noun_claims import claimants
from onrecord.record.parse import Parse
from onrecord.record.roles import find_role

PRONOUNS = frozenset(
    [
        "he",
        "him",
        "his",
        "himself",
        "she",
        "her",
        "hers",
        "herself",
        "it",
        "its",
        "itself",
        "they",
        "them",
        "their",
        "theirs",
        "themselves",
    ]
)
"""Pronouns that are mentions; first and second person, relatives and interrogatives are not."""


_CLAIMANT_SCORE = 0.6
"""Of a mention that only the tree shows."""


def missed_claimants(drafts: list[Draft], parse: Parse) -> Iterator[Draft]:
    """Yield whose claim a noun reports, where the weights saw the claim alone: "the mayor" of "the mayor's claim that"."""
    heads = {draft.head for draft in drafts}
    for head, span in claimants(parse):
        if head not in heads and parse.words[head].upos == "NOUN":
            yield cut_nominal(Draft(span, head, "nominal", "OTHER", None, None, _CLAIMANT_SCORE), parse)


def missed_sources(drafts: list[Draft], parse: Parse) -> Iterator[Draft]:
    """Yield sources of speech frames that no mention covers."""
    heads = {draft.head for draft in drafts}
    for frame in parse.reading.frames:
        if frame.source is None:
            continue
        head = parse.head_of(frame.source)
        if head is None or head in heads or any(d.span.holds(parse.words[head].span) for d in drafts):
            continue
        heads.add(head)
        word, form = parse.words[head], parse.form(head).lower()
        if word.upos == "PRON":
            if form in PRONOUNS and frame.source.cut(parse.text).strip().lower() == form:
                yield Draft(word.span, head, "pronoun", "PERSON", None, None, frame.score)
        elif word.upos == "PROPN":
            run = _run(head, parse)
            role = find_role([parse.form(i) for i in parse.inside(frame.source)])
            label = "PERSON" if role is not None and find_body(run.cut(parse.text)) is None else "ORG"
            yield Draft(
                with_title(frame.source, run, label, parse), head, "name", label, None, run, frame.score
            )
        elif word.upos in ("NOUN", "NUM", "ADJ"):
            yield cut_nominal(Draft(frame.source, head, "nominal", "OTHER", None, None, frame.score), parse)


def missed_names(drafts: list[Draft], parse: Parse, gazetteer: CountryNames) -> Iterator[Draft]:
    """Yield further occurrences of names of the report, and known bodies, that no mention covers."""
    known: dict[str, str] = {}
    for draft in drafts:
        if draft.name_span is not None:
            known.setdefault(draft.name_span.cut(parse.text), draft.label)
    covered = {i for draft in drafts if draft.name_span is not None for i in parse.inside(draft.span)}
    for index, word in enumerate(parse.words):
        if index in covered:
            continue
        if word.upos != "PROPN" and word.xpos not in ("NNP", "NNPS") and not _is_acronym_here(index, parse):
            continue
        if index > 0 and parse.words[index - 1].upos == "PROPN":
            continue
        span = _run(index, parse)
        text = span.cut(parse.text)
        label = known.get(text) or ("ORG" if find_body(text) is not None else None)
        if label is None or is_modifier(span, index, parse, gazetteer):
            continue
        head = parse.head_of(span)
        if head is not None:
            yield Draft(with_title(span, span, label, parse), head, "name", label, None, span, 0.5)


def _is_acronym_here(index: int, parse: Parse) -> bool:
    """Tell whether a word alone is in capitals: in a line of capitals, "IS" is a verb."""
    form = parse.forms[index]
    if not form.isupper() or len(form) < 2:
        return False
    beside = [parse.form(i) for i in (index - 1, index + 1) if 0 <= i < len(parse.words)]
    return not any(word.isupper() and len(word) > 1 for word in beside)


def missed_appositions(drafts: list[Draft], parse: Parse) -> Iterator[Draft]:
    """Yield role nouns in apposition to a person's name, and names in apposition to a description, that are no mentions."""
    heads = {draft.head for draft in drafts}
    named = [draft.span for draft in drafts if draft.name_span is not None]
    for draft in drafts:
        if draft.kind == "nominal":
            run = _name_after_comma(draft, parse)
            if run is not None and not any(span.overlaps(run) for span in named):
                yield Draft(run, parse.inside(run)[0], "name", "PERSON", None, run, 0.5)
                continue
            child = parse.child(draft.head, "appos")
            if child is not None and child > draft.head and parse.words[child].upos == "PROPN":
                run = _run(child, parse)
                if child not in heads and not any(span.overlaps(run) for span in named):
                    yield Draft(run, child, "name", draft.label, None, run, 0.5)  # "the vessel MV Vane"
            continue
        if draft.kind != "name" or draft.label != "PERSON":
            continue
        child = parse.child(draft.head, "appos")
        if child is None or child in heads or parse.words[child].upos != "NOUN":
            continue
        if find_role([parse.form(child)]) is not None:
            outer = Draft(parse.subtree(child), child, "nominal", "PERSON", None, None, 0.5)
            yield cut_nominal(outer, parse)


def _name_after_comma(draft: Draft, parse: Parse) -> Span | None:
    """Return the name of two words or more that is set off by commas after a description of a person."""
    words = parse.words
    first = parse.inside(Span(draft.span.start, draft.span.end)).stop + 1
    if draft.label != "PERSON" or first >= len(words) or words[draft.head].xpos != "NN":
        return None
    if parse.text[draft.span.end : words[first].span.start] != ", " or words[first].upos != "PROPN":
        return None
    run = _run(first, parse)
    alone = parse.text[run.end : run.end + 1] in (",", ".", ";")
    return run if alone and len(parse.inside(run)) > 1 and run.start == words[first].span.start else None


def _run(head: int, parse: Parse) -> Span:
    """Return the proper nouns that stand together with a word."""
    first = last = head
    while first > 0 and parse.words[first - 1].upos == "PROPN" and find_role([parse.form(first - 1)]) is None:
        first -= 1
    while last + 1 < len(parse.words):
        hyphen = (
            parse.form(last + 1) == "-" and parse.words[last + 1].span.start == parse.words[last].span.end
        )
        particle = parse.form(last + 1).lower() in PARTICLES
        if parse.words[last + 1].upos != "PROPN" and not hyphen and not particle:
            break
        last += 1
    while last > head and parse.words[last].upos != "PROPN":
        last -= 1
    return Span(parse.words[first].span.start, parse.words[last].span.end)
