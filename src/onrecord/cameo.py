"""CAMEO codes and the PLOVER types, modes and contexts that they stand for.

The table `resources/cameo.tsv` holds one row for each reading of a code. PLOVER says in three fields what
CAMEO says in one number, so several codes share a type and several rows may share a code; `best_code` gives the
least specific code that the three fields support. PLOVER drops public statements (CAMEO 01), so those have no type.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from onrecord.lexicons import load_table
from onrecord.model import EventType

TABLE = "cameo.tsv"

QUAD_NAMES = {
    1: "VERBAL COOPERATION",
    2: "MATERIAL COOPERATION",
    3: "VERBAL CONFLICT",
    4: "MATERIAL CONFLICT",
}
"""What the four classes are called in PLOVER and POLECAT."""

_QUAD: dict[EventType, int] = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "CONCEDE": 1,
    "COOPERATE": 2, "AID": 2, "RETREAT": 2,
    "REQUEST": 3, "ACCUSE": 3, "REJECT": 3, "THREATEN": 3,
    # PLOVER's manual puts SANCTION among verbal conflict in one table and among material conflict in its own
    # section; its modes (expel, withdraw, discontinue) are deeds, and so is CAMEO's root 16.
    "SANCTION": 4, "PROTEST": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CameoRow:
    """One reading of a CAMEO code.

    Attributes:
        code: the code, a string of two to four digits; leading zeros count.
        type: PLOVER type, or None where PLOVER has none.
        mode: PLOVER mode, or None.
        contexts: PLOVER contexts.
        name: what the code stands for.
        goldstein: its weight on Goldstein's scale, -10 (conflict) to 10 (cooperation), as text; None where unsure.
        quad: GDELT's class, by the root: 1 and 2 verbal and material cooperation, 3 and 4 conflict.
        given: whether `best_code` may give this code for this reading.
    """

    code: str
    type: str | None
    mode: str | None
    contexts: tuple[str, ...]
    name: str
    goldstein: str | None
    quad: int
    given: bool


@cache
def _by_code() -> dict[str, tuple[CameoRow, ...]]:
    rows: dict[str, tuple[CameoRow, ...]] = {}
    for row in load_table(TABLE, CameoRow):
        rows[row.code] = (*rows.get(row.code, ()), row)
    return rows


def rows_of(code: str) -> tuple[CameoRow, ...]:
    """Return the readings of a CAMEO code, the conversion table's own first; empty for an unknown code.

    >>> [(row.type, row.mode) for row in rows_of("0871")]
    [('RETREAT', 'ceasefire')]
    >>> rows_of("99")
    ()
    """
    return _by_code().get(code, ())


def best_code(type: EventType, mode: str | None = None, contexts: Sequence[str] = ()) -> str:
    """Return the CAMEO code that a PLOVER type, mode and contexts stand for.

    It claims no more than they say: a code of another mode is never given, a mode without a code of its own falls
    back on the type's general code, and among codes that share as many contexts the general one is taken.

    >>> best_code("ASSAULT", "aerial"), best_code("COERCE", "restrict", ["rights_freedoms"]), best_code("AID")
    ('195', '1721', '070')
    """
    return _best_code(type, mode, tuple(contexts))


@lru_cache(maxsize=4096)
def _best_code(type: EventType, mode: str | None, contexts: tuple[str, ...]) -> str:
    return max(_given(type), key=lambda row: _fit(row, mode, contexts)).code


@cache
def _given(type: EventType) -> tuple[CameoRow, ...]:
    return tuple(row for row in load_table(TABLE, CameoRow) if row.given and row.type == type)


def _fit(row: CameoRow, mode: str | None, contexts: Sequence[str]) -> tuple[bool, bool, int, bool, int, int]:
    """Return how well a row fits, for comparison; of equals `max` takes the first in the table."""
    shared = sum(context in row.contexts for context in contexts)
    general = len(row.code) == 3 and row.code.endswith("0")
    return (
        row.mode is None or row.mode == mode,
        row.mode == mode,
        shared,
        general,
        shared - len(row.contexts),
        -len(row.code),
    )


def quad_class(type: EventType) -> int:
    """Return the class of a PLOVER type: 1, 2 verbal and material cooperation, 3, 4 verbal and material conflict.

    GDELT's class goes by the CAMEO code instead (`CameoRow.quad`); they differ for CONCEDE, which PLOVER calls verbal.
    """
    return _QUAD[type]


def goldstein_of(code: str) -> float | None:
    """Return the weight of a CAMEO code on Goldstein's scale, or None where it is not known for sure.

    >>> goldstein_of("190"), goldstein_of("163")
    (-10.0, None)
    """
    weight = next((row.goldstein for row in rows_of(code)), None)
    return float(weight) if weight else None
