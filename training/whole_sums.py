"""The small graph by which the reader tells whether this processor adds products of int8 without cutting sums off.

    python -m training.whole_sums src/onrecord/resources/whole_sums.onnx

One product of u8 and s8, in the shape the encoder's layers have; `onrecord.read.products` runs it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper

WIDTH, COLUMNS = 64, 16
LARGEST = 127
"""Every weight: two products of it and 255 are more than 16 bits hold."""


def graph() -> bytes:
    """Return the graph, in ONNX: left (rows, WIDTH) of u8 times weights of s8 gives sums (rows, COLUMNS) of int32."""
    weights = np.full((WIDTH, COLUMNS), LARGEST, dtype=np.int8)
    product = helper.make_graph(
        [helper.make_node("MatMulInteger", ["left", "weights"], ["sums"])],
        "whole_sums",
        [helper.make_tensor_value_info("left", TensorProto.UINT8, ["rows", WIDTH])],
        [helper.make_tensor_value_info("sums", TensorProto.INT32, ["rows", COLUMNS])],
        [numpy_helper.from_array(weights, "weights")],
    )
    model = helper.make_model(product, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    checker.check_model(model)
    return bytes(model.SerializeToString())


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(graph())
