"""Sides: a dispute as it is found, before it is hung on a happening."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.model import ClaimedValue, Span
from onrecord.relate.views import View
from onrecord.relate.voices import Voice


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of a report with whose word it stands on; the voice is None where it is the outlet's."""

    report: str
    sentence: Span
    voice: str | None


@dataclass(frozen=True, slots=True)
class Dispute:
    """What voices do not agree on.

    Attributes:
        field: "naming" or "deed".
        values: the two sides, in order of publication and offset.
        main: the passages, those first whose happening it hangs on.
        because: what shows that it is one.
    """

    field: str
    values: tuple[ClaimedValue, ...]
    main: tuple[Passage, ...]
    because: str


def passage(view: View, sentence: Span, voice: Voice) -> Passage:
    """Return a sentence of a report as a passage."""
    return Passage(view.key, sentence, None if voice.outlet else voice.name)


def listed(voices: Sequence[str]) -> str:
    """Return voices as one reads them out.

    >>> listed(["Ayrault", "the West", "TASS"])
    'Ayrault, the West and TASS'
    """
    return " and ".join(([", ".join(voices[:-1])] if len(voices) > 1 else []) + [voices[-1]])
