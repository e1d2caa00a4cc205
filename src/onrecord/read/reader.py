"""Reads one document: one pass of the encoder, then every head."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController

from onrecord.errors import WeightsError
from onrecord.model import Document, Mention, Reading, Sentence, SpeechFrame, Word
from onrecord.read.atoms import Atom, find_atoms
from onrecord.read.coreference import Linker
from onrecord.read.encoder import Encoded, Encoder
from onrecord.read.frames import FrameDecoding, FrameFinder, with_brackets_closed
from onrecord.read.headlines import with_participles
from onrecord.read.lemmas import IRREGULAR, apply_script, dictionary_lemma, inflects, open_dictionary
from onrecord.read.mentions import FoundName, cut_at_openings, find_mentions, join_broken_names
from onrecord.read.pairs import mention_table
from onrecord.read.predicates import PredicateJudge
from onrecord.read.segment import Segments, atoms_span, find_segments
from onrecord.read.syntax import Parser
from onrecord.read.viterbi import bio_bigrams, decode_together, label_spans, log_softmax
from onrecord.weights import Edition, check_weights, locate_weights

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]

_INFLECTED = frozenset({"VBD", "VBG", "VBN", "VBZ", "NNS", "JJR", "JJS", "RBR", "RBS"})

_APART = -8.0
"""Added to the score of two tags that no word of the training part has together; UPOS on EWT and GUM dev set it."""

_SHORT_STEM = 4
_PLURAL = 2
"""Letters that a plural has more than its noun, at most; those with more are in the table of lemmas."""

_PREFIXES = ("over", "under", "out", "fore", "with", "up", "re")
"""What stands before verbs whose past forms are not regular ("overran", "retook", "withdrew")."""

LEMMA_CHOICES = 6
"""How many lemma scripts of a word are looked at for one that makes a known lemma; chosen by judgement."""


class Reader:
    """Reads documents with the trained weights.

    Args:
        edition: a weights folder that has been checked.
        threads: processor threads it may use.
    """

    def __init__(self, edition: Edition, *, threads: int = 1) -> None:
        folder = edition.folder
        self._threads, self._pools = threads, ThreadpoolController()
        open_dictionary()
        try:
            labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
            decoding = json.loads((folder / "decoding.json").read_text(encoding="utf-8"))
            arrays = grouped_arrays(folder / "heads.npz")
            rows = (folder / "lemmas.txt").read_text(encoding="utf-8").splitlines()
            self._lemma_of = {(form, tag): lemma for form, tag, lemma in (row.split("\t") for row in rows)}
            self._lemmas = frozenset((lemma, tag) for (_, tag), lemma in self._lemma_of.items())
            self.encoder = Encoder(folder, threads=threads)
        except (OSError, ValueError, KeyError) as error:
            raise WeightsError(
                what=f"the weights cannot be loaded ({error})",
                where=str(folder),
                remedy="install the weights package again",
            ) from error
        self.edition = edition
        self._labels: dict[str, tuple[str, ...]] = {k: tuple(v) for k, v in labels.items()}
        self._parser = Parser(arrays["parser"], self._labels["deprel"])
        self._linker = Linker(arrays["links"])
        self._frames = FrameFinder(arrays["cues"], arrays["roles"]["steps"], frame_decoding(decoding))
        self._judge = PredicateJudge(arrays["predicates"]) if "predicates" in arrays else None
        self._apart = np.where(np.array(decoding["tag_pairs"], dtype=bool), 0.0, _APART).astype(np.float32)
        self._name_start, self._name_bigrams = bio_bigrams(
            self._labels["names"],
            np.array(decoding["names"], dtype=np.float32),
            decoding["name_bigram_weight"],
        )

    @classmethod
    def load(cls, folder: Path | None = None, *, threads: int = 1) -> Reader:
        """Return a reader with the weights of a folder, or of the installed weights package.

        Raises:
            WeightsError: there are no weights, or a file differs from their manifest.
        """
        return cls(check_weights(locate_weights(folder)), threads=threads)

    @property
    def weights_digest(self) -> str:
        """Digest of the weights, as it stands in every record."""
        return self.edition.digest

    def read(self, document: Document) -> Reading:
        """Return what is read in a document; an empty text gives an empty reading.

        Products of matrices take as many threads as the encoder. Left to themselves they take every core, of which waiting
        is most: on two, 1.6 times the processor's time for a twentieth less by the clock.
        """
        with self._pools.limit(limits=self._threads, user_api="blas"):
            return self._read(document)

    def _read(self, document: Document) -> Reading:
        text = document.text
        atoms = find_atoms(text)
        if not atoms:
            return Reading(document, (), (), (), (), self.weights_digest)
        encoded = self.encoder.encode(text, atoms)
        segments = find_segments(text, atoms, encoded.tags["segment"])
        words = self._words(text, atoms, encoded, segments)
        sentences = tuple(
            Sentence(atoms_span(atoms, segments.words[b][0], segments.words[e - 1][1]), b, e)
            for b, e in segments.sentences
        )
        frames = tuple(with_brackets_closed(f, text) for f in self._frames.find(atoms, encoded))
        mentions = self._mentions(text, words, sentences, frames, encoded, segments)
        judged = self._judge.judge(encoded, segments.words) if self._judge is not None else ()
        return Reading(document, words, sentences, mentions, frames, self.weights_digest, judged)

    def tag_words(
        self, text: str, atoms: Sequence[Atom], first: Sequence[int], sentences: list[tuple[int, int]]
    ) -> tuple[list[tuple[str, str, str]], list[int | None], list[str]]:
        """Return tags and tree of words that the caller gives, as an evaluation with gold tokens does.

        Args:
            text: the text.
            atoms: its atoms.
            first: for each word, the atom it starts with.
            sentences: half-open ranges of words.

        Returns:
            (UPOS, XPOS, lemma script) of each word; heads (None for roots); relations.
        """
        return self.tag_encoded(self.encoder.encode(text, atoms), first, sentences)

    def tag_encoded(
        self, encoded: Encoded, first: Sequence[int], sentences: list[tuple[int, int]]
    ) -> tuple[list[tuple[str, str, str]], list[int | None], list[str]]:
        """Return what `tag_words` does, of a text that has been through the encoder."""
        rows = np.array(first, dtype=np.int64)
        numbers = (*self._tags(encoded, rows), encoded.tags["script"][rows].argmax(1).tolist())
        tags = [
            [self._labels[kind][k] for k in own]
            for kind, own in zip(("upos", "xpos", "script"), numbers, strict=True)
        ]
        heads, deprels = self._parser.parse(encoded.word[rows], sentences)
        return list(zip(*tags, strict=True)), heads, deprels

    def _tags(self, encoded: Encoded, rows: IntArray) -> tuple[list[int], list[int]]:
        """Return the universal and the Penn tag of words: of the pairs that go together, the likeliest."""
        scores = [encoded.tags[kind][rows] for kind in ("upos", "xpos")]
        upos, xpos = (own.argmax(1) for own in scores)
        clash = np.flatnonzero(self._apart[upos, xpos])
        if len(clash):  # where the likeliest two go together, no other pair can be likelier
            first, second = (log_softmax(own[clash]) for own in scores)
            n = second.shape[1]
            pairs = (first[:, :, None] + second[:, None, :] + self._apart).reshape(len(clash), -1).argmax(1)
            upos[clash], xpos[clash] = pairs // n, pairs % n
        return upos.tolist(), xpos.tolist()

    def _words(
        self, text: str, atoms: tuple[Atom, ...], encoded: Encoded, segments: Segments
    ) -> tuple[Word, ...]:
        first = np.array([b for b, _ in segments.words])
        upos_labels, xpos_labels = self._labels["upos"], self._labels["xpos"]
        upos, xpos = self._tags(encoded, first)
        scripts = encoded.tags["script"][first]
        likeliest = scripts.argmax(1).tolist()
        heads, deprels = self._parser.parse(encoded.word[first], list(segments.sentences))
        words: list[Word] = []
        for s, (b, e) in enumerate(segments.sentences):
            for k in range(b, e):
                span = atoms_span(atoms, *segments.words[k])
                tag, fine = upos_labels[upos[k]], xpos_labels[xpos[k]]
                if tag == "NOUN" and deprels[k] == "acl" and self._is_participle(span.cut(text).lower()):
                    tag, fine = "VERB", "VBN"  # "the men killed in the raid": no noun modifies another so
                lemma = self._lemma(span.cut(text), tag, fine, likeliest[k], scripts[k])
                words.append(Word(span, lemma, tag, fine, heads[k], deprels[k], s))
        return with_participles(words, text)

    def _is_participle(self, form: str) -> bool:
        return form.endswith("ed") and (form, "VERB") in self._lemma_of

    def _lemma(self, form: str, upos: str, xpos: str, likeliest: int, scores: FloatArray) -> str:
        """Return the lemma that the training words or a dictionary have for a form, else what the script head gives.

        That head knows endings, not words: of "report" and "reporte" it cannot tell which exists. For
        inflected forms the likeliest script that makes a known lemma is taken, if there is one.
        """
        plain = form.lower().replace("\u2019", "'")
        known = "not" if plain == "n't" else self._lemma_of.get((plain, upos))
        if upos == "VERB":
            known = IRREGULAR.get(plain, known)
        scripts = self._labels["script"]
        capital = form[:1].isupper() and scripts[likeliest].startswith("k")  # "French" keeps its capital
        if known is not None and not capital:
            return known
        prefixed = self._prefixed(form.lower()) if upos == "VERB" and xpos in ("VBD", "VBN") else None
        if prefixed is not None:
            return prefixed
        verb = upos == "VERB" and (plain, upos) not in self._lemmas
        if upos != "PROPN" and (xpos in _INFLECTED or verb):
            listed = dictionary_lemma(plain)
            if listed is not None:
                return self._shorter(listed, upos)
        if xpos == "JJ" and not capital:
            return plain  # "slain", an adjective, is no form of another
        lemma = apply_script(form, scripts[likeliest])
        if (
            xpos == "NNS"
            and lemma.endswith("ie")
            and (lemma, upos) not in self._lemmas
            and len(lemma) > _SHORT_STEM
        ):
            lemma = f"{lemma[:-2]}y"  # "robberies"
        if upos == "PROPN":
            return form if lemma[:1].islower() else lemma
        if xpos in _INFLECTED and (lemma, upos) not in self._lemmas:
            for number in np.argsort(-scores)[1:LEMMA_CHOICES].tolist():
                other = apply_script(form, scripts[number])
                cut = len(form) - len(other)
                if xpos == "NNS" and cut > _PLURAL:
                    continue  # "petitioners" are no petitions
                if (
                    (other, upos) in self._lemmas
                    and other[:2] == form[:2].lower()
                    and inflects(other, form, xpos)
                ):
                    return other
            if not inflects(lemma, form, xpos):
                lemma = next(
                    (
                        other
                        for number in np.argsort(-scores)[1:LEMMA_CHOICES].tolist()
                        if inflects(other := apply_script(form, scripts[number]), form, xpos)
                    ),
                    lemma,
                )
            longer = f"{lemma}e"  # "lecturing", of which only the noun is known
            if xpos in ("VBD", "VBN", "VBG") and inflects(longer, form, xpos) and self._is_known(longer):
                return longer
        return lemma

    def _shorter(self, lemma: str, upos: str) -> str:
        """Return a verb without the "e" that the dictionary has put on it: "deposite" of "deposited"."""
        extra = upos == "VERB" and lemma.endswith("e") and (lemma, upos) not in self._lemmas
        return (
            lemma[:-1]
            if extra and ((lemma[:-1], upos) in self._lemmas or self._is_known(lemma[:-1]))
            else lemma
        )

    def _is_known(self, lemma: str) -> bool:
        """Tell whether the training words have a lemma as a noun or an adjective."""
        return (lemma, "NOUN") in self._lemmas or (lemma, "ADJ") in self._lemmas

    def _prefixed(self, form: str) -> str | None:
        """Return the lemma of a past form that is another's with a prefix ("overran" of "ran"), or None."""
        for prefix in _PREFIXES:
            known = (
                self._lemma_of.get((form.removeprefix(prefix), "VERB")) if form.startswith(prefix) else None
            )
            if known is not None and not form.endswith("ed"):
                return prefix + known
        return None

    def _mentions(
        self,
        text: str,
        words: tuple[Word, ...],
        sentences: tuple[Sentence, ...],
        frames: tuple[SpeechFrame, ...],
        encoded: Encoded,
        segments: Segments,
    ) -> tuple[Mention, ...]:
        first = np.array([b for b, _ in segments.words])
        chances = np.exp(log_softmax(encoded.tags["mention"][first]))
        numbers = chances.argmax(1)
        types = [self._labels["mention"][k] for k in numbers.tolist()]
        names = join_broken_names(self._names(encoded, segments), words)
        found = find_mentions(words, sentences, names, types, chances.max(1).tolist())
        heads = first[[m.head for m in found]] if found else np.empty(0, dtype=np.int64)
        table = mention_table(found, words, frames, [int(numbers[m.head]) for m in found], text)
        chains = self._linker.chains(found, encoded.span[heads], table)
        return tuple(
            Mention(m.span, m.head, m.kind, m.type, m.name_span, chain, round(m.score, 3))
            for m, chain in zip(found, chains, strict=True)
        )

    def _names(self, encoded: Encoded, segments: Segments) -> list[FoundName]:
        labels = self._labels["names"]
        word_of = np.empty(len(encoded.word), dtype=np.int64)
        for k, (b, e) in enumerate(segments.words):
            word_of[b:e] = k
        openings = {first for first, _ in segments.sentences}
        names: list[FoundName] = []
        logs = [log_softmax(encoded.tags["names"][w.first : w.end]) for w in encoded.windows]
        rows = decode_together(logs, self._name_start, self._name_bigrams)
        for window, row in zip(encoded.windows, rows, strict=True):
            for b, e, kind in label_spans(row, labels):
                start, end = int(word_of[window.first + b]), int(word_of[window.first + e - 1]) + 1
                if names and start < names[-1].end:
                    continue
                names += cut_at_openings(FoundName(start, end, kind), openings)
        return names


def grouped_arrays(path: Path) -> dict[str, dict[str, FloatArray]]:
    """Return the arrays of an archive by the part of their names before the first slash."""
    groups: dict[str, dict[str, FloatArray]] = {}
    with np.load(path) as stored:
        for name in stored.files:
            group, _, own = name.partition("/")
            groups.setdefault(group, {})[own] = stored[name].astype(np.float32)
    return groups


def frame_decoding(decoding: dict[str, Any]) -> FrameDecoding:
    """Return how scores become frames, from the contents of `decoding.json`."""
    return FrameDecoding(np.array(decoding["frame"], dtype=np.float32), **decoding["frames"])
