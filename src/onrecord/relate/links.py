"""How likely two tellings are of one happening: a linear model over what they share and what parts them.

Learnt on the actions that are one across reports in ECB+ (Cybulska and Vossen 2014) by `training/telling_links.py`, which
writes `resources/telling_links.json`. All tellings of a story are compared at once, as arrays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from onrecord.errors import ResourceError
from onrecord.lexicons import load_numbers
from onrecord.relate.compared import Compared, FloatArray, each_with_each
from onrecord.relate.stories import Likeness
from onrecord.relate.tellings import Telling
from onrecord.relate.word_space import WordSpace
from onrecord.relate.words import Weights

RESOURCE = "telling_links.json"


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
    return chances_of(each_with_each(tellings, weights, space), alike.between(reports), model)


def features(
    tellings: Sequence[Telling], weights: Weights, space: WordSpace, alike: Likeness
) -> dict[str, FloatArray]:
    """Return what the model looks at, by name: float32, (tellings, tellings) each."""
    between = alike.between([telling.report for telling in tellings])
    return dict(_features(each_with_each(tellings, weights, space), between))


def chances_of(compared: Compared, alike: FloatArray, model: LinkModel) -> FloatArray:
    """Return how likely tellings are of one happening, from how they compare and how alike their reports are."""
    score = np.zeros(alike.shape, np.float32)
    for name, values in _features(compared, alike):
        score += model.weights.get(name, 0.0) * values
    found: FloatArray = (1 / (1 + np.exp(-score))).astype(np.float32)
    return found


def _features(compared: Compared, alike: FloatArray) -> Iterator[tuple[str, FloatArray]]:
    """Yield what the model looks at, one table at a time: a story of seventy reports has 16 MB of each."""
    same = compared.equal("lemma")
    stem = compared.equal("stem") * (1 - same)
    near = np.clip(compared.meanings(), 0, 1)
    lexical = np.maximum(near, np.maximum(same, stem))
    yield "all", np.ones_like(same)
    yield "lemma same", same
    yield "lemma same, rare", same * compared.rarity()
    yield "stem same", stem
    yield "meaning", near
    yield "words", lexical
    yield "words squared", lexical**2
    actors = compared.overlap("actors")
    recipients = compared.overlap("recipients")
    parties = compared.overlap("parties")
    crossed = compared.overlap("names")
    sentence = compared.cosine("words")
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
    type_same = compared.equal("type")
    yield "type same", type_same
    yield "type other", compared.differ("type")
    yield "mode same", compared.equal("mode")
    yield "type same, names", type_same * crossed
    same_report = compared.equal("report")
    yield "one report", same_report
    yield "one report, lemma same", same_report * same
    yield "one report, sentence", same_report * sentence
    yield "one report, parties", same_report * parties
    likeness = alike * (1 - same_report)
    yield "reports alike", likeness
    yield "words, reports alike", lexical * likeness
    actor_clash = compared.both("actors") * (actors == 0)
    recipient_clash = compared.both("recipients") * (recipients == 0)
    yield "actors clash", actor_clash
    yield "recipients clash", recipient_clash
    yield "words, actors clash", lexical * actor_clash
    yield "words, recipients clash", lexical * recipient_clash
    yield "places", compared.overlap("places")
    days_same, days_clash = compared.days()
    yield "days same", days_same
    yield "days clash", days_clash
    yield "words, days same", lexical * days_same
    yield "numbers", compared.meet("numbers")
    yield "denied by one", compared.differ("denied")
    nobody = (parties == 0).astype(np.float32)
    yield "nobody shared", nobody
    yield "nobody shared, lemma same", nobody * same
