"""What of a store a question is about: days, outlet, people, place, type and label; and how names are matched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

from onrecord.errors import QueryError
from onrecord.export.selection import UNCODED, read_filter
from onrecord.store.words import find_words

_ARTICLES = frozenset({"the", "a", "an"})
LEAST_BEGINNING = 3
"""Letters from which a word stands for every word that begins with it: "U S" is not "UN Security"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a question is about; what is None lets everything pass, and all that is given must fit.

    Attributes:
        since: first ISO day: of publication, or in a timeline of the happening itself.
        until: last one, itself included.
        outlet: who published, by its whole name, without regard to case and diacritics.
        person: a person or body, by any part of a name or by a role and a name.
        place: where it happened, by any part of the place's name.
        type: PLOVER type, or "uncoded" for what no type fits.
        label: label of the accounts and events.

    Raises:
        QueryError: a day is no ISO day, or the last one lies before the first.
        InputError: there is no such type or label.

    >>> Wanted(type="assault", since="2026-03-01").told
    'since 2026-03-01; type ASSAULT'
    """

    since: str | None = None
    until: str | None = None
    outlet: str | None = None
    person: str | None = None
    place: str | None = None
    type: str | None = None
    label: str | None = None

    def __post_init__(self) -> None:
        for name in ("since", "until"):
            _check_day(name, getattr(self, name))
        if self.since and self.until and self.until < self.since:
            raise QueryError(
                what=f"the last day, {self.until}, lies before the first, {self.since}",
                where="--since",
                remedy="change one of them",
            )
        for name in ("person", "place"):
            asked = getattr(self, name)
            if asked is not None:
                name_words(asked)
        read = read_filter(types=[self.type] if self.type else (), labels=[self.label] if self.label else ())
        if read.types:
            object.__setattr__(self, "type", read.types[0] or UNCODED)
        if read.labels:
            object.__setattr__(self, "label", read.labels[0])

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) is not None for field in fields(self))

    @property
    def is_told(self) -> bool:
        """Whether facets tell what fits of place, type and label: a place has one word; two could be those of two places."""
        return self.place is None or len(name_words(self.place)) == 1

    @property
    def is_single(self) -> bool:
        """Whether facets tell what fits: nothing is asked for, an outlet alone, or no more than place, type and label."""
        given = {field.name for field in fields(self) if getattr(self, field.name) is not None}
        return given <= {"outlet"} or (given <= {"place", "type", "label"} and self.is_told)

    @property
    def told(self) -> str:
        """The filter in words."""
        given = ((field.name, getattr(self, field.name)) for field in fields(self))
        return "; ".join(f"{name} {value}" for name, value in given if value is not None)

    @property
    def by_happening(self) -> bool:
        """Whether something is asked of happenings, not of reports alone."""
        return any(one is not None for one in (self.place, self.type, self.label))

    @property
    def by_report(self) -> bool:
        """Whether something is asked of reports as a whole: days, outlet, or whom they name."""
        return self.by_line or self.person is not None

    @property
    def by_line(self) -> bool:
        """Whether something is asked of when and where reports were published."""
        return any(one is not None for one in (self.since, self.until, self.outlet))

    def fits_type(self, kind: str | None) -> bool:
        """Tell whether a PLOVER type, None for no type, is asked for."""
        return self.type is None or (kind or UNCODED) == self.type

    def fits_label(self, label: str) -> bool:
        """Tell whether a label is asked for."""
        return self.label is None or label == self.label

    def fits_place(self, names: Iterable[str | None]) -> bool:
        """Tell whether one of the names is that of the place asked for."""
        return self.place is None or any(name is not None and name_fits(self.place, name) for name in names)


def name_words(asked: str) -> tuple[str, ...]:
    """Return the words of a name that is asked for, without case, diacritics, and articles beside other words.

    Raises:
        QueryError: there is none in it.

    >>> name_words("the Dockers' Union"), name_words("The The")
    (('dockers', 'union'), ('the', 'the'))
    """
    words = tuple(word.folded for word in find_words(asked))
    words = tuple(word for word in words if word not in _ARTICLES) or words
    if not words:
        raise QueryError(
            what=f"{asked!r} holds no word of a name", where="filter", remedy="give a part of a name"
        )
    return words


def name_fits(asked: str, name: str, *, beside: Iterable[str] = ()) -> bool:
    """Tell whether every word asked for is in a name, or begins a word of it, whatever case and diacritics.

    Args:
        asked: a part of a name.
        name: the name.
        beside: roles; words asked for may stand there too, but one must be in the name.

    >>> name_fits("celik", "Zeynep Çelik"), name_fits("minister celik", "Zeynep Çelik", beside=["Interior Minister"])
    (True, True)
    >>> name_fits("minister", "Zeynep Çelik", beside=["Interior Minister"])
    False
    """
    own = [word.folded for word in find_words(name)]
    others = [word.folded for role in beside for word in find_words(role)]
    wanted = name_words(asked)
    return any(_is_among(word, own) for word in wanted) and all(
        _is_among(word, own + others) for word in wanted
    )


def _is_among(word: str, words: Iterable[str]) -> bool:
    if len(word) < LEAST_BEGINNING:
        return word in words
    return any(one.startswith(word) for one in words)


def _check_day(name: str, day: str | None) -> None:
    try:
        if day is None or (len(day) == len("2026-03-10") and date.fromisoformat(day)):
            return
    except ValueError:
        pass
    raise QueryError(what=f"{day!r} is no day", where=f"--{name}", remedy="write it as 2026-03-10")


EVERYTHING = Wanted()
"""Lets everything pass."""
