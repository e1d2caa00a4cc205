"""schema.org claims."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from onrecord.export.claims import schema_claims
from onrecord.model import Record
from tests.export.example import example_record
from tests.export.marked_example import HOSTILE, TEXT, empty_record, hostile_record, marked_record


def graph(*records: Record) -> list[dict[str, Any]]:
    data = json.loads(schema_claims(records).body)
    assert data["@context"] == "https://schema.org"
    nodes: list[dict[str, Any]] = data["@graph"]
    return nodes


def claim(item: str, record: Record) -> dict[str, Any]:
    return next(node for node in graph(record) if node["@id"].endswith(f":{item}"))


def values(node: dict[str, Any]) -> dict[str, Any]:
    return {one["propertyID"]: one["value"] for one in node["identifier"]}


def test_there_is_a_claim_a_statement_and_a_list_of_them() -> None:
    nodes = graph(marked_record(), example_record())
    claims = [node for node in nodes if node["@type"] == "Claim"]
    assert len(claims) == 16
    assert nodes[-1]["numberOfItems"] == 16
    assert [one["@id"] for one in nodes[-1]["itemListElement"]] == [one["@id"] for one in claims]


def test_nothing_is_rated_or_said_to_be_first() -> None:
    written = schema_claims([marked_record(), example_record()]).body.decode().casefold()
    for word in ("claimreview", "rating", "firstappearance", "itemreviewed"):
        assert word not in written


def test_whoever_is_named_is_the_author() -> None:
    author = claim("S4", marked_record())["author"]
    assert (author["@type"], author["name"], author["jobTitle"]) == ("Person", "Pavel Dorin", ["Governor"])
    assert author["sameAs"] == ["https://www.wikidata.org/entity/Q90000001"]
    assert claim("S7", marked_record())["author"]["@type"] == "Organization"


def test_whoever_is_only_described_is_credited_in_the_words_of_the_report() -> None:
    unnamed = claim("S6", marked_record())
    assert "author" not in unnamed
    assert unnamed["creditText"] == "a police officer"
    assert claim("S5", marked_record())["creditText"] == "The rebels"


def test_a_claim_without_a_source_has_no_author() -> None:
    assert not {"author", "creditText"} & set(claim("S8", example_record()))


def test_it_appears_in_the_report() -> None:
    article = claim("S3", marked_record())["appearance"]
    assert article["@type"] == "NewsArticle"
    assert article["url"] == "https://sarn-herald.example/2026/05/06/kharsa?a=1&b=2"
    assert article["headline"].startswith("🚨 Governor")
    assert (article["datePublished"], article["publisher"]["name"]) == ("2026-05-06", "The Sarn Herald")
    assert values(article)["sha256"] == marked_record().report.id


def test_what_is_unknown_of_a_report_is_not_there() -> None:
    record = marked_record()
    bare = replace(record.report, url=None, outlet=None, published=None, bylines=())
    article = claim("S3", replace(record, report=bare))["appearance"]
    assert set(article) == {"@type", "@id", "identifier", "headline", "inLanguage"}


@pytest.mark.parametrize(("record", "text"), [(marked_record(), TEXT), (hostile_record(), HOSTILE)])
def test_parts_lead_back_to_the_words(record: Record, text: str) -> None:
    for node in graph(record)[:-1]:
        for part in node["hasPart"]:
            told = values(part)
            assert text[told["start"] : told["end"]] == part["text"]
            assert text[: told["start"]].endswith(told["prefix"])
            assert text[told["end"] :].startswith(told["suffix"])


def test_only_quoted_words_are_a_quotation() -> None:
    kinds = {node["@id"][-2:]: node["hasPart"][0]["@type"] for node in graph(marked_record())[:-1]}
    assert kinds["S4"] == "Quotation"
    assert kinds["S3"] == kinds["S8"] == "CreativeWork"


def test_a_claim_within_another_is_part_of_it() -> None:
    assert claim("S8", marked_record())["isPartOf"]["@id"].endswith(":S7")


def test_a_report_in_which_nobody_says_anything_is_left_out_whole() -> None:
    out = schema_claims([empty_record("Rain.")])
    assert json.loads(out.body)["@graph"][-1]["numberOfItems"] == 0
    assert {"report.id"} <= {one.field for one in out.left_out} or {"report"} <= {
        one.field for one in out.left_out
    }


def test_two_records_of_one_text_keep_their_claims_apart() -> None:
    names = [node["@id"] for node in graph(marked_record(), marked_record())]
    assert len(names) == len(set(names))
