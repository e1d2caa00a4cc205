"""The command that tells what is new in saved searches."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from onrecord import cli
from onrecord.export.codec import JsonCodec
from onrecord.pipeline import Recorder
from onrecord.store import Store
from tests.conftest import Desk
from tests.desk.told_reports import LATER, add_reports

pytestmark = pytest.mark.weights


@pytest.fixture
def db(desk: Desk, tmp_path: Path) -> Path:
    path = tmp_path / "alerts.db"
    shutil.copy(desk.path, path)
    with Store.open(path, codec=JsonCodec()) as store:
        store.save_search("Dockers", "search", {"q": "dockers"})
        store.save_search("Kraków", "stories", {"place": "kraków"})
    return path


def alerts(db: Path, *arguments: str) -> str:
    result = CliRunner().invoke(cli.app, ["alerts", "--db", str(db), *arguments])
    assert result.exit_code == 0, (result.output, result.exception)
    return result.stdout


def test_nothing_is_told_where_nothing_came(db: Path) -> None:
    assert alerts(db) == " Nothing is new in 2 saved searches.\n"
    assert alerts(db, "--quiet") == ""
    assert alerts(db, "--quiet", "--format", "json") == ""


def test_what_came_is_told_once_and_only_where_it_fits(db: Path, tmp_path: Path, recorder: Recorder) -> None:
    keys = add_reports(db, tmp_path, LATER, recorder)
    with Store.open(db, codec=JsonCodec()) as store:
        seen = store.saved_search("S1").seen
    told = json.loads(alerts(db, "--format", "json", "--quiet"))
    assert told["counted"] == {"saved searches": 2, "new": 1}
    assert [[row["id"] for row in one["new"]] for one in told["answer"]] == [[keys["later.txt"]], []]
    assert alerts(db, "--quiet") == ""
    with Store.open(db, codec=JsonCodec()) as store:
        # Who looks at the site still finds it marked there.
        assert store.saved_search("S1").seen == seen


def test_the_table_names_the_search_and_what_is_new(db: Path, tmp_path: Path, recorder: Recorder) -> None:
    add_reports(db, tmp_path, LATER, recorder)
    told = alerts(db)
    assert told.startswith("Dockers ")
    for words in ("1 new\n", "S1: search; dockers", "Dockers of Gdynia", "new report", "Harbour Wire"):
        assert words in told
    assert "Kraków" not in told


def test_a_search_that_cannot_be_asked_any_more_costs_the_others_nothing(db: Path) -> None:
    with Store.open(db, codec=JsonCodec()) as store:
        store.save_search("Old", "weather", {})
    result = CliRunner().invoke(cli.app, ["alerts", "--db", str(db)])
    assert result.exit_code == 0
    assert "the saved search S3 cannot be asked" in result.stderr
    assert "Nothing is new in 2 saved searches" in result.stdout


def test_a_form_that_is_not_there_is_told(db: Path) -> None:
    assert CliRunner().invoke(cli.app, ["alerts", "--db", str(db), "-f", "csv"]).exit_code == 2
