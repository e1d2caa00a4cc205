"""The commands `onrecord correct` and `onrecord renew`: what people know better, and records made anew."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer

from onrecord.commands.add import DbOption
from onrecord.commands.console import FAILED, complain, emit

if TYPE_CHECKING:
    from collections.abc import Callable

    from onrecord.desk.correcting import Corrector
    from onrecord.desk.overlay import Rejected
    from onrecord.store import Correction

correct = typer.Typer(
    name="correct",
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Correct what is on record: kept beside it with who said so, when and why, and undoable.\n\n"
    "\b\n"
    "  onrecord correct date 9592865614d218ab 2019-10-08 --by 'A. Ilves' --because 'printed edition'\n"
    "  onrecord correct merge KEY:12-30 KEY:40-55 --by 'A. Ilves' --because 'one person'\n"
    "  onrecord correct reject KEY:71-78 --only event --by 'A. Ilves' --because 'nobody was hurt'\n"
    "  onrecord correct accept KEY:90-101 --by 'A. Ilves' --because 'held against the tape'\n"
    "  onrecord correct list --db desk.db\n"
    "  onrecord correct undo C3 --by 'A. Ilves' --because 'my mistake'\n\n"
    "KEY is the key of a report, START-END a stretch of its text; `onrecord story ID -f json` gives both.\n\n"
    "Corrections hold for all that is asked and exported afterwards, and survive new weights.",
)

ByOption = Annotated[
    str,
    typer.Option(
        "--by",
        metavar="NAME",
        envvar="ONRECORD_AUTHOR",
        help="Who says so; ONRECORD_AUTHOR stands in for it.",
    ),
]
BecauseOption = Annotated[str, typer.Option("--because", metavar="REASON", help="Why.")]
OnlyOption = Annotated[
    str | None,
    typer.Option(
        "--only",
        metavar="event|statement",
        help="The event or the statement alone where both stand at one word; without it the event, and the statement "
        "where there is no event.",
    ),
]
KeyArgument = Annotated[str, typer.Argument(metavar="KEY", help="Key of the report.")]
PlaceArgument = Annotated[str, typer.Argument(metavar="KEY:START-END", help="A stretch of a report's text.")]


def _make(db: str, by: str, because: str, what: Callable[[Corrector], Correction]) -> None:
    from onrecord.desk.correcting import Corrector
    from onrecord.export.codec import JsonCodec
    from onrecord.store import Store

    with Store.open(db, codec=JsonCodec(), create=False) as store:
        emit(_told(what(Corrector(store, author=by, reason=because))))


def _told(correction: Correction) -> str:
    from onrecord.export.visible import make_visible

    particulars = ", ".join(
        f"{name} {value}" for name, value in correction.payload.items() if value is not None
    )
    told = f"{correction.id}  {correction.made_at}  {correction.kind} {correction.target}"
    told += f" ({particulars})" if particulars else ""
    told += f", by {correction.author}: {correction.reason}"
    if correction.undone_at is not None:
        told += f"; undone {correction.undone_at} by {correction.undone_by}: {correction.undone_because}"
    return f"{make_visible(told)}\n"


@correct.command()
def date(
    key: KeyArgument,
    day: Annotated[str, typer.Argument(metavar="DATE", help="ISO day or time.")],
    db: DbOption,
    by: ByOption,
    because: BecauseOption,
) -> None:
    """Set when a report was published."""
    _make(db, by, because, lambda corrector: corrector.date(key, day))


@correct.command()
def place(
    where: PlaceArgument,
    geonames: Annotated[str, typer.Argument(metavar="GEONAMES", help="GeoNames id, or none.")],
    db: DbOption,
    by: ByOption,
    because: BecauseOption,
) -> None:
    """Set which place a name stands for."""
    if geonames != "none" and not geonames.isdecimal():
        raise typer.BadParameter("give the number of a GeoNames feature, or none", param_hint="GEONAMES")
    _make(
        db,
        by,
        because,
        lambda corrector: corrector.place(where, None if geonames == "none" else int(geonames)),
    )


@correct.command(name="type")
def type_(
    where: PlaceArgument,
    kind: Annotated[str, typer.Argument(metavar="TYPE", help="PLOVER type, or none.")],
    db: DbOption,
    by: ByOption,
    because: BecauseOption,
) -> None:
    """Set the type of an event."""
    _make(db, by, because, lambda corrector: corrector.type(where, None if kind == "none" else kind.upper()))


@correct.command()
def accept(
    where: PlaceArgument,
    db: DbOption,
    by: ByOption,
    because: BecauseOption,
    only: OnlyOption = None,
) -> None:
    """Keep that an event or a statement was looked at and is right as it stands; it changes nothing else."""
    what = _rejected(only)
    _make(db, by, because, lambda corrector: corrector.accept(where, what=what))


@correct.command()
def reject(
    where: PlaceArgument,
    db: DbOption,
    by: ByOption,
    because: BecauseOption,
    only: OnlyOption = None,
) -> None:
    """Take an event or a statement out: the one whose word stands there."""
    what = _rejected(only)
    _make(db, by, because, lambda corrector: corrector.reject(where, what=what))


def _rejected(only: str | None) -> Rejected | None:
    """Return what is to be taken out, or None where it was not said.

    Raises:
        typer.BadParameter: it is neither an event nor a statement.
    """
    from onrecord.desk.overlay import Rejected

    for one in get_args(Rejected):
        if only == one:
            return cast("Rejected", one)
    if only is None:
        return None
    raise typer.BadParameter(f"{only!r} is none of them; choose event or statement", param_hint="--only")


@correct.command()
def merge(
    one: PlaceArgument,
    other: Annotated[str, typer.Argument(metavar="KEY:START-END", help="A stretch that names the same.")],
    db: DbOption,
    by: ByOption,
    because: BecauseOption,
) -> None:
    """Make one of two people, bodies or places, each pointed to where some report names it."""
    _make(db, by, because, lambda corrector: corrector.merge(one, other))


@correct.command()
def split(where: PlaceArgument, db: DbOption, by: ByOption, because: BecauseOption) -> None:
    """Set whom one report names there apart from those of the same name in other reports."""
    _make(db, by, because, lambda corrector: corrector.split(where))


@correct.command()
def move(
    key: KeyArgument,
    to: Annotated[str, typer.Argument(metavar="OTHER", help="Key of a report of the other story, or alone.")],
    db: DbOption,
    by: ByOption,
    because: BecauseOption,
) -> None:
    """Move a report to the story of another one, or make it a story of its own."""
    _make(db, by, because, lambda corrector: corrector.move(key, None if to == "alone" else to))


@correct.command(name="no-reprint")
def no_reprint(key: KeyArgument, db: DbOption, by: ByOption, because: BecauseOption) -> None:
    """Say that a report is nobody's copy."""
    _make(db, by, because, lambda corrector: corrector.no_reprint(key))


@correct.command()
def undo(
    number: Annotated[str, typer.Argument(metavar="ID", help="The correction, such as C3.")],
    db: DbOption,
    by: ByOption,
    because: BecauseOption,
) -> None:
    """Undo a correction; it is kept, with who undid it and why."""
    _make(db, by, because, lambda corrector: corrector.undo(number))


@correct.command(name="list")
def list_(
    db: DbOption,
    undone: Annotated[bool, typer.Option("--undone", help="Also those that were undone.")] = False,
) -> None:
    """List the corrections of a store in the order in which they were made."""
    from onrecord.export.codec import JsonCodec
    from onrecord.store import Store

    with Store.open(db, codec=JsonCodec(), create=False) as store:
        n = 0
        for n, correction in enumerate(store.corrections(active_only=not undone), start=1):  # noqa: B007
            emit(_told(correction))
    emit(f"{n} correction{'s' * (n != 1)}\n")


def renew(
    db: DbOption,
    everything: Annotated[
        bool, typer.Option("--all", help="Make every record anew, also those that these weights made.")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("-v", "--verbose", help="Name every report and what moved.")
    ] = False,
) -> None:
    """Make records anew with the weights installed, and say what moved.

    \b
      onrecord renew --db desk.db
      onrecord renew --db desk.db --all -v

    Texts stay as they were stored, and so do captures and corrections.
    """
    from onrecord.desk.renewal import renew as renewals
    from onrecord.export.codec import JsonCodec
    from onrecord.pipeline import load
    from onrecord.store import Store

    recorder = load()
    moved: Counter[str] = Counter()
    done = changed = 0
    failures = []
    with Store.open(db, codec=JsonCodec(), create=False) as store:
        for one in renewals(store, recorder, weights=recorder.reader.weights_digest, everything=everything):
            if one.problem is not None:
                failures.append(one.problem)
                continue
            done += 1
            changed += bool(one.moved)
            moved.update(one.moved)
            if verbose:
                emit(f"{one.key}  {_moves(one.moved) or 'nothing moved'}\n")
    emit(
        f"{done} record{'s' * (done != 1)} made anew, {changed} changed{': ' + _moves(moved) if moved else ''}\n"
    )
    for failure in failures:
        complain(failure)
    if failures:
        raise typer.Exit(FAILED)


def _moves(moved: dict[str, int]) -> str:
    return ", ".join(
        f"{kind[0]}{n} {kind[2:]}" for kind, n in sorted(moved.items(), key=lambda item: item[0][2:])
    )
