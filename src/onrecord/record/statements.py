"""Statements: who said what, from the speech frames of a reading and the habits of news copy.

The weights find cues and what belongs to them; here frames that report no speech are left out,
quotations are completed, cues, sources and contents are cut as the conventions of the gold reports
have them, headline attributions are added, and statements within statements are linked.
"""

from __future__ import annotations

import re

from onrecord.model import Cue, Entity, Participant, Reading, Span, SpeechFrame, Statement, trim
from onrecord.record.answers import denied_claims, plain_answers
from onrecord.record.blocks import announced_blocks
from onrecord.record.citations import with_cited
from onrecord.record.clauses import (
    clip_to_next_cue,
    clip_to_sentence,
    complete_clause,
    complete_fronted,
    gapped,
)
from onrecord.record.contents import (
    cut_out,
    distance_marks,
    extend_quotations,
    kind_of,
    merge_spans,
    tidy_content,
)
from onrecord.record.cues import COLON, CueReading, force_of, read_cue, takes_addressee
from onrecord.record.hearsay import accusations, hearsay
from onrecord.record.noun_claims import noun_claims
from onrecord.record.parse import Parse
from onrecord.record.quotation_owners import attach_quotations, settle_quotations
from onrecord.record.quotations import Quotation, find_quotations
from onrecord.record.quoted import fronted_as_saying, quoted_as_saying, quoted_in_passive
from onrecord.record.roles import role_words
from onrecord.record.sources import source_type, speaker_of, subject_of, tidy_source
from onrecord.record.speech_drafts import Draft
from onrecord.record.speech_frames import reports_speech, says_something
from onrecord.record.tree_reports import designations, made_clear, missed_reports, passive_reports, versions
from onrecord.record.turns import with_turns

_HEADLINE = re.compile(r"^(?P<source>[^:\n]{3,60}?)\s*:\s+(?P<content>\S.{12,})$")
_FIRST_PERSON = re.compile(r"\b(?:I|We|we|My|my|Our|our)\b")
_OPENING = frozenset("'\"\u2018\u201c")
_LABEL = re.compile(
    r"(?i)\b(?:video|watch|live|breaking|exclusive|analysis|opinion|update|updates|explainer|photos|pictures|review|"
    r"factbox|timeline|correction|editorial|letter|podcast|interview|profile|obituary|news|report|poll|q&a)s?$"
)


def find_statements(reading: Reading, *, entities: tuple[Entity, ...]) -> tuple[Statement, ...]:
    """Return the statements of a report, in order of first offset.

    Args:
        reading: the linguistic analysis of the report.
        entities: its entities, for the speakers.

    Returns:
        Statements "S1", "S2" ...; `because` of each says which rules took part.
    """
    parse = Parse.of(reading)
    quotations = find_quotations(reading.text)
    drafts = _from_frames(reading, parse, quotations)
    drafts += _from_headline(reading, parse, drafts)
    drafts += _from_tree(parse, [d.cue.span for d in drafts if d.cue and d.content])
    drafts = _with_blocks(parse, drafts, quotations)
    settle_quotations(drafts, quotations)
    attach_quotations(drafts, parse, quotations)
    drafts = with_turns(parse, drafts)
    _complete(drafts, parse, quotations)
    drafts = _with_fronted_speech(drafts, parse, quotations)
    drafts += _inner_speech(drafts, parse, quotations)
    drafts = with_cited(_without_doubles([d for d in drafts if d.content]), parse)
    drafts += _gapped_speech(drafts, parse)
    drafts = [d for d in drafts if not _is_topic(d, drafts, parse, entities)]
    drafts.sort(key=lambda d: (d.start, d.content[0].end))
    within = [_container(d, drafts) for d in drafts]
    return tuple(
        _statement(k, draft, within[k], parse, quotations, entities) for k, draft in enumerate(drafts)
    )


# From the weights


def _from_frames(reading: Reading, parse: Parse, quotations: tuple[Quotation, ...]) -> list[Draft]:
    drafts = []
    deeds = [(cue.span, deed) for cue, _, deed in accusations(parse, ())]
    denied = [span for cue, _, claim in denied_claims(parse) for span in (cue.span, claim)]
    for frame in reading.frames:
        if any(frame.cue.overlaps(span) for span in denied):
            continue
        if any(
            frame.cue.overlaps(cue) and not any(c.overlaps(deed) for c in frame.content)
            for cue, deed in deeds
        ):
            continue  # the weights took who is accused for what is said
        draft = _draft(frame, reading, parse)
        if draft is not None and reports_speech(draft, parse, quotations):
            drafts.append(draft)
    return drafts


def _draft(frame: SpeechFrame, reading: Reading, parse: Parse) -> Draft | None:
    cue = read_cue(frame.cue, parse)
    content = _in_part_of(cue.span, list(frame.content), reading)
    content = _without_topic(cue, content, parse)
    draft = Draft(cue, None, content, frame.score, [f"weights, cue {frame.score:.2f}"])
    source = tidy_source(frame.source, parse) if frame.source else None
    if cue.passive and source is not None and _is_passive_subject(source, cue, parse):
        draft.reasons.append("passive cue: its subject is not the source")
        draft.silent_source, source = True, None
    if cue.passive and cue.head is not None:  # what is reported of the subject, not the subject itself
        subject = parse.child(cue.head, "nsubj")
        if subject is not None:
            about = parse.subtree(subject)
            later = [s for s in draft.content if not about.holds(s)]
            draft.content = later or draft.content
    if source is None and not draft.silent_source and cue.head is not None and cue.lemma != "according":
        source = None if cue.passive else subject_of(cue, parse)
        if source is not None and any(source.overlaps(c) for c in content):
            source = None
        if source is not None:
            draft.reasons.append("source from the subject of the cue")
    draft.source = source
    return draft


def _without_topic(cue: CueReading, content: list[Span], parse: Parse) -> list[Span]:
    """Return the content of a quotation without what it is about: '"It works," he said of the plan. "It does."'"""
    if cue.head is None or cue.lemma not in ("say", "add") or len(content) < 2:
        return content
    topics = [
        parse.subtree(child)
        for child in parse.children[cue.head]
        if parse.case(child) == "of" and parse.words[child].deprel.startswith("obl")
    ]
    kept = [part for span in content for part in cut_out(span, topics)]
    return [span for span in kept if says_something(span, parse)] or content


def _is_passive_subject(source: Span, cue: CueReading, parse: Parse) -> bool:
    head = parse.head_of(source)
    if head is None:
        return False
    word = parse.words[head]
    return word.deprel == "nsubj:pass" or (
        word.head == cue.head and word.deprel.startswith("nsubj") and parse.child(head, "case") is None
    )


def _in_part_of(cue: Span, content: list[Span], reading: Reading) -> list[Span]:
    """Return content clipped to the part of the report (headline, standfirst, body) that the cue is in."""
    parts = reading.document.parts
    own = next((p for p in (parts.headline, parts.standfirst) if p is not None and p.overlaps(cue)), None)
    if own is not None:
        low, high = own.start, own.end
    else:
        above = [
            p.end
            for p in (parts.headline, parts.standfirst, parts.dateline)
            if p is not None and p.end <= cue.start
        ]
        low, high = max(above, default=0), len(reading.text)
    clipped = [(max(s.start, low), min(s.end, high)) for s in content]
    return [Span(start, end) for start, end in clipped if start < end]


_OUTLETS_OWN = re.compile(
    r"[,\s]*(?:in\s+(?:the|what|one of)\b[^,.]{0,40}?\b(?:first|second|third|fourth|fifth|sixth|seventh|latest|last|worst|"
    r"deadliest|biggest|largest|most)\b|after\s+(?:years|months|weeks|days|hours)\s+of\b)",
    re.I,
)
"""How what an outlet adds to a claim begins."""


def _from_tree(parse: Parse, taken: list[Span]) -> list[Draft]:
    """Return the statements that only the tree of a sentence shows."""
    drafts = [
        Draft(cue, None, [content], 0.9, ["passive of a reporting verb: nobody is named"], silent_source=True)
        for cue, content in passive_reports(parse, taken)
    ]
    drafts += [
        Draft(cue, source, [content], 0.6, ["quoted in the passive"])
        for cue, source, content in quoted_in_passive(parse, taken)
    ]
    drafts += [
        Draft(cue, source, [content], 0.6, ["passive with an agent and what it says somebody is"])
        for cue, source, content in designations(parse, taken)
    ]
    drafts += [
        Draft(cue, source, [content], 0.6, ["somebody's account, by which it is so"])
        for cue, source, content in versions(parse)
    ]
    drafts += [
        Draft(cue, source, [content], 0.6, ["accused in the passive"], silent_source=source is None)
        for cue, source, content in accusations(parse, taken)
    ]
    drafts += [
        Draft(cue, source, [content], 0.6, ["a claim that somebody denies"])
        for cue, source, content in denied_claims(parse)
    ]
    drafts += [
        Draft(cue, source, [content], 0.6, ["an answer to what was said before"])
        for cue, source, content in plain_answers(parse, taken)
    ]
    drafts += [
        Draft(cue, source, [content], 0.6, ["somebody's claim, reported by a noun"])
        for cue, source, content in noun_claims(parse, taken)
    ]
    drafts += [
        Draft(cue, None, content, 0.6, ["hearsay: nobody is named"], silent_source=True)
        for cue, content in hearsay(parse, taken)
    ]
    for cue, content in (*made_clear(parse, taken), *missed_reports(parse, taken)):
        source = subject_of(cue, parse)
        if source is not None:
            drafts.append(
                Draft(cue, source, [content], 0.4, ["reporting verb and its clause, from the tree"])
            )
    return drafts


def _with_blocks(parse: Parse, drafts: list[Draft], quotations: tuple[Quotation, ...]) -> list[Draft]:
    """Return the drafts with speech that stands in paragraphs of its own without quotation marks."""
    # "I have no doubt that" is the speaker's own, and no sign of another
    cues = [d.cue.span for d in drafts if d.cue and not (d.source and _is_first_person(d.source, parse))]
    found = [
        Draft(cue, source, content, 0.6, ["paragraphs after a colon, in the first person"], block=True)
        for cue, source, content in announced_blocks(parse, quotations, cues)
    ]
    own = [d.cue.span for d in found if d.cue]
    return [d for d in drafts if not (d.cue and any(d.cue.span.overlaps(span) for span in own))] + found


def _is_first_person(source: Span, parse: Parse) -> bool:
    return source.cut(parse.text).lower() in ("i", "we")


# Headlines


def _from_headline(reading: Reading, parse: Parse, drafts: list[Draft]) -> list[Draft]:
    """Return the statement of a headline such as "Mayor: bridge is safe", unless it was found."""
    headline = reading.document.parts.headline
    if headline is None or any(d.cue and d.cue.span.overlaps(headline) for d in drafts):
        return []
    match = _HEADLINE.match(headline.cut(reading.text))
    if match is None:
        return []
    source = Span(headline.start + match.start("source"), headline.start + match.end("source"))
    unsigned = match["source"] in ("Report", "Reports")
    if not unsigned and (_LABEL.search(match["source"]) or not _may_speak(source, reading, parse)):
        return []
    content = Span(headline.start + match.start("content"), headline.start + match.end("content"))
    colon = reading.text.index(":", source.end)
    cue = CueReading(Span(colon, colon + 1), None, COLON, passive=False, negated=False)
    return [Draft(cue, source, [content], 1.0, ["headline: source, colon, claim"])]


def _may_speak(source: Span, reading: Reading, parse: Parse) -> bool:
    head = parse.head_of(source)
    if head is None:
        return False
    return any(
        m.type in ("PERSON", "ORG", "NORP") and m.span.overlaps(source) and m.span.end >= source.end - 1
        for m in reading.mentions
    )


def _is_topic(draft: Draft, drafts: list[Draft], parse: Parse, entities: tuple[Entity, ...]) -> bool:
    """Tell whether a name before the colon of a headline is what it is about: "Ann Vane: state drops inquiry".

    Who speaks there is quoted below with words of the headline; of whom it is about, others speak.
    """
    headline = parse.reading.document.parts.headline
    if headline is None or draft.cue is None or draft.cue.lemma != COLON or draft.source is None:
        return False
    start = draft.content[0].start
    content = draft.content[0].cut(parse.text)
    quoted = content[:1] in _OPENING or parse.text[max(0, start - 1) : start] in _OPENING
    if not headline.holds(draft.cue.span) or quoted or _FIRST_PERSON.search(content):
        return False
    head = parse.head_of(draft.source)
    if head is not None and parse.lemmas[head] in role_words():
        return False  # "Army spokesman: raid went well"
    named = [
        e for e in entities if any(m.kind == "name" and m.span.overlaps(draft.source) for m in e.mentions)
    ]
    if not named:
        return False  # "Mayor: bridge is safe"
    own = [m.span for entity in named for m in entity.mentions]
    said: set[str] = set()
    for other in drafts:
        if other is draft or other.source is None or not any(span.overlaps(other.source) for span in own):
            continue
        said |= _telling_words(other.content, parse)
    words = _telling_words(draft.content, parse)
    return len(words & said) < min(2, len(words))


def _telling_words(content: list[Span], parse: Parse) -> set[str]:
    """Return the lemmas of the nouns, names and verbs of contents."""
    words = (parse.words[index] for span in content for index in parse.inside(span))
    return {word.lemma.lower() for word in words if word.upos in ("NOUN", "PROPN", "VERB")}


# Finishing


def _complete(drafts: list[Draft], parse: Parse, quotations: tuple[Quotation, ...]) -> None:
    for draft in drafts:
        if draft.block:
            continue
        barred = [s for d in drafts if d is not draft for s in ([d.cue.span] if d.cue else [])]
        own = [draft.cue.span] if draft.cue else []
        own += [draft.source] if draft.source else []
        outer = [q for q in quotations if not any(q.inner.holds(s) for s in own)]
        holding = [b for b in barred if not any(c.holds(b) for c in draft.content)]
        content = clip_to_sentence(draft.content, draft.cue, outer, parse)
        content = clip_to_next_cue(
            content, draft.cue, [d.cue for d in drafts if d is not draft and d.cue], parse
        )
        if draft.cue is not None and draft.cue.lemma != "according":
            content = complete_fronted(content, draft.cue, draft.source, parse)
            content = complete_clause(content, draft.cue, parse)
        content = extend_quotations(content, outer, barred=[*own, *holding])
        carrying = [q.inner for q in outer if q.carries]
        quoted = any(sum(q.shared(s) for q in carrying) > 0.8 * len(s) for s in content if len(s))
        content = [part for s in content for part in cut_out(s, own)]
        content = [part for part in content if not _is_aside(part, content, draft.cue, parse)]
        draft.content = tidy_content(merge_spans(content), quotations, parse.text, quoted=quoted)


def _is_aside(part: Span, content: list[Span], cue: CueReading | None, parse: Parse) -> bool:
    """Tell whether the outlet adds something of its own behind a cue: ", officials said, in the fifth attack this month"."""
    if cue is None or part.start < cue.span.end or not any(one.end <= cue.span.start for one in content):
        return False
    return _OUTLETS_OWN.match(parse.text, part.start, part.end) is not None


def _with_fronted_speech(drafts: list[Draft], parse: Parse, quotations: tuple[Quotation, ...]) -> list[Draft]:
    """Return the drafts with the speech of "The dam held, the radio quoted the mayor as saying, adding that ..."."""
    found: list[Draft] = []
    for draft in drafts:
        fronted = fronted_as_saying(draft.cue, draft.source, parse) if draft.cue else None
        source = tidy_source(fronted.source, parse) if fronted is not None else None
        if fronted is None or source is None:
            continue
        content = tidy_content([fronted.content], quotations, parse.text, quoted=True)
        draft.content = merge_spans([*content, fronted.quoting])
        draft.reasons.append("quoted as saying, after what was said")
        for cue, own in ((fronted.cue, content), *((cue, [span]) for cue, span in fronted.more)):
            found.append(
                Draft(cue, source, list(own), draft.score, ["quoted as saying, after what was said"])
            )
    cues = [d.cue.span for d in found if d.cue]
    return [d for d in drafts if not (d.cue and any(d.cue.span.overlaps(one) for one in cues))] + found


def _inner_speech(drafts: list[Draft], parse: Parse, quotations: tuple[Quotation, ...]) -> list[Draft]:
    """Return the speech within "quoted the army as saying ..."; where it is there already, the army says it."""
    found: list[Draft] = []
    for draft in drafts:
        inner = quoted_as_saying(draft.cue, draft.content, parse) if draft.cue else None
        source = tidy_source(inner[0], parse) if inner is not None else None
        if inner is None or source is None:
            continue
        _, cue, span = inner
        known = next((d for d in drafts if d.cue and d.cue.span.overlaps(cue.span)), None)
        if known is None:
            content = tidy_content([span], quotations, parse.text, quoted=True)
            found.append(Draft(cue, source, content, draft.score, ["quoted as saying"]))
        elif known is not draft and known.source == draft.source:
            known.source = source
            known.reasons.append("quoted as saying")
    return found


def _gapped_speech(drafts: list[Draft], parse: Parse) -> list[Draft]:
    """Return the second speech of "Rome said that ..., Cairo that ...", and take it from the first one's words."""
    found = []
    for draft in drafts:
        parts = gapped(draft.content[0], parse) if draft.cue and len(draft.content) == 1 else None
        source = tidy_source(parts[1], parse) if parts is not None else None
        if parts is None or source is None:
            continue
        draft.content = [parts[0]]
        reasons = ["the verb is left out, as in the clause before"]
        found.append(Draft(draft.cue, source, [parts[2]], draft.score, reasons))
    return found


def _without_doubles(drafts: list[Draft]) -> list[Draft]:
    """Return the drafts without those whose cue, or whole content, another one of higher score has."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: -d.score):
        same_cue = any(k.cue and draft.cue and k.cue.span.overlaps(draft.cue.span) for k in kept)
        if not same_cue and not any(k.content == draft.content for k in kept):
            kept.append(draft)
    return kept


def _container(draft: Draft, drafts: list[Draft]) -> int | None:
    """Return the index of the statement whose content holds all of this one, the smallest."""
    best: tuple[int, int] | None = None
    if draft.outer is not None:
        return next((k for k, other in enumerate(drafts) if other is draft.outer), None)
    for k, other in enumerate(drafts):
        if other is draft or draft.cue is None:
            continue
        if not any(c.holds(draft.cue.span) for c in other.content):
            continue
        if not all(any(c.holds(s) for c in other.content) for s in draft.content):
            continue
        size = sum(len(c) for c in other.content)
        if size > sum(len(c) for c in draft.content) and (best is None or size < best[0]):
            best = (size, k)
    return best[1] if best else None


def _statement(
    number: int,
    draft: Draft,
    within: int | None,
    parse: Parse,
    quotations: tuple[Quotation, ...],
    entities: tuple[Entity, ...],
) -> Statement:
    cue = draft.cue
    own = [q for q in quotations if not (cue and q.inner.holds(cue.span))]
    source = None
    if draft.source is not None:
        source = Participant(draft.source, speaker_of(draft.source, entities, parse))
    return Statement(
        id=f"S{number + 1}",
        kind="direct" if draft.block else kind_of(draft.content, own),
        source=source,
        source_type=source_type(source, entities, parse),
        cue=Cue(cue.span, cue.lemma) if cue else None,
        content=tuple(draft.content),
        within=f"S{within + 1}" if within is not None else None,
        force=force_of(cue.lemma, particle=cue.particle, negated=cue.negated) if cue else "says",
        distance=distance_marks(draft.content, own, parse.text),
        addressee=_addressee(draft, parse, entities),
        because="; ".join(draft.reasons),
    )


def _addressee(draft: Draft, parse: Parse, entities: tuple[Entity, ...]) -> Participant | None:
    """Return to whom it was said: the object of "told", or "to reporters" after the cue."""
    cue = draft.cue
    if cue is None or cue.head is None:
        return None
    for child in parse.children[cue.head]:
        word = parse.words[child]
        relation = word.deprel.split(":")[0]
        fits = relation in ("obj", "iobj") and takes_addressee(cue.lemma)
        fits = fits or (relation == "obl" and parse.case(child) == "to" and cue.lemma != "accord")
        if cue.passive and takes_addressee(cue.lemma):
            fits = fits or word.deprel == "nsubj:pass"
        if not fits or word.upos not in ("NOUN", "PROPN", "PRON"):
            continue
        mentions = [m.span for m in parse.reading.mentions if m.head == child and m.type != "TIME"]
        span = mentions[0] if mentions else tidy_source(parse.subtree(child), parse)
        if span is None or any(span.overlaps(c) for c in draft.content):
            continue
        return Participant(trim(span, parse.text), speaker_of(span, entities, parse))
    return None
