"""Plain texts: parts found, characters kept."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import InputError, InputTooLarge, NoBody, NotText, WrongLanguage
from onrecord.ingest import IngestOptions, document_from_text
from onrecord.model import Document, Span

BODY = (
    "The harbour of Lima was opened again on Monday after the storm, the mayor told reporters in the town hall.\n\n"
    "“We have lost two cranes,” she said. Nobody was hurt, according to the port authority."
)
HEADLINE = "Harbour opens again after storm"


def cut(document: Document, span: Span | None) -> str | None:
    return span.cut(document.text) if span else None


def test_navigation_headline_and_standfirst_are_told_apart() -> None:
    text = (
        f"All news\n\n{HEADLINE}\n\nThe mayor says two cranes were lost\n\nLIMA, May 4, 2021 (HPA) - {BODY}"
    )
    document = document_from_text(text)
    assert document.text == text.removeprefix("All news\n\n")
    assert cut(document, document.parts.headline) == HEADLINE
    assert cut(document, document.parts.standfirst) == "The mayor says two cranes were lost"
    assert cut(document, document.parts.dateline) == "LIMA, May 4, 2021 (HPA)"
    assert cut(document, document.parts.agency_credit) == "HPA"
    assert cut(document, document.parts.body) == BODY
    assert document.agency == "HPA"


def test_body_alone_has_no_headline() -> None:
    document = document_from_text(BODY)
    assert document.text == BODY
    assert document.parts.headline is None
    assert document.parts.standfirst is None
    assert cut(document, document.parts.body) == BODY


def test_lead_is_not_taken_for_a_headline() -> None:
    text = "Police arrested two men on Monday.\n\nThe two men, arrested at dawn, are held in the port, police said."
    assert document_from_text(text).parts.headline is None


@pytest.mark.parametrize(
    "headline", ["Mayor Opens Harbour Again After Worst Storm In Years.", "Mayor opens harbour after storm."]
)
def test_headline_with_a_full_stop_is_found_by_its_manner(headline: str) -> None:
    lead = (
        "The mayor of Lima opened the harbour on Monday, a week after a storm had wrecked two of its cranes."
    )
    document = document_from_text(f"{headline}\n\n{lead}\n\n{BODY}")
    assert cut(document, document.parts.headline) == headline


def test_headline_may_stand_on_the_line_above_the_body() -> None:
    document = document_from_text(f"{HEADLINE}\n{BODY}")
    assert cut(document, document.parts.headline) == HEADLINE


def test_wire_slug_and_sign_off_are_no_part_of_the_report() -> None:
    text = f"HPA0312 4 GEN 0194 STORM\nURGENT\n\n{HEADLINE}\n\nLIMA, May 4 (HPA) - {BODY}\n\n(HPA) dk/sm 040340 UTC MAY 21"
    document = document_from_text(text)
    assert document.text.startswith(HEADLINE)
    assert document.published == "2021-05-04T03:40:00Z"
    assert [span.cut(document.text) for span in document.parts.boilerplate] == [
        "(HPA) dk/sm 040340 UTC MAY 21"
    ]
    assert cut(document, document.parts.body) == BODY


def test_byline_gives_names_and_stays_out_of_the_body() -> None:
    document = document_from_text(f"{HEADLINE}\n\nBy Jane Roe and John Doe in Cairo\n\n{BODY}")
    assert document.bylines == ("Jane Roe", "John Doe")
    assert cut(document, document.parts.byline) == "By Jane Roe and John Doe in Cairo"
    assert cut(document, document.parts.body) == BODY


def test_sentence_that_begins_with_by_is_no_byline() -> None:
    document = document_from_text(
        "By Monday the harbour had opened again, the mayor of Lima told all the reporters."
    )
    assert document.bylines == ()


def test_reporting_credit_is_marked_and_kept() -> None:
    credit = "(Reporting by Jane Roe in Lima; editing by John Doe)"
    document = document_from_text(f"{HEADLINE}\n\nLIMA (Reuters) - {BODY}\n\n{credit}")
    assert [span.cut(document.text) for span in document.parts.boilerplate] == [credit]
    assert cut(document, document.parts.body) == BODY


@pytest.mark.parametrize("credit", ["Associated Press", "— AP", "(AP)", "Source: AP"])
def test_credit_line_at_the_end_names_the_agency(credit: str) -> None:
    assert document_from_text(f"{HEADLINE}\n\n{BODY}\n\n{credit}").agency == "AP"


def test_credit_in_the_tail_of_the_last_paragraph_counts() -> None:
    document = document_from_text(f"{HEADLINE}\n\n{BODY} (Reuters)")
    assert document.agency == "Reuters"
    assert cut(document, document.parts.agency_credit) == "Reuters"


def test_agency_spoken_of_in_the_body_is_not_credited() -> None:
    text = f"{BODY} The mayor told Reuters that the cranes were old and that new ones had been ordered."
    assert document_from_text(text).agency is None


def test_source_of_figures_is_no_agency() -> None:
    document = document_from_text(f"{HEADLINE}\n\n{BODY}\n\nSource: NATO.")
    assert document.agency is None


def test_headline_of_two_sentences_stands_above_a_dateline() -> None:
    document = document_from_text(f"The harbour is open. Again.\n\nThe mayor is glad.\n\nLIMA, Peru - {BODY}")
    assert cut(document, document.parts.headline) == "The harbour is open. Again."
    assert cut(document, document.parts.standfirst) == "The mayor is glad."


def test_crosshead_named_like_a_section_stays_in_the_body() -> None:
    text = f"{HEADLINE}\n\n{BODY}\n\nPolitics\n\nThe council is to meet on Friday, the mayor said, to vote on the cranes."
    document = document_from_text(text)
    assert document.text == text
    assert document.parts.boilerplate == ()


def test_links_to_other_reports_are_marked_inside_and_dropped_at_the_end() -> None:
    text = f"{HEADLINE}\n\n{BODY}\n\nRead also: Who owns the cranes?\n\n{BODY}\n\nShare on Facebook"
    document = document_from_text(text)
    assert document.text.endswith("port authority.")
    assert [span.cut(document.text) for span in document.parts.boilerplate] == [
        "Read also: Who owns the cranes?"
    ]


def test_line_ends_become_newlines_and_all_else_stays() -> None:
    text = f"{HEADLINE}\r\n\r\n“We”\u00a0have  lost two cranes… said the mayor of the town, and nobody was hurt there.\r\n"
    document = document_from_text(text)
    assert document.text == text.replace("\r\n", "\n").rstrip()


def test_wrapped_lines_are_one_paragraph() -> None:
    wrapped = BODY.replace(" on Monday after", " on Monday after\n").replace(
        " said. Nobody", " said. Nobody\n"
    )
    document = document_from_text(f"{HEADLINE}\n\n{wrapped}")
    assert cut(document, document.parts.headline) == HEADLINE


def test_what_the_caller_gives_wins() -> None:
    options = IngestOptions(
        published="2021-05-06", outlet="Lima Post", agency="XYZ", url="https://lima.example/a"
    )
    document = document_from_text(f"{HEADLINE}\n\nLIMA, May 4, 2020 (HPA) - {BODY}", options=options)
    assert (document.published, document.published_because) == ("2021-05-06", "given")
    assert (document.outlet, document.agency, document.url) == ("Lima Post", "XYZ", "https://lima.example/a")


def test_outlet_and_day_come_from_a_given_address() -> None:
    document = document_from_text(BODY, options=IngestOptions(url="https://www.bbc.co.uk/news/2021/05/04/a"))
    assert (document.outlet, document.published) == ("BBC News", "2021-05-04")
    document = document_from_text(BODY, options=IngestOptions(url="https://www.lima-post.example/a"))
    assert document.outlet == "lima-post.example"


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("", NoBody, "empty"),
        (" \n\t ", NoBody, "empty"),
        ("The harbour\x00 is open.", NotText, "NUL"),
        ("The harbour \ud83d is open.", NotText, "half a character"),
        ('{"headline": "Harbour opens"}', NoBody, "JSON"),
        ("<?xml version='1.0'?><rss><channel/></rss>", NoBody, "RSS"),
        ("x" * 1_000_001, InputTooLarge, "1,000,001 characters"),
        ("=== --- ===", NoBody, "no running text"),
        (
            "Der Hafen von Lima ist am Montag nach dem Sturm wieder geöffnet worden, sagte die Bürgermeisterin "
            "vor Journalisten im Rathaus. Niemand wurde verletzt, zwei Kräne gingen verloren.",
            WrongLanguage,
            "German",
        ),
    ],
)
def test_bad_texts_are_refused_with_cause_and_remedy(text: str, error: type[InputError], words: str) -> None:
    with pytest.raises(error, match=words) as caught:
        document_from_text(text, source="report.txt")
    assert caught.value.where == "report.txt"
    assert caught.value.remedy


def test_language_check_can_be_widened_and_leaves_short_bodies_alone() -> None:
    german = (
        "Der Hafen von Lima ist am Montag nach dem Sturm wieder geöffnet worden, sagte die Bürgermeisterin."
    )
    assert document_from_text(german, options=IngestOptions(languages=("de", "en"))).language == "de"
    assert document_from_text("Der Hafen ist offen.").language is None
    assert document_from_text(BODY).language == "en"


def test_published_date_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match="ISO 8601"):
        IngestOptions(published="last Friday")


def check_spans(document: Document) -> None:
    parts, size = document.parts, len(document.text)
    spans = [parts.headline, parts.standfirst, parts.dateline, parts.agency_credit, parts.byline, parts.body]
    for span in (*spans, *parts.boilerplate):
        assert span is None or (span.end <= size and span.cut(document.text).strip())
    order = [span for span in (parts.headline, parts.standfirst, parts.dateline, parts.body) if span]
    assert all(first.end <= second.start for first, second in pairwise(order))
    if document.dateline:
        for inner in (document.dateline.place_span, document.dateline.date_span):
            assert inner is None or document.dateline.span.holds(inner)


PIECES = st.sampled_from(
    ["LIMA, May 4 (HPA) -", "All news", HEADLINE, "By Jane Roe", "\n", "\n\n", BODY, "(AP)", "/TASS/.", "Share", "-",
     "PARIS", "2019-05-04", "Home > World", "Source: AP", ". ", " ", "“", "FULL TEXT.", "By", "\u00a0", "\r\n"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=30)), max_size=12).map("".join))
def test_any_text_gives_exact_spans_or_an_input_error(text: str) -> None:
    try:
        document = document_from_text(text, options=IngestOptions(languages=()))
    except InputError:
        return
    check_spans(document)
    assert document.text in text.replace("\r\n", "\n").replace("\r", "\n")
    assert document_from_text(text, options=IngestOptions(languages=())) == document
