"""The command `onrecord serve`: the store as a site on this computer."""

from __future__ import annotations

import secrets
from typing import Annotated
from urllib.parse import quote

import typer

from onrecord.commands.add import DbOption
from onrecord.commands.console import emit

HERE = "127.0.0.1"


def serve(
    db: DbOption,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port; 0 for any free one.")] = 8321,
    host: Annotated[
        str,
        typer.Option(
            "--host",
            metavar="ADDRESS",
            help="Address to serve on. Beyond this computer (0.0.0.0) a token is asked for, which is printed.",
        ),
    ] = HERE,
    token: Annotated[
        str | None,
        typer.Option(
            "--token",
            envvar="ONRECORD_TOKEN",
            show_default=False,
            help="The token that readers must know; without it, a new one wherever one is needed.",
        ),
    ] = None,
    read_only: Annotated[bool, typer.Option("--read-only", help="Let nobody correct anything.")] = False,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers",
            min=1,
            max=64,
            show_default=False,
            help="Processes that answer, each of some 130 MB; without it, two where there is more than one core.",
        ),
    ] = None,
) -> None:
    """Open a store as a site on this computer, and say its address.

    \b
      onrecord serve --db desk.db
      onrecord serve --db desk.db --port 9000 --read-only
      onrecord serve --db desk.db --host 0.0.0.0      for colleagues: asks for the token that is printed

    Nothing is asked of any other computer. Ctrl-C ends it.
    """
    from onrecord.explore.security import is_this_computer
    from onrecord.explore.workers import Site, default_workers, listening, serve_site

    if token is None and not is_this_computer(host):
        token = secrets.token_urlsafe(24)
    if token is not None and len(token) < 16:
        raise typer.BadParameter("a token has 16 characters at least", param_hint="--token")
    site = Site(db, read_only, token)
    with site.open() as store:
        socket = listening(host, port)
        name = f"[{host}]" if ":" in host else host
        shown = f"http://{name}:{socket.getsockname()[1]}/"
        emit(f"{shown}?token={quote(token, safe='')}\n" if token is not None else f"{shown}\n")
        serve_site(site, store, socket, workers=workers or default_workers())
