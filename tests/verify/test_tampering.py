"""Every kind of tampering is caught, and nothing else is complained of."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import replace

import pytest

from onrecord.errors import NotAnExport
from onrecord.export.unplaced import above_score
from onrecord.verify.check import VERIFIABLE, verify_export
from onrecord.verify.stored import no_reports
from tests.export.example import example_record
from tests.export.marked_example import TEXT, empty_record, hostile_record, marked_record
from tests.verify.tampering import (
    JSON_FORMATS,
    WITH_TEXT,
    WITHOUT_TEXT,
    Json,
    Receipt,
    items_of,
    last_item,
    resealed,
    store,
    tampered,
    whats,
    written,
)


@pytest.mark.parametrize("name", VERIFIABLE)
class TestUnchanged:
    def test_an_export_as_it_was_written_passes(self, name: str) -> None:
        records = (marked_record(), example_record(), hostile_record(), empty_record("Rain."))
        verdict = verify_export(written(name, *records), store(*records))
        assert verdict.findings == ()
        assert verdict.format == name
        assert verdict.words > 12
        assert verdict.compared
        assert not verdict.needs_reports

    def test_it_passes_against_texts_alone(self, name: str) -> None:
        verdict = verify_export(written(name, marked_record()), store(marked_record(), texts_only=True))
        assert verdict.findings == ()
        assert not verdict.compared

    def test_the_same_text_printed_twice_passes(self, name: str) -> None:
        other = replace(
            marked_record(), report=replace(marked_record().report, outlet="The Mirov Post", input="b.html")
        )
        records = (marked_record(), other)
        assert verify_export(written(name, *records), store(*records)).findings == ()

    def test_one_of_two_printings_passes_against_both(self, name: str) -> None:
        other = replace(
            marked_record(), report=replace(marked_record().report, outlet="The Mirov Post", input="b.html")
        )
        assert verify_export(written(name, other), store(marked_record(), other)).findings == ()

    def test_events_left_out_by_score_are_not_missed_when_the_score_is_given(self, name: str) -> None:
        record = marked_record()
        events = tuple(
            replace(event, score=0.1) if event.id in ("V1", "V2") else event for event in record.events
        )
        record = replace(record, events=events)
        content = written(name, *above_score([record], 0.5)[0])
        assert verify_export(content, store(record), min_score=0.5).findings == ()
        if name not in ("quotes", "claims"):
            assert verify_export(content, store(record)).findings

    def test_a_larger_store_is_no_fault(self, name: str) -> None:
        assert (
            verify_export(written(name, marked_record()), store(example_record(), marked_record())).findings
            == ()
        )


@pytest.mark.parametrize("name", JSON_FORMATS)
def test_the_layout_of_the_file_does_not_matter(name: str) -> None:
    data = json.loads(written(name, marked_record()))
    again = json.dumps(data, indent=3, sort_keys=True).replace("31.25", "31.250").encode()
    assert verify_export(again, store(marked_record())).findings == ()


@pytest.mark.parametrize("name", WITH_TEXT)
class TestChangedText:
    def change(self, name: str, words: str, other: str) -> str:
        content = written(name, marked_record()).decode()
        # Only the first occurrence: that in the text, not those in the spans.
        at = content.index('"text":"🚨') if name == "json" else 0
        changed = content[:at] + content[at:].replace(words, other, 1)
        assert changed != content
        return whats(list(verify_export(changed.encode(), no_reports()).findings))

    def test_a_changed_word(self, name: str) -> None:
        found = self.change(name, "killed at least 12", "killed at least 10")
        assert "the text does not answer to its digest" in found
        assert "these words are not in the report" in found

    def test_other_quotation_marks(self, name: str) -> None:
        found = self.change(name, "“envoys” would meet", "'envoys' would meet")
        assert "the text does not answer to its digest" in found
        assert "only quotation marks or dashes were changed, first U+0027 to U+201C" in found

    def test_another_unicode_normalisation(self, name: str) -> None:
        found = self.change(name, "café by", unicodedata.normalize("NFD", "café by"))
        assert "the text does not answer to its digest" in found
        if name == "json":
            assert (
                "the report has these words with other white space, quotation marks or normalisation" in found
            )

    def test_other_white_space(self, name: str) -> None:
        found = self.change(name, "Gunners shelled the", "Gunners\u00a0shelled the")
        assert "the text does not answer to its digest" in found
        assert (
            "only white space, quotation marks or normalisation were changed, first U+00A0 to U+0020" in found
        )


@pytest.mark.parametrize("name", JSON_FORMATS)
class TestTampering:
    def test_changed_words(self, name: str) -> None:
        findings = tampered(name, lambda data, receipt: receipt.__setitem__("exact", "never said"))
        assert "these words are not in the report" in whats(findings)
        assert any(finding.found == "never said" for finding in findings)

    def test_shifted_offsets(self, name: str) -> None:
        def shift(data: Json, receipt: Receipt) -> None:
            receipt["start"] += 3
            receipt["end"] += 3

        assert "the offsets are shifted: these words stand at" in whats(tampered(name, shift))

    def test_offsets_counted_in_utf_16(self, name: str) -> None:
        def recount(data: Json, receipt: Receipt) -> None:
            for part in ("start", "end"):
                receipt[part] = len(TEXT[: receipt[part]].encode("utf-16-le")) // 2

        assert "the offsets are shifted" in whats(tampered(name, recount))

    @pytest.mark.parametrize(
        ("start", "end"), [(0, 99999), (-4, 3), (9, 4), (None, 4), ("0", "4"), (True, 4), (1.0, 4)]
    )
    def test_a_span_out_of_bounds(self, name: str, start: object, end: object) -> None:
        def change(data: Json, receipt: Receipt) -> None:
            receipt["start"], receipt["end"] = start, end

        assert "the span lies outside the report" in whats(tampered(name, change))

    def test_words_with_an_accent_more(self, name: str) -> None:
        def change(data: Json, receipt: Receipt) -> None:
            receipt["exact"] = receipt["exact"].replace("e", "e\u0301")

        assert "are not in the report" in whats(tampered(name, change))

    def test_words_with_other_white_space(self, name: str) -> None:
        def change(data: Json, receipt: Receipt) -> None:
            receipt["exact"] = f"{receipt['exact']}\u00a0"

        assert "only white space, quotation marks or normalisation were changed" in whats(
            tampered(name, change)
        )

    def test_a_swapped_digest(self, name: str) -> None:
        other = example_record().report.id
        content = written(name, marked_record()).decode().replace(marked_record().report.id, other)
        data = json.loads(content)
        content = json.dumps(resealed(name, data))
        found = whats(
            list(verify_export(content.encode(), store(marked_record(), example_record())).findings)
        )
        if name in WITH_TEXT:
            assert "the text does not answer to its digest" in found
        assert "the words" in found or "these words" in found

    def test_a_report_that_is_not_there(self, name: str) -> None:
        verdict = verify_export(written(name, marked_record(), example_record()), store(marked_record()))
        (finding,) = verdict.findings
        assert "this report is not in records" in finding.what
        assert finding.found == example_record().report.id

    def test_an_added_item_whose_words_are_not_in_the_report(self, name: str) -> None:
        def add(data: Json, receipt: Receipt) -> None:
            added = json.loads(
                json.dumps(last_item(name, data)).replace('"S8"', '"S9"').replace('"V4"', '"V9"')
            )
            words = Receipt(name, added)
            words["exact"], words["start"], words["end"] = "The governor lied", 4, 21
            items_of(name, data).insert(-1, added)

        assert "these words are not in the report" in whats(tampered(name, add))

    def test_an_item_twice(self, name: str) -> None:
        found = whats(tampered(name, lambda data, _: items_of(name, data).insert(0, last_item(name, data))))
        assert "this item is there twice" in found

    def test_a_dropped_item_is_told_by_number_or_digest(self, name: str) -> None:
        data = json.loads(written(name, marked_record()))
        del items_of(name, data)[1]
        found = whats(
            list(verify_export(json.dumps(data).encode(), store(marked_record(), texts_only=True)).findings)
        )
        if name == "json":
            assert "S2 at statements: this item is missing, though the numbers run on" in found
        else:
            assert "items were taken away or added: their number is another" in found

    def test_a_dropped_item_is_told_by_the_records_also_when_sealed_anew(self, name: str) -> None:
        def drop(data: Json, _: Receipt) -> None:
            del items_of(name, data)[-2 if name == "claims" else -1]

        assert "this item of the records is not in the export" in whats(
            tampered(name, drop, texts_only=False)
        )

    def test_a_swapped_speaker_with_true_words_is_told_by_the_records(self, name: str) -> None:
        data = written(name, marked_record()).decode()
        changed = json.loads(data.replace('"Pavel Dorin"', '"Tilda Marrow"').replace('"E1"', '"E4"'))
        if name == "quotes":
            changed["quotes"][3]["sources"] = changed["quotes"][2]["sources"]
        findings = verify_export(
            json.dumps(resealed(name, changed)).encode(), store(marked_record())
        ).findings
        assert any(finding.what == "it is not what the records give" for finding in findings)

    def test_a_file_that_breaks_off(self, name: str) -> None:
        content = written(name, marked_record())
        for length in (0, 1, len(content) // 2, len(content) - 3):
            verdict = verify_export(content[:length], store(marked_record()))
            assert "the file is" in whats(list(verdict.findings))

    def test_a_member_given_twice(self, name: str) -> None:
        content = (
            written(name, marked_record()).decode().rstrip().removesuffix("}") + ', "type": 1, "type": 1}'
        )
        assert "a member is given twice: type" in whats(
            list(verify_export(content.encode(), no_reports()).findings)
        )

    def test_any_change_of_a_value_is_told_by_the_records(self, name: str) -> None:
        values = sorted(
            set(re.findall(r'": "([^"\\]{4,})"', json.dumps(json.loads(written(name, marked_record())))))
        )
        frame = {"https://schema.org", "application/json", "What news reports put on record"}
        for value in values[:: max(len(values) // 12, 1)]:
            if value in frame or "collection" in value or value in ("ItemList", "AnnotationPage"):
                continue
            content = json.dumps(json.loads(written(name, marked_record()))).replace(
                f'": "{value}"', '": "forged"', 1
            )
            try:
                verdict = verify_export(content.encode(), store(marked_record()))
            except NotAnExport:
                continue
            assert verdict.findings, value


@pytest.mark.parametrize("name", WITHOUT_TEXT)
class TestTamperingWithReceipts:
    @pytest.mark.parametrize("part", ["prefix", "suffix"])
    @pytest.mark.parametrize("value", ["other words", "", None])
    def test_changed_surroundings(self, name: str, part: str, value: str | None) -> None:
        def change(data: Json, receipt: Receipt) -> None:
            receipt[part] = value

        assert f"the {part} is not that of the report" in whats(tampered(name, change))

    def test_an_item_that_points_to_another_report(self, name: str) -> None:
        data = json.loads(written(name, marked_record()))
        item = json.dumps(last_item(name, data)).replace(marked_record().report.id, "f" * 64)
        items_of(name, data)[-2 if name == "claims" else -1] = json.loads(item)
        findings = verify_export(json.dumps(resealed(name, data)).encode(), store(marked_record())).findings
        assert any("not in records" in one.what and one.found == "f" * 64 for one in findings)

    def test_an_added_item_with_true_words_is_told_by_the_records(self, name: str) -> None:
        def add(data: Json, receipt: Receipt) -> None:
            added = json.dumps(last_item(name, data))
            for kind, number in (("S", 8), ("V", 4), ("V", 5)):
                added = added.replace(f'"{kind}{number}"', f'"{kind}77"').replace(
                    f":{kind}{number}", f":{kind}77"
                )
            items_of(name, data).insert(0, json.loads(added))

        assert "this item is not in the records" in whats(tampered(name, add, texts_only=False))
