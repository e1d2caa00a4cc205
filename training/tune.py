"""Set how scores become speech frames, on PolNeAR dev: `python -m training.tune --weights DIR --data DIR`.

The encoder runs once over the reports; then the values of each part of the decoding are tried one after
the other, each from the best so far. The measure is the mean of the exact F1 of source, cue and content on
sentence instances and the F1 of relaxed triples, counted as the evaluation does. `--write` puts the best
values into `decoding.json` and renews the manifest.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

from evaluation.attribution import Article, outermost, read_articles, score_article
from evaluation.metrics import Counts
from onrecord.read.atoms import Atom, find_atoms
from onrecord.read.encoder import Encoded
from onrecord.read.frames import FrameDecoding, FrameFinder
from onrecord.read.reader import Reader, frame_decoding, grouped_arrays
from training.export import write_manifest

STEPS: dict[str, tuple[float, ...]] = {
    "cue_bias": (-0.25, 0.0, 0.25, 0.5, 0.75, 1.0),
    "content_bias": (-0.5, -0.25, 0.0, 0.25, 0.5),
    "role_weight": (0.0, 0.15, 0.3, 0.5, 0.8),
    "bigram_weight": (0.0, 0.15, 0.3, 0.5, 0.8),
    "claim": (0.2, 0.35, 0.5, 0.65, 0.8),
    "search_bias": (0.5, 1.0, 1.5, 2.0, 3.0),
}
"""Values that are tried. `own` is not: what only the labels of a cue show is mostly speech within speech, which PolNeAR
does not mark, so that tuning there would do away with it."""

Cached = list[tuple[Article, tuple[Atom, ...], Encoded]]


def score(finder: FrameFinder, cached: Cached) -> dict[str, float]:
    """Return the exact F1 of each role on sentence instances, and of relaxed triples."""
    totals: dict[str, Counts] = {}
    for article, atoms, encoded in cached:
        for name, counts in score_article(article, outermost(finder.find(atoms, encoded))).items():
            totals[name] = totals.get(name, Counts(0, 0, 0)) + counts
    return {k: v.f1 for k, v in totals.items() if k.startswith(("sentence", "triple"))}


def tune(folder: Path, data: Path) -> tuple[FrameDecoding, dict[str, float]]:
    """Return the best decoding found, and its scores; prints each trial."""
    reader = Reader.load(folder)
    cached: Cached = []
    for article in read_articles(data, "dev"):
        atoms = find_atoms(article.text)
        encoded = reader.encoder.encode(article.text, atoms)
        cached.append((article, atoms, replace(encoded, tags={"roles": encoded.tags["roles"]})))
    heads = grouped_arrays(folder / "heads.npz")
    best = frame_decoding(json.loads((folder / "decoding.json").read_text(encoding="utf-8")))
    best_scores: dict[str, float] = {}
    best_mean = 0.0
    for _ in range(2):
        for name, values in STEPS.items():
            for value in values:
                trial = replace(best, **{name: value})
                scores = score(FrameFinder(heads["cues"], heads["roles"]["steps"], trial), cached)
                mean = sum(scores.values()) / len(scores)
                shown = "  ".join(f"{k.split()[-1]} {v:.1f}" for k, v in scores.items())
                print(f"{name} {value}: mean {mean:.2f}  {shown}", flush=True)
                if mean > best_mean + 1e-9:
                    best, best_mean, best_scores = trial, mean, scores
    return best, best_scores


def main() -> None:
    """Tune, print, and write when asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    best, scores = tune(args.weights, args.data)
    values = {k: getattr(best, k) for k in STEPS}
    print("best", values, {k: round(v, 1) for k, v in scores.items()})
    if args.write:
        path = args.weights / "decoding.json"
        decoding = json.loads(path.read_text(encoding="utf-8"))
        decoding["frames"] |= values
        path.write_text(json.dumps(decoding), encoding="utf-8")
        edition = json.loads((args.weights / "manifest.json").read_text(encoding="utf-8"))["edition"]
        write_manifest(args.weights, edition)


if __name__ == "__main__":
    main()
