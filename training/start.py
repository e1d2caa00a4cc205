"""Start a training run from an edition of the weights instead of from the base encoder.

What an edition holds in int8 is multiplied out again; it differs from what was trained by the rounding
only. Parts of the network that the edition does not have keep their fresh values.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch

from training.network import HEAD_SIZE, SMALL, Network

_OF_A_LAYER = ("qkv", "out", "up", "down")
_OF_THE_LAST = ("last_q", "last_kv")
"""What asks and what is found in the last layer, apart, as the graph computes only atoms there."""


def load_edition(net: Network, edition: str, folder: Path) -> list[str]:
    """Fill a network from a weights folder; return the names of the parameters left as they were.

    Raises:
        ValueError: the folder holds another edition, or an array has another shape than the network's.
    """
    held = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["edition"]
    if held != edition:
        raise ValueError(
            f"{folder} holds edition {held}, not {edition}; take it from the history of weights/"
        )
    stored = {
        **_encoder(folder / "encoder.onnx", mixed=net.sizes.mixed),
        **_embeddings(folder / "embeddings.npz"),
    }
    with np.load(folder / "heads.npz") as heads:
        names = {own: name for name, own in SMALL.items()}
        stored |= {names.get(k, k.replace("/", ".")): heads[k].astype(np.float32) for k in heads.files}
    own = net.state_dict()
    for name, value in stored.items():
        if name in own and tuple(own[name].shape) != value.shape:
            raise ValueError(
                f"{name} is {value.shape} in {folder}, but {tuple(own[name].shape)} in the network"
            )
    fresh = [name for name in own if name not in stored]
    net.load_state_dict({k: torch.from_numpy(v) for k, v in stored.items() if k in own}, strict=False)
    return fresh


def edition_sizes(folder: Path) -> dict[str, int]:
    """Return how many heads of attention and inner units the layers of an edition have, where these can differ."""
    arrays = _encoder(folder / "encoder.onnx", mixed=1)
    at = "encoder.layers.0."
    return {
        "heads": arrays[f"{at}out.weight"].shape[1] // HEAD_SIZE,
        "inner": arrays[f"{at}up.weight"].shape[0],
    }


def _embeddings(path: Path) -> dict[str, np.ndarray]:
    with np.load(path) as table:
        return {
            "encoder.words.weight": table["words"].astype(np.float32) * table["scales"][:, None],
            "encoder.positions.weight": table["positions"].astype(np.float32),
            "encoder.kind": np.zeros(table["positions"].shape[1], dtype=np.float32),  # part of the positions
            "encoder.shapes.weight": table["shapes"].astype(np.float32),
            "encoder.gaps.weight": table["gaps"].astype(np.float32),
        }


def _encoder(path: Path, *, mixed: int) -> dict[str, np.ndarray]:
    """Return the parameters of an exported graph by their names in the network."""
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(path)).graph
    constants = {i.name: numpy_helper.to_array(i).astype(np.float32) for i in graph.initializer}
    known = ("net.", *_OF_THE_LAST)
    arrays = {k.removeprefix("net."): v for k, v in constants.items() if k.startswith(known)}
    shares: dict[str, dict[str, np.ndarray]] = {}  # in the first layout, as constants of the graph
    for node in graph.node:
        scope = [*node.name.split("/"), ""][1]
        own = [constants[name] for name in node.input if name in constants]
        if scope in ("word_mix", "span_mix") and own:
            shares.setdefault(scope, {})[node.op_type] = own[0].reshape(-1)
        elif node.op_type == "MatMul" and own:
            arrays[f"{_parameter(scope)}.weight"] = own[0].T.copy()
        elif node.op_type == "MatMulInteger":
            name = node.input[1].removesuffix("_quantized")
            matrix = (own[0] - constants[f"{name}_zero_point"]) * constants[f"{name}_scale"]
            arrays[f"{_parameter(scope)}.weight"] = matrix.T.copy()
    own_names = [f"{part}.{kind}" for kind in ("weight", "bias") for part in _OF_THE_LAST]
    if all(name in arrays for name in own_names):
        number = max(int(name.split(".")[2]) for name in arrays if name.startswith("encoder.layers."))
        for kind in ("weight", "bias"):
            halves = [arrays.pop(f"{part}.{kind}") for part in _OF_THE_LAST]
            arrays[f"encoder.layers.{number}.qkv.{kind}"] = np.concatenate(halves)
    for scope, parts in shares.items():  # the share of the layer below all others is a factor of its own
        if parts.keys() == {"Mul", "Split"}:
            arrays[f"{scope}.weights"] = np.log(np.concatenate([parts["Mul"], parts["Split"]]))[-mixed:]
    return arrays


def _parameter(scope: str) -> str:
    """Return the name in the network of what the exporter calls "qkv_3" (or "qkv" in the first layer)."""
    base, _, number = scope.partition("_")
    return f"encoder.layers.{number or 0}.{base}" if base in _OF_A_LAYER else scope
