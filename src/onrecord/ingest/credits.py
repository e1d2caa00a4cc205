"""Who wrote a report and which agency it came from: bylines and agency credits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from onrecord.lexicons import load_table
from onrecord.model import Span

_MAX_BYLINE_CHARACTERS = 160
_NAME = r"(?:[A-ZÀ-ÖØ-Þ][\w.'’-]*|de|van|von|der|den|del|della|di|da|dos|el|al|bin|ibn|la|le|ter)"
_NAMES = rf"{_NAME}(?:\s+{_NAME}){{0,4}}"
_JOIN = r"(?:,|&|;|\b(?:and|AND|und|et|y|e)\b)"
_BYLINE = re.compile(
    rf"^(?:[Bb]y|BY|[Dd]i|[Pp]ar|[Pp]or|[Vv]on)[:\s]\s*"
    rf"(?P<names>{_NAMES}(?:\s*{_JOIN}\s*(?:and\s+)?{_NAMES})*)"
    r"(?P<rest>(?:\s*(?:[,|/–—-]|\b(?:in|at|for|of|IN|AT|FOR|OF)\b|\().{0,90})?)\.?$"
)
_SPLIT = re.compile(r"\s*(?:,|&|;|\b(?:and|AND|und|et)\b)\s*")
_TITLE = re.compile(
    r"\b(?:staff|writer|reporter|reporters|correspondent|editor|bureau|chief|contributor|columnist|desk|team"
    r"|special to|news service|newsroom|agencies|agency|wire|wires|reports?)\b",
    re.IGNORECASE,
)
_STROKE = re.compile(r"\s+[/|]\s+|(?<=[a-z])/(?=[A-Z])")
_ACRONYM = re.compile(r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.&]{1,7}")
_PLACE_TAIL = re.compile(r"\s*,?\s+(?:in|at|for|of|from)\s+.*$|\s*[|(/–—].*$")


@dataclass(frozen=True, slots=True)
class Agency:
    """A news agency: the name it is credited by, other names, and its domain."""

    name: str
    aliases: tuple[str, ...]
    domain: str | None


@cache
def _by_name() -> dict[str, Agency]:
    names: dict[str, Agency] = {}
    for agency in load_table("agencies.tsv", Agency):
        for name in (agency.name, *agency.aliases):
            names.setdefault(name.casefold(), agency)
    return names


@dataclass(frozen=True, slots=True)
class _BodyRow:
    name: str
    aliases: tuple[str, ...]


@cache
def _bodies() -> frozenset[str]:
    rows = load_table("bodies.tsv", _BodyRow)
    return frozenset(name.upper().replace(".", "") for row in rows for name in (row.name, *row.aliases))


def is_body(name: str) -> bool:
    """Tell whether a name is that of an international or state body, which no dateline or credit means.

    >>> is_body("NATO"), is_body("LIMA")
    (True, False)
    """
    return name.upper().replace(".", "").strip() in _bodies()


def known_agency(name: str) -> str | None:
    """Return the usual credit of an agency known by this name, or None.

    >>> known_agency("The Associated Press"), known_agency("Harbour Press")
    ('AP', None)
    """
    key = re.sub(r"\s+", " ", name).strip(" .,()[]/|-–—").casefold()
    agency = _by_name().get(key) or _by_name().get(key.removeprefix("the ").removesuffix(" staff"))
    return agency.name if agency else None


def agency_named(credit: str) -> str | None:
    """Return the agency that a credit in agency position names: a known one, or the words as they stand.

    In that position ("PARIS (Xyz) -") a name needs no list, only the look of one: capitals, or up to three
    capitalised words.

    >>> agency_named("Reuters"), agency_named("HPA"), agency_named("all times local")
    ('Reuters', 'HPA', None)
    """
    words = re.sub(r"\s+", " ", credit).strip(" .")
    # "AP/Reuters" and "Reuters, AFP": the first one is whose copy it mostly is.
    for name in (words, *re.split(r"\s*[/,&]\s*", words)):
        found = known_agency(name)
        if found:
            return found
    if re.fullmatch(r"[A-ZÀ-ÖØ-Þ][\w&.'’-]{1,20}(?: [A-ZÀ-ÖØ-Þ][\w&.'’-]{1,20}){0,2}", words):
        return words
    return None


def read_byline(line: str) -> tuple[str, ...]:
    """Return the names in a line that begins with "By", without place and post; empty if it is no byline.

    >>> read_byline("By Jane Roe and John Doe in Cairo")
    ('Jane Roe', 'John Doe')
    >>> read_byline("By Monday the harbour had reopened.")
    ()
    """
    text = " ".join(line.split())
    if len(text) > _MAX_BYLINE_CHARACTERS or text.endswith(("!", "?", ":")):
        return ()
    match = _BYLINE.match(text)
    if match is None or any(word[:1].islower() and word not in _PARTICLES for word in match["names"].split()):
        return ()
    first = match["names"].split()
    if len(first) == 1 and (text.endswith(".") or first[0].lower() in _NO_NAMES):
        return ()
    return split_names(match["names"])


_PARTICLES = frozenset(
    [
        "and",
        "und",
        "et",
        "y",
        "e",
        "&",
        "de",
        "van",
        "von",
        "der",
        "den",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "el",
        "al",
        "bin",
        "ibn",
        "la",
        "le",
        "ter",
    ]
)
_NO_NAMES = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "then",
        "now",
        "far",
        "contrast",
        "noon",
        "midnight",
        "dawn",
    ]
)


def split_names(names: str) -> tuple[str, ...]:
    """Return the persons of a list such as "By JANE ROE, Staff Writer, and John Doe", agencies left out."""
    text = re.sub(r"^\s*by[:\s]+", "", " ".join(names.split()), flags=re.IGNORECASE)
    found: list[str] = []
    for part in _SPLIT.split(text):
        name = _PLACE_TAIL.sub("", part).strip(" .,|")
        if not name or "://" in name or "@" in name or len(name) > 60 or known_agency(name):
            continue
        if _TITLE.search(name) and found:
            continue
        if name.isupper() and " " in name:
            name = name.title()
        if name not in found:
            found.append(name)
    return tuple(found)


def split_authors(names: Iterable[str], *, outlet: str | None) -> tuple[tuple[str, ...], str | None]:
    """Return the persons among the authors that metadata give, and the first agency among them.

    Metadata put agencies ("Associated Press"), the outlet itself and its staff in the same field as persons.
    Behind the outlet and a stroke, capitals name an agency without being known as one.

    >>> split_authors(["Lima Post / HPA", "Lima Post newsroom", "Jane Roe"], outlet="Lima Post")
    (('Jane Roe',), 'HPA')
    """
    persons: list[str] = []
    agency: str | None = None
    for name in names:
        found, rest = _agency_beside(name, outlet)
        agency = agency or found
        for person in split_names(rest):
            if not (outlet and _is_house(person, outlet)) and person not in persons:
                persons.append(person)
    return tuple(persons), agency


def _agency_beside(name: str, outlet: str | None) -> tuple[str | None, str]:
    """Return the agency in an author field, if there is one, and what is left to look for persons in."""
    first, *others = (part.strip() for part in _STROKE.split(name))
    agency = next((found for part in (name, first, *others) if (found := known_agency(part))), None)
    if not others or outlet is None or first.casefold() != outlet.casefold():
        return agency, name
    beside = next((part for part in others if _ACRONYM.fullmatch(part) and not is_body(part)), None)
    return agency or beside, " and ".join(part for part in others if part != beside)


def _is_house(person: str, outlet: str) -> bool:
    """Tell whether a name is that of the outlet, or of its staff as a whole ("Lima Post newsroom")."""
    name, house = person.casefold(), outlet.casefold()
    return name == house or (name.startswith(f"{house} ") and not _TITLE.sub("", name[len(house) :]).strip())


_CREDIT_FORMS = (
    re.compile(r"^(?:source|via|agency|by|from)\s*[:/–-]?\s+(?P<name>.{2,50})$", re.IGNORECASE),
    re.compile(r"^[—–-]{1,2}\s*(?P<name>.{2,40})$"),
    re.compile(r"^[(/\[](?P<name>[^()/\[\]]{2,40})[)/\]](?:\s+[\w/.-]{1,12}){0,8}\.?$"),
    re.compile(r"^(?P<name>.{2,40})$"),
)
_TAIL_CREDIT = re.compile(
    r"(?:\s[—–-]{1,2}\s?(?P<dash>[A-Z][\w .]{1,30})|\s[(/](?P<mark>[A-Z][\w ]{1,30})[)/])\.?$"
)


def end_credit(line: str) -> tuple[str, Span] | None:
    """Return the agency that the last line of a report credits, with its place in the line, or None.

    A line of its own ("(HPA) dk/sm", "Source: HPA", "Associated Press") or the tail of the last paragraph
    ("... the mayor said. (Reuters)"). Outside brackets only known agencies count.
    """
    text = line.strip()
    lead = len(line) - len(line.lstrip())
    for n, form in enumerate(_CREDIT_FORMS):
        match = form.match(text)
        if match is None:
            continue
        name = match["name"]
        agency = (
            agency_named(name)
            if n == 2 or (n == 0 and text.lower().startswith("source"))
            else known_agency(name)
        )
        if agency and (n == 2 or known_agency(agency) or not is_body(agency)):
            return agency, Span(lead + match.start("name"), lead + match.end("name"))
    match = _TAIL_CREDIT.search(text)
    if match is not None:
        group = "dash" if match["dash"] else "mark"
        agency = known_agency(match[group])
        if agency:
            return agency, Span(lead + match.start(group), lead + match.end(group))
    return None
