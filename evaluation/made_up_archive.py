"""An invented web archive of any size, as crawlers of news leave it, with known counts: for tests and benchmarks.

    python -m evaluation.made_up_archive FOLDER [--pages 50000] [--a-file 5000] [--seed 11]

The reports are those of `evaluation.made_up_news`, copies and follow-ups included, each as a page with what pages have
around a report: menus, teasers, a notice on cookies, metadata of several kinds. Among them stand, in known numbers,
pages in other languages, pages without a report, empty and damaged ones, pictures, redirects and errors, and pages that
come a second time. `truth.json` says how many of each there are. The same seed gives the same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from html import escape
from pathlib import Path
from uuid import UUID

from evaluation.made_up_news import CITIES, MadeUpReport, made_up_news

_SECTIONS = (
    "Home",
    "World",
    "Politics",
    "Business",
    "Sport",
    "Culture",
    "Weather",
    "Opinion",
    "Video",
    "Newsletters",
)
_TEASERS = (
    "Ten ideas for a rainy weekend", "Our readers' best pictures of the month", "Why the old tram is coming back",
    "Quiz: how well do you know your harbour?", "The recipe: plum cake from the valley", "Watch the match again",
)  # fmt: skip
_FOREIGN = {
    "fr": (
        "Le conseil municipal a annoncé mardi la fermeture du vieux marché pour des travaux qui dureront six mois.",
        "Selon le maire, les commerçants seront installés près de la gare et recevront une aide de la région.",
        "Plusieurs habitants ont exprimé leur inquiétude lors d'une réunion qui s'est tenue dans la soirée.",
    ),
    "de": (
        "Der Stadtrat hat am Dienstag beschlossen, den alten Markt für sechs Monate zu schließen und zu erneuern.",
        "Der Bürgermeister sagte, die Händler würden in der Nähe des Bahnhofs untergebracht und bekämen Hilfe vom Land.",
        "Mehrere Anwohner äußerten in einer Versammlung am Abend ihre Sorge über den Verkehr in den engen Straßen.",
    ),
    "es": (
        "El ayuntamiento anunció el martes el cierre del antiguo mercado por unas obras que durarán seis meses.",
        "Según el alcalde, los comerciantes se instalarán cerca de la estación y recibirán una ayuda de la región.",
        "Varios vecinos expresaron su preocupación en una reunión que se celebró por la noche en la escuela.",
    ),
}  # fmt: skip
_APART = timedelta(minutes=5)
"""From one story to the next: 50,000 pages are then the news of a month, as in the archives of crawlers."""

_OF_A_HUNDRED = {
    "foreign": 4, "no report": 2, "empty": 1, "damaged": 1, "again": 3, "picture": 2, "redirect": 1, "missing": 2,
}  # fmt: skip
"""How many records of a hundred are something else than a page with a report."""


@dataclass(slots=True)
class Truth:
    """What an archive holds.

    Attributes:
        reports: pages with a report in English, each counted once.
        again: pages that came before, with the same bytes and address.
        foreign, no_report, empty, damaged: pages that cannot be put on record.
        left_out: records that are no pages: pictures, redirects, errors.
        outlets: reports of each outlet.
        days: reports of each day of publication.
        files: names of the files.
    """

    reports: int = 0
    again: int = 0
    foreign: int = 0
    no_report: int = 0
    empty: int = 0
    damaged: int = 0
    left_out: int = 0
    outlets: dict[str, int] = field(default_factory=dict)
    days: dict[str, int] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)

    @property
    def captures(self) -> int:
        """Pages in the archive, whether they can be read or not."""
        return self.reports + self.again + self.foreign + self.no_report + self.empty + self.damaged


@dataclass(frozen=True, slots=True)
class _Record:
    kind: str
    url: str
    body: bytes
    at: datetime
    media_type: str = "text/html; charset=utf-8"
    status: str = "200 OK"
    report: MadeUpReport | None = None


def write_archive(folder: Path, n_pages: int, *, a_file: int = 5_000, seed: int = 11) -> Truth:
    """Write an archive into a folder, and return what it holds.

    Args:
        folder: where its files go; made if it is not there.
        n_pages: pages with a report, each counted once.
        a_file: records to a file.
        seed: another seed gives another archive.
    """
    folder.mkdir(parents=True, exist_ok=True)
    truth, written = Truth(), 0
    file = None
    for number, record in enumerate(_records(n_pages, seed)):
        if file is None or written == a_file:
            if file is not None:
                file.close()
            name = f"news-{len(truth.files):05d}.warc.gz"
            truth.files.append(name)
            file = (folder / name).open("wb")
            written = 0
        # mtime 0, so that the same seed gives the same bytes.
        file.write(gzip.compress(_warc(record, number), compresslevel=6, mtime=0))
        written += 1
        _count(truth, record)
    if file is not None:
        file.close()
    (folder / "truth.json").write_text(json.dumps(asdict(truth), indent=1, sort_keys=True), encoding="utf-8")
    return truth


def _count(truth: Truth, record: _Record) -> None:
    if record.report is not None and record.kind == "report":
        outlet, day = record.report.outlet, record.report.published[:10]
        truth.outlets[outlet] = truth.outlets.get(outlet, 0) + 1
        truth.days[day] = truth.days.get(day, 0) + 1
    name = {"report": "reports", "no report": "no_report"}.get(record.kind, record.kind)
    if name in ("picture", "redirect", "missing"):
        name = "left_out"
    setattr(truth, name, getattr(truth, name) + 1)


def _records(n_pages: int, seed: int) -> Iterator[_Record]:
    draw = random.Random(seed)
    news = made_up_news(seed, apart=_APART, cities=CITIES)
    kinds = list(_OF_A_HUNDRED)
    weights = [*_OF_A_HUNDRED.values()]
    given, before = 0, list[_Record]()
    while given < n_pages:
        kind = "report" if draw.random() * 100 >= sum(weights) else draw.choices(kinds, weights)[0]
        if kind == "again" and not before:
            kind = "report"
        if kind == "again":
            old = draw.choice(before)
            yield _Record("again", old.url, old.body, old.at + timedelta(hours=3), report=old.report)
            continue
        report = next(news)
        at = datetime.fromisoformat(report.published).replace(tzinfo=None) + timedelta(minutes=15)
        if kind != "report":
            yield _other(kind, report, at, draw)
            continue
        given += 1
        record = _Record("report", report.url, _page(report, draw), at, report=report)
        # Any of the last thousand may come again.
        before = [*before[-999:], record] if len(before) >= 1_000 else [*before, record]
        yield record


def _other(kind: str, report: MadeUpReport, at: datetime, draw: random.Random) -> _Record:
    url = f"{report.url}/{kind.replace(' ', '-')}"
    match kind:
        case "foreign":
            language = draw.choice(sorted(_FOREIGN))
            lines = draw.sample(_FOREIGN[language], k=3)
            return _Record(kind, url, _shell(lines[0][:60], [*lines, *lines[::-1]], "", draw, language), at)
        case "no report":
            return _Record(kind, url, _shell(draw.choice(_SECTIONS), [], "", draw), at)
        case "empty":
            return _Record(kind, url, b" \n", at)
        case "damaged":
            return _Record(kind, url, bytes(draw.randrange(256) for _ in range(3_000)), at)
        case "picture":
            return _Record(kind, f"{url}.png", b"\x89PNG\r\n\x1a\n" + draw.randbytes(400), at, "image/png")
        case "redirect":
            return _Record(kind, url, b"", at, status="301 Moved Permanently")
    return _Record(kind, url, b"<html><body><h1>Not found</h1></body></html>", at, status="404 Not Found")


def _page(report: MadeUpReport, draw: random.Random) -> bytes:
    headline, *paragraphs = report.text.strip().split("\n\n")
    told = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": headline,
        "datePublished": report.published, "publisher": {"@type": "Organization", "name": report.outlet},
    }  # fmt: skip
    head = (
        f'<meta property="og:site_name" content="{escape(report.outlet)}">'
        f'<meta property="article:published_time" content="{report.published}">'
        f'<link rel="canonical" href="{escape(report.url)}">'
    )
    if draw.random() < 0.6:
        head += f'<script type="application/ld+json">{json.dumps(told)}</script>'
    return _shell(headline, paragraphs, head, draw)


def _shell(
    headline: str, paragraphs: list[str], head: str, draw: random.Random, language: str = "en"
) -> bytes:
    menu = "".join(f'<li><a href="/{one.lower()}">{one}</a></li>' for one in _SECTIONS)
    teasers = "".join(
        f'<div class="teaser"><a href="/t/{draw.randrange(10**6)}">{one}</a></div>'
        for one in draw.sample(_TEASERS, k=4)
    )
    text = "".join(f"<p>{escape(one)}</p>" for one in paragraphs)
    article = f"<article><h1>{escape(headline)}</h1>{text}</article>" if paragraphs else f"<ul>{teasers}</ul>"
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{escape(headline)}</title>{head}'
        f"<style>{'.c{color:#123}' * draw.randrange(20, 200)}</style></head><body><header><nav><ul>{menu}</ul></nav>"
        f'</header><div id="cookies">We use cookies. <button>Accept</button></div><main>{article}</main>'
        f"<aside>{teasers}</aside><footer><p>Contact | Terms of use | Privacy</p></footer>"
        f"<script>var q={[draw.randrange(10**6) for _ in range(draw.randrange(50, 400))]};</script></body></html>"
    ).encode()


def _warc(record: _Record, number: int) -> bytes:
    http = (
        f"HTTP/1.1 {record.status}\r\nContent-Type: {record.media_type}\r\n"
        f"Content-Length: {len(record.body)}\r\n\r\n"
    ).encode() + record.body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{UUID(int=number + 1)}>\r\n"
        f"WARC-Date: {record.at.isoformat(timespec='seconds')}Z\r\nWARC-Target-URI: {record.url}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    ).encode()
    return head + http + b"\r\n\r\n"


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.made_up_archive", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=50_000, help="pages with a report")
    parser.add_argument("--a-file", type=int, default=5_000, help="records to a file")
    parser.add_argument("--seed", type=int, default=11)
    options = parser.parse_args()
    truth = write_archive(options.folder, options.pages, a_file=options.a_file, seed=options.seed)
    print(f"{truth.captures:,} pages, {truth.reports:,} with a report, in {len(truth.files)} files")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
