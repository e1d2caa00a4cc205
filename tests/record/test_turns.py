"""Turns of printed conversations, in sentences of our own read with the weights."""

from __future__ import annotations

import pytest

from onrecord.model import Document, text_digest
from onrecord.pipeline import Recorder

pytestmark = pytest.mark.weights

TALK = (
    "Ann Vane said on Narva News that the invitation was a joke.\n\n"
    "Partial transcript as follows:\n\n"
    '"MALL: Let us start with the debate. Will the mayor be there?\n\n'
    '"VANE: Well, look, the mayor thinks this is a show. He will not be there.\n\n'
    '"(CROSSTALK.)\n\n'
    '"MALL: But why would he do that?"'
)


def told(recorder: Recorder, text: str) -> list[tuple[str, str | None, str, list[str]]]:
    record = recorder(Document(text_digest(text), "-", text))
    names = {entity.id: entity.name for entity in record.entities}
    return [
        (s.source.span.cut(text), names.get(s.source.entity or ""), s.kind, [c.cut(text) for c in s.content])
        for s in record.statements
        if s.source is not None
    ]


def test_each_turn_is_told_by_the_name_before_its_colon(recorder: Recorder) -> None:
    found = told(recorder, TALK)
    assert [one for one in found if one[2] == "direct"] == [
        ("MALL", "MALL", "direct", ["Let us start with the debate. Will the mayor be there?"]),
        (
            "VANE",
            "Ann Vane",
            "direct",
            ["Well, look, the mayor thinks this is a show. He will not be there."],
        ),
        ("MALL", "MALL", "direct", ["But why would he do that?"]),
    ]
    assert found[0] == ("Ann Vane", "Ann Vane", "indirect", ["that the invitation was a joke"])


def test_one_line_in_capitals_and_a_colon_is_no_conversation(recorder: Recorder) -> None:
    text = "UPDATE: The ferry has come back to the old harbour.\n\nIt had been away since Monday, the mayor said."
    assert "UPDATE" not in [source for source, *_ in told(recorder, text)]
