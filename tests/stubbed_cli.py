"""The command line with a recorder that needs no weights, for tests that watch a process of its own."""

from __future__ import annotations

from onrecord import cli
from onrecord.model import SCHEMA, Document, Record


class StubRecorder:
    """Puts nothing on record but the document; a report that says "explode" shows a fault in the program."""

    def __call__(self, document: Document) -> Record:
        if "explode" in document.text:
            raise ZeroDivisionError("division by zero")
        return Record(SCHEMA, "0", "0" * 64, document, (), (), (), (), ())


def stub() -> None:
    """Put the stub in the place of the recorder."""
    cli._recorder = StubRecorder  # type: ignore[assignment]


if __name__ == "__main__":
    stub()
    cli.main()
