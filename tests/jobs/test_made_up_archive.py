"""The invented archive: always the same, and with what it says that it holds."""

from __future__ import annotations

import json
from pathlib import Path

from evaluation.made_up_archive import write_archive
from onrecord.ingest import IngestOptions
from onrecord.jobs.captures import captures_of
from onrecord.model import Capture


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    one = write_archive(tmp_path / "one", 30, a_file=20, seed=3)
    other = write_archive(tmp_path / "other", 30, a_file=20, seed=3)
    assert one == other
    for name in one.files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()
    another = write_archive(tmp_path / "another", 30, a_file=20, seed=4)
    assert (tmp_path / "another" / another.files[0]).read_bytes() != (
        tmp_path / "one" / one.files[0]
    ).read_bytes()


def test_it_holds_what_it_says(tmp_path: Path) -> None:
    truth = write_archive(tmp_path, 120, a_file=70, seed=3)
    captures = [
        one for name in truth.files for one in captures_of(str(tmp_path / name), options=IngestOptions())
    ]
    assert truth.reports == 120
    assert len(captures) == truth.captures
    pages = [one for one in captures if isinstance(one, Capture)]
    assert len(pages) == len(captures)
    assert len(pages) - len({(one.url, one.digest) for one in pages}) == truth.again
    assert sum(truth.outlets.values()) == sum(truth.days.values()) == truth.reports
    told = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    assert told["reports"] == truth.reports
