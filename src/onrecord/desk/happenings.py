"""Happenings, their accounts, sources and contradictions, as they answer a question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from onrecord.desk.answers import (
    AccountRow,
    ContradictionRow,
    FigureRow,
    HappeningAnswer,
    HappeningRow,
    NotCountedRow,
    OriginRow,
    Side,
    Skip,
    SourcesAnswer,
)
from onrecord.desk.inquiry import Facets, Inquiry, Item, days
from onrecord.desk.listing import DISPUTED


def fitting_accounts(inquiry: Inquiry, happening: Item) -> list[Item]:
    """Return the accounts of a happening that fit days, outlet, label and person."""
    return [
        account
        for account in happening["accounts"]
        if inquiry.is_chosen(account["report"])
        and inquiry.wanted.fits_label(account["label"])
        and inquiry.is_on_person(account, account["on_word_of"])
    ]


def fits(inquiry: Inquiry, happening: Item) -> bool:
    """Tell whether a happening is of the type and at the place asked for, and one of its accounts fits."""
    return (
        inquiry.wanted.fits_type(happening["type"])
        and inquiry.wanted.fits_place([happening["place_name"]])
        and bool(fitting_accounts(inquiry, happening))
    )


def reports_telling(happening: Item) -> tuple[str, ...]:
    """Return the keys of the reports that tell of a happening, each once, in order of publication."""
    return tuple(dict.fromkeys(account["report"] for account in happening["accounts"]))


def happening_row(inquiry: Inquiry, happening: Item, n_origins: int) -> HappeningRow:
    """Return a happening as a row."""
    accounts = happening["accounts"]
    labels = Counter(account["label"] for account in accounts)
    return HappeningRow(
        id=happening["id"],
        story=happening["story"],
        day=days(happening["day"]),
        place=happening["place_name"],
        geonames=happening["place"],
        type=happening["type"],
        title=happening["title"],
        labels=tuple(labels.most_common()),
        n_accounts=len(accounts),
        n_reports=len(reports_telling(happening)),
        n_origins=n_origins,
        first=inquiry.words(_first_fitting(inquiry, happening)),
        because=happening["because"],
    )


def happenings_told(
    inquiry: Inquiry,
    facets: Facets,
    *,
    since: str | None = None,
    until: str | None = None,
    person: bool = False,
    skip: Skip | None = None,
) -> Iterator[HappeningRow]:
    """Yield the happenings that fit what is asked for, by their day, those without a known day last.

    Args:
        inquiry: the question.
        facets: what they must have besides place, type, label, outlet and person.
        since: first day on which they can have been, or None.
        until: last one.
        person: whether only such count as are told in a report that names the person asked for.
        skip: what is passed over at the beginning.
    """
    asked = facets + inquiry.of_happenings + inquiry.of_outlet + inquiry.of_person("happenings")
    skip = skip or Skip()
    # Where facets tell what fits, those that are passed over need not be read.
    unread = skip.by_database() if inquiry.wanted.is_single else 0
    for page in inquiry.chosen("happenings", asked, since=since, until=until, fitting=person, skip=unread):
        happenings: list[Item] = [one.data for one in page]
        if inquiry.wanted.by_line:
            inquiry.look_up(key for one in happenings for key in reports_telling(one))
        found = [
            one
            for one in happenings
            if (inquiry.wanted.is_single or fits(inquiry, one))
            and (not person or any(map(inquiry.is_naming, reports_telling(one))))
        ]
        found = list(skip.over(found))
        told = inquiry.all_named("independent_sources", [one["id"] for one in found])
        inquiry.look_up(_first_fitting(inquiry, one)["report"] for one in found)
        for one in found:
            yield happening_row(inquiry, one, len(told[one["id"]]["origins"]) if one["id"] in told else 0)


def _first_fitting(inquiry: Inquiry, happening: Item) -> Item:
    found: Item = next(iter(fitting_accounts(inquiry, happening)), happening["accounts"][0])
    return found


def account_row(inquiry: Inquiry, account: Item) -> AccountRow:
    """Return an account as a row."""
    copied = account["copied_from"]
    return AccountRow(
        words=inquiry.words(account),
        events=tuple(account["events"]),
        label=account["label"],
        on_word_of=tuple(account["on_word_of"]),
        figures=tuple(
            FigureRow(one["what"], one["low"], one["high"], one["text"]) for one in account["figures"]
        ),
        day=days(account["day"]),
        copied_from=inquiry.line(copied) if copied else None,
    )


def sources_of(inquiry: Inquiry, happening: Item) -> SourcesAnswer:
    """Return the independent sources of a happening, and the reports that add none."""
    told = inquiry.named("independent_sources", happening["id"]) or {"origins": (), "not_counted": ()}
    inquiry.look_up(
        [key for one in told["origins"] for key in one["reports"]]
        + [one["report"] for one in told["not_counted"]]
    )
    origins = tuple(
        OriginRow(one["origin"], tuple(inquiry.line(key) for key in one["reports"]), one["because"])
        for one in told["origins"]
    )
    return SourcesAnswer(
        happening=happening_row(inquiry, happening, len(origins)),
        story_title=str((inquiry.named("stories", happening["story"]) or {}).get("title", "")),
        origins=origins,
        not_counted=tuple(
            NotCountedRow(inquiry.line(one["report"]), one["because"]) for one in told["not_counted"]
        ),
    )


def happening_answer(inquiry: Inquiry, happening: Item) -> HappeningAnswer:
    """Return a happening with the accounts that fit, its sources, and its contradictions."""
    inquiry.look_up(reports_telling(happening))
    found = inquiry.store.relations("contradictions", id=happening["id"], with_reports=False)
    sources = sources_of(inquiry, happening)
    return HappeningAnswer(
        sources=sources,
        accounts=tuple(account_row(inquiry, one) for one in fitting_accounts(inquiry, happening)),
        contradictions=tuple(
            contradiction_row(inquiry, one.data, happening, sources.story_title) for one in found
        ),
    )


def contradiction_row(inquiry: Inquiry, item: Item, happening: Item, story_title: str) -> ContradictionRow:
    """Return a contradiction as a row."""
    inquiry.look_up([key for value in item["values"] for key in value["reports"]])
    return ContradictionRow(
        happening=happening["id"],
        happening_title=happening["title"],
        story=happening["story"],
        story_title=story_title,
        field=item["field"],
        kind=item["kind"],
        sides=tuple(
            Side(
                value["value"],
                tuple(value["voices"]),
                tuple(inquiry.words(quote) for quote in value["quotes"]),
            )
            for value in item["values"]
        ),
        because=item["because"],
    )


def contradictions_told(
    inquiry: Inquiry, facets: Facets, *, by_time: bool = False, skip: Skip | None = None
) -> Iterator[ContradictionRow]:
    """Yield the contradictions between accounts that fit what is asked for, by the time of their first words.

    Args:
        inquiry: the question.
        facets: what they must have besides place, type, label, outlet and person.
        by_time: whether days, outlet and person asked for narrow them down beforehand, as in a list of all.
        skip: what is passed over at the beginning.
    """
    skip = skip or Skip()
    unread = skip.by_database() if inquiry.wanted.is_single else 0
    asked = facets + inquiry.of_happenings + inquiry.of_outlet + inquiry.of_person("contradictions")
    since, until = inquiry.days_around() if by_time else (None, None)
    for page in inquiry.chosen(
        "contradictions", asked, since=since, until=until, fitting=by_time, skip=unread
    ):
        items: list[Item] = [one.data for one in page]
        if not inquiry.wanted.is_single:
            inquiry.look_up(_quoted(items) if inquiry.wanted.by_line else ())
            items = list(skip.over(_fitting_contradictions(inquiry, items)))
        inquiry.look_up([*_quoted(items), *_holding(items)])
        told = inquiry.all_named(DISPUTED, [item["happening"] for item in items])
        for item in items:
            happening = {**told[item["happening"]], "id": item["happening"]}
            yield contradiction_row(inquiry, item, happening, happening["story_title"])


def _quoted(items: Iterable[Item]) -> Iterator[str]:
    """Yield the reports whose words contradictions quote."""
    for item in items:
        yield from (quote["report"] for value in item["values"] for quote in value["quotes"])


def _holding(items: Iterable[Item]) -> Iterator[str]:
    """Yield the reports that hold to one side of contradictions."""
    for item in items:
        yield from (key for value in item["values"] for key in value["reports"])


def _fitting_contradictions(inquiry: Inquiry, items: Sequence[Item]) -> list[Item]:
    """Return those of some contradictions that fit what is asked for."""
    if not inquiry.wanted.by_happening:
        return [item for item in items if _has_fitting_words(inquiry, item)]
    happenings = inquiry.all_named("happenings", [item["happening"] for item in items])
    if inquiry.wanted.by_line:
        inquiry.look_up(key for one in happenings.values() for key in reports_telling(one))
    return [item for item in items if _contradiction_fits(inquiry, item, happenings[item["happening"]])]


def _contradiction_fits(inquiry: Inquiry, item: Item, happening: Item) -> bool:
    """Tell whether a contradiction is about a happening asked for, and one side has fitting words."""
    if not (
        inquiry.wanted.fits_type(happening["type"]) and inquiry.wanted.fits_place([happening["place_name"]])
    ):
        return False
    if inquiry.wanted.label and not fitting_accounts(inquiry, happening):
        return False
    return _has_fitting_words(inquiry, item)


def _has_fitting_words(inquiry: Inquiry, item: Item) -> bool:
    return any(
        inquiry.is_chosen(quote["report"]) and inquiry.is_on_person(quote, value["voices"])
        for value in item["values"]
        for quote in value["quotes"]
    )
