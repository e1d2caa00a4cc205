"""Sources: whose words they are, what sort of source that is, and which entity speaks."""

from __future__ import annotations

import re

from onrecord.model import Entity, Participant, SourceType, Span, trim
from onrecord.record.cues import CueReading
from onrecord.record.parse import Parse

_AFTER_NAME = frozenset(
    {"appos", "acl:relcl", "acl", "parataxis", "advcl", "advcl:relcl", "dep", "list", "conj"}
)
_UNNAMED = re.compile(
    r"(?i)^(?:(?:a|an|the|another|one|two|three|some|several|many|few|other|multiple|various|numerous|senior|top|high-ranking|"
    r"anonymous|unnamed|unidentified|informed|official|reliable|knowledgeable|well-placed|local|foreign|western|security|military|diplomatic|"
    r"government|intelligence|police|law|enforcement|administration|state|media)\s+)*"
    r"(?:officials?|sources?|people|persons?|observers?|analysts?|experts?|critics?|witnesses|witness|eyewitness(?:es)?|"
    r"residents?|insiders?|aides?|diplomats?|investigators?|authorities|others?|many|some|several|reports?|rumou?rs|"
    r"everyone|everybody|someone|somebody|no one|nobody|it|they say)$"
)
_DOCUMENT = re.compile(
    r"(?i)\b(?:statements?|reports?|stud(?:y|ies)|polls?|surveys?|documents?|letters?|emails?|e-mails?|memos?|filings?|"
    r"lawsuits?|records?|data|figures|papers?|books?|articles?|communiqu[eé]s?|press releases?|releases?|posts?|tweets?|"
    r"videos?|transcripts?|indictments?|complaints?|rulings?|census|results|research|analysis|headlines?|messages?|accounts?|"
    r"testimony)$"
)
_UTTERED = re.compile(r"(?:statement|communiqu[eé]|release|letter|memo|message|tweet|post|e-?mail)s?", re.I)
"""Documents in which somebody says something himself; a report, a study or a lawsuit is a voice of its own."""

_HEARSAY = re.compile(
    r"^(?:(?:some|several|many|other|various|unconfirmed|conflicting|initial|early|earlier|recent|sketchy)\s+)*reports\b"
    r"(?!\s+(?:by|in)\b)|^report$|"
    r"^(?:some|several|multiple|many|various|other|numerous)\s+(?:news\s+|media\s+)?(?:outlets|organi[sz]ations|publications)$",
    re.I,
)
"""Reports that nobody signs, and outlets that are not named: "unconfirmed reports from the capital", "several outlets"."""

_RELATIVE = re.compile(r",\s+(?:who|whom|whose|which)\b")
_DESCRIBED = re.compile(
    r"(?P<name>[A-Z][\w.&\u2019'-]*(?:\s[A-Z][\w.&\u2019'-]*){0,5}),\s(?:(?:one\sof|an?|the)\s|\d{1,3}(?:,|$))"
)
"""A name with what it is set off behind it: "Vane Industries Ltd., one of a group of companies"."""

_ANOTHER = re.compile(
    r",\s(?P<own>(?:his|her|their)\s[a-z][\w -]{2,40}, (?:[A-Z][\w.\u2019'-]+\s){1,3}[A-Z][\w\u2019'-]+),?$"
)
"""Somebody of whoever was named before, with a name: "before the prosecutor, his lawyer, Ann Vane, told ..."."""

_OWNER_ENDS = re.compile(r"['\u2019]s?\s+\w")
_PLURAL_TAGS = frozenset({"NNS", "NNPS"})
_GROUND = frozenset({"GPE", "LOC", "FAC"})


def tidy_source(span: Span, parse: Parse) -> Span | None:
    """Return a source after the conventions: titles before a name kept, appositions after it dropped.

    A relative pronoun gives its antecedent; prepositions and marks at the ends go. None for a
    source with no word in it, or a mere expletive.
    """
    relative = _RELATIVE.search(parse.text, span.start + 1, span.end)
    if relative:  # the tree often hangs such a clause elsewhere when the source follows its cue
        span = Span(span.start, relative.start())
    described = _DESCRIBED.match(parse.text, span.start, span.end)
    if described:
        span = Span(span.start, described.end("name"))
    another = _ANOTHER.search(parse.text, span.start, span.end)
    if another:
        span = Span(another.start("own"), another.end("own"))
    inside = list(parse.inside(span))
    if span.cut(parse.text).lower().startswith("as well as "):
        inside = inside[3:]
    while inside and parse.opens(inside[0]):
        inside = inside[1:]
    if not inside:
        return None
    head = parse.head_of(Span(parse.words[inside[0]].span.start, span.end))
    if head is None or parse.words[head].deprel == "expl":
        return None
    if parse.words[head].xpos in ("WP", "WDT") or (parse.form(head).lower() == "that" and len(inside) == 1):
        antecedent = _antecedent(head, parse)
        return antecedent or Span(parse.words[inside[0]].span.start, span.end)
    spoken_to = parse.child(head, "obj") if parse.words[head].upos == "VERB" else None
    if spoken_to is not None and spoken_to in inside and parse.words[spoken_to].span.end >= span.end - 1:
        # "television quoted the army as saying": the army says it.
        return tidy_source(parse.subtree(spoken_to), parse)
    start, end = parse.words[inside[0]].span.start, span.end
    for child in parse.children[head]:
        word = parse.words[child]
        if child > head and word.deprel in _AFTER_NAME and start < word.span.start < end:
            below = parse.subtree(child).start
            between = parse.text[parse.words[head].span.end : below]
            joined = word.deprel == "conj" and "," not in between
            # "Ann Vane's brother": what follows a possessive is no apposition, whatever the tree says.
            owned = word.deprel == "appos" and between.rstrip().endswith(("'s", "\u2019s"))
            if below > parse.words[head].span.end - 1 and not joined and not owned:
                end = min(end, below)
    tidied = trim(Span(start, end), parse.text, ",;:-\u2013\u2014(")
    text = tidied.cut(parse.text)
    if text.endswith(("'s", "\u2019s")):
        tidied = Span(tidied.start, tidied.end - 2)
    return tidied if len(tidied) else None


def _antecedent(pronoun: int, parse: Parse) -> Span | None:
    """Return the noun phrase that the relative clause of a pronoun belongs to."""
    k: int | None = pronoun
    for _ in range(4):
        if k is None:
            return None
        if parse.words[k].deprel == "acl:relcl":
            break
        k = parse.words[k].head
    noun = parse.words[k].head if k is not None and parse.words[k].deprel == "acl:relcl" else None
    if k is None or noun is None:
        return _before_comma(pronoun, parse)
    if (
        parse.form(pronoun).lower() == "which"
        and not _DOCUMENT.search(parse.form(noun))
        and any(m.head == noun and m.type == "PERSON" for m in parse.reading.mentions)
    ):
        return None  # "passed a card to the teller which read ...": nobody is "which"
    whole = parse.subtree(noun)
    opening = parse.child(noun, "case")
    if opening is not None and parse.words[opening].span.start == whole.start:
        whole = Span(parse.words[opening].span.end, whole.end)
    else:
        whole = Span(_with_owner(whole.start, parse), whole.end)
    clause = parse.subtree(k)
    return (
        trim(Span(whole.start, clause.start), parse.text, ",;:-\u2013\u2014(")
        if clause.start > whole.start
        else None
    )


def _before_comma(pronoun: int, parse: Parse) -> Span | None:
    """Return the noun phrase right before ", which", where the tree does not tie the clause to it."""
    noun: int | None = pronoun - 2
    if pronoun < 2 or parse.form(pronoun - 1) != "," or noun is None:
        return None
    for _ in range(3):
        if noun is None or (
            parse.words[noun].upos in ("NOUN", "PROPN") and parse.words[noun].deprel != "flat"
        ):
            break
        noun = parse.words[noun].head
    if noun is None or parse.words[noun].upos not in ("NOUN", "PROPN"):
        return None
    start = _with_owner(parse.subtree(noun).start, parse)
    return trim(Span(start, parse.words[pronoun - 1].span.start), parse.text, ",;:-\u2013\u2014(")


def _with_owner(start: int, parse: Parse) -> int:
    """Return where a noun phrase begins with whose it is, which the tree may hang elsewhere: "the board's report"."""
    mark = parse.inside(Span(0, start))[-1:]
    if not mark or parse.words[mark[0]].xpos != "POS":
        return start
    end = parse.words[mark[0]].span.end
    owners = (
        m.span.start
        for m in parse.reading.mentions
        if end - 2 <= m.span.end <= end and m.span.start < end - 2
    )
    return min(owners, default=start)


def subject_of(cue: CueReading, parse: Parse) -> Span | None:
    """Return the subject of a cue: its own, or that of the verb it is joined to or depends on."""
    k = cue.head
    for _ in range(4):
        if k is None:
            return None
        subject = parse.child(k, "nsubj")
        if subject is not None:
            if parse.words[subject].deprel == "nsubj:pass" and cue.passive:
                return None
            span = parse.subtree(subject)
            return tidy_source(span, parse)
        if parse.relations[k] not in ("conj", "xcomp", "advcl", "parataxis"):
            return None
        k = parse.words[k].head
    return None


def speaker_of(source: Span, entities: tuple[Entity, ...], parse: Parse) -> str | None:
    """Return the id of the entity whose mention fits a source best, or None.

    The mention must hold the head word of the source, or the source that of the mention.
    """
    head = parse.head_of(source)
    if head is None:
        return None
    if _HEARSAY.match(source.cut(parse.text)):  # "reports from the capital", but "reports from the Red Cross"
        bodies = tuple(one for one in entities if one.type in ("PERSON", "ORG"))
        signed = _only_name_within(source, head, bodies, parse)
        return signed[1] if signed is not None else None
    at = parse.words[head].span
    best: tuple[float, str] | None = None
    for entity in entities:
        for mention in entity.mentions:
            span = mention.span
            if span.start >= at.end or span.end <= at.start or not span.overlaps(source):
                continue
            if _OWNER_ENDS.match(parse.text, mention.span.end, source.end):
                continue  # "Ann Vane's brother": Ann Vane is not the one who speaks
            fit = mention.span.shared(source) / max(len(mention.span), len(source))
            if fit >= 0.3 and (best is None or fit > best[0]):
                best = (fit, entity.id)
    document = next(
        (one for one in entities if best and one.id == best[1] and _is_document(one, parse)), None
    )
    if document is not None:
        # "Trotter's report" is Trotter's word; "the statement" that was said to be the army's is the army's
        spans = [source]
        if _UTTERED.fullmatch(parse.form(head)):
            spans += [mention.span for mention in document.mentions]
        owners = (_only_name_within(span, parse.head_of(span), entities, parse) for span in spans)
        best = next((owner for owner in owners if owner is not None), best)
    best = _person_of_place(source, entities, parse) or best
    if best is None:
        best = _only_name_within(source, head, entities, parse)
    return best[1] if best else None


def _person_of_place(source: Span, entities: tuple[Entity, ...], parse: Parse) -> tuple[float, str] | None:
    """Who is from a place speaks, and not the place, whichever the tree takes for the head: "the Garmo shopkeeper"."""
    places = [m.span.end for e in entities if e.type in _GROUND for m in e.mentions if source.holds(m.span)]
    found = (
        (len(mention.span) / len(source), entity.id)
        for entity in entities
        if entity.type == "PERSON"
        for mention in entity.mentions
        if mention.span.end == source.end
        and any(
            end < mention.span.start and not parse.text[end : mention.span.start].strip() for end in places
        )
    )
    return next(found, None)


_AUTHORS = frozenset({"PERSON", "ORG", "GPE", "NORP"})


def _only_name_within(
    source: Span, head: int | None, entities: tuple[Entity, ...], parse: Parse
) -> tuple[float, str] | None:
    """A document speaks for the one it belongs to: "the mayor's statement", "a statement by the army"."""
    if head is None or not _DOCUMENT.search(parse.form(head)):
        return None
    # what a paper brings has sources of its own: "a report by the Herald" is not the Herald's word
    media = {e.id for e in entities if e.sector == "MED"}
    owners = {
        e.id for e in entities for m in e.mentions
        if source.holds(m.span) and (own := parse.head_of(m.span)) is not None and parse.words[own].head == head
        and e.type in _AUTHORS and _is_owner(own, parse, brought=e.id in media)
    }  # fmt: skip
    return (0.3, owners.pop()) if len(owners) == 1 else None


def _is_owner(noun: int, parse: Parse, *, brought: bool) -> bool:
    """Tell whether a noun below another says whose that is: "by the army", "the army's", "army report"; not "on the army".

    Args:
        noun: its index.
        parse: the reading.
        brought: whether it is an outlet, which brings what others say.
    """
    deprel, case = parse.words[noun].deprel, parse.case(noun)
    if brought and deprel == "nmod":
        return False
    return deprel in ("nmod:poss", "compound") or (
        deprel == "nmod" and case in ("", "'s", "\u2019s", "by", "from", "of")
    )


def source_type(source: Participant | None, entities: tuple[Entity, ...], parse: Parse) -> SourceType:
    """Return what sort of source it is; "unnamed" where the report names and describes nobody."""
    if source is None:
        return "unnamed"
    text = source.span.cut(parse.text)
    entity = next((e for e in entities if e.id == source.entity), None)
    head = parse.head_of(source.span)
    if entity is None and _HEARSAY.match(text):
        return "unnamed"
    word = _DOCUMENT.search(text)
    if word and (head is None or parse.words[head].upos != "PRON") and not _is_titled(word[0], entity):
        return "document"
    if (
        entity is not None
        and head is not None
        and parse.words[head].upos == "PRON"
        and _is_document(entity, parse)
    ):
        return "document"  # "it", the lawsuit
    if entity is not None and any(m.kind == "name" for m in entity.mentions):
        return "outlet" if entity.sector == "MED" and entity.type == "ORG" else "named"
    if _UNNAMED.match(text):
        return "unnamed"
    if head is not None and parse.words[head].xpos in _PLURAL_TAGS:
        return "group"
    return "role"


def can_speak(span: Span, parse: Parse) -> bool:
    """Tell whether words can stand for a source: somebody, a body, a document, or sources without a name."""
    text, head = span.cut(parse.text), parse.head_of(span)
    if _UNNAMED.match(text) or _DOCUMENT.search(text):
        return True
    kinds = ("PERSON", "ORG", "NORP", "GPE")
    return any(m.type in kinds and m.head == head and m.span.overlaps(span) for m in parse.reading.mentions)


def _is_titled(word: str, entity: Entity | None) -> bool:
    """Tell whether a word for a document belongs to the name of a body: "The Garmo Post", "Human Rights Data"."""
    return (
        word[:1].isupper() and entity is not None and entity.type != "PERSON" and word in entity.name.split()
    )


def _is_document(entity: Entity, parse: Parse) -> bool:
    """Tell whether an entity is a document that bears no name: "the lawsuit", "a report"."""
    heads = [parse.head_of(m.span) for m in entity.mentions if m.kind == "nominal"]
    named = any(m.kind == "name" for m in entity.mentions)
    return bool(heads) and not named and all(k is not None and _DOCUMENT.search(parse.form(k)) for k in heads)
