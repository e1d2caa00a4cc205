"""Mentions of a reading put in order: each name with its titles, each description cut to its own words.

The weights give mentions that overlap, repeat one another or take in an apposition. A `Phrase` is one mention
as the conventions of the record count it, with what the rules ask of it: role, noun, countries, number,
place in the clause.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from onrecord.given_names import given_gender
from onrecord.model import MentionKind, Span
from onrecord.record.bodies import WITH_ARTICLE, Body, HeadNoun, find_body, find_head, is_state_code
from onrecord.record.countries_of import CountryNames, countries_in, country_of_name
from onrecord.record.drafts import find_drafts
from onrecord.record.mention_bounds import Draft
from onrecord.record.names import fold
from onrecord.record.noun_claims import claimants
from onrecord.record.parse import Parse
from onrecord.record.roles import Role, find_role, is_past_holder

Gender = Literal["m", "f"]

_MASCULINE = frozenset({"he", "him", "his", "himself"})
_FEMININE = frozenset({"she", "her", "hers", "herself"})
_PLURAL = frozenset({"they", "them", "their", "theirs", "themselves", "those", "these"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "his", "her", "its", "their", "both"})
_INDEFINITE = frozenset(
    {"a", "an", "some", "another", "several", "many", "other", "more", "most", "few", "any"}
)
_NO_TITLE = frozenset(
    {"by", "of", "for", "from", "with", "to", "on", "as", "than", "like", "including", "and", "or"}
)
"""Words that a title before a name never begins with."""
_LOCATIVE = frozenset(
    [
        "in",
        "at",
        "near",
        "into",
        "inside",
        "outside",
        "across",
        "around",
        "over",
        "towards",
        "toward",
        "onto",
        "through",
        "throughout",
        "within",
        "off",
        "to",
        "from",
        "between",
        "along",
        "above",
        "beyond",
        "via",
    ]
)
_OWNED_GOVERNMENT = frozenset({"government", "authorities", "regime", "leadership"})
_LAX_MODIFIERS = frozenset({"central", "federal", "national", "current", "new", "whole"})


@dataclass(eq=False)
class Phrase:
    """One mention with what is known of it before it is joined to others.

    Attributes:
        span: the mention as the record will give it.
        head: index of its head word.
        kind: name, nominal or pronoun.
        label: type as the weights see it, repaired by what the tables know.
        chain: number of its coreference chain, or None where the weights gave none.
        name: for a name, the name without title and article; otherwise None.
        title: words before a name that give a role, without article ("French Foreign Minister").
        words: its words as written.
        role: the role that its title or head noun names.
        noun: the row of its head noun, where the tables know it.
        body: the body that its name stands for, where the tables know it.
        nations: alpha-3 codes of the countries that modify it, in order.
        state: alpha-3 code of the state that it stands for, or None.
        plural: number by form; None where the form does not tell.
        gender: "m" or "f" by title, given name or pronoun.
        definite: opens with "the", a demonstrative or a possessive.
        indefinite: opens with "a", a numeral or another quantifier.
        subject: subject or agent of its clause.
        argument: subject, agent or object of its clause, or all there is of it.
        source: source of a speech frame.
        ground: in a phrase that tells where.
        owner: the phrase in its possessive, or None.
        speaker: for "he" or "she" in a quotation, who speaks it: never whom the pronoun means; or None.
        others: for "he" or "she", persons named beneath its verb: none of them is meant by it.
        content: lower-case words that modify its head, without articles, numerals and countries.
    """

    span: Span
    head: int
    kind: MentionKind
    label: str
    chain: int | None
    name: str | None = None
    title: str | None = None
    words: tuple[str, ...] = ()
    role: Role | None = None
    noun: HeadNoun | None = None
    body: Body | None = None
    nations: tuple[str, ...] = ()
    state: str | None = None
    plural: bool | None = None
    gender: Gender | None = None
    definite: bool = False
    indefinite: bool = False
    subject: bool = False
    argument: bool = False
    source: bool = False
    ground: bool = False
    owner: Phrase | None = None
    speaker: Phrase | None = None
    others: tuple[Phrase, ...] = ()
    content: frozenset[str] = field(default_factory=frozenset)
    head_word: str = ""

    @cached_property
    def is_past(self) -> bool:
        """Whether its words say that a role is over ("the former minister")."""
        return is_past_holder(self.words)

    @cached_property
    def plain(self) -> tuple[str, ...]:
        """Its words in lower case, without "the", "these" and "those"."""
        return tuple(word.lower() for word in self.words if word.lower() not in ("the", "these", "those"))


_DEEPEST = 8
"""How many steps up the tree a name is looked at."""

_NEAR = 4
"""How many sources that start before a phrase ends can reach into it; sources nest two or three deep at most."""


def find_phrases(parse: Parse, gazetteer: CountryNames) -> list[Phrase]:
    """Return the mentions of a reading as phrases, in order of offset."""
    sources = sorted({frame.source for frame in parse.reading.frames if frame.source is not None})
    claiming = {head for head, _ in claimants(parse)}
    phrases = [_phrase(parse, draft, gazetteer, sources) for draft in find_drafts(parse, gazetteer)]
    by_head = {phrase.head: phrase for phrase in phrases}
    for phrase in phrases:
        phrase.source = phrase.source or phrase.head in claiming
        phrase.owner = _owner(phrase, phrases, parse)
        phrase.speaker = _speaker(phrase, phrases, parse)
        phrase.others = (
            *_named_beneath(phrase, phrases, parse),
            *_subjects_beside(phrase, by_head, parse),
        )
        phrase.state = phrase.state or _state_of(phrase, parse, gazetteer)
        if phrase.state and phrase.kind != "pronoun":
            phrase.label = "GPE" if phrase.noun is None or phrase.name else "ORG"
    dateline = parse.reading.document.dateline
    filed = dateline.place_span if dateline is not None else None
    for phrase in phrases:
        if filed is not None and phrase.name is not None and filed.overlaps(phrase.span):
            phrase.label, phrase.chain = "GPE", None  # where a report was filed is no firm and no person
    return phrases


def _phrase(parse: Parse, draft: Draft, gazetteer: CountryNames, sources: list[Span]) -> Phrase:
    indices = [i for i in parse.inside(draft.span) if parse.words[i].upos != "PUNCT"]
    words = tuple(parse.form(i) for i in indices)
    phrase = Phrase(draft.span, draft.head, draft.kind, draft.label, draft.chain, words=words)
    phrase.head_word = parse.form(draft.head).lower()
    opening = words[0].lower() if words else ""
    # A possessive owner makes a description definite ("Syria's army"), whatever word it opens with.
    possessed = parse.child(draft.head, "nmod:poss") is not None
    phrase.definite = opening in _DEFINITE or (possessed and draft.kind == "nominal")
    phrase.indefinite = not phrase.definite and (
        opening in _INDEFINITE or (bool(indices) and parse.words[indices[0]].upos == "NUM")
    )
    role_word = _clause_role(parse, draft.head)
    phrase.subject = role_word in ("nsubj", "obl:agent", "csubj")
    phrase.argument = phrase.subject or role_word in ("obj", "iobj", "root", "parataxis")
    phrase.ground = role_word in ("obl", "nmod") and parse.case(draft.head) in _LOCATIVE
    # A source that starts after the phrase ends cannot be it; those before are few enough to try.
    last = bisect_left(sources, Span(draft.span.end, draft.span.end))
    phrase.source = any(_is_source(draft.span, source) for source in sources[max(0, last - _NEAR) : last])
    if draft.kind == "pronoun":
        phrase.gender = (
            "m" if phrase.head_word in _MASCULINE else "f" if phrase.head_word in _FEMININE else None
        )
        phrase.plural = phrase.head_word in _PLURAL
        phrase.label = "PERSON" if phrase.gender else draft.label
        return phrase
    if draft.kind == "name" and _is_one_of_them(parse, draft, indices):
        phrase.kind, phrase.label = "nominal", "PERSON" if phrase.subject or phrase.source else draft.label
    if phrase.kind == "name" and draft.name_span is not None:
        _fill_name(phrase, draft.name_span, parse, gazetteer)
    else:
        _fill_nominal(phrase, indices, parse, gazetteer)
    if phrase.role is not None and phrase.role.gender in ("m", "f"):
        phrase.gender = "m" if phrase.role.gender == "m" else "f"
    return phrase


def _is_one_of_them(parse: Parse, draft: Draft, indices: list[int]) -> bool:
    """Tell whether a name with an indefinite article is one of those who bear it ("one Republican", "a Kurd")."""
    proper = [i for i in indices if parse.words[i].upos == "PROPN"]
    one = bool(indices) and parse.form(indices[0]).lower() in ("a", "an", "one", "another")
    return one and draft.label != "PERSON" and proper == [draft.head]


def _is_source(span: Span, source: Span) -> bool:
    return span.overlaps(source) and span.shared(source) >= 0.5 * max(len(span), len(source), 1)


def _clause_role(parse: Parse, head: int) -> str:
    """Return the plain relation of a word to its clause, seen through coordination and apposition."""
    seen: set[int] = set()
    while parse.relations[head] in ("conj", "appos", "flat", "compound") and head not in seen:
        seen.add(head)
        above = parse.words[head].head
        if above is None:
            break
        head = above
    relation = parse.words[head].deprel
    return relation if relation == "obl:agent" else relation.split(":")[0]


def _fill_name(phrase: Phrase, name_span: Span, parse: Parse, gazetteer: CountryNames) -> None:
    text = parse.text
    name = " ".join(name_span.cut(text).split())
    for ending in ("'s", "’s"):
        name = name.removesuffix(ending)
    for article in ("the ", "The "):
        name = name.removeprefix(article)
    names = name.split()
    before = text[phrase.span.start : name_span.start].split()
    while before and before[0].lower() in _DEFINITE | _INDEFINITE | _NO_TITLE:
        before.pop(0)
    while len(names) > 1 and phrase.label == "PERSON" and _is_courtesy(names[0]):
        before.append(names.pop(0))  # "Mr. Vane" where the weights took all of it for the name
    phrase.name = name = " ".join(names)
    phrase.noun = find_head(names, last=len(names) - 1) if len(names) > 1 else None
    plain = name in WITH_ARTICLE and not text[: name_span.start].lower().endswith("the ")
    phrase.body = None if plain or is_state_code(name_span, text) else find_body(name)
    nation = None if phrase.label == "PERSON" and before else country_of_name(name, gazetteer)
    if phrase.label == "PERSON" and before:
        phrase.role = find_role(before)
        phrase.title = " ".join(before) if phrase.role is not None else None
    if phrase.label == "PERSON" and len(names) > 1:
        phrase.gender = given_gender(names[0])
    phrase.nations = tuple(found.alpha3 for found in countries_in(before, gazetteer))
    served = [find_body(" ".join(before[:end])) for end in range(len(before), 0, -1)]
    # "Taliban spokesman": whoever serves a body belongs to its country.
    phrase.nations += tuple(body.country for body in served if body is not None and body.country)
    if phrase.body is not None:
        phrase.label = "GPE" if phrase.body.seat else phrase.body.type
        phrase.state = phrase.body.country if phrase.body.seat else None
    elif nation is not None:
        phrase.state, phrase.label = nation.alpha3, "GPE"
    elif phrase.label != "PERSON":
        phrase.nations += tuple(found.alpha3 for found in countries_in(names, gazetteer))
        if phrase.noun is not None and phrase.noun.type != "PERSON":
            phrase.label = phrase.noun.type
    phrase.plural = None if phrase.label != "PERSON" else False


def _is_courtesy(word: str) -> bool:
    """Tell whether a word is a courtesy title ("Mr.", "Mrs"), which says no more than the sex."""
    role = find_role([word])
    return role is not None and role.gender is not None and role.sector is None


def hold_other_offices(one: Phrase, other: Phrase) -> bool:
    """Tell whether two descriptions are of offices that nobody calls by each other's words: of defence, of state."""
    if one.kind != "nominal" or other.kind != "nominal" or one.role is None or other.role is None:
        return False
    return one.role.excludes(other.role)


def _role_at(words: list[str], at: int) -> Role | None:
    """Return the role that a word ends, or with its field after it: "secretary |of defense"."""
    if words[at + 1 : at + 2] == ["of"] and len(words) > at + 2:
        whole = find_role(words[: at + 3], last=at + 2)
        if whole is not None and "of" in whole.role.split():
            return whole
    return find_role(words[: at + 1], last=at)


def _fill_nominal(phrase: Phrase, indices: list[int], parse: Parse, gazetteer: CountryNames) -> None:
    words = list(phrase.words)
    at = indices.index(phrase.head) if phrase.head in indices else len(words) - 1
    phrase.role = _role_at(words, at) if words else None
    phrase.noun = find_head(words, last=at) if words else None
    before = countries_in(words[: at + 1], gazetteer)
    after: tuple[str, ...] = ()
    for child in parse.children[phrase.head]:
        if child in indices and parse.case(child) in ("of", "from", "for"):
            inner = [parse.form(i) for i in parse.inside(parse.subtree(child))]
            after += tuple(found.alpha3 for found in countries_in(inner, gazetteer))
    phrase.nations = tuple(dict.fromkeys((*(found.alpha3 for found in before), *after)))
    tag = parse.words[phrase.head].xpos
    listed = (
        phrase.noun is not None and phrase.noun.plural and phrase.noun.head.split()[-1] == phrase.head_word
    )
    phrase.plural = tag in ("NNS", "NNPS") or listed
    if phrase.noun is not None and (phrase.role is None or phrase.noun.type != "PERSON"):
        known = phrase.noun.type
        phrase.label = known if not (known == "OTHER" and phrase.label == "ORG") else phrase.label
    elif phrase.role is not None:
        phrase.label = "PERSON"
    phrase.content = frozenset(
        word.lower()
        for word, i in zip(words[:at], indices[:at], strict=True)
        if parse.words[i].upos in ("ADJ", "NOUN", "PROPN", "VERB")
        and not countries_in([word], gazetteer)
        and parse.words[i].deprel != "nmod:poss"
    )


def _owner(phrase: Phrase, phrases: list[Phrase], parse: Parse) -> Phrase | None:
    """Return the phrase in the possessive of a description ("President Sild's forces")."""
    child = parse.child(phrase.head, "nmod:poss")
    if child is None or phrase.kind == "pronoun":
        return None
    at = parse.words[child].span.start
    fits = [other for other in phrases if other.span.start <= at < other.span.end and other is not phrase]
    fits = [other for other in fits if not other.span.holds(phrase.span)]
    return min(fits, key=lambda other: len(other.span)) if fits else None


def _speaker(phrase: Phrase, phrases: list[Phrase], parse: Parse) -> Phrase | None:
    """Return who speaks the quotation that "he" or "she" stands in, by the frames of the weights.

    '"He has me thinking," said Vane': Vane speaks of somebody else.
    """
    quotation = parse.quotation(phrase.span.start) if phrase.kind == "pronoun" and phrase.gender else None
    if quotation is None:
        return None
    for frame in parse.reading.frames:
        if frame.source is None or quotation.overlaps(frame.source) or quotation.overlaps(frame.cue):
            continue
        if any(part.holds(phrase.span) for part in frame.content):
            head = parse.head_of(frame.source)
            return next((other for other in phrases if other.head == head), None)
    return None


_BENEATH = frozenset({"obj", "iobj", "obl", "nmod", "xcomp", "ccomp", "acl", "advcl"})
"""Relations by which a name stands beneath the verb of a subject; what is joined or put in between stands beside it."""


def _named_beneath(phrase: Phrase, phrases: list[Phrase], parse: Parse) -> Iterator[Phrase]:
    """Yield the persons named beneath the verb whose subject "he" or "she" is: none of them is "he" (Chomsky 1981).

    "He admitted it in an interview with Vane": somebody else than Vane did.
    """
    verb = parse.words[phrase.head].head
    if phrase.kind != "pronoun" or verb is None or not parse.words[phrase.head].deprel.startswith("nsubj"):
        return
    end = parse.subtree(verb).end
    for other in phrases[bisect_left(phrases, phrase.span.end, key=lambda one: one.span.start) :]:
        if other.span.start >= end:
            return
        if other.name is not None and other.label == "PERSON" and _stands_beneath(other.head, verb, parse):
            yield other


def _subjects_beside(phrase: Phrase, by_head: dict[int, Phrase], parse: Parse) -> Iterator[Phrase]:
    """Yield the subjects of the verb whose object "him" or "them" is: neither is he (Chomsky 1981, principle B).

    "Kerry called the envoy and urged him to leave": Kerry did not urge himself.
    """
    word = parse.words[phrase.head]
    verb = word.head
    if phrase.kind != "pronoun" or verb is None or word.deprel not in ("obj", "iobj") or word.xpos != "PRP":
        return
    if parse.form(phrase.head).lower().endswith(("self", "selves")):
        return
    for _ in range(_DEEPEST):
        subjects = [c for c in parse.children[verb] if parse.relations[c] == "nsubj"]
        if subjects:
            yield from (by_head[c] for c in subjects if c in by_head)
            return
        above = parse.words[verb]
        if above.head is None or above.deprel not in ("conj", "xcomp"):
            return
        if above.deprel == "xcomp" and parse.child(above.head, "obj", "iobj") is not None:
            return  # "asked Vane to help him"
        verb = above.head


def _stands_beneath(index: int, verb: int, parse: Parse) -> bool:
    for _ in range(_DEEPEST):
        word = parse.words[index]
        if word.head is None or word.deprel.split(":")[0] not in _BENEATH:
            return False
        if word.head == verb:
            return True
        index = word.head
    return False


def _state_of(phrase: Phrase, parse: Parse, gazetteer: CountryNames) -> str | None:
    """Return the state that a phrase stands for: a government, a people as a party, a speaking capital."""
    if phrase.kind == "pronoun" or (phrase.label == "PERSON" and phrase.name):
        return None
    if phrase.noun is not None and phrase.noun.head in _OWNED_GOVERNMENT and phrase.name is None:
        return phrase.nations[0] if phrase.nations and phrase.content <= _LAX_MODIFIERS else None
    if phrase.name is not None and phrase.noun is not None and phrase.head_word in _OWNED_GOVERNMENT:
        return phrase.nations[0] if phrase.nations else None
    bare = [word for word in phrase.words if word.lower() != "the"]
    nation = gazetteer.demonym(bare[0]) if len(bare) == 1 and phrase.words[0].lower() == "the" else None
    if nation is not None and (phrase.head_word.endswith("s") or parse.words[phrase.head].xpos[-1:] == "S"):
        tail = parse.child(phrase.head, "acl", "nmod", "appos")
        return nation.alpha3 if phrase.subject and tail is None else None
    if phrase.name is not None and phrase.body is None and (phrase.subject or phrase.source):
        # A capital that acts or speaks is its government; as ground it stays a city.
        rows = gazetteer.find(phrase.name) if not phrase.ground and fold(phrase.name) else ()
        acts = phrase.source or _verb_of_state(parse, phrase.head)
        capitals = [row for row in rows[:3] if row.feature == "PPLC"]
        if capitals and acts and not phrase.title:
            return capitals[0].country
    return None


def _verb_of_state(parse: Parse, head: int) -> bool:
    """Tell whether a word is the active subject of a verb that states do and cities hardly do."""
    word = parse.words[head]
    if word.deprel != "nsubj" or word.head is None:
        return False
    return parse.lemmas[word.head] in _STATE_VERBS


_STATE_VERBS = frozenset(
    [
        "accuse",
        "accept",
        "agree",
        "announce",
        "annex",
        "approve",
        "back",
        "ban",
        "blame",
        "block",
        "call",
        "condemn",
        "confirm",
        "criticise",
        "criticize",
        "declare",
        "demand",
        "deny",
        "deploy",
        "denounce",
        "expel",
        "hope",
        "impose",
        "insist",
        "invade",
        "launch",
        "lift",
        "negotiate",
        "offer",
        "oppose",
        "order",
        "pledge",
        "promise",
        "protest",
        "recall",
        "recognise",
        "recognize",
        "refuse",
        "reject",
        "request",
        "respond",
        "retaliate",
        "say",
        "send",
        "sign",
        "suspend",
        "support",
        "threaten",
        "urge",
        "veto",
        "vow",
        "want",
        "warn",
        "withdraw",
        "wish",
    ]
)
