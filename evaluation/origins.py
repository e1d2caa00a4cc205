"""Where corpora come from: files of a public repository at one commit, over HTTP, from its archive, or from a clone."""

from __future__ import annotations

import tarfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar
from urllib.parse import quote

from onrecord.errors import InputTooLarge, ResourceError, UnreadableInput
from onrecord.ingest.fetch import user_agent

if TYPE_CHECKING:
    import httpx2

HOST = "https://github.com"
TIMEOUT_S = 60.0
"""Seconds that a server may stay silent."""

MAX_BYTES = 2_000_000_000
"""Bytes that one file or archive may have, so that a server gone wrong does not fill the disk."""

T = TypeVar("T")


class Origin(Protocol):
    """Files of a repository at one commit, by their path in it."""

    def read(self, path: str) -> bytes:
        """Return a file.

        Raises:
            OnRecordError: it cannot be had.
        """
        ...

    def under(self, folder: str) -> dict[str, bytes]:
        """Return all files below a folder, by their path from there, in order.

        Raises:
            OnRecordError: they cannot be had, or there are none.
        """
        ...


class RemoteFiles:
    """Single files over HTTP; which files there are cannot be asked."""

    def __init__(self, client: httpx2.Client, repository: str, commit: str) -> None:
        self._client, self._repository, self._commit = client, repository, commit

    def read(self, path: str) -> bytes:
        """Return a file as the repository has it at the commit."""
        return b"".join(_stream(self._client, f"{HOST}/{self._repository}/raw/{self._commit}/{quote(path)}"))

    def under(self, folder: str) -> dict[str, bytes]:
        """Refuse: single files do not tell which others there are."""
        raise ResourceError(
            what=f"the files below {folder} cannot be listed one by one",
            where=f"{self._repository} at {self._commit}",
            remedy='set fetch = "archive" for this corpus in corpora.toml',
        )


class Archive:
    """All files of a repository from its archive, which is fetched to a file when first asked for."""

    def __init__(self, client: httpx2.Client, repository: str, commit: str, path: Path) -> None:
        self._client, self._repository, self._commit, self._path = client, repository, commit, path

    def read(self, path: str) -> bytes:
        """Return a file of the archive."""
        found = self._collect(lambda name: name == path)
        if path not in found:
            raise _absent(path, f"{self._repository} at {self._commit}")
        return found[path]

    def under(self, folder: str) -> dict[str, bytes]:
        """Return the files below a folder of the archive."""
        start = folder.rstrip("/") + "/"
        found = self._collect(lambda name: name.startswith(start))
        if not found:
            raise _absent(start, f"{self._repository} at {self._commit}")
        return {name.removeprefix(start): found[name] for name in sorted(found)}

    def _collect(self, wants: Callable[[str], bool]) -> dict[str, bytes]:
        if not self._path.is_file():
            self._fetch()
        try:
            with tarfile.open(self._path, "r:gz") as tar:
                return {
                    name: handle.read()
                    for member in tar
                    if wants(name := member.name.partition("/")[2])
                    and member.isfile()
                    and (handle := tar.extractfile(member)) is not None
                }
        except (tarfile.TarError, EOFError, OSError, zlib.error) as error:
            self._path.unlink(missing_ok=True)
            raise ResourceError(
                what=f"its archive is damaged ({error}) and was deleted",
                where=f"{self._repository} at {self._commit}",
                remedy="run the command again",
            ) from error

    def _fetch(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        part = self._path.with_name(self._path.name + ".part")
        with part.open("wb") as out:
            for chunk in _stream(self._client, f"{HOST}/{self._repository}/archive/{self._commit}.tar.gz"):
                out.write(chunk)
        part.replace(self._path)


class Clone:
    """Files of a repository that was cloned and checked out at the commit by hand."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, path: str) -> bytes:
        """Return a file of the clone."""
        if not (self._folder / path).is_file():
            raise _absent(path, str(self._folder))
        return (self._folder / path).read_bytes()

    def under(self, folder: str) -> dict[str, bytes]:
        """Return the files below a folder of the clone."""
        below = self._folder / folder
        found = {
            path.relative_to(below).as_posix(): path for path in sorted(below.rglob("*")) if path.is_file()
        }
        if not found:
            raise _absent(folder, str(self._folder))
        return {name: found[name].read_bytes() for name in sorted(found)}


def _absent(path: str, where: str) -> ResourceError:
    return ResourceError(
        what=f"there is no {path}", where=where, remedy="check that it is at the commit named in corpora.toml"
    )


def new_client(transport: httpx2.BaseTransport | None = None) -> httpx2.Client:
    """Return a client that follows redirects and waits for `TIMEOUT_S` at most."""
    import httpx2

    headers = {"User-Agent": user_agent()}
    return httpx2.Client(timeout=TIMEOUT_S, follow_redirects=True, headers=headers, transport=transport)


def _stream(client: httpx2.Client, url: str) -> Iterator[bytes]:
    """Yield the body of an address.

    Raises:
        UnreadableInput: it cannot be reached, or the server does not give it.
        InputTooLarge: it is larger than `MAX_BYTES`.
    """
    import httpx2

    n_bytes = 0
    try:
        with client.stream("GET", url) as response:
            if response.status_code != 200:
                raise UnreadableInput(
                    what=f"the server answered {response.status_code} ({response.reason_phrase})",
                    where=url,
                    remedy="try later; or clone the repository, check out the commit, and give --clones",
                )
            for chunk in response.iter_bytes(65536):
                n_bytes += len(chunk)
                if n_bytes > MAX_BYTES:
                    raise InputTooLarge(
                        what=f"more than {MAX_BYTES} bytes", where=url, remedy="clone it and give --clones"
                    )
                yield chunk
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise UnreadableInput(
            what=f"the address cannot be reached ({error or type(error).__name__})",
            where=url,
            remedy="check the connection to the web and run the command again; what was fetched is kept",
        ) from error
