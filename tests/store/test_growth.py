"""How the store grows: questions stay quick, memory stays bounded. `evaluation.store_speed` measures 100,000 reports."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from evaluation.store_speed import MOST_MS, made_up_reports, measure
from onrecord.store import Store
from tests.store.reports import CODEC

N_REPORTS = 1_200


@pytest.mark.slow
def test_no_question_takes_long_and_memory_does_not_grow_with_the_store(tmp_path: Path) -> None:
    path = tmp_path / "reports.db"
    (stage,) = measure(path, [N_REPORTS])
    assert stage.n_reports == N_REPORTS
    assert {q.name: q.median_ms for q in stage.questions if q.median_ms > MOST_MS} == {}
    with Store.open(path, codec=CODEC, read_only=True) as store:
        tracemalloc.start()
        n_bytes = sum(len(filed.record.report.text) for filed in store.records())
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 4_000_000
    assert n_bytes > 1_000_000


def test_made_up_reports_are_always_the_same() -> None:
    first, second = (next(made_up_reports()) for _ in range(2))
    assert first == second
