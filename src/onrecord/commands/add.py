"""The command `onrecord add`: reports put into a store."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.commands.console import FAILED, complain, emit
from onrecord.commands.given import (
    LinksOption,
    OutletOption,
    PrivateOption,
    PublishedOption,
    UrlOption,
    options_of,
)
from onrecord.errors import OnRecordError

if TYPE_CHECKING:
    from onrecord.desk import Taken

DbOption = Annotated[
    str,
    typer.Option(
        "--db",
        metavar="FILE",
        envvar="ONRECORD_DB",
        help="The store: a file, or a postgresql:// address for a shared desk. ONRECORD_DB stands in for it.",
    ),
]


def add(
    db: DbOption,
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="INPUT",
            show_default=False,
            help="Files, folders, patterns, web addresses, feeds, site maps, agencies' items, web archives, lists of "
            "addresses, or - for standard input.",
        ),
    ] = None,
    manifest: Annotated[
        list[str] | None,
        typer.Option(
            "--manifest",
            metavar="FILE",
            show_default=False,
            help="A list of reports in files with what is known of each (JSON, JSON Lines or CSV with the names file, "
            "item, url, outlet, published). What it says wins over what is found.",
        ),
    ] = None,
    published: PublishedOption = None,
    outlet: OutletOption = None,
    url: UrlOption = None,
    allow_private: PrivateOption = False,
    follow_links: LinksOption = False,
    jobs: Annotated[
        int,
        typer.Option(
            "--jobs",
            metavar="N",
            min=1,
            max=64,
            help="Processes that read reports, each of some 400 MB; one a core is fastest.",
        ),
    ] = 1,
    verbose: Annotated[
        bool, typer.Option("-v", "--verbose", help="Name every report and what became of it.")
    ] = False,
) -> None:
    """Put reports into a store.

    \b
      onrecord add pages/ --db desk.db
      onrecord add https://courier.example/feed.xml --db desk.db     again and again: only what is new
      onrecord add --manifest manifest.json --db desk.db
      onrecord add january.warc.gz --db desk.db --jobs 4

    What is there already is not read again, and a newer version of a page is kept beside the old one.
    Each report is kept once it is named as added, whatever happens afterwards.
    What cannot be read is named with its cause and costs the others nothing; the exit status is then 1.
    """
    from onrecord.desk import take_in
    from onrecord.export.codec import JsonCodec
    from onrecord.ingest import expand_inputs
    from onrecord.pipeline import load
    from onrecord.store import Store

    if not inputs and not manifest:
        raise typer.BadParameter("name at least one INPUT, or a --manifest", param_hint="INPUT")
    options = options_of(
        published=published, outlet=outlet, url=url, allow_private=allow_private, follow_links=follow_links
    )
    sources: dict[str, None] = {}
    failures: list[str] = []
    for argument in inputs or []:
        try:
            sources.update(dict.fromkeys(expand_inputs([argument])))
        except OnRecordError as problem:
            failures.append(str(problem))
    counted: Counter[str] = Counter()
    with Store.open(db, codec=JsonCodec()) as store:
        found = take_in(store, sources, recorder=load, options=options, manifests=manifest or (), jobs=jobs)
        for taken in found:
            counted[taken.status] += 1
            if taken.problem is not None:
                failures.append(taken.problem)
            elif verbose:
                emit(_line(taken))
    emit(_summary(counted))
    for failure in failures:
        complain(failure)
    if failures:
        raise typer.Exit(FAILED)


def _line(taken: Taken) -> str:
    from onrecord.export.visible import make_visible

    return f"{taken.status:14} {taken.key or '-':16} {make_visible(taken.input)}\n"


def _summary(counted: Counter[str]) -> str:
    order = ("new", "newer version", "older version", "known", "unchanged", "failed")
    told = [f"{counted[status]} {status}" for status in order if counted[status]]
    return f"{', '.join(told) or 'nothing to add'}\n"
