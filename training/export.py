"""Write a weights folder from a training run: `python -m training.export --run DIR --data DIR --out DIR`.

The encoder with its tag heads becomes one ONNX graph (int8 unless `--float`); the parser, the
coreference scorer and the cue scorer become arrays that numpy multiplies.
"""

from __future__ import annotations

import argparse
import itertools
import json
import shutil
import tempfile
from collections import Counter
from dataclasses import fields
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from onrecord.read.encoder import TAGS
from onrecord.read.frames import FRAME_LABELS, FrameDecoding
from onrecord.read.lemmas import apply_script
from onrecord.weights import FORMAT, file_digest
from training.corpora import NOT_KNOWN, Example
from training.labels import Labels
from training.links import LinkScorer, link_arrays
from training.mixture import load_corpora
from training.network import SMALL, Layer, Network
from training.train import Config, build_network, sizes_of

OPSET = 17


class Core(nn.Module):
    """What the run time runs as one graph: the summed embeddings of one window in, tag scores and vectors of
    its atoms out. There is no padding and so no mask.
    """

    def __init__(self, net: Network) -> None:
        super().__init__()
        self.net = net
        last = net.encoder.layers[-1].qkv
        asks = net.sizes.heads * net.sizes.size
        self.last_q, self.last_kv = (nn.Linear(last.in_features, n * asks) for n in (1, 2))
        for own, rows in ((self.last_q, slice(asks)), (self.last_kv, slice(asks, None))):
            own.load_state_dict({"weight": last.weight[rows], "bias": last.bias[rows]})

    def forward(self, embedded: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        net = self.net
        states = [net.encoder.norm(embedded)]
        far = net.encoder.far(torch.arange(embedded.shape[1])) if net.sizes.buckets else None
        *layers, last = net.encoder.layers
        size = net.sizes.size
        for layer in layers:
            x = states[-1]
            q, k, v = _heads(layer.qkv(x), 3 * layer.heads, size).split(layer.heads)
            states.append(_after_attention(layer, x, q, k, v, far))
        of_atoms = [s[:, first[0]] for s in states[-net.sizes.mixed + 1 :]] if net.sizes.mixed > 1 else []
        x = states[-1][:, first[0]]  # nothing looks at the last layer's other pieces
        k, v = _heads(self.last_kv(states[-1]), 2 * last.heads, size).split(last.heads)
        q = _heads(self.last_q(x), last.heads, size)
        of_atoms.append(_after_attention(last, x, q, k, v, None if far is None else far[:, first[0]]))
        word, span = net.word_mix(of_atoms), net.span_mix(of_atoms)
        tags = net.tags(word, span)
        return (*(tags[k] for k in TAGS), word, span)


def _heads(x: Tensor, n: int, size: int) -> Tensor:
    """Return the vectors of one window's places for each of n heads, (n, places, size)."""
    return x.reshape(-1, n, size).transpose(0, 1)


def _after_attention(layer: Layer, x: Tensor, q: Tensor, k: Tensor, v: Tensor, far: Tensor | None) -> Tensor:
    """Return one layer's output for places of one window, with every size but the window's written into the graph.

    Args:
        layer: the layer.
        x: its input at the places, (1, places, width).
        q, k, v: what it asks for at the places, and what it finds in the whole window; (heads, places, size).
        far: what the distances of places add to the scores of attention, (heads, places, window), where they do.
    """
    looked = (q @ k.transpose(1, 2)) * layer.size**-0.5
    scores = torch.softmax(looked if far is None else looked + far, -1)
    x = layer.norm1(x + layer.out((scores @ v).transpose(0, 1).reshape(1, -1, layer.out.in_features)))
    return layer.norm2(x + layer.down(F.gelu(layer.up(x))))


def load_run(run: Path) -> tuple[Network, Labels]:
    """Return the network of a training run, averaged weights where the run has come that far."""
    stored = json.loads((run / "labels.json").read_text(encoding="utf-8"))
    labels = Labels(**{k: tuple(v) for k, v in stored.items()})
    net = build_network(labels, sizes_of(run))
    if (run / "final.pt").exists():
        state = torch.load(run / "final.pt", map_location="cpu", weights_only=True)
    else:
        saved = torch.load(run / "checkpoint.pt", map_location="cpu", weights_only=True)
        state = saved["averaged"] or saved["net"]
    net.load_state_dict(state)
    return net.eval(), labels


def write_encoder(net: Network, path: Path, *, quantise: bool, skip: tuple[str, ...] = ()) -> None:
    """Write the ONNX graph, its matrices in int8 with a scale for each column when `quantise`."""
    embedded, first = torch.randn(1, 11, net.sizes.width), torch.tensor([[1, 2, 3, 4]])
    plain = path.with_suffix(".float.onnx")
    torch.onnx.export(
        Core(net).eval(), (embedded, first), str(plain), opset_version=OPSET, dynamo=False,
        input_names=["embedded", "first"], output_names=[*TAGS, "word", "span"],
        dynamic_axes={"embedded": {1: "p"}} | {k: {1: "a"} for k in ("first", *TAGS, "word", "span")},
    )  # fmt: skip
    if not quantise:
        plain.replace(path)
        return
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    graph = onnx.load(str(plain)).graph
    constants = {i.name for i in graph.initializer}
    left_out = [
        n.name for n in graph.node
        if n.op_type == "MatMul" and (not constants & set(n.input) or any(s in n.name for s in skip))
    ]  # fmt: skip
    quantize_dynamic(
        str(plain), str(path), per_channel=True, reduce_range=False, weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul"], nodes_to_exclude=left_out,
    )  # fmt: skip
    plain.unlink()


def write_embeddings(net: Network, path: Path) -> None:
    """Write the embedding tables: word pieces in int8 with a scale a row, the rest in half precision."""
    words = net.encoder.words.weight.detach().numpy()
    scales = np.abs(words).max(1) / 127
    table = np.round(words / scales[:, None]).astype(np.int8)
    positions = (net.encoder.positions.weight + net.encoder.kind).detach().numpy()
    np.savez(
        path, words=table, scales=scales.astype(np.float32), positions=positions.astype(np.float16),
        shapes=net.encoder.shapes.weight.detach().numpy().astype(np.float16),
        gaps=net.encoder.gaps.weight.detach().numpy().astype(np.float16),
    )  # fmt: skip


def write_heads(net: Network, path: Path, *, events: bool = True) -> None:
    """Write the arrays of the parser and of the scorers of cues, predicates and typed pairs, in half precision.

    With them go the steps between the labels of a role, and, for whoever trains on, the shares of the layers. The
    scorer of coreference is trained later (`training.coreference`); what stands here until then links nothing. A run that
    did not read the corpora of events (`events`) has learned nothing of predicates and typed pairs.
    """
    arrays = {own: net.get_parameter(name).detach().numpy() for name, own in SMALL.items()}
    for group in ("parser", "cues", *(("predicates", "typer") if events else ())):
        for name, value in getattr(net, group).state_dict().items():
            arrays[f"{group}/{name}"] = value.numpy().astype(np.float16)
    np.savez(path, **arrays, **link_arrays(LinkScorer(net.sizes.width)))


def count_bigrams(examples: list[Example], labels: Labels) -> dict[str, list[list[float]]]:
    """Return bigram counts of frame and name labels on the training part; last row the starts."""
    frame = np.zeros((len(FRAME_LABELS) + 1, len(FRAME_LABELS)))
    names = np.zeros((len(labels.names) + 1, len(labels.names)))
    index = {x: k for k, x in enumerate(labels.names)}
    for example in examples:
        if example.names is not None:
            for known, run in itertools.groupby(example.names, key=lambda x: x != NOT_KNOWN):
                if known:
                    _count(names, [index[x] for x in run])
        if example.frames is None:
            continue
        for f in example.frames:
            spans = [*f.source, *f.content]
            if not spans:
                continue
            low = max(0, min(b for b, _ in spans) - 20)
            high = min(len(example.atoms), max(e for _, e in spans) + 20)
            own = [0] * len(example.atoms)
            for kind, role in ((1, f.source), (3, f.content)):
                for b, e in role:
                    _mark(own, b, e, kind)
            _count(frame, own[low:high])
    return {"frame": frame.tolist(), "names": names.tolist()}


def count_tag_pairs(examples: list[Example], labels: Labels) -> list[list[int]]:
    """Return which universal (row) and Penn tags (column) words of the training part have together: 1 or 0."""
    upos, xpos = ({tag: k for k, tag in enumerate(own)} for own in (labels.upos, labels.xpos))
    pairs = np.zeros((len(upos), len(xpos)), dtype=np.int64)
    for example in examples:
        if example.syntax:
            for u, x in zip(example.syntax.upos, example.syntax.xpos, strict=True):
                pairs[upos[u], xpos[x]] = 1
    return pairs.tolist()


def first_decoding(bigrams: dict[str, list[list[float]]]) -> dict[str, object]:
    """Return the contents of `decoding.json` before it is tuned: the values that the code has by itself."""
    values = {f.name: f.default for f in fields(FrameDecoding) if f.name != "frame_counts"}
    return {"name_bigram_weight": 0.3, "frames": values, **bigrams}


def known_lemmas(examples: list[Example]) -> list[str]:
    """Return "form, UPOS, lemma" rows of the training words other than names, each form's likeliest lemma."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for example in examples:
        syntax = example.syntax
        if syntax is None:
            continue
        for w, tag in enumerate(syntax.upos):
            if tag in ("VERB", "NOUN", "ADJ", "ADV", "AUX") and syntax.atom[w] >= 0:
                atom = syntax.atom[w]
                whole = w + 1 == len(syntax.atom) or syntax.atom[w + 1] == atom + 1
                form = example.atoms[atom].span.cut(example.text)
                if whole and form.isalpha():
                    lemma = apply_script(form.lower(), syntax.script[w])
                    counts.setdefault((form.lower(), tag), Counter())[lemma] += 1
    best = {key: own.most_common(1)[0][0] for key, own in counts.items()}
    return ["\t".join((*key, lemma)) for key, lemma in sorted(best.items()) if lemma.isalpha()]


def _mark(row: list[int], first: int, end: int, begin: int) -> None:
    row[first:end] = [begin + 1] * (end - first)
    row[first] = begin


def _count(table: np.ndarray, row: list[int]) -> None:
    before = len(table) - 1
    for label in row:
        table[before, label] += 1
        before = label


def write_weights(
    run: Path, data: Path, vocabulary: Path, out: Path, *, edition: str, quantise: bool
) -> None:
    """Write a whole weights folder; it replaces `out` only when every file is there."""
    net, labels = load_run(run)
    examples = load_corpora(data, "train")
    bigrams = count_bigrams(examples, labels)
    with tempfile.TemporaryDirectory(dir=out.parent) as temporary:
        folder = Path(temporary)
        write_encoder(net, folder / "encoder.onnx", quantise=quantise)
        write_embeddings(net, folder / "embeddings.npz")
        write_heads(net, folder / "heads.npz", events=Config.from_file(run / "config.json").events)
        shutil.copy(vocabulary, folder / "tokenizer.json")
        (folder / "labels.json").write_text(json.dumps(labels.as_dict(), indent=0), encoding="utf-8")
        decoding = first_decoding(bigrams) | {"tag_pairs": count_tag_pairs(examples, labels)}
        (folder / "decoding.json").write_text(json.dumps(decoding), encoding="utf-8")
        (folder / "lemmas.txt").write_text("\n".join(known_lemmas(examples)), encoding="utf-8")
        write_manifest(folder, edition)
        out.mkdir(parents=True, exist_ok=True)
        for path in folder.iterdir():
            path.replace(out / path.name)


def write_manifest(folder: Path, edition: str) -> None:
    """Write the manifest of a weights folder: its format, edition and the digest of every file."""
    names = [
        "decoding.json",
        "embeddings.npz",
        "encoder.onnx",
        "heads.npz",
        "labels.json",
        "lemmas.txt",
        "tokenizer.json",
    ]
    manifest = {
        "format": FORMAT, "edition": edition, "language": "en", "files": {n: file_digest(folder / n) for n in names}
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--vocabulary", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--edition", default="en-3")
    parser.add_argument("--float", action="store_true", help="leave the encoder in single precision")
    args = parser.parse_args()
    write_weights(
        args.run, args.data, args.vocabulary, args.out, edition=args.edition, quantise=not args.float
    )


if __name__ == "__main__":
    main()
