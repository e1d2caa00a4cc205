"""Options that several commands take: what the caller knows of reports, and what may be fetched."""

from __future__ import annotations

from typing import Annotated

import typer

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
