"""Packages whose names are imported when they are first asked for, so that a command loads no more than it needs."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import Any


def names_from(package: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """Return a package's `__getattr__`: it imports a name from the module that holds it (PEP 562).

    Args:
        package: name of the package.
        homes: the module that holds each name.
    """

    def __getattr__(name: str) -> Any:  # noqa: N807
        if name in homes:
            return getattr(importlib.import_module(homes[name]), name)
        raise AttributeError(f"module {package!r} has no attribute {name!r}")

    return __getattr__
