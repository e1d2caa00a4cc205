from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.errors import WeightsError
from onrecord.weights import FORMAT, VARIABLE, check_weights, file_digest, locate_weights


def folder(tmp_path: Path, **changes: object) -> Path:
    (tmp_path / "a.bin").write_bytes(b"numbers")
    manifest = {
        "format": FORMAT,
        "edition": "test-1",
        "files": {"a.bin": file_digest(tmp_path / "a.bin")},
    } | changes
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    return tmp_path


def test_a_whole_folder_passes_and_has_a_digest(tmp_path: Path) -> None:
    edition = check_weights(folder(tmp_path))
    assert edition.name == "test-1"
    assert len(edition.digest) == 64


def test_a_changed_file_is_refused_by_name(tmp_path: Path) -> None:
    folder(tmp_path)
    (tmp_path / "a.bin").write_bytes(b"other numbers")
    with pytest.raises(WeightsError, match=r"a\.bin: the file differs"):
        check_weights(tmp_path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    folder(tmp_path)
    (tmp_path / "a.bin").unlink()
    with pytest.raises(WeightsError, match="a file is missing"):
        check_weights(tmp_path)


def test_another_layout_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="layout 99"):
        check_weights(folder(tmp_path, format=99))


def test_a_broken_manifest_is_refused(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{")
    with pytest.raises(WeightsError, match="manifest cannot be read"):
        check_weights(tmp_path)


def test_the_environment_names_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(folder(tmp_path)))
    assert locate_weights() == tmp_path


def test_a_folder_without_weights_is_told_from_a_missing_package(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="no weights in this folder"):
        locate_weights(tmp_path / "nowhere")


def test_a_missing_package_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr("onrecord.weights.PACKAGE", "no_such_weights_package")
    with pytest.raises(WeightsError, match=r"pip install \./weights"):
        locate_weights()
