"""Toponym resolution with the places given, on LGL and GeoVirus.

    python -m evaluation.places --data ../shared/data

Every coded toponym counts: one that the gazetteer lacks, or that is refused, is wrong, and its error is half
the girth of the earth. Figures: the share within 161 km (100 miles), with a 95 % interval from a bootstrap
over articles; mean and median error; AUC, the area under ln(1 + error) of the sorted errors, over its maximum
(lower is better).
"""

from __future__ import annotations

import argparse
import gzip
import math
import random
import statistics
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from onrecord.gazetteer import Gazetteer, PlaceRow
from onrecord.model import Span
from onrecord.record.toponyms import Resolution, Setting, distance_km, resolve_toponyms

WITHIN_KM = 161.0
"""How far off a place may lie and still be right: 100 miles."""
_FARTHEST_KM = 20_039.0
_SAMPLES = 1_000


@dataclass(frozen=True, slots=True)
class GoldToponym:
    """A toponym of a corpus: where it stands, its words, and the coordinates it is coded with.

    `feature` is its GeoNames feature code, or None where the corpus has none.
    """

    span: Span
    name: str
    lat: float
    lon: float
    feature: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """An article of a corpus.

    Attributes:
        text: the article.
        url: its address, or None.
        toponyms: those that the corpus gives coordinates for, in order of offset.
        name: tells it from the others of its corpus: the number that LGL gives it, its place in GeoVirus.
        uncoded: where the others stand.
    """

    text: str
    url: str | None
    toponyms: tuple[GoldToponym, ...]
    name: str = "-"
    uncoded: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceScores:
    """Figures of one corpus; shares are fractions of one, distances kilometres."""

    corpus: str
    n_articles: int
    n_toponyms: int
    n_correct: int
    n_unresolved: int
    accuracy: float
    low: float
    high: float
    mean_km: float
    median_km: float
    auc: float


def read_lgl(path: Path) -> Iterator[Article]:
    """Yield the articles of LGL."""
    for article in ElementTree.fromstring(gzip.decompress(path.read_bytes())):
        toponyms, uncoded = [], []
        for toponym in article.iter("toponym"):
            tag = toponym.find("gaztag")
            span = Span(int(toponym.findtext("start", "0")), int(toponym.findtext("end", "0")))
            if tag is None or not tag.findtext("lat"):
                uncoded.append(span)
            else:
                name = toponym.findtext("phrase", "")
                place = (tag.findtext("lat", ""), tag.findtext("lon", ""), tag.findtext("fcode"))
                toponyms.append(_gold(span, name, *place))
        text, url = article.findtext("text", ""), article.findtext("url")
        yield Article(text, url, tuple(toponyms), article.get("docid", "-"), tuple(uncoded))


def read_geovirus(path: Path) -> Iterator[Article]:
    """Yield the articles of GeoVirus; its offsets count from one. The address is Wikinews' own."""
    for k, article in enumerate(ElementTree.fromstring(gzip.decompress(path.read_bytes())), start=1):
        toponyms = []
        for location in article.iter("location"):
            span = Span(int(location.findtext("start", "1")) - 1, int(location.findtext("end", "1")) - 1)
            name = location.findtext("name", "")
            toponyms.append(_gold(span, name, location.findtext("lat", ""), location.findtext("lon", "")))
        yield Article(article.findtext("text", ""), None, tuple(toponyms), str(k))


def _gold(span: Span, name: str, lat: str, lon: str, feature: str | None = None) -> GoldToponym:
    return GoldToponym(span, name, float(lat), float(lon), feature or None)


def resolve_article(article: Article, gazetteer: Gazetteer) -> list[Resolution]:
    """Return what the toponyms of an article are taken for."""
    names = [(toponym.span, toponym.name) for toponym in article.toponyms]
    return resolve_toponyms(names, text=article.text, gazetteer=gazetteer, setting=Setting(url=article.url))


def error_km(toponym: GoldToponym, row: PlaceRow | None) -> float:
    """Return how far the row lies from the gold coordinates; the farthest possible where there is none."""
    if row is None:
        return _FARTHEST_KM
    gold = PlaceRow(None, "", toponym.lat, toponym.lon, None, None, None, "", 0)
    return distance_km(gold, row)


def score_places(corpus: str, articles: Iterable[Article], gazetteer: Gazetteer) -> PlaceScores:
    """Return the figures of one corpus."""
    errors = [
        [
            error_km(toponym, resolution.row)
            for toponym, resolution in zip(article.toponyms, resolve_article(article, gazetteer), strict=True)
        ]
        for article in articles
    ]
    flat = [error for group in errors for error in group]
    low, high = _interval(errors)
    correct = sum(error <= WITHIN_KM for error in flat)
    return PlaceScores(
        corpus=corpus,
        n_articles=len(errors),
        n_toponyms=len(flat),
        n_correct=correct,
        n_unresolved=sum(error == _FARTHEST_KM for error in flat),
        accuracy=correct / len(flat),
        low=low,
        high=high,
        mean_km=statistics.fmean(flat),
        median_km=statistics.median(flat),
        auc=statistics.fmean(math.log1p(error) for error in flat) / math.log1p(_FARTHEST_KM),
    )


def _interval(errors: list[list[float]]) -> tuple[float, float]:
    """Return the 95 % interval of the accuracy, articles drawn with replacement."""
    draw = random.Random(161)
    counts = [(sum(error <= WITHIN_KM for error in group), len(group)) for group in errors]
    shares = []
    for _ in range(_SAMPLES):
        sample = draw.choices(counts, k=len(counts))
        shares.append(sum(right for right, _ in sample) / max(1, sum(total for _, total in sample)))
    shares.sort()
    return shares[round(0.025 * _SAMPLES)], shares[round(0.975 * _SAMPLES) - 1]


READERS: dict[str, tuple[str, Callable[[Path], Iterator[Article]]]] = {
    "LGL": ("toponyms/lgl.xml.gz", read_lgl),
    "GeoVirus": ("toponyms/GeoVirus.xml.gz", read_geovirus),
}


def score_all(
    data: Path, *, limit: int | None = None, gazetteer: Gazetteer | None = None
) -> list[PlaceScores]:
    """Return the figures of every corpus found under the folder `data`; `limit` is articles of each."""
    gazetteer = gazetteer or Gazetteer.load()
    return [
        score_places(corpus, islice(read(data / path), limit), gazetteer)
        for corpus, (path, read) in READERS.items()
        if (data / path).exists()
    ]


def main() -> None:
    """Print a table of the figures."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.places", description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--limit", type=int, help="the first N articles of each corpus only")
    arguments = parser.parse_args()
    print("corpus     toponyms  right  unresolved  acc@161  95 % interval  mean km  median km   AUC")
    for scores in score_all(arguments.data, limit=arguments.limit):
        print(
            f"{scores.corpus:10} {scores.n_toponyms:8} {scores.n_correct:6} {scores.n_unresolved:11} "
            f"{scores.accuracy:8.1%} {scores.low:7.1%}-{scores.high:.1%} {scores.mean_km:8.0f} "
            f"{scores.median_km:10.1f} {scores.auc:5.3f}"
        )


if __name__ == "__main__":
    main()
