"""Datelines: what is one, what is none, and which year it is of."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ingest import IngestOptions, document_from_text
from onrecord.ingest.dateline import find_dateline
from onrecord.ingest.days import first_after, nearest_year, newest_past_day, read_stamp

REST = "The harbour was opened again after the storm, the mayor told reporters."


@pytest.mark.parametrize(
    ("line", "span", "place", "agency"),
    [
        ("BRUSSELS, December 12. /TASS/. " + REST, "BRUSSELS, December 12. /TASS/.", "BRUSSELS", "TASS"),
        ("PARIS (Reuters) - " + REST, "PARIS (Reuters)", "PARIS", "Reuters"),
        ("DAMASCUS, Syria — " + REST, "DAMASCUS, Syria", "DAMASCUS", None),
        ("WASHINGTON, Jan. 4 (AP) — " + REST, "WASHINGTON, Jan. 4 (AP)", "WASHINGTON", "AP"),
        ("KABUL, Afghanistan (AP) -- " + REST, "KABUL, Afghanistan (AP)", "KABUL", "AP"),
        ("Moscow, 3 March 2017 (Interfax). " + REST, "Moscow, 3 March 2017 (Interfax)", "Moscow", "Interfax"),
        ("LONDON/PARIS (Reuters) - " + REST, "LONDON/PARIS (Reuters)", "LONDON", "Reuters"),
        ("JERUSALEM | " + REST, "JERUSALEM", "JERUSALEM", None),
        ("(CNN) — " + REST, "(CNN)", None, "CNN"),
        ("SEOUL, June 3 (Yonhap) -- " + REST, "SEOUL, June 3 (Yonhap)", "SEOUL", "Yonhap"),
        ("NEWPORT NEWS, Va. - " + REST, "NEWPORT NEWS, Va.", "NEWPORT NEWS", None),
        ("HEMPSTEAD, N.Y., Sept. 26 (UPI) — " + REST, "HEMPSTEAD, N.Y., Sept. 26 (UPI)", "HEMPSTEAD", "UPI"),
        (
            "SEOUL, South Korea, June 3, 2019 (AP) - " + REST,
            "SEOUL, South Korea, June 3, 2019 (AP)",
            "SEOUL",
            "AP",
        ),
        ("MOSCOW. Dec 12 (Interfax) - " + REST, "MOSCOW. Dec 12 (Interfax)", "MOSCOW", "Interfax"),
        ("New Delhi, Dec 12 (IANS) " + REST, "New Delhi, Dec 12 (IANS)", "New Delhi", "IANS"),
        ("LIMA, May 4 (HPA) - " + REST, "LIMA, May 4 (HPA)", "LIMA", "HPA"),
        ("PARIS—" + REST, "PARIS", "PARIS", None),
        ("Kabul (AFP) – " + REST, "Kabul (AFP)", "Kabul", "AFP"),
        ("KARACHI: " + REST, "KARACHI", "KARACHI", None),
        ("ST. LOUIS (AP) — " + REST, "ST. LOUIS (AP)", "ST. LOUIS", "AP"),
        ("ROME, 2016-12-12 - " + REST, "ROME, 2016-12-12", "ROME", None),
    ],
)
def test_dateline_is_found_with_place_and_agency(
    line: str, span: str, place: str | None, agency: str | None
) -> None:
    found = find_dateline(line)
    assert found is not None
    assert found.span.cut(line) == span
    assert (found.place.cut(line) if found.place else None) == place
    assert found.agency == agency
    assert line[found.end :] == REST


@pytest.mark.parametrize(
    "line",
    [
        "NATO said on Monday - after a week of silence - that it would leave.",
        "NATO - the alliance of 1949 - has asked for more ships this year.",
        "NATO — The alliance has asked for more ships this year.",
        "BREAKING - The harbour was opened again after the storm on Monday.",
        "EXCLUSIVE: The mayor knew of the leak for a year before she resigned.",
        "In Paris, March 3 was a day of mourning for the drowned sailors.",
        "On Monday, Dec. 12 - a holiday in the town - all the shops were shut.",
        "Paris - the capital of France - was quiet after the storm on Monday.",
        "The mayor (Reuters called her the iron lady) - resigned on Monday.",
        "By Jane Roe in Cairo",
        "USA (all times local) and the rest of the world, in pictures",
        "Mayor Ada Pell, March 3 in hand, said that the harbour would open.",
        "(Adds details) - The harbour was opened again after the storm.",
        "IBM, GE and others were asked about the leak on Monday, they said.",
        "",
    ],
)
def test_ordinary_sentences_are_no_datelines(line: str) -> None:
    assert find_dateline(line) is None


def test_year_comes_from_the_given_date() -> None:
    text = "Storm shuts harbour\n\nLIMA, December 31 (HPA) - " + REST
    document = document_from_text(text, options=IngestOptions(published="2017-01-02"))
    assert document.dateline is not None
    assert document.dateline.date == "2016-12-31"
    assert (document.published, document.published_because) == ("2017-01-02", "given")


def test_year_is_inferred_from_the_newest_past_date() -> None:
    text = f"LIMA, February 3 (HPA) - {REST} It was built on June 5, 2011 and shut on May 9, 2018."
    document = document_from_text(text)
    assert document.dateline is not None
    assert document.dateline.date == "2019-02-03"
    assert document.dateline.because == "year inferred: newest past date in the text is 2018-05-09"
    assert (document.published, document.published_because) == ("2019-02-03", "inferred")


def test_full_date_in_the_dateline_is_the_day_of_publication() -> None:
    document = document_from_text("Moscow, 3 March 2017 (Interfax) - " + REST)
    assert (document.published, document.published_because) == ("2017-03-03", "dateline")
    assert document.dateline is not None
    assert document.dateline.because == "year given"


def test_year_stays_unknown_without_any_full_date() -> None:
    document = document_from_text("LIMA, May 4 (HPA) - " + REST)
    assert document.published is None
    assert document.published_because is None
    assert document.dateline is not None
    assert document.dateline.date is None
    assert document.dateline.because == "no year given, and the text holds no full past date"


def test_dates_still_to_come_do_not_set_the_year() -> None:
    assert newest_past_day("It will open on May 4, 2031. It shut on June 5, 2011.") == date(2011, 6, 5)
    assert newest_past_day("Freed by the army on March 27, 2016.") == date(2016, 3, 27)
    assert newest_past_day("It runs until March 27, 2026.") is None
    assert newest_past_day("It may 4 times close in 2011.") is None


@given(st.dates(date(2001, 1, 1), date(2099, 12, 28)), st.dates(date(2001, 1, 1), date(2099, 12, 31)))
def test_year_is_never_later_than_two_days_after_publication(published: date, day: date) -> None:
    found = nearest_year(day.month, day.day, published=published)
    if found is not None:
        assert (found - published).days <= 2
        assert (found.month, found.day) == (day.month, day.day)
    after = first_after(day.month, day.day, newest=published)
    assert after is None or after >= published


@pytest.mark.parametrize(
    ("line", "stamp"),
    [
        ("8 October 2019, 17:30", "2019-10-08T17:30:00"),
        ("October 9, 2019 | 05:30 AM", "2019-10-09T05:30:00"),
        ("December 12, 2016, 13:48 UTC+3", "2016-12-12T13:48:00+03:00"),
        ("Published: 08/10/2019 05:10", "2019-10-08T05:10:00"),
        ("25.12.2016", "2016-12-25"),
        ("3.5 million people in 2016", None),
    ],
)
def test_date_lines_keep_time_and_offset(line: str, stamp: str | None) -> None:
    assert read_stamp(line) == stamp


def test_dateline_settles_which_figure_is_the_month() -> None:
    assert read_stamp("08/10/2019", near=(8, 10)) == "2019-08-10"
