"""A PostgreSQL server for the tests: made anew in a folder of its own, reached by a socket, thrown away at the end."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

_DEBIAN = Path("/usr/lib/postgresql")
_USER = "postgres"


class NoServer(Exception):
    """Why there is no server to test with."""


@contextmanager
def running_server() -> Iterator[str]:
    """Give the address of a server's database `onrecord`.

    Raises:
        NoServer: there is none on this machine, or it cannot be started.
    """
    programs = _programs()
    # Short, as the path of a socket may have 107 characters at most.
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    user = _USER if os.geteuid() == 0 else None
    if user is not None:
        shutil.chown(folder, user)
    try:
        _run(
            user,
            programs / "initdb",
            "-D",
            folder / "data",
            "-A",
            "trust",
            "-U",
            _USER,
            "-E",
            "UTF8",
            "--locale=C",
            "-N",
        )
        settings = (
            f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off -c max_connections=50"
        )
        _run(
            user,
            programs / "pg_ctl",
            "-D",
            folder / "data",
            "-l",
            folder / "log",
            "-o",
            settings,
            "-w",
            "start",
        )
        try:
            _run(user, programs / "createdb", "-h", folder, "-U", _USER, "onrecord")
            yield f"postgresql://{_USER}@/onrecord?host={quote(str(folder))}"
        finally:
            _run(user, programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else sorted(_DEBIAN.glob("*/bin"), reverse=True)
    for folder in folders:
        if all((folder / name).exists() for name in ("initdb", "pg_ctl", "createdb", "postgres")):
            return folder
    raise NoServer("PostgreSQL's server is not on this machine (Debian: apt-get install postgresql)")


def _run(user: str | None, *command: object) -> None:
    # pg_ctl leaves the server with its own output, so that a pipe would never end.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            user=user,
            group=user,
            cwd="/",
            timeout=60,
        )
        if done.returncode:
            output.seek(0)
            raise NoServer(
                f"PostgreSQL's server cannot be started: {output.read().decode(errors='replace')[-500:]}"
            )
