"""Joins by coreference chain, and pronouns that the chains leave open or link wrongly."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from onrecord.model import SpeechFrame
from onrecord.record.parse import Parse
from onrecord.record.partition import Group, Partition, can_join
from onrecord.record.phrases import Phrase, hold_other_offices

_THAT = len("that ")
"""Characters of a content that may stand before the pronoun that opens it."""

_REACH = 2
"""How many sentences back a pronoun may look where no chain helps; chosen by judgement, not swept."""


def join_chains(partition: Partition) -> None:
    """Join each phrase of a chain with the nearest one before it that it agrees with.

    A chain that holds two names that cannot be one entity thereby falls apart: what stands between goes to
    the name before it. A phrase whose owner is in its chain stays out of it. A phrase that agrees with
    nothing before it may go with the next one (cataphora). Whom a speaker means by "he" comes last: somebody else
    than the speaker, who must be known first.
    """
    chains: dict[int, list[Phrase]] = {}
    for phrase in partition.phrases:
        if phrase.chain is not None:
            chains.setdefault(phrase.chain, []).append(phrase)
    for chain in chains.values():
        for index in sorted(range(len(chain)), key=lambda i: chain[i].speaker is not None):
            phrase = chain[index]
            if _is_taken(partition.of(phrase), phrase) or phrase.owner in chain:
                continue  # nobody is his own daughter: "her" in "her daughter" is somebody else
            before = chain[:index][::-1]
            after = [p for p in chain[index + 1 :] if p.name is not None or phrase.kind == "pronoun"]
            after = [] if any(p.name is not None for p in before) else after
            for other in [*before, *after]:
                if not other.span.overlaps(phrase.span) and _chain_fits(partition, phrase, other):
                    partition.join(other, phrase, "coreference by the weights")
                    break


def _is_taken(group: Group, phrase: Phrase) -> bool:
    """Tell whether a rule has given a phrase to a named entity already."""
    return (phrase.name is not None and len(group.phrases) > 1) or (bool(group.names) and phrase.name is None)


def _chain_fits(partition: Partition, phrase: Phrase, other: Phrase) -> bool:
    if phrase.name is not None and other.name is not None:
        return False
    if _introduces(phrase, partition.of(other)) or _introduces(other, partition.of(phrase)):
        return False
    # "two boats ... a trawler": two things, where both are new and neither noun nor number is the same.
    new = phrase.kind == "nominal" and other.kind == "nominal" and phrase.indefinite and other.indefinite
    if new and phrase.head_word != other.head_word and phrase.plural != other.plural:
        return False
    if hold_other_offices(phrase, other):
        return False
    return can_join(partition.of(phrase), partition.of(other))


def _introduces(phrase: Phrase, group: Group) -> bool:
    """Tell whether an indefinite description brings in somebody other than whom the report has named before it.

    "Dudzic ... a senior official": the official is somebody new.
    """
    if phrase.kind != "nominal" or not phrase.indefinite or phrase.label != "PERSON":
        return False
    return any(name.span.start < phrase.span.start for name in group.names)


def join_speakers(partition: Partition, parse: Parse) -> None:
    """Give a pronoun that speaks to the last speaker, unless its chain holds a name before it.

    News copy changes the speaker by name and goes on with a pronoun; that holds more often than a chain of
    pronouns and bare nouns does.
    """
    frames = sorted(parse.reading.frames, key=lambda frame: frame.cue.start)
    for phrase in partition.phrases:
        if (
            phrase.kind != "pronoun"
            or not phrase.source
            or phrase.plural
            or len(partition.of(phrase).phrases) > 1
        ):
            continue
        chain = [p for p in partition.phrases if p.chain is not None and p.chain == phrase.chain]
        before = [p for p in chain if p.span.start < phrase.span.start]
        if any(partition.of(p).names for p in before):
            subject = _subject_nearer(phrase, before, partition, parse)
            if subject is not None:
                partition.join(subject, phrase, "named subject nearer than its chain")
            continue
        other = _speaker_meant(phrase, frames, partition, parse)
        if other is not None:
            partition.join(other, phrase, "last speaker it agrees with")


def join_told(partition: Partition, parse: Parse) -> None:
    """Give a pronoun that is the subject of indirect speech to the person named as who says it, in one sentence.

    "Vane said he had left": whatever chain the weights put "he" in, unless it names somebody.
    """
    for phrase in partition.phrases:
        if phrase.kind != "pronoun" or not phrase.subject or phrase.plural or partition.of(phrase).names:
            continue
        if parse.quotation(phrase.span.start) is not None:
            continue
        holding = [
            frame for frame in parse.reading.frames if frame.source is not None and _holds(frame, phrase)
        ]
        if not holding:
            continue
        source = max(
            (frame.source for frame in holding if frame.source is not None), key=lambda span: span.start
        )
        speaker = _at(source.start, source.end, partition)
        if speaker is None or speaker.name is None or speaker.label != "PERSON":
            continue
        same = parse.words[speaker.head].sentence == parse.words[phrase.head].sentence
        named = any(
            partition.of(p).names for p in partition.phrases
            if p.chain is not None and p.chain == phrase.chain and p.span.start < phrase.span.start
        )  # fmt: skip
        if (
            same
            and (not named or _opens(phrase, holding))
            and source.end <= phrase.span.start
            and can_join(partition.of(speaker), partition.of(phrase))
        ):
            partition.join(speaker, phrase, "who says it")


def _opens(phrase: Phrase, frames: list[SpeechFrame]) -> bool:
    """Tell whether a pronoun opens what somebody says: "Vane said she would go" leaps over no nearer name."""
    return any(0 <= phrase.span.start - frame.content[0].start <= _THAT for frame in frames if frame.content)


def _subject_nearer(phrase: Phrase, chain: list[Phrase], partition: Partition, parse: Parse) -> Phrase | None:
    """Return the named subject over which a chain leaps: of the clause above, or of the sentence before."""
    sentence = parse.words[phrase.head].sentence
    if not phrase.subject or parse.quotation(phrase.span.start) is not None:
        return None
    nearest = max(parse.words[p.head].sentence for p in chain)
    above = _subject_above(phrase, partition, parse)
    if above is not None and above.span.start >= max(p.span.end for p in chain):
        return above
    for other in _named_subjects(phrase, partition) if nearest < sentence - 1 else ():
        distance = sentence - parse.words[other.head].sentence
        if distance == 1 and parse.quotation(other.span.start) is None:
            return other
        if distance > 1:
            break
    return None


def join_pronouns(partition: Partition, parse: Parse) -> None:
    """Give pronouns that no chain has placed to the entity that news habits point to."""
    frames = sorted(parse.reading.frames, key=lambda frame: frame.cue.start)
    for phrase in partition.phrases:
        group = partition.of(phrase)
        if phrase.kind != "pronoun" or any(p.kind != "pronoun" for p in group.phrases):
            continue
        other = _speaker_meant(phrase, frames, partition, parse)
        because = "last speaker it agrees with"
        if other is None:
            other, because = _last_subject(phrase, partition, parse), "last subject it agrees with"
        if other is not None:
            partition.join(other, phrase, because)


def _at(span_start: int, end: int, partition: Partition) -> Phrase | None:
    """Return the widest phrase that begins and ends within a stretch of text."""
    first = bisect_left(partition.starts, span_start)
    inside = [p for p in partition.phrases[first : bisect_left(partition.starts, end)] if p.span.end <= end]
    return max(inside, key=lambda p: len(p.span)) if inside else None


def _speaker_meant(
    phrase: Phrase, frames: list[SpeechFrame], partition: Partition, parse: Parse
) -> Phrase | None:
    """Return the speaker that a pronoun takes up, or None.

    "... ," he said: the last speaker before it. "Ilves said he would go": the source of the content it is in.
    """
    sentence = parse.words[phrase.head].sentence
    group = partition.of(phrase)
    above = _subject_above(phrase, partition, parse)
    if above is not None:
        return above
    for frame in reversed(frames):
        if frame.source is None or (frame.source.start >= phrase.span.start and not _holds(frame, phrase)):
            continue
        speaker = _at(frame.source.start, frame.source.end, partition)
        if speaker is None or speaker is phrase or partition.of(speaker) is group:
            continue
        inside = _holds(frame, phrase) and parse.quotation(phrase.span.start) is None
        if not inside and not (phrase.source and _is_near(frame, phrase, sentence, parse)):
            continue
        if can_join(partition.of(speaker), group):
            return speaker if inside else _since(frame, phrase, partition, parse) or speaker
    return None


def _since(frame: SpeechFrame, phrase: Phrase, partition: Partition, parse: Parse) -> Phrase | None:
    """Return the subject named between the last speech and the sentence of a pronoun, in the report's own words."""
    end = max(frame.cue.end, *(c.end for c in frame.content)) if frame.content else frame.cue.end
    opening = parse.reading.sentences[parse.words[phrase.head].sentence].span.start
    for other in _named_subjects(phrase, partition):
        if other.span.start < end:
            return None
        if other.span.start < opening and parse.quotation(other.span.start) is None:
            return other
    return None


def _is_near(frame: SpeechFrame, phrase: Phrase, sentence: int, parse: Parse) -> bool:
    """Tell whether speech ends, or is announced, within a few sentences before a pronoun.

    A quotation of many sentences keeps its speaker in mind: '... ," Vane said. "We are. They are. We were," she added.'
    """
    ends = [frame.cue.end, *(c.end for c in frame.content if c.end <= phrase.span.start)]
    announced = _sentence_of(frame.cue.start, parse)
    return announced <= sentence <= max(_sentence_of(end - 1, parse) for end in ends) + _REACH


def _subject_above(phrase: Phrase, partition: Partition, parse: Parse) -> Phrase | None:
    """Return the named subject of the clause that a pronoun's clause is part of, if it stands before the pronoun.

    "Vane faced criticism after he asked the mayor": he is Vane.
    """
    if parse.quotation(phrase.span.start) is not None:
        return None
    clause = parse.words[phrase.head].head
    for _ in range(3):
        if clause is None or parse.relations[clause] not in ("advcl", "conj"):
            return None
        joined = parse.words[clause].deprel == "conj"
        clause = parse.words[clause].head
        subject = parse.child(clause, "nsubj") if clause is not None and not joined else None
        if subject is not None:
            within = parse.subtree(subject)
            return next((p for p in _named_subjects(phrase, partition) if within.holds(p.span)), None)
    return None


def _named_subjects(phrase: Phrase, partition: Partition) -> Iterator[Phrase]:
    """Yield the subjects before a pronoun that name somebody it agrees with, the last first."""
    group = partition.of(phrase)
    for other in reversed(partition.phrases):
        before = other.subject and other.name is not None and other.span.end <= phrase.span.start
        if before and can_join(partition.of(other), group):
            yield other


def _holds(frame: SpeechFrame, phrase: Phrase) -> bool:
    return any(content.holds(phrase.span) for content in frame.content)


def _sentence_of(offset: int, parse: Parse) -> int:
    for index, sentence in enumerate(parse.reading.sentences):
        if offset < sentence.span.end:
            return index
    return len(parse.reading.sentences)


def _last_subject(phrase: Phrase, partition: Partition, parse: Parse) -> Phrase | None:
    """Return the phrase before a pronoun that it most likely takes up: near, a subject; or None."""
    sentence = parse.words[phrase.head].sentence
    group = partition.of(phrase)
    best: tuple[tuple[int, int, int], Phrase] | None = None
    for other in partition.phrases:
        if (
            other.span.start >= phrase.span.start
            or other.kind == "pronoun"
            or other.span.overlaps(phrase.span)
        ):
            continue
        distance = sentence - parse.words[other.head].sentence
        if distance > _REACH or other.owner is phrase or not can_join(partition.of(other), group):
            continue
        if phrase.gender is None and not (other.subject or other.source):
            continue
        if parse.words[other.head].head == parse.words[phrase.head].head and not _possessive(phrase, parse):
            continue
        rank = (
            -distance,
            1 if other.subject or other.source else 0,
            other.span.start if distance else -other.span.start,
        )
        if best is None or rank > best[0]:
            best = (rank, other)
    return best[1] if best is not None else None


def _possessive(phrase: Phrase, parse: Parse) -> bool:
    return parse.words[phrase.head].deprel == "nmod:poss"
