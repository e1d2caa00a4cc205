"""Fetches the corpora that the tasks read from their public homes, checked by digest.

    python -m evaluation.download --out DIR [--only CORPUS] [--clones DIR] [--list]

`corpora.toml` pins each corpus by repository and commit, and each file by the SHA-256 of its content. Files that are
there and right are left alone, so a run that was cut off goes on where it stopped; a file is only ever replaced as a
whole. Most corpora allow research alone, and news texts belong to their publishers: the licence of each is printed
before it is fetched, and nothing fetched here belongs into a package.

`--clones DIR` takes the files from git clones instead, DIR/OWNER/NAME, checked out at the commits of `corpora.toml`.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evaluation.digests import content_digest
from evaluation.origins import Archive, Clone, Origin, RemoteFiles, new_client
from evaluation.preparations import PREPARATIONS, PinnedFile
from onrecord.errors import OnRecordError, OutputError, ResourceError

if TYPE_CHECKING:
    import httpx2

CORPORA = Path(__file__).with_name("corpora.toml")
_FETCHES = ("files", "archive", "by hand")


@dataclass(frozen=True, slots=True)
class PinnedCorpus:
    """A corpus at its public home.

    Attributes:
        name: the name to ask for it by.
        licence: as found at its origin.
        origin: repository, as OWNER/NAME.
        commit: the commit, whole or its first digits.
        fetch: "files" one by one, the whole "archive", or "by hand".
        files: what it is made of.
        by_hand: what a person has to do, where no program can fetch it.
    """

    name: str
    licence: str
    origin: str
    commit: str
    fetch: str
    files: tuple[PinnedFile, ...]
    by_hand: str | None = None


def load_corpora(path: Path = CORPORA) -> dict[str, PinnedCorpus]:
    """Return the corpora by name.

    Raises:
        ResourceError: an entry lacks a key, has an unknown one, or names a preparation that there is not.
    """
    corpora: dict[str, PinnedCorpus] = {}
    for table in tomllib.loads(path.read_text(encoding="utf-8"))["corpus"]:
        where = f"{path.name}, {table.get('name', 'a corpus without a name')}"
        files = tuple(_entry(PinnedFile, row, where) for row in table.pop("file", []))
        corpus: PinnedCorpus = _entry(PinnedCorpus, table | {"files": files}, where)
        if corpus.fetch not in _FETCHES or (corpus.fetch == "by hand") != (corpus.by_hand is not None):
            raise _bad("fetch must be files, archive, or by hand with by_hand to say how", where)
        for file in files:
            if file.prepare not in PREPARATIONS:
                raise _bad(f"there is no preparation {file.prepare!r}", where)
            if file.path.startswith("/") or ".." in Path(file.path).parts:
                raise _bad(f"{file.path} leads out of the folder of the corpora", where)
        if corpus.name in corpora:
            raise _bad("there are two corpora of this name", where)
        corpora[corpus.name] = corpus
    return corpora


def _entry(kind: type[Any], table: dict[str, Any], where: str) -> Any:
    if unknown := sorted(set(table) - {one.name for one in fields(kind)}):
        raise _bad(f"there is no key {unknown[0]!r}", where)
    try:
        return kind(
            **{key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
        )
    except TypeError as error:
        raise _bad(str(error), where) from error


def _bad(what: str, where: str) -> ResourceError:
    return ResourceError(what=what, where=where, remedy="mend the entry there")


def is_right(file: PinnedFile, out: Path) -> bool:
    """Tell whether a file is there with the content that is pinned."""
    path = out / file.path
    try:
        return path.is_file() and content_digest(file.path, path.read_bytes()) == file.sha256
    except ResourceError:
        return False


def fetch_file(file: PinnedFile, origin: Origin, out: Path) -> None:
    """Write one file of a corpus, whole and checked, or not at all.

    Raises:
        ResourceError: its content is not the one that is pinned.
        OutputError: it cannot be written.
    """
    data = PREPARATIONS[file.prepare](origin, file)
    found = content_digest(file.path, data)
    if found != file.sha256:
        raise ResourceError(
            what=f"the content has SHA-256 {found}, not {file.sha256} as pinned, and was not written",
            where=file.path,
            remedy="the origin has changed or the transfer went wrong: run the command again; if that does not "
            "help, check out the commit of corpora.toml by hand and give --clones",
        )
    path = out / file.path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(path.name + ".part")
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        raise OutputError(
            what=f"it cannot be written ({error.strerror})", where=str(path), remedy="choose another --out"
        ) from error


def fetch_corpus(
    corpus: PinnedCorpus, out: Path, *, client: httpx2.Client, clones: Path | None = None
) -> int:
    """Fetch what is not there yet of a corpus, and return how many files were written.

    Raises:
        OnRecordError: a file cannot be had, or is not the one that is pinned; those before it are kept.
    """
    missing = [file for file in corpus.files if not is_right(file, out)]
    if not missing or corpus.fetch == "by hand":
        return 0
    origin: Origin
    if clones is not None:
        origin = Clone(clones / corpus.origin)
    elif corpus.fetch == "archive":
        origin = Archive(client, corpus.origin, corpus.commit, archive_of(corpus, out))
    else:
        origin = RemoteFiles(client, corpus.origin, corpus.commit)
    for number, file in enumerate(missing, start=1):
        print(f"    {number} of {len(missing)}: {file.path}")
        fetch_file(file, origin, out)
    return len(missing)


def archive_of(corpus: PinnedCorpus, out: Path) -> Path:
    """Return where the archive of a repository lies while corpora are taken out of it."""
    return out / f".{corpus.origin.replace('/', '-')}-{corpus.commit}.tar.gz"


def main(arguments: Iterable[str] | None = None, *, transport: httpx2.BaseTransport | None = None) -> int:
    """Fetch the corpora; return 0 where all are there, 1 where one is not."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.download",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--out", type=Path, help="the folder of the corpora, as the tasks take it by --data")
    parser.add_argument(
        "--only", action="append", metavar="CORPUS", help="this corpus alone; may be repeated"
    )
    parser.add_argument("--clones", type=Path, help="take files from git clones, DIR/OWNER/NAME")
    parser.add_argument("--list", action="store_true", help="list the corpora and fetch nothing")
    parser.add_argument("--corpora", type=Path, default=CORPORA, help=argparse.SUPPRESS)
    options = parser.parse_args(None if arguments is None else list(arguments))
    corpora = load_corpora(options.corpora)
    if unknown := sorted(set(options.only or ()) - set(corpora)):
        parser.error(f"there is no corpus {unknown[0]!r} (only {', '.join(corpora)})")
    if options.out is None and not options.list:
        parser.error("--out is needed")
    failed = []
    with new_client(transport) as client:
        for name in options.only or corpora:
            corpus = corpora[name]
            print(f"{name}: {corpus.origin} at {corpus.commit}\n    licence: {corpus.licence}")
            if options.list:
                continue
            if corpus.fetch == "by hand" and not all(is_right(file, options.out) for file in corpus.files):
                print(f"    by hand: {corpus.by_hand}")
                failed.append(name)
                continue
            try:
                n_written = fetch_corpus(corpus, options.out, client=client, clones=options.clones)
            except OnRecordError as error:
                print(f"    {error}", file=sys.stderr)
                failed.append(name)
            else:
                print(f"    {n_written} files written, {len(corpus.files) - n_written} were right already")
    kept = {archive_of(corpora[name], options.out) for name in failed} if options.out else set()
    for name in options.only or corpora:
        if options.out and archive_of(corpora[name], options.out) not in kept:
            archive_of(corpora[name], options.out).unlink(missing_ok=True)
    if failed:
        print(f"Not all there: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
