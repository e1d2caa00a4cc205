"""The tutorial of the site: its commands run and print what the page shows, and its pictures are those of the site."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import shutil
import struct
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from typer.testing import CliRunner

from onrecord import cli
from onrecord.pipeline import Recorder
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "tutorial-site.md"
_BLOCK = re.compile(r"```(sh|)\n(.*?)```", re.DOTALL)
_PICTURE = re.compile(r"!\[(.*?)\]\((pictures/[\w-]+\.png)\)")
SET_UP = ("make demo", ". .venv/bin/activate")
LEFT_OUT = "…"
"""A line that stands for any number of lines."""


def commands() -> Iterator[tuple[str, str | None]]:
    """Yield the commands of the page in order, each with the output that is shown of it, or None."""
    blocks = _BLOCK.findall(PAGE.read_text("utf-8"))
    for number, (kind, text) in enumerate(blocks):
        if kind != "sh":
            continue
        lines = text.splitlines()
        after = blocks[number + 1 : number + 2]
        for line in lines:
            is_last = line == lines[-1]
            yield line, after[0][1] if is_last and after and after[0][0] == "" else None


def is_shown(shown: str, printed: str) -> bool:
    """Tell whether an output is what a page shows of it, lines that are left out apart."""
    parts = re.split(rf"^{LEFT_OUT}$\n?", shown, flags=re.MULTILINE)
    return re.fullmatch(".*".join(map(re.escape, parts)), printed, re.DOTALL) is not None


def test_lines_may_be_left_out_where_the_page_says_so_and_nowhere_else() -> None:
    printed = "one\ntwo\nthree\n"
    assert is_shown("one\n…\nthree\n", printed)
    assert is_shown("one\n…\n", printed)
    assert is_shown(printed, printed)
    assert not is_shown("one\nthree\n", printed)
    assert not is_shown("two\n…\n", printed)


def test_what_sets_it_up_is_what_is_checked_elsewhere() -> None:
    lines = [line for line, _ in commands()]
    assert lines[: len(SET_UP)] == list(SET_UP)
    assert all(line.startswith("onrecord ") for line in lines[len(SET_UP) :])
    assert re.search(r"^make demo$", (ROOT / ".ci" / "run").read_text("utf-8"), re.MULTILINE)


@pytest.mark.weights
@pytest.mark.slow
def test_the_commands_run_and_print_what_is_shown(
    recorder: Recorder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("onrecord.pipeline.load", lambda: recorder)
    ran = set()
    for line, shown in commands():
        if line in SET_UP:
            continue
        _, command, *_ = words = shlex.split(line)
        ran.add(command)
        if command == "serve":
            printed = served(words[1:])
        else:
            result = CliRunner().invoke(cli.app, words[1:])
            assert result.exit_code == 0, (line, result.output, result.exception)
            printed = result.stdout
        assert shown is None or is_shown(shown, printed), f"{line} prints:\n{printed}"
    assert ran == {"demo", "add", "stories", "serve", "who", "disputes"}
    assert (tmp_path / "disputes.csv").read_bytes().count(b"footbridge") > 2


def served(words: list[str]) -> str:
    """Run the command that serves, on a free port; return what it prints, as if the port were the one it has by itself."""
    run = "import sys; from onrecord.cli import main; sys.argv[0] = 'onrecord'; main()"
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT / "weights" / "src")])
    environment = os.environ | {"PYTHONPATH": f"{paths}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}
    command = [sys.executable, "-c", run, *words, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            with urllib.request.urlopen(line.strip(), timeout=30) as answer:
                assert "Footbridge over Drava collapses" in answer.read().decode()
        finally:
            process.terminate()
    return re.sub(r":\d+/", ":8321/", line)


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("pictures", ROOT / "docs" / "pictures.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def size_of(picture: Path) -> tuple[int, int]:
    """Return width and height of a PNG in pixels."""
    data = picture.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def test_every_picture_is_there_small_enough_and_told_in_words(maker: ModuleType) -> None:
    named = _PICTURE.findall(PAGE.read_text("utf-8"))
    assert len(named) > 5
    for told, path in named:
        assert len(told.split()) >= 4, path
        assert (PAGE.parent / path).stat().st_size <= maker.MOST_BYTES
        assert size_of(PAGE.parent / path)[0] == maker.WIDTH
    # No picture lies there that no page shows.
    assert {path.partition("/")[2] for _, path in named} == {one.name for one in maker.PICTURES.iterdir()}


@pytest.mark.weights
@pytest.mark.slow
def test_the_script_makes_every_picture(maker: ModuleType, recorder: Recorder, tmp_path: Path) -> None:
    pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if shutil.which("chromium") is None:
        pytest.skip("chromium is not installed")
    made = maker.make_pictures(tmp_path, lambda: recorder)
    assert {path.name for path in made} == {path.name for path in maker.PICTURES.iterdir()}
    # Fonts differ from machine to machine, and so do bytes; sizes and steps do not.
    for path in made:
        assert size_of(path) == size_of(maker.PICTURES / path.name)
        assert path.stat().st_size <= maker.MOST_BYTES
