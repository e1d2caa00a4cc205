"""The words of texts and of searches: what they are, where they stand, what stretch shows them best.

One way of parting and folding words serves the index, searches, and the marking of what was found, so that what the
index finds is found again in the text, and both kinds of database answer alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.errors import QueryError
from onrecord.model.span import Span

_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
_TERM = re.compile(r'(-?)["“”]([^"“”]*)["“”]?|(\S+)')
_MOST_CHARACTERS = 1_000
_MOST_MATCHES = 1_000
_SNIPPET_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: how it is looked up, and where it stands."""

    folded: str
    span: Span


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that a search asks for.

    Attributes:
        words: folded words that must follow one another.
        wanted: False where they must not stand in the text.
        is_prefix: whether the last may go on ("ship*").
    """

    words: tuple[str, ...]
    wanted: bool = True
    is_prefix: bool = False


def fold(text: str) -> str:
    """Return a text in lower case without diacritics.

    >>> fold("Zürich Łódź")
    'zurich łodz'
    """
    parts = unicodedata.normalize("NFD", text)
    return "".join(part for part in parts if not unicodedata.combining(part)).lower()


def find_words(text: str) -> Iterator[Word]:
    """Yield the words of a text, in order."""
    for match in _WORD.finditer(text):
        found = match.group()
        yield Word(found.lower() if found.isascii() else fold(found), Span(*match.span()))


def read_query(query: str) -> tuple[Term, ...]:
    """Return what a search asks for.

    Words must all stand in a text, in any order; words in quotation marks must follow one another; a minus sign
    before either rules texts out; an asterisk after a word lets it go on. Nothing else has a meaning of its own.

    Raises:
        QueryError: nothing is asked for, or the query is longer than 1,000 characters.

    >>> read_query('-rain "state of emergency" harb*')[1].words
    ('state', 'of', 'emergency')
    """
    if len(query) > _MOST_CHARACTERS:
        raise QueryError(
            what=f"it has {len(query)} characters, and {_MOST_CHARACTERS} are the limit",
            where="search",
            remedy="ask for fewer words",
        )
    terms = []
    for sign, phrase, bare in _TERM.findall(query):
        asked = bare or phrase
        wanted = not sign and not bare.startswith("-")
        words = tuple(word.folded for word in find_words(asked))
        if words:
            terms.append(Term(words, wanted, bool(bare) and bare.endswith("*")))
    if not any(term.wanted for term in terms):
        raise QueryError(
            what=f"{query!r} asks for no word",
            where="search",
            remedy='write words, "words that follow one another", and -words to be left out',
        )
    return tuple(dict.fromkeys(terms))


def find_matches(text: str, terms: Sequence[Term]) -> tuple[Span, ...]:
    """Return where the wanted terms stand in a text, in order, the first 1,000."""
    words = list(find_words(text))
    at: dict[str, list[int]] = {}
    for position, word in enumerate(words):
        at.setdefault(word.folded, []).append(position)
    found: set[Span] = set()
    for term in terms:
        if term.wanted:
            found.update(_places(term, words, at))
    return tuple(sorted(found)[:_MOST_MATCHES])


def choose_snippet(text: str, matches: Sequence[Span]) -> Span:
    """Return the stretch of a text, 200 characters or so, that holds most of the matches; its start if there are none."""
    best, most, last = 0, -1, 0
    for first, match in enumerate(matches):
        last = max(last, first)
        while last + 1 < len(matches) and matches[last + 1].end - match.start <= _SNIPPET_CHARACTERS:
            last += 1
        if last - first > most:
            best, most = first, last - first
    if not matches:
        return Span(0, _word_end(text, _SNIPPET_CHARACTERS))
    room = max(0, _SNIPPET_CHARACTERS - (matches[best + most].end - matches[best].start))
    start = _word_start(text, max(0, matches[best].start - room // 2))
    return Span(start, max(_word_end(text, start + _SNIPPET_CHARACTERS), matches[best].end))


def storable(text: str) -> str:
    """Return a text as both databases can keep it, each character in its place.

    Neither takes halves of surrogate pairs, and PostgreSQL no NUL: the replacement character stands for them.
    """
    if text.isascii() and "\0" not in text:
        return text
    return re.sub("[\0\ud800-\udfff]", "\ufffd", text)


def nameable(text: str) -> str:
    """Return a path or address as both databases can keep it, what they cannot as an escape.

    >>> nameable("a\\udcff") == "a" + chr(92) + "udcff"
    True
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", "\\x00")


def _places(term: Term, words: Sequence[Word], at: dict[str, list[int]]) -> Iterator[Span]:
    """Yield where a term stands."""
    length = len(term.words)
    if length == 1 and term.is_prefix:
        starts = [i for word, places in at.items() if word.startswith(term.words[0]) for i in places]
    else:
        starts = at.get(term.words[0], [])
    for start in starts:
        if start + length > len(words):
            continue
        last = words[start + length - 1]
        if all(words[start + i].folded == term.words[i] for i in range(length - 1)) and (
            last.folded == term.words[-1] or (term.is_prefix and last.folded.startswith(term.words[-1]))
        ):
            yield Span(words[start].span.start, last.span.end)


def _word_start(text: str, offset: int) -> int:
    """Return the offset, or that of the next word where it falls within one."""
    if offset == 0 or not text[offset - 1].isalnum():
        return offset
    blank = re.compile(r"\W").search(text, offset, offset + 40)
    return blank.end() if blank else offset


def _word_end(text: str, offset: int) -> int:
    """Return the offset, or that of the last word's end where it falls within one."""
    if offset >= len(text):
        return len(text)
    while offset and text[offset].isalnum() and text[offset - 1].isalnum():
        offset -= 1
    return len(text[:offset].rstrip())
