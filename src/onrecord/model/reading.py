"""Linguistic analysis of one document, before any news notion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.model.document import Document
from onrecord.model.span import Span

MentionKind = Literal["name", "nominal", "pronoun"]


@dataclass(frozen=True, slots=True)
class Word:
    """One syntactic word in the sense of Universal Dependencies.

    Attributes:
        span: its characters.
        lemma: dictionary form.
        upos: universal part of speech ("VERB").
        xpos: Penn Treebank tag ("VBD"), which carries tense and number.
        head: index, in `Reading.words`, of the word it depends on; None for the root of a sentence.
        deprel: universal dependency relation to the head ("nsubj", "acl:relcl").
        sentence: index, in `Reading.sentences`, of its sentence.
    """

    span: Span
    lemma: str
    upos: str
    xpos: str
    head: int | None
    deprel: str
    sentence: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its characters, and the half-open range of its words in `Reading.words`."""

    span: Span
    first_word: int
    end_word: int


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name, describe or stand for somebody or something.

    Attributes:
        span: the mention with its modifiers ("French Foreign Minister Jean Marc Ayrault").
        head: index, in `Reading.words`, of its head word.
        kind: name, nominal or pronoun.
        type: PERSON, ORG, LOC, FAC, NORP, EVENT, TIME, OTHER as the weights see it (no gazetteer yet).
        name_span: for a name, the words of the name alone ("Jean Marc Ayrault"); otherwise None.
        chain: number of the coreference chain it is in; mentions that corefer share it.
        score: how sure the weights are of the mention, 0 to 1.
    """

    span: Span
    head: int
    kind: MentionKind
    type: str
    name_span: Span | None
    chain: int
    score: float


@dataclass(frozen=True, slots=True)
class SpeechFrame:
    """A source, a cue and a content as the weights link them; no news rules applied yet.

    Attributes:
        cue: the words that report ("told", "according to").
        source: whose words, or None where the text names nobody.
        content: what was said, in one or more pieces.
        score: how sure the weights are of the cue, 0 to 1.
    """

    cue: Span
    source: Span | None
    content: tuple[Span, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Predication:
    """What the weights say of a word as a predicate.

    Attributes:
        happening: how likely it stands for a happening, 0 to 1.
        factuality: how factual that is, from -3 (certainly not so) to 3 (certainly so), as the readers of each corpus
            of factuality put it (`onrecord.read.predicates.SCALES`).
    """

    happening: float
    factuality: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one document: words, sentences, mentions in chains, speech frames.

    Every tuple is in order of first offset. `weights` is the digest of the weights used. `predications` has one entry
    for each word, or none at all where the weights have no scorer of predicates.
    """

    document: Document
    words: tuple[Word, ...]
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    frames: tuple[SpeechFrame, ...]
    weights: str
    predications: tuple[Predication, ...] = ()

    @property
    def text(self) -> str:
        """The text of the document."""
        return self.document.text
