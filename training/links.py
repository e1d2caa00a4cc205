"""The scorer of coreference that runs at run time, as torch trains it."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from onrecord.read.pairs import N_OF_MENTION, N_OF_PAIR


class LinkScorer(nn.Module):
    """Scores of coreference at run time: vectors with what `onrecord.read.pairs` knows of mentions and pairs.

    Trained by itself on what the reader finds (`training.coreference`), after the encoder; until then its scores are zero.
    """

    def __init__(self, width: int, *, inner: int = 128, joint: int = 64, vector_dropout: float = 0.3) -> None:
        super().__init__()
        self.anaphor = nn.Linear(width, inner)
        self.antecedent = nn.Linear(width, inner)
        self.bilinear = nn.Linear(inner, inner, bias=False)
        self.left = nn.Linear(width + N_OF_MENTION, joint, bias=False)
        self.right = nn.Linear(width + N_OF_MENTION, joint, bias=False)
        self.features = nn.Linear(N_OF_PAIR, joint)
        self.direct = nn.Linear(N_OF_PAIR, 1, bias=False)
        self.out = nn.Linear(joint, 1)
        self.hide, self.drop = nn.Dropout(vector_dropout), nn.Dropout(0.3)
        with torch.no_grad():
            for parameter in (self.bilinear.weight, self.out.weight, self.out.bias, self.direct.weight):
                parameter.zero_()

    def forward(self, vectors: Tensor, own: Tensor, features: Tensor, rows: slice, columns: slice) -> Tensor:
        """Return scores (rows, columns) of mentions `columns` as antecedents of `rows`.

        vectors: float, (n, width). own: float, (n, N_OF_MENTION). features: float, (rows, columns, N_OF_PAIR).
        """
        vectors = self.hide(vectors)
        a = self.drop(F.relu(self.anaphor(vectors[rows])))
        b = self.drop(F.relu(self.antecedent(vectors[columns])))
        dot = self.bilinear(a) @ b.t() * (a.shape[-1] ** -0.5)
        known = torch.cat([vectors, own], -1)
        joint = self.left(known[rows])[:, None] + self.right(known[columns])[None] + self.features(features)
        return dot + self.out(self.drop(F.relu(joint)))[..., 0] + self.direct(features)[..., 0]


def link_arrays(scorer: LinkScorer) -> dict[str, np.ndarray]:
    """Return the arrays of a scorer by the names that the run time knows them by, in half precision."""
    return {f"links/{name}": value.numpy().astype(np.float16) for name, value in scorer.state_dict().items()}
