"""What is known of mentions, and of pairs of them, besides the encoder's vectors: for coreference.

Mentions: form of pronoun, determiner, number, relation, type, whether they speak or are spoken. Pairs: distance, words in
common, agreement, and who speaks whose words (after Lee et al. 2013, whose sieves look at much the same).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from onrecord.given_names import given_gender
from onrecord.model import Span, SpeechFrame, Word
from onrecord.read.mentions import FoundMention

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

_PRONOUNS = (
    ("i", "me", "my", "mine", "myself"),
    ("we", "us", "our", "ours", "ourselves"),
    ("you", "your", "yours", "yourself", "yourselves"),
    ("he", "him", "his", "himself"),
    ("she", "her", "hers", "herself"),
    ("it", "its", "itself"),
    ("they", "them", "their", "theirs", "themselves"),
    ("this", "that"),
    ("these", "those"),
    ("who", "which", "whom", "whose"),
)
_PRONOUN_OF = {form: k + 1 for k, forms in enumerate(_PRONOUNS) for form in forms}
_N_PRONOUNS = len(_PRONOUNS) + 2  # none of them, and other pronouns
_HE, _SHE = 4, 5
_SINGULAR_PRONOUNS, _PLURAL_PRONOUNS = frozenset({1, _HE, _SHE, 6, 8}), frozenset({2, 7, 9})
_EITHER = 2
"""Number of a mention that may be one or many."""

_DETERMINERS = (
    ("the",),
    ("a", "an"),
    ("this", "that", "these", "those"),
    ("some", "any", "no", "many", "several", "all"),
)
_DETERMINER_OF = {form: k + 1 for k, forms in enumerate(_DETERMINERS) for form in forms}
_N_DETERMINERS = len(_DETERMINERS) + 2  # none, and a possessor

_RELATIONS = ("nsubj", "nsubj:pass", "obj", "obl", "nmod", "nmod:poss", "compound", "appos", "conj", "root")
_MALE, _FEMALE = (
    frozenset({"mr", "mr.", "sir", "lord", "king"}),
    frozenset({"mrs", "mrs.", "ms", "ms.", "miss", "lady", "queen"}),
)
_CONTENT = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "VERB", "ADV"})

_MENTION_STEPS = np.array([2, 3, 4, 6, 9, 14, 22, 40, 80])
_SENTENCE_STEPS = np.array([1, 2, 3, 4, 6, 10, 21])

_PLACE = ("head", "sentence", "type", "governor", "first", "last")
_KNOWN = {
    "pronoun": _N_PRONOUNS, "determiner": _N_DETERMINERS, "number": 3, "relation": len(_RELATIONS) + 1, "kind": 3, "gender": 3,
}  # fmt: skip
"""What is known of a mention alone, and how many values each has."""

N_OF_MENTION = sum(_KNOWN.values()) + 3
FLAGS = (
    "same words", "same head", "words of one in the other", "a word in common", "same name", "part of a name in common",
    "head in the earlier", "earlier head in it", "same head, other words", "same pronoun", "other pronoun", "same type",
    "other number", "other gender", "same gender", "same relation", "same governor", "one within the other",
    "in one speech", "in the earlier's speech", "speaks the earlier", "both speak", "last to speak",
)  # fmt: skip
"""What is either so or not of a mention and an earlier one; the last features of a pair, in this order."""

N_OF_PAIR = len(_MENTION_STEPS) + 1 + len(_SENTENCE_STEPS) + 1 + len(FLAGS)


@dataclass(frozen=True, slots=True)
class MentionTable:
    """The mentions of a document as arrays, one row a mention.

    Attributes:
        own: float32, (n, N_OF_MENTION), what is known of each alone.
        words: float32, (n, forms), which forms of the document stand in it; function words left out.
        names: float32, (n, forms), the same for words of names alone.
        ints: int64, (n,), by name: head form, sentence, type, pronoun, number, gender, relation, governor, first and last
            word, and for speech: `within` (the innermost frame in whose content it stands, -1), `speaks` (the frame
            whose source it is, -1), `speaker_before` (the last mention before it that is a source, -1).
    """

    own: FloatArray
    words: FloatArray
    names: FloatArray
    ints: dict[str, IntArray]


def mention_table(
    mentions: Sequence[FoundMention],
    words: Sequence[Word],
    frames: Sequence[SpeechFrame],
    types: Sequence[int],
    text: str,
) -> MentionTable:
    """Return the table of the mentions of a document.

    Args:
        mentions: in order of offset.
        words: the words of the text, with their tree.
        frames: the speech frames of the text.
        types: for each mention the number of its label in the mention head.
        text: the text.
    """
    starts = [w.span.start for w in words]
    ends = [w.span.end for w in words]
    lower = [w.span.cut(text).lower() for w in words]
    forms: dict[str, int] = {}
    keys = [
        forms.setdefault(form if word.upos == "PROPN" else word.lemma.lower(), len(forms))
        for word, form in zip(words, lower, strict=True)
    ]
    n = len(mentions)
    in_words = np.zeros((n, len(forms)), dtype=np.float32)
    in_names = np.zeros((n, len(forms)), dtype=np.float32)
    rows = []
    held: list[tuple[int, int, bool]] = []
    for i, mention in enumerate(mentions):
        first = bisect_right(ends, mention.span.start)
        last = max(bisect_left(starts, mention.span.end) - 1, first)
        held += [
            (i, keys[k], words[k].upos == "PROPN")
            for k in range(first, last + 1)
            if words[k].upos in _CONTENT
        ]
        head = words[mention.head]
        governor = -1 if head.head is None else head.head
        known = _known(mention.head, first, words, lower)
        rows.append((keys[mention.head], head.sentence, types[i], governor, first, last, *known))
    for i, key, proper in held:
        in_words[i, key], in_names[i, key] = 1, proper
    columns = np.array(rows, dtype=np.int64).reshape(n, len(_PLACE) + len(_KNOWN)).T
    ints = dict(zip((*_PLACE, *_KNOWN), columns, strict=True))
    _add_speech(ints, mentions, frames)
    sets = [np.eye(size, dtype=np.float32)[ints[name]] for name, size in _KNOWN.items()]
    speech = np.stack([ints["within"] >= 0, ints["speaks"] >= 0, ints["first"] == 0], -1)
    return MentionTable(np.concatenate([*sets, speech.astype(np.float32)], -1), in_words, in_names, ints)


def _known(
    head: int, first: int, words: Sequence[Word], lower: Sequence[str]
) -> tuple[int, int, int, int, int, int]:
    """Return the numbers of `_KNOWN` for a mention with a head and a first word."""
    word = words[head]
    spoken = word.upos in ("PRON", "DET")
    pronoun = _PRONOUN_OF.get(lower[head], _N_PRONOUNS - 1) if spoken else 0
    determiner = 0
    if first != head and words[first].upos in ("DET", "PRON"):
        determiner = _DETERMINER_OF.get(lower[first], 0)
    if not determiner and first != head and words[first].deprel == "nmod:poss":
        determiner = _N_DETERMINERS - 1
    relation = _RELATIONS.index(word.deprel) if word.deprel in _RELATIONS else len(_RELATIONS)
    kind = 2 if spoken else 0 if word.upos == "PROPN" else 1
    return (
        pronoun,
        determiner,
        _number(pronoun, word),
        relation,
        kind,
        _gender(head, first, pronoun, words, lower),
    )


def _number(pronoun: int, head: Word) -> int:
    if pronoun:
        return 1 if pronoun in _PLURAL_PRONOUNS else 0 if pronoun in _SINGULAR_PRONOUNS else _EITHER
    return 1 if head.xpos in ("NNS", "NNPS") else 0


def _gender(head: int, first: int, pronoun: int, words: Sequence[Word], lower: Sequence[str]) -> int:
    """Return 1 for male, 2 for female, 0 where neither pronoun, title nor given name tells."""
    if pronoun:
        return 1 if pronoun == _HE else 2 if pronoun == _SHE else 0
    titles = set(lower[first : head + 1])
    if titles & _MALE or titles & _FEMALE:
        return 1 if titles & _MALE else 2
    named = words[head].upos == "PROPN" and head + 1 < len(words) and words[head + 1].deprel == "flat"
    given = given_gender(lower[head]) if named else None
    return 1 if given == "m" else 2 if given == "f" else 0


def _add_speech(
    ints: dict[str, IntArray], mentions: Sequence[FoundMention], frames: Sequence[SpeechFrame]
) -> None:
    starts = np.array([m.span.start for m in mentions], dtype=np.int64)
    within, speaks, before = (np.full(len(mentions), -1, dtype=np.int64) for _ in range(3))
    widest = sorted(range(len(frames)), key=lambda f: -sum(len(c) for c in frames[f].content))
    for f in widest:  # of frames within frames the inner ones come last
        for content in frames[f].content:
            within[(starts >= content.start) & (starts < content.end)] = f
        own = frames[f].source
        source = _source_mention(own, mentions, starts) if own is not None else -1
        if source >= 0:
            speaks[source] = f
    last = -1
    for i in range(len(mentions)):
        before[i] = last
        last = i if speaks[i] >= 0 else last
    ints |= {"within": within, "speaks": speaks, "speaker_before": before}


def _source_mention(source: Span, mentions: Sequence[FoundMention], starts: IntArray) -> int:
    """Return the widest mention within the words of a source, -1 for none."""
    first, end = np.searchsorted(starts, [source.start, source.end]).tolist()
    inside = [(len(mentions[i].span), -i) for i in range(first, end) if source.holds(mentions[i].span)]
    return -max(inside)[1] if inside else -1


def pair_features(table: MentionTable, rows: slice, columns: slice) -> FloatArray:
    """Return what is known of anaphors `rows` with antecedents `columns`.

    Returns:
        float32, (N_OF_PAIR, rows, columns).
    """
    t = table.ints

    def both(name: str) -> tuple[IntArray, IntArray]:
        return t[name][rows, None], t[name][None, columns]

    n = len(t["head"])
    where = np.arange(n)
    i, j = where[rows, None], where[None, columns]
    far = np.searchsorted(_MENTION_STEPS, np.abs(i - j), side="right")
    a, b = both("sentence")
    apart = np.searchsorted(_SENTENCE_STEPS, np.abs(a - b), side="right")
    common = table.words[rows] @ table.words[columns].T
    size_i, size_j = table.words[rows].sum(1)[:, None], table.words[columns].sum(1)[None]
    named = table.names[rows] @ table.names[columns].T
    names_i, names_j = table.names[rows].sum(1)[:, None], table.names[columns].sum(1)[None]
    pron_i, pron_j = both("pronoun")
    full = (pron_i == 0) & (pron_j == 0)
    equal = full & (common == size_i) & (common == size_j) & (size_i > 0)
    head_i, head_j = both("head")
    same_head = full & (head_i == head_j)
    covers = full & (common == np.minimum(size_i, size_j)) & (common > 0)
    named_equal = (named == names_i) & (named == names_j) & (named > 0)
    head_in_j = full & (table.words[columns][:, t["head"][rows]].T > 0)
    head_in_i = full & (table.words[rows][:, t["head"][columns]] > 0)
    type_i, type_j = both("type")
    number_i, number_j = both("number")
    gender_i, gender_j = both("gender")
    relation_i, relation_j = both("relation")
    governor_i, governor_j = both("governor")
    first_i, first_j = both("first")
    last_i, last_j = both("last")
    within_i, within_j = both("within")
    speaks_i, speaks_j = both("speaks")
    before_i, _ = both("speaker_before")
    nested = (first_j <= first_i) & (last_i <= last_j) | (first_i <= first_j) & (last_j <= last_i)
    flags: dict[str, BoolArray] = {
        "same words": equal,
        "same head": same_head,
        "words of one in the other": covers,
        "a word in common": full & (common > 0),
        "same name": named_equal,
        "part of a name in common": named > 0,
        "head in the earlier": head_in_j,
        "earlier head in it": head_in_i,
        "same head, other words": same_head & ~covers,
        "same pronoun": (pron_i == pron_j) & (pron_i > 0),
        "other pronoun": (pron_i > 0) & (pron_j > 0) & (pron_i != pron_j),
        "same type": type_i == type_j,
        "other number": (number_i != number_j) & (number_i < _EITHER) & (number_j < _EITHER),
        "other gender": (gender_i != gender_j) & (gender_i > 0) & (gender_j > 0),
        "same gender": (gender_i == gender_j) & (gender_i > 0),
        "same relation": relation_i == relation_j,
        "same governor": (governor_i == governor_j) & (governor_i >= 0),
        "one within the other": nested,
        "in one speech": within_i == within_j,
        "in the earlier's speech": (speaks_j >= 0) & (within_i == speaks_j),
        "speaks the earlier": (speaks_i >= 0) & (within_j == speaks_i),
        "both speak": (speaks_i >= 0) & (speaks_j >= 0),
        "last to speak": (before_i == j) & (speaks_i >= 0),
    }
    out = np.empty((N_OF_PAIR, *far.shape), dtype=np.float32)
    rest = iter(out)
    for steps, at in ((_MENTION_STEPS, far), (_SENTENCE_STEPS, apart)):
        for k in range(len(steps) + 1):
            next(rest)[...] = at == k
    for name in FLAGS:
        next(rest)[...] = flags[name]
    return out
