"""Whether this processor adds products of int8 without cutting sums off.

Processors that lack VNNI add them in pairs of 16 bits, which saturate, unless the runtime is asked for whole sums. A report
would be read otherwise there than elsewhere (61.6 for 62.9 % of exact triples with mixed speech). Where nothing is cut off,
asking takes the encoder's products 2.4 times as long and changes nothing, so that it is tried out first.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import numpy as np

_WHOLE_SUMS = ("session.x64quantprecision", "1")
_GRAPH = "whole_sums.onnx"
_ROWS, _WIDTH = 8, 64
_LEFT, _WEIGHT = 255, 127
"""What the graph's left side is given, and what its weights are (`training/whole_sums.py`)."""


@cache
def cuts_sums_off() -> bool:
    """Tell whether the runtime's own products of int8 saturate on this processor, by a product that must not."""
    import onnxruntime

    graph = resources.files("onrecord").joinpath("resources").joinpath(_GRAPH).read_bytes()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    (sums,) = session.run(None, {"left": np.full((_ROWS, _WIDTH), _LEFT, dtype=np.uint8)})
    return not bool((sums == _LEFT * _WEIGHT * _WIDTH).all())


def ask_for_whole_sums(options: Any) -> None:
    """Have a session (its `onnxruntime.SessionOptions`) add whole sums, on processors that would cut them off."""
    if cuts_sums_off():
        options.add_session_config_entry(*_WHOLE_SUMS)
