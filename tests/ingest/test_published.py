"""The day of publication: of what the page states, and on the clock of its outlet."""

from __future__ import annotations

import pytest

from onrecord.ingest import IngestOptions, document_from_html
from onrecord.ingest.published import find_published, in_local_time

HEADLINE = "Harbour opens again after the storm"
BODY = "".join(
    f"<p>{text}</p>"
    for text in (
        "The harbour of Lima was opened again after the storm, the mayor told reporters in the town hall there.",
        "“We have lost two cranes,” she said. Nobody was hurt, according to the port authority of the town.",
        "The council is to vote on the money for new cranes, which are to be ordered from a yard in autumn.",
    )
)


def published(*, head: str = "", below: str = "", after: str = "") -> str | None:
    html = (
        f'<html lang="en"><head><meta charset="utf-8"><title>{HEADLINE}</title>{head}</head><body><article>'
        f"<h1>{HEADLINE}</h1>{below}{BODY}</article>{after}</body></html>"
    )
    options = IngestOptions(languages=())
    return document_from_html(html.encode(), source="page.html", options=options).published


def meta(time: str, name: str = "article:published_time") -> str:
    return f'<meta property="{name}" content="{time}">'


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("May 3, 2021 6:20 PM", "2021-05-03T18:20:41-08:00"),  # the same minute, eight hours back
        ("Published 9:20 pm EST, Monday, May 3, 2021", "2021-05-03T21:20:41-05:00"),
        ("May 3, 2021 6:35 PM", "2021-05-04T02:20:41Z"),  # another minute: when it was last changed, perhaps
        ("May 3, 2021", "2021-05-04T02:20:41Z"),  # no clock, no telling
        ("May 1, 2021 6:20 PM", "2021-05-04T02:20:41Z"),  # no zone is so far away
    ],
)
def test_moment_in_utc_is_told_on_the_clock_that_readers_see(shown: str, expected: str) -> None:
    assert published(head=meta("2021-05-04T02:20:41Z"), below=f"<div>{shown}</div>") == expected


def test_time_with_an_offset_stays_as_stated() -> None:
    assert in_local_time("2021-05-04T02:20:00+02:00", ["May 3, 2021 6:20 PM"]) == "2021-05-04T02:20:00+02:00"


def test_the_same_moment_with_an_offset_in_another_tag_gives_the_day() -> None:
    head = meta("2021-05-04T02:20:41Z") + meta("2021-05-03 18:20:00 -0800", "sailthru.date")
    assert published(head=head) == "2021-05-03T18:20:00-08:00"
    head = meta("2021-05-04T02:20:41Z") + meta("2021-05-03 16:20:00 -0800", "sailthru.date")
    assert published(head=head) == "2021-05-04T02:20:41Z"


def test_year_one_is_no_day_of_publication() -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "0001-01-01T00:00:00Z"}</script>'
    assert published(head=head, below="<div>Published 7:07 PM May 3, 2021</div>") == "2021-05-03T19:07:00"
    assert published(head=head) is None


def test_line_that_says_published_wins_over_other_days_of_the_page() -> None:
    below = "<p>Jane Roe on Sunday, April 11th, 2021 in a letter</p>"
    after = "<p>Published: Monday, May 3rd, 2021 at 11:08 a.m.</p>"
    assert (published(below=below, after=after) or "")[:10] == "2021-05-03"


def test_day_of_a_change_is_not_the_day_of_publication() -> None:
    below = "<div>Published May 3, 2021 | Updated May 9, 2021</div>"
    assert (published(below=below) or "")[:10] == "2021-05-03"
    below = "<div>Published by the harbour desk, updated May 9, 2021</div><time datetime='2021-05-03T10:00:00Z'>old</time>"
    assert (published(below=below) or "")[:10] == "2021-05-03"


def test_time_element_below_the_headline_counts_and_one_in_a_list_does_not() -> None:
    stamp = '<time datetime="2021-05-03T11:45:59Z">1 day ago</time>'
    assert published(below=f"<div>{stamp}</div>") == "2021-05-03T11:45:59Z"
    teasers = '<aside><time datetime="2021-06-30T10:00:00Z">1 hour ago</time></aside>'
    assert published(below=teasers + f"<div>{stamp}</div>") == "2021-05-03T11:45:59Z"


def test_day_that_only_a_script_writes_is_not_taken() -> None:
    comment = "<b>Jane</b> <i>2021-05-03 10:15:59</i>"
    page = "<html><head><title>Cranes</title></head><body><h1>Cranes</h1><p>Text.</p>{}</body></html>"
    assert find_published(page.format(f"<script>document.write('{comment}')</script>"), url=None) is None
    assert find_published(page.format(comment), url=None) == "2021-05-03T10:15:59"
