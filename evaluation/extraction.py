"""How well the body of an article is taken out of its page.

    python -m evaluation.extraction --data ../shared/data

The corpus is the development half of scrapinghub/article-extraction-benchmark (MIT; 91 pages with the body
that a person marked). The metric is its own: shingles of four words as a bag; true, false and missed ones are
divided by their sum on each page, then added up over the pages, so that each page weighs the same.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import InputError
from onrecord.ingest import IngestOptions, document_from_html

SHINGLE = 4
"""Words in a shingle, as the benchmark has it."""


@dataclass(frozen=True, slots=True)
class PageScore:
    """Shares of true, false and missed shingles of one page (they add up to one), and why a page failed."""

    page: str
    true: float
    false: float
    missed: float
    error: str | None = None


@dataclass(frozen=True, slots=True)
class ExtractionFigures:
    """Scores over all pages; `low` and `high` bound the middle 95 % of F1 over resampled sets of pages."""

    n_pages: int
    f1: float
    precision: float
    recall: float
    low: float
    high: float
    n_failed: int
    pages: tuple[PageScore, ...]


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Return the bag of four-word shingles of a text; a shorter text is one shingle."""
    words = re.findall(r"\w+", text)
    if not words:
        return Counter()
    return Counter(tuple(words[n : n + SHINGLE]) for n in range(max(1, len(words) - SHINGLE + 1)))


def score_page(page: str, found: str, gold: str, *, error: str | None = None) -> PageScore:
    """Return the score of one page from the body found and the body marked."""
    have, want = shingles(found), shingles(gold)
    true = sum((have & want).values())
    false, missed = sum((have - want).values()), sum((want - have).values())
    total = true + false + missed
    if total == 0:
        return PageScore(page, 1.0, 0.0, 0.0, error)
    return PageScore(page, true / total, false / total, missed / total, error)


def summarise(pages: list[PageScore], *, n_samples: int = 1000, seed: int = 13) -> ExtractionFigures:
    """Return precision, recall and F1 over pages, with a bootstrap interval.

    Raises:
        ValueError: there are no pages.
    """
    if not pages:
        raise ValueError("no pages to score")
    draw = random.Random(seed)
    samples = sorted(_figures([draw.choice(pages) for _ in pages])[2] for _ in range(n_samples))
    precision, recall, f1 = _figures(pages)
    return ExtractionFigures(
        n_pages=len(pages),
        f1=f1,
        precision=precision,
        recall=recall,
        low=samples[int(0.025 * n_samples)],
        high=samples[int(0.975 * n_samples) - 1],
        n_failed=sum(page.error is not None for page in pages),
        pages=tuple(pages),
    )


def _figures(pages: list[PageScore]) -> tuple[float, float, float]:
    true, false, missed = (sum(getattr(page, name) for page in pages) for name in ("true", "false", "missed"))
    precision = true / (true + false) if true + false else 0.0
    recall = true / (true + missed) if true + missed else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def evaluate_extraction(data: Path, *, step: int = 1, limit: int | None = None) -> ExtractionFigures:
    """Return the scores of `onrecord.ingest` over the pages of the corpus.

    Headline and standfirst are left out, as on nearly every page of the benchmark. The language check is off,
    since some pages are not in English. A page that ingest refuses counts as an empty body.

    Args:
        data: folder that holds `article-extraction/`.
        step: take every page, or every second, third ... one for a quick look.
        limit: take so many at most.

    Raises:
        FileNotFoundError: the corpus is not there.
    """
    folder = data / "article-extraction"
    gold = json.loads((folder / "ground-truth.dev-half.json").read_text(encoding="utf-8"))
    pages = []
    for page, entry in sorted(gold.items())[::step][:limit]:
        html = gzip.decompress((folder / "html" / f"{page}.html.gz").read_bytes())
        options = IngestOptions(url=entry.get("url"), languages=())
        found, error = "", None
        try:
            document = document_from_html(html, source=page, options=options)
            above = (document.parts.headline, document.parts.standfirst)
            found = document.text[max((part.end for part in above if part), default=0) :]
        except InputError as refused:
            error = str(refused)
        pages.append(score_page(page, found, entry["articleBody"], error=error))
    return summarise(pages)


def main() -> None:
    """Print the scores of body extraction, and the pages that went worst where asked for."""
    parser = argparse.ArgumentParser(description="Score the bodies that ingest takes out of pages.")
    parser.add_argument("--data", type=Path, required=True, help="folder that holds article-extraction/")
    parser.add_argument("--worst", type=int, default=0, help="list so many of the worst pages")
    parser.add_argument("--limit", type=int, help="the first N pages only")
    arguments = parser.parse_args()
    figures = evaluate_extraction(arguments.data, limit=arguments.limit)
    print(f"pages {figures.n_pages}  refused {figures.n_failed}")
    print(f"F1 {figures.f1:.3f} (95 % interval {figures.low:.3f}-{figures.high:.3f})")
    print(f"precision {figures.precision:.3f}  recall {figures.recall:.3f}")
    for page in sorted(figures.pages, key=lambda page: page.true)[: arguments.worst]:
        shares = f"true {page.true:.2f}  false {page.false:.2f}  missed {page.missed:.2f}"
        print(f"  {page.page[:12]}  {shares}  {page.error or ''}")


if __name__ == "__main__":
    main()
