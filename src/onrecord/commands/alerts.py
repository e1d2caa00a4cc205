"""The command `onrecord alerts`: what is new in the saved searches since it was last told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from onrecord.commands.add import DbOption
from onrecord.commands.console import complain, emit, screen_style

if TYPE_CHECKING:
    from onrecord.commands.answer import Answer
    from onrecord.commands.answer_page import AnswerPage
    from onrecord.desk.arrivals import NewRow
    from onrecord.store import SavedSearch, Store


@dataclass(frozen=True, slots=True)
class Alert:
    """What is new in one saved search.

    Attributes:
        id: id of the search.
        name: what it is called.
        asked: what it asks for, in words.
        new: what is new in it, what came last first.
    """

    id: str
    name: str
    asked: str
    new: tuple[NewRow, ...]


def alerts(
    db: DbOption,
    format: Annotated[
        str, typer.Option("-f", "--format", metavar="table|json", help="table: to read; json: one object.")
    ] = "table",
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing where nothing is new.")] = False,
) -> None:
    """Tell what is new in each saved search since it was last told.

    \b
      onrecord alerts --db desk.db
      onrecord alerts --db desk.db --quiet             for cron, which sends what is printed
      onrecord alerts --db desk.db --format json

    Searches are saved in the site that `onrecord serve` opens. What holds between the reports is found anew first
    where reports came. Looking at a search in the site and telling of it here are kept apart.
    """
    from onrecord.commands.answer import render_answer
    from onrecord.desk import refresh
    from onrecord.export.codec import JsonCodec
    from onrecord.store import Store

    form = _form(format)
    with Store.open(db, codec=JsonCodec(), create=False) as store:
        state = refresh(store)
        until = store.last_related()
        saved = store.saved_searches()
        found = [alert for one in saved if (alert := _alert(store, one, until)) is not None]
        answer = _answer(tuple(found))
        if not quiet or answer.counted["new"]:
            made = {"fresh": True, "made_at": state.made_at if state else None}
            emit(render_answer(answer, form, screen_style(), asked={"question": "alerts"}, state=made))
        # Told only once it is printed: who ends it before is told again.
        for alert in found:
            store.told_search(alert.id, until)


def _form(given: str) -> Literal["table", "json"]:
    for form in ("table", "json"):
        if given == form:
            return "json" if form == "json" else "table"
    raise typer.BadParameter(f"there is no form '{given}'; choose table or json", param_hint="--format")


def _alert(store: Store, saved: SavedSearch, until: int) -> Alert | None:
    """Return what is new in a saved search, or None where it cannot be asked, which is said."""
    from onrecord.desk.arrivals import Asking, find_new
    from onrecord.errors import InputError, QueryError

    try:
        asking = Asking.of(saved.question, saved.asked)
        rows = find_new(store, asking, after=saved.told, until=until)
    except (QueryError, InputError) as problem:
        complain(f"the saved search {saved.id} cannot be asked: {problem.what}; {problem.remedy}")
        return None
    return Alert(saved.id, saved.name, asking.told, tuple(rows))


def _answer(found: tuple[Alert, ...]) -> Answer:
    from onrecord.commands.answer import Answer

    counted = {"saved searches": len(found), "new": sum(len(alert.new) for alert in found)}
    told = [alert for alert in found if alert.new]

    def view(page: AnswerPage) -> None:
        for alert in told:
            _view(page, alert)
        if not told:
            n = len(found)
            page.note(f"Nothing is new in {n} saved search{'' if n == 1 else 'es'}.")

    return Answer(counted, found, (), view)


def _view(page: AnswerPage, alert: Alert) -> None:
    from onrecord.commands.answer_page import Col, told_report

    page.head(alert.name, f"{len(alert.new)} new")
    page.note(f"{alert.id}: {alert.asked}")
    page.table(
        [Col("what is new"), Col("its last report"), Col("id", "id")],
        [
            [
                [page.say(row.title), page.say(row.told, "dim")],
                page.say(told_report(row.newest)),
                page.say(row.id),
            ]
            for row in alert.new
        ],
    )
