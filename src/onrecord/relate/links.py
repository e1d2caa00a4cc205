"""How likely two tellings are of one happening: a linear model over what they share and what parts them.

Learnt on the actions that are one across reports in ECB+ (Cybulska and Vossen 2014) by `training/telling_links.py`, which
writes `resources/telling_links.json`. All tellings of a story are compared at once, as arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import ResourceError
from onrecord.lexicons import load_numbers
from onrecord.relate.stories import Likeness
from onrecord.relate.tellings import Telling
from onrecord.relate.word_space import WordSpace
from onrecord.relate.words import Weights

RESOURCE = "telling_links.json"
_STEM = 5
"""Letters that two words must begin with alike to be of one stem ("collide", "collision")."""

FloatArray = NDArray[np.float32]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LinkModel:
    """The weights of the model, by feature, and the likelihood from which tellings are joined."""

    weights: dict[str, float]
    least: float


@cache
def load_links() -> LinkModel:
    """Return the model that ships.

    Raises:
        ResourceError: the file is missing or damaged.
    """
    table = load_numbers(RESOURCE)
    try:
        return LinkModel({str(k): float(v) for k, v in table["weights"].items()}, float(table["least"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ResourceError(
            what=f"the weights of the telling links cannot be read ({error})",
            where=RESOURCE,
            remedy="install onrecord again, or restore the file from the repository",
        ) from error


def link_chances(
    tellings: Sequence[Telling], weights: Weights, space: WordSpace, alike: Likeness, model: LinkModel
) -> FloatArray:
    """Return how likely each two tellings are of one happening: float32, (tellings, tellings), symmetric, 0 to 1.

    Args:
        tellings: those of one story.
        weights: how telling words are.
        space: how near words are in meaning.
        alike: how alike their reports are.
        model: weights of the features.
    """
    reports = [telling.report for telling in tellings]
    return chances_between(tellings, tellings, weights, space, alike.between(reports), model)


def chances_between(
    ones: Sequence[Telling],
    others: Sequence[Telling],
    weights: Weights,
    space: WordSpace,
    alike: FloatArray,
    model: LinkModel,
) -> FloatArray:
    """Return how likely each of some tellings is of one happening with each of others: float32, (ones, others), 0 to 1.

    Args:
        ones, others: the tellings.
        weights: how telling words are.
        space: how near words are in meaning.
        alike: float32, (ones, others), how alike their reports are.
        model: weights of the features.
    """
    score = np.zeros((len(ones), len(others)), np.float32)
    for name, values in _features(ones, others, weights, space, alike):
        score += model.weights.get(name, 0.0) * values
    found: FloatArray = (1 / (1 + np.exp(-score))).astype(np.float32)
    return found


def features(
    tellings: Sequence[Telling], weights: Weights, space: WordSpace, alike: Likeness
) -> dict[str, FloatArray]:
    """Return what the model looks at, by name: float32, (tellings, tellings) each."""
    between = alike.between([telling.report for telling in tellings])
    return dict(_features(tellings, tellings, weights, space, between))


def _features(
    ones: Sequence[Telling],
    others: Sequence[Telling],
    weights: Weights,
    space: WordSpace,
    alike: FloatArray,
) -> Iterator[tuple[str, FloatArray]]:
    """Yield what the model looks at, one table at a time: a story of seventy reports has 16 MB of each."""
    both = (ones, others)
    lemmas = _each(both, lambda t: t.lemma)
    same = _equal(*lemmas)
    stem = _equal(*_each(both, lambda t: t.lemma[:_STEM] if len(t.lemma) >= _STEM else None)) * (1 - same)
    near = np.clip(_meanings(*lemmas, space), 0, 1)
    lexical = np.maximum(near, np.maximum(same, stem))
    rarity = [
        np.array([min(weights.of_word(lemma), 6.0) / 6.0 for lemma in some], np.float32) for some in lemmas
    ]
    yield "all", np.ones_like(same)
    yield "lemma same", same
    yield "lemma same, rare", same * np.sqrt(np.outer(*rarity))
    yield "stem same", stem
    yield "meaning", near
    yield "words", lexical
    yield "words squared", lexical**2
    actors = _overlap(*_each(both, lambda t: t.actors), weights)
    recipients = _overlap(*_each(both, lambda t: t.recipients), weights)
    parties = _overlap(*_each(both, lambda t: t.parties), weights)
    crossed = _overlap(*_each(both, lambda t: t.parties | t.names), weights)
    sentence = _cosine(*_each(both, lambda t: t.words), weights)
    yield "actors", actors
    yield "recipients", recipients
    yield "parties", parties
    yield "names", crossed
    yield "sentence", sentence
    yield "words, sentence", lexical * sentence
    yield "words, parties", lexical * parties
    yield "words, actors", lexical * actors
    yield "words, recipients", lexical * recipients
    yield "words, names", lexical * crossed
    type_same, type_other = _categories(*_each(both, lambda t: t.type))
    yield "type same", type_same
    yield "type other", type_other
    yield "mode same", _categories(*_each(both, lambda t: f"{t.type}/{t.mode}" if t.mode else None))[0]
    yield "type same, names", type_same * crossed
    same_report = _equal(*_each(both, lambda t: t.report))
    yield "one report", same_report
    yield "one report, lemma same", same_report * same
    yield "one report, sentence", same_report * sentence
    yield "one report, parties", same_report * parties
    likeness = alike * (1 - same_report)
    yield "reports alike", likeness
    yield "words, reports alike", lexical * likeness
    actor_clash = _both(*_each(both, lambda t: bool(t.actors))) * (actors == 0)
    recipient_clash = _both(*_each(both, lambda t: bool(t.recipients))) * (recipients == 0)
    yield "actors clash", actor_clash
    yield "recipients clash", recipient_clash
    yield "words, actors clash", lexical * actor_clash
    yield "words, recipients clash", lexical * recipient_clash
    yield "places", _overlap(*_each(both, lambda t: frozenset(map(str, t.places))), None)
    days_same, days_clash = _days(*_each(both, lambda t: t.days))
    yield "days same", days_same
    yield "days clash", days_clash
    yield "words, days same", lexical * days_same
    yield "numbers", (_shared(*_each(both, lambda t: t.numbers)) > 0).astype(np.float32)
    yield "denied by one", _differ(*_each(both, lambda t: t.label == "denied"))
    nobody = (parties == 0).astype(np.float32)
    yield "nobody shared", nobody
    yield "nobody shared, lemma same", nobody * same


def _each(
    both: tuple[Sequence[Telling], Sequence[Telling]], part: Callable[[Telling], T]
) -> tuple[list[T], list[T]]:
    """Return a part of each telling; of the same tellings the same list, which is then multiplied with itself."""
    ones = [part(telling) for telling in both[0]]
    return ones, ones if both[1] is both[0] else [part(telling) for telling in both[1]]


def _meanings(ones: Sequence[str], others: Sequence[str], space: WordSpace) -> FloatArray:
    """Return how near words are in meaning: float32, (ones, others)."""
    if not ones or not others:
        return np.zeros((len(ones), len(others)), np.float32)
    first = np.stack([space.vector(word) for word in ones])
    second = first if others is ones else np.stack([space.vector(word) for word in others])
    return np.asarray(first @ second.T, np.float32)


def _equal(ones: Sequence[Hashable], others: Sequence[Hashable]) -> FloatArray:
    """Return where two values are the same, neither unknown."""
    numbers = {value: n for n, value in enumerate(dict.fromkeys((*ones, *others)))}
    codes = np.array([numbers[value] if value is not None else -1 for value in ones], np.int64)
    against = np.array([numbers[value] if value is not None else -2 for value in others], np.int64)
    return np.asarray(codes[:, None] == against[None, :], np.float32)


def _both(ones: Sequence[bool], others: Sequence[bool]) -> FloatArray:
    return np.asarray(np.outer(np.array(ones, np.float32), np.array(others, np.float32)), np.float32)


def _differ(ones: Sequence[bool], others: Sequence[bool]) -> FloatArray:
    return np.asarray(np.array(ones, bool)[:, None] != np.array(others, bool)[None, :], np.float32)


def _categories(ones: Sequence[str | None], others: Sequence[str | None]) -> tuple[FloatArray, FloatArray]:
    """Return where two known categories are the same, and where they differ."""
    equal = _equal(ones, others)
    known = _both([value is not None for value in ones], [value is not None for value in others])
    return equal, (1 - equal) * known


def _tables(
    ones: Sequence[frozenset[str]], others: Sequence[frozenset[str]], weight: Callable[[str], float]
) -> tuple[FloatArray, FloatArray]:
    """Return which items each set holds, each by the root of its weight: float32, (sets, items), the same items in both."""
    columns = {item: n for n, item in enumerate(sorted(frozenset().union(*ones, *others)))}
    worth = np.array([weight(item) ** 0.5 for item in columns], np.float32)
    first = _table(ones, columns, worth)
    return first, first if others is ones else _table(others, columns, worth)


def _table(sets: Sequence[frozenset[str]], columns: dict[str, int], worth: FloatArray) -> FloatArray:
    found = np.zeros((len(sets), max(1, len(columns))), np.float32)
    rows = np.repeat(np.arange(len(sets)), [len(items) for items in sets])
    places = np.array([columns[item] for items in sets for item in items], np.int64)
    found[rows, places] = worth[places]
    return found


def _shared(ones: Sequence[frozenset[str]], others: Sequence[frozenset[str]]) -> FloatArray:
    first, second = _tables(ones, others, lambda _: 1.0)
    return np.asarray(first @ second.T, np.float32)


def _overlap(
    ones: Sequence[frozenset[str]], others: Sequence[frozenset[str]], weights: Weights | None
) -> FloatArray:
    """Return the weight of what two sets share over that of the lighter one; 0 where one is empty."""
    first, second = _tables(ones, others, weights.of_word if weights is not None else lambda _: 1.0)
    shared = first @ second.T
    own, theirs = _squares(first, second, shared)
    lighter = np.minimum(own[:, None], theirs[None, :])
    return np.asarray(np.where(lighter > 0, shared / np.maximum(lighter, 1e-6), 0), np.float32)


def _cosine(ones: Sequence[frozenset[str]], others: Sequence[frozenset[str]], weights: Weights) -> FloatArray:
    """Return the cosine of two sets of words by the squares of their weights."""
    first, second = _tables(ones, others, lambda word: weights.of_word(word) ** 2)
    shared = first @ second.T
    lengths = [np.sqrt(np.maximum(squares, 1e-6)) for squares in _squares(first, second, shared)]
    return np.asarray(shared / np.outer(*lengths), np.float32)


def _squares(first: FloatArray, second: FloatArray, shared: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the square of the length of each row of two tables, given their product."""
    if second is first:
        own = np.diag(shared).copy()
        return own, own
    one, other = (np.asarray(np.einsum("ij,ij->i", table, table), np.float32) for table in (first, second))
    return one, other


def _days(
    ones: Sequence[tuple[str, str] | None], others: Sequence[tuple[str, str] | None]
) -> tuple[FloatArray, FloatArray]:
    """Return where the days of two tellings overlap, and where they exclude each other."""
    known = _both([span is not None for span in ones], [span is not None for span in others])
    order = {
        day: n for n, day in enumerate(sorted({day for span in (*ones, *others) if span for day in span}))
    }
    first, last, first2, last2 = (
        np.array([order[span[end]] if span else 0 for span in some], np.int64)
        for some in (ones, others)
        for end in (0, 1)
    )
    meet = ((first[:, None] <= last2[None, :]) & (first2[None, :] <= last[:, None])).astype(np.float32)
    return meet * known, (1 - meet) * known
