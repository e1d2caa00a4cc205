"""The results of a job in a store: the same reports, records and relations as if they had been added one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.desk import refresh, take_in
from onrecord.desk.links import relations_json
from onrecord.errors import NotAnExport, UnreadableInput
from onrecord.export.codec import JsonCodec
from onrecord.ingest import IngestOptions
from onrecord.jobs.folders import Folder
from onrecord.jobs.opening import into_store
from onrecord.pipeline import Recorder
from onrecord.store import Store
from tests.jobs.conftest import Archive, Finished

pytestmark = [pytest.mark.weights, pytest.mark.slow]


def test_a_store_of_a_job_is_that_of_its_archives(
    archive: Archive, undisturbed: Finished, recorder: Recorder, tmp_path: Path
) -> None:
    codec = JsonCodec()
    files = [str(archive.folder / name) for name in archive.truth.files]
    with (
        Store.open(tmp_path / "opened.db", codec=codec) as opened,
        Store.open(tmp_path / "added.db", codec=codec) as added,
    ):
        told = list(into_store(Folder(str(undisturbed.output)), opened))
        assert [one.n_reports for one in told] == list(range(1, archive.truth.reports + 1))
        list(take_in(added, files, recorder=lambda: recorder, options=IngestOptions()))
        own = {one.key: codec.encode(one.record) for one in opened.records()}
        assert own == {one.key: codec.encode(one.record) for one in added.records()}
        assert all(opened.capture(key) == added.capture(key) for key in own)
        refresh(opened)
        refresh(added)
        assert relations_json(opened) == relations_json(added)


def test_again_nothing_is_new_and_originals_can_be_left_out(undisturbed: Finished, tmp_path: Path) -> None:
    with Store.open(tmp_path / "desk.db", codec=JsonCodec()) as store:
        n_reports = len(list(into_store(Folder(str(undisturbed.output)), store, originals=False)))
        key = next(store.records()).key
        assert store.capture(key).data.decode() == store.record(key).record.report.text
        list(into_store(Folder(str(undisturbed.output)), store, originals=False))
        assert len(list(store.records())) == n_reports == undisturbed.manifest["counts"]["reports"]


def test_archives_that_are_gone_are_told(
    archive: Archive, undisturbed: Finished, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.jobs.opening.captures_of", lambda name, options: iter(()))
    with (
        Store.open(tmp_path / "desk.db", codec=JsonCodec()) as store,
        pytest.raises(UnreadableInput, match="--no-originals"),
    ):
        list(into_store(Folder(str(undisturbed.output)), store))


def test_a_job_that_is_not_at_its_end_cannot_be_opened(tmp_path: Path) -> None:
    with (
        Store.open(tmp_path / "desk.db", codec=JsonCodec()) as store,
        pytest.raises(NotAnExport, match="come to its end"),
    ):
        list(into_store(Folder(str(tmp_path)), store))
