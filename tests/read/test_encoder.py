"""The encoder as it runs."""

from importlib import resources

import numpy as np
import onnxruntime
import pytest
from threadpoolctl import threadpool_info

from onrecord.ingest import IngestOptions, document_from_text
from onrecord.read import products
from onrecord.read.encoder import Encoder
from onrecord.read.reader import Reader
from onrecord.weights import locate_weights

_ASKED = "session.x64quantprecision"


def sums(options: onnxruntime.SessionOptions, rows: int) -> set[int]:
    """Return what the small graph gives for a left side of 255 alone: 64 products of 255 and 127 in each sum."""
    graph = resources.files("onrecord").joinpath("resources/whole_sums.onnx").read_bytes()
    session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    return set(session.run(None, {"left": np.full((rows, 64), 255, dtype=np.uint8)})[0].ravel().tolist())


@pytest.mark.parametrize("rows", [1, 2, 7, 200])
def test_products_are_summed_whole_on_every_processor(rows: int) -> None:
    """Else reports are read otherwise where the processor lacks VNNI."""
    options = onnxruntime.SessionOptions()
    products.ask_for_whole_sums(options)
    assert sums(options, rows) == {64 * 255 * 127}


def test_what_cuts_sums_off_is_found_out() -> None:
    """The runtime's own sums are either whole, or it says that they are not."""
    assert products.cuts_sums_off() == (sums(onnxruntime.SessionOptions(), 8) != {64 * 255 * 127})


@pytest.mark.parametrize("cut_off", [True, False])
def test_whole_sums_are_asked_for_only_where_they_are_not_given(
    cut_off: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked for on a processor with VNNI, they take the encoder's products 2.4 times as long."""
    monkeypatch.setattr(products, "cuts_sums_off", lambda: cut_off)
    options = onnxruntime.SessionOptions()
    products.ask_for_whole_sums(options)
    assert _is_asked(options) == cut_off


def test_the_encoder_asks_where_it_must(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(products, "cuts_sums_off", lambda: True)
    assert _is_asked(Encoder(locate_weights())._session.get_session_options())


def _is_asked(options: onnxruntime.SessionOptions) -> bool:
    try:
        return bool(options.get_session_config_entry(_ASKED) == "1")
    except RuntimeError:  # no such entry
        return False


def _blas_threads() -> set[int]:
    return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}


def test_products_of_matrices_take_no_more_threads_than_were_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And no fewer afterwards: what else the process does is none of the reader's business."""
    reader, seen = Reader.load(), []
    monkeypatch.setattr(Reader, "_read", lambda *_: seen.append(_blas_threads()))
    before = _blas_threads()
    reader.read(document_from_text("The mayor resigned.", options=IngestOptions()))
    assert (seen, _blas_threads()) == ([{1}], before)
