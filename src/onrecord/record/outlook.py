"""How a voice stands to an event: certainty, polarity, time and condition, with what decided them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from onrecord.model import Certainty, Condition, EventTense, Polarity

_WEAKER = ("certain", "probable", "possible", "underspecified")


@dataclass(frozen=True, slots=True)
class Outlook:
    """How a voice stands to an event, with the words that decided it."""

    certainty: Certainty = "certain"
    polarity: Polarity = "positive"
    time: EventTense = "past"
    condition: Condition | None = None
    because: tuple[str, ...] = ()

    def with_reason(self, reason: str) -> Outlook:
        """Return it with one more reason, if it is a new one."""
        return self if reason in self.because else replace(self, because=(*self.because, reason))

    def weakened(self, certainty: Certainty, reason: str) -> Outlook:
        """Return it with at most this certainty."""
        weaker = max(self.certainty, certainty, key=_WEAKER.index)
        return replace(self, certainty=weaker).with_reason(reason)

    def turned(self, reason: str) -> Outlook:
        """Return it with the other polarity."""
        other: Polarity = "negative" if self.polarity == "positive" else "positive"
        return replace(self, polarity=other).with_reason(reason)

    def under(self, condition: Condition, reason: str) -> Outlook:
        """Return it under a condition; one that it is under already stays."""
        return replace(self, condition=self.condition or condition).with_reason(reason)
