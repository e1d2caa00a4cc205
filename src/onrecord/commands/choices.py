"""Options of the command line that choose which events the text view shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.errors import InputError

if TYPE_CHECKING:
    from onrecord.export.selection import EventFilter

VoiceOption = Annotated[
    list[str] | None,
    typer.Option(
        "--voice",
        metavar="NAME",
        show_default=False,
        help="Show only what is told on the word of this voice: a part of a name, 'outlet' for the outlet's "
        "own voice, 'unnamed' for voices without a name. Can be given again, as can --type and --label; "
        "all three are for the text view.",
    ),
]
TypeOption = Annotated[
    list[str] | None,
    typer.Option(
        "--type",
        metavar="TYPE",
        show_default=False,
        help="Show only events of this PLOVER type, such as ASSAULT, or 'uncoded' for those that no type fits.",
    ),
]
LabelOption = Annotated[
    list[str] | None,
    typer.Option(
        "--label",
        metavar="LABEL",
        show_default=False,
        help="Show only events with this label: asserted, alleged, reported, denied, possible, hypothetical, "
        "attempted, intended or future.",
    ),
]


def chosen_on_command_line(
    voices: list[str] | None, types: list[str] | None, labels: list[str] | None, *, form: str
) -> EventFilter:
    """Return the filter that the options ask for.

    Raises:
        typer.BadParameter: there is no such type or label, or the format is not the text view.
    """
    from onrecord.export.selection import read_filter

    try:
        chosen = read_filter(voices=voices or (), types=types or (), labels=labels or ())
    except InputError as problem:
        raise typer.BadParameter(f"{problem.what}; {problem.remedy}", param_hint=problem.where) from problem
    if chosen and form != "text":
        raise typer.BadParameter(
            f"they choose what the text view shows, and the format is {form}; leave them out, "
            "or use --format text (the page has boxes to tick)",
            param_hint="--voice, --type, --label",
        )
    return chosen
