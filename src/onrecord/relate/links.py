"""How likely two tellings are of one happening: a linear model over what they share and what parts them.

Learnt on the actions that are one across reports in ECB+ (Cybulska and Vossen 2014) by `training/telling_links.py`, which
writes `resources/telling_links.json`. All tellings of a story are compared at once, as arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

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
    score = np.zeros((len(tellings), len(tellings)), np.float32)
    for name, values in features(tellings, weights, space, alike).items():
        score += model.weights.get(name, 0.0) * values
    found: FloatArray = (1 / (1 + np.exp(-score))).astype(np.float32)
    return found


def features(
    tellings: Sequence[Telling], weights: Weights, space: WordSpace, alike: Likeness
) -> dict[str, FloatArray]:
    """Return what the model looks at, by name: float32, (tellings, tellings) each."""
    lemmas = [telling.lemma for telling in tellings]
    same, stem = (
        _equal(lemmas),
        _equal([lemma[:_STEM] if len(lemma) >= _STEM else f"{n}!" for n, lemma in enumerate(lemmas)]),
    )
    stem = stem * (1 - same)
    vectors = np.stack([space.vector(lemma) for lemma in lemmas]) if lemmas else np.zeros((0, 1), np.float32)
    near = np.clip(vectors @ vectors.T, 0, 1)
    lexical = np.maximum(near, np.maximum(same, stem))
    rarity = np.array([min(weights.of_word(lemma), 6.0) / 6.0 for lemma in lemmas], np.float32)
    actors = _overlap([t.actors for t in tellings], weights)
    recipients = _overlap([t.recipients for t in tellings], weights)
    parties = _overlap([t.parties for t in tellings], weights)
    crossed = _overlap([t.parties | t.names for t in tellings], weights)
    sentence = _cosine([t.words for t in tellings], weights)
    reports = np.array([telling.report for telling in tellings], np.int64)
    same_report = (reports[:, None] == reports[None, :]).astype(np.float32)
    apart = 1 - same_report
    likeness = alike.between(reports) * apart
    type_same, type_other = _categories([t.type for t in tellings])
    mode_same, _ = _categories([f"{t.type}/{t.mode}" if t.mode else None for t in tellings])
    actor_known, recipient_known = (
        _both([bool(t.actors) for t in tellings]),
        _both([bool(t.recipients) for t in tellings]),
    )
    actor_clash = actor_known * (actors == 0)
    recipient_clash = recipient_known * (recipients == 0)
    places = _overlap([frozenset(map(str, t.places)) for t in tellings], None)
    days_same, days_clash = _days([t.days for t in tellings])
    numbers = (_shared([t.numbers for t in tellings]) > 0).astype(np.float32)
    denied = _differ([t.label == "denied" for t in tellings])
    found = {
        "all": np.ones_like(same),
        "lemma same": same,
        "lemma same, rare": same * np.sqrt(np.outer(rarity, rarity)),
        "stem same": stem,
        "meaning": near,
        "words": lexical,
        "words squared": lexical**2,
        "actors": actors,
        "recipients": recipients,
        "parties": parties,
        "names": crossed,
        "sentence": sentence,
        "words, sentence": lexical * sentence,
        "words, parties": lexical * parties,
        "words, actors": lexical * actors,
        "words, recipients": lexical * recipients,
        "words, names": lexical * crossed,
        "type same": type_same,
        "type other": type_other,
        "mode same": mode_same,
        "type same, names": type_same * crossed,
        "one report": same_report,
        "one report, lemma same": same_report * same,
        "one report, sentence": same_report * sentence,
        "one report, parties": same_report * parties,
        "reports alike": likeness,
        "words, reports alike": lexical * likeness,
        "actors clash": actor_clash,
        "recipients clash": recipient_clash,
        "words, actors clash": lexical * actor_clash,
        "words, recipients clash": lexical * recipient_clash,
        "places": places,
        "days same": days_same,
        "days clash": days_clash,
        "words, days same": lexical * days_same,
        "numbers": numbers,
        "denied by one": denied,
        "nobody shared": (parties == 0).astype(np.float32),
        "nobody shared, lemma same": (parties == 0) * same,
    }
    return {name: values.astype(np.float32) for name, values in found.items()}


def _equal(values: Sequence[str]) -> FloatArray:
    numbers = {value: n for n, value in enumerate(dict.fromkeys(values))}
    codes = np.array([numbers[value] for value in values], np.int64)
    return np.asarray(codes[:, None] == codes[None, :], np.float32)


def _both(known: Sequence[bool]) -> FloatArray:
    flags = np.array(known, np.float32)
    return np.asarray(np.outer(flags, flags), np.float32)


def _differ(flags: Sequence[bool]) -> FloatArray:
    codes = np.array(flags, bool)
    return np.asarray(codes[:, None] != codes[None, :], np.float32)


def _categories(values: Sequence[str | None]) -> tuple[FloatArray, FloatArray]:
    """Return where two known categories are the same, and where they differ."""
    equal, known = _equal([value or "" for value in values]), _both([value is not None for value in values])
    return equal * known, (1 - equal) * known


def _table(sets: Sequence[frozenset[str]], weight: Callable[[str], float]) -> FloatArray:
    """Return which items each set holds, each by the root of its weight: float32, (sets, items)."""
    columns = {item: n for n, item in enumerate(sorted(frozenset().union(*sets)))}
    found = np.zeros((len(sets), max(1, len(columns))), np.float32)
    for row, items in enumerate(sets):
        for item in items:
            found[row, columns[item]] = weight(item) ** 0.5
    return found


def _shared(sets: Sequence[frozenset[str]]) -> FloatArray:
    table = _table(sets, lambda _: 1.0)
    return np.asarray(table @ table.T, np.float32)


def _overlap(sets: Sequence[frozenset[str]], weights: Weights | None) -> FloatArray:
    """Return the weight of what two sets share over that of the lighter one; 0 where one is empty."""
    table = _table(sets, weights.of_word if weights is not None else lambda _: 1.0)
    shared = table @ table.T
    own = np.diag(shared).copy()
    lighter = np.minimum(own[:, None], own[None, :])
    return np.asarray(np.where(lighter > 0, shared / np.maximum(lighter, 1e-6), 0), np.float32)


def _cosine(sets: Sequence[frozenset[str]], weights: Weights) -> FloatArray:
    """Return the cosine of two sets of words by the squares of their weights."""
    table = _table(sets, lambda word: weights.of_word(word) ** 2)
    shared = table @ table.T
    length = np.sqrt(np.maximum(np.diag(shared), 1e-6))
    return np.asarray(shared / np.outer(length, length), np.float32)


def _days(spans: Sequence[tuple[str, str] | None]) -> tuple[FloatArray, FloatArray]:
    """Return where the days of two tellings overlap, and where they exclude each other."""
    known = _both([span is not None for span in spans])
    order = {day: n for n, day in enumerate(sorted({day for span in spans if span for day in span}))}
    first = np.array([order[span[0]] if span else 0 for span in spans], np.int64)
    last = np.array([order[span[1]] if span else 0 for span in spans], np.int64)
    meet = ((first[:, None] <= last[None, :]) & (first[None, :] <= last[:, None])).astype(np.float32)
    return meet * known, (1 - meet) * known
