"""Finds the trained weights, checks their digest, and says what edition they are.

The weights are a package of their own (`onrecord-weights-en`); a folder named in the environment
variable `ONRECORD_WEIGHTS`, or given by the caller, takes its place.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import WeightsError

PACKAGE = "onrecord_weights_en"
VARIABLE = "ONRECORD_WEIGHTS"
FORMAT = 3
"""Number of the layout of a weights folder that this version reads."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of the weights.

    Attributes:
        folder: where its files are.
        name: name of the edition ("en-1").
        digest: SHA-256 of its manifest, which holds the digest of every file.
    """

    folder: Path
    name: str
    digest: str


def locate_weights(folder: Path | None = None) -> Path:
    """Return the folder of the weights: the given one, that of the environment, or the installed package.

    Raises:
        WeightsError: there is no such folder, or no weights package is installed.
    """
    given = folder or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None)
    if given is None:
        spec = importlib.util.find_spec(PACKAGE)
        if spec is None or not spec.submodule_search_locations:
            raise WeightsError(
                what="the weights package is not installed",
                where=PACKAGE,
                remedy=f"run `pip install ./weights` in the repository, or set {VARIABLE} to a weights folder",
            )
        given = Path(next(iter(spec.submodule_search_locations)))
    if not (given / "manifest.json").is_file():
        raise WeightsError(
            what="no weights in this folder (manifest.json is missing)",
            where=str(given),
            remedy="install the weights package again, or name another folder",
        )
    return given


def check_weights(folder: Path) -> Edition:
    """Return the edition in a folder after checking every file against the manifest.

    Raises:
        WeightsError: a file is missing or differs, or the layout is of another version.
    """
    raw = (folder / "manifest.json").read_bytes()
    try:
        manifest = json.loads(raw)
        files = dict(manifest["files"])
        layout, name = int(manifest["format"]), str(manifest["edition"])
    except (ValueError, KeyError, TypeError) as error:
        raise WeightsError(
            what=f"the manifest cannot be read ({error})",
            where=str(folder / "manifest.json"),
            remedy="install the weights package again",
        ) from error
    if layout != FORMAT:
        raise WeightsError(
            what=f"these weights have layout {layout}, this version reads layout {FORMAT}",
            where=str(folder),
            remedy="install the weights that came with this version of OnRecord",
        )
    for file, expected in sorted(files.items()):
        path = folder / file
        if not path.is_file():
            raise WeightsError(
                what="a file is missing", where=str(path), remedy="install the weights package again"
            )
        if file_digest(path) != expected:
            raise WeightsError(
                what="the file differs from the manifest (another digest)",
                where=str(path),
                remedy="install the weights package again; do not mix files of two editions",
            )
    return Edition(folder, name, hashlib.sha256(raw).hexdigest())


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file, hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
