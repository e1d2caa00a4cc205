"""Which mentions stand for the same thing: antecedent ranking over head words.

After Lee et al. 2017 and Dobrovolskii 2021; an anaphor takes the antecedent of highest score if
that is above zero.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from onrecord.model import Word
from onrecord.read.features import mention_kind, pair_features
from onrecord.read.mentions import FoundMention

FloatArray = npt.NDArray[np.float32]

REACH = 120
"""How many mentions back an antecedent is looked for; bounds time on long reports."""

_CHUNK = 32


class Linker:
    """The coreference scorer of a weights folder."""

    def __init__(self, arrays: dict[str, FloatArray]) -> None:
        self._a = arrays

    def chains(
        self,
        mentions: Sequence[FoundMention],
        words: Sequence[Word],
        vectors: FloatArray,
        types: Sequence[int],
    ) -> list[int]:
        """Return the chain number of each mention; chains are numbered by their first mention.

        Args:
            mentions: in order of offset.
            words: the words of the text.
            vectors: float32, (n_mentions, width), the span-side vector of each head word.
            types: the label number of each mention in the mention head.
        """
        n = len(mentions)
        if n == 0:
            return []
        a = self._a
        anaphors = np.maximum(vectors @ a["anaphor.weight"].T + a["anaphor.bias"], 0) @ a["bilinear.weight"].T
        antecedents = np.maximum(vectors @ a["antecedent.weight"].T + a["antecedent.bias"], 0)
        anaphors *= anaphors.shape[1] ** -0.5
        left, right = vectors @ a["left.weight"].T, vectors @ a["right.weight"].T
        kinds = np.array([mention_kind(words[m.head].upos) for m in mentions], dtype=np.int64)
        sentences = np.array([words[m.head].sentence for m in mentions], dtype=np.int64)
        forms: dict[str, int] = {}
        numbers = np.array(
            [forms.setdefault(words[m.head].lemma.lower(), len(forms)) for m in mentions], dtype=np.int64
        )
        labels = np.array(types, dtype=np.int64)
        chain = list(range(n))
        for first in range(0, n, _CHUNK):
            end = min(first + _CHUNK, n)
            back = max(0, first - REACH)
            rows, columns = slice(first, end), slice(back, end)
            features = pair_features(kinds, sentences, labels, numbers, rows, columns)
            joint = features @ a["features.weight"].T + a["features.bias"]
            joint += left[rows, None]
            joint += right[None, columns]
            np.maximum(joint, 0, out=joint)
            scores = anaphors[rows] @ antecedents[columns].T + joint @ a["out.weight"][0] + a["out.bias"][0]
            for i in range(first, end):
                before = scores[i - first, : i - back]
                if len(before) and before.max() > 0:
                    chain[i] = chain[back + int(before.argmax())]
        return chain
