"""Correcting: a form that shows what is to be changed with its words, and keeping what a reader says of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated
from urllib.parse import quote, unquote, urlencode, urlsplit

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel

from onrecord.desk.correcting import Corrector
from onrecord.desk.inquiry import Inquiry, Item, reports_naming
from onrecord.desk.overlay import split_target, target_of
from onrecord.desk.reports import naming_stretch
from onrecord.errors import InputError, NotInStore, OnRecordError
from onrecord.explore.asked import page_of_site
from onrecord.explore.open_desk import OpenDesk
from onrecord.explore.pages.relating import check_form
from onrecord.explore.rendering import page
from onrecord.explore.subjects import alike_places, find_subject, story_of
from onrecord.store import Correction, Store

router = APIRouter()

AUTHOR = "onrecord_author"
"""The cookie that remembers who corrects, so that nobody writes their name twice."""

_YEAR_S = 365 * 24 * 3600
_MOST_AUTHOR, _MOST_REASON, _MOST_LETTERS = 100, 1_000, 300
"""Characters of an author, a reason, and any other field."""


Made = Correction | tuple[Correction, ...]
"""What is kept of one form."""


class Draft(BaseModel):
    """What a form of a correction holds; every field may be missing or hold anything."""

    form: str = ""
    of: str = ""
    target: str = ""
    find: str = ""
    back: str = ""
    do: str = ""
    author: str = ""
    reason: str = ""
    published: str = ""
    type: str = ""
    place: str = ""
    geonames: str = ""
    everywhere: str = ""
    to: str = ""
    other: str = ""
    report: list[str] = []


@router.get("/correct")
def form(
    request: Request, of: str = "", target: str = "", find: str = "", do: str = "", back: str = ""
) -> Response:
    """Show the form of a correction."""
    asked = Draft(of=of, target=target, find=find, do=do, back=back, author=author_of(request))
    return _form(request, asked)


@router.post("/corrections")
def correct(request: Request, draft: Annotated[Draft, Form()]) -> Response:
    """Keep a correction, and go back to the page that it was made from."""
    check_form(request, draft.form)
    desk: OpenDesk = request.app.state.desk
    try:
        made = _made(desk.store, draft)
    except (InputError, NotInStore) as problem:
        return _form(request, draft, problem)
    desk.changed()
    back = page_of_site(draft.back) or f"/reports/{made[0].target.partition(':')[0]}"
    others = {"others": str(len(made) - 1)} if len(made) > 1 else {}
    address = with_query(back, kept=made[0].id, **others)
    return remembering(RedirectResponse(address, status_code=303), draft.author)


def author_of(request: Request) -> str:
    """Return who corrected last from this browser."""
    return unquote(request.cookies.get(AUTHOR, ""))[:_MOST_AUTHOR]


def remembering(answer: Response, author: str) -> Response:
    """Return an answer that has the browser remember who corrects."""
    answer.set_cookie(
        AUTHOR, quote(author.strip()), max_age=_YEAR_S, httponly=True, samesite="strict", path="/"
    )
    return answer


def with_query(address: str, **added: str) -> str:
    """Return an address that asks for something more; what it told of an earlier correction goes.

    >>> with_query("/reports/0f3a?at=3-9&kept=C1", kept="C2")
    '/reports/0f3a?at=3-9&kept=C2'
    """
    parts = urlsplit(address)
    asked = [
        one for one in parts.query.split("&") if one and not one.startswith(("kept=", "others=", "undone="))
    ]
    return f"{parts.path}?{'&'.join([*asked, urlencode(added)])}"


def signed(store: Store, author: str, reason: str) -> Corrector:
    """Return what corrects in the name of a reader.

    Raises:
        InputError: author or reason is missing or too long.
    """
    for name, value, most in (("name", author, _MOST_AUTHOR), ("reason", reason, _MOST_REASON)):
        if len(value) > most:
            raise InputError(
                what=f"the {name} has {len(value):,} characters",
                where="correction",
                remedy=f"make it {most:,} at most",
            )
    return Corrector(store, author=author.strip(), reason=reason.strip())


def _form(request: Request, draft: Draft, problem: OnRecordError | None = None) -> Response:
    desk: OpenDesk = request.app.state.desk
    subject = find_subject(desk.store, draft.of, draft.target[:_MOST_LETTERS], draft.find[:_MOST_LETTERS])
    return page(
        request,
        "correct",
        status=400 if problem else 200,
        subject=subject,
        draft=draft,
        back=page_of_site(draft.back) or subject.back,
        problem=f"{problem.what}; {problem.remedy}" if problem else None,
    )


def _made(store: Store, draft: Draft) -> tuple[Correction, ...]:
    """Keep what a form says; of a place that is named again and again a correction each.

    Raises:
        InputError: it cannot be meant.
        NotInStore: what it names is not there.
    """
    corrector = signed(store, draft.author, draft.reason)
    making = _MAKING.get((draft.of, draft.do))
    if making is None:
        raise _missing("what is to be changed")
    made = making(corrector, store, draft)
    return made if isinstance(made, tuple) else (made,)


def _missing(what: str) -> InputError:
    return InputError(what=f"it is not said {what}", where="form", remedy="choose it in the form")


def _accept_event(corrector: Corrector, store: Store, draft: Draft) -> Correction:
    del store
    return corrector.accept(draft.target, what="event")


def _accept_statement(corrector: Corrector, store: Store, draft: Draft) -> Correction:
    del store
    return corrector.accept(draft.target, what="statement")


def _reject_event(corrector: Corrector, store: Store, draft: Draft) -> Correction:
    del store
    return corrector.reject(draft.target, what="event")


def _reject_statement(corrector: Corrector, store: Store, draft: Draft) -> Correction:
    del store
    return corrector.reject(draft.target, what="statement")


def _type(corrector: Corrector, store: Store, draft: Draft) -> Correction:
    del store
    if not draft.type:
        raise _missing("which type it is")
    return corrector.type(draft.target, None if draft.type == "none" else draft.type)


def _place(corrector: Corrector, store: Store, draft: Draft) -> tuple[Correction, ...]:
    # A number that was written in says more than the choice that the form began with.
    number = draft.geonames.strip() or draft.place
    if not number:
        raise _missing("which place it is")
    if not (number.isascii() and number.isdigit() and len(number) <= 10):
        raise InputError(
            what=f"{number!r} is no GeoNames id",
            where="place",
            remedy="write the number that geonames.org gives the place",
        )
    return _placed(corrector, store, draft, int(number))


def _no_place(corrector: Corrector, store: Store, draft: Draft) -> tuple[Correction, ...]:
    return _placed(corrector, store, draft, None)


def _placed(corrector: Corrector, store: Store, draft: Draft, geonames: int | None) -> tuple[Correction, ...]:
    """Keep a correction of a place, and where asked for one of each other that is named alike."""
    key, span = split_target(draft.target)
    alike: list[str] = []
    if draft.everywhere and span is not None:
        record = next(record for _, record in Inquiry(store).records([key]))
        alike = [target_of(key, one) for one in alike_places(record, span) if not one.overlaps(span)]
    return tuple(corrector.place(target, geonames) for target in (draft.target, *alike))


def _date(corrector: Corrector, store: Store, draft: Draft) -> Correction:
    del store
    return corrector.date(draft.target, draft.published.strip())


def _move(corrector: Corrector, store: Store, draft: Draft) -> Correction:
    inquiry = Inquiry(store)
    if not draft.to:
        raise _missing("which story it is of")
    if draft.to == "alone":
        return corrector.move(draft.target, None)
    story = inquiry.resolve("stories", draft.to, word="story")
    own = story_of(inquiry, draft.target)
    if own is not None and own["id"] == story["id"]:
        raise InputError(
            what="the report is of that story already", where=draft.to, remedy="choose another one"
        )
    return corrector.move(draft.target, next(key for key in story["reports"] if key != draft.target))


def _no_reprint(corrector: Corrector, store: Store, draft: Draft) -> Correction:
    del store
    return corrector.no_reprint(draft.target)


def _merge(corrector: Corrector, store: Store, draft: Draft) -> Correction:
    inquiry = Inquiry(store)
    if not draft.other:
        raise _missing("who it is the same as")
    one = inquiry.resolve("entities", draft.target, word="entity")
    other = inquiry.resolve("entities", draft.other, word="entity")
    if one["id"] == other["id"]:
        raise InputError(what="that is the same entry", where=draft.other, remedy="choose another one")
    return corrector.merge(_naming(inquiry, one), _naming(inquiry, other))


def _split(corrector: Corrector, store: Store, draft: Draft) -> tuple[Correction, ...]:
    """Keep that some reports mean somebody else: each is set apart, and then they are joined with one another."""
    inquiry = Inquiry(store)
    keys = list(dict.fromkeys(filter(None, draft.report)))
    if not keys:
        raise _missing("which reports mean somebody else")
    entity = inquiry.resolve("entities", draft.target, word="entity")
    if set(keys) >= set(reports_naming(entity)):
        raise InputError(
            what="no report would be left that means this one",
            where="reports",
            remedy="choose only those that mean somebody else",
        )
    first, *others = [_naming(inquiry, entity, key) for key in keys]
    apart = [corrector.split(target) for target in (first, *others)]
    return (*apart, *(corrector.merge(first, other) for other in others))


def _naming(inquiry: Inquiry, entity: Item, key: str | None = None) -> str:
    """Return words that name an entity, as a correction points to them: of one report, or of the first that has any."""
    for mention in entity["mentions"]:
        if key is not None and mention["report"] != key:
            continue
        record = next((record for _, record in inquiry.records([mention["report"]])), None)
        span = naming_stretch(record, mention["entity"]) if record is not None else None
        if span is not None:
            return target_of(mention["report"], span)
    raise InputError(
        what=f"no words name {entity['name']} there",
        where=key or str(entity["id"]),
        remedy="find anew what holds between the reports (“Look now”), and try again",
    )


_MAKING: Mapping[tuple[str, str], Callable[[Corrector, Store, Draft], Made]] = {
    ("event", "accept"): _accept_event,
    ("event", "reject"): _reject_event,
    ("event", "type"): _type,
    ("statement", "accept"): _accept_statement,
    ("statement", "reject"): _reject_statement,
    ("place", "place"): _place,
    ("place", "no-place"): _no_place,
    ("report", "date"): _date,
    ("report", "move"): _move,
    ("report", "no-reprint"): _no_reprint,
    ("entity", "merge"): _merge,
    ("entity", "split"): _split,
}
"""What each choice of each form keeps."""
