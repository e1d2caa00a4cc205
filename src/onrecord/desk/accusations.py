"""What an entity is accused of: happenings that others say it brought about, with who says so and who denies it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from onrecord.desk.charges import is_said
from onrecord.desk.happenings import fitting_accounts, happening_row, reports_telling
from onrecord.desk.inquiry import Inquiry, Item, reports_naming
from onrecord.desk.listing import ACCUSED, NAMELESS
from onrecord.desk.profiles import AccusationRow, ClaimRow
from onrecord.store import Relation

_AT_ONCE = 21
"""Accusations for which what they need is looked up together: twenty, and one that tells whether there are more."""

_DENIED = "denied"


def accusations(inquiry: Inquiry, entity: Item) -> Iterator[AccusationRow]:
    """Yield what an entity is accused of that fits what is asked for, by the day on which it happened.

    One fits where an account in which it is accused or defended does; who says it and who denies it is given whole.

    Args:
        inquiry: the question.
        entity: the entity.
    """
    value = entity["id"] if entity["id"] is not None else f"{NAMELESS}{entity['described']}"
    since, until = inquiry.days_around()
    facets = [("entity", [value]), *inquiry.of_happenings, *inquiry.of_outlet]
    found = inquiry.store.chosen_relations(ACCUSED, facets, since=since, until=until)
    while page := list(islice(found, _AT_ONCE)):
        yield from _rows(inquiry, entity, value, page)


def _rows(inquiry: Inquiry, entity: Item, value: str, page: Sequence[Relation]) -> Iterator[AccusationRow]:
    happenings = inquiry.all_named("happenings", [str(one.id) for one in page])
    sources = inquiry.all_named("independent_sources", happenings)
    inquiry.look_up(key for one in happenings.values() for key in reports_telling(one))
    # Who is only described is one in the reports of one story, and so is a happening; of others who are described alike
    # there is nothing here.
    own = frozenset(reports_naming(entity)) if entity["id"] is None else None
    for one in page:
        happening = happenings[str(one.id)]
        data: Item = one.data
        accounts = [happening["accounts"][number] for number in data["accounts"][value]]
        if own is not None and own.isdisjoint(account["report"] for account in accounts):
            continue
        fitting = fitting_accounts(inquiry, happening)
        if not any(account in fitting for account in accounts) or not _is_there(inquiry, happening):
            continue
        told = sources.get(str(one.id))
        row = AccusationRow(
            happening=happening_row(inquiry, happening, len(told["origins"]) if told else 0),
            accused_by=_claims(inquiry, entity, (one for one in accounts if is_said(one["label"]))),
            denied_by=_claims(
                inquiry, entity, (one for one in happening["accounts"] if one["label"] == _DENIED)
            ),
        )
        if row.accused_by or row.denied_by:
            yield row


def _is_there(inquiry: Inquiry, happening: Item) -> bool:
    return inquiry.wanted.fits_type(happening["type"]) and inquiry.wanted.fits_place(
        [happening["place_name"]]
    )


def _claims(inquiry: Inquiry, entity: Item, accounts: Iterable[Item]) -> tuple[ClaimRow, ...]:
    """Return accounts of voices beyond the outlet put together by voices and label, in the order of the first of each."""
    found: dict[tuple[tuple[str, ...], str], list[Item]] = {}
    for account in accounts:
        if account["on_word_of"]:
            found.setdefault((tuple(account["on_word_of"]), account["label"]), []).append(account)
    names = {alias["name"] for alias in entity["aliases"]}
    return tuple(
        ClaimRow(
            voice=voices[-1],
            on_word_of=voices,
            label=label,
            is_own=voices[-1] in names,
            n_reports=len({account["report"] for account in same}),
            words=inquiry.words(same[0]),
        )
        for (voices, label), same in found.items()
    )
