"""What several test folders share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from onrecord.errors import ResourceError, WeightsError
from onrecord.pipeline import Recorder, load

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def recorder() -> Recorder:
    """Return the recorder with the installed weights; tests that use it are marked `weights`."""
    try:
        return load()
    except (ImportError, WeightsError, ResourceError) as missing:
        pytest.skip(f"the trained weights or the gazetteer cannot be loaded: {missing}")


@pytest.fixture(scope="session")
def demo_folder() -> Path:
    """Return the folder of the bundled example reports."""
    return ROOT / "src" / "onrecord" / "resources" / "demo"


@dataclass(frozen=True)
class Desk:
    """A store of the reports in `tests/desk/told_reports.py`, its relations made, and their keys by file name."""

    path: Path
    keys: dict[str, str]


@pytest.fixture(scope="session")
def desk(recorder: Recorder, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Return a store that tests may read; one that writes makes a copy of its file first."""
    from onrecord.desk import refresh
    from onrecord.export.codec import JsonCodec
    from onrecord.store import Store
    from tests.desk.told_reports import REPORTS, add_reports

    folder = tmp_path_factory.mktemp("desk")
    keys = add_reports(folder / "desk.db", folder, REPORTS, recorder)
    with Store.open(folder / "desk.db", codec=JsonCodec()) as store:
        refresh(store)
    return Desk(folder / "desk.db", keys)
