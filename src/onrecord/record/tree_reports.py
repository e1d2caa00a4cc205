"""Speech that the tree of a sentence shows where the weights see none, and verbs that only look like it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.model import Span, Word, trim
from onrecord.record.clauses import LEAST_CLAUSE, whole_clause
from onrecord.record.cues import CueReading, cue_row, read_cue
from onrecord.record.parse import Parse
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
            clause = whole_clause(child, parse)
            if parse.words[child].deprel != "ccomp" or len(parse.inside(clause)) < LEAST_CLAUSE:
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
    if not before.endswith(",") or len(before.split()) < LEAST_CLAUSE:
        return None
    return Span(sentence.start, sentence.start + len(before) - 1)
