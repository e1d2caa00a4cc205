"""Readers and counts of what holds between reports, on corpora written for them."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from pathlib import Path

import pytest

from evaluation import across
from evaluation.metrics import Counts
from onrecord.model import Span
from onrecord.pipeline import Recorder
from onrecord.relate.word_space import WordSpace


def ecb_file(name: str, words: str, marks: str, relations: str) -> bytes:
    tokens, number = [], 0
    for sentence, line in enumerate(words.split("|")):
        for place, word in enumerate(line.split()):
            number += 1
            tokens.append(f'<token t_id="{number}" sentence="{sentence}" number="{place}">{word}</token>')
    return (
        f'<Document doc_name="{name}.xml" doc_id="D">{"".join(tokens)}'
        f"<Markables>{marks}</Markables><Relations>{relations}</Relations></Document>"
    ).encode()


def action(number: int, *tokens: int) -> str:
    anchors = "".join(f'<token_anchor t_id="{token}"/>' for token in tokens)
    return f'<ACTION_OCCURRENCE m_id="{number}">{anchors}</ACTION_OCCURRENCE>'


def chain(name: str, *numbers: int) -> str:
    sources = "".join(f'<source m_id="{number}"/>' for number in numbers)
    return f'<CROSS_DOC_COREF r_id="1" note="{name}">{sources}<target m_id="99"/></CROSS_DOC_COREF>'


def write_tar(path: Path, files: dict[str, bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, "w:gz") as tar:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    words = "The mill at Narva burned down . | Nobody was hurt in Tartu ."
    files = {
        f"5/5_{n}ecb.xml": ecb_file(f"5_{n}ecb", words, action(1, 5, 6) + action(2, 9, 10), chain("ACT1", 1))
        for n in (1, 2)
    }
    other = "Voters in Oslo elected a mayor ."
    files["5/5_1ecbplus.xml"] = ecb_file("5_1ecbplus", other, action(1, 4), "")
    write_tar(tmp_path / "ecbplus" / "ecbplus-dev.tar.gz", files)
    rows = ["Topic,File,Sentence Number", "5,1ecb,0", "5,2ecb,0", "5,1ecbplus,0"]
    (tmp_path / "ecbplus" / "ECBplus_coreference_sentences.train-dev.csv").write_text("\n".join(rows))
    return tmp_path


def test_ecb_gives_checked_actions_with_their_chains(data: Path) -> None:
    first, other, third = across.read_ecb(data)
    assert (first.name, first.group, third.group) == ("5_1ecb", "5ecb", "5ecbplus") or third.group == "5ecb"
    text = first.document.text
    assert text == "The mill at Narva burned down. Nobody was hurt in Tartu."
    by_name = {report.name: report for report in (first, other, third)}
    one = by_name["5_1ecb"]
    assert [(m.span.cut(text), m.chain) for m in one.mentions] == [("burned down", "ACT1")]
    assert [span.cut(text) for span in one.marked] == ["The mill at Narva burned down."]
    assert (
        by_name["5_1ecbplus"].mentions[0].chain == "5_1ecbplus-1"
    )  # nothing is said of it: a chain of its own


def test_meantime_gives_events_by_their_instance(tmp_path: Path) -> None:
    marks = (
        '<EVENT_MENTION m_id="1"><token_anchor t_id="2"/></EVENT_MENTION>'
        '<EVENT_MENTION m_id="2"><token_anchor t_id="3"/></EVENT_MENTION>'
        '<EVENT m_id="9" instance_id="OTH1"/>'
    )
    relation = '<REFERS_TO r_id="4"><source m_id="1"/><target m_id="9"/></REFERS_TO>'
    page = ecb_file("a", "Narva burned yesterday .", marks, relation)
    write_tar(tmp_path / "meantime" / "meantime-en-apple-airbus.tar.gz", {"x/intra_cross-doc/a.xml": page})
    (report,) = across.read_meantime(tmp_path)
    assert [(m.span.cut(report.document.text), m.chain) for m in report.mentions] == [("burned", "OTH1")]


def test_newswcl_gives_events_and_actions_and_groups_by_topic(tmp_path: Path) -> None:
    folder = tmp_path / "newswcl50"
    folder.mkdir()
    rows = ["#begin document 0/-/0_L; part 000"]
    rows += [f"0/-/0_L\t0\t{n}\t{word}\t-\t" for n, word in enumerate(["Envoys", "met", "in", "Narva", "."])]
    (folder / "NewsWCL50.even-topics.conll.gz").write_bytes(gzip.compress("\n".join(rows).encode()))
    mention = {
        "doc_id": "0_L",
        "sent_id": 0,
        "tokens_number": [1],
        "coref_chain": "0_Talks",
        "mention_type": "EVENT",
    }
    person = mention | {"mention_type": "MISC"}
    packed = gzip.compress(json.dumps([mention, person]).encode())
    (folder / "event_mentions.even-topics.json.gz").write_bytes(packed)
    (report,) = across.read_wcl(tmp_path)
    assert (report.name, report.group) == ("0_L", "0")
    assert [(m.span.cut(report.document.text), m.chain) for m in report.mentions] == [("met", "0_Talks")]


@pytest.mark.weights
def test_reports_on_one_happening_are_grouped_and_their_actions_linked(
    data: Path, recorder: Recorder
) -> None:
    corpus = across.Corpus(list(across.read_ecb(data)), recorder, WordSpace.load())
    assert corpus.documents() == 100
    assert corpus.given() == 100
    assert 0 <= corpus.found() <= 100


def test_chains_are_scored_by_the_mean_of_three(data: Path) -> None:
    gold, found = across._Chains(), across._Chains()
    for number in range(2):
        gold.add("A", (number, Span(0, 1)))
        found.add(f"{number}", (number, Span(0, 1)))
    # MUC 0; B3 precision 1, recall 1/2: 2/3; CEAFe 2/3 over two of ours and one of the gold: 2 * (2/3) / 3.
    assert across.conll(gold, found) == pytest.approx(100 * (0 + 2 / 3 + 4 / 9) / 3)


def test_agency_copy_is_known_by_its_credit(tmp_path: Path) -> None:
    folder = tmp_path / "polnear"
    folder.mkdir()
    body = "The harbour of Narva opened again on Monday after nine days, the mayor said. Ships came and went all day long."
    reports = [
        {"doc": "a", "wire": "AP", "text": f"Harbour opens\n\nNARVA (AP) — {body}"},
        {"doc": "b", "wire": "None", "text": f"Harbour opens\n\n{body}"},
        {"doc": "c", "wire": "AFP", "text": f"Harbour opens\n\n{body}"},
    ]
    for part, own in (("train", reports[:2]), ("dev", reports[2:])):
        lines = "\n".join(json.dumps(report) for report in own)
        (folder / f"{part}.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    assert sum(across.agency_copy(tmp_path), Counts(0, 0, 0)) == Counts(1, 2, 1)
    assert len(across.agency_copy(tmp_path, limit=1)) == 1
