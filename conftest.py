"""Modules whose optional dependency is absent are not searched for examples to run."""

from __future__ import annotations

from importlib.util import find_spec

_NEEDS = {"src/onrecord/export/parquet.py": "pyarrow", "src/onrecord/export/spacy.py": "spacy"}

collect_ignore = [path for path, package in _NEEDS.items() if find_spec(package) is None]
