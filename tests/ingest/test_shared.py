"""Ingest over the shared specimens and pages: the parts that their gold names."""

import json
from pathlib import Path

import pytest

from onrecord.ingest import Entry, document_of, load_document, read_manifest
from onrecord.model import Document

SHARED = Path(__file__).parents[3] / "shared"
FERRY = SHARED / "specimens" / "ferry"
PALMYRA = SHARED / "specimens" / "palmyra"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not FERRY.exists(), reason="the shared specimens are not beside the checkout"),
]


@pytest.fixture(scope="module")
def ferry() -> list[tuple[Document, dict[str, object]]]:
    if not FERRY.exists():
        pytest.skip("the shared specimens are not beside the checkout")
    manifest = json.loads((FERRY / "manifest.json").read_text(encoding="utf-8"))["reports"]
    gold = json.loads((FERRY / "gold.json").read_text(encoding="utf-8"))["reports"]
    return [
        (load_document(str(FERRY / entry["file"])), gold[entry["id"]] | {"form": entry["form"]})
        for entry in manifest
        if entry["form"] in ("html", "text")
    ]


def test_headline_byline_agency_and_dateline_of_every_report_agree(
    ferry: list[tuple[Document, dict[str, object]]],
) -> None:
    for document, gold in ferry:
        headline, dateline = document.parts.headline, document.parts.dateline
        assert headline is not None
        assert headline.cut(document.text) == gold["headline"]
        assert list(document.bylines) == gold["byline"]
        assert document.agency == gold["agency_credit"]
        wanted = gold["dateline"]
        found = dateline.cut(document.text) if dateline else None
        assert found == (wanted["text"] if isinstance(wanted, dict) else None)


def test_pages_give_outlet_and_day(ferry: list[tuple[Document, dict[str, object]]]) -> None:
    for document, gold in ferry:
        if gold["form"] == "html":
            assert document.outlet == gold["outlet"]
            assert (document.published or "")[:10] == str(gold["published"])[:10]


@pytest.mark.parametrize("given", [True, False])
def test_every_report_of_the_manifest_agrees_whatever_its_form(given: bool) -> None:
    gold = json.loads((FERRY / "gold.json").read_text(encoding="utf-8"))["reports"]
    right: dict[str, int] = dict.fromkeys(
        ("headline", "published", "dateline", "agency", "byline", "outlet"), 0
    )
    entries = list(read_manifest(str(FERRY / "manifest.json")))
    assert len(entries) == 21
    for entry in entries:
        assert isinstance(entry, Entry)
        wanted = gold[str(entry.id)]
        document = document_of(entry.capture, options=entry.options) if given else document_of(entry.capture)
        headline, dateline = document.parts.headline, document.parts.dateline
        right["headline"] += headline is not None and headline.cut(document.text) == wanted["headline"]
        right["published"] += document.published == wanted["published"]
        line = dateline.cut(document.text) if dateline else None
        right["dateline"] += line == (wanted["dateline"]["text"] if wanted["dateline"] else None)
        right["agency"] += document.agency == wanted["agency_credit"]
        right["byline"] += list(document.bylines) == wanted["byline"]
        right["outlet"] += document.outlet == wanted["outlet"]
    # Five pages show a clock without a zone: what they say themselves is kept where nobody gives the time.
    assert right == dict.fromkeys(right, 21) | ({} if given else {"published": 16})


def test_first_specimen_has_all_its_parts() -> None:
    gold = json.loads((PALMYRA / "gold.json").read_text(encoding="utf-8"))["document"]
    document = load_document(str(PALMYRA / "article.txt"))
    parts = document.parts
    assert parts.headline is not None
    assert parts.headline.cut(document.text) == gold["headline"]
    assert parts.standfirst is not None
    assert parts.standfirst.cut(document.text) == gold["standfirst"]
    assert document.dateline is not None
    assert document.dateline.date == gold["dateline"]["date"]
    assert document.published_because == "inferred"
    assert document.agency == gold["agency"]
    assert parts.body is not None
    assert parts.body.cut(document.text).replace("\u00a0", " ").startswith(gold["body_starts_with"])
    assert not document.text.startswith(gold["boilerplate"][0])


def test_bodies_of_pages_agree_with_their_marks() -> None:
    from evaluation.extraction import evaluate_extraction

    if not (SHARED / "data" / "article-extraction").exists():
        pytest.skip("the article-extraction corpus is not beside the checkout")
    figures = evaluate_extraction(SHARED / "data", step=7)
    assert figures.n_pages == 13
    assert figures.n_failed == 0
    assert figures.f1 > 0.93


def test_shingles_weigh_each_page_the_same() -> None:
    from evaluation.extraction import score_page, summarise

    right = score_page("a", "one two three four five", "one two three four five")
    wrong = score_page("b", "", "one two three four five six")
    assert (right.true, wrong.missed) == (1.0, 1.0)
    figures = summarise([right, wrong], n_samples=50)
    assert (figures.precision, figures.recall, figures.n_pages) == (1.0, 0.5, 2)
    assert figures.low <= figures.f1 <= figures.high
