"""Options that several commands take: what the caller knows of reports, and what may be fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.errors import OnRecordError

if TYPE_CHECKING:
    from onrecord.ingest import IngestOptions

PublishedOption = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Day (2026-03-04) or time of publication; wins over what is found."),
]
OutletOption = Annotated[
    str | None, typer.Option(metavar="NAME", help="Who publishes the report; wins over what is found.")
]
UrlOption = Annotated[
    str | None, typer.Option(metavar="URL", help="Address of the report; wins over what is found.")
]
PrivateOption = Annotated[
    bool, typer.Option("--allow-private", help="Fetch from private and loopback addresses too.")
]
LinksOption = Annotated[
    bool,
    typer.Option(
        "--follow-links", help="Fetch the page of an entry of a feed that gives nothing but its address."
    ),
]


def options_of(
    *, published: str | None, outlet: str | None, url: str | None, allow_private: bool, follow_links: bool
) -> IngestOptions:
    """Return what was given on the command line as options of ingest.

    Raises:
        typer.BadParameter: one of them is not what it should be.
    """
    from onrecord.ingest import IngestOptions

    try:
        return IngestOptions(
            published=published,
            outlet=outlet,
            url=url,
            allow_private=allow_private,
            follow_links=follow_links,
        )
    except OnRecordError as problem:
        raise typer.BadParameter(str(problem)) from problem
