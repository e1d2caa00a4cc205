"""Which place a toponym means.

Every name gets the gazetteer's rows of that name; each row is scored by what stands for it in the report:
words beside the name ("X, Louisiana"), inhabitants, the countries and states that the report speaks of, the
dateline, the outlet's top-level domain, and how near it lies to the other places. As the other places are
themselves in doubt, each counts by the odds its rows have so far, and the scoring is done over again (a
relaxation, after Leidner's and Lieberman's work on toponyms). One name has one sense in a report, unless a
container beside it says otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from onrecord.gazetteer import Gazetteer, PlaceRow, normalise_name
from onrecord.model import Span
from onrecord.record.toponym_clues import (
    Container,
    Spoken,
    areas_spoken_of,
    container_beside,
    rows_of,
    wants_division,
)

# Weights of the score, in the units of one decimal place of inhabitants; set on LGL (`evaluation.places`).
_CONTAINER = 12.0
_COUNTRY = 4.0
_CAPITAL = 0.7
_SEAT = 0.6
_STATE = 1.5
_SAME_COUNTRY = 1.6
_NAMED_AT_ALL = 0.3
_SAME_ADMIN1 = 1.2
_SAME_ADMIN2 = 1.0
_NEAR = 2.4
_TLD = 1.2
_HOST = 3.0
_OTHER_NAME = -1.5
_DIVISION_UNASKED = -0.6
_DIVISION_ASKED = 4.0
_COUNTY_EVENED = 0.7
_REGION = 5.0
_NEAR_KM = 100.0
_HEAT = (2.0, 1.2, 0.7, 0.7)
_MOST_ROWS = 60
_SHORTEST_IN_HOST = 4
_NO_COUNTRY = frozenset({"tv", "io", "me", "co", "fm", "ai", "cc", "ly", "eu"})
_SMALL = 3_000
"""A place of fewer inhabitants is not believed where nothing else in the report points to its country."""
_SMALL_UNDER_OTHER_NAME = 500_000
"""The same for a place that goes by another name in the gazetteer: most aliases are little known."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of a report beside its toponyms.

    Attributes:
        url: address of the report, or None; its top-level domain may name a country.
        dateline: the place of filing, if resolved.
    """

    url: str | None = None
    dateline: PlaceRow | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a toponym was taken for: a row, or None; how many rows were weighed, and why this one."""

    span: Span
    row: PlaceRow | None
    candidates: int
    because: str


@dataclass(slots=True)
class _Group:
    """The toponyms of one report that share a sense, with the odds of each row."""

    name: str
    container: Container | None
    rows: tuple[PlaceRow, ...]
    asked: bool
    size: int = 0
    base: list[float] = field(default_factory=list)
    odds: list[float] = field(default_factory=list)


def resolve_toponyms(
    names: Sequence[tuple[Span, str]],
    *,
    text: str,
    gazetteer: Gazetteer,
    setting: Setting | None = None,
) -> list[Resolution]:
    """Return what each toponym of a report stands for, in the order given.

    Args:
        names: the toponyms: where they stand in `text`, and the name (without what is no part of it).
        text: the report.
        gazetteer: the places known.
        setting: what else is known of the report.
    """
    setting = setting or Setting()
    groups, group_of = _groups(names, text, gazetteer)
    spoken = areas_spoken_of(text, gazetteer)
    outlet = _outlet(setting.url, gazetteer)
    for group in groups:
        group.base = [_base(row, group, spoken, outlet, setting.dateline) for row in group.rows]
        group.odds = _odds(group.base, _HEAT[0])
    for temperature in _HEAT[1:]:
        scores = [
            [base + _company(row, group, groups) for base, row in zip(group.base, group.rows, strict=True)]
            for group in groups
        ]
        for group, scored in zip(groups, scores, strict=True):
            group.odds = _odds(scored, temperature)
    chosen = [_choose(group, groups, spoken, outlet, setting.dateline) for group in groups]
    return [
        Resolution(span, chosen[n][0], len(groups[n].rows), chosen[n][1])
        for (span, _), n in zip(names, group_of, strict=True)
    ]


def _groups(
    names: Sequence[tuple[Span, str]], text: str, gazetteer: Gazetteer
) -> tuple[list[_Group], list[int]]:
    found = []
    for span, name in names:
        rows = rows_of(name, gazetteer)[:_MOST_ROWS]
        container = container_beside(span, text, gazetteer, rows) if rows else None
        asked = wants_division(name, text[span.end : span.end + 16])
        found.append((normalise_name(name), container, rows, asked))
    told = {container.start: container for _, container, _, _ in found if container and container.start >= 0}
    for n, (span, _) in enumerate(names):
        key, container, rows, asked = found[n]
        area = told.get(span.start)
        if container is None and area is not None and any(_is_area(row, area) for row in rows):
            found[n] = key, container, tuple(row for row in rows if _is_area(row, area)), True
    first: dict[str, Container] = {}
    for key, container, _, _ in found:
        if container is not None:
            first.setdefault(key, container)
    groups: list[_Group] = []
    at: dict[tuple[str, Container | None, bool, int], int] = {}
    group_of = []
    for (_, name), (key, container, rows, asked) in zip(names, found, strict=True):
        container = container or first.get(key)
        label = (key, container, asked, len(rows))
        if label not in at:
            at[label] = len(groups)
            groups.append(_Group(name, container, rows, asked))
        groups[at[label]].size += 1
        group_of.append(at[label])
    return groups, group_of


def _is_area(row: PlaceRow, container: Container) -> bool:
    """Tell whether a row is what a container names."""
    if row.country != container.country:
        return False
    if container.admin2 is not None:
        return row.feature == "ADM2" and row.admin2 == container.admin2
    if container.admin1 is not None:
        return row.feature == "ADM1" and row.admin1 == container.admin1
    return row.feature == "PCLI"


def _base(
    row: PlaceRow,
    group: _Group,
    spoken: Spoken,
    outlet: _Outlet,
    dateline: PlaceRow | None,
) -> float:
    """Return the score of a row without regard to the other toponyms."""
    key = normalise_name(group.name)
    score = math.log10(max(row.population, 100))
    if row.feature == "PCLI":
        score += _COUNTRY
    elif row.feature == "PPLC":
        score += _CAPITAL
    elif row.feature == "PPL" and any(_is_named_after(one, row) for one in group.rows):
        score += _SEAT
    elif row.feature in ("ADM1", "ADM2"):
        score += _DIVISION_ASKED if group.asked else _DIVISION_UNASKED
        if row.feature == "ADM2":
            score -= _COUNTY_EVENED * (math.log10(max(row.population, 100)) - 4.0)
        elif _is_listed(row) and not any(
            one.feature == "PPLC" and one.country == row.country for one in group.rows
        ):
            score += _STATE
    elif row.radius_km is not None:
        score += _REGION
    if group.container is not None and group.container.holds(row):
        score += _CONTAINER
    if normalise_name(row.name) not in key and row.feature != "PCLI":
        score += _OTHER_NAME
    if spoken.country(row.country, but=key):
        score += _SAME_COUNTRY * (_NAMED_AT_ALL + (1 - _NAMED_AT_ALL) * spoken.share(row.country, but=key))
    if row.feature != "ADM1":
        score += _SAME_ADMIN1 * min(2, spoken.division(row.country, row.admin1, but=key))
    if outlet.country is not None and row.country == outlet.country:
        score += _TLD
    if outlet.names(key) and row.feature != "PCLI" and row.country == (outlet.country or "USA"):
        score += _HOST
    if dateline is not None:
        score += _tie(row, dateline)
    return score


def _company(row: PlaceRow, group: _Group, groups: Sequence[_Group]) -> float:
    """Return what the other toponyms say for a row: the best ties of each, by the odds of its rows."""
    ties = sorted(
        (
            max(odd * _tie(row, other_row) for odd, other_row in zip(other.odds, other.rows, strict=True))
            for other in groups
            if other.rows and other is not group and other.name != group.name
        ),
        reverse=True,
    )
    return sum(tie / (n + 1) for n, tie in enumerate(ties[:5]))


def _tie(row: PlaceRow, other: PlaceRow) -> float:
    """Return how much one place speaks for another: nearness, a shared state, a shared country."""
    score = 0.0
    if row.country is not None and row.country == other.country and other.feature != "PCLI":
        score += 0.5 * _SAME_COUNTRY
        if row.admin1 is not None and row.admin1 == other.admin1:
            score += 0.5 * _SAME_ADMIN1
            if row.admin2 is not None and row.admin2 == other.admin2:
                score += _SAME_ADMIN2
    if other.feature != "PCLI" and row.feature != "PCLI":
        score += _NEAR * math.exp(-distance_km(row, other) / _NEAR_KM)
    return score


def distance_km(one: PlaceRow, other: PlaceRow) -> float:
    """Return the great-circle distance of two places in kilometres."""
    lat, other_lat = math.radians(one.lat), math.radians(other.lat)
    half = math.sin((other_lat - lat) / 2) ** 2
    half += math.cos(lat) * math.cos(other_lat) * math.sin(math.radians(other.lon - one.lon) / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(half)))


def _odds(scores: Sequence[float], temperature: float) -> list[float]:
    if not scores:
        return []
    top = max(scores)
    weights = [math.exp((score - top) / temperature) for score in scores]
    total = sum(weights)
    return [weight / total for weight in weights]


def _choose(
    group: _Group,
    groups: Sequence[_Group],
    spoken: Spoken,
    outlet: _Outlet,
    dateline: PlaceRow | None,
) -> tuple[PlaceRow | None, str]:
    """Return the likeliest row of a group with the reason, or None where none is to be believed."""
    if not group.rows:
        return None, "not in the gazetteer"
    row = group.rows[max(range(len(group.rows)), key=lambda n: group.odds[n])]
    if group.container is not None and group.container.holds(row):
        return row, f"lies in {group.container.words}, which stands beside it"
    if row.feature == "PCLI":
        return row, "a country's name"
    pointed = row.country is not None and (
        spoken.country(row.country, but=normalise_name(group.name)) > 0
        or row.country == outlet.country
        or outlet.names(normalise_name(group.name))
        or (dateline is not None and dateline.country == row.country)
    )
    company = [
        other.name
        for other in groups
        if other is not group and other.name != group.name and _speaks_for(row, other)
    ]
    if row.radius_km is None and not pointed and not company:
        other_name = normalise_name(row.name) not in normalise_name(group.name)
        if row.population < (_SMALL_UNDER_OTHER_NAME if other_name else _SMALL):
            return None, f"only a small place in {row.country} bears the name, and nothing else points there"
    if len(group.rows) == 1:
        return row, "the only place of that name"
    if company:
        return row, f"of {len(group.rows)} places of that name, the one that goes with {company[0]}"
    if pointed:
        return (
            row,
            f"of {len(group.rows)} places of that name, the likeliest in a country the report points to",
        )
    return row, f"the most populous of {len(group.rows)} places of that name"


def _speaks_for(row: PlaceRow, other: _Group) -> bool:
    if not other.rows:
        return False
    best = other.rows[max(range(len(other.rows)), key=lambda n: other.odds[n])]
    return row.country is not None and best.country == row.country


def _is_named_after(division: PlaceRow, row: PlaceRow) -> bool:
    """Tell whether a province bears the name of a town in it, which is its seat as a rule."""
    return (
        division.feature == "ADM1"
        and division.country == row.country
        and division.admin1 == row.admin1
        and not _is_listed(division)
    )


def _is_listed(row: PlaceRow) -> bool:
    return row.feature == "ADM1" and (row.geonames is not None or row.country == "USA")


@dataclass(frozen=True, slots=True)
class _Outlet:
    """What an address tells: the country of its top-level domain, and the letters of its host."""

    country: str | None
    letters: str

    def names(self, key: str) -> bool:
        """Tell whether the host bears a name, as papers are called after their town."""
        return len(key) >= _SHORTEST_IN_HOST and key.replace(" ", "") in self.letters


def _outlet(url: str | None, gazetteer: Gazetteer) -> _Outlet:
    host = (urlsplit(url).hostname or "") if url else ""
    label = host.rsplit(".", 1)[-1]
    country = None
    if len(label) == 2 and label not in _NO_COUNTRY:
        country = gazetteer.country("GB" if label == "uk" else label.upper())
    return _Outlet(country.alpha3 if country is not None else None, "".join(filter(str.isalpha, host)))
