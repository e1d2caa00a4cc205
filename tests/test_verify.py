"""Verification: every kind of tampering is caught, and nothing else is complained of."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from onrecord import cli, load_document
from onrecord.errors import NotAnExport, UnreadableInput
from onrecord.export.formats import find_format, render
from onrecord.export.json import json_array_text, json_text, record_to_json
from onrecord.export.receipts import items_digest
from onrecord.export.unplaced import above_score
from onrecord.model import Record, text_digest
from onrecord.pipeline import Recorder
from onrecord.verify.check import VERIFIABLE, read_export, verify_export
from onrecord.verify.findings import Finding
from onrecord.verify.stored import StoredReports, no_reports, reports_in_folder, reports_in_records
from tests.export.example import example_record
from tests.export.marked_example import TEXT, empty_record, hostile_record, marked_record

Json = dict[str, Any]
Change = Callable[[Any], object]
JSON_FORMATS = ("json", "webannotation", "geojson", "claims", "quotes")
"""Formats of which one JSON value holds all that there is of one report."""
WITHOUT_TEXT = ("webannotation", "geojson", "claims")
WITH_TEXT = ("json", "quotes")


def written(name: str, *records: Record) -> bytes:
    if name == "json":
        return "".join(f"{json_text(record)}\n" for record in records).encode()
    if name == "spacy":
        pytest.importorskip("spacy", reason="spaCy is not installed")
    return render(records, find_format(name)).body


def store(*records: Record, texts_only: bool = False) -> StoredReports:
    texts = {record.report.id: record.report.text for record in records}
    if texts_only:
        return StoredReports("texts", texts)
    held: dict[str, tuple[Json, ...]] = {}
    for record in records:
        held[record.report.id] = (*held.get(record.report.id, ()), record_to_json(record))
    return StoredReports("records", texts, held)


def resealed(name: str, data: Json) -> Json:
    """Return the export with number and digest of its items made anew, as whoever means to deceive would."""
    if name == "webannotation":
        items = data["first"]["items"]
        data |= {"total": len(items), "digest": items_digest([*items, *data["reports"]])}
    elif name == "geojson":
        ours = data["onrecord"]
        ours |= {
            "total": len(data["features"]),
            "digest": items_digest([*data["features"], *ours["reports"]]),
        }
    elif name == "claims":
        *claims, listed = data["@graph"]
        listed |= {
            "numberOfItems": len(claims),
            "itemListElement": [{"@id": claim["@id"]} for claim in claims],
        }
        listed["identifier"][0]["value"] = items_digest(claims)
    elif name == "quotes":
        quotes, groups = data["quotes"], data["coreference_groups"]
        data["onrecord"] = {
            "total": len(quotes),
            "groups": len(groups),
            "digest": items_digest([*quotes, *groups]),
        }
    return data


def items_of(name: str, data: Json) -> list[Any]:
    """Return the list of items of an export: annotations, features, claims, quotes, statements."""
    found: list[Any] = {
        "json": lambda: data["statements"],
        "webannotation": lambda: data["first"]["items"],
        "geojson": lambda: data["features"],
        "claims": lambda: data["@graph"],
        "quotes": lambda: data["quotes"],
    }[name]()
    return found


class Receipt:
    """The receipt of one stretch of words in an export, wherever the format keeps its parts."""

    def __init__(self, name: str, item: Json) -> None:
        if name == "json":
            self.places = {part: (item["content"][0], part) for part in ("start", "end")}
            self.places["exact"] = (item["content"][0], "text")
        elif name == "quotes":
            self.places = {part: (item["contents"][0], part) for part in ("start", "end")}
            self.places["exact"] = (item["contents"][0], "text")
        elif name == "webannotation":
            quote, position = item["target"][0]["selector"]
            self.places = {part: (position, part) for part in ("start", "end")}
            self.places |= {part: (quote, part) for part in ("exact", "prefix", "suffix")}
        elif name == "geojson":
            words = item["properties"]["words"][0]
            self.places = {part: (words, part) for part in ("start", "end", "exact", "prefix", "suffix")}
        else:
            part = item["hasPart"][0]
            self.places = {one["propertyID"]: (one, "value") for one in part["identifier"]}
            self.places["exact"] = (part, "text")

    def __getitem__(self, part: str) -> Any:
        holder, key = self.places[part]
        return holder[key]

    def __setitem__(self, part: str, value: object) -> None:
        holder, key = self.places[part]
        holder[key] = value


def last_item(name: str, data: Json) -> Json:
    """Return the last item: a statement or an event, both of which have words."""
    return items_of(name, data)[-2 if name == "claims" else -1]


def tampered(
    name: str, change: Callable[[Json, Receipt], object], *, texts_only: bool = True
) -> list[Finding]:
    """Return what is found once an export was changed and sealed anew, held against texts alone."""
    data = json.loads(written(name, marked_record()))
    change(data, Receipt(name, last_item(name, data)))
    content = json.dumps(resealed(name, data)).encode()
    return list(verify_export(content, store(marked_record(), texts_only=texts_only)).findings)


def whats(findings: list[Finding]) -> str:
    return " | ".join(finding.line for finding in findings)


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


class TestJson:
    def test_json_and_json_lines_and_arrays_are_read(self) -> None:
        array = json_array_text([marked_record(), example_record()], indent=1)
        assert verify_export(array.encode(), no_reports()).reports == 2
        assert verify_export(json_text(marked_record(), indent=1).encode(), no_reports()).findings == ()

    def test_a_broken_last_line_costs_the_others_nothing(self) -> None:
        content = written("json", marked_record(), example_record())[:-40]
        verdict = verify_export(content, no_reports())
        assert verdict.reports == 1
        assert verdict.words > 50
        assert [finding.where for finding in verdict.findings] == ["line 2"]

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            (lambda data: data["statements"][7].update(within="S99"), "it points to S99, which is not there"),
            (
                lambda data: data["events"][0]["places"][0].update(index=50),
                "it points to places[50], which is not there",
            ),
            (
                lambda data: data["events"][0]["time"].update(index=50),
                "it points to times[50], which is not there",
            ),
            (
                lambda data: data["events"][0]["actors"][0].update(entity="E70"),
                "it points to E70, which is not there",
            ),
            (lambda data: data["entities"].pop(0), "E1 at entities: this item is missing"),
            (lambda data: data["statements"][0]["content"][0].pop("text"), "the words are missing"),
            (lambda data: data["statements"][0].update(kind="sung"), "this is not the form of a record"),
            (lambda data: data["places"][0].update(lat=10**400), "this is not the form of a record"),
            (lambda data: data.update(schema=7), "this is not the form of a record"),
            (lambda data: data["report"].update(id=4), "the report has no digest or no text"),
            (
                lambda data: data["report"]["parts"]["headline"].update(text="Peace"),
                "report at report.parts.headline",
            ),
            (lambda data: data["sentences"][2].update(start=4), "sentences[2]"),
        ],
    )
    def test_what_else_is_wrong(self, change: Change, said: str) -> None:
        data = record_to_json(marked_record())
        change(data)
        assert said in whats(list(verify_export(json.dumps(data).encode(), no_reports()).findings))

    def test_a_record_twice(self) -> None:
        content = written("json", marked_record(), marked_record())
        assert "this record is there twice" in whats(list(verify_export(content, no_reports()).findings))

    @pytest.mark.weights
    def test_records_of_the_bundled_reports_pass_in_every_format(
        self, recorder: Recorder, demo_folder: Path
    ) -> None:
        records = [recorder(load_document(str(path))) for path in sorted(demo_folder.iterdir())]
        for name in VERIFIABLE:
            if name != "spacy":
                bodies = (
                    [written(name, record) for record in records]
                    if name == "timeml"
                    else [written(name, *records)]
                )
                for body in bodies:
                    assert verify_export(body, store(*records)).findings == (), name


class TestPlover:
    def findings(self, change: Change, *, texts_only: bool = False) -> str:
        lines = [json.loads(line) for line in written("plover", marked_record()).decode().splitlines()]
        lines = change(lines) or lines  # type: ignore[assignment]
        content = "".join(f"{json.dumps(line)}\n" for line in lines).encode()
        return whats(list(verify_export(content, store(marked_record(), texts_only=texts_only)).findings))

    def test_changed_words(self) -> None:
        found = self.findings(
            lambda lines: lines[0]["onrecord"]["event"]["anchor"].update(text="bombed"), texts_only=True
        )
        assert "V1 at line 1: onrecord.event.anchor: these words are not in the report" in found

    def test_shifted_offsets(self) -> None:
        found = self.findings(
            lambda lines: lines[0]["onrecord"]["event"]["anchor"].update(start=140, end=147)
        )
        assert "the offsets are shifted" in found

    def test_a_report_that_is_not_there(self) -> None:
        found = self.findings(lambda lines: lines[0]["onrecord"].update(report="0" * 64))
        assert "this report is not in records" in found

    def test_a_line_taken_away_or_doubled(self) -> None:
        assert "this item of the records is not in the export" in self.findings(lambda lines: lines[1:])
        assert "this item is there twice" in self.findings(lambda lines: [*lines, lines[0]])

    def test_a_changed_type(self) -> None:
        assert "it is not what the records give" in self.findings(lambda lines: lines[0].update(event="AID"))


class TestTimeml:
    def findings(self, *changes: tuple[str, str]) -> str:
        content = written("timeml", marked_record()).decode()
        for old, new in changes:
            assert old in content
            content = content.replace(old, new, 1)
        return whats(list(verify_export(content.encode(), store(marked_record(), texts_only=True)).findings))

    def test_a_changed_word_of_the_text(self) -> None:
        assert "the text does not answer to its digest" in self.findings(("café by the", "café at the"))

    def test_a_changed_word_within_a_tag(self) -> None:
        found = self.findings((">attacked<", ">attached<"))
        assert "e10 at TEXT: these words are not in the report" in found

    def test_other_quotation_marks(self) -> None:
        assert "the text does not answer to its digest" in self.findings(("“envoys”", '"envoys"'))

    def test_a_moved_tag(self) -> None:
        found = self.findings(
            ('<EVENT class="OCCURRENCE" eid="e2">shelled</EVENT>', "shelled"),
            ("Gunners ", 'Gunners <EVENT class="OCCURRENCE" eid="e2"/>'),
        )
        assert "their digest is another" in found

    def test_a_tag_taken_away(self) -> None:
        found = self.findings(('<EVENT class="REPORTING" eid="e3">deny</EVENT>', "deny"))
        assert 'items were taken away or added: their number is another; expected "43", found "42"' in found

    def test_an_added_tag(self) -> None:
        assert "their number is another" in self.findings(
            ("market", '<EVENT class="STATE" eid="e99">market</EVENT>')
        )

    def test_a_changed_attribute(self) -> None:
        assert "their digest is another" in self.findings(('value="2026-05-05"', 'value="2026-05-04"'))

    def test_a_swapped_digest(self) -> None:
        digest = marked_record().report.id
        found = self.findings((f'report="{digest}"', f'report="{"0" * 64}"'))
        assert "DOCID and receipt name two reports" in found
        assert "the text does not answer to its digest" in found
        assert "this report is not in texts" in found

    def test_a_duplicate_id(self) -> None:
        assert "this item is there twice" in self.findings(('eid="e3"', 'eid="e2"'))

    def test_a_missing_receipt(self) -> None:
        assert "the receipt before the root, is missing" in self.findings(("<?onrecord ", "<?other "))

    def test_a_replaced_character_that_went(self) -> None:
        content = written("timeml", hostile_record()).replace("\ufffd".encode(), b"?", 1)
        found = whats(list(verify_export(content, no_reports()).findings))
        assert "a character that was replaced is not there any more" in found

    def test_a_file_that_breaks_off(self) -> None:
        content = written("timeml", marked_record())
        assert "the file is no whole XML" in whats(list(verify_export(content[:2000], no_reports()).findings))

    def test_entities_are_not_resolved(self) -> None:
        content = (
            b'<!DOCTYPE TimeML [<!ENTITY x SYSTEM "file:///etc/hostname">]><TimeML><TEXT>&x;</TEXT></TimeML>'
        )
        assert "is missing" in whats(list(verify_export(content, no_reports()).findings))


class TestSpacy:
    @pytest.fixture(autouse=True)
    def _spacy(self) -> None:
        pytest.importorskip("spacy", reason="spaCy is not installed")

    def rewritten(self, change: Change) -> str:
        import spacy
        from spacy.tokens import DocBin

        (doc,) = DocBin().from_bytes(written("spacy", marked_record())).get_docs(spacy.blank("en").vocab)
        changed = change(doc) or doc
        bin_ = DocBin(docs=[changed], store_user_data=True)
        return whats(list(verify_export(bin_.to_bytes(), store(marked_record())).findings))

    def test_untouched(self) -> None:
        assert self.rewritten(lambda doc: None) == ""

    def test_a_span_moved(self) -> None:
        def move(doc: Any) -> None:
            from spacy.tokens import Span

            doc.spans["events"] = [
                Span(doc, 0, 2, label="ASSAULT", span_id="V1"),
                *list(doc.spans["events"])[1:],
            ]

        assert "V1 at doc 0.events: no such item is in the record" in self.rewritten(move)

    def test_a_span_taken_away(self) -> None:
        def drop(doc: Any) -> None:
            doc.spans["cues"] = list(doc.spans["cues"])[1:]

        assert "spans were taken away or added" in self.rewritten(drop)

    def test_another_text(self) -> None:
        def other(doc: Any) -> Any:
            import spacy

            made = spacy.blank("en")(TEXT.replace("market", "school"))
            made.user_data["onrecord"] = doc.user_data["onrecord"]
            return made

        assert "the text of the Doc is not that of its record" in self.rewritten(other)

    def test_another_record(self) -> None:
        def other(doc: Any) -> None:
            doc.user_data["onrecord"] = doc.user_data["onrecord"].replace(
                "Nobody was hurt", "Everybody was hurt", 1
            )

        assert "the text does not answer to its digest" in self.rewritten(other)

    def test_no_record(self) -> None:
        assert "missing or broken" in self.rewritten(lambda doc: doc.user_data.clear())

    def test_damaged_bytes(self) -> None:
        content = written("spacy", marked_record())
        for broken in (content[:100], content[:50] + b"\x00" + content[51:]):
            assert "no whole DocBin" in whats(list(verify_export(broken, no_reports()).findings))


def paths_of(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path to every value within a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(one for key, item in inner for one in paths_of(item, (*path, key)))]


@pytest.mark.parametrize("name", JSON_FORMATS)
def test_no_value_of_another_type_makes_verification_stumble(name: str) -> None:
    content = written(name, marked_record())
    paths = paths_of(json.loads(content))[1:]
    strange: list[object] = [None, -1, 1.5, True, "x", [], {}, [[]], {"start": 0}]
    for number, path in enumerate(paths[:: max(len(paths) // 300, 1)]):
        data = json.loads(content)
        inner = data
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = strange[number % len(strange)]
        try:
            verify_export(json.dumps(data).encode(), store(marked_record()))
        except NotAnExport:
            continue


@pytest.mark.parametrize("depth", [300, 900, 100_000])
def test_what_is_nested_too_deeply_is_refused_or_told(depth: int) -> None:
    nested = b"[" * depth + b"]" * depth
    content = b'{"schema": 1, "report": {"id": "x", "text": ""}, "events": ' + nested + b"}"
    try:
        found = whats(list(verify_export(content, no_reports()).findings))
    except NotAnExport as problem:
        found = problem.what
    assert found


class TestFormats:
    @pytest.mark.parametrize(
        "content", [b"<html><body>x</body></html>", b'{"a": 1}', b"[1, 2]", b'"x"', b'{"type": "Feature"}']
    )
    def test_what_is_no_export_is_refused(self, content: bytes) -> None:
        with pytest.raises(NotAnExport):
            verify_export(content, no_reports())

    def test_a_forced_format_must_be_that_of_the_file(self) -> None:
        with pytest.raises(NotAnExport, match="not in the format 'quotes'"):
            verify_export(written("geojson", marked_record()), no_reports(), form="quotes")

    def test_annotations_one_by_one_are_read(self) -> None:
        page = json.loads(written("webannotation", marked_record()))["first"]["items"]
        content = "\n".join(json.dumps(one) for one in page).encode()
        verdict = verify_export(content, store(marked_record(), texts_only=True))
        assert (verdict.items, verdict.findings) == (len(page), ())

    def test_without_reports_a_format_without_texts_is_not_verified(self) -> None:
        for name in WITHOUT_TEXT:
            verdict = verify_export(written(name, marked_record()), no_reports())
            assert verdict.needs_reports
            assert verdict.words == 0

    def test_every_export_format_of_words_is_known(self) -> None:
        for name in VERIFIABLE:
            if name != "spacy":
                assert read_export(written(name, marked_record())).format == name


class TestStored:
    def test_texts_are_found_by_their_digest_whatever_the_file_is_called(self, tmp_path: Path) -> None:
        (tmp_path / "deep").mkdir()
        (tmp_path / "deep" / "a").write_bytes(TEXT.encode())
        (tmp_path / "b.txt").write_bytes(b"\xef\xbb\xbf" + example_record().report.text.encode() + b"\r\n")
        (tmp_path / "c.bin").write_bytes(b"\xff\xfe\x00")
        (tmp_path / "d.txt").write_bytes(hostile_record().report.text.encode("utf-8", "surrogatepass"))
        stored = reports_in_folder(tmp_path)
        for record in (marked_record(), example_record(), hostile_record()):
            assert stored.texts[record.report.id] == record.report.text

    def test_a_changed_text_is_as_good_as_absent(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(TEXT.replace("12", "21"), "utf-8")
        verdict = verify_export(written("geojson", marked_record()), reports_in_folder(tmp_path))
        assert "this report is not in" in verdict.findings[0].what

    def test_a_stored_record_whose_text_was_changed_is_told_and_not_used(self, tmp_path: Path) -> None:
        path = tmp_path / "records.jsonl"
        path.write_text(json_text(marked_record()).replace("killed", "hurt", 1) + "\n", "utf-8")
        stored = reports_in_records(path)
        assert stored.texts == {}
        verdict = verify_export(written("claims", marked_record()), stored)
        found = whats(list(verdict.findings))
        assert "the text of the stored report does not answer to its digest" in found
        assert "this report is not in" in found

    def test_what_holds_no_records_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "x.json"
        path.write_text('{"a": 1}', "utf-8")
        with pytest.raises(UnreadableInput, match="no file of records"):
            reports_in_records(path)
        with pytest.raises(UnreadableInput):
            reports_in_records(tmp_path / "absent.jsonl")
        with pytest.raises(UnreadableInput, match="no such folder"):
            reports_in_folder(tmp_path / "absent")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.app, ["verify", *map(str, arguments)])


class TestCommand:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        (tmp_path / "records.jsonl").write_bytes(written("json", marked_record(), example_record()))
        (tmp_path / "map.geojson").write_bytes(written("geojson", marked_record()))
        return tmp_path

    def test_all_well(self, folder: Path) -> None:
        result = run(folder / "records.jsonl")
        assert result.exit_code == 0
        assert result.stdout.startswith(f"{folder / 'records.jsonl'}: verified: ")
        assert "of 2 reports (json)" in result.stdout
        result = run(folder / "map.geojson", "--records", folder / "records.jsonl")
        assert result.exit_code == 0
        assert result.stdout.rstrip().endswith("held against the records as well")

    def test_a_finding_is_a_line_and_the_status_is_one(self, folder: Path) -> None:
        path = folder / "map.geojson"
        path.write_text(
            path.read_text("utf-8").replace('"exact": "attacked"', '"exact": "attached"'), "utf-8"
        )
        result = run(path, "--records", folder / "records.jsonl")
        assert result.exit_code == 1
        lines = result.stdout.splitlines()
        assert (
            f"{path}: V2 at features[1].properties.words[0]: these words are not in the report; "
            'expected "attacked", found "attached"'
        ) in lines
        assert "FAILED" in lines[-1]

    def test_several_exports_are_each_told_of(self, folder: Path) -> None:
        (folder / "broken.json").write_text('{"schema": 1, "report"', "utf-8")
        result = run(folder / "broken.json", folder / "records.jsonl", folder / "absent")
        assert result.exit_code == 1
        assert "records.jsonl: verified" in result.stdout
        assert "FAILED" in result.stdout
        assert "absent: it cannot be read" in result.stderr

    def test_without_reports_nothing_is_claimed(self, folder: Path) -> None:
        result = run(folder / "map.geojson")
        assert result.exit_code == 1
        assert "NOT VERIFIED" in result.stdout
        assert "give --records or --reports" in result.stderr

    def test_texts_from_a_folder(self, folder: Path) -> None:
        texts = folder / "texts"
        texts.mkdir()
        (texts / "kharsa.txt").write_bytes(TEXT.encode())
        assert run(folder / "map.geojson", "--reports", texts).exit_code == 0

    def test_the_score_of_the_export_can_be_given(self, folder: Path) -> None:
        arguments = (folder / "map.geojson", "--records", folder / "records.jsonl", "--min-score")
        assert run(*arguments, "0.5").exit_code == 0
        assert run(*arguments, "0.9").exit_code == 1

    def test_misuse_is_a_usage_error(self, folder: Path) -> None:
        assert run(folder / "map.geojson", "--records", "a", "--reports", "b").exit_code == 2
        assert run(folder / "map.geojson", "--format", "pdf").exit_code == 2
        assert run().exit_code == 2

    def test_the_format_can_be_given(self, folder: Path) -> None:
        assert run(folder / "records.jsonl", "--format", "jsonl").exit_code == 0
        result = run(folder / "records.jsonl", "--format", "claims")
        assert result.exit_code == 1
        assert "it is not in the format 'claims'" in result.stderr

    def test_steering_characters_in_words_are_spelled_out(self, folder: Path) -> None:
        path = folder / "map.geojson"
        path.write_text(
            path.read_text("utf-8").replace('"exact": "attacked"', '"exact": "\\u001b[2Jx"'), "utf-8"
        )
        assert "\x1b" not in run(path, "--records", folder / "records.jsonl").stdout


def test_a_digest_is_that_of_the_text_in_utf_8() -> None:
    assert marked_record().report.id == text_digest(TEXT)
