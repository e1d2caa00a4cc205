"""Reports as they are compared: their order, sentences and words, taken once from each record."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from math import cos, hypot, radians

from onrecord.model import Entity, FiledRecord, Record, Span
from onrecord.relate.spellings import one_spelling
from onrecord.relate.words import claim_words, rates, tokens, words_of

Spot = tuple[float, float]
"""Latitude and longitude, in degrees."""

WIDE = ("PCL", "ADM", "CONT", "RGN", "OCN", "SEA")
"""How the feature codes of countries, divisions, regions and seas begin: they have no spot."""

_FAR_DEGREES = 1.0
"""Degrees of latitude, or as far along a parallel, from which two towns are far apart: some 110 km."""


@dataclass(frozen=True)
class View:
    """One report among others.

    Attributes:
        key: its key.
        record: its record.
        spelt: the spelling under which names go that are written in several ways among the reports.
    """

    key: str
    record: Record
    spelt: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Its text."""
        return self.record.report.text

    @cached_property
    def moment(self) -> datetime | None:
        """When it was published, in UTC; a mere day counts from its noon; None where unknown."""
        return moment_of(self.record.report.published)

    @cached_property
    def day(self) -> date | None:
        """The calendar day of publication at the place of filing, or None."""
        return self.record.report.published_day

    @property
    def order(self) -> tuple[bool, datetime, str]:
        """What reports are sorted by: time of publication, those without one last, then the key."""
        moment = self.moment
        return moment is None, moment or datetime.max.replace(tzinfo=UTC), self.key

    @property
    def outlet(self) -> str | None:
        """Who publishes it."""
        return self.record.report.outlet

    @cached_property
    def running(self) -> Span:
        """Where its running text lies: the body, or everything after the headline."""
        parts = self.record.report.parts
        return parts.body or Span(parts.headline.end if parts.headline else 0, len(self.text))

    @cached_property
    def headline(self) -> str:
        """Its headline, or its first sentence."""
        parts = self.record.report.parts
        if parts.headline is not None:
            return parts.headline.cut(self.text)
        return self.record.sentences[0].cut(self.text) if self.record.sentences else self.text[:80]

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences of the running text."""
        found = tuple(s for s in self.record.sentences if s.overlaps(self.running))
        return found or ((self.running,) if len(self.running) else ())

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.record.sentences]

    def sentence_at(self, offset: int) -> Span | None:
        """Return the sentence that holds an offset of the text, headline included, or None."""
        at = bisect_right(self._starts, offset) - 1
        if at < 0 or offset >= self.record.sentences[at].end:
            return None
        return self.record.sentences[at]

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """All words of the running text in small letters."""
        return tokens(self.running.cut(self.text))

    @cached_property
    def words(self) -> Counter[str]:
        """Its telling words with how often each stands in headline and running text; its outlet's own name left out."""
        found = Counter(self.spelt.get(word, word) for word, _ in words_of(self.text))
        for word, _ in words_of(self.outlet or ""):
            found.pop(self.spelt.get(word, word), None)
        return found

    @cached_property
    def claim_words(self) -> frozenset[str]:
        """Its words as claims are compared: stems, figures and months as one."""
        return claim_words(self.text, self.spelt)

    @cached_property
    def names(self) -> frozenset[str]:
        """Those of its words that mostly begin with a capital."""
        capital = Counter(self.spelt.get(word, word) for word, upper in words_of(self.text) if upper)
        return frozenset(word for word, n in capital.items() if 2 * n > self.words[word])

    @cached_property
    def towns(self) -> dict[int, Spot]:
        """Where the towns and the like are that it names, by their GeoNames id."""
        return {
            place.geonames: (place.lat, place.lon)
            for place in self.record.places
            if place.geonames is not None
            and place.lat is not None
            and place.lon is not None
            and not (place.feature or "").startswith(WIDE)
        }

    @cached_property
    def entities(self) -> dict[str, Entity]:
        """Its entities by id."""
        return {entity.id: entity for entity in self.record.entities}


def far_apart(here: Iterable[Spot], there: Iterable[Spot]) -> bool:
    """Tell whether there are towns on both sides, each far from all of the other side.

    >>> far_apart([(52.5, 13.4)], [(52.4, 13.1), (48.1, 11.6)]), far_apart([(52.5, 13.4)], [(48.1, 11.6)])
    (False, True)
    """
    near = [
        hypot(lat - lat2, (lon - lon2) * cos(radians(lat))) <= _FAR_DEGREES
        for lat, lon in here
        for lat2, lon2 in there
    ]
    return bool(near) and not any(near)


def moment_of(published: str | None) -> datetime | None:
    """Return a time of publication in UTC: noon for a mere day, UTC for a time without offset.

    >>> moment_of("2019-10-08T03:40:00+03:00").isoformat(), moment_of("2019-10-08").hour, moment_of(None)
    ('2019-10-08T00:40:00+00:00', 12, None)
    """
    if published is None:
        return None
    moment = datetime.fromisoformat(published)
    if len(published) == len("2019-10-08"):
        moment = moment.replace(hour=12)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def views_of(filed: Iterable[FiledRecord]) -> list[View]:
    """Return the views of records in order of publication, each key once; the same for any order of the records."""
    unique = {one.key: one.record for one in filed}
    found = sorted((View(key, record) for key, record in unique.items()), key=lambda view: view.order)
    named = Counter(name for view in found for name in view.names)
    spelt = one_spelling(sorted(named.items()), rates())
    return [View(view.key, view.record, spelt) for view in found] if spelt else found
