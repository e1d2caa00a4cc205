"""What only one format can be tampered with, and which formats are known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from onrecord import load_document
from onrecord.errors import NotAnExport
from onrecord.export.json import json_array_text, json_text, record_to_json
from onrecord.pipeline import Recorder
from onrecord.verify.check import VERIFIABLE, read_export, verify_export
from onrecord.verify.stored import no_reports
from tests.export.example import example_record
from tests.export.marked_example import TEXT, hostile_record, marked_record
from tests.verify.tampering import (
    WITHOUT_TEXT,
    Change,
    store,
    whats,
    written,
)


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
