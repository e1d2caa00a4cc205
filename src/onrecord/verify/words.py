"""Whether words that an export gives stand in the report where it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.export.receipts import CONTEXT
from onrecord.verify.findings import Finding, how_they_differ, plain


@dataclass(frozen=True, slots=True)
class Words:
    """Words of an item, as an export gives them; offsets may be anything that JSON can hold.

    Attributes:
        item: the item they belong to ("S3").
        where: the path to them in the export.
        report: the digest of the report they are said to be in.
        start: where they begin, in code points of the report's text.
        end: where they end.
        exact: the words.
        prefix: the characters before them, or None where the format gives none.
        suffix: the characters after them, or None.
    """

    item: str
    where: str
    report: str
    start: object
    end: object
    exact: object
    prefix: object = None
    suffix: object = None


def check_words(words: Words, text: str) -> Iterator[Finding]:
    """Yield what is wrong with words, held against the text of their report."""

    def wrong(what: str, expected: str | None = None, found: object = None) -> Finding:
        told = found if isinstance(found, str) or found is None else repr(found)
        return Finding(what, words.item, words.where, expected, told)

    start, end, exact = words.start, words.end, words.exact
    if type(start) is not int or type(end) is not int or not 0 <= start <= end <= len(text):
        yield wrong("the span lies outside the report", f"offsets within 0:{len(text)}", f"{start}:{end}")
        if isinstance(exact, str) and exact not in text:
            yield wrong("these words are not in the report", None, exact)
        return
    there = text[start:end]
    if not isinstance(exact, str):
        yield wrong("the words are missing", there, exact)
    elif exact != there:
        yield wrong(_what_is_wrong(exact, there, text), there, exact)
    before, after = text[max(start - CONTEXT, 0) : start], text[end : end + CONTEXT]
    for name, given, due in (("prefix", words.prefix, before), ("suffix", words.suffix, after)):
        if given is not None and given != due:
            how = how_they_differ(due, given) if isinstance(given, str) else None
            yield wrong(f"the {name} is not that of the report" + (f" ({how})" if how else ""), due, given)


def _what_is_wrong(exact: str, there: str, text: str) -> str:
    how = how_they_differ(there, exact)
    if how:
        return f"the words differ from the report: {how}"
    at = text.find(exact) if exact else -1
    if at >= 0:
        return f"the offsets are shifted: these words stand at {at}:{at + len(exact)}"
    if exact.strip() and plain(exact) in plain(text):
        return "the report has these words with other white space, quotation marks or normalisation"
    return "these words are not in the report"
