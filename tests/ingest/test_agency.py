"""Items of agencies and crawlers: ninjs, NewsML-G2, NITF, news-please, Fundus."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import InputError, InputTooLarge, NoBody, NotText
from onrecord.ingest import (
    IngestOptions,
    document_from_text,
    document_of,
    find_captures,
    load_document,
    load_documents,
)
from onrecord.model import Capture, Document
from tests.carrier_texts import BODY, BODY_HTML, HEADLINE, LEAD, SECOND, lines, news_item, ninjs, ninjs_3


def found_in(path: Path, data: Any, options: IngestOptions | None = None) -> list[Capture | InputError]:
    if not isinstance(data, bytes):
        data = (data if isinstance(data, str) else json.dumps(data)).encode()
    path.write_bytes(data)
    return list(find_captures(str(path), options=options or IngestOptions()))


def document_in(path: Path, data: Any) -> Document:
    found_in(path, data)
    return load_document(str(path))


def headline_of(document: Document) -> str:
    assert document.parts.headline is not None
    return document.parts.headline.cut(document.text)


def test_ninjs_gives_all_its_fields(tmp_path: Path) -> None:
    path = tmp_path / "item.json"
    document = document_in(path, ninjs())
    assert headline_of(document) == HEADLINE
    assert document.text == "\n\n".join((HEADLINE, "Quito", *BODY))
    assert (document.input, document.published) == (str(path), "2026-03-03T09:15:00-05:00")
    assert (document.outlet, document.agency) == ("Andes Press Agency", "APX")
    assert document.bylines == ("Inés Bravo",)
    (capture,) = found_in(path, ninjs())
    assert isinstance(capture, Capture)
    assert (capture.data, capture.media_type) == (path.read_bytes(), "application/json")


def test_ninjs_3_gives_its_main_headline_and_body(tmp_path: Path) -> None:
    document = document_in(tmp_path / "item.json", ninjs_3())
    assert headline_of(document) == HEADLINE
    assert document.text == "\n\n".join((HEADLINE, *BODY))
    assert (document.outlet, document.url) == ("Andes Press Agency", "https://andes.example/items/1")
    assert (document.bylines, document.agency) == (("Inés Bravo",), "APX")


def test_ninjs_2_fields_are_read_in_either_spelling(tmp_path: Path) -> None:
    item = ninjs(
        body_html=None, body_text="\r\n\r\n".join(BODY), copyrightholder=None, provider="Andes Press",
        infosource=[{"name": "Reuters"}], located=None, byline=None,
        authors=[{"name": "Inés Bravo"}, {"name": "Tomás Vera"}],
        altids=[{"role": "webcanonical", "value": "https://andes.example/x"}],
    )  # fmt: skip
    document = document_in(tmp_path / "item.json", item)
    assert document.text == "\n\n".join((HEADLINE, *BODY))
    assert (document.outlet, document.agency) == ("Andes Press", "Reuters")
    assert document.bylines == ("Inés Bravo", "Tomás Vera")
    assert document.url == "https://andes.example/x"


def test_the_place_of_filing_is_the_dateline_only_where_the_text_has_none(tmp_path: Path) -> None:
    document = document_in(tmp_path / "a.json", ninjs())
    assert document.dateline is not None
    assert document.dateline.place_span is not None
    assert document.dateline.place_span.cut(document.text) == "Quito"
    assert document.dateline.date is None
    assert document.parts.body is not None
    assert document.parts.body.cut(document.text).startswith(LEAD)
    own = ninjs(body_html=f"<p>GUAYAQUIL, March 3 (APX) - {LEAD}</p><p>{SECOND}</p>")
    document = document_in(tmp_path / "b.json", own)
    assert document.dateline is not None
    assert document.dateline.span.cut(document.text) == "GUAYAQUIL, March 3 (APX)"
    assert "Quito\n" not in document.text


@pytest.mark.parametrize("status", ["canceled", "withheld", "stat:canceled"])
def test_withdrawn_items_are_named_as_such(tmp_path: Path, status: str) -> None:
    with pytest.raises(NoBody, match="withdrawn"):
        document_in(tmp_path / "item.json", ninjs(pubstatus=status))
    with pytest.raises(NoBody, match="withdrawn"):
        document_in(tmp_path / "item.xml", news_item(status=status))


def test_arrays_and_json_lines_give_every_item_and_name_the_bad_ones(tmp_path: Path) -> None:
    items = [ninjs(), {"weather": "fine"}, ninjs(uri="urn:2", pubstatus="canceled"), ninjs(uri="urn:3"), 5]
    for name, data in (
        ("a.json", json.dumps(items).encode()),
        ("a.jsonl", lines(*items)),
        ("b.txt", lines(*items)),
    ):
        found = found_in(tmp_path / name, data)
        assert [isinstance(one, Capture) for one in found] == [True, False, False, True, False], name
        assert isinstance(found[3], Capture)
        assert found[3].input == f"{tmp_path / name}#urn:3"
        assert document_of(found[3]).text.startswith(HEADLINE)
        assert str(found[1]).startswith(f"{tmp_path / name}#2: ")


def test_a_damaged_line_costs_the_others_nothing(tmp_path: Path) -> None:
    data = lines(ninjs()) + b'{"uri": "urn:x", \n' + b"\n" + lines(ninjs(uri="urn:4"))
    found = found_in(tmp_path / "a.jsonl", data)
    assert [isinstance(one, Capture) for one in found] == [True, False, True]
    assert "line 2" in str(found[1])


def test_a_line_over_the_limit_costs_the_others_nothing(tmp_path: Path) -> None:
    data = lines(ninjs(), ninjs(body_html="x" * 50_000), ninjs(uri="urn:4"))
    found = found_in(tmp_path / "a.jsonl", data, IngestOptions(max_bytes=5000))
    assert [type(one) for one in found] == [Capture, InputTooLarge, Capture]


def test_lists_under_a_usual_name_are_read(tmp_path: Path) -> None:
    assert len(found_in(tmp_path / "a.json", {"items": [ninjs(), ninjs(uri="urn:2")], "next": None})) == 2


def test_news_please_articles_are_read(tmp_path: Path) -> None:
    article = {
        "authors": ["Inés Bravo", "Reuters"], "date_download": "2026-03-04 10:00:00", "date_modify": None,
        "date_publish": "2026-03-03 00:00:00", "description": None, "filename": "x.json", "image_url": None,
        "language": "en", "localpath": None, "maintext": "\n".join(BODY), "source_domain": "andes.example",
        "text": None, "title": HEADLINE, "title_page": None, "title_rss": None,
        "url": "https://www.andes.example/2026/cable",
    }  # fmt: skip
    document = document_in(tmp_path / "a.json", article)
    assert headline_of(document) == HEADLINE
    assert (document.published, document.outlet) == ("2026-03-03", "andes.example")
    assert (document.bylines, document.agency) == (("Inés Bravo",), "Reuters")
    assert document.text.endswith(BODY[2])
    timed = article | {"date_publish": "2026-03-03 09:15:00"}
    assert document_in(tmp_path / "b.json", timed).published == "2026-03-03T09:15:00"


def test_fundus_articles_are_read_alone_and_by_publisher(tmp_path: Path) -> None:
    article = {
        "title": HEADLINE,
        "authors": ["Inés Bravo"],
        "publishing_date": "2026-03-03 09:15:00-05:00",
        "topics": [],
        "body": {
            "summary": ["Rocks have fallen on two pylons"],
            "sections": [
                {"headline": [], "paragraphs": [LEAD]},
                {"headline": ["Buses run"], "paragraphs": list(BODY[1:])},
            ],
        },
    }
    document = document_in(tmp_path / "a.json", article)
    assert document.text.split("\n\n")[2:] == [LEAD, "Buses run", *BODY[1:]]
    assert document.published == "2026-03-03T09:15:00-05:00"
    found = found_in(tmp_path / "b.json", {"AndesPost": [article], "QuitoPost": [article, article]})
    assert [one.outlet for one in found if isinstance(one, Capture)] == [
        "AndesPost",
        "QuitoPost",
        "QuitoPost",
    ]


def test_newsml_gives_metadata_and_body(tmp_path: Path) -> None:
    path = tmp_path / "item.xml"
    document = document_in(path, '<?xml version="1.0" encoding="UTF-8"?>' + news_item())
    assert headline_of(document) == HEADLINE
    assert document.text == "\n\n".join((HEADLINE, "Quito", *BODY))
    assert (document.outlet, document.agency) == ("Andes Press Agency", "Reuters")
    assert (document.bylines, document.published) == (("Inés Bravo",), "2026-03-03T09:15:00-05:00")
    assert document.input == str(path)


def test_a_dateline_printed_apart_stands_before_the_first_words(tmp_path: Path) -> None:
    document = document_in(tmp_path / "a.xml", news_item(more="<dateline>QUITO, March 3 (APX)</dateline>"))
    assert document.dateline is not None
    assert document.dateline.span.cut(document.text) == "QUITO, March 3 (APX)"
    assert document.dateline.date == "2026-03-03"
    assert document.agency == "APX"


@pytest.mark.parametrize(
    "body",
    [
        "<inlineData contenttype='text/plain'>" + "\n\n".join(BODY) + "</inlineData>",
        "<inlineData contenttype='text/html'><![CDATA[" + BODY_HTML + "]]></inlineData>",
        "<inlineXML><nitf><head/><body><body.content>"
        + BODY_HTML
        + "</body.content></body></nitf></inlineXML>",
    ],
)
def test_every_form_of_body_is_read(tmp_path: Path, body: str) -> None:
    assert document_in(tmp_path / "item.xml", news_item(body=body)).text.endswith("\n\n".join(BODY))


def test_a_message_gives_each_item_and_names_the_bad_ones(tmp_path: Path) -> None:
    items = news_item() + news_item(guid="urn:8", status="stat:canceled") + news_item(guid="urn:9", body="")
    message = f"<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><header/><itemSet>{items}</itemSet></newsMessage>"
    found = found_in(tmp_path / "m.xml", message)
    assert [isinstance(one, Capture) for one in found] == [True, False, False]
    assert isinstance(found[0], Capture)
    assert found[0].input == f"{tmp_path / 'm.xml'}#urn:andes:7"
    assert document_of(found[0]).outlet == "Andes Press Agency"
    assert "withdrawn" in str(found[1])
    assert "no text" in str(found[2])
    assert len(list(load_documents(str(tmp_path / "m.xml")))) == 3


def test_nitf_is_read(tmp_path: Path) -> None:
    nitf = f"""<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "http://unreachable.example/nitf.dtd">
    <nitf><head><title>t</title><docdata><doc-id id-string="andes-5"/><date.issue norm="20260303T091500-0500"/>
    <doc.copyright holder="Andes Press Agency"/></docdata></head><body><body.head><hedline><hl1>{HEADLINE}</hl1>
    </hedline><byline>By <person>Inés Bravo</person></byline><distributor>Reuters</distributor>
    <dateline><location>QUITO</location>, <story.date>March 3</story.date></dateline></body.head>
    <body.content><p>{LEAD}&nbsp;</p><media><media-caption>A cabin</media-caption></media><hl2>Buses</hl2>
    <p>{SECOND}</p></body.content></body></nitf>"""
    document = document_in(tmp_path / "n.xml", nitf)
    assert document.text == f"{HEADLINE}\n\nQUITO, March 3 - {LEAD}\n\nBuses\n\n{SECOND}"
    assert (document.outlet, document.agency) == ("Andes Press Agency", "Reuters")
    assert (document.published, document.bylines) == ("2026-03-03T09:15:00-05:00", ("Inés Bravo",))


def test_a_package_and_other_xml_are_no_reports(tmp_path: Path) -> None:
    for data, words in (
        ("<packageItem xmlns='http://iptc.org/std/nar/2006-10-01/'/>", "package"),
        ("<?xml version='1.0'?><project><name>p</name></project>", "XML data"),
        ("<newsItem", "damaged"),
        ("<newsMessage/>", "no news item"),
    ):
        with pytest.raises(NoBody, match=words):
            document_in(tmp_path / "x.xml", data)


def test_entities_neither_grow_nor_bring_in_files_nor_fetch(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret words")
    outside = f'<!ENTITY x SYSTEM "file://{secret}"><!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p; <!ENTITY in "within">'
    doctype = f'<!DOCTYPE newsItem SYSTEM "http://127.0.0.1:9/x.dtd" [{outside}]>'
    body = f"<inlineXML><html><body>{BODY_HTML}<p>&x; &in;</p></body></html></inlineXML>"
    document = document_in(tmp_path / "x.xml", doctype + news_item(body=body))
    assert LEAD in document.text
    assert "secret words" not in document.text
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE newsItem [<!ENTITY l0 "lol">{levels}]>' + news_item(body=body.replace("&x;", "&l11;"))
    with pytest.raises(NoBody, match="amplification"):
        document_in(tmp_path / "y.xml", bomb)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[" * 100_000, "damaged"),
        ('{"a":' * 100_000, "damaged"),
        ('{"uri": "urn:1", "pubstatus": "usable"}', "no text"),
        ('{"schema": "1", "onrecord": "0", "report": {}}', "a record that OnRecord wrote"),
        ('{"reports": [{"file": "a.txt"}]}', "manifest"),
        ("[]", "holds no report"),
        ("[1, 2]", "holds 2 reports"),
        ('{"uri": "urn:1", "body_text": 5, "headline": ["x"], "byline": {"a": [1]}}', "JSON data"),
        ('{"body": {"sections": 5, "summary": {}}, "title": 7}', "no text"),
        ("1" * 6000, None),
    ],
)
def test_json_that_is_no_report_is_named(tmp_path: Path, text: str, words: str | None) -> None:
    with pytest.raises(InputError, match=words):
        document_in(tmp_path / "x.json", text)


def test_nul_characters_and_half_characters_are_refused_or_left_out(tmp_path: Path) -> None:
    with pytest.raises(NotText, match="NUL"):
        document_in(tmp_path / "a.json", ninjs(body_html=None, body_text=f"{LEAD}\x00 {SECOND}"))
    with pytest.raises(NotText, match="half a character"):
        document_in(tmp_path / "b.json", ninjs(body_html=None, body_text=f"{LEAD}\ud83d {SECOND}"))
    text = document_in(
        tmp_path / "c.json", ninjs(body_html=f"<p>{LEAD}\x00\ud83d</p>", headline="A\x00 b \ud83d")
    ).text
    assert text == f"A b\n\nQuito\n\n{LEAD}"


def test_a_huge_word_and_deep_nesting_are_borne(tmp_path: Path) -> None:
    wide = ninjs(body_html=f"<p>{LEAD}</p><p>{'x' * 900_000}</p>")
    assert len(document_in(tmp_path / "a.json", wide).text) > 900_000
    deep = ninjs(body_html="<b><div>" * 20_000 + LEAD)
    assert LEAD in document_in(tmp_path / "b.json", deep).text
    with pytest.raises(InputTooLarge, match="characters"):
        document_in(tmp_path / "c.json", ninjs(body_html=None, body_text="x" * 1_000_001))


def test_text_that_only_begins_like_json_is_a_text(tmp_path: Path) -> None:
    text = f"[Photo: a cabin] {LEAD}\n\n{SECOND}\n"
    assert document_in(tmp_path / "a.txt", text).text == text.strip()


def test_an_item_given_as_text_or_without_a_type_is_read_as_well() -> None:
    assert document_from_text(json.dumps(ninjs())).outlet == "Andes Press Agency"
    capture = Capture(input="x", data=json.dumps(ninjs()).encode(), headline="Cabins at rest")
    document = document_of(capture)
    assert headline_of(document) == "Cabins at rest"
    assert document.bylines == ("Inés Bravo",)


def test_json_in_another_character_set_is_read(tmp_path: Path) -> None:
    data = json.dumps(ninjs(headline="Alarma en la línea"), ensure_ascii=False)
    for encoding in ("utf-16", "utf-8-sig"):
        assert headline_of(document_in(tmp_path / "a.json", data.encode(encoding))) == "Alarma en la línea"
