"""Mentions worth keeping, with their proper bounds: the first tidying of what the weights found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from onrecord.given_names import given_gender
from onrecord.model import Mention, Span, cover, trim
from onrecord.record.bodies import find_body, find_head
from onrecord.record.countries_of import CountryNames, country_of_name
from onrecord.record.mention_bounds import (
    AGED,
    BREAKS,
    Draft,
    cut_nominal,
    is_modifier,
    whole_name,
    with_title,
)
from onrecord.record.missed_mentions import (
    PRONOUNS,
    missed_appositions,
    missed_claimants,
    missed_names,
    missed_sources,
)
from onrecord.record.parse import Parse
from onrecord.record.roles import find_role, role_words

_NOBODY = frozenset({"part"})
"""Heads of phrases that stand for nobody and nothing: "as part of the operation"."""

_MASSES = frozenset({"authority", "force", "power"})
"""Nouns of bodies that without an article, or a noun before them, are what bodies use: "excessive force"."""

_SHORTEST_NAME = 3
"""Letters in capitals that may be an acronym; of more, a person's are a name: "VANE: We left."."""

_NOT_NOUNS = frozenset({"VERB", "AUX", "ADV", "ADP", "SCONJ", "CCONJ", "PUNCT", "PART", "INTJ"})


def find_drafts(parse: Parse, gazetteer: CountryNames) -> list[Draft]:
    """Return the mentions that count, each once, in order; missed sources and repeated names too."""
    drafts: list[Draft] = []
    for mention in parse.reading.mentions:
        drafts.extend(_from_mention(mention, parse, gazetteer))
    drafts = _without_titles(drafts, parse)
    drafts.extend(missed_sources(drafts, parse))
    drafts.extend(missed_claimants(drafts, parse))
    drafts = _one_each(drafts, parse)
    drafts.extend(missed_names(drafts, parse, gazetteer))
    drafts.extend(missed_appositions(drafts, parse))
    return sorted(_one_each(drafts, parse), key=lambda draft: (draft.span.start, -draft.span.end))


def _without_titles(drafts: list[Draft], parse: Parse) -> list[Draft]:
    """Return the drafts without "Mayor" taken for a name where "Mayor Ilves" is one."""
    starts = {d.name_span.start for d in drafts if d.name_span is not None and d.label == "PERSON"}
    titled: dict[int, list[Draft]] = {}  # by word: whose titles and offices it stands in
    for one in drafts:
        bare = one.kind == "nominal" if one.name_span is None else one.span.start < one.name_span.start
        if one.label == "PERSON" and bare:
            for index in parse.inside(one.span):
                titled.setdefault(index, []).append(one)
    kept = []
    for draft in drafts:
        words = [parse.form(i) for i in parse.inside(draft.span)] if draft.kind == "name" else []
        after = draft.span.end + 1
        if words and after in starts and parse.text[draft.span.end : after] == " ":
            role = find_role(words, last=len(words) - 1)
            if role is not None and len(role.role.split()) == len(words):
                continue
        beside = titled.get(draft.head, ())
        if words and any(_is_of_title(draft, other, parse) for other in beside):
            continue
        kept.append(draft)
    return kept


def _is_of_title(draft: Draft, other: Draft, parse: Parse) -> bool:
    """Tell whether a name is only words of a title or office: "U.S. Secretary" before "Kerry", "State" of its secretary."""
    if other.label != "PERSON" or other is draft:
        return False
    title = Span(other.span.start, other.name_span.start) if other.name_span is not None else other.span
    if not title.holds(draft.span) or find_body(draft.span.cut(parse.text)) is not None:
        return False
    role = find_role([parse.form(i) for i in parse.inside(title)])
    words = [parse.form(i).lower() for i in parse.inside(draft.span)]
    return role is not None and words[-1] in role.role.split()


def _from_mention(mention: Mention, parse: Parse, gazetteer: CountryNames) -> Iterator[Draft]:
    if mention.type == "TIME":
        return  # times are on record as such
    word = parse.words[mention.head]
    draft = Draft(
        trim(mention.span, parse.text),
        mention.head,
        mention.kind,
        mention.type,
        mention.chain,
        None,
        mention.score,
    )
    if not len(draft.span):
        return
    if mention.kind == "pronoun" or (word.upos == "PRON" and len(parse.inside(draft.span)) == 1):
        form = draft.span.cut(parse.text).lower()
        if form in PRONOUNS and not word.deprel.startswith("expl"):
            yield replace(draft, kind="pronoun")
        return
    written = draft.span.cut(parse.text)
    if mention.kind == "name" or _opens_turn(draft.span, parse) or find_body(written) is not None:
        yield from _from_name(draft, trim(mention.name_span or mention.span, parse.text), parse, gazetteer)
        return
    if word.lemma.lower() in _NOBODY or _is_mass(mention.head, parse):
        return
    if word.upos in _NOT_NOUNS or (word.upos == "PRON" and word.xpos.startswith("W")):
        return
    yield cut_nominal(draft, parse)


def _opens_turn(span: Span, parse: Parse) -> bool:
    """Tell whether a word in capitals before a colon opens a paragraph, and so names who speaks: "VANE: We left."."""
    words, before = span.cut(parse.text), parse.text[: span.start].rpartition("\n")[2]
    capitals = words.isupper() and words.isalpha() and len(words) > _SHORTEST_NAME
    return capitals and parse.text[span.end : span.end + 1] == ":" and not before.strip('"\u201c ')


def _is_mass(head: int, parse: Parse) -> bool:
    """Tell whether a noun stands for what bodies use, and for no body: "the use of lethal force"."""
    if parse.lemmas[head] not in _MASSES or parse.words[head].xpos != "NN":
        return False
    return parse.child(head, "det", "nmod:poss", "compound", "nummod") is None


def _from_name(draft: Draft, name_span: Span, parse: Parse, gazetteer: CountryNames) -> Iterator[Draft]:
    name_span = whole_name(name_span, parse, person=draft.label == "PERSON")
    if not draft.span.holds(name_span):
        draft = replace(draft, span=cover([draft.span, name_span]))
    head = parse.head_of(name_span)
    if head is None:
        return
    is_body = find_body(name_span.cut(parse.text)) is not None
    if draft.label != "PERSON" and AGED.search(parse.text, draft.span.start, name_span.start):
        # "the 48-year-old Australian"
        yield cut_nominal(replace(draft, kind="nominal", head=head, label="PERSON", name_span=None), parse)
        return
    if parse.words[head].upos == "NOUN" and not is_body and find_head([parse.form(head)], last=0) is not None:
        yield cut_nominal(replace(draft, kind="nominal", head=head), parse)
        return
    name_span = _without_office(name_span, parse) if draft.label == "PERSON" else name_span
    office = _office(name_span, is_body=is_body, parse=parse, gazetteer=gazetteer)
    if office is not None:
        # "the Foreign Secretary", "the US Secretary of State": an office is a description of whoever holds it.
        wide = cover([draft.span, office])
        held = replace(draft, kind="nominal", span=wide, head=head, label="PERSON", name_span=None)
        yield cut_nominal(held, parse)
        return
    after = Span(name_span.end, max(draft.span.end, name_span.end)).cut(parse.text)
    joined = not any(char in BREAKS for char in after)
    if draft.head >= parse.inside(name_span).stop and joined and parse.words[draft.head].upos == "NOUN":
        # "Reuters news agency", "Narva police": a noun heads the mention and the name modifies it.
        outer = replace(draft, kind="nominal", name_span=None)
        yield cut_nominal(outer, parse)
        draft = replace(draft, chain=None)
    if is_modifier(name_span, head, parse, gazetteer):
        return
    span = with_title(draft.span, name_span, draft.label, parse)
    yield Draft(span, head, "name", draft.label, draft.chain, name_span, draft.score)


_OF_OFFICES = 2
"""Words after a name that may belong to the office in it: "US Secretary |of State"."""


def _office(name_span: Span, *, is_body: bool, parse: Parse, gazetteer: CountryNames) -> Span | None:
    """Return the span of the office that was taken for a name, a state before it and its field after it included."""
    words = parse.inside(name_span)
    if not words or is_body:
        return None
    last = words.stop - 1
    if last + _OF_OFFICES < len(parse.words) and parse.form(last + 1) == "of":
        last += _OF_OFFICES
    for end in dict.fromkeys((last, words.stop - 1)):
        forms = [parse.form(i) for i in range(words.start, end + 1)]
        role = find_role(forms, last=len(forms) - 1)
        if role is None:
            continue
        own = len(role.role.split())
        before = " ".join(forms[:-own])
        of_a_state = bool(before) and bool(country_of_name(before, gazetteer) or gazetteer.demonym(before))
        if (len(forms) == own and (own > 1 or _is_qualified(words[-1], parse))) or (own > 1 and of_a_state):
            return Span(name_span.start, parse.words[end].span.end)
    return None


def _without_office(name_span: Span, parse: Parse) -> Span:
    """Return the name of a person without the office that was taken for its first word: "Governor |Pence"."""
    words = parse.inside(name_span)
    forms = [parse.form(i) for i in words]
    if (
        len(forms) < 2
        or find_role(forms, last=len(forms) - 1) is not None
        or given_gender(forms[0]) is not None
    ):
        return name_span
    role = find_role(forms[:1], last=0)
    if role is None or role.sector is None or any(parse.words[i].upos != "PROPN" for i in words[1:]):
        return name_span
    return Span(parse.words[words[1]].span.start, name_span.end)


def _is_qualified(head: int, parse: Parse) -> bool:
    """Tell whether a word of an office has an article, says of what or what for, and so is nobody's surname."""
    form = parse.form(head).lower()
    if form in role_words() and parse.child(head, "det", "amod", "nmod:poss", "nmod") is not None:
        return True
    longer = (
        find_role([parse.form(head - 1), form], last=1)
        if head > 0 and parse.words[head - 1].head == head
        else None
    )
    return longer is not None and len(longer.role.split()) > 1


def _one_each(drafts: list[Draft], parse: Parse) -> list[Draft]:
    """Return the drafts with doubles gone: one per head word, and none for the title of a name."""
    names = {
        draft.name_span.start: draft
        for draft in reversed(drafts)
        if draft.kind == "name" and draft.label == "PERSON" and draft.name_span is not None
    }
    best: dict[int, Draft] = {}
    rank = {"name": 2, "pronoun": 1, "nominal": 0}
    for draft in drafts:
        if draft.kind == "nominal" and (name := _titled(draft, names, parse)) is not None:
            wide = trim(Span(min(draft.span.start, name.span.start), name.span.end), parse.text)
            best_name = best.get(name.head, name)
            chain = best_name.chain if best_name.chain is not None else draft.chain
            best[name.head] = replace(
                best_name, span=wide if wide.holds(best_name.span) else best_name.span, chain=chain
            )
            continue
        other = best.get(draft.head)
        if other is None:
            best[draft.head] = draft
            continue
        better, worse = sorted((draft, other), key=lambda d: (rank[d.kind], len(d.span)), reverse=True)
        chain = better.chain if better.chain is not None else worse.chain
        best[draft.head] = replace(better, chain=chain)
    kept: dict[Span, Draft] = {}
    for draft in best.values():
        if draft.span not in kept or rank[draft.kind] > rank[kept[draft.span].kind]:
            kept[draft.span] = draft
    return list(kept.values())


def _titled(nominal: Draft, names: dict[int, Draft], parse: Parse) -> Draft | None:
    """Return the person's name whose title a nominal is ("Foreign Minister" before "Anna Ilves").

    Args:
        nominal: a description.
        names: names of persons by where they begin.
        parse: the reading.
    """
    at = parse.words[nominal.head].span.end
    while at < len(parse.text) and parse.text[at].isspace():
        at += 1
    name = names.get(at)
    if name is None or name.name_span is None or not nominal.span.overlaps(name.span):
        return None
    return name if nominal.span.end <= name.name_span.end else None
