"""Whether the day of publication and the headline are read as a page states them.

    python -m evaluation.metadata --data ../shared/data

The pages are those of `evaluation.extraction`, whose gold holds no days: `gold/publication_dates.tsv` was made for
this task by looking at each page. `day` is the day of first publication by the outlet's own calendar, "none" where
the page states none; two days are given, parted by a bar, where a page states one moment in UTC and leaves open on
which day it fell at home. `where` is where it stands: json-ld, meta, time (an element), visible or url.

The headline is the one that readers see. `gold/headlines.tsv` keeps its SHA-256, letters and digits alone and in
lower case, so that no text of the pages is in the repository.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from evaluation.metrics import Counts
from onrecord.errors import InputError
from onrecord.ingest import IngestOptions, document_from_html

GOLD = Path(__file__).with_name("gold") / "publication_dates.tsv"
HEADLINES = GOLD.with_name("headlines.tsv")
OUTCOMES = ("right", "wrong", "missing", "invented")
"""What a page can come to: invented is a day where the page states none, missing the other way round."""


@dataclass(frozen=True, slots=True)
class StatedDay:
    """What a page states: the days that are right, none where it states none, and where it stands."""

    page: str
    days: tuple[str, ...]
    where: str
    note: str


@dataclass(frozen=True, slots=True)
class DayScore:
    """What one page came to: one of `OUTCOMES`, the day found, and whether the headline is right."""

    stated: StatedDay
    found: str | None
    outcome: str
    headline: bool = False


def read_gold(path: Path = GOLD) -> list[StatedDay]:
    """Return the days that the pages state, in the order of the table."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            StatedDay(
                row["page"],
                () if row["day"] == "none" else tuple(row["day"].split("|")),
                row["where"],
                row["note"],
            )
            for row in rows
        ]


def read_headlines(path: Path = HEADLINES) -> dict[str, str]:
    """Return the hash of the headline of each page."""
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["page"]: row["sha256"] for row in csv.DictReader(lines, delimiter="\t")}


def headline_hash(headline: str) -> str:
    """Return the SHA-256 of the letters and digits of a headline in lower case, hexadecimal.

    >>> headline_hash("Harbour opens!") == headline_hash("HARBOUR OPENS")
    True
    """
    kept = "".join(character for character in headline.lower() if character.isalnum())
    return hashlib.sha256(kept.encode()).hexdigest()


def judge(stated: StatedDay, published: str | None) -> DayScore:
    """Return what a page came to from the day or time of publication that was found."""
    day = published[:10] if published is not None else None
    if day is None:
        outcome = "missing" if stated.days else "right"
    elif not stated.days:
        outcome = "invented"
    else:
        outcome = "right" if day in stated.days else "wrong"
    return DayScore(stated, day, outcome)


def measure(data: Path, *, limit: int | None = None) -> list[DayScore]:
    """Return what each page came to, read with its address as `onrecord read` has it.

    A page that ingest refuses counts as one on which nothing was found.
    """
    folder = data / "article-extraction"
    addresses = json.loads((folder / "ground-truth.dev-half.json").read_text(encoding="utf-8"))
    headlines = read_headlines()
    scores = []
    for stated in islice(read_gold(), limit):
        html = gzip.decompress((folder / "html" / f"{stated.page}.html.gz").read_bytes())
        options = IngestOptions(url=addresses[stated.page].get("url"), languages=())
        try:
            document = document_from_html(html, source=stated.page, options=options)
        except InputError:
            scores.append(judge(stated, None))
            continue
        span = document.parts.headline
        right = span is not None and headline_hash(span.cut(document.text)) == headlines[stated.page]
        scores.append(replace(judge(stated, document.published), headline=right))
    return scores


def as_counts(scores: Iterable[DayScore]) -> dict[str, list[Counts]]:
    """Return each page as a count of one, right or not, by what was read."""
    scores = list(scores)
    return {
        "day of publication": [Counts(int(score.outcome == "right"), 1, 1) for score in scores],
        "headline": [Counts(int(score.headline), 1, 1) for score in scores],
    }


def main() -> None:
    """Print how many days are right, and the pages where they are not."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.metadata", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--data", type=Path, required=True, help="folder that holds article-extraction/")
    parser.add_argument("--limit", type=int, help="the first N pages only")
    arguments = parser.parse_args()
    scores = measure(arguments.data, limit=arguments.limit)
    counts = Counter(score.outcome for score in scores)
    print(f"pages {len(scores)}  " + "  ".join(f"{name} {counts[name]}" for name in OUTCOMES))
    print(f"headlines right {sum(score.headline for score in scores)}")
    for score in scores:
        if not score.headline:
            print(f"  {score.stated.page[:12]}  headline")
        if score.outcome != "right":
            stated = "|".join(score.stated.days) or "none"
            print(
                f"  {score.stated.page[:12]}  {score.outcome}: {score.found}, page {stated} ({score.stated.where})"
            )


if __name__ == "__main__":
    main()
