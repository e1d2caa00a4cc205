"""What PLOVER and POLECAT call things that records name otherwise: auxiliary modes, sectors, actor codes."""

from __future__ import annotations

from onrecord.export.told import Party
from onrecord.model import Event, Label

_AUXILIARY: dict[Label, str] = {
    "denied": "negation",
    "possible": "hypothetical",
    "hypothetical": "hypothetical",
    "attempted": "hypothetical",
    "intended": "future",
    "future": "future",
}

_SECTORS = {"MED": "JRN", "HLH": "MED"}
"""PLOVER's manual turned two of CAMEO's sectors round; records keep CAMEO's: MED media, HLH health."""

_BODIES = ("IGO", "NGO")
"""Sectors that PLOVER puts in the place of a country."""


def auxiliary_modes(event: Event) -> tuple[str, ...]:
    """Return PLOVER's auxiliary modes of an event: historical, future, hypothetical, negation.

    An attempt is hypothetical, because PLOVER has no word for it and it must not read as done.
    """
    told = (_AUXILIARY.get(event.label), "historical" if event.background else None)
    return tuple(mode for mode in told if mode)


def modes_of(event: Event) -> tuple[str, ...]:
    """Return the mode of an event and its auxiliary modes."""
    return (*((event.mode,) if event.mode else ()), *auxiliary_modes(event))


def plover_sector(party: Party) -> str | None:
    """Return the sector of a party as PLOVER writes it, or None."""
    return _SECTORS.get(party.sector, party.sector) if party.sector else None


def plover_code(party: Party) -> str | None:
    """Return PLOVER's first code of an actor: the country, or IGO or NGO, or None."""
    return party.country or (party.sector if party.sector in _BODIES else None)
