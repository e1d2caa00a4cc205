"""What several test folders share."""

from __future__ import annotations

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
