"""A page of text for a terminal while it is being laid out: width, colours, and what is safe to show."""

from __future__ import annotations

import io
from dataclasses import dataclass

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from onrecord.export.visible import make_visible

NARROWEST, WIDEST = 40, 120
"""Columns between which the view is laid out; longer lines are hard to read."""
ROOMY = 64
"""Columns from which there is room for blank lines and for the lesser columns of tables."""
CONTENT_LINES = 4
"""Lines after which quoted words are shortened."""

_ASCII = str.maketrans({"─": "-", "·": "-", "…": "...", "×": "x", "“": '"', "”": '"', "‘": "'", "’": "'"})


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How the text view is to be laid out.

    Attributes:
        width: columns; held between 40 and 120.
        colour: whether to use colours and weights (ANSI escapes).
        ascii: whether to stay within ASCII, for terminals that show nothing else.
    """

    width: int = 80
    colour: bool = False
    ascii: bool = False


class TextPage:
    """What is written so far, and how words are put on the page.

    Attributes:
        style: the layout asked for.
        width: columns, held between `NARROWEST` and `WIDEST`.
        roomy: whether there is room for blank lines and lesser columns.
    """

    def __init__(self, style: TextStyle) -> None:
        self.style = style
        self.width = min(max(style.width, NARROWEST), WIDEST)
        self.roomy = self.width >= ROOMY
        self._written = io.StringIO()
        self.console = Console(
            file=self._written,
            width=self.width,
            force_terminal=style.colour,
            color_system="standard" if style.colour else None,
            legacy_windows=False,
            highlight=False,
            markup=False,
            emoji=False,
        )

    def finished(self) -> str:
        """Return the page as text, ending in a line end."""
        return "\n".join(line.rstrip() for line in self._written.getvalue().split("\n")).strip("\n") + "\n"

    def say(self, words: str, style: str = "") -> Text:
        """Return the words as styled text, made safe and, where asked for, ASCII."""
        safe = make_visible(words)
        if self.style.ascii and not safe.isascii():
            from anyascii import anyascii

            safe = anyascii(safe.translate(_ASCII))
        # The style belongs to these words alone, not to what is added after them.
        return Text().append(safe, style)

    def put(self, *parts: RenderableType, indent: int = 0) -> None:
        """Write the parts, each on lines of its own."""
        for part in parts:
            self.console.print(Padding(part, (0, 0, 0, indent)) if indent else part)

    def title(self, words: str, count: str) -> None:
        """Write a section title with its count at the far end of a line."""
        rule = "─" * max(3, self.width - len(words) - len(count) - 2)
        self.put("", self.say(f"{words} ", "bold") + self.say(rule, "dim") + self.say(f" {count}", "dim"))

    def shortened(
        self, text: Text, width: int, *, lines: int = CONTENT_LINES, ellipsis: str = " …"
    ) -> list[Text]:
        """Return the lines of the text, cut at a word bound after `lines` of them."""
        wrapped = list(text.wrap(self.console, max(width, 16)))
        if len(wrapped) <= lines:
            return wrapped
        last = wrapped[lines - 1]
        last.rstrip()
        end = self.say(ellipsis, "dim")
        while last.cell_len + end.cell_len > width and " " in last.plain:
            last.right_crop(len(last.plain) - last.plain.rstrip().rfind(" "))
        last.rstrip()
        return [*wrapped[: lines - 1], last + end]

    def grid(self, *ratios: int) -> Table:
        """Return an empty table without lines; a ratio of 0 makes a column as narrow as it can be."""
        grid = Table.grid(expand=True, padding=(0, 2, 0, 0))
        for ratio in ratios:
            grid.add_column(ratio=ratio or None, no_wrap=not ratio, overflow="fold")
        return grid


def counted(number: int, word: str, *, of: int | None = None) -> str:
    """Return a number with its noun, where asked for as a part of a whole.

    >>> counted(1, "event"), counted(2, "event", of=9), counted(1, "event", of=1)
    ('1 event', '2 of 9 events', '1 event')
    """
    if of is not None and of != number:
        return f"{number} of {of} {word}s" if of != 1 else f"{number} of 1 {word}"
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
