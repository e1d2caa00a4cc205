"""The parts of a report in its text: headline, standfirst, byline, dateline, body, furniture, credits."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.ingest.credits import end_credit, read_byline
from onrecord.ingest.dateline import FoundDateline, find_dateline
from onrecord.ingest.days import date_time_group, read_stamp
from onrecord.ingest.furniture import furniture_kind
from onrecord.model import Span

_MAX_HEADLINE_WORDS = 24
_MAX_STOPPED_HEADLINE_WORDS = 18
_MAX_STANDFIRST_WORDS = 45
_MAX_LEAD_UNITS = 8
_MAX_LINE_CHARACTERS = 90
_MIN_WRAPPED_CHARACTERS = 40
_STOPS = '.!?…"”’)»'
_FUNCTION = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "with",
        "by",
        "from",
        "as",
        "and",
        "or",
        "but",
        "nor",
        "so",
        "yet",
        "is",
        "are",
        "be",
        "after",
        "over",
        "amid",
        "vs",
        "vs.",
        "into",
        "it",
        "its",
        "that",
        "than",
    ]
)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts of a report lie in its text, and what its lines say of it.

    Attributes:
        keep: the text without the furniture at its two ends; every other span counts on the whole text.
        stamp: the time of publication that a line of the text gives, ISO 8601, or None.
        credit: agency named by a credit line at the end, or None.
    """

    keep: Span
    headline: Span | None = None
    standfirst: Span | None = None
    byline: Span | None = None
    bylines: tuple[str, ...] = ()
    dateline: FoundDateline | None = None
    body: Span | None = None
    boilerplate: tuple[Span, ...] = ()
    stamp: str | None = None
    credit: str | None = None
    credit_span: Span | None = None


def split_units(text: str) -> list[Span]:
    """Return the paragraphs of a text: its lines, or its blocks where lines are wrapped."""
    blocks: list[list[Span]] = [[]]
    for match in re.finditer(r"[^\n]*\n|[^\n]+\Z", text):
        line = match.group()
        stripped = line.strip()
        if not stripped:
            blocks.append([])
            continue
        start = match.start() + len(line) - len(line.lstrip())
        blocks[-1].append(Span(start, start + len(stripped)))
    inner = [line for block in blocks for line in block[:-1] if len(line) >= _MIN_WRAPPED_CHARACTERS]
    open_ends = sum(text[line.end - 1] not in _STOPS + ":;" for line in inner)
    if inner and open_ends > len(inner) / 2 and max(map(len, inner)) <= _MAX_LINE_CHARACTERS:
        return [Span(block[0].start, block[-1].end) for block in blocks if block]
    return [line for block in blocks for line in block]


def find_layout(
    text: str,
    *,
    headline: Span | None = None,
    standfirst: Span | None = None,
    dateline: FoundDateline | None = None,
) -> Layout:
    """Return the parts of a report.

    Args:
        text: the report; line ends are "\\n".
        headline: where it is known to lie, as on a page; otherwise it is looked for.
        standfirst: likewise.
        dateline: likewise, where it is a line of its own above the body.
    """
    units = split_units(text)
    known = max((span.end for span in (headline, standfirst, dateline and dateline.span) if span), default=0)
    rest = [unit for unit in units if unit.start >= known]
    head = _Head(text, rest, headline, standfirst)
    head.walk()
    tail = _Tail(text, rest[head.body_index :])
    tail.walk()
    inner = [unit for unit in tail.kept[1:] if _is_inner_furniture(unit.cut(text))]
    dropped = set(head.dropped) | set(tail.dropped)
    remaining = [unit for unit in units if unit not in dropped]
    keep = Span(remaining[0].start, remaining[-1].end) if remaining else Span(0, 0)
    start = head.dateline.end if head.dateline else tail.kept[0].start if tail.kept else None
    end = tail.end
    body = Span(start, end) if start is not None and end is not None and start < end else None
    return Layout(
        keep=keep,
        headline=head.headline,
        standfirst=head.standfirst,
        byline=head.byline,
        bylines=head.bylines,
        dateline=dateline or head.dateline,
        body=body,
        boilerplate=tuple(
            sorted(span for span in {*head.boilerplate, *tail.boilerplate, *inner} if keep.holds(span))
        ),
        stamp=head.stamp or tail.stamp,
        credit=tail.credit,
        credit_span=tail.credit_span,
    )


def _is_inner_furniture(paragraph: str) -> bool:
    """Tell whether a paragraph inside a body is furniture; bare words ("Politics") may be crossheads."""
    return furniture_kind(paragraph) in ("related", "sharing", "advert", "consent", "rights", "promo")


class _Head:
    """Walks down from the top of a text to the first paragraph of the body."""

    def __init__(self, text: str, units: list[Span], headline: Span | None, standfirst: Span | None) -> None:
        self.text, self.units = text, units
        self.given = headline, standfirst
        self.headline, self.standfirst = headline, standfirst
        self.byline: Span | None = None
        self.bylines: tuple[str, ...] = ()
        self.stamp: str | None = None
        self.dateline: FoundDateline | None = None
        self.boilerplate: list[Span] = []
        self.dropped: list[Span] = []
        self.body_index = 0

    def walk(self) -> None:
        dateline_index = self._dateline_index()
        index = 0
        while index < len(self.units):
            if index == dateline_index:
                self.dateline = find_dateline(self.text, self.units[index].start)
                break
            if not self._take(index, dateline_index):
                break
            index += 1
        if index >= len(self.units):  # nothing but furniture: the text is left as it is
            self.boilerplate, self.dropped, index = [], [], 0
            self.headline, self.standfirst = self.given
            self.byline, self.bylines = None, ()
        self.body_index = index

    def _dateline_index(self) -> int | None:
        """Return which of the first paragraphs opens with a dateline; prose before it means it is none."""
        for index, unit in enumerate(self.units[:_MAX_LEAD_UNITS]):
            words = unit.cut(self.text)
            if find_dateline(self.text, unit.start) and furniture_kind(words) is None:
                following = self.units[index + 1].cut(self.text) if index + 1 < len(self.units) else ""
                # "PARIS - Storm shuts harbour" with the body below it is a headline, not a dateline.
                if self.headline is None and _looks_headline(words) and len(following.split()) > 12:
                    continue
                return index
            if len(words.split()) > _MAX_STANDFIRST_WORDS + 15:
                return None
        return None

    def _take(self, index: int, dateline_index: int | None) -> bool:
        """Put one paragraph above the body in its place; False where the body begins with it."""
        unit = self.units[index]
        words = unit.cut(self.text)
        if self._take_line(unit, words, index):
            return True
        following = self.units[index + 1].cut(self.text) if index + 1 < len(self.units) else ""
        if self.headline is None:
            if self._is_headline(words, following, index < (dateline_index or 0)):
                self.headline = unit
                return True
            return False
        if self.standfirst is None and self._is_standfirst(words, index, dateline_index):
            self.standfirst = unit
            return True
        return False

    def _take_line(self, unit: Span, words: str, index: int) -> bool:
        """Take navigation, notes, slugs, bylines and date lines."""
        kind = furniture_kind(words)
        names = read_byline(words)
        edge = self.headline is None
        if names and kind is None:
            self.byline, self.bylines = self.byline or unit, self.bylines or names
            return True
        if self._is_slug(words, index) or (kind is not None and kind != "credit"):
            if kind == "navigation" and edge and not self._headline_below(index):
                return False
            (self.dropped if edge else self.boilerplate).append(unit)
            return True
        if kind == "credit" and len(words.split()) <= 6:
            self.boilerplate.append(unit)
            return True
        stamp = read_stamp(words) if len(words.split()) <= 12 and len(words) <= _MAX_LINE_CHARACTERS else None
        if stamp and re.sub(_STAMP_WORDS, "", words).strip(" |,.:;()–—-\u00a0") == "":
            self.stamp = self.stamp or stamp
            (self.dropped if edge else self.boilerplate).append(unit)
            return True
        return False

    def _headline_below(self, index: int) -> bool:
        below = [unit.cut(self.text) for unit in self.units[index + 1 : index + 4]]
        return any(_looks_headline(words) and len(words.split()) >= 4 for words in below)

    def _is_slug(self, words: str, index: int) -> bool:
        """Tell whether a line above the headline is a wire slug ("HARBOUR-STORM/ (WRAPUP 1)", "URGENT")."""
        if self.headline is not None or len(words.split()) > 6 or not self._headline_below(index):
            return False
        upper = not any(map(str.islower, words))
        if upper and (len(words.split()) <= 3 or any(map(str.isdigit, words))):
            return True
        return bool(re.search(r"\b[A-Z]{2,}\d{2,}\b", words))

    def _is_headline(self, words: str, following: str, before_dateline: bool) -> bool:
        if not following or (find_dateline(words) is not None and not _looks_headline(words)):
            return False
        if _looks_headline(words):
            return True
        n_words = len(words.split())
        if n_words > _MAX_STOPPED_HEADLINE_WORDS or n_words < 3 or _sentences(words) > 1 + before_dateline:
            return False
        if before_dateline or _is_title_case(words):
            return True
        return _is_headlinese(words, following)

    def _is_standfirst(self, words: str, index: int, dateline_index: int | None) -> bool:
        n_words = len(words.split())
        if n_words < 3 or n_words > _MAX_STANDFIRST_WORDS or index + 1 >= len(self.units):
            return False
        if dateline_index is not None and index < dateline_index:
            return True
        if self.headline is not None and self.headline.cut(self.text).rstrip().endswith(";"):
            return True  # a deck that goes on from the headline
        above = self.units[index - 1].cut(self.text) if index else ""
        if furniture_kind(above) == "label" and above.upper().startswith("ABSTRACT"):
            return True
        if words[-1] in _STOPS + ":,;":
            return False
        return len(self.units[index + 1].cut(self.text).split()) > 8 or index + 2 < len(self.units)


_STAMP_WORDS = (
    r"(?i)\b(?:published|updated|posted|last|modified|on|at|date|first|time|gmt|utc|bst|cet|cest|eet|eest|msk|[ap]m"
    r"|e[sd]t|p[sd]t|c[sd]t|mon|tue|wed|thu|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day|jan\w*|feb\w*"
    r"|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*|of)\b|[+-]?\d[\d:./+-]*(?:st|nd|rd|th|h)?"
)


class _Tail:
    """Walks up from the bottom of a text to the last paragraph of the body."""

    def __init__(self, text: str, units: list[Span]) -> None:
        self.text, self.kept = text, list(units)
        self.boilerplate: list[Span] = []
        self.dropped: list[Span] = []
        self.stamp: str | None = None
        self.credit: str | None = None
        self.credit_span: Span | None = None
        self.end: int | None = None

    def walk(self) -> None:
        while len(self.kept) > 1:
            unit = self.kept[-1]
            words = unit.cut(self.text)
            kind = furniture_kind(words)
            found = end_credit(words) if len(words.split()) <= 10 else None
            if found is None and kind is None:
                break
            if found is not None or kind == "credit":
                if found is not None:
                    self._credit(unit, found)
                group = date_time_group(words)
                self.stamp = self.stamp or (group[0] if group else None)
                self.boilerplate.append(unit)
            elif kind == "navigation" and len(words.split()) == 1 and words.endswith("."):
                break
            else:
                # What lies below a credit is dropped; a credit itself stays, as the receipt for the agency.
                (self.boilerplate if self.boilerplate else self.dropped).append(unit)
            self.kept.pop()
        if self.kept:
            last = self.kept[-1]
            self.end = last.end
            found = end_credit(last.cut(self.text)[-60:]) if self.credit is None and len(last) > 60 else None
            if found is not None:
                shift = last.end - 60
                self.credit, self.credit_span = found[0], _moved(found[1], shift)

    def _credit(self, unit: Span, found: tuple[str, Span]) -> None:
        self.credit, self.credit_span = found[0], _moved(found[1], unit.start)


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _sentences(words: str) -> int:
    return 1 + len(re.findall(r"(?<![A-Z])(?<!\b[A-Z][a-z])[.!?][\"”’]?\s+[\"“‘]?[A-Z]", words.strip()))


def _looks_headline(words: str) -> bool:
    """Tell whether a paragraph is short, one piece, and without a closing full stop, as headlines are."""
    n_words = len(words.split())
    if not 2 <= n_words <= _MAX_HEADLINE_WORDS or len(words) > 200 or _sentences(words) > 2:
        return False
    tail = words.rstrip("\"'”’»)")
    # "... in N.Y." ends in an abbreviation, not in a full stop.
    if tail.endswith((".", ":", ",")) and not re.search(r"\b(?:[A-Z]\.){2,}$", tail):
        return tail.endswith("...")
    return not re.match(r"[a-z]", words) and any(map(str.isalpha, words))


def _is_title_case(words: str) -> bool:
    """Tell whether nearly every longer word begins with a capital, as in American headlines."""
    longer = [word for word in re.findall(r"[^\W\d_][\w’'-]*", words) if word.lower() not in _FUNCTION]
    return len(longer) >= 4 and sum(word[0].isupper() for word in longer) >= 0.8 * len(longer)


def _is_headlinese(words: str, following: str) -> bool:
    """Tell whether a sentence with a full stop reads as the headline of the longer paragraph below it.

    It shares words with it, leaves out the articles, and names no weekday, as a lead would.
    """
    tokens = [word.lower() for word in re.findall(r"[^\W\d_][\w’'-]*", words)]
    if not tokens or tokens[0] in ("a", "an", "the", "in", "on", "at", "he", "she", "it", "they", "i", "we"):
        return False
    if re.search(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:a|an|the|has|have|had)\b", words):
        return False
    lead = {word.lower() for word in re.findall(r"[^\W\d_][\w’'-]*", following)}
    shared = {word for word in tokens if len(word) > 3 and word in lead}
    return len(shared) >= 2 and len(following) >= 1.3 * len(words)
