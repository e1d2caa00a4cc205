"""What tables of conflict events want to know: sides, figures of the dead, how exact place and day are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from onrecord.export.told import Party, ToldEvent
from onrecord.model import Place

# The opposition (OPP) is in none of these: reports call parties and fighters so alike.
STATE_SECTORS = frozenset({"GOV", "MIL", "COP", "SPY"})
REBEL_SECTORS = frozenset({"REB"})
GANG_SECTORS = frozenset({"CRM", "UAF", "PRM"})
CIVILIAN_SECTORS = frozenset(
    {"CVL", "REF", "MED", "HLH", "EDU", "BUS", "LAB", "AGR", "REL", "NGO", "ELI", "JUD", "LEG", "PTY", "SOC"}
)
_ARMED = frozenset({"MIL", "COP", "SPY", "REB"}) | GANG_SECTORS

_DAYS_OF_WEEK, _DAYS_OF_MONTH, _DAYS_OF_YEAR = 7, 31, 366


def are_armed(parties: Iterable[Party]) -> bool | None:
    """Return whether parties bear arms, by sector: True if one does, False if all are civilians, else None."""
    sectors = [party.sector for party in parties]
    if any(sector in _ARMED for sector in sectors):
        return True
    if sectors and all(sector in CIVILIAN_SECTORS for sector in sectors):
        return False
    return None


def sides(told: ToldEvent) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Return both sides of an event; of a reciprocal one the first party and the others."""
    if told.recipients or not told.event.reciprocal:
        return told.actors, told.recipients
    return told.actors[:1], told.actors[1:]


def least_dead(told: ToldEvent) -> int | None:
    """Return the least number of dead that the event's figures allow: the lowest lower bound, or None.

    "At least 40" and "40 to 60" give 40; "up to 60" gives none, since it has no lower bound.
    """
    lows = [one.low for one in told.figures("dead") if one.low is not None]
    return min(lows) if lows else None


def most_dead(told: ToldEvent) -> int | None:
    """Return the greatest number of dead that the event's figures allow, None where one of them is open above."""
    highs = [one.high for one in told.figures("dead")]
    return max(high for high in highs if high is not None) if highs and None not in highs else None


def days_covered(days: tuple[date, date] | None) -> int | None:
    """Return how many days a time covers, or None where it is unknown."""
    return (days[1] - days[0]).days + 1 if days else None


def acled_time_precision(days: tuple[date, date] | None) -> int | None:
    """Return ACLED's precision of a day: 1 the day, 2 the week, 3 the month; None for longer and unknown times."""
    covered = days_covered(days)
    if covered is None or covered > _DAYS_OF_MONTH:
        return None
    return 1 if covered == 1 else 2 if covered <= _DAYS_OF_WEEK else 3


def ucdp_date_precision(days: tuple[date, date] | None) -> int | None:
    """Return UCDP's precision of a day: 1 the day, 2 up to six days, 3 a week, 4 up to a month, 5 up to a year."""
    covered = days_covered(days)
    if covered is None or covered > _DAYS_OF_YEAR:
        return None
    if covered == 1:
        return 1
    if covered < _DAYS_OF_WEEK:
        return 2
    if covered == _DAYS_OF_WEEK:
        return 3
    return 4 if covered <= _DAYS_OF_MONTH else 5


def acled_place_precision(place: Place | None) -> int | None:
    """Return ACLED's precision of a place, by its feature: 1 a town or site, 2 part of a region, 3 a larger one."""
    where = ucdp_place_precision(place)
    return None if where is None else 1 if where == 1 else 2 if where == 3 else 3


def ucdp_place_precision(place: Place | None) -> int | None:
    """Return UCDP's precision of a place, by its feature, or None where it is unknown.

    1 a town or site, 3 a second-order and 4 a first-order division, 5 a region, river or range,
    6 a country, 7 a sea. 2 (near a known point) is never given, since records do not say "near".
    """
    feature = place.feature if place else None
    if feature is None:
        return None
    for beginnings, precision in _PRECISIONS:
        if feature.startswith(beginnings):
            return precision
    return 1


_PRECISIONS: tuple[tuple[tuple[str, ...], int], ...] = (
    (("PPL",), 1),
    (("ADM1",), 4),
    (("ADM",), 3),
    (("PCL", "CONT"), 6),
    (("SEA", "OCN", "GULF", "STRT", "BAY", "CHN"), 7),
    (("RGN", "AREA", "STM", "MT", "ISL", "PEN", "DSRT", "LK", "VAL", "DLTA", "RD"), 5),
)
"""By beginnings of GeoNames feature codes, tried in order; all others are sites (a base, a bridge)."""
