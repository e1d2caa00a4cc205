"""Places from end to end: articles are read, and the places found in them are held against LGL and GeoVirus.

    python -m evaluation.found_places --data ../shared/data [--limit N]

A toponym of the gold is found where a place of the record overlaps it; a place of the record is right where it
overlaps a toponym of the gold. Nominals ("the city"), which no corpus marks, are left out. Articles are taken
as their corpora print them, with the address that LGL gives and no dateline cut off.

Both corpora ask for more and for less than the record holds. LGL marks adjectives and names of states that
stand for governments ("Russian", "Moscow accused"), which the record leaves out on purpose, and so its recall is
a lower bound. GeoVirus marks only some of the toponyms of a text, so that its precision is one. Of LGL the first
150 articles are read, which keeps the run to some minutes.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from evaluation.metrics import percentile_interval
from evaluation.places import READERS, WITHIN_KM, Article, GoldToponym, error_km
from onrecord.gazetteer import Gazetteer, PlaceRow
from onrecord.model import Document, Place, Reading, text_digest
from onrecord.record.places import find_places

MEASURES = ("precision", "recall", "F1", "found and within 161 km", "within 161 km where found")
"""What is measured: of the toponyms, the first three; of those with coordinates, the last two."""

MOST_ARTICLES = {"LGL": 150}
"""How many articles of a corpus are read, from its first; of the others all."""


@dataclass(frozen=True, slots=True)
class FoundCounts:
    """What was found in one article, or in several.

    Attributes:
        gold: toponyms that the corpus marks.
        gold_found: those that a place of the record overlaps.
        places: places of the record, nominals left out.
        places_right: those that overlap a toponym of the corpus.
        coded: toponyms that the corpus gives coordinates for.
        coded_found: those that a place of the record overlaps.
        coded_right: those whose place lies within 161 km of them.
    """

    gold: int = 0
    gold_found: int = 0
    places: int = 0
    places_right: int = 0
    coded: int = 0
    coded_found: int = 0
    coded_right: int = 0

    def __add__(self, other: FoundCounts) -> FoundCounts:
        return FoundCounts(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    def share(self, measure: str) -> float:
        """Return one of `MEASURES` in percent; 0 where there is nothing to be right about."""
        right, total = self.ratio(measure) if measure != "F1" else (0, 0)
        if measure == "F1":
            precision, recall = self.share("precision"), self.share("recall")
            return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return 100 * right / total if total else 0.0

    def ratio(self, measure: str) -> tuple[int, int]:
        """Return what a measure other than F1 counts: how many are right, and of how many.

        Raises:
            KeyError: there is no such measure.
        """
        return {
            "precision": (self.places_right, self.places),
            "recall": (self.gold_found, self.gold),
            "found and within 161 km": (self.coded_right, self.coded),
            "within 161 km where found": (self.coded_right, self.coded_found),
        }[measure]


def named_places(places: Iterable[Place], text: str) -> list[Place]:
    """Return the places that a name stands for; nominals ("the city") end in a word in lower case."""
    return [place for place in places if not place.span.cut(text).split()[-1][0].islower()]


def count_found(article: Article, places: Sequence[Place]) -> FoundCounts:
    """Return the counts of one article from the places of its record.

    Where several places overlap one toponym, the one that shares most of it is held against it.
    """
    places = named_places(places, article.text)
    gold = [*(one.span for one in article.toponyms), *article.uncoded]
    coded = [(one, _best(one, places)) for one in article.toponyms]
    return FoundCounts(
        gold=len(gold),
        gold_found=sum(any(place.span.overlaps(span) for place in places) for span in gold),
        places=len(places),
        places_right=sum(any(place.span.overlaps(span) for span in gold) for place in places),
        coded=len(coded),
        coded_found=sum(place is not None for _, place in coded),
        coded_right=sum(place is not None and _is_near(one, place) for one, place in coded),
    )


def _best(toponym: GoldToponym, places: Sequence[Place]) -> Place | None:
    def shared(place: Place) -> int:
        span = toponym.span
        return min(span.end, place.span.end) - max(span.start, place.span.start)

    return max((place for place in places if shared(place) > 0), key=shared, default=None)


def _is_near(toponym: GoldToponym, place: Place) -> bool:
    if place.lat is None or place.lon is None:
        return False
    row = PlaceRow(place.geonames, "", place.lat, place.lon, None, None, None, "", 0)
    return error_km(toponym, row) <= WITHIN_KM


def measure(
    read: Callable[[Document], Reading],
    gazetteer: Gazetteer,
    data: Path,
    *,
    limit: int | None = None,
) -> dict[str, list[FoundCounts]]:
    """Return the counts of each article by corpus; `limit` is articles of each corpus."""
    return {
        corpus: [
            count_found(article, _places_of(article, read, gazetteer))
            for article in islice(islice(read_corpus(data / path), MOST_ARTICLES.get(corpus)), limit)
        ]
        for corpus, (path, read_corpus) in READERS.items()
    }


def _places_of(
    article: Article, read: Callable[[Document], Reading], gazetteer: Gazetteer
) -> tuple[Place, ...]:
    document = Document(text_digest(article.text), "-", article.text, url=article.url)
    return find_places(read(document), gazetteer=gazetteer)


def interval(rows: Sequence[FoundCounts], name: str) -> tuple[float, float]:
    """Return the 95 % interval of a measure over articles drawn with replacement."""
    return percentile_interval(rows, lambda drawn: sum(drawn, FoundCounts()).share(name))


def main() -> None:
    """Print the figures of both corpora."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.found_places", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--limit", type=int, help="the first N articles of each corpus only")
    arguments = parser.parse_args()
    from onrecord.read.reader import Reader

    found = measure(Reader.load().read, Gazetteer.load(), arguments.data, limit=arguments.limit)
    for corpus, rows in found.items():
        total = sum(rows, FoundCounts())
        print(f"{corpus} ({len(rows)} articles)")
        for name in MEASURES:
            low, high = interval(rows, name)
            counts = "" if name == "F1" else "{} of {}".format(*total.ratio(name))
            print(f"  {name:26s} {total.share(name):5.1f}  {low:5.1f} to {high:5.1f}  {counts}")


if __name__ == "__main__":
    main()
