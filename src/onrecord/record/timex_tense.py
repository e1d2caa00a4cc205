"""Tense of the verb that governs a time expression: from a reading, or guessed from the text alone."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from onrecord.model import Reading, Span, Word
from onrecord.record.timex_calendar import Tense

_REACH = 240
"""Characters to either side of an expression in which its verb is sought."""

_END = re.compile(r"[.!?][\"')\]]*\s+(?=[\"'`(\[]*[A-Z])|\n\s*\n")
_SHORTENED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Sen|Rep|Gov|Lt|Sgt|Rev|St|Jr|Inc|Co|Corp|Ltd|No|vs|[A-Z]|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|a\.m|p\.m|[ap]\.m))\.$"
)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_PROSPECTIVE = frozenset(
    _words(
        """
        expected scheduled slated due set planned plans plan planning intends intend intended expects
        expect hopes hope hoping wants want wanted vows vowed promises promised pledged agreed agrees
        likely about ready supposed ordered urged asked called aims aim bids prepares prepared preparing
        threatened wait waiting going poised entitled allowed is are was were be must effective payable
        expire expires
        """
    )
)
_LOOKS_AHEAD = frozenset(
    _words(
        """
        expect schedule slate due set plan intend hope want vow promise pledge agree likely suppose order urge
        ask call aim bid prepare threaten wait go poise ready decide invite propose
        """
    )
)
_BE = frozenset(("is", "are", "was", "were", "be"))
_FUTURE = frozenset(
    _words(
        """
        will shall wo ll would may might can should must expected scheduled slated due expire expires
        payable upcoming effective until
        """
    )
)
_PAST = frozenset(
    _words(
        """
        could was were had did became began broke brought built came chose cut fell felt fled flew found
        fought gave got grew heard held hit kept knew led left lost made met paid put ran rose said saw
        sent set shot showed sold spent spoke stood struck took taken thought told took went won wrote
        killed wounded rejected has have having ve according sank drew drove ate bought caught dealt
        froze hid hung laid lay lent rode rang sang shook shut slept slid split spread stole swore swept
        taught tore threw understood woke wore withdrew overthrew
        """
    )
)
_PRESENT = frozenset(["is", "are", "am", "does", "do", "re", "isn", "aren", "doesn", "don", "says", "say"])
_NOT_PAST = frozenset(
    _words(
        """
    need indeed speed feed seed breed exceed proceed succeed hundred red bed shed
    """
    )
)
_TOKEN = re.compile(r"[A-Za-z]+|[,;:()]|[\"“”]|``|''")


def sentence_around(text: str, span: Span) -> Span:
    """Return the sentence that holds the span, by its full stops, cut some 240 characters away."""
    low, high = max(0, span.start - _REACH), min(len(text), span.end + _REACH)
    start = low
    for found in _END.finditer(text, low, span.start):
        if found[0][0] != "." or not _SHORTENED.search(text, max(0, found.start() - 6), found.start() + 1):
            start = found.end()
    for found in _END.finditer(text, span.end, high):
        if found[0][0] != "." or not _SHORTENED.search(text, max(0, found.start() - 6), found.start() + 1):
            high = found.start() + 1
            break
    return Span(min(start, span.start), max(high, span.end))


def guess_tense(text: str, span: Span) -> Tense | None:
    """Return the tense of the verb nearest to an expression, by word forms alone, or None.

    Looks first at the word right after the expression ("Iran Saturday condemned"), then leftwards
    to the first verb, then rightwards; an infinitive looks on to the word it hangs on.
    """
    sentence = sentence_around(text, span)
    after = _TOKEN.findall(text, span.end, sentence.end)
    if after and (tense := _form_tense(after, 0, next_to=True)) is not None:
        return tense
    before = _TOKEN.findall(text, sentence.start, span.start)
    index = len(before) - 1
    while index >= 0:
        if before[index] == "to" and index + 1 < len(before) and before[index + 1].islower():
            near = {word.lower() for word in before[max(0, index - 4) : index]}
            near -= _BE if before[max(0, index - 1)].lower() not in _BE else frozenset()
            if near & _PROSPECTIVE and before[index + 1] not in (
                "the",
                "a",
                "an",
                "his",
                "her",
                "its",
                "their",
            ):
                return "future"
        tense = _form_tense(before, index)
        if tense is not None:
            return tense
        index -= 1
    for index in range(len(after)):
        tense = _form_tense(after, index)
        if tense is not None:
            return tense
    return None


def _form_tense(tokens: list[str], index: int, *, next_to: bool = False) -> Tense | None:
    token = tokens[index]
    word = token.lower()
    if token[0].isupper() and index:
        return None
    if word in _FUTURE:
        follow = [other.lower() for other in tokens[index + 1 : index + 3]]
        return "past" if "have" in follow else "future"
    if word in _PAST:
        previous = tokens[index - 1].lower() if index else ""
        if word == "set" and index + 1 < len(tokens) and tokens[index + 1] in ("for", "to"):
            return "future"
        return None if previous in ("be", "being") else "past"
    if (
        word.endswith("ed")
        and len(word) > 3
        and word not in _NOT_PAST
        and token.islower()
        and not word.startswith("un")
    ):
        previous = tokens[index - 1].lower() if index else ""
        if previous in ("is", "are", "be", "being", "a", "an", "the"):
            return "present" if previous in ("is", "are") else None
        return "past"
    if word in _PRESENT and not (next_to and word in ("say", "do")):
        return "present"
    return None


def tense_of_words(reading: Reading, span: Span) -> Tense | None:
    """Return the tense of the verb that governs the words of a span, or None where no verb does.

    Climbs the heads from the words of the span to the first verb and reads its Penn tag with its
    auxiliaries; an infinitive or participle without tense of its own takes that of its governor,
    save where the governor looks ahead ("plans to meet", "due to open").
    """
    first = bisect_right(reading.words, span.start, key=lambda word: word.span.end)
    inside = list(range(first, bisect_left(reading.words, span.end, lo=first, key=lambda w: w.span.start)))
    if not inside:
        return None
    children: dict[int, list[int]] = {}
    sentence = reading.sentences[reading.words[inside[0]].sentence]
    for index in range(sentence.first_word, sentence.end_word):
        head = reading.words[index].head
        if head is not None:
            children.setdefault(head, []).append(index)
    for start in inside:
        head = reading.words[start].head
        if head is None or head in inside:
            continue
        return _climb(reading, children, start)
    return _verb_tense(reading.words, children, inside[0])


def _climb(reading: Reading, children: dict[int, list[int]], start: int) -> Tense | None:
    words = reading.words
    current: int | None = words[start].head
    ahead = False
    for _ in range(len(words)):
        if current is None:
            return "future" if ahead else None
        word = words[current]
        form = word.span.cut(reading.text).lower()
        looks_ahead = word.lemma.lower() in _LOOKS_AHEAD or form in _PROSPECTIVE - _BE
        if looks_ahead and (ahead or _governs_infinitive(words, children, current, before=start)):
            return "future"
        tense = _verb_tense(words, children, current)
        if tense is not None:
            return tense
        if word.xpos in ("VB", "VBG") and word.upos in ("VERB", "AUX"):
            ahead = word.xpos == "VB"
        current = word.head
    return None


def _governs_infinitive(
    words: tuple[Word, ...], children: dict[int, list[int]], index: int, *, before: int
) -> bool:
    return any(
        words[child].xpos == "VB" and words[child].deprel in ("xcomp", "csubj", "advcl") and child < before
        for child in children.get(index, ())
    )


def _verb_tense(words: tuple[Word, ...], children: dict[int, list[int]], index: int) -> Tense | None:
    word = words[index]
    helpers = [
        words[child] for child in children.get(index, ()) if words[child].deprel.startswith(("aux", "cop"))
    ]
    lemmas = {helper.lemma.lower() for helper in helpers}
    tags = {helper.xpos for helper in helpers}
    if "MD" in tags:
        return "past" if "have" in lemmas or lemmas & {"could", "might"} else "future"
    if "VBD" in tags or word.xpos == "VBD":
        return "past"
    if "have" in lemmas:
        return "past"
    if tags & {"VBZ", "VBP"}:
        return "present"
    if word.xpos in ("VBZ", "VBP"):
        return "present"
    if word.xpos == "MD":
        return "future"
    if word.xpos == "VBN" and word.upos == "VERB":
        return "future" if word.lemma.lower() in ("expect", "schedule", "slate", "plan") else "past"
    return None
