"""Whether a job that is killed again and again gives the tables of one that nobody disturbed.

    python -m evaluation.job_kills FOLDER [--pages 1000] [--kills 20] [--workers 2] [--engine daft] [--seed 11]

An archive is put on record once undisturbed, and once more while the process that leads or one of those that read is
killed (SIGKILL) at random moments; a leading process that was killed is started again. Then every file of the tables is
held against that of the undisturbed job. Exit status 1 where one differs. Runs on Linux alone, whose list of processes it
looks at.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from evaluation.made_up_archive import write_archive

_LEAST_S, _MOST_S = 2.0, 10.0
"""Seconds from one kill to the next."""


def start(archive: Path, output: Path, workers: int, engine: str) -> subprocess.Popen[bytes]:
    """Return the leading process of a job, just started."""
    command = [
        sys.executable, "-m", "onrecord", "job", "run", "--input", f"{archive}/*.warc.gz", "--output", str(output),
        "--workers", str(workers), "--engine", engine, "--unit", "25",
    ]  # fmt: skip
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def readers_of(leader: int) -> list[int]:
    """Return the processes that a leading process has started to read."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                command = (folder / "cmdline").read_bytes()
            except (OSError, ValueError, IndexError):
                continue  # it ended meanwhile
            if parent == leader and b"udf_worker" in command:
                found.append(int(folder.name))
    return found


def digests(output: Path) -> dict[str, str]:
    """Return the SHA-256 of every file of the tables, by name."""
    found = sorted(path for path in output.rglob("*.parquet") if "work" not in path.relative_to(output).parts)
    return {str(path.relative_to(output)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def disturbed(
    archive: Path, output: Path, *, kills: int, workers: int, engine: str, draw: random.Random
) -> dict[str, int]:
    """Run a job to its end while it is killed, and return how many leaders and readers were, and how often it began."""
    counts = {"leaders": 0, "readers": 0, "starts": 1}
    process = start(archive, output, workers, engine)
    while counts["leaders"] + counts["readers"] < kills and process.poll() is None:
        time.sleep(draw.uniform(_LEAST_S, _MOST_S))
        readers = readers_of(process.pid)
        if process.poll() is not None:
            break
        if readers and draw.random() < 0.7:
            os.kill(draw.choice(readers), signal.SIGKILL)
            counts["readers"] += 1
            continue
        process.kill()
        process.wait()
        counts["leaders"] += 1
        counts["starts"] += 1
        process = start(archive, output, workers, engine)
    if process.wait() != 0:
        raise SystemExit(f"the job ended with status {process.returncode}")
    return counts


def main() -> int:
    """Run from the command line; 1 where the tables differ."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.job_kills", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=1_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--engine", default="daft")
    parser.add_argument("--seed", type=int, default=11)
    options = parser.parse_args()
    archive = options.folder / "archive"
    write_archive(archive, options.pages, a_file=400)
    for name in ("undisturbed", "disturbed"):
        shutil.rmtree(options.folder / name, ignore_errors=True)
    if start(archive, options.folder / "undisturbed", options.workers, options.engine).wait() != 0:
        raise SystemExit("the undisturbed job did not come to its end")
    counts = disturbed(
        archive,
        options.folder / "disturbed",
        kills=options.kills,
        workers=options.workers,
        engine=options.engine,
        draw=random.Random(options.seed),
    )
    own, other = (digests(options.folder / name) for name in ("undisturbed", "disturbed"))
    differing = sorted(name for name in own.keys() | other.keys() if own.get(name) != other.get(name))
    print(
        f"{counts['leaders'] + counts['readers']} kills ({counts['leaders']} of the leading process, "
        f"{counts['readers']} of those that read), begun {counts['starts']} times: "
        f"{len(own)} files of tables, {len(differing)} differ"
    )
    for name in differing[:20]:
        print(f"  {name}", file=sys.stderr)
    return 1 if differing else 0


if __name__ == "__main__":
    raise SystemExit(main())
