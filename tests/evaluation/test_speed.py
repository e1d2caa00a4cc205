"""What counts to the size of the core: requirements, followed through extras, and nothing beside them."""

from __future__ import annotations

from importlib import metadata

import pytest

from evaluation import speed


class Installed:
    """Stands for an installed distribution with its requirements."""

    def __init__(self, requires: list[str] | None) -> None:
        self.requires = requires


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {
        "paper": Installed(["Ink_Pot>=2.0,<3", "press[steam]>=1", "loom; extra == 'test'", "quill; os_name == 'x'"]),
        "ink-pot": Installed(None),
        "press": Installed(["boiler>=1; extra == \"steam\"", "mule; extra == \"horse\"", "paper"]),
        "boiler": Installed([]),
        "mule": Installed([]),
        "loom": Installed([]),
    }  # fmt: skip

    def distribution(name: str) -> Installed:
        if name not in known:
            raise metadata.PackageNotFoundError(name)
        return known[name]

    monkeypatch.setattr(speed.metadata, "distribution", distribution)


def test_requirements_are_followed_with_the_extras_that_are_asked_for() -> None:
    assert speed.requirements(["paper"]) == {"paper", "ink-pot", "press", "boiler"}


def test_test_tools_and_what_is_not_installed_do_not_count() -> None:
    found = speed.requirements(["paper"])
    assert "loom" not in found
    assert "quill" not in found


def test_a_program_that_is_not_installed_has_no_size() -> None:
    assert speed.core_mb() is None
