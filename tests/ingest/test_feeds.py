"""Feeds: what each entry gives, and feeds that are damaged, empty or hostile."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.errors import InputError, NoBody, UnreadableInput
from onrecord.ingest import IngestOptions, document_of, find_captures, load_document, load_documents
from onrecord.model import Capture, Document
from tests.carrier_texts import BODY, BODY_HTML, HEADLINE, LEAD, SECOND, rss, rss_item


def captures(
    path: Path, data: bytes | str, options: IngestOptions | None = None
) -> list[Capture | InputError]:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(find_captures(str(path), options=options or IngestOptions()))


def only(found: list[Capture | InputError]) -> Capture:
    assert len(found) == 1
    assert isinstance(found[0], Capture), found[0]
    return found[0]


def error(found: list[Capture | InputError]) -> InputError:
    assert isinstance(found[-1], InputError)
    return found[-1]


def body_of(document: Document) -> str:
    assert document.parts.body is not None
    return document.parts.body.cut(document.text)


def test_an_entry_of_rss_gives_all_that_the_feed_says(tmp_path: Path) -> None:
    feed = rss(rss_item(more="<dc:creator>Andes Radio, Inés Bravo</dc:creator>"))
    capture = only(captures(tmp_path / "feed.xml", feed))
    assert capture.input == f"{tmp_path / 'feed.xml'}#cable-1"
    assert capture.data.decode() == BODY_HTML
    assert (capture.headline, capture.outlet) == (HEADLINE, "Andes Radio")
    assert (capture.url, capture.media_type) == ("https://andes.example/cable-1", "text/html")
    assert capture.published == "2026-03-03T09:15:00-05:00"
    document = document_of(capture)
    assert document.text == "\n\n".join((HEADLINE, *BODY))
    assert (document.bylines, document.agency) == (("Inés Bravo",), None)
    assert (document.input, document.published_because) == (capture.input, "metadata")


@pytest.mark.parametrize(
    ("creator", "bylines", "agency"),
    [
        ("Andes Radio / APX", (), "APX"),
        ("Andes Radio newsroom", (), None),
        ("Andes Radio / Inés Bravo", ("Inés Bravo",), None),
        ("Reuters", (), "Reuters"),
        ("Inés Bravo and Tomás Vera", ("Inés Bravo", "Tomás Vera"), None),
    ],
)
def test_authors_are_persons_agencies_or_the_house(
    tmp_path: Path, creator: str, bylines: tuple[str, ...], agency: str | None
) -> None:
    feed = rss(rss_item(more=f"<dc:creator>{creator}</dc:creator>"))
    document = document_of(only(captures(tmp_path / "feed.xml", feed)))
    assert (document.bylines, document.agency) == (bylines, agency)


def test_dateline_and_credit_in_an_entry_are_found(tmp_path: Path) -> None:
    body = f"<p>QUITO, March 3 (Reuters) - {LEAD}</p><p>{SECOND}</p>"
    document = document_of(only(captures(tmp_path / "feed.xml", rss(rss_item(body=body)))))
    assert document.dateline is not None
    assert (document.dateline.date, document.agency) == ("2026-03-03", "Reuters")
    assert body_of(document) == f"{LEAD}\n\n{SECOND}"


def test_atom_and_old_rss_are_read(tmp_path: Path) -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Andes Radio</title><id>urn:f</id><entry><id>urn:e</id>'
        f'<title type="html">Cable &lt;b&gt;cars&lt;/b&gt; &amp;amp; rocks</title><updated>2026-03-03T09:15:00-05:00'
        f'</updated><author><name>Inés Bravo</name></author><link href="https://andes.example/e"/>'
        f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{BODY_HTML}</div></content></entry></feed>'
    )
    capture = only(captures(tmp_path / "a.xml", atom))
    assert (capture.input, capture.headline) == (f"{tmp_path / 'a.xml'}#urn:e", "Cable cars & rocks")
    assert (capture.published, capture.bylines) == ("2026-03-03T09:15:00-05:00", ("Inés Bravo",))
    assert SECOND in document_of(capture).text
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://andes.example/">'
        '<title>Andes Radio</title></channel><item rdf:about="https://andes.example/r"><title>Rocks fall</title>'
        f"<link>https://andes.example/r</link><dc:date>2026-03-03</dc:date><description>{LEAD}</description></item>"
        "</rdf:RDF>"
    )
    capture = only(captures(tmp_path / "r.xml", rdf))
    assert (capture.url, capture.published, capture.outlet) == (
        "https://andes.example/r",
        "2026-03-03",
        "Andes Radio",
    )
    old = f"<rss version='0.91'><channel><title>Andes</title><item><title>Rocks</title><description>{LEAD}</description></item></channel></rss>"
    assert only(captures(tmp_path / "o.xml", old)).input.endswith("o.xml#1")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Tue, 03 Mar 2026 09:15:00 GMT", "2026-03-03T09:15:00Z"),
        ("Tue, 03 Mar 2026 09:15:00 +0545", "2026-03-03T09:15:00+05:45"),
        ("2026-03-03T09:15:00+02:00", "2026-03-03T09:15:00+02:00"),
        ("some day", None),
    ],
)
def test_the_offset_of_a_time_is_kept(tmp_path: Path, written: str, read: str | None) -> None:
    item = rss_item().replace("Tue, 03 Mar 2026 09:15:00 -0500", written)
    assert only(captures(tmp_path / "feed.xml", rss(item))).published == read


def test_short_entries_keep_every_paragraph_and_lose_scripts_and_links_to_themselves(tmp_path: Path) -> None:
    body = (
        "<script>steal()</script><p>Rocks fell.</p><ul><li>Two pylons<li>No one hurt</ul>First line.<br>Second line."
        "<style>p{}</style><figure><img src=x><figcaption>A cabin</figcaption></figure>"
        "<p><a href='https://andes.example/cable-1?utm=1'>Read on</a> at Andes Radio</p>"
    )
    text = document_of(only(captures(tmp_path / "feed.xml", rss(rss_item(body=body))))).text
    assert text.split("\n\n") == [
        HEADLINE,
        "Rocks fell.",
        "Two pylons",
        "No one hurt",
        "First line.",
        "Second line.",
    ]


def test_a_plain_description_has_the_headline_of_its_entry(tmp_path: Path) -> None:
    item = f"<title>{HEADLINE}</title><guid>x</guid><description>Rocks fell on two pylons\n\n{LEAD}</description>"
    document = document_of(only(captures(tmp_path / "feed.xml", rss(item))))
    assert document.text == f"{HEADLINE}\n\nRocks fell on two pylons\n\n{LEAD}"
    assert document.parts.headline is not None
    assert document.parts.headline.cut(document.text) == HEADLINE


def test_a_headline_that_the_body_repeats_stands_once(tmp_path: Path) -> None:
    document = document_of(
        only(captures(tmp_path / "feed.xml", rss(rss_item(body=f"<h1>{HEADLINE}</h1>{BODY_HTML}"))))
    )
    assert document.text.count(HEADLINE) == 1
    assert document.parts.headline is not None
    assert document.parts.headline.cut(document.text) == HEADLINE


def test_an_entry_with_a_link_alone_says_what_to_add(tmp_path: Path) -> None:
    link_only = (
        "<title>Rocks fall</title><link>https://andes.example/9</link><description>Rocks fall</description>"
    )
    found = captures(tmp_path / "feed.xml", rss(link_only, rss_item(), "<title>Nothing</title>"))
    assert [type(one) for one in found] == [NoBody, Capture, NoBody]
    assert isinstance(found[0], InputError)
    assert found[0].where == "https://andes.example/9"
    assert "add the page itself" in found[0].remedy


def test_links_are_followed_only_where_that_is_asked_for(tmp_path: Path) -> None:
    link_only = "<title>Rocks fall</title><link>http://127.0.0.1:9/a</link>"
    found = captures(tmp_path / "feed.xml", rss(link_only), IngestOptions(follow_links=True))
    assert "not a public address" in str(error(found))


def test_a_damaged_feed_gives_what_can_be_had_and_says_what_is_broken(tmp_path: Path) -> None:
    whole = rss(rss_item("one"), rss_item("two"))
    found = captures(tmp_path / "feed.xml", whole[: whole.rindex(b"</item>") - 30])
    assert isinstance(found[0], Capture)
    assert found[0].input.endswith("#one")
    problem = error(found)
    assert isinstance(problem, UnreadableInput)
    assert "damaged" in str(problem)


@pytest.mark.parametrize(
    "data", [rss(), b"<rss><channel></channel></rss>", b"<feed></feed>", b"\x00\x00<rss>"]
)
def test_feeds_without_entries_are_named(tmp_path: Path, data: bytes) -> None:
    found = captures(tmp_path / "feed.rss", data)
    assert len(found) == 1
    assert error(found).where == str(tmp_path / "feed.rss")


def test_a_feed_in_another_character_set_is_read_whatever_it_declares(tmp_path: Path) -> None:
    feed = (
        rss(rss_item(title="Señal de alarma"))
        .decode()
        .replace("UTF-8", "iso-8859-1")
        .encode("cp1252", "replace")
    )
    assert only(captures(tmp_path / "feed.xml", feed)).headline == "Señal de alarma"


def test_entities_neither_grow_nor_bring_in_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret words")
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{levels}<!ENTITY x SYSTEM "file://{secret}">]>'
    feed = (
        rss(rss_item(more="<description>&l9; &x;</description>"))
        .decode()
        .replace("?><rss", f"?>{doctype}<rss")
    )
    found = captures(tmp_path / "feed.xml", feed)
    for one in found:
        if isinstance(one, Capture):
            assert len(one.data) < 100_000
            assert b"secret words" not in one.data


def test_a_huge_word_and_deep_nesting_are_borne(tmp_path: Path) -> None:
    deep = "<div>" * 5000 + LEAD + "</div>" * 5000
    found = captures(
        tmp_path / "feed.xml", rss(rss_item(body=f"<p>{'x' * 1_000_000}</p>"), rss_item("b", body=deep))
    )
    assert len(found) == 2
    assert isinstance(found[1], Capture)
    assert LEAD in document_of(found[1]).text


def test_several_entries_are_no_single_document(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(rss(rss_item("one"), rss_item("two")))
    with pytest.raises(InputError, match="holds 2 reports") as caught:
        load_document(str(path))
    assert "onrecord read" in caught.value.remedy
    found = list(load_documents(str(path)))
    assert [isinstance(one, Document) for one in found] == [True, True]
    path.write_bytes(rss(rss_item("one")))
    assert load_document(str(path)).input == f"{path}#one"


def test_what_the_caller_knows_wins(tmp_path: Path) -> None:
    options = IngestOptions(outlet="Quito Post", published="2026-03-02", agency="HPA")
    (tmp_path / "f.xml").write_bytes(rss(rss_item()))
    (document,) = load_documents(str(tmp_path / "f.xml"), options=options)
    assert isinstance(document, Document)
    assert (document.outlet, document.published, document.agency) == ("Quito Post", "2026-03-02", "HPA")
    assert document.published_because == "given"
