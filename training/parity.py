"""Compare a weights folder with the training run it came from, on dev text.

`python -m training.parity --run DIR --weights DIR --data DIR` prints, for every head, the share of
atoms (or words, cues, mentions) on which both choose the same label, and the largest difference of a
score. A float export has to agree everywhere but for rounding; int8 is allowed to differ where the
scores on dev say that nothing is lost.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from onrecord.read.encoder import TAGS, Encoder
from onrecord.read.pieces import PieceTable
from onrecord.read.syntax import Parser
from training.batches import collate, make_items
from training.export import load_run
from training.labels import Labels
from training.mixture import load_corpora
from training.network import Network


def compare(
    net: Network, labels: Labels, folder: Path, data: Path, *, documents: int = 20
) -> dict[str, tuple[float, float]]:
    """Return, for each output, the share of equal best labels and the largest absolute difference."""
    encoder = Encoder(folder)
    table = PieceTable(folder / "tokenizer.json")
    same = {k: [] for k in TAGS}  # type: dict[str, list[np.ndarray]]
    far = dict.fromkeys((*TAGS, "word", "span"), 0.0)
    for example in load_corpora(data, "dev")[:documents]:
        if not example.atoms:
            continue
        encoded = encoder.encode(example.text, example.atoms)
        at = 0
        for item in make_items(example, 0, table, labels):
            batch = collate([item])
            with torch.no_grad():
                word, span = net.vectors(batch.pieces, batch.shapes, batch.gaps, batch.mask, batch.first)
                outputs = net.tags(word, span) | {"word": word, "span": span}
            n = len(item.first)
            for name, value in outputs.items():
                ours = {"word": encoded.word, "span": encoded.span}.get(name, encoded.tags.get(name))
                theirs = value[0].numpy()
                mine = ours[at : at + n]  # type: ignore[index]
                far[name] = max(far[name], float(np.abs(mine - theirs).max()))
                if name in same:
                    same[name].append(mine.argmax(-1) == theirs.argmax(-1))
            at += n
    shares = {k: float(np.concatenate(v).mean()) for k, v in same.items()}
    return {k: (shares.get(k, float("nan")), v) for k, v in far.items()}


def compare_parser(net: Network, labels: Labels, *, words: int = 30, seed: int = 1) -> float:
    """Return the largest difference between the parser's arc scores in torch and in numpy."""
    vectors = np.random.default_rng(seed).normal(size=(words, net.sizes.width)).astype(np.float32)
    arrays = {k: v.numpy() for k, v in net.parser.state_dict().items()}
    with torch.no_grad():
        arcs, dependent, head = net.parser(torch.from_numpy(vectors)[None])
        heads = arcs[0].argmax(-1)
        scores = net.parser.relations(dependent[0], head[0][heads])
    parser = Parser(arrays, labels.deprel)
    chosen: list[int | None] = [None if h == 0 else int(h) - 1 for h in heads]
    relations = parser._relations(vectors, chosen)
    allowed = scores.clone()
    root = labels.deprel.index("root")
    allowed[heads != 0, root] = -1e9
    expected = [
        labels.deprel[root] if h == 0 else labels.deprel[int(k)]
        for h, k in zip(heads.tolist(), allowed.argmax(-1), strict=True)
    ]
    return float(np.mean([a == b for a, b in zip(relations, expected, strict=True)]))


def main() -> None:
    """Print the comparison."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--documents", type=int, default=20)
    args = parser.parse_args()
    net, labels = load_run(args.run)
    for name, (share, far) in compare(net, labels, args.weights, args.data, documents=args.documents).items():
        print(f"{name:8s} same label {100 * share:6.2f} %   largest difference {far:.5f}")
    print(f"parser   same relation {100 * compare_parser(net, labels):6.2f} %")


if __name__ == "__main__":
    main()
