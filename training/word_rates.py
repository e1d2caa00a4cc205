"""Counts in how many reports of a corpus each word stands, for `onrecord.relate`: how telling a word is anywhere.

    python -m training.word_rates --data ../shared/data --out src/onrecord/resources/word_rates.json

Counted on the training part of PolNeAR; words of fewer than two reports are left out. No text goes into the table.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from pathlib import Path

from onrecord.relate.words import words_of

_LEAST = 2
_ABOUT = (
    "In how many of the texts each word stands (small letters, possessive and plural s off), where it stands in two or "
    "more. Counted by `python -m training.word_rates` on the training part of PolNeAR 1.0 (networkdynamics/polnear), "
    "whose texts are no part of it."
)


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--out", type=Path, required=True, help="the table")
    args = parser.parse_args()
    counted: Counter[str] = Counter()
    n = 0
    with gzip.open(args.data / "polnear" / "train.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            counted.update({word for word, _ in words_of(json.loads(line)["text"])})
            n += 1
    rows = {word: texts for word, texts in sorted(counted.items()) if texts >= _LEAST}
    table = {"about": _ABOUT, "texts": n, "words": rows}
    args.out.write_text(json.dumps(table, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{len(rows)} words of {n} reports")


if __name__ == "__main__":
    main()
