"""How far an atom stands from a cue, as the heads for attribution see it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_DISTANCE_STEPS = np.array([1, 2, 3, 4, 5, 7, 10, 15, 23, 41, 81])
_STEP_OF = np.searchsorted(_DISTANCE_STEPS, np.arange(int(_DISTANCE_STEPS[-1]) + 1), side="right")
N_CUE_DISTANCES = 2 * (len(_DISTANCE_STEPS) + 1) + 1


IntArray = npt.NDArray[np.int64]


def cue_distances(first: int, end: int, n: int) -> IntArray:
    """Return, for each of n atoms, the bucket of its signed distance from the cue `[first, end)`.

    Returns:
        int64, (n,), 0 within the cue, odd numbers before it, even ones after it.
    """
    where = np.arange(n)
    before = np.clip(first - where, 0, None)
    after = np.clip(where - end + 1, 0, None)
    steps = _STEP_OF[np.minimum(before + after, len(_STEP_OF) - 1)]
    return np.where(before > 0, 2 * steps - 1, np.where(after > 0, 2 * steps, 0)).astype(np.int64)
