"""The bundled reports of several outlets on one matter, written to a folder: what the tutorial puts into a store."""

from __future__ import annotations

import shlex
from pathlib import Path

from onrecord.errors import OutputError

MANIFEST = "manifest.json"
"""The list of the reports, beside them."""


def example_folder() -> Path:
    """Return the folder of the bundled reports and of their list."""
    return Path(__file__).parents[1] / "resources" / "footbridge"


def write_example(folder: Path) -> str:
    """Write the reports and their list into a folder, and return what to say of it.

    Args:
        folder: where they go; it is made where it is not there.

    Raises:
        OutputError: they cannot be written there.
    """
    from onrecord.export.file_set import write_together

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise OutputError(
            what=f"the folder cannot be made ({problem.strerror or problem})",
            where=str(folder),
            remedy="name another one with --reports",
        ) from problem
    paths = sorted(example_folder().iterdir())
    write_together([(folder / path.name, path.read_bytes()) for path in paths])
    manifest, db = (shlex.quote(str(one)) for one in (folder / MANIFEST, f"{folder.resolve().name}.db"))
    return (
        f"{len(paths) - 1} fictional reports and a list of them are in {folder}. Try next:\n"
        f"  onrecord add --manifest {manifest} --db {db}\n"
        f"  onrecord stories --db {db}\n"
        f"  onrecord serve --db {db}\n"
    )
