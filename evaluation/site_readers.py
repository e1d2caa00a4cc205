"""Readers of a site: each walks from page to page by a seed of its own and notes how long the first byte of each took.

They know nothing of OnRecord but its addresses, and take little time of the processor, since the site needs it.
"""

from __future__ import annotations

import gzip
import html
import http.client
import random
import re
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import quote_plus, urlencode, urlsplit

FOLLOWED = 0.4
"""Share of the steps that follow a link of the page before; the others go to a page of the kind whose turn it is."""

_LINK = re.compile(r'<a [^>]*?href="(/[^"]*)"')
_LOADED = re.compile(r'<(?:link rel="(?:stylesheet|icon)"|script)[^>]*? ?(?:href|src)="(/[^"]*)"')
_WAIT_S = 120

Draw = random.Random


@dataclass(frozen=True, slots=True)
class Known:
    """What is in the store, or some of it: what addresses are made from.

    Attributes:
        stories: ids.
        happenings: ids.
        people: ids, and the name of each.
        reports: keys.
        words: stretches of reports, as KEY?at=START-END.
        outlets: names.
        places: names.
        searched: words that reports hold.
        days: ISO days of publication.
        saved: ids of saved searches.
        last: number of the last report.
    """

    stories: Sequence[str]
    happenings: Sequence[str]
    people: Sequence[tuple[str, str]]
    reports: Sequence[str]
    words: Sequence[str]
    outlets: Sequence[str]
    places: Sequence[str]
    searched: Sequence[str]
    days: Sequence[str]
    saved: Sequence[str]
    last: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader got.

    Attributes:
        kind: which kind of page, file or answer it is.
        address: its address.
        status: the HTTP status.
        first_ms: milliseconds from asking, with the connection, to the first byte.
        n_bytes: bytes of the body as they were sent.
        n_loaded: bytes of what the page loads beside, as they were sent.
        n_unpacked: bytes of the body once unpacked.
    """

    kind: str
    address: str
    status: int
    first_ms: float
    n_bytes: int
    n_loaded: int
    n_unpacked: int

    @property
    def weight(self) -> int:
        """Bytes of it and of what it loads, as sent."""
        return self.n_bytes + self.n_loaded


@dataclass(frozen=True, slots=True)
class _Got:
    """An answer as it came: its status, milliseconds to its first byte, its body as sent, and unpacked."""

    status: int
    first_ms: float
    body: bytes
    unpacked: bytes


def _some(draw: Draw, known: Known) -> dict[str, str]:
    """Return a filter of one to three values."""
    month = draw.choice(known.days)[:8]
    given = {
        "since": f"{month}01",
        "until": f"{month}28",
        "outlet": draw.choice(known.outlets),
        "place": draw.choice(known.places),
        "person": draw.choice(known.people)[1],
        "type": draw.choice(("ASSAULT", "PROTEST", "CONSULT", "ACCUSE")),
        "label": draw.choice(("asserted", "alleged", "denied", "reported")),
    }
    names = draw.sample(sorted(given), draw.choice((1, 1, 2, 3)))
    return {name: value for name, value in given.items() if name in names}


def _month(draw: Draw, known: Known) -> str:
    month = draw.choice(known.days)[:8]
    return urlencode({"since": f"{month}01", "until": f"{month}28"})


def _list(page: str) -> Callable[[Draw, Known], str]:
    return lambda draw, known: f"{page}?{urlencode(_some(draw, known))}"


def _word(draw: Draw, known: Known) -> str:
    return quote_plus(draw.choice(known.searched))


def _person(draw: Draw, known: Known) -> str:
    id, _ = draw.choice(known.people)
    return f"{id}?{_month(draw, known)}" if draw.random() < 0.5 else id


def _name(draw: Draw, known: Known) -> str:
    return quote_plus(draw.choice(draw.choice(known.people)[1].split()))


PAGES: Mapping[str, Callable[[Draw, Known], str]] = {
    "today": lambda draw, known: f"/?skip={draw.randrange(9)}",
    "today, by sources": lambda draw, known: f"/?by=sources&skip={draw.randrange(9)}",
    "stories": lambda draw, known: f"/stories?skip={50 * draw.randrange(41)}",
    "stories, filtered": _list("/stories"),
    "story": lambda draw, known: f"/stories/{draw.choice(known.stories)}",
    "story for colleagues": lambda draw, known: f"/stories/{draw.choice(known.stories)}/report.html",
    "happening": lambda draw, known: f"/happenings/{draw.choice(known.happenings)}",
    "report": lambda draw, known: f"/reports/{draw.choice(known.reports)}",
    "report, at words": lambda draw, known: f"/reports/{draw.choice(known.words)}",
    "original": lambda draw, known: f"/reports/{draw.choice(known.reports)}/original",
    "versions": lambda draw, known: f"/reports/{draw.choice(known.reports)}/versions",
    "people": lambda draw, known: f"/people?name={_name(draw, known)}",
    "person": lambda draw, known: f"/people/{_person(draw, known)}",
    "search": lambda draw, known: f"/search?q={_word(draw, known)}+{_word(draw, known)}",
    "search, one word": lambda draw, known: f"/search?q={_word(draw, known)}",
    "search, filtered": lambda draw, known: f"/search?q={_word(draw, known)}&{urlencode(_some(draw, known))}",
    "timeline": lambda draw, known: f"/timeline?skip={50 * draw.randrange(41)}",
    "timeline, filtered": _list("/timeline"),
    "disputes": lambda draw, known: f"/disputes?skip={50 * draw.randrange(41)}",
    "disputes, filtered": _list("/disputes"),
    "corrections": lambda draw, known: f"/corrections?skip={50 * draw.randrange(4)}",
    "saved": lambda draw, known: f"/saved?skip={draw.randrange(99)}",
    "correct": lambda draw, known: f"/correct?of=report&target={draw.choice(known.reports)}",
    "API described": lambda draw, known: "/api/docs",
}
"""Kinds of pages by name, each with what draws an address of one."""

FILES: Mapping[str, Callable[[Draw, Known], str]] = {
    "style of a report": lambda draw, known: f"/reports/{draw.choice(known.reports)}/record.css",
    "file of a list": lambda draw, known: (
        f"/{draw.choice(('stories', 'timeline', 'disputes'))}.{draw.choice(('csv', 'json', 'jsonl'))}?{_month(draw, known)}"
        f"&{urlencode({'place': draw.choice(known.places)})}"
    ),
    "file of a story": lambda draw, known: (
        f"/stories/{draw.choice(known.stories)}.{draw.choice(('csv', 'quotations.csv', 'json', 'jsonl', 'geojson'))}"
    ),
    "file of a happening": lambda draw, known: (
        f"/happenings/{draw.choice(known.happenings)}.{draw.choice(('csv', 'sources.csv', 'json'))}"
    ),
    "API: a list": lambda draw, known: (
        f"/api/v1/{draw.choice(('stories', 'timeline', 'disputes'))}?{urlencode(_some(draw, known))}"
    ),
    "API: one of them": lambda draw, known: draw.choice(
        (
            f"/api/v1/stories/{draw.choice(known.stories)}",
            f"/api/v1/happenings/{draw.choice(known.happenings)}",
            f"/api/v1/reports/{draw.choice(known.reports)}",
            f"/api/v1/people/{draw.choice(known.people)[0]}",
        )
    ),
    "feed": lambda draw, known: f"/saved/{draw.choice(known.saved)}.atom" if known.saved else "/saved",
}
"""Likewise of what is no page."""

_OF_PATHS = (
    (re.compile(r"/\?by=sources.*"), "today, by sources"),
    (re.compile(r"/(?:\?.*)?"), "today"),
    (re.compile(r"/stories/[^/?.]+/report\.html.*"), "story for colleagues"),
    (re.compile(r"/stories/[^/?.]+\.[^?]*(?:\?.*)?"), "file of a story"),
    (re.compile(r"/happenings/[^/?.]+\.[^?]*(?:\?.*)?"), "file of a happening"),
    (re.compile(r"/stories/[^?]+(?:\?.*)?"), "story"),
    (re.compile(r"/happenings/[^?]+(?:\?.*)?"), "happening"),
    (re.compile(r"/reports/[^/?]+/original"), "original"),
    (re.compile(r"/reports/[^/?]+/versions(?:\?.*)?"), "versions"),
    (re.compile(r"/reports/[^/?]+\?at=.*"), "report, at words"),
    (re.compile(r"/reports/[^/?]+(?:\?.*)?"), "report"),
    (re.compile(r"/people/[^/?.]+(?:\?.*)?"), "person"),
    (re.compile(r"/people(?:\?.*)?"), "people"),
    (re.compile(r"/(stories|timeline|disputes)(?:\?skip=.*|\?)?"), r"\1"),
    (re.compile(r"/(stories|timeline|disputes)\?.*"), r"\1, filtered"),
    (re.compile(r"/(corrections|saved|correct)(?:\?.*)?"), r"\1"),
    (re.compile(r"/saved/[^/?]+\.atom"), "feed"),
    (re.compile(r"/api/docs"), "API described"),
)


def kind_of(address: str) -> str | None:
    """Return which kind of page or file an address is of, or None where it is of none that is measured.

    >>> kind_of("/reports/0f3a?at=3-9"), kind_of("/stories?place=Gdansk"), kind_of("/stories.csv")
    ('report, at words', 'stories, filtered', None)
    """
    for pattern, kind in _OF_PATHS:
        found = pattern.fullmatch(address)
        if found:
            return found.expand(kind)
    return None


class Reader:
    """One reader of a site, with a connection of its own.

    Args:
        site: address of the site.
        known: what is in its store.
        seed: decides where the reader goes.
        cookie: what the reader's browser sends along, or nothing.
    """

    def __init__(self, site: str, known: Known, *, seed: str, cookie: str = "") -> None:
        parts = urlsplit(site)
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=_WAIT_S)
        self._known, self._draw = known, Draw(seed)
        self._headers = {"Accept-Encoding": "gzip", **({"Cookie": cookie} if cookie else {})}
        self._turns: list[str] = []
        self._links: list[str] = []
        self._been: set[str] = set()
        self._loaded: dict[str, int] = {}
        self._noted: list[Answer] = []

    def walk(self, until: float) -> list[Answer]:
        """Go from page to page until a time by `time.monotonic`, and return what came.

        Raises:
            OSError: the site does not answer.
        """
        while time.monotonic() < until:
            kind, address = self._next()
            self._been.add(address)
            self._read(kind, address)
        self._connection.close()
        return self._noted

    def _next(self) -> tuple[str, str]:
        """Return where to go: by a link of the page before, or to a page of the kind whose turn it is; mostly a new one."""
        if self._links and self._draw.random() < FOLLOWED:
            address = self._draw.choice(self._links)
            kind = kind_of(address)
            if kind is not None and address not in self._been:
                return kind, address
        if not self._turns:
            self._turns = [*PAGES, *FILES]
            self._draw.shuffle(self._turns)
        kind = self._turns.pop()
        make = PAGES.get(kind) or FILES[kind]
        tries = [make(self._draw, self._known) for _ in range(9)]
        return kind, next((address for address in tries if address not in self._been), tries[0])

    def _read(self, kind: str, address: str) -> None:
        """Get a page, and what it loads that the reader has not."""
        page = self._ask(address)
        text = page.unpacked.decode("utf-8", "replace") if kind in PAGES else ""
        self._links = [html.unescape(link).partition("#")[0] for link in _LINK.findall(text)]
        n_loaded = 0
        for loaded in dict.fromkeys(_LOADED.findall(text)):
            if loaded not in self._loaded:
                got = self._ask(loaded)
                self._loaded[loaded] = len(got.body)
                if loaded.endswith("record.css"):
                    self._note("style of a report", loaded, got)
            n_loaded += self._loaded[loaded]
        self._note(kind, address, page, n_loaded)

    def _note(self, kind: str, address: str, got: _Got, n_loaded: int = 0) -> None:
        answer = Answer(kind, address, got.status, got.first_ms, len(got.body), n_loaded, len(got.unpacked))
        self._noted.append(answer)

    def _ask(self, address: str) -> _Got:
        begun = time.perf_counter()
        self._connection.request("GET", address, headers=self._headers)
        response = self._connection.getresponse()
        first_ms = (time.perf_counter() - begun) * 1000
        body = response.read()
        packed = response.headers.get("content-encoding") == "gzip"
        return _Got(response.status, first_ms, body, gzip.decompress(body) if packed else body)


def read_site(
    site: str, known: Known, *, readers: int, seconds: float, seed: int, cookie: str = ""
) -> list[Answer]:
    """Have some readers walk a site at once, and return what came to all of them.

    Args:
        site: address of the site.
        known: what is in its store.
        readers: how many.
        seconds: for how long.
        seed: decides where they go.
        cookie: what every second of them has from an earlier visit.
    """
    until = time.monotonic() + seconds
    walking = [
        Reader(site, known, seed=f"{seed} {number}", cookie=cookie if number % 2 else "")
        for number in range(readers)
    ]
    with ThreadPoolExecutor(readers) as pool:
        return [answer for noted in pool.map(lambda one: one.walk(until), walking) for answer in noted]
