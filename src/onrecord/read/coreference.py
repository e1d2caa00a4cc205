"""Which mentions stand for the same thing: antecedent ranking over head words.

After Lee et al. 2017 and Dobrovolskii 2021, with the features of `pairs` beside the vectors; an anaphor takes the
antecedent of highest score if that is above zero.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from onrecord.read.mentions import FoundMention
from onrecord.read.pairs import MentionTable, pair_features

FloatArray = npt.NDArray[np.float32]

REACH = 120
"""How many mentions back an antecedent is looked for; bounds time on long reports."""

_CHUNK = 32


class Linker:
    """The coreference scorer of a weights folder."""

    def __init__(self, arrays: dict[str, FloatArray]) -> None:
        self._a = arrays

    def chains(self, mentions: Sequence[FoundMention], vectors: FloatArray, table: MentionTable) -> list[int]:
        """Return the chain number of each mention; chains are numbered by their first mention.

        Args:
            mentions: in order of offset.
            vectors: float32, (n_mentions, width), the span-side vector of each head word.
            table: what is known of the mentions besides.
        """
        n = len(mentions)
        if n == 0:
            return []
        a = self._a
        anaphors = np.maximum(vectors @ a["anaphor.weight"].T + a["anaphor.bias"], 0) @ a["bilinear.weight"].T
        antecedents = np.maximum(vectors @ a["antecedent.weight"].T + a["antecedent.bias"], 0)
        anaphors *= anaphors.shape[1] ** -0.5
        known = np.concatenate([vectors, table.own], 1)
        left = a["left.weight"] @ known.T + a["features.bias"][:, None]
        right = a["right.weight"] @ known.T
        weights = np.concatenate([a["features.weight"], a["direct.weight"]])  # one product for both
        chain = list(range(n))
        for first in range(0, n, _CHUNK):
            end = min(first + _CHUNK, n)
            back = max(0, first - REACH)
            rows, columns = slice(first, end), slice(back, end)
            features = pair_features(table, rows, columns)
            mixed = (weights @ features.reshape(len(features), -1)).reshape(-1, *features.shape[1:])
            joint = mixed[:-1]
            joint += left[:, rows, None]
            joint += right[:, None, columns]
            np.maximum(joint, 0, out=joint)
            scores = (a["out.weight"][0] @ joint.reshape(len(joint), -1)).reshape(joint.shape[1:])
            scores += anaphors[rows] @ antecedents[columns].T
            scores += mixed[-1] + a["out.bias"][0]
            for i in range(first, end):
                before = scores[i - first, : i - back]
                if len(before) and before.max() > 0:
                    chain[i] = chain[back + int(before.argmax())]
        return chain
