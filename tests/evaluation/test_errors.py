"""The command that lists errors: its table, its lines, and that words of a corpus show on request only."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation import errors
from evaluation.listings import Error
from onrecord.model import Document, Mention, Reading, Span

TEXT = "Ada Moor  leads\nthe Port Board."
ROWS = [
    Error("missed ORG", "d 1", Span(20, 30), None, "ORG", TEXT),
    Error("boundary left", "d 1", Span(0, 8), Span(4, 8), "PERSON", TEXT),
    Error("missed ORG", "d 2", Span(10, 19), None, "", TEXT),
]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    monkeypatch.setitem(errors.LISTERS, "mentions", lambda setup: iter(ROWS[: setup.limit]))

    def run(*arguments: str, data: Path = tmp_path) -> str:
        monkeypatch.setattr("sys.argv", ["errors", "mentions", "--data", str(data), *arguments])
        errors.main()
        return capsys.readouterr().out

    return run


def test_table_counts_kinds_most_first_and_items_follow_in_order(run) -> None:  # type: ignore[no-untyped-def]
    assert run().splitlines() == [
        "      2  missed ORG",
        "      1  boundary left",
        "      3  in all",
        "",
        "missed ORG\td 1\t20:30\t-\tORG",
        "boundary left\td 1\t0:8\t4:8\tPERSON",
        "missed ORG\td 2\t10:19\t-\t-",
    ]


def test_words_are_shown_on_request_only_and_on_one_line(run) -> None:  # type: ignore[no-untyped-def]
    assert "Moor" not in run()
    shown = run("--text").splitlines()[-3:]
    assert [line.split("\t")[-2:] for line in shown] == [
        ["Port Board", "-"],
        ["Ada Moor", "Moor"],
        ["leads the", "-"],
    ]


def test_a_long_span_is_cut(run) -> None:  # type: ignore[no-untyped-def]
    cut = errors.line_of(Error("x", "d", Span(0, 500), None, "", "ab " * 200), with_text=True).split("\t")[-2]
    assert len(cut) == 120
    assert cut.endswith("…")


def test_no_row_shows_its_text_when_printed() -> None:
    assert "Moor" not in repr(ROWS[0])


def test_kinds_are_chosen_by_their_beginning(run) -> None:  # type: ignore[no-untyped-def]
    assert run("--kind", "miss").count("missed ORG\t") == 2
    assert "boundary" not in run("--kind", "miss")
    with pytest.raises(
        SystemExit, match=r"no kind of mentions begins with 'type'; take one of these:\n.*missed ORG"
    ):
        run("--kind", "type")


def test_limit_goes_to_the_lister(run) -> None:  # type: ignore[no-untyped-def]
    assert "      1  in all" in run("--limit", "1")


def test_a_missing_folder_is_named(run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(SystemExit):
        run(data=tmp_path / "nowhere")
    assert "nowhere; --data names the folder that holds the corpora" in capsys.readouterr().err


def test_a_missing_corpus_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["errors", "times", "--data", str(tmp_path)])
    with pytest.raises(SystemExit, match=r"timeml.* is not there; evaluation/README\.md says"):
        errors.main()


def test_names_are_listed_by_their_place_in_each_corpus(tmp_path: Path) -> None:
    for folder in ("re3d", "crossner-politics", "uner-ewt"):
        (tmp_path / folder).mkdir()
    politics = "Ada\tB-politician\nleads\tO\n\nOslo\tB-location\nsleeps\tO\n"
    (tmp_path / "crossner-politics/dev.txt").write_text(politics, encoding="utf-8")
    ewt = "# newdoc id = a\n# text = Oslo sleeps\n1\tOslo\tB-LOC\n2\tsleeps\tO\n"
    (tmp_path / "uner-ewt/en_ewt-ud-dev.iob2").write_text(ewt, encoding="utf-8")

    class Stub:
        def read(self, document: Document) -> Reading:
            mentions = (Mention(Span(0, 4), 0, "name", "ORG", None, 0, 1.0),)
            return Reading(document, (), (), mentions, (), "none")

    setup = errors.Setup(tmp_path)
    setup.__dict__["reader"] = Stub()
    assert [(e.kind, e.document) for e in errors.list_mentions(setup)] == [
        ("type PERSON as ORG", "CrossNER politics dev 1"),
        ("type LOC as ORG", "CrossNER politics dev 2"),
        ("type LOC as ORG", "UNER EWT dev 1"),
    ]
