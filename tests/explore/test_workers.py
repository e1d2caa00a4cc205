"""Several processes that serve one store: they answer alike, are replaced when they die, and end with what began them."""

from __future__ import annotations

import http.client
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from onrecord.desk.listing import PARTS
from onrecord.explore.workers import Noticeboard, SharedDesk, Site
from onrecord.store import Store
from tests.store.reports import CODEC, made_up

PROGRAM = "from onrecord.cli import main; main()"
TOKEN = "a-token-of-many-letters"
PATIENCE_S = 60


@dataclass
class Served:
    """A site that `onrecord serve` serves."""

    process: subprocess.Popen[str]
    address: str

    def ask(self, path: str, method: str = "GET", **fields: str) -> tuple[int, str]:
        """Return status and text of an answer, over a connection of its own."""
        parts = urlsplit(self.address)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE_S)
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if fields else {}
        connection.request(method, path, urlencode(fields) if fields else None, kind)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    def workers(self) -> set[int]:
        """Return the ids of the processes that answer."""
        found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return {int(id) for id in found if b"spawn_main" in name_of(int(id))}


@contextmanager
def serving(db: Path, *options: str) -> Iterator[Served]:
    command = [sys.executable, "-c", PROGRAM, "serve", "--db", str(db), "--port", "0", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        yield Served(process, process.stdout.readline().strip())
    finally:
        process.kill()
        process.communicate()


def until(holds: Callable[[], bool]) -> bool:
    """Wait until something holds, for a minute at most."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return False


def name_of(id: int) -> bytes:
    """Return how a process was begun; nothing where it is gone."""
    try:
        return Path(f"/proc/{id}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def is_there(id: int) -> bool:
    try:
        return "zombie" not in Path(f"/proc/{id}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.fixture
def db(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "small.db", codec=CODEC) as store:
        store.add(*made_up("Five died in the harbour.").parts)
    return tmp_path / "small.db"


on_linux = pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="looks at processes as Linux shows them"
)


@pytest.mark.slow
@on_linux
class TestServed:
    def test_the_forms_of_one_are_taken_by_the_others(self, db: Path) -> None:
        with serving(db, "--workers", "3") as site:
            assert site.address.startswith("http://127.0.0.1:")
            for number in range(12):
                status, page = site.ask("/stories")
                assert status == 200
                form = re.search(r'name="form" value="(\w+)"', page)
                assert form
                sent = {"form": form[1], "question": "stories", "name": f"List {number}"}
                assert site.ask("/saved", "POST", **sent)[0] == 303
            assert site.ask("/saved", "POST", form="guessed")[0] == 403
            assert len(re.findall(r"<article", site.ask("/saved")[1])) == 12

    def test_one_that_dies_is_replaced_and_the_site_answers_on(self, db: Path) -> None:
        with serving(db, "--workers", "2") as site:
            assert until(lambda: len(site.workers()) == 2)
            assert site.ask("/")[0] == 200
            first = site.workers()
            dead = first.pop()
            os.kill(dead, signal.SIGKILL)
            assert until(lambda: len(site.workers() - {dead}) == 2)
            assert all(site.ask("/stories")[0] == 200 for _ in range(6))

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_all_end_together(self, db: Path, number: signal.Signals) -> None:
        with serving(db, "--workers", "2") as site:
            assert site.ask("/")[0] == 200
            assert until(lambda: len(site.workers()) == 2)
            workers = site.workers()
            site.process.send_signal(number)
            site.process.wait(PATIENCE_S)
            assert not any(map(is_there, workers))
            assert site.process.stderr
            assert "Traceback" not in site.process.stderr.read()

    def test_none_outlives_what_began_it(self, db: Path) -> None:
        with serving(db, "--workers", "2") as site:
            assert site.ask("/")[0] == 200
            assert until(lambda: len(site.workers()) == 2)
            workers = site.workers()
            site.process.kill()
            assert until(lambda: not any(map(is_there, workers)))

    def test_a_token_is_asked_for_by_all_and_stands_in_no_list_of_processes(self, db: Path) -> None:
        with serving(db, "--workers", "2", "--token", TOKEN) as site:
            assert site.address.endswith(f"/?token={TOKEN}")
            assert until(lambda: len(site.workers()) == 2)
            for _ in range(6):
                assert site.ask("/stories")[0] == 401
                assert site.ask(f"/?token={TOKEN}")[0] == 303
            for id in site.workers():
                assert TOKEN.encode() not in Path(f"/proc/{id}/cmdline").read_bytes()

    def test_one_alone_serves_in_its_own_process(self, db: Path) -> None:
        with serving(db, "--workers", "1") as site:
            assert site.ask("/")[0] == 200
            assert site.workers() == set()

    def test_it_gives_up_where_they_end_as_soon_as_they_begin(self, db: Path) -> None:
        with serving(db, "--workers", "2") as site:
            assert site.ask("/")[0] == 200
            assert until(lambda: len(site.workers()) == 2)
            for file in db.parent.glob(f"{db.name}*"):
                file.unlink()
            for id in site.workers():
                os.kill(id, signal.SIGKILL)
            assert site.process.wait(PATIENCE_S) == 3
            assert site.process.stderr
            told = site.process.stderr.read()
            assert "there is no such file" in told
            assert "end as soon as they begin" in told
            assert "Traceback" not in told

    def test_a_store_that_is_not_there_is_told_and_nothing_begins(self, tmp_path: Path) -> None:
        with serving(tmp_path / "nothing.db", "--workers", "2") as site:
            assert site.address == ""
            assert site.process.wait(PATIENCE_S) == 1
            assert site.process.stderr
            assert "there is no such file" in site.process.stderr.read()

    @pytest.mark.weights
    def test_looking_anew_is_told_by_every_one(self, db: Path) -> None:
        with serving(db, "--workers", "2") as site:
            form = re.search(r'name="form" value="(\w+)"', site.ask("/stories")[1])
            assert form
            # Nobody has looked yet: the site does so by itself, and each process hears of it.
            assert until(lambda: all("not yet looked" not in site.ask("/")[1] for _ in range(4)))
            assert until(lambda: "being found anew" not in site.ask("/")[1])
            assert site.ask("/relate", "POST", form=form[1])[0] == 303
            # Whoever answers next has heard of it, and none goes back to what was before.
            assert "not yet looked" not in site.ask("/")[1]
            assert until(lambda: "being found anew" not in site.ask("/")[1])
            assert all("not yet looked" not in site.ask("/")[1] for _ in range(8))


class TestNoticeboard:
    @pytest.fixture
    def board(self) -> Noticeboard:
        return Noticeboard(multiprocessing.get_context("spawn"))

    def test_one_asks_and_is_told_what_became_of_it(self, db: Path, board: Noticeboard) -> None:
        with Store.open(db, codec=CODEC) as store:
            one, other = SharedDesk(store, board), SharedDesk(store, board)
            assert one.relate()
            assert not other.relate()
            assert board.asked == 1
            assert other.standing().making
            waiting = threading.Thread(target=one.wait, args=(PATIENCE_S,))
            waiting.start()
            board.made("the word vectors are missing; install them")
            waiting.join(PATIENCE_S)
            assert not waiting.is_alive()
            assert other.making() == (False, "the word vectors are missing; install them")
            assert other.relate()
            assert one.making() == (True, None)

    def test_a_correction_of_one_has_the_others_look_again(self, db: Path, board: Noticeboard) -> None:
        with Store.open(db, codec=CODEC) as store:
            one, other = SharedDesk(store, board), SharedDesk(store, board)
            store.put_relations(dict.fromkeys(PARTS, ()), basis=store.basis())
            assert one.standing().fresh
            assert other.standing().fresh
            key = next(store.reports()).key
            store.correct("date", key, {"published": "2026-03-04"}, author="A. Ilves", reason="misread")
            assert other.standing().fresh
            one.changed()
            assert not other.standing().fresh
            assert not one.standing().fresh

    def test_a_problem_of_any_length_is_told(self, board: Noticeboard) -> None:
        board.made("ł" * 9_000)
        assert (board.problem or "").startswith("łłł")


def test_tokens_are_not_shown() -> None:
    site = Site("desk.db", token=TOKEN)
    assert TOKEN not in repr(site)
    assert site.form_token not in repr(site)
