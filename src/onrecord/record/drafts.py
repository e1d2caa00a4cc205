"""Mentions worth keeping, with their proper bounds: the first tidying of what the weights found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from onrecord.model import Mention, MentionKind, Span, Word, cover, trim
from onrecord.record.bodies import find_body, find_head
from onrecord.record.countries_of import CountryNames, country_of_name
from onrecord.record.event_words import is_event_noun
from onrecord.record.names import OF_A_REGION, PARTICLES, TIED
from onrecord.record.parse import Parse
from onrecord.record.roles import find_role, is_role_modifier

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

_BREAKS = frozenset(',;:()[]\n—–"“”')
_TITLE_TAGS = frozenset({"ADJ", "NOUN", "PROPN", "DET", "NUM", "PART", "ADP", "PRON", "X"})
_NOT_NOUNS = frozenset({"VERB", "AUX", "ADV", "ADP", "SCONJ", "CCONJ", "PUNCT", "PART", "INTJ"})
_CUT_RELATIONS = ("acl:relcl", "appos", "parataxis", "acl", "advcl", "list")


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


def find_drafts(parse: Parse, gazetteer: CountryNames) -> list[Draft]:
    """Return the mentions that count, each once, in order; missed sources and repeated names too."""
    drafts: list[Draft] = []
    for mention in parse.reading.mentions:
        drafts.extend(_from_mention(mention, parse, gazetteer))
    drafts = _without_titles(drafts, parse)
    drafts.extend(_missed_sources(drafts, parse))
    drafts = _one_each(drafts, parse)
    drafts.extend(_missed_names(drafts, parse, gazetteer))
    drafts.extend(_missed_appositions(drafts, parse))
    return sorted(_one_each(drafts, parse), key=lambda draft: (draft.span.start, -draft.span.end))


_LONGEST = 14
"""Words that a description has at most; of longer ones only what stands before its first phrase is kept."""

_NOBODY = frozenset({"part"})
"""Heads of phrases that stand for nobody and nothing: "as part of the operation"."""


def _without_titles(drafts: list[Draft], parse: Parse) -> list[Draft]:
    """Return the drafts without "Mayor" taken for a name where "Mayor Ilves" is one."""
    starts = {d.name_span.start for d in drafts if d.name_span is not None and d.label == "PERSON"}
    titled = [
        d
        for d in drafts
        if d.label == "PERSON" and d.name_span is not None and d.span.start < d.name_span.start
    ]
    kept = []
    for draft in drafts:
        words = [parse.form(i) for i in parse.inside(draft.span)] if draft.kind == "name" else []
        after = draft.span.end + 1
        if words and after in starts and parse.text[draft.span.end : after] == " ":
            role = find_role(words, last=len(words) - 1)
            if role is not None and len(role.role.split()) == len(words):
                continue
        beside = [
            one for one in titled if one.span.start <= draft.span.start and draft.span.end < one.span.end
        ]
        if words and any(_is_of_title(draft, other, parse) for other in beside):
            continue
        kept.append(draft)
    return kept


def _is_of_title(draft: Draft, other: Draft, parse: Parse) -> bool:
    """Tell whether a name is only words of the title of another: "U.S. Secretary" and "State" before "Kerry"."""
    if other.name_span is None or other.label != "PERSON" or other is draft:
        return False
    title = Span(other.span.start, other.name_span.start)
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
    if mention.kind == "name" or find_body(draft.span.cut(parse.text)) is not None:
        yield from _from_name(draft, trim(mention.name_span or mention.span, parse.text), parse, gazetteer)
        return
    if word.lemma.lower() in _NOBODY:
        return
    if word.upos in _NOT_NOUNS or (word.upos == "PRON" and word.xpos.startswith("W")):
        return
    yield _cut_nominal(draft, parse)


def _from_name(draft: Draft, name_span: Span, parse: Parse, gazetteer: CountryNames) -> Iterator[Draft]:
    name_span = _whole_name(name_span, parse)
    if not draft.span.holds(name_span):
        draft = replace(draft, span=cover([draft.span, name_span]))
    head = parse.head_of(name_span)
    if head is None:
        return
    is_body = find_body(name_span.cut(parse.text)) is not None
    if parse.words[head].upos == "NOUN" and not is_body and find_head([parse.form(head)], last=0) is not None:
        yield _cut_nominal(replace(draft, kind="nominal", head=head), parse)
        return
    forms = [parse.form(i) for i in parse.inside(name_span)]
    role = find_role(forms, last=len(forms) - 1)
    if role is not None and len(role.role.split()) == len(forms) > 1 and not is_body:
        # "the Foreign Secretary": an office is a description of whoever holds it.
        yield _cut_nominal(replace(draft, kind="nominal", head=head, label="PERSON", name_span=None), parse)
        return
    after = Span(name_span.end, max(draft.span.end, name_span.end)).cut(parse.text)
    joined = not any(char in _BREAKS for char in after)
    if draft.head >= parse.inside(name_span).stop and joined and parse.words[draft.head].upos == "NOUN":
        # "Reuters news agency", "Narva police": a noun heads the mention and the name modifies it.
        outer = replace(draft, kind="nominal", name_span=None)
        yield _cut_nominal(outer, parse)
        draft = replace(draft, chain=None)
    if _is_modifier(name_span, head, parse, gazetteer):
        return
    span = _with_title(draft.span, name_span, draft.label, parse)
    yield Draft(span, head, "name", draft.label, draft.chain, name_span, draft.score)


def _whole_name(span: Span, parse: Parse) -> Span:
    """Return a name with what a hyphen ties to it, and with the words that make it a known body."""
    text, start, end = parse.text, span.start, span.end
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


def _is_modifier(name_span: Span, head: int, parse: Parse, gazetteer: CountryNames) -> bool:
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


def _with_title(span: Span, name_span: Span, label: str, parse: Parse) -> Span:
    """Return the span of a name with the article and title before it, and nothing after it."""
    text = parse.text
    start = min(span.start, name_span.start)
    for at in range(name_span.start - 1, start - 1, -1):
        if text[at] in _BREAKS:
            start = at + 1
            break
    lead = list(parse.inside(Span(start, name_span.start)))
    if any(parse.words[i].upos not in _TITLE_TAGS for i in lead):
        start = name_span.start
    if label == "PERSON":
        start = min(start, _title_start(name_span, parse))
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


def _cut_nominal(draft: Draft, parse: Parse) -> Draft:
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


def _missed_sources(drafts: list[Draft], parse: Parse) -> Iterator[Draft]:
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
                _with_title(frame.source, run, label, parse), head, "name", label, None, run, frame.score
            )
        elif word.upos in ("NOUN", "NUM", "ADJ"):
            yield _cut_nominal(Draft(frame.source, head, "nominal", "OTHER", None, None, frame.score), parse)


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


def _missed_names(drafts: list[Draft], parse: Parse, gazetteer: CountryNames) -> Iterator[Draft]:
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
        if label is None or _is_modifier(span, index, parse, gazetteer):
            continue
        head = parse.head_of(span)
        if head is not None:
            yield Draft(_with_title(span, span, label, parse), head, "name", label, None, span, 0.5)


def _is_acronym_here(index: int, parse: Parse) -> bool:
    """Tell whether a word alone is in capitals: in a line of capitals, "IS" is a verb."""
    form = parse.forms[index]
    if not form.isupper() or len(form) < 2:
        return False
    beside = [parse.form(i) for i in (index - 1, index + 1) if 0 <= i < len(parse.words)]
    return not any(word.isupper() and len(word) > 1 for word in beside)


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


def _missed_appositions(drafts: list[Draft], parse: Parse) -> Iterator[Draft]:
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
            yield _cut_nominal(outer, parse)
