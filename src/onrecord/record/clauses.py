"""What the tree of a sentence says of a statement: how far its content goes, and speech that is told in the passive."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.model import Span, Word, cover, trim
from onrecord.record.charges import ACCUSING
from onrecord.record.cues import CueReading, cue_row, read_cue
from onrecord.record.parse import Parse
from onrecord.record.quotations import Quotation
from onrecord.record.sources import can_speak, tidy_source

_TOLD_OF = frozenset({
    "report", "believe", "think", "say", "allege", "understand", "rumour", "rumor", "estimate", "suspect", "fear",
    "claim", "presume", "assume", "expect", "predict", "consider", "deem", "reckon", "repute",
})  # fmt: skip
"""Verbs whose passive with an infinitive passes on what somebody unnamed says or thinks of the subject."""

_NAMING = frozenset({
    "recognize", "recognise", "designate", "describe", "label", "brand", "regard", "classify", "list", "characterize",
    "characterise", "denounce", "condemn", "dismiss", "portray", "cite", "name", "identify",
})  # fmt: skip
"""Verbs that say of somebody what he or it is: their passive with "by" and "as" puts a claim in the agent's mouth."""

_NOT_TOLD_OF = frozenset({"i", "we", "you", "it", "that", "this", "which", "what", "there"})
"""Subjects whose verbs report nobody in particular, or the one who is speaking already."""

_SENSES = frozenset({"observe", "see", "watch", "hear", "notice", "spot", "witness", "find", "catch"})
"""Verbs of the senses: with a bare infinitive or a participle they tell what was perceived, and put nothing in a mouth."""

_LEAST_CLAUSE = 3
"""Words from which a clause can be what somebody said."""

_LEAST_SHARE = 0.3
"""Share of a fronted clause that the weights must have taken as content for the rest to be added."""


def clip_to_sentence(
    content: Sequence[Span], cue: CueReading | None, quotations: Sequence[Quotation], parse: Parse
) -> list[Span]:
    """Return the content without loose words of other sentences than the cue's.

    What is told in a sentence ends with it; only what is quoted goes on. A quotation counts when it
    carries a claim and holds most of the piece.
    """
    if cue is None or cue.head is None:  # a colon often ends the sentence that holds it
        return list(content)
    sentence = next(iter(parse.sentences_over(cue.span)), None)
    if sentence is None:
        return list(content)
    out: list[Span] = []
    for span in content:
        for part in _by_sentence(span, parse):
            quoted = any(q.carries and part.shared(q.inner) >= 0.6 * len(part) for q in quotations)
            if quoted or part.overlaps(sentence):
                out.append(part)
    joined: list[Span] = []
    for part in out:
        if joined and not any(c.isalnum() for c in parse.text[joined[-1].end : part.start]):
            joined[-1] = Span(joined[-1].start, part.end)
        else:
            joined.append(part)
    return joined


def _by_sentence(span: Span, parse: Parse) -> list[Span]:
    parts = [
        Span(max(span.start, sentence.start), min(span.end, sentence.end))
        for sentence in parse.sentences_over(span)
    ]
    return parts or [span]


def clip_to_next_cue(
    content: list[Span], cue: CueReading | None, others: Sequence[CueReading], parse: Parse
) -> list[Span]:
    """Return content that ends where its speaker's next reporting verb begins.

    "Vane reported losses and said the port was shut": the losses end before "and said".
    """
    if cue is None or cue.head is None:
        return content
    for other in others:
        if other.head is None or parse.words[other.head].head != cue.head:
            continue
        if parse.words[other.head].deprel != "conj" or other.span.start < cue.span.end:
            continue
        joint = parse.child(other.head, "cc")
        start = other.span.start if joint is None else min(other.span.start, parse.words[joint].span.start)
        content = [Span(s.start, start) if s.start < start and s.holds(other.span) else s for s in content]
    return content


def complete_fronted(
    content: Sequence[Span], cue: CueReading, source: Span | None, parse: Parse
) -> list[Span]:
    """Return the content with the whole of a clause that stands before a closing "the mayor said".

    Where source and cue close a sentence after a comma, all of it before them was said.
    """
    sentence = next((one for one in parse.sentences_over(cue.span) if one.holds(cue.span)), None)
    if sentence is None or cue.head is None or not (content or source):
        return list(content)
    if any(s.start >= cue.span.end and s.overlaps(sentence) for s in content):
        fronted = _fronted_clause(cue.head, parse)
        if fronted is not None and all(_is_added(s, cue, fronted, parse) for s in content):
            return [fronted]
        return list(content)  # the cue does not close it
    start = min(
        cue.span.start, source.start if source is not None and sentence.holds(source) else cue.span.start
    )
    body = parse.reading.document.parts.body
    opening = body.start if body is not None and sentence.start < body.start < start else sentence.start
    before = trim(
        Span(opening, max(start, opening)), parse.text, ',"\u201d\u2019\u201c'
    )  # without the dateline
    raw = parse.text[before.end : start]
    if "," not in raw or any(c.isalnum() for c in raw) or len(before) < 10:
        return list(content)
    if parse.relations[cue.head] not in ("root", "parataxis", "ccomp", "conj"):
        return list(content)
    inside = [s for s in content if s.overlaps(before)]
    if not content:  # a speaker and a cue at the end of a sentence, and nothing else that they could report
        return [before]
    if sum(s.shared(before) for s in inside) < _LEAST_SHARE * len(before):
        return list(content)
    whole = Span(min([before.start, *(s.start for s in inside)]), max([before.end, *(s.end for s in inside)]))
    return sorted([whole, *(s for s in content if s not in inside)])


def _fronted_clause(verb: int, parse: Parse) -> Span | None:
    """Return the clause before the comma of ", the mayor said", where the tree has it for what is said."""
    subject = parse.child(verb, "nsubj")
    if subject is None:
        return None
    end = min(parse.subtree(subject).start, parse.words[verb].span.start)
    for child in parse.children[verb]:
        clause = parse.subtree(child)
        if parse.words[child].deprel == "ccomp" and child < verb and clause.start < end:
            clause = Span(clause.start, min(clause.end, end))
            said = trim(clause, parse.text, ",")
            if parse.text[said.end : end].strip() == "," and len(parse.inside(said)) >= _LEAST_CLAUSE:
                return said
    return None


def _is_added(content: Span, cue: CueReading, fronted: Span, parse: Parse) -> bool:
    """Tell whether words behind a cue are the outlet's: "the mayor said, after years of debate over how to save it"."""
    if content.start < cue.span.end:
        return False
    between = parse.text[cue.span.end : content.start]
    words = parse.inside(Span(cue.span.end, content.start))
    opens = next((i for i in words if parse.form(i) == ","), None)
    adds = (
        opens is not None and opens + 1 < len(parse.words) and parse.words[opens + 1].upos in ("ADP", "SCONJ")
    )
    return adds and not content.overlaps(fronted) and '"' not in between and "\u201c" not in between


_LEAST_PART, _LEAST_OPENING = 0.4, 0.15
"""Shares of a clause from which the rest of it is taken for content too: anywhere in it, and from its first words on."""

_SAME_START = 6
"""Characters that a content may start after its clause ("that ...") and still open it."""


def _accused_of(content: Span, cue: int, parse: Parse) -> list[Span]:
    """Return the deed of which somebody is accused where the content stops before it: "accused them on Friday of lying"."""
    for child in parse.children[cue]:
        deed, mark = parse.subtree(child), parse.child(child, "mark")
        if (
            parse.words[child].xpos == "VBG"
            and mark is not None
            and parse.form(mark).lower() == "of"
            and parse.words[mark].span.start >= content.end
        ):
            return [Span(parse.words[mark].span.start, deed.end)]
    return []


_ANSWERED = re.compile(
    r",\s(?:which|an?\s(?:claim|charge|accusation|allegation|assertion|suggestion)(?:\s(?:that|which))?)\s[^,;.]{0,60}?"
    r"\b(?:den(?:y|ied|ies)|reject(?:s|ed)?|disput(?:e|es|ed)|dismiss(?:es|ed)?|refut(?:e|es|ed)|rebut(?:s|ted)?|"
    r"confirm(?:s|ed)?|acknowledg(?:e|es|ed)|conced(?:e|es|ed)|admit(?:s|ted)?)\b",
    re.I,
)
"""What another voice says of what was said, in the same sentence: ", which the rebels denied"."""


def complete_clause(content: Sequence[Span], cue: CueReading, parse: Parse) -> list[Span]:
    """Return the content with the rest of the clause that depends on the cue, if most of it was found."""
    if cue.head is None:
        return list(content)
    if cue.lemma in ACCUSING and len(content) == 1:
        return [*content, *_accused_of(content[0], cue.head, parse)]
    for child in parse.children[cue.head]:
        if parse.words[child].deprel != "ccomp" or child < cue.head:
            continue
        clause = _whole_clause(child, parse)
        inside = [s for s in content if s.overlaps(clause)]
        shared = sum(s.shared(clause) for s in inside)
        opens = any(abs(s.start - clause.start) <= _SAME_START for s in inside)
        least = (_LEAST_OPENING if opens else _LEAST_PART) * len(clause)
        if clause.start >= cue.span.end and least <= shared < len(clause):
            rest = [s for s in content if s not in inside]
            start, end = min(clause.start, *(s.start for s in inside)), max(s.end for s in inside)
            answered = _ANSWERED.search(parse.text, end, clause.end)
            return sorted([Span(start, answered.start() if answered else max(clause.end, end)), *rest])
    return list(content)


def _other_verbs(parse: Parse, taken: Sequence[Span]) -> Iterator[tuple[int, Word]]:
    """Yield the verbs that are no part of a cue found before."""
    touched = parse.touched(taken)
    for k, word in enumerate(parse.words):
        if word.upos == "VERB" and k not in touched:
            yield k, word


def passive_reports(parse: Parse, taken: Sequence[Span]) -> list[tuple[CueReading, Span]]:
    """Return cue and content of "were reported to have left" and the like, unless a cue is there already.

    Args:
        parse: the reading.
        taken: cues that were found before.
    """
    found: list[tuple[CueReading, Span]] = []
    for k, word in _other_verbs(parse, taken):
        if word.xpos not in ("VBN", "VBD") or word.lemma.lower() not in _TOLD_OF:
            continue
        if parse.child(k, "aux:pass") is None:
            continue
        for child in parse.children[k]:
            clause = parse.subtree(child)
            fits = parse.words[child].deprel in ("xcomp", "ccomp", "advcl") and child > k
            if (
                fits
                and clause.start >= word.span.end
                and parse.form(parse.inside(clause)[0]).lower() in ("to", "that")
            ):
                found.append((read_cue(word.span, parse), clause))
                break
    return found


def missed_reports(parse: Parse, taken: Sequence[Span]) -> list[tuple[CueReading, Span]]:
    """Return cue and content of reporting verbs with a clause of their own that the weights passed over.

    Only verbs of the cue table in the active voice, with a subject other than "I", "you" or "we" and a
    finite clause after them or, set off by a comma, before them.

    Args:
        parse: the reading.
        taken: cues that were found before.
    """
    found: list[tuple[CueReading, Span]] = []
    for k, word in _other_verbs(parse, taken):
        row = cue_row(word.lemma.lower()) if word.xpos in ("VBD", "VBZ", "VBP", "VBN") else None
        if row is None or not row.speech:
            continue
        cue, subject = read_cue(word.span, parse), _teller(k, parse)
        if subject is None or is_perceived(cue, parse):
            continue
        closing = _closed_by(k, subject, parse)
        if closing is not None:
            found.append((cue, closing))
            continue
        for child in parse.children[k]:
            clause = _whole_clause(child, parse)
            if parse.words[child].deprel != "ccomp" or len(parse.inside(clause)) < _LEAST_CLAUSE:
                continue
            if is_verdict(cue, clause, parse):
                continue
            fronted = clause.end <= min(word.span.start, parse.words[subject].span.start)
            if clause.start >= word.span.end or (
                fronted and "," in parse.text[clause.end - 1 : word.span.start]
            ):
                found.append((cue, clause))
                break
    return found


def _teller(verb: int, parse: Parse) -> int | None:
    """Return the subject of a reporting verb, its own or that of the verb it is joined to, if somebody can be meant by it.

    Of relative pronouns that is so where what stands before them can speak: "the inquiry's report, which found that".
    """
    word, subject = parse.words[verb], parse.child(verb, "nsubj")
    if subject is None and word.deprel == "conj" and word.head is not None:
        subject = parse.child(word.head, "nsubj")
    if subject is None or parse.words[subject].deprel != "nsubj":
        return None
    if parse.form(subject).lower() not in _NOT_TOLD_OF:
        return subject
    if parse.words[subject].xpos not in ("WDT", "WP") or word.deprel != "acl:relcl" or word.head is None:
        return None
    return subject if can_speak(parse.words[word.head].span, parse) else None


_AND_THAT = re.compile(r"(?:and|but|or)\s+that\s")


def _whole_clause(clause: int, parse: Parse) -> Span:
    """Return what is said with what is joined to it: "claimed that it was late but that he was tired"."""
    span, head = parse.subtree(clause), parse.words[clause].head
    for other in parse.children[head] if head is not None else ():
        joined = parse.child(other, "cc")
        if other <= clause or joined is None or joined > other:
            continue
        if parse.words[other].deprel == "ccomp" or _AND_THAT.match(parse.text, parse.subtree(other).start):
            span = cover([span, parse.subtree(other)])
    return span


def made_clear(parse: Parse, taken: Sequence[Span]) -> list[tuple[CueReading, Span]]:
    """Return cue and content of "made clear that" and the like, unless a cue is there already.

    Args:
        parse: the reading.
        taken: cues that were found before.
    """
    found: list[tuple[CueReading, Span]] = []
    for k, word in _other_verbs(parse, taken):
        if parse.lemmas[k] != "make":
            continue
        subject = parse.child(k, "nsubj")
        clear = next(
            (c for c in parse.children[k] if c > k and parse.form(c).lower() in ("clear", "plain")), None
        )
        if clear is None or subject is None or parse.form(subject).lower() in _NOT_TOLD_OF:
            continue
        clause = next(
            (c for c in (*parse.children[clear], *parse.children[k]) if c > clear and parse.words[c].deprel == "ccomp"), None
        )  # fmt: skip
        if clause is not None:
            cue = read_cue(Span(word.span.start, parse.words[clear].span.end), parse)
            found.append((cue, parse.subtree(clause)))
    return found


def is_perceived(cue: CueReading, parse: Parse) -> bool:
    """Tell whether a verb of the senses has a bare infinitive or a participle after it: "saw him leave", "saw him leaving"."""
    if cue.head is None or cue.lemma not in _SENSES:
        return False
    for child in parse.children[cue.head]:
        word = parse.words[child]
        bare = parse.child(child, "mark", "aux", "aux:pass", "cop") is None
        subject = parse.child(child, "nsubj")
        single = subject is not None and parse.words[subject].xpos in ("NN", "NNP")
        infinitive = word.xpos in ("VB", "VBG") or (word.xpos == "VBP" and single)  # "saw the clerk leave"
        if word.deprel in ("xcomp", "ccomp") and infinitive and bare:
            return True
    return False


def is_verdict(cue: CueReading, content: Span, parse: Parse) -> bool:
    """Tell whether a court finds somebody guilty, which is an act; that somebody "was guilty" is a claim."""
    if cue.lemma != "find":
        return False
    return any(
        parse.form(word).lower() in ("guilty", "liable") and parse.child(word, "cop") is None
        for word in parse.inside(content)
    )


def takes_clause(cue: CueReading, content: Sequence[Span], parse: Parse) -> bool:
    """Tell whether a cue has a finite clause of its own for its content, as verbs and nouns of saying have."""
    for span in content:
        inside = parse.inside(span)
        if inside and parse.form(inside[0]).lower() in ("that", "whether", "if", "how", "why"):
            return True
        for child in parse.children[cue.head] if cue.head is not None else []:
            if parse.words[child].deprel == "ccomp" and child in inside:
                return True
    return False


def designations(parse: Parse, taken: Sequence[Span]) -> list[tuple[CueReading, Span, Span]]:
    """Return cue, source and content of "recognized by the court as a charity" and the like.

    Args:
        parse: the reading.
        taken: cues that were found before.
    """
    found: list[tuple[CueReading, Span, Span]] = []
    for k, word in enumerate(parse.words):
        if (
            word.xpos != "VBN"
            or word.lemma.lower() not in _NAMING
            or any(word.span.overlaps(s) for s in taken)
        ):
            continue
        agent = parse.child(k, "obl:agent")
        if agent is None:
            agent = next((c for c in parse.children[k] if parse.case(c) == "by"), None)
        what = next((c for c in parse.children[k] if c > k and parse.case(c) == "as"), None)
        if agent is None or what is None:
            continue
        source = tidy_source(parse.subtree(agent), parse)
        if source is not None:
            found.append((read_cue(word.span, parse), source, parse.subtree(what)))
    return found


_VERSIONS = frozenset(
    {
        "account",
        "version",
        "story",
        "narrative",
        "telling",
        "description",
        "claim",
        "theory",
        "statement",
        "reading",
    }
)


_BY_WHICH = re.compile(r"(?:by|according)\b")


def versions(parse: Parse) -> list[tuple[CueReading, Span, Span]]:
    """Return cue, source and content of "the minister's account, by which the ship was hailed" and the like.

    The source is the noun's possessor; the content is the relative clause, without what ties it to the noun.
    """
    found: list[tuple[CueReading, Span, Span]] = []
    for k, word in enumerate(parse.words):
        if parse.lemmas[k] not in _VERSIONS or word.upos != "NOUN":
            continue
        owner = parse.child(k, "nmod:poss")
        clause = next((c for c in parse.children[k] if parse.words[c].deprel == "acl:relcl"), None)
        if owner is None or clause is None or parse.words[owner].upos == "PRON":
            continue
        which = next(
            (
                c
                for c in parse.children[clause]
                if parse.words[c].xpos == "WDT" and _BY_WHICH.match(parse.case(c))
            ),
            None,
        )
        source = tidy_source(parse.subtree(owner), parse)
        if which is None or source is None:
            continue
        whole = parse.subtree(clause)
        content = trim(Span(parse.words[which].span.end, whole.end), parse.text, ",;")
        found.append((read_cue(word.span, parse), source, content))
    return found


_SOURCE_WORDS = frozenset({"PROPN", "NOUN", "ADJ", "DET"})


def gapped(content: Span, parse: Parse) -> tuple[Span, Span, Span] | None:
    """Return what the first speaker said, the second speaker and what that one said in one sentence with one verb, or None.

    "Rome has said that it was hailed, Cairo that it answered": the second verb is left out (gapping), and the words of
    the second clause are no part of what the first speaker said.
    """
    inside = list(parse.inside(content))
    if not inside or parse.form(inside[0]).lower() != "that":
        return None
    for at in range(len(inside) - 1, 2, -1):
        that = inside[at]
        if parse.form(that).lower() != "that" or parse.words[that].upos != "SCONJ":
            continue
        first = at
        while first > 1 and parse.words[inside[first - 1]].upos in _SOURCE_WORDS:
            first -= 1
        before = parse.form(inside[first - 1]).lower()
        if first == at or before not in (",", ";", "and", "but", "while"):
            continue
        if parse.words[inside[first]].upos not in ("PROPN", "DET"):
            continue
        end = inside[first - 1]
        while end > inside[0] and parse.form(end).lower() in (",", ";", "and", "but", "while"):
            end -= 1
        source = Span(parse.words[inside[first]].span.start, parse.words[that - 1].span.end)
        own = Span(content.start, parse.words[end].span.end)
        return own, source, trim(Span(parse.words[that].span.start, content.end), parse.text)
    return None


def _closed_by(verb: int, subject: int, parse: Parse) -> Span | None:
    """Return what stands before ", the mayor said" where the tree hangs those words on the claim itself."""
    word = parse.words[verb]
    if word.deprel not in ("parataxis", "advcl") or word.head is None or word.head >= min(verb, subject):
        return None
    if any(parse.words[c].deprel in ("mark", "ccomp", "xcomp", "obj") for c in parse.children[verb]):
        return None
    start = parse.subtree(subject).start
    sentence = parse.reading.sentences[word.sentence].span
    before = parse.text[sentence.start : start].rstrip()
    if not before.endswith(",") or len(before.split()) < _LEAST_CLAUSE:
        return None
    return Span(sentence.start, sentence.start + len(before) - 1)
