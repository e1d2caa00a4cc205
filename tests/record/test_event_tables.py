"""The tables of events: what each cell may hold, and that each example shows its row at work."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import get_args

import pytest

from onrecord.lexicons import load_table
from onrecord.model.event import Certainty, Condition, EventType, Polarity
from tests.plover_terms import CONTEXTS, MODES
from tests.record.table_rows import Embedder, EventWord, QuantityWord


@dataclass(frozen=True, slots=True)
class LightVerb:
    lemma: str
    roles: str
    polarity: str
    example: str


@dataclass(frozen=True, slots=True)
class ContextWord:
    word: str
    context: str
    example: str


EVENT_WORDS = load_table("event_words.tsv", EventWord)
EMBEDDERS = load_table("embedders.tsv", Embedder)
LIGHT_VERBS = load_table("light_verbs.tsv", LightVerb)
QUANTITY_WORDS = load_table("quantity_words.tsv", QuantityWord)
CONTEXT_WORDS = load_table("contexts.tsv", ContextWord)

_CLASSES = "PERSON BODY SIDE ARMED PLACE MONEY WEAPON VEHICLE BUILDING EVENT TALK THING CLAUSE ANY NONE"
_PREPOSITIONS = (
    "about across after against along among around as at behind before between by during for from in inside into "
    "near of off on onto out outside over through to toward towards under upon with within without"
)
CLASSES, PREPOSITIONS = set(_CLASSES.split()), set(_PREPOSITIONS.split())
RELATIONS = {"subj", "obj", "iobj", "xcomp", "ccomp", "that", "mod", "poss", "light", "when"} | PREPOSITIONS
PLACES = {"subj", "obj", "iobj", "poss", "mod"} | PREPOSITIONS
COUNTED = {
    "dead", "injured", "arrested", "detained", "displaced", "missing", "abducted", "evacuated", "crowd",
}  # fmt: skip

_IRREGULAR = (
    "be are is was were|become became|begin began|blow blew|break broke|bring brought|build built|"
    "buy bought|can could|catch caught|choose chose|come came|deal dealt|dig dug|do did|draw drew|drive drove|"
    "fall fell|feed fed|feel felt|fight fought|find found|flee fled|fly flew|forbid forbade|forget forgot|"
    "forgive forgave|forgo forwent|freeze froze frozen|get got|give gave|go went|hang hung|have had has|"
    "hold held|keep kept|know knew|lay laid|lead led|leave left|lend lent|life lives|lose lost|make made|"
    "mean meant|meet met|override overrode|overrun overran|overthrow overthrew|pay paid|rebuild rebuilt|"
    "repay repaid|retake retook|rise rose|run ran|say said|see saw|seek sought|sell sold|send sent|"
    "shake shook|shoot shot|shrink shrank|sink sank|sit sat|slay slew|speak spoke|stand stood|steal stole|"
    "stick stuck|strike struck|swear swore|take took|tear tore|tell told|think thought|throw threw|"
    "traffic trafficked|undergo underwent|understand understood|undertake undertook|unfreeze unfroze|"
    "uphold upheld|win won|wind wound|withdraw withdrew|withhold withheld|write wrote|criterion criteria|"
    "gunman gunmen|grow grew|spend spent|wear wore"
)
IRREGULAR = {word: set(rest) for word, *rest in (entry.split() for entry in _IRREGULAR.split("|"))}


def forms(lemma: str) -> set[str]:
    """The forms that a regular word of English may take, and those of the list above."""
    found = {lemma, *(lemma + end for end in ("s", "es", "ed", "d", "ing"))} | IRREGULAR.get(lemma, set())
    if lemma.endswith("e"):
        found.add(lemma[:-1] + "ing")
    if lemma.endswith("ie"):
        found.add(lemma[:-2] + "ying")
    if lemma.endswith("y"):
        found |= {lemma[:-1] + "ies", lemma[:-1] + "ied"}
    if re.search(r"[aeiou][^aeiouwxy]$", lemma):
        found |= {lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing"}
    return found


def words_of(text: str) -> list[str]:
    return [re.sub(r"['’]s?$", "", word) for word in re.findall(r"\w[\w'’-]*", text.lower())]


def shows(lemma: str, example: str) -> bool:
    """Whether the words of a lemma stand in a sentence in this order, each in one of its forms."""
    rest = iter(words_of(example))
    return all(any(word in forms(part) for word in rest) for part in words_of(lemma))


def conditions(row: EventWord) -> list[tuple[str, list[str]]]:
    pairs = [condition.partition(":") for condition in row.needs.split()]
    return [(relation, values.split(",")) for relation, _, values in pairs]


def repeated(keys: Iterable[object]) -> list[object]:
    return [key for key, n in Counter(keys).items() if n > 1]


def wrong_roles(roles: str) -> list[str]:
    fits = re.compile(r"(?:actor|recipient)=([a-z]+(?:,[a-z]+)*)")
    matches = [(part, fits.fullmatch(part)) for part in roles.split()]
    return [part for part, m in matches if m is None or not set(m.group(1).split(",")) <= PLACES]


def test_no_frame_of_an_event_word_is_listed_twice() -> None:
    assert repeated((row.lemma, row.pos, frozenset(row.needs.split())) for row in EVENT_WORDS) == []


def test_event_words_have_a_type_a_mode_of_that_type_and_known_contexts() -> None:
    types = {*get_args(EventType), "NONE", "STATE"}
    assert {row.type for row in EVENT_WORDS} == types
    assert [row for row in EVENT_WORDS if row.mode and row.mode not in MODES.get(row.type, "").split()] == []
    assert [row for row in EVENT_WORDS if not set(row.contexts) <= CONTEXTS] == []
    assert {row.pos for row in EVENT_WORDS} == {"verb", "noun", "adj"}


def test_every_mode_has_a_word_that_implies_it() -> None:
    listed = {(row.type, row.mode) for row in EVENT_WORDS if row.mode}
    assert listed == {(type_, mode) for type_, modes in MODES.items() for mode in modes.split()}


def test_what_an_event_word_needs_can_be_read() -> None:
    for row in EVENT_WORDS:
        for relation, values in conditions(row):
            assert relation in RELATIONS, row
            assert all(values), row
            assert {value for value in values if value.isupper()} <= CLASSES, row
    assert [row for row in EVENT_WORDS if repeated(relation for relation, _ in conditions(row))] == []


def test_rows_of_a_lemma_stand_from_most_to_fewest_conditions() -> None:
    for key, rows in groupby(EVENT_WORDS, key=lambda row: (row.pos, row.lemma)):
        counts = [len(conditions(row)) for row in rows]
        assert counts == sorted(counts, reverse=True), key
    assert repeated(key for key, _ in groupby(EVENT_WORDS, key=lambda row: (row.pos, row.lemma))) == []


def test_example_of_an_event_word_shows_its_frame() -> None:
    for row in EVENT_WORDS:
        assert shows(row.lemma, row.example), row
        for relation, values in conditions(row):
            if relation in PREPOSITIONS and "NONE" not in values:
                assert relation in words_of(row.example), row
            if not any(value.isupper() for value in values):
                assert any(shows(value, row.example) for value in values), row


def test_examples_of_event_words_are_sentences_of_their_own() -> None:
    assert repeated(row.example for row in EVENT_WORDS) == []
    assert [row for row in EVENT_WORDS if not re.fullmatch(r"[A-Z].*\.", row.example)] == []


def test_roles_name_known_places() -> None:
    assert [row for row in EVENT_WORDS if wrong_roles(row.roles)] == []
    assert [row for row in LIGHT_VERBS if wrong_roles(row.roles)] == []


def test_partner_in_a_reciprocal_event_noun_stands_after_with() -> None:
    nouns = [row for row in EVENT_WORDS if row.pos == "noun" and row.reciprocal]
    assert [row for row in nouns if "recipient=with" not in row.roles.split()] == []


@pytest.mark.parametrize(
    ("lemma", "needs", "type_"),
    [
        ("fight", "obj:cancer", "NONE"),
        ("attack", "obj:plan", "ACCUSE"),
        ("kill", "obj:bill", "REJECT"),
        ("fire", "obj:PERSON", "NONE"),
        ("fire", "obj:missile", "ASSAULT"),
        ("strike", "obj:deal", "AGREE"),
        ("shoot", "obj:film", "STATE"),
        ("raid", "obj:fridge", "STATE"),
        ("meet", "obj:deadline", "STATE"),
        ("meet", "obj:SIDE", "CONSULT"),
        ("charge", "obj:fee", "STATE"),
        ("kill", "subj:earthquake", "NONE"),
    ],
)
def test_frames_that_mislead_are_told_apart(lemma: str, needs: str, type_: str) -> None:
    relation, _, value = needs.partition(":")
    rows = [row for row in EVENT_WORDS if row.lemma == lemma and row.pos == "verb"]
    found = [row.type for row in rows if any(r == relation and value in v for r, v in conditions(row))]
    assert found[0] == type_


def test_embedders_say_how_sure_and_which_way() -> None:
    assert repeated((row.lemma, row.pos, row.complement) for row in EMBEDDERS) == []
    assert {row.pos for row in EMBEDDERS} == {"verb", "noun", "adj", "adv", "modal", "prep"}
    assert {row.complement for row in EMBEDDERS} == {"to", "that", "ing", "noun", "any"}
    for row in EMBEDDERS:
        for effect in (row.positive, row.negative):
            certainty, polarity, condition = effect.split(" ")
            assert certainty in get_args(Certainty), row
            assert polarity in get_args(Polarity), row
            assert condition in (*get_args(Condition), "-"), row


def test_example_of_an_embedder_shows_it_with_its_complement() -> None:
    for row in EMBEDDERS:
        assert shows(row.lemma, row.example), row
        if row.complement == "ing":
            assert re.search(r"\w+ing\b", row.example), row
        if row.complement == "that" and row.pos in ("verb", "noun", "adj") and row.lemma != "look like":
            assert {"that", "whether"} & set(words_of(row.example)), row
        if row.complement == "to" and row.lemma not in (
            "make",
            "let",
            "see",
            "watch",
            "hear",
            "notice",
            "observe",
        ):
            assert "to" in words_of(row.example), row


def test_light_verbs_are_listed_once_with_a_polarity() -> None:
    assert repeated(row.lemma for row in LIGHT_VERBS) == []
    assert {row.polarity for row in LIGHT_VERBS} == {"positive", "negative", "ended"}
    assert [row for row in LIGHT_VERBS if not shows(row.lemma, row.example)] == []


def test_quantity_words_count_one_thing_each() -> None:
    assert repeated((row.word, row.pos) for row in QUANTITY_WORDS) == []
    assert {row.what for row in QUANTITY_WORDS} == COUNTED
    assert [row for row in QUANTITY_WORDS if not shows(row.word, row.example)] == []


def test_every_context_of_plover_has_its_words() -> None:
    assert repeated((row.word, row.context) for row in CONTEXT_WORDS) == []
    assert {row.context for row in CONTEXT_WORDS} == CONTEXTS
    assert [row for row in CONTEXT_WORDS if not shows(row.word, row.example)] == []
    assert [row for row in CONTEXT_WORDS if row.word != row.word.lower()] == []
