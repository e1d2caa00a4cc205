"""Groups of tellings that are of one happening."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from onrecord.model import Span
from onrecord.relate.tellings import Telling

FAR_DAYS = 3
"""Days between what two accounts give from which no time zone and no slip makes them of one happening."""


_UNSURE = ("possible", "hypothetical")


@dataclass
class Group:
    """Tellings of one happening, and why they are one."""

    tellings: list[Telling]
    because: list[str] = field(default_factory=list)

    @property
    def reports(self) -> list[int]:
        """Indices of its reports, each once, in order."""
        return sorted({telling.report for telling in self.tellings})

    @property
    def first(self) -> tuple[int, int]:
        """Report and offset of its first telling."""
        return min((telling.report, telling.anchor.start) for telling in self.tellings)

    @property
    def days(self) -> tuple[str, str] | None:
        """The first and last day that most of its tellings with a day allow, or None; what is only possible says little."""
        told = [telling for telling in self.tellings if telling.days and telling.label not in _UNSURE]
        known = Counter(t.days for t in (told or self.tellings) if t.days and (told or t.label != "possible"))
        return max(known, key=lambda days: (known[days], days[0] == days[1], days)) if known else None

    @property
    def lemmas(self) -> set[str]:
        """What it is called."""
        return {telling.lemma for telling in self.tellings}

    def by_sentence(self) -> dict[tuple[int, Span], list[Telling]]:
        """Return its tellings by report and sentence, in order."""
        found: dict[tuple[int, Span], list[Telling]] = defaultdict(list)
        for telling in sorted(self.tellings, key=lambda t: (t.report, t.anchor.start)):
            found[telling.report, telling.sentence].append(telling)
        return dict(found)

    def take(self, other: Group, because: str) -> None:
        """Take the tellings of another group, for a reason."""
        self.tellings = sorted(
            self.tellings + other.tellings, key=lambda t: (t.report, t.anchor.start, t.anchor.end)
        )
        self.because.append(because)


def days_between(one: tuple[str, str] | None, other: tuple[str, str] | None) -> int:
    """Return the days that lie between two stretches of days; 0 where they meet, or one is unknown."""
    if one is None or other is None:
        return 0
    first, second = sorted((one, other))
    try:
        return max(0, (date.fromisoformat(second[0]) - date.fromisoformat(first[1])).days)
    except ValueError:
        return 0
