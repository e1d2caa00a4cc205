"""What every question to a store has in common: its options, the state of the relations, and how the answer is given."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_type_hints

import typer

from onrecord.commands.add import DbOption
from onrecord.commands.console import complain, emit, screen_style

if TYPE_CHECKING:
    from onrecord.commands.answer import Answer
    from onrecord.desk import Wanted
    from onrecord.store import Store

Form = Literal["table", "json", "csv"]
_TO_LOOK = "to look anew leave --stale out, with the right to write to the store"
_FORMS: tuple[Form, ...] = ("table", "json", "csv")
_ENDINGS: dict[str, Form] = {".json": "json", ".csv": "csv"}

SinceOption = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="DAY",
        show_default=False,
        help="First day, as 2026-03-10: of publication; in a timeline, of the happening.",
    ),
]
UntilOption = Annotated[
    str | None,
    typer.Option("--until", metavar="DAY", show_default=False, help="Last day, itself included."),
]
OutletOption = Annotated[
    str | None,
    typer.Option("--outlet", metavar="NAME", show_default=False, help="Only what this outlet publishes."),
]
PersonOption = Annotated[
    str | None,
    typer.Option(
        "--person",
        metavar="NAME",
        show_default=False,
        help="Only what mentions this person or body, or is told on its word: any part of a name. Case and "
        "diacritics do not matter, here and in the other names.",
    ),
]
PlaceOption = Annotated[
    str | None,
    typer.Option("--place", metavar="NAME", show_default=False, help="Only what happened at this place."),
]
TypeOption = Annotated[
    str | None,
    typer.Option(
        "--type",
        metavar="TYPE",
        show_default=False,
        help="Only happenings of this PLOVER type, such as ASSAULT, or 'uncoded' for those that no type fits.",
    ),
]
LabelOption = Annotated[
    str | None,
    typer.Option(
        "--label",
        metavar="LABEL",
        show_default=False,
        help="Only what an account tells with this label: asserted, alleged, reported, denied, possible, "
        "hypothetical, attempted, intended or future.",
    ),
]
FormatOption = Annotated[
    str | None,
    typer.Option(
        "-f",
        "--format",
        metavar="table|json|csv",
        show_default=False,
        help="table: to read; json: one object; csv: safe to open in a spreadsheet. Without it: by the ending of "
        "OUT, else a table.",
    ),
]
OutputOption = Annotated[
    str | None,
    typer.Option(
        "-o",
        "--output",
        metavar="OUT",
        show_default=False,
        help="Write to this file, which appears when it is complete. Further tables of a CSV stand beside it.",
    ),
]
StaleOption = Annotated[
    bool,
    typer.Option(
        "--stale",
        help="Answer from what was found to hold between the reports before, without looking anew. Nothing is "
        "written to the store.",
    ),
]
LimitOption = Annotated[
    int | None,
    typer.Option(
        "--limit", metavar="N", min=1, show_default=False, help="Give the first N rows alone; all without it."
    ),
]

_FILTERS: dict[str, Any] = {
    "since": SinceOption,
    "until": UntilOption,
    "outlet": OutletOption,
    "person": PersonOption,
    "place": PlaceOption,
    "type": TypeOption,
    "label": LabelOption,
}
_COMMON: dict[str, tuple[Any, Any]] = {
    "format": (FormatOption, None),
    "output": (OutputOption, None),
    "stale": (StaleOption, False),
}


@dataclass
class Asked:
    """A question as it was put on the command line.

    Attributes:
        store: the store, open.
        wanted: the filter.
        limit: rows to give at most, or None for all.
        state: of what state of the store the relations are, for the answer as JSON.
    """

    store: Store
    wanted: Wanted
    limit: int | None = None
    state: Mapping[str, object] = field(default_factory=dict)


def question(
    *, limited: bool = False, refused: Mapping[str, str] | None = None
) -> Callable[[Callable[..., Answer]], Callable[..., None]]:
    """Return what makes a command of a function that answers.

    The function takes an `Asked` and its own arguments. The command takes these arguments and the options that all
    questions share; they are laid down here once, since a typer command is read from its signature.

    Args:
        limited: whether the answer is a list that --limit may cut.
        refused: filters that mean nothing to this question, each with the reason.
    """

    def command_of(answer: Callable[..., Answer]) -> Callable[..., None]:
        own = list(inspect.signature(answer).parameters.values())[1:]

        @wraps(answer)
        def command(**given: Any) -> None:
            arguments = {one.name: given.pop(one.name) for one in own}
            _run(answer, arguments, given, refused or {})

        options: dict[str, tuple[Any, Any]] = {name: (kind, None) for name, kind in _FILTERS.items()}
        if limited:
            options["limit"] = (LimitOption, None)
        options |= _COMMON
        hints = get_type_hints(answer, globalns=_namespace(answer), include_extras=True)
        kinds = {"db": DbOption} | {one.name: hints[one.name] for one in own}
        kinds |= {name: kind for name, (kind, _) in options.items()}
        keyword = inspect.Parameter.KEYWORD_ONLY
        parameters = [inspect.Parameter("db", keyword, annotation=DbOption)]
        parameters += [one.replace(kind=keyword, annotation=kinds[one.name]) for one in own]
        parameters += [
            inspect.Parameter(name, keyword, default=default, annotation=kind)
            for name, (kind, default) in options.items()
        ]
        command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        command.__annotations__ = dict(kinds)
        return command

    return command_of


def _namespace(answer: Callable[..., Answer]) -> dict[str, Any]:
    """Return the names that the annotations of a function may use; `Answer` is known to the type checker alone."""
    return {**vars(inspect.getmodule(answer)), "Answer": object, "Asked": Asked}


def _run(
    answer: Callable[..., Answer],
    arguments: dict[str, Any],
    options: dict[str, Any],
    refused: Mapping[str, str],
) -> None:
    from onrecord.commands.answer import render_answer
    from onrecord.export.file_set import write_together

    db, output = str(options["db"]), options["output"]
    form = _form(options["format"], output)
    wanted = _wanted({name: options[name] for name in _FILTERS}, refused)
    if output not in (None, "-") and os.path.realpath(str(output)) == os.path.realpath(db):
        raise typer.BadParameter(f"{output} is the store and would be written over", param_hint="-o")
    with _opened(db, stale=bool(options["stale"])) as store:
        state = _state(store, stale=store.read_only)
        asked = Asked(store, wanted, options.get("limit"), state)
        found = answer(asked, **arguments)
    if output in (None, "-"):
        emit(render_answer(found, form, screen_style(), asked=_put(answer, arguments, wanted), state=state))
        if form == "csv" and len(found.sheets) > 1:
            names = ", ".join(sheet.name for sheet in found.sheets[1:])
            complain(f"there is more than this table: -o OUT.csv writes {names} beside it")
        return
    from onrecord.commands.answer import files_of_answer

    write_together(
        files_of_answer(found, Path(str(output)), form, asked=_put(answer, arguments, wanted), state=state)
    )


def _opened(db: str, *, stale: bool) -> Store:
    """Return the store; for reading alone where that is asked for, or where nothing more may be done with it."""
    from onrecord.errors import StoreReadOnly
    from onrecord.export.codec import JsonCodec
    from onrecord.store import Store

    try:
        return Store.open(db, codec=JsonCodec(), create=False, read_only=stale)
    except StoreReadOnly:
        return Store.open(db, codec=JsonCodec(), create=False, read_only=True)


def _put(answer: Callable[..., Answer], arguments: Mapping[str, Any], wanted: Wanted) -> dict[str, object]:
    """Return the question as JSON holds it."""
    from dataclasses import asdict

    given = {name: value for name, value in asdict(wanted).items() if value is not None}
    return {"question": answer.__name__, **arguments, "filter": given}


def _form(given: str | None, output: str | None) -> Form:
    if given is None:
        return _ENDINGS.get(Path(output or "").suffix.lower(), "table")
    for form in _FORMS:
        if given == form:
            return form
    raise typer.BadParameter(f"there is no form '{given}'; choose table, json or csv", param_hint="--format")


def _wanted(given: Mapping[str, str | None], refused: Mapping[str, str]) -> Wanted:
    from onrecord.desk import Wanted
    from onrecord.errors import InputError, QueryError

    for name, why in refused.items():
        if given.get(name) is not None:
            raise typer.BadParameter(why, param_hint=f"--{name}")
    try:
        return Wanted(**given)
    except (InputError, QueryError) as problem:
        raise typer.BadParameter(f"{problem.what}; {problem.remedy}", param_hint=problem.where) from problem


def _state(store: Store, *, stale: bool) -> dict[str, object]:
    """Make the relations anew where something changed, or say that they are of an earlier state; return what they are of."""
    from onrecord.desk import is_fresh, refresh

    before = store.relations_state()
    fresh = True
    if stale:
        state = before
        fresh = is_fresh(store) or (state is None and not store.counts().reports)
        if state is None and not fresh:
            complain(f"nothing was found to hold between the reports yet; {_TO_LOOK}")
        elif state is not None and not fresh:
            complain(
                f"the answer is of an earlier state of the store, with {_reports(state.parts.get('reports', 0))} "
                f"({state.made_at}); {_TO_LOOK}"
            )
    else:
        state = refresh(store)
        if state is not None and (before is None or before != state):
            complain(f"relations made anew from {_reports(state.parts.get('reports', 0))}")
    return {
        "fresh": fresh,
        "made_at": state.made_at if state else None,
        "reports": state.parts.get("reports", 0) if state else 0,
    }


def _reports(number: int) -> str:
    return "1 report" if number == 1 else f"{number} reports"
