"""The documentation: generated pages are current, links lead somewhere, examples run."""

from __future__ import annotations

import importlib.util
import json
import re
import shlex
import shutil
from pathlib import Path
from types import ModuleType

import pytest
from typer.testing import CliRunner

from onrecord import cli, errors
from onrecord.pipeline import Recorder
from tests.carrier_texts import rss, rss_item
from tests.conftest import ROOT

COMMANDS = (
    "read",
    "add",
    "renew",
    "stories",
    "story",
    "happening",
    "who",
    "said",
    "timeline",
    "search",
    "sources",
    "disputes",
    "alerts",
    "export",
    "serve",
    "verify",
    "demo",
    "doctor",
)
"""The commands, in the order in which the help lists them."""

PAGES = sorted([*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")])


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_pages_are_current(generator: ModuleType) -> None:
    stale = [path.name for path, text in generator.pages().items() if path.read_text("utf-8") != text]
    assert not stale, "run `make docs`"


@pytest.mark.parametrize("command", [*COMMANDS, "correct"])
def test_every_command_is_documented(command: str) -> None:
    assert f"## `onrecord {command}`" in (ROOT / "docs/reference/commands.md").read_text("utf-8")


def test_no_command_is_left_out_of_these_tests() -> None:
    from onrecord.cli import app

    named = tuple(command.callback.__name__ for command in app.registered_commands if command.callback)
    assert named == COMMANDS


def test_every_label_and_event_type_is_documented() -> None:
    from onrecord.export.events_outline import LABELS
    from onrecord.export.selection import EVENT_TYPES

    page = (ROOT / "docs/how-to/events.md").read_text("utf-8")
    for label, sign in LABELS.items():
        assert f"| {label} | {sign.sign} | `{sign.ascii}` | {sign.meaning} |" in page
    for kind in EVENT_TYPES:
        assert f"{kind}," in page or f"{kind};" in page


def test_the_view_shown_in_the_documentation_is_current() -> None:
    from onrecord.export.terminal import render_text
    from tests.export.told_events import record_of_events

    page = (ROOT / "docs/how-to/events.md").read_text("utf-8")
    shown = re.search(r"```\n( V6 .*?)```", page, re.DOTALL)
    assert shown
    assert shown[1] in render_text(record_of_events())


def test_the_examples_on_events_run() -> None:
    from tests.export.told_events import record_of_events

    page = (ROOT / "docs/how-to/events.md").read_text("utf-8")
    blocks = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert blocks
    exec("\n".join(blocks), {"record": record_of_events()})


def test_every_error_is_documented() -> None:
    page = (ROOT / "docs/reference/errors.md").read_text("utf-8")
    drawn = errors.__doc__ or ""
    for name, kind in vars(errors).items():
        if isinstance(kind, type) and issubclass(kind, Exception):
            assert f"`{name}`" in page
            assert name in drawn


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_the_readme_gives_the_commands_that_are_checked() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    checked = (ROOT / ".ci" / "run").read_text("utf-8")
    for command in ("make demo", "make test"):
        assert re.search(rf"^{command}\b", readme, re.MULTILINE)
        assert re.search(rf"^{command}$", checked, re.MULTILINE)


@pytest.mark.weights
@pytest.mark.parametrize(
    "page",
    ["README.md", "docs/how-to/python.md", "docs/how-to/annotations.md", "docs/how-to/carriers.md"],
)
def test_the_examples_run(
    page: str, recorder: Recorder, demo_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(demo_folder / "gdansk-strike.html", tmp_path / "report.html")
    (tmp_path / "feed.xml").write_bytes(rss(rss_item()))
    (tmp_path / "manifest.json").write_text('[{"file": "feed.xml"}, {"file": "absent.html"}]')
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / page).read_text("utf-8"), re.DOTALL)
    assert blocks
    if any("onrecord.export.spacy" in block for block in blocks):
        pytest.importorskip("spacy", reason="spaCy is not installed")
    exec("\n".join(blocks), {})


@pytest.mark.weights
def test_the_commands_on_the_desk_run(
    recorder: Recorder, demo_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(demo_folder, tmp_path / "pages")
    monkeypatch.chdir(tmp_path)
    # The ids on the page are of a reader's store; those of this one take their place.
    known: dict[str, str] = {}

    def run(line: str) -> str:
        line = re.sub(r"\b([TH])[0-9a-f]{5}\b", lambda found: known[found[1]], line)
        result = CliRunner().invoke(cli.app, shlex.split(line)[1:])
        assert result.exit_code == 0, (line, result.output, result.exception)
        return result.stdout

    page = (ROOT / "docs/how-to/desk.md").read_text("utf-8")
    commands = [
        line for block in re.findall(r"```sh\n(.*?)```", page, re.DOTALL) for line in block.splitlines()
    ]
    assert commands[0].startswith("onrecord add")
    for line in commands:
        if line.startswith("export "):
            monkeypatch.setenv(*line.removeprefix("export ").split("=", 1))
            for letter, listing in (("T", "stories"), ("H", "timeline")):
                known[letter] = json.loads(run(f"onrecord {listing} -f json"))["answer"][0]["id"]
        else:
            run(line)
    assert {"stories.csv", "story.csv", "story.happenings.csv", "relations.json"} <= {
        path.name for path in tmp_path.iterdir()
    }
    for block in re.findall(r"```python\n(.*?)```", page, re.DOTALL):
        exec(block, {})
