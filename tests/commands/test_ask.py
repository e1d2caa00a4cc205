"""The commands that ask a store."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import unicodedata
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from onrecord import cli
from onrecord.commands.answer import Answer, json_answer, render_answer
from onrecord.commands.answer_page import AnswerPage, Col
from onrecord.desk.sheets import Sheet
from onrecord.export.codec import JsonCodec
from onrecord.export.text_page import TextStyle
from onrecord.pipeline import Recorder
from onrecord.store import Store
from tests.conftest import Desk
from tests.desk.told_reports import LATER, add_reports

pytestmark = pytest.mark.weights

LISTS = [
    ("stories",),
    ("timeline",),
    ("disputes",),
    ("who", "kaminska"),
    ("said", "kaminska"),
    ("search", "police"),
]
FORMS = ("table", "json", "csv")


def run(*arguments: str | Path, db: Path | None = None) -> Result:
    result = CliRunner().invoke(
        cli.app, [str(argument) for argument in arguments], env={"ONRECORD_DB": str(db) if db else None}
    )
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result


def ask(desk: Desk, *arguments: str | Path) -> str:
    result = run(*arguments, db=desk.path)
    assert result.exit_code == 0, result.output
    return result.stdout


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def one_line(text: str) -> str:
    return " ".join(text.split())


def id_of(desk: Desk, what: str, title: str) -> str:
    listed = json.loads(ask(desk, what, "-f", "json"))["answer"]
    return str(next(row["id"] for row in listed if title in row["title"]))


@pytest.fixture
def questions(desk: Desk) -> list[tuple[str, ...]]:
    """Return every question, with ids that the store knows."""
    story = id_of(desk, "stories", "Riot police")
    happening = id_of(desk, "timeline", "Riot police attack")
    return [*LISTS, ("story", story), ("happening", happening), ("sources", happening)]


class TestAnswers:
    def test_every_table_says_what_is_counted(self, desk: Desk, questions: list[tuple[str, ...]]) -> None:
        heads = {
            "stories": "3 stories, 7 reports",
            "timeline": r"\d+ happenings, \d+ accounts",
            "disputes": "1 contradiction, 1 denial",
            "who": "1 entity",
            "said": "1 entity, 6 statements",
            "search": r"5 reports, \d+ matches",
            "story": "4 reports, 1 reprint",
            "happening": r"\d accounts, 4 reports",
            "sources": "2 origins",
        }
        for question in questions:
            assert re.search(heads[question[0]], one_line(ask(desk, *question))), question

    def test_columns_name_the_unit(self, desk: Desk) -> None:
        assert re.search(r"reports +outlets +origins", ask(desk, "stories"))
        assert re.search(r"reports +origins", ask(desk, "timeline"))

    def test_every_answer_as_json_says_what_was_asked_and_counted(
        self, desk: Desk, questions: list[tuple[str, ...]]
    ) -> None:
        for question in questions:
            answer = json.loads(ask(desk, *question, "-f", "json"))
            assert answer["asked"]["question"] == question[0]
            assert answer["relations"]["fresh"] is True
            assert answer["relations"]["reports"] == 7
            assert answer["counted"]
            assert answer["answer"]

    def test_every_answer_as_csv_has_as_many_cells_in_each_line(
        self, desk: Desk, questions: list[tuple[str, ...]]
    ) -> None:
        for question in questions:
            head, *lines = csv.reader(io.StringIO(ask(desk, *question, "-f", "csv"), newline=""))
            assert lines, question
            assert {len(line) for line in lines} == {len(head)}

    def test_csv_and_json_tell_the_same(self, desk: Desk) -> None:
        listed = json.loads(ask(desk, "stories", "-f", "json"))["answer"]
        table = rows(ask(desk, "stories", "-f", "csv"))
        assert [row["story"] for row in table] == [row["id"] for row in listed]
        assert [int(row["reports"]) for row in table] == [row["n_reports"] for row in listed]

    def test_a_story_marks_reprints_and_a_happening_says_on_whose_word(
        self, desk: Desk, questions: list[tuple[str, ...]]
    ) -> None:
        by_name = {question[0]: question for question in questions}
        told = one_line(ask(desk, *by_name["story"]))
        assert "reprint of Harbour Wire" in told
        assert "shortened · words left out" in told
        told = ask(desk, *by_name["happening"])
        assert "✕ denied · on the word of Jan Sobol" in told
        assert f"{desk.keys['tribune.txt']}:" in told
        assert "reprint of Harbour Wire" in one_line(ask(desk, *by_name["sources"]))

    def test_tables_fit_the_screen(
        self, desk: Desk, questions: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for width in (40, 100):
            monkeypatch.setenv("COLUMNS", str(width))
            for question in questions:
                assert all(len(line) <= width for line in ask(desk, *question).splitlines()), (
                    width,
                    question,
                )

    def test_narrow_pages_keep_every_number_with_its_unit(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COLUMNS", "40")
        told = one_line(ask(desk, "stories"))
        assert "4 reports · 4 outlets · 2 origins" in told
        assert "1 contradiction" in told


class TestFilters:
    def test_they_are_taken_by_every_list(self, desk: Desk) -> None:
        given = ("--since", "2026-03-01", "--until", "2026-03-31", "--outlet", "northern tribune")
        given += ("--person", "sobol", "--place", "gdynia", "--type", "assault", "--label", "denied")
        for question in LISTS:
            answer = json.loads(ask(desk, *question, *given, "-f", "json"))
            assert answer["asked"]["filter"]["type"] == "ASSAULT"
        assert json.loads(ask(desk, "stories", *given, "-f", "json"))["counted"] == {
            "stories": 1,
            "reports": 4,
        }

    @pytest.mark.parametrize(
        ("given", "told"),
        [
            (("stories", "--since", "3/2026"), "write it as 2026-03-10"),
            (("timeline", "--type", "asault"), "did you mean 'ASSAULT'"),
            (("said", "sobol", "--label", "certain"), "there is no label"),
            (("sources", "H1", "--until", "2026-03-04"), "counted over all reports"),
            (("happening", "H1", "--type", "ASSAULT"), "one type and one place"),
            (("stories", "-f", "xml"), "choose table, json or csv"),
            (("stories", "--limit", "0"), "greater than or equal to 1"),
        ],
    )
    def test_what_means_nothing_is_refused_with_a_reason(
        self, desk: Desk, given: tuple[str, ...], told: str
    ) -> None:
        result = run(*given, db=desk.path)
        assert result.exit_code == 2
        assert told in one_line(result.output)

    def test_nothing_is_left_out_but_by_a_limit_which_says_so(self, desk: Desk) -> None:
        for question in (("timeline",), ("said", "kaminska"), ("search", "police"), ("stories",)):
            every = json.loads(ask(desk, *question, "-f", "json"))
            some = json.loads(ask(desk, *question, "--limit", "2", "-f", "json"))
            assert every["left_out"] == 0
            # What would have to be gone through for the number is told without it.
            counted = question[0] in ("timeline", "stories")
            assert some["left_out"] == (len(every["answer"]) - 2 if counted else None)
            assert "left out by --limit" in one_line(ask(desk, *question, "--limit", "2"))
        assert "2 of 3 stories" in ask(desk, "stories", "--limit", "2")


class TestHostileText:
    def test_it_never_steers_a_terminal(self, desk: Desk) -> None:
        story = id_of(desk, "stories", "HYPERLINK")
        for question in (
            *LISTS,
            ("story", story),
            ("said", "zaremba"),
            ("search", "trawler"),
            ("who", "hel"),
        ):
            for form in ("table", "json"):
                text = ask(desk, *question, "-f", form)
                steering = {char for char in text if unicodedata.category(char) in ("Cc", "Cf", "Cs")}
                assert steering <= {"\n"}, (question, form)
        assert "<U+202E>free<U+202C>" in ask(desk, "search", "trawler")
        assert "<U+001B>[31m" in ask(desk, "search", "trawler")

    def test_json_keeps_it_all_the_same(self, desk: Desk) -> None:
        answer = json.loads(ask(desk, "search", "trawler", "-f", "json"))["answer"]
        assert answer[0]["snippet"]["report"]["outlet"] == "=Ou\u202etlet\x1b[0m"

    def test_no_spreadsheet_takes_it_for_a_formula(self, desk: Desk, tmp_path: Path) -> None:
        texts = [row["text"] for row in rows(ask(desk, "said", "zaremba", "-f", "csv"))]
        assert any(text.startswith("'=1+1") for text in texts)
        assert any(text.startswith("'@SUM") for text in texts)
        for question in (("said", "zaremba"), ("search", "trawler"), ("stories",)):
            for row in rows(ask(desk, *question, "-f", "csv")):
                assert not any(cell.startswith(("=", "+", "@", "-")) for cell in row.values()), question

    def test_a_name_asked_for_is_shown_safely(self, desk: Desk) -> None:
        told = ask(desk, "who", "\x1b\u202eSobol")
        assert "\x1b" not in told
        assert "Jan Sobol" in told

    def test_a_csv_on_a_coloured_screen_is_spelled_out(self) -> None:
        from onrecord.export.columns import Column

        sheet = Sheet("texts", [Column("text", "words", str)], ["\x1b[2J"])
        answer = Answer({"texts": 1}, (), (sheet,), lambda page: None)
        shown = render_answer(answer, "csv", TextStyle(colour=True), asked={}, state={})
        assert shown == "text\n<U+001B>[2J\n"
        assert "\x1b" in render_answer(answer, "csv", TextStyle(), asked={}, state={})
        told = json_answer(
            Answer({}, "\u2028\U000e0001\x9b\u200b", (), lambda page: None), asked={}, state={}
        )
        assert told.isascii()
        assert json.loads(told)["answer"] == "\u2028\U000e0001\x9b\u200b"


class TestOutput:
    def test_the_ending_gives_the_form(self, desk: Desk, tmp_path: Path) -> None:
        for name in ("out.json", "out.csv", "out.txt"):
            assert ask(desk, "stories", "-o", tmp_path / name) == ""
        assert json.loads((tmp_path / "out.json").read_text("utf-8"))["counted"]["stories"] == 3
        assert len(rows((tmp_path / "out.csv").read_text("utf-8"))) == 3
        assert (tmp_path / "out.txt").read_text("utf-8").startswith("STORIES ")

    def test_further_tables_stand_beside_and_are_not_kept_quiet(
        self, desk: Desk, questions: list[tuple[str, ...]], tmp_path: Path
    ) -> None:
        story = next(question for question in questions if question[0] == "story")
        ask(desk, *story, "-o", tmp_path / "out.csv")
        names = {path.name for path in tmp_path.iterdir()}
        beside = {"out.happenings.csv", "out.contradictions.csv", "out.quotations.csv"}
        assert names == {"out.csv", *beside}
        assert len(rows((tmp_path / "out.contradictions.csv").read_text("utf-8"))) >= 2
        result = run(*story, "-f", "csv", db=desk.path)
        assert "-o OUT.csv writes happenings, contradictions, quotations beside it" in result.stderr

    def test_the_store_is_never_written_over(self, desk: Desk) -> None:
        result = run("stories", "-o", desk.path, "--db", desk.path)
        assert result.exit_code == 2
        assert "is the store" in one_line(result.output)


class TestState:
    @pytest.fixture
    def stale(self, desk: Desk, recorder: Recorder, tmp_path: Path) -> Desk:
        copy = Path(shutil.copy(desk.path, tmp_path / "copy.db"))
        return Desk(copy, desk.keys | add_reports(copy, tmp_path, LATER, recorder))

    def test_relations_are_made_anew_where_something_came(self, stale: Desk) -> None:
        first = run("stories", "-f", "json", db=stale.path)
        assert first.stderr == "onrecord: relations made anew from 8 reports\n"
        assert json.loads(first.stdout)["counted"]["reports"] == 8
        assert run("stories", db=stale.path).stderr == ""

    def test_a_stale_answer_says_so_and_writes_nothing(self, stale: Desk) -> None:
        before = stale.path.read_bytes()
        for _ in range(2):
            result = run("stories", "--stale", "-f", "json", db=stale.path)
            assert "the answer is of an earlier state of the store, with 7 reports" in result.stderr
            answer = json.loads(result.stdout)
            assert (answer["relations"]["fresh"], answer["counted"]["reports"]) == (False, 7)
        assert stale.path.read_bytes() == before
        # The text is in the index already, the story is not known yet.
        hits = json.loads(run("search", "wages paid", "--stale", "-f", "json", db=stale.path).stdout)
        assert hits["answer"][0]["snippet"]["report"]["key"] == stale.keys["later.txt"]
        assert hits["answer"][0]["story"] is None

    def test_a_store_that_may_not_be_written_is_read_as_it_is(
        self, stale: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        access = os.access
        monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and access(path, mode))
        result = run("stories", db=stale.path)
        assert "of an earlier state of the store, with 7 reports" in result.stderr
        assert "3 stories, 7 reports" in result.stdout

    def test_a_store_that_was_never_looked_at(self, recorder: Recorder, tmp_path: Path) -> None:
        add_reports(tmp_path / "new.db", tmp_path, LATER, recorder)
        result = run("stories", "--stale", db=tmp_path / "new.db")
        assert "nothing was found to hold between the reports yet" in result.stderr
        assert "0 stories" in result.stdout
        assert "relations made anew from 1 report\n" in run("stories", db=tmp_path / "new.db").stderr

    def test_an_empty_store_answers_with_nothing(self, tmp_path: Path) -> None:
        Store.open(tmp_path / "empty.db", codec=JsonCodec()).close()
        for question in LISTS:
            for form in FORMS:
                result = run(*question, "-f", form, db=tmp_path / "empty.db")
                assert result.exit_code == 0
                assert result.stdout
            assert run(*question, "--stale", db=tmp_path / "empty.db").stderr == ""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (("story", "T"), "3 stories have an id that begins with 'T'"),
        (("story", "Tffffffffff"), "no story has an id"),
        (("happening", "nothing"), "no happening has an id"),
        (("sources", "H"), "happenings have an id that begins with 'H'"),
        (("who", "..."), "no word of a name"),
        (("search", "-"), "asks for no word"),
    ],
)
def test_what_is_not_there_or_not_one_is_told(desk: Desk, question: tuple[str, ...], told: str) -> None:
    result = CliRunner().invoke(cli.app, [*question, "--db", str(desk.path)])
    assert result.exit_code == 1
    assert told in str(result.exception)


def test_a_store_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli.app, ["stories", "--db", str(tmp_path / "absent.db")])
    assert "there is no such file" in str(result.exception)
    assert not list(tmp_path.iterdir())


def test_a_page_in_ascii_stays_in_ascii() -> None:
    page = AnswerPage(TextStyle(ascii=True))
    page.head("WHO IS “Łódź”", "1 entity")
    page.table(
        [Col("label"), Col("happen-\nings", "number")], [[page.label("denied"), "2"], ["“…” · Kraków", "10"]]
    )
    text = page.finished()
    assert text.isascii()
    assert "x denied" in text
