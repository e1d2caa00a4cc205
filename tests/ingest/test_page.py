"""Pages: body, metadata, character sets, and pages that are hard to read."""

import time

import pytest

from onrecord.errors import NoBody, NotText, WrongLanguage
from onrecord.ingest import IngestOptions, document_from_html
from onrecord.model import Document, Span

PARAGRAPHS = (
    "The harbour of Lima was opened again on Monday after the storm, the mayor told reporters in the town hall.",
    "“We have lost two cranes,” she said. Nobody was hurt, according to the port authority of the town.",
    "The council is to meet on Friday to vote on the money for new cranes, which are to be ordered in autumn.",
)
BODY = "\n\n".join(PARAGRAPHS)
HEADLINE = "Harbour opens again after the storm"
LD = (
    '{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Harbour opens again after the storm",'
    ' "datePublished": "2021-05-03T18:20:00-05:00", "publisher": {"@type": "Organization", "name": "Lima Post"},'
    ' "author": [{"@type": "Person", "name": "Jane Roe"}, {"@type": "Organization", "name": "Reuters"}]}'
)


def page(
    *,
    head: str = "",
    above: str = "",
    body: str = "",
    title: str = f"{HEADLINE} - Lima Post",
    h1: str = HEADLINE,
) -> bytes:
    paragraphs = body or "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>'
        f'<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav><main><article><h1>{h1}</h1>'
        f"{above}<div>{paragraphs}</div></article></main><footer>We use cookies on this site.</footer></body></html>"
    ).encode()


def read(data: bytes, **known: str) -> Document:
    return document_from_html(data, source="page.html", options=IngestOptions(**known))  # type: ignore[arg-type]


def cut(document: Document, span: Span | None) -> str | None:
    return span.cut(document.text) if span else None


def test_text_is_headline_standfirst_and_body() -> None:
    document = read(
        page(above='<p class="standfirst">Two cranes are lost</p><p class="byline">By Jane Roe</p>')
    )
    assert document.text == f"{HEADLINE}\n\nTwo cranes are lost\n\n{BODY}"
    assert cut(document, document.parts.headline) == HEADLINE
    assert cut(document, document.parts.standfirst) == "Two cranes are lost"
    assert cut(document, document.parts.body) == BODY
    assert document.bylines == ("Jane Roe",)
    assert document.outlet == "Lima Post"


def test_metadata_give_time_with_offset_publisher_persons_and_agency() -> None:
    document = read(page(head=f'<script type="application/ld+json">{LD}</script>'))
    assert (document.published, document.published_because) == ("2021-05-03T18:20:00-05:00", "metadata")
    assert (document.outlet, document.bylines, document.agency) == ("Lima Post", ("Jane Roe",), "Reuters")


def test_broken_json_ld_costs_only_itself() -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", </script>'
    head += '<meta property="article:published_time" content="2021-05-03T18:20:00Z">'
    document = read(page(head=head))
    assert (document.published, cut(document, document.parts.body)) == ("2021-05-03T18:20:00Z", BODY)


def test_canonical_address_gives_address_and_outlet() -> None:
    document = read(
        page(head='<link rel="canonical" href="https://www.reuters.com/world/a">', title=HEADLINE)
    )
    assert (document.url, document.outlet) == ("https://www.reuters.com/world/a", "Reuters")


def test_what_the_caller_gives_wins() -> None:
    document = read(
        page(head=f'<script type="application/ld+json">{LD}</script>'),
        published="2021-05-09",
        outlet="Other",
        agency="XYZ",
    )
    assert (document.published, document.published_because) == ("2021-05-09", "given")
    assert (document.outlet, document.agency) == ("Other", "XYZ")


def test_time_is_read_from_a_line_below_the_headline() -> None:
    document = read(page(above="<p><small>Lima Post 3 May 2021, 18:20</small></p>"))
    assert document.published == "2021-05-03T18:20:00"


def test_links_shares_and_adverts_in_the_body_are_dropped() -> None:
    inner = (
        f"<p>{PARAGRAPHS[0]}</p><p>Read also: <a href='/x'>Who owns the cranes?</a></p><p>Advertisement</p>"
        f"<p>{PARAGRAPHS[1]}</p><p>{PARAGRAPHS[2]}</p><p>Share on Facebook</p><p>This is a developing story.</p>"
    )
    assert read(page(body=inner)).text == f"{HEADLINE}\n\n{BODY}"


def test_sentence_about_cookies_stays() -> None:
    told = "The ministry said on Monday that it had found cookies of a foreign firm on the computers of the harbour."
    assert told in read(page(body="".join(f"<p>{p}</p>" for p in (*PARAGRAPHS, told)))).text


def test_dateline_and_agency_come_from_the_body() -> None:
    inner = f"<p>LIMA, May 3 (HPA) - {PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p><p>{PARAGRAPHS[2]}</p>"
    document = read(page(body=inner), published="2021-05-03")
    assert cut(document, document.parts.dateline) == "LIMA, May 3 (HPA)"
    assert cut(document, document.parts.body) == BODY
    assert document.agency == "HPA"
    assert document.dateline is not None
    assert document.dateline.date == "2021-05-03"


def test_credit_below_the_body_names_the_agency_but_a_picture_credit_does_not() -> None:
    paragraphs = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    assert read(page(body=paragraphs + '<p class="credit">Meridian</p>')).agency == "Meridian"
    figure = '<figure><img alt=""><span class="credit">Getty Images</span></figure>'
    assert read(page(body=figure + paragraphs)).agency is None


def test_layout_tables_do_not_run_paragraphs_together() -> None:
    cells = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    data = (
        f"<html><head><title>{HEADLINE} - Lima Post</title></head><body><table><tr><td>Lima Post | Home | Sport</td></tr>"
        f"<tr><td><h2>{HEADLINE}</h2>{cells}</td><td><b>Other news</b><br>Quiz of the day</td></tr></table></body></html>"
    )
    assert read(data.encode()).text == f"{HEADLINE}\n\n{BODY}"


@pytest.mark.parametrize(
    ("declared", "actual"),
    [
        ("iso-8859-1", "cp1252"),
        ("utf-8", "cp1252"),
        ("windows-1252", "utf-8"),
        ("no-such-set", "cp1252"),
        ("utf-8", "utf-8-sig"),
        ("utf-8", "utf-16"),
        ("windows-1252", "cp1252"),
    ],
)
def test_characters_are_right_whatever_the_page_declares(declared: str, actual: str) -> None:
    text = page().decode().replace('charset="utf-8"', f'charset="{declared}"')
    text = text.replace("the port authority", "the café “Città”, a few yards off – the port authority")
    document = read(text.encode(actual))
    assert "the café “Città”, a few yards off – the port authority" in document.text


def test_bytes_that_do_not_fit_leave_the_rest_of_utf8_alone() -> None:
    data = page().replace("“We".encode(), "“We".encode() + b" \x93all\x94")
    assert "“We “all” have lost" in read(data).text


def test_declared_cyrillic_is_read_as_declared() -> None:
    from onrecord.ingest.charset import decode

    text = "Порт Лимы снова открыт после шторма, сообщила мэр города."
    assert decode(f'<meta charset="windows-1251"><p>{text}'.encode("cp1251"), where="x", html=True).endswith(
        text
    )
    assert decode(text.encode("koi8-r"), where="x", declared="koi8-r") == text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7\n...", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG"),
        (b"PK\x03\x04" + b"\x00" * 26 + b"word/document.xml", "Word document"),
        (b"PK\x03\x04\x14\x00", "ZIP archive"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"The harbour\x00 is open again.", "NUL"),
        (bytes(range(1, 9)) * 40, "control characters"),
    ],
)
def test_binary_input_is_named(data: bytes, words: str) -> None:
    with pytest.raises(NotText, match=words) as caught:
        read(data)
    assert caught.value.where == "page.html"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"  \n",
        b"<html><body></body></html>",
        b"<html><body><nav>Home</nav><p>Hi.</p></body></html>",
        b"<>",
        b"<html>",
    ],
)
def test_page_without_a_body_is_refused(data: bytes) -> None:
    with pytest.raises(NoBody) as caught:
        read(data)
    assert caught.value.remedy


@pytest.mark.parametrize("wrapper", ["div", "span", "blockquote", "table><tr><td", "ul><li", "font"])
def test_ten_thousand_nested_tags_are_read_quickly(wrapper: str) -> None:
    closing = "".join(f"</{tag}>" for tag in reversed(wrapper.split("><")))
    paragraphs = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    data = f"<html><body><h1>{HEADLINE}</h1>{f'<{wrapper}>' * 10_000}{paragraphs}{closing * 10_000}</body></html>"
    started = time.monotonic()
    assert PARAGRAPHS[2] in read(data.encode()).text
    assert time.monotonic() - started < 5


def test_unclosed_paragraphs_and_cells_do_not_count_as_depth() -> None:
    paragraphs = "".join(f"<p>{n}. {PARAGRAPHS[0]}" for n in range(300))
    document = read(f"<html><body><h1>{HEADLINE}</h1>{paragraphs}</body></html>".encode())
    assert document.text.count("\n\n") == 300


def test_main_one_of_two_reports_is_read_with_a_warning() -> None:
    second = "".join(
        f"<p>{p.replace('harbour', 'airport').replace('cranes', 'radars')}</p>" for p in PARAGRAPHS * 2
    )
    data = page(head=f'<script type="application/ld+json">{LD}</script>').replace(
        b"</main>", f"<article><h2>Airport shut for a week</h2>{second}</article></main>".encode()
    )
    from structlog.testing import capture_logs

    with capture_logs() as logs:
        document = read(data)
    assert document.text == f"{HEADLINE}\n\n{BODY}"
    assert [entry["reports"] for entry in logs] == [2]


def test_teasers_in_article_elements_are_no_second_report() -> None:
    data = page().replace(b"</main>", b"<article><h2>Airport shut</h2><p>For a week.</p></article></main>")
    from structlog.testing import capture_logs

    with capture_logs() as logs:
        assert read(data).text == f"{HEADLINE}\n\n{BODY}"
    assert logs == []


def test_colon_in_a_headline_is_no_suffix() -> None:
    title = "Mayor: Harbour opens again"
    document = read(page(title=f"{title} | Lima Post", h1=title))
    assert cut(document, document.parts.headline) == title


def test_control_characters_beside_another_report_are_borne() -> None:
    from onrecord.ingest import document_from_html
    from tests.carrier_texts import BODY_HTML, HEADLINE

    main = f"<article><h1>{HEADLINE}</h1>{BODY_HTML}</article>"
    other = f"<article><h2>Another report on the page</h2>{BODY_HTML}</article>"
    page = f"<html><head><title>{HEADLINE}</title></head><body>\x08{other}\x01&#2;{main}</body></html>"
    document = document_from_html(page.encode(), source="page.html")
    assert "Another report" not in document.text


def test_the_page_of_a_section_is_no_report() -> None:
    links = "".join(f'<li><a href="/{n}">{words}</a></li>' for n, words in enumerate(
        ("Ten ideas for a rainy weekend", "Quiz: how well do you know your harbour?", "Why the old tram is coming back")
    ))  # fmt: skip
    html = f"<html lang='en'><head><title>Culture</title></head><body><main><ul>{links * 3}</ul></main></body></html>"
    with pytest.raises(NoBody, match="no running text"):
        document_from_html(html.encode(), source="section.html")


def test_sentences_of_any_writing_are_running_text() -> None:
    sentence = "市長は火曜日、古い橋が閉鎖されたと述べた。住民は説明を求めている。"
    html = f"<html lang='ja'><body><article><h1>橋の閉鎖</h1><p>{sentence}</p><p>{sentence}</p></article></body></html>"
    with pytest.raises(WrongLanguage, match="Japanese"):
        document_from_html(html.encode(), source="page.html")
