"""All formats alike: what each must bear, and what it must tell."""

from __future__ import annotations

import json
import sys
from dataclasses import replace

import pytest
from hypothesis import Phase, given, settings

from onrecord.errors import InputError
from onrecord.export.formats import FORMATS, ExportFormat, find_format, left_out_text, render, renderer_of
from onrecord.export.unplaced import above_score
from onrecord.model import Record
from tests.export.events_example import bare_event, empty_record, events_record, hostile_record
from tests.export.example import example_record
from tests.export.test_json import records as any_records

EVENTS = ("plover", "polecat", "gdelt", "acled", "ucdp", "csv", "parquet")
"""The formats whose items are events."""

FORMS = pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
EVENT_FORMS = pytest.mark.parametrize(
    "form", [find_format(name) for name in EVENTS], ids=lambda form: form.name
)


@pytest.fixture(autouse=True)
def extra(request: pytest.FixtureRequest) -> None:
    """Skip a format whose optional dependency is not installed."""
    form = request.node.callspec.params.get("form") if hasattr(request.node, "callspec") else None
    if form and form.extra:
        try:
            renderer_of(form)
        except InputError as missing:
            pytest.skip(str(missing))


@FORMS
def test_no_records_and_empty_records_give_a_complete_export(form: ExportFormat) -> None:
    for records in ([], [empty_record()], [example_record()]):
        rendered = render(records, form)
        assert isinstance(rendered.body, bytes)
        assert [ending for ending, _ in rendered.beside] == list(form.beside)


@EVENT_FORMS
def test_an_event_without_anything_optional_is_given_or_told_of(form: ExportFormat) -> None:
    record = events_record()
    record = replace(record, events=(bare_event("V1", record.events[0].anchor.span, "shell"),))
    rendered = render([record], form)
    told = [one for one in rendered.left_out if (one.item, one.field) == ("V1", "events[]")]
    assert told or b"V1" in rendered.body


@FORMS
def test_hostile_text_is_borne(form: ExportFormat) -> None:
    rendered = render([hostile_record()], form)
    listed = json.loads(left_out_text(rendered, form).encode("utf-8", "backslashreplace"))
    assert listed["format"] == form.name
    assert len(listed["items"]) == len(rendered.left_out)
    if not form.binary:
        assert "\x00" not in rendered.body.decode("utf-8")


@settings(max_examples=25, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(any_records())
def test_any_record_can_be_given_in_every_format(record: Record) -> None:
    for form in map(find_format, EVENTS):
        rendered = render([record], form)
        left_out_text(rendered, form).encode("utf-8", "backslashreplace")
        whole = {one.item for one in rendered.left_out if one.field == "events[]"}
        assert whole <= {event.id for event in record.events}


@FORMS
def test_the_same_records_give_the_same_bytes(form: ExportFormat) -> None:
    records = [events_record(), hostile_record()]
    assert render(records, form) == render(records, form)


@EVENT_FORMS
def test_what_is_left_out_points_into_the_record_and_says_why(form: ExportFormat) -> None:
    record = events_record()
    events = {event.id for event in record.events}
    for one in render([record], form).left_out:
        assert one.report == record.report.id
        assert one.item is None or one.item in events
        assert one.because
        assert one.value not in (None, [], "")


@EVENT_FORMS
def test_every_event_is_given_or_left_out_and_never_both(form: ExportFormat) -> None:
    rendered = render([events_record()], form)
    whole = {one.item for one in rendered.left_out if one.field == "events[]"}
    parts = {one.item for one in rendered.left_out if one.field.startswith("events[].")}
    assert not whole & parts


def test_names_are_unique_and_an_unknown_one_is_told() -> None:
    assert len({form.name for form in FORMATS}) == len(FORMATS)
    with pytest.raises(InputError, match="no export format 'excel'; choose one of"):
        find_format("excel")


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "onrecord.export.parquet", raising=False)
    with pytest.raises(
        InputError, match=r"needs pyarrow, which is not installed; pip install 'onrecord\[parquet\]'"
    ):
        render([], find_format("parquet"))


def test_events_below_a_score_are_left_out_with_all_that_stood_in_them() -> None:
    kept, left_out = above_score([events_record(), empty_record()], 0.6)
    assert [event.id for event in kept[0].events] == ["V1", "V2", "V3", "V4", "V5", "V6", "V8", "V9", "V10"]
    assert [(one.item, one.field, one.because) for one in left_out] == [
        ("V7", "events[]", "its score is below 0.6")
    ]
    value = left_out[0].value
    assert isinstance(value, dict)
    assert value["anchor"]["text"] == "cut its aid"
    assert above_score([events_record()], 0.0) == ([events_record()], [])
