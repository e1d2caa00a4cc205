"""The options that the commands of the tasks share."""

from __future__ import annotations

import argparse
from pathlib import Path


def task_parser(about: str | None) -> argparse.ArgumentParser:
    """Return a parser with `--data`, `--weights` and `--limit`, its help the docstring of the command's module."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--weights", type=Path, help="folder of weights (by default those installed)")
    parser.add_argument("--limit", type=int, help="the first N texts of each corpus only, to try things out")
    return parser
