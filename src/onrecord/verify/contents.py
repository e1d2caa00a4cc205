"""What an export says: the words it gives, the texts it carries, its items, and what is wrong with its build."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from onrecord.export.receipts import items_digest
from onrecord.verify.findings import Finding
from onrecord.verify.words import Words


@dataclass(slots=True)
class Contents:
    """What an export says.

    Attributes:
        format: the name of its format.
        carries_texts: whether the reports' texts are in it.
        words: all words it gives, with their places.
        texts: texts that it carries, with the digest that it claims for each.
        items: its items by their full name, which begins with the digest of the report.
        reports: digests of the reports that it speaks of, with how many records of each it says it holds.
        findings: what is wrong with its build.
        gaps: items that are missing from a numbered list, which is no fault where events were left out by score.
    """

    format: str
    carries_texts: bool
    words: list[Words] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    items: dict[str, Any] = field(default_factory=dict)
    reports: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    gaps: list[Finding] = field(default_factory=list)

    def add_report(self, digest: str) -> str:
        """Take a report, and return what the names of its items begin with."""
        self.reports[digest] = number = self.reports.get(digest, 0) + 1
        return digest if number == 1 else f"{digest}.{number}"

    def add_item(self, name: str, item: str, where: str, value: Any) -> None:
        """Take an item; a name that was there before is wrong."""
        if name in self.items:
            self.wrong("this item is there twice", item, where)
        self.items[name] = value

    def wrong(
        self, what: str, item: str, where: str = "", expected: str | None = None, found: Any = None
    ) -> None:
        """Note something wrong with the build of the export."""
        told = found if found is None or isinstance(found, str) else str(found)
        self.findings.append(Finding(what, item, where, expected, told))

    def check_list(
        self, items: list[Any], total: Any, digest: Any, *, reports: list[Any] | None = None, where: str = ""
    ) -> None:
        """Hold a list of items against the number, and with the reports against the digest, that the export gives."""
        if total != len(items):
            what = "items were taken away or added: their number is another"
            self.wrong(what, "export", where, str(total), str(len(items)))
        due = items_digest([*items, *(reports or [])])
        if digest != due:
            what = "the items are not those that were written: their digest is another"
            self.wrong(what, "export", where, str(digest), due)


def words_in(value: Any, item: str, report: str, where: str) -> Iterator[Words]:
    """Yield the words of every span or receipt within a value.

    A span is an object with `start`, `end` and `text`, a receipt one with `exact` in the place of `text`.
    """
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield from words_in(inner, item, report, f"{where}[{index}]")
    elif isinstance(value, dict):
        if "start" in value or "end" in value:
            offsets = value.get("start"), value.get("end")
            if "exact" in value:
                # A receipt without its surroundings is not as it was written.
                around = value.get("prefix") or "", value.get("suffix") or ""
                yield Words(item, where, report, *offsets, value["exact"], *around)
            else:
                yield Words(item, where, report, *offsets, value.get("text"))
        for name, inner in value.items():
            yield from words_in(inner, item, report, f"{where}.{name}" if where else name)


def as_list(value: Any) -> list[Any]:
    """Return a JSON value as a list: a list as it is, None as an empty one, anything else alone in one."""
    return value if isinstance(value, list) else [] if value is None else [value]


def as_dict(value: Any) -> dict[str, Any]:
    """Return a JSON object as it is, and an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def missing_numbers(ids: list[str]) -> list[str]:
    """Return the ids that are missing from a numbered list.

    >>> missing_numbers(["S1", "S2", "S4"])
    ['S3']
    """
    numbers: dict[str, set[int]] = {}
    for one in ids:
        if one[:1].isalpha() and one[1:].isdecimal():
            numbers.setdefault(one[0], set()).add(int(one[1:]))
    # No list of a report is longer than its ids tell, and a forged number must not make us count to a billion.
    return [
        f"{letter}{n}"
        for letter, there in numbers.items()
        for n in range(1, min(max(there), 100_000))
        if n not in there
    ]


def repeated(ids: list[str]) -> list[str]:
    """Return the ids that stand more than once in a list."""
    return [one for one, count in Counter(ids).items() if count > 1]
