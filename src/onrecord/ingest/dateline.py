"""The dateline: where and when a report was filed, and the agency credited there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.ingest.credits import agency_named, is_body, known_agency
from onrecord.ingest.days import DAY_PATTERN, WEEKDAY, WrittenDay, written_day
from onrecord.ingest.furniture import is_lead_in
from onrecord.model import Span

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽ"
_CAPS_WORD = (
    rf"(?:[Ss]t\.|ST\.|[{_UPPER}](?:[{_UPPER}'’.-]|(?<=[{_UPPER}])c(?=[{_UPPER}]))*[{_UPPER}.])(?![a-z])"
)
_CAPS = (
    rf"{_CAPS_WORD}(?:[ \u00a0]{_CAPS_WORD}|[ \u00a0](?:de|del|al|el|la|an|ON|OF|THE)(?=[ \u00a0-])){{0,4}}"
)
_TITLE_WORD = rf"[{_UPPER}][\w'’.-]*"
_TITLE = rf"{_TITLE_WORD}(?:[ \u00a0](?:de|del|al|el|la|of|the|{_TITLE_WORD})){{0,3}}"
_NOT_DAY = rf"(?!{WEEKDAY}\b|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*\.?\s+\d|\d)"
_REGION = rf"{_NOT_DAY}[{_UPPER}][\w'’.-]*(?:[ \u00a0][{_UPPER}][\w'’.-]*){{0,2}}"
_DASH = r"(?:\s*[—–―]+\s*|\s+(?:-{1,3}|‐|\|)\s*|\s*--+\s*)"
_AGENCY = r"(?:\s*[(\[](?P<round>[^()\[\]\n]{2,40})[)\]]|\s*/(?P<slash>[^/\n]{2,40})/\.?)"
_HEAD = re.compile(
    rf"(?P<place>{_CAPS}|{_TITLE})(?P<second>/(?:{_CAPS}|{_TITLE}))*"
    rf"(?P<region>(?:,[ \u00a0]{_REGION}){{0,2}})"
    rf"(?P<date>[,.]?\s+{DAY_PATTERN})?"
    rf"(?P<year>,?\s+(?:19|20)\d\d(?!\d))?"
    rf"(?P<stop>\.)?(?P<agency>{_AGENCY})?"
)
_BARE_AGENCY = re.compile(rf"[(\[](?P<round>[^()\[\]\n]{{2,30}})[)\]](?={_DASH}\S)")
_DASH_RE = re.compile(_DASH)
_COLON = re.compile(r":\s+")
_MAX_CHARACTERS = 110
"""Longest dateline, in code points: two places, a region, a date and an agency."""

_MIN_BARE_CAPITALS = 3
"""Letters of a place in capitals that needs nothing but a dash after it ("GOA -")."""


@dataclass(frozen=True, slots=True)
class FoundDateline:
    """A dateline as written; offsets count from the start of the text searched.

    Attributes:
        span: the whole, agency credit included, without the dash that ends it.
        end: where the body goes on, after dash and blanks.
        place: the words of the first place, or None where only an agency is given.
        day: the day as written, or None.
        agency_span: the words of the credit, or None.
        agency: name of the agency, or None.
    """

    span: Span
    end: int
    place: Span | None
    day: WrittenDay | None
    agency_span: Span | None
    agency: str | None


def find_dateline(text: str, start: int = 0) -> FoundDateline | None:
    """Return the dateline that begins at an offset of the text, or None where the words are no dateline.

    A place in capitals needs a dash, a date or a credit after it; a place in ordinary letters needs a date or
    a credit. What follows the dash must begin like a sentence, so "NATO - the alliance - said" stays silent,
    and so do the names of bodies and words that announce a form ("BREAKING -").

    >>> found = find_dateline("BRUSSELS, December 12. /TASS/. The harbour reopened.")
    >>> found.agency, found.day.month
    ('TASS', 12)
    """
    line_end = text.find("\n", start)
    line = text[start : line_end if line_end >= 0 else len(text)]
    bare = _BARE_AGENCY.match(line)
    if bare is not None:
        name = bare["round"]
        agency = known_agency(name) or (name if re.fullmatch(r"[A-Z][A-Z.&]{1,7}", name) else None)
        dash = _DASH_RE.match(line, bare.end())
        if agency is None or dash is None:
            return None
        credit = Span(start + bare.start("round"), start + bare.end("round"))
        return FoundDateline(Span(start, start + bare.end()), start + dash.end(), None, None, credit, agency)
    match = _HEAD.match(line[: _MAX_CHARACTERS + 20])
    if match is None or match.end() > _MAX_CHARACTERS:
        return None
    return _judge(line, match, start)


def _judge(line: str, match: re.Match[str], start: int) -> FoundDateline | None:
    """Return the dateline of a match if its words and what follows them bear it out."""
    place, day = match["place"], None
    end = match.end("region")
    if match["date"]:
        day = written_day(match)
        if day is None:
            return None
        year = int(match["year"].strip(" ,")) if match["year"] and day.year is None else day.year
        offset = len(match["date"]) - len(match["date"].lstrip(" ,.\t\u00a0"))
        stop = match.end("year") if match["year"] and day.year is None else match.end("date")
        day = WrittenDay(day.month, day.day, year, start + match.start("date") + offset, start + stop)
        end = stop
    agency, credit = None, None
    group = "round" if match["round"] else "slash" if match["slash"] else None
    if group is not None:
        agency = agency_named(match[group])
        if agency is None and group == "slash":
            return None
        if agency is not None:
            credit = Span(start + match.start(group), start + match.end(group))
            end = match.end("agency")
    rest = line[end:]
    separator = _DASH_RE.match(rest)
    if separator is None and match["stop"] and agency is None and day is not None:
        separator = re.match(r"\.\s*(?:[—–-]+\s*)?", rest)
    capitals = place == place.upper() or _mostly_upper(place)
    if not _is_place(place, day, agency):
        return None
    if separator is None:
        if agency is None and day is None:
            colon = _COLON.match(rest)
            if (
                colon is None
                or not capitals
                or match["region"]
                or not _opens_sentence(rest[colon.end() :], 40)
            ):
                return None
            if " " in place or sum(map(str.isalpha, place)) < 5:
                return None
            separator = colon
        elif rest.strip() and not (agency and (capitals or day) and _opens_sentence(rest.lstrip(" .:"), 1)):
            return None
    elif agency is None and day is None:
        if not capitals or not _opens_sentence(rest[separator.end() :], 20):
            return None
    elif not rest[separator.end() :].strip() and day is None and not capitals:
        return None
    after = separator.end() if separator else len(rest) - len(rest.lstrip(" .\u00a0\t"))
    return FoundDateline(
        span=Span(start, start + end),
        end=start + end + after,
        place=Span(start + match.start("place"), start + match.start("place") + _name_end(place)),
        day=day,
        agency_span=credit,
        agency=agency,
    )


def _name_end(place: str) -> int:
    """Return where the name in a place ends: "MOSCOW." closes with a stop, "N.Y." is short for something."""
    last = place.rstrip(".").split()[-1]
    return len(place) - 1 if place.endswith(".") and len(last) > 3 and "." not in last else len(place)


def _mostly_upper(place: str) -> bool:
    letters = [character for character in place if character.isalpha()]
    return bool(letters) and sum(map(str.isupper, letters)) >= 0.75 * len(letters) and len(letters) > 2


def _is_place(place: str, day: WrittenDay | None, agency: str | None) -> bool:
    """Tell whether words before a dash, a date or a credit can be a place of filing."""
    letters = sum(map(str.isalpha, place))
    if letters < 2 or is_lead_in(place) or known_agency(place):
        return False
    if day is None and agency is None:
        return letters >= _MIN_BARE_CAPITALS and not is_body(place)
    # "On Monday, Dec. 12" and "In Paris, March 3" are sentences, not datelines.
    return place.split()[0] not in _OPENERS and not re.match(rf"(?:{WEEKDAY})\b", place)


_OPENERS = frozenset(
    [
        "On",
        "In",
        "At",
        "By",
        "Since",
        "From",
        "After",
        "Before",
        "Until",
        "During",
        "Between",
        "As",
        "The",
        "A",
        "An",
        "It",
        "He",
        "She",
        "They",
        "We",
        "I",
        "This",
        "That",
        "Last",
        "Next",
        "Early",
        "Late",
        "When",
        "While",
        "But",
        "And",
        "For",
        "To",
        "Of",
        "Updated",
        "Published",
        "Posted",
        "Date",
    ]
)


def _opens_sentence(rest: str, least: int) -> bool:
    """Tell whether text begins as a sentence does (capital, figure or quotation mark) and is long enough."""
    text = rest.lstrip()
    return len(text) >= least and (text[0].isupper() or text[0].isdigit() or text[0] in "\"'“‘«„$€£[(…")
