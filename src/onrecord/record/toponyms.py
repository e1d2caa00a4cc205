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
from typing import TYPE_CHECKING

from onrecord.gazetteer import Gazetteer, PlaceRow, normalise_name
from onrecord.model import Span
from onrecord.record.toponym_clues import (
    Container,
    Outlet,
    Spoken,
    areas_spoken_of,
    container_beside,
    listed_divisions,
    outlet_of,
    rows_of,
    wants_division,
)

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

# Weights of the score, in the units of one decimal place of inhabitants; set on LGL (`evaluation.places`).
_CONTAINER = 12.0
_COUNTRY = 4.0
_CAPITAL = 0.7
_SEAT = 0.6
_METROPOLIS = 0.5
_LARGE_TOWN = 100_000
_STATE = 1.5
_SAME_COUNTRY = 1.6
_NAMED_AT_ALL = 0.3
_SAME_ADMIN1 = 1.2
_SAME_ADMIN2 = 1.0
_NEAR = 2.4
_TLD = 1.2
_HOST = 3.0
_OTHER_NAME = -1.5
_HAMLET = -1.4
_DIVISION_UNASKED = -0.6
_DIVISION_ASKED = 4.0
_COUNTY_EVENED = 0.7
_REGION = 6.0
_NEAR_KM = 100.0
_HEAT = (2.0, 1.2, 0.7, 0.7)
_MOST_ROWS = 60
_MOST_WEIGHED = 20
_COMPANIONS = 5
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
    weighed: int = 0
    enumerated: bool = False
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
    outlet = outlet_of(setting.url, gazetteer)
    for group in groups:
        group.base = [_base(row, group, spoken, outlet, setting.dateline) for row in group.rows]
        _prune(group)
    _settle(groups)
    chosen = [_choose(group, groups, spoken, outlet, setting.dateline) for group in groups]
    return [
        Resolution(span, chosen[n][0], groups[n].weighed, chosen[n][1])
        for (span, _), n in zip(names, group_of, strict=True)
    ]


def _groups(
    names: Sequence[tuple[Span, str]], text: str, gazetteer: Gazetteer
) -> tuple[list[_Group], list[int]]:
    found: list[tuple[str, Container | None, tuple[PlaceRow, ...], bool]] = []
    listed = listed_divisions(names, text, gazetteer)
    for span, name in names:
        if (division := listed.get(span)) is not None:
            found.append((normalise_name(name), None, (division,), True))
            continue
        rows = rows_of(name, gazetteer)[:_MOST_ROWS]
        container = container_beside(span, text, gazetteer, rows) if rows else None
        asked = wants_division(name, span, text)
        found.append((normalise_name(name), container, rows, asked))
    told = {container.start: container for _, container, _, _ in found if container and container.start >= 0}
    for n, (span, _) in enumerate(names):
        key, container, rows, asked = found[n]
        area = told.get(span.start) if span not in listed else None
        if container is None and area is not None and any(_is_area(row, area) for row in rows):
            found[n] = key, container, tuple(row for row in rows if _is_area(row, area)), True
    first: dict[str, Container] = {}
    for key, container, _, _ in found:
        if container is not None:
            first.setdefault(key, container)
    groups: list[_Group] = []
    at: dict[tuple[str, Container | None, bool, int], int] = {}
    group_of = []
    for (span, name), (key, container, rows, asked) in zip(names, found, strict=True):
        container = container or (first.get(key) if span not in listed else None)
        label = (key, container, asked, 0 if span in listed else len(rows))
        if label not in at:
            at[label] = len(groups)
            groups.append(_Group(name, container, rows, asked, len(rows), span in listed))
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


def _prune(group: _Group) -> None:
    """Keep the rows of a group that could still be chosen."""
    if len(group.rows) > _MOST_WEIGHED:
        best = sorted(range(len(group.rows)), key=lambda n: -group.base[n])[:_MOST_WEIGHED]
        group.rows = tuple(group.rows[n] for n in sorted(best))
        group.base = [group.base[n] for n in sorted(best)]


def _base(
    row: PlaceRow,
    group: _Group,
    spoken: Spoken,
    outlet: Outlet,
    dateline: PlaceRow | None,
) -> float:
    """Return the score of a row without regard to the other toponyms."""
    key = normalise_name(group.name)
    score = math.log10(max(row.population, 100))
    if row.feature.startswith("PPL"):
        score += _METROPOLIS * max(0.0, math.log10(max(row.population, 1) / _LARGE_TOWN))
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
    if normalise_name(row.name) not in key and row.feature != "PCLI" and row.radius_km is None:
        score += _OTHER_NAME
    if row.population < _SMALL and row.feature == "PPL":
        score += _HAMLET
    if spoken.country(row.country, but=key):
        score += _SAME_COUNTRY * (_NAMED_AT_ALL + (1 - _NAMED_AT_ALL) * spoken.share(row.country, but=key))
    if row.feature != "ADM1":
        score += _SAME_ADMIN1 * min(2, spoken.division(row.country, row.admin1, but=key))
    if outlet.country is not None and row.country == outlet.country:
        score += _TLD
    if outlet.names(key) and row.feature != "PCLI" and row.country == (outlet.country or "USA"):
        score += _HOST
    if dateline is not None:
        score += _tie_to(row, dateline)
    return score


def _ties(groups: Sequence[_Group]) -> npt.NDArray[np.float32]:
    """Return how much each row of each group speaks for each other row: nearness, a shared state or country.

    Returns:
        float32, (n_rows, n_rows), rows in order of their groups; 0 between groups of one name.
    """
    import numpy as np

    rows = [row for group in groups for row in group.rows]
    country = _numbered([row.country for row in rows])
    admin1 = _numbered([row.admin1 and (row.country, row.admin1) for row in rows])
    admin2 = _numbered([row.admin2 and (row.country, row.admin1, row.admin2) for row in rows])
    is_country = np.array([row.feature == "PCLI" for row in rows])
    name = _numbered([group.name for group in groups for _ in group.rows])
    lat, lon = (np.radians([getattr(row, axis) for row in rows], dtype=np.float32) for axis in ("lat", "lon"))
    half = np.sin((lat[:, None] - lat) / 2) ** 2
    half += np.cos(lat)[:, None] * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    km = 12742.0 * np.arcsin(np.minimum(1.0, np.sqrt(half)))
    ties = _NEAR * np.exp(-km / _NEAR_KM) * ~(is_country[:, None] | is_country)
    for areas, weight in (
        (country, 0.5 * _SAME_COUNTRY),
        (admin1, 0.5 * _SAME_ADMIN1),
        (admin2, _SAME_ADMIN2),
    ):
        ties += weight * ((areas[:, None] == areas) & (areas >= 0) & ~is_country)
    ties *= name[:, None] != name
    return np.asarray(ties, dtype=np.float32)


def _numbered(values: Sequence[object]) -> npt.NDArray[np.int32]:
    """Return a number for each value, equal for equal ones; -1 for None."""
    import numpy as np

    numbers: dict[object, int] = {}
    return np.array(
        [-1 if value is None else numbers.setdefault(value, len(numbers)) for value in values], dtype=np.int32
    )


def _settle(groups: Sequence[_Group]) -> None:
    """Set the odds of every row by its own score and by what the other toponyms say for it."""
    import numpy as np

    for group in groups:
        group.odds = _odds(group.base, _HEAT[0])
    held = [group for group in groups if group.rows]
    if len(held) < 2:
        for group in held:
            group.odds = _odds(group.base, _HEAT[-1])
        return
    ties = _ties(held)
    starts = np.cumsum([0, *(len(group.rows) for group in held[:-1])])
    base = np.array([score for group in held for score in group.base], dtype=np.float32)
    for temperature in _HEAT[1:]:
        odds = np.array([odd for group in held for odd in group.odds], dtype=np.float32)
        # The best tie with each other group counts, so that a name with many namesakes has no more weight.
        best = np.maximum.reduceat(ties * odds, starts, axis=1)
        best = -np.sort(-best, axis=1)[:, :_COMPANIONS]
        # No product of matrices: on some processors that of a matrix and a vector warns of invalid values without any.
        scores = base + (best / np.arange(1, best.shape[1] + 1, dtype=np.float32)).sum(axis=1)
        for group, start in zip(held, starts.tolist(), strict=True):
            group.odds = _odds(scores[start : start + len(group.rows)].tolist(), temperature)


def _tie_to(row: PlaceRow, other: PlaceRow) -> float:
    """Return how much one place speaks for another, as `_ties` counts it."""
    score = 0.0
    if row.country is not None and row.country == other.country and other.feature != "PCLI":
        score += 0.5 * _SAME_COUNTRY
        if row.admin1 is not None and row.admin1 == other.admin1:
            score += 0.5 * _SAME_ADMIN1
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
    outlet: Outlet,
    dateline: PlaceRow | None,
) -> tuple[PlaceRow | None, str]:
    """Return the likeliest row of a group with the reason, or None where none is to be believed."""
    if not group.rows:
        return None, "not in the gazetteer"
    row = group.rows[max(range(len(group.rows)), key=lambda n: group.odds[n])]
    if group.container is not None and group.container.holds(row):
        return row, f"lies in {group.container.words}, which stands beside it"
    if group.enumerated:
        return row, "one of several states or provinces in a row"
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
    if group.weighed == 1:
        return row, "the only place of that name"
    if company:
        return row, f"of {group.weighed} places of that name, the one that goes with {company[0]}"
    if pointed:
        return (
            row,
            f"of {group.weighed} places of that name, the likeliest in a country the report points to",
        )
    return row, f"the most populous of {group.weighed} places of that name"


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
