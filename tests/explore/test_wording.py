"""Two wordings, word against word."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.desk.answers import LineageRow, ReportLine, VariantRow, Words
from onrecord.explore.wording import changed_words, wordings_of

SAID = "They were called on the radio four times and they did not answer once"


def kinds(full: str, other: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in changed_words(full, other) or ()]


def variant(outlet: str, text: str) -> VariantRow:
    report = ReportLine(outlet, outlet, None, None, None, None, "")
    return VariantRow(Words(report, text, 0, len(text)), None, "copied", "in the same words")


def test_a_changed_figure_is_marked_alone() -> None:
    assert kinds(SAID, SAID.replace("four", "five")) == [
        ("same", "They were called on the radio"),
        ("out", "four"),
        ("in", "five"),
        ("same", "times and they did not answer once"),
    ]


def test_case_quotation_marks_and_full_stops_are_no_change() -> None:
    assert kinds("Don’t go there.", "“don't go there,”") == [("same", "“don't go there,”")]


def test_many_words_left_out_are_counted() -> None:
    pieces = changed_words(SAID, "“did not answer once”") or ()
    assert [(piece.kind, piece.n_words, piece.is_long) for piece in pieces] == [
        ("out", 10, True),
        ("same", 4, False),
    ]


def test_a_short_word_between_two_changes_is_not_kept() -> None:
    assert kinds("they saw the ship leave port at night", "they heard the boat leave port at night") == [
        ("same", "they"),
        ("out", "saw the ship"),
        ("in", "heard the boat"),
        ("same", "leave port at night"),
    ]


def test_other_words_are_not_marked() -> None:
    assert changed_words(SAID, "the freighter ignored every call before it hit the ferry") is None


def test_the_same_words_are_given_once() -> None:
    found = wordings_of(
        LineageRow("Q1", None, (variant("A", SAID), variant("B", f"{SAID}."), variant("C", "no answer")))
    )
    assert [one.words.report.outlet for one in found.same] == ["B"]
    assert [len(other.variants) for other in found.others] == [1]
    assert not found.others[0].is_marked


WORDS = st.lists(
    st.sampled_from(["a", "ship", "the", "ferry", "was", "not", "four", "times", "“no”", "—", "said."]),
    max_size=12,
)


@settings(deadline=None)
@given(WORDS, WORDS)
def test_pieces_give_both_wordings_back(before: list[str], after: list[str]) -> None:
    pieces = changed_words(" ".join(before), " ".join(after))
    for piece in pieces or ():
        assert piece.n_words == len(piece.text.split()) > 0
    if pieces is not None:
        put = " ".join(piece.text for piece in pieces if piece.kind != "out")
        assert put == " ".join(after)
