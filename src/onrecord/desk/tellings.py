"""How the outlets of a story tell its happenings, side by side, and where these took place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from onrecord.desk.answers import (
    AccountRow,
    HappeningRow,
    OutletColumn,
    PlaceRow,
    ReportLine,
    StoryAnswer,
    TellingRow,
    TellingsAnswer,
)
from onrecord.desk.happenings import account_row, reports_telling
from onrecord.desk.inquiry import Inquiry, Item
from onrecord.desk.stories import story_answer
from onrecord.model import Place


@dataclass(slots=True)
class _Column:
    """An outlet whose reports are being gathered."""

    reports: list[ReportLine] = field(default_factory=list)
    reprints: list[ReportLine] = field(default_factory=list)


def tellings_answer(inquiry: Inquiry, story: Item) -> TellingsAnswer:
    """Return a story with the accounts of its happenings by outlet, and their places."""
    answer = story_answer(inquiry, story)
    told = inquiry.all_named("happenings", [row.id for row in answer.happenings])
    columns = _columns(inquiry, story["reports"], told.values())
    return TellingsAnswer(
        story=answer,
        columns=tuple(
            OutletColumn(name, tuple(column.reports), tuple(column.reprints))
            for (name, _), column in columns.items()
        ),
        rows=tuple(
            TellingRow(row, _cells(inquiry, told[row.id], list(columns))) for row in answer.happenings
        ),
        places=_places(inquiry, answer, told.values()),
    )


_Teller = tuple[str | None, str]
"""An outlet by its name; one that is unknown by its report, as two of them need not be the same."""


def _teller(line: ReportLine) -> _Teller:
    name = line.outlet or line.agency
    return name, "" if line.outlet else line.key


def _columns(inquiry: Inquiry, keys: Sequence[str], happenings: Iterable[Item]) -> dict[_Teller, _Column]:
    """Return the outlets in the order in which they first publish words of their own, with their reports."""
    own = {
        account["report"] for one in happenings for account in one["accounts"] if not account["copied_from"]
    }
    found: dict[_Teller, _Column] = {}
    lines = {key: inquiry.line(key) for key in keys}
    origins = {key: lines[line.reprint_of] for key, line in lines.items() if line.reprint_of in lines}
    for key, line in lines.items():
        if key not in origins:
            found.setdefault(_teller(line), _Column()).reports.append(line)
        elif key in own:
            found.setdefault(_teller(line), _Column())
    for key, origin in origins.items():
        found.setdefault(_teller(origin), _Column()).reprints.append(lines[key])
    return found


def _cells(
    inquiry: Inquiry, happening: Item, tellers: Sequence[_Teller]
) -> tuple[tuple[AccountRow, ...], ...]:
    """Return the accounts of a happening by outlet; what came with a reprint only where the outlet tells nothing else."""
    own: dict[_Teller, list[Item]] = {teller: [] for teller in tellers}
    copied: dict[_Teller, list[Item]] = {teller: [] for teller in tellers}
    for account in happening["accounts"]:
        teller = _teller(inquiry.line(account["report"]))
        if teller not in own and account["copied_from"]:
            teller = _teller(inquiry.line(account["copied_from"]))
        if teller in own:
            (copied if account["copied_from"] else own)[teller].append(account)
    return tuple(
        tuple(account_row(inquiry, account) for account in own[teller] or copied[teller])
        for teller in tellers
    )


def _places(inquiry: Inquiry, answer: StoryAnswer, happenings: Iterable[Item]) -> tuple[PlaceRow, ...]:
    """Return where the happenings took place, as far as records know where that lies; by the order of the story."""
    at: dict[int, list[HappeningRow]] = {}
    for row in answer.happenings:
        if row.geonames is not None:
            at.setdefault(row.geonames, []).append(row)
    telling = [key for one in happenings if one["place"] in at for key in reports_telling(one)]
    known = _known_places(inquiry, at.keys(), list(dict.fromkeys(telling)))
    return tuple(
        PlaceRow(id, place.name or str(id), place.country, place.lat, place.lon, place.feature, tuple(rows))
        for id, rows in at.items()
        if (place := known.get(id)) is not None and place.lat is not None and place.lon is not None
    )


def _known_places(inquiry: Inquiry, wanted: Iterable[int], keys: Sequence[str]) -> dict[int, Place]:
    """Return places by their ids out of the records of some reports; no more of these are read than it takes."""
    missing = set(wanted)
    found: dict[int, Place] = {}
    for _, record in inquiry.records(keys) if missing else ():
        for place in record.places:
            if place.geonames in missing and place.lat is not None and place.lon is not None:
                found[place.geonames] = place
                missing.discard(place.geonames)
        if not missing:
            break
    return found
