"""Which names of places in a report stand for ground, and which for a state, a body or a person.

"Fighting in Ruritania" is about ground; "Ruritania accused its neighbour" is about a government, and "the
Strelsau Gazette" about a paper. In doubt a name counts as ground.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

from onrecord.gazetteer import Gazetteer, PlaceRow, normalise_name
from onrecord.lexicons import load_table
from onrecord.model import Mention, Reading, Span
from onrecord.record.bodies import find_body, is_state_code
from onrecord.record.names import OF_A_REGION
from onrecord.record.parse import Parse
from onrecord.record.toponym_clues import rows_of

_LOCATIVE = (
    "in|at|near|into|inside|outside|across|around|throughout|through|toward|towards|onto|off|above|over|"
    "within|along|beyond|via|from|en route to|south of|north of|east of|west of|outskirts of|city of|town of|"
    "village of|province of|suburb of|region of|district of|port of|parts of|areas of"
)
_BEFORE_GROUND = re.compile(
    rf"\b(?:{_LOCATIVE})\s+(?:the\s+|both\s+)?"
    r"(?:(?:central|downtown|greater|rural|mainland|war-torn|nearby|neighbouring|neighboring|"
    r"(?:north|south|east|west)(?:[- ]?(?:east|west))?(?:ern)?)\s+)*$",
    re.IGNORECASE,
)
_LAST_BEFORE_GROUND = frozenset(
    [
        *(words.rpartition(" ")[2] for words in _LOCATIVE.split("|")),
        *("to", "the", "both", "central", "downtown", "greater", "rural", "mainland", "torn", "nearby"),
        *("neighbouring", "neighboring"),
        *(
            main + side + ending
            for main in ("north", "south", "east", "west")
            for side in ("", "east", "west")
            for ending in ("", "ern")
        ),
    ]
)
"""Words, to their last hyphen, that the words before ground can end with; few names follow one of these."""
_TO_GROUND = re.compile(r"(\w+)\s+to\s+(?:the\s+)?$", re.IGNORECASE)
_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_][\w’'-]*", re.UNICODE)
_LINKS = frozenset({"of", "the", "and", "de", "del", "la", "al", "el", "ez", "az", "ad", "as", "on"})
_LONGEST_NAME = 5
_TOWN = 10_000
"""Inhabitants from which a name that only a preposition of place speaks for is a town: "in Congress" is none."""
_WIDELY_KNOWN = 100_000
"""Inhabitants above which a name that the weights took for something else is still tried as a place."""

_OWNED = re.compile(r"['’]s\s+(?:(\w+)\s+)?(\w+)")
_AUXILIARY = re.compile(r"\s+(?:has|had|have|will|would|should|must|cannot|can|could|may|might|does|did)\b")
_SIDE_BEFORE = re.compile(r"\b(?:by|with|against|between|among|versus)\s+(?:the\s+)?$", re.IGNORECASE)
_ASKED_BEFORE = re.compile(r"\b(?:for|on|upon)\s+(?:the\s+)?$", re.IGNORECASE)
_TO_DO = re.compile(r"\s+(?:not\s+)?to\s+[a-z]")
_SIDES = frozenset({"by", "with", "against", "between", "among", "versus"})
_STREETS = frozenset({"street", "avenue", "road", "lane", "boulevard", "drive", "square", "court", "terrace"})
_DIRECTIONS = frozenset(
    part + ending for part in ("north", "south", "east", "west") for ending in ("", "ern")
) | {"central"}
"""Words for ground only with a name beside them; "the West" is a set of states."""
_PLACE_TYPES = frozenset({"LOC", "GPE", "FAC"})


@dataclass(frozen=True, slots=True)
class PlaceWord:
    """A word that tells ground from governments and bodies.

    Attributes:
        word: lower case; of a verb, the lemma.
        use: "state_verb" (a country is its subject as ground), "acting_verb" (a capital is its subject as a
            government), "dealing_verb" (a country is its object as a government), "body_noun" ("Ruritania's
            army"), "body_head" (ends names of bodies), "ground_noun" (heads names of places), "before_to"
            ("according to"), "calendar" (months and weekdays, which some towns bear too).
    """

    word: str
    use: str


@cache
def _words(use: str) -> frozenset[str]:
    return frozenset(row.word for row in load_table("place_words.tsv", PlaceWord) if row.use == use)


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A name that may be resolved: where it stands, and whether it stands for ground, with the reason."""

    span: Span
    name: str
    ground: bool
    because: str


class GroundFinder:
    """Finds the place names of one reading."""

    def __init__(self, reading: Reading, gazetteer: Gazetteer) -> None:
        """Look at one reading."""
        self.reading, self.text, self.gazetteer = reading, reading.text, gazetteer
        self.parse = Parse.of(reading)
        names = [mention for mention in reading.mentions if mention.kind == "name"]
        self.places = [mention for mention in names if mention.type in _PLACE_TYPES]
        self.others = [mention for mention in names if mention.type not in _PLACE_TYPES]
        self._words = list(_WORD.finditer(self.text))
        self._after_locative: dict[int, bool] = {}

    def find(self) -> list[PlaceName]:
        """Return the place names in order of offset, none overlapping another."""
        found: list[PlaceName] = []
        end = 0
        for span in self._candidates():
            if span.start < end:
                continue
            name = span.cut(self.text)
            if self._is_adjective(span, name) or self._in_body(span):
                continue
            if self._is_body(span, name):
                continue
            rows = rows_of(name, self.gazetteer)
            ground, because = self._stands_for_ground(span, rows)
            found.append(PlaceName(span, name, ground, because))
            end = span.end
        return found

    def _is_body(self, span: Span, name: str) -> bool:
        """Tell whether a name is a body's: one written as an acronym always, another unless it follows "in" or "at"."""
        if find_body(name) is None or is_state_code(span, self.text):
            return False
        return name.replace(".", "").isupper() or not self._beside_locative(span.start)

    def _candidates(self) -> Iterator[Span]:
        """Yield spans that may be toponyms, the longest of those that start together first."""
        spans = {*self._scanned(), *self._mentioned()}
        yield from sorted(spans, key=lambda span: (span.start, -span.end))

    def _mentioned(self) -> Iterator[Span]:
        for mention in self.places:
            span = mention.name_span or mention.span
            name = span.cut(self.text)
            if not _starts_name(name) or self._is_never_place(name):
                continue
            located = self._beside_locative(span.start)
            if normalise_name(name) in self._persons and not located:
                continue
            if rows_of(name, self.gazetteer):
                yield self._with_stop(span)
            elif not self._is_odd(span, name, located):
                yield span

    def _is_odd(self, span: Span, name: str, located: bool) -> bool:
        """Tell whether a name that the gazetteer lacks is too doubtful for a place.

        Without a gazetteer row the weights stand alone, so the words beside the name must agree: a
        preposition of place, "of", a word for a kind of place after it, or a known place after a comma.
        """
        letters = name.replace(".", "")
        if (letters.isupper() and len(letters) <= 5) or not any(letter.islower() for letter in name):
            return True
        if any(one.span.overlaps(span) and len(one.span) > len(span) for one in self.others):
            return True
        if located or re.search(r"\bof\s+$", self.text[max(0, span.start - 8) : span.start]):
            return False
        after = re.match(r"(,)?\s+([\w-]+)", self.text[span.end : span.end + 40])
        if after is None:
            return True
        word = after.group(2)
        return not (
            bool(self.gazetteer.find(word)) if after.group(1) else word.lower() in _words("ground_noun")
        )

    def _is_never_place(self, name: str) -> bool:
        """Tell whether a name is a bare direction, a bare word for a road ("Street"), or a month or weekday."""
        key = name.lower().removeprefix("the ")
        return key in _DIRECTIONS or key in _words("calendar") or key in _STREETS

    def _scanned(self) -> Iterator[Span]:
        words = self._words
        at = 0
        while at < len(words):
            taken = 1
            if _starts_name(words[at].group()):
                for length in range(self._run(words, at), 0, -1):
                    span = self._joined(words[at : at + length])
                    if span is not None and self._is_known_place(span):
                        yield span
                        taken = length
                        break
            at += taken

    def _run(self, words: list[re.Match[str]], at: int) -> int:
        """Return how many words from one on could be one name, by what stands between them."""
        length = 1
        for one, other in pairwise(words[at : at + _LONGEST_NAME]):
            between = self.text[one.end() : other.start()]
            if between not in (" ", "-", ". ") or not (
                _starts_name(other.group()) or other.group() in _LINKS
            ):
                break
            length += 1
        return length

    def _joined(self, words: list[re.Match[str]]) -> Span | None:
        """Return the span of words that could be one name, or None."""
        last = words[-1].group()
        if not _starts_name(last):
            return None
        for one, other in pairwise(words):
            if self.text[one.end() : other.start()] not in (" ", "-", ". "):
                return None
            if self.text[one.end() : other.start()] == ". " and len(one.group()) > 2:
                return None
            if not _starts_name(other.group()) and other.group() not in _LINKS:
                return None
        end = words[-1].end()
        for ending in ("'s", "’s", "'", "’"):
            if last.endswith(ending):
                end -= len(ending)
                break
        return self._with_stop(Span(words[0].start(), end))

    def _with_stop(self, span: Span) -> Span:
        """Return the span with the full stop of an abbreviated state ("Calif.", "U.S.")."""
        name = span.cut(self.text)
        if self.text[span.end : span.end + 1] == "." and (
            self.gazetteer.division(f"{name}.") or ("." in name and self.gazetteer.country(f"{name}."))
        ):
            return Span(span.start, span.end + 1)
        return span

    def _is_known_place(self, span: Span) -> bool:
        name = span.cut(self.text)
        if name.lower().startswith("the ") or self._is_never_place(name):
            return False
        if len(name) < 3 and not (name.isupper() and name in ("US", "UK")):
            return False
        if name.isupper() and 2 < len(name) <= 4 and self._is_acronym(name):
            return False
        division = self.gazetteer.division(name) if name.endswith(".") else None
        rows = (division,) if division is not None else self.gazetteer.find(name)
        if not rows:
            return False
        key = normalise_name(name)
        person = key in self._persons
        if self._beside_locative(span.start) and not any(one.name_span == span for one in self.others):
            top = rows[0]
            own_name = normalise_name(top.name) == key
            return (
                top.feature == "PCLI"
                or top.radius_km is not None
                or _is_listed(top)
                or key in self._typed
                or (top.population >= (_TOWN if own_name else _WIDELY_KNOWN) and (own_name or not person))
            )
        if person:
            return False
        if key in self._surfaces:
            return True
        if rows[0].feature == "PCLI" or rows[0].radius_km is not None or _is_listed(rows[0]):
            return True
        return " " not in key and self._is_widely_known(rows[0], span)

    def _is_acronym(self, name: str) -> bool:
        country = self.gazetteer.country(name)
        return country is None or name not in country.names

    def _is_widely_known(self, row: PlaceRow, span: Span) -> bool:
        """Tell whether an untyped name is that of a large town, and no other name covers it."""
        if row.population < _WIDELY_KNOWN or normalise_name(row.name) != normalise_name(span.cut(self.text)):
            return False
        head = self.parse.head_of(span)
        if head is not None and self.parse.words[head].upos == "NOUN":
            return False  # "Man held in Narva": no town of that name
        return not any(one.span.overlaps(span) for one in self.others)

    @cached_property
    def _typed(self) -> frozenset[str]:
        """Normalised names that the weights take for places somewhere."""
        return frozenset(normalise_name((one.name_span or one.span).cut(self.text)) for one in self.places)

    @cached_property
    def _surfaces(self) -> frozenset[str]:
        """Normalised names of known towns that stand after a preposition of place somewhere, or are typed."""
        found = set(self._typed)
        for match in self._words:
            if not match.group()[:1].isupper() or not self._beside_locative(match.start()):
                continue
            name = re.sub(r"[’']s?$", "", match.group())
            if name:
                rows = self.gazetteer.find(name)[:1]
                if rows and rows[0].population >= _TOWN:
                    found.add(normalise_name(name))
        return frozenset(found)

    @cached_property
    def _persons(self) -> frozenset[str]:
        """Normalised first and last words of the longer names of persons, and those names."""
        found: set[str] = set()
        for mention in self.others:
            name = normalise_name((mention.name_span or mention.span).cut(self.text))
            if mention.type == "PERSON" and " " in name:
                found |= {name, name.rsplit(" ", 1)[1], name.split(" ", 1)[0]}
        return frozenset(found)

    def _beside_locative(self, start: int) -> bool:
        """Tell whether what begins at an offset follows a preposition of place; found once, then kept."""
        if start not in self._after_locative:
            self._after_locative[start] = self._finds_locative(start)
        return self._after_locative[start]

    def _finds_locative(self, start: int) -> bool:
        before = self.text[max(0, start - 60) : start]
        last = before.rstrip()
        if last == before:
            return False
        first = len(last)
        while first and last[first - 1].isalpha():
            first -= 1
        if last[first:].lower() not in _LAST_BEFORE_GROUND:
            return False
        if _BEFORE_GROUND.search(before):
            return True
        match = _TO_GROUND.search(before)
        return match is not None and match.group(1).lower() not in _words("before_to")

    def _is_adjective(self, span: Span, name: str) -> bool:
        """Tell whether a name is an adjective or a word for people ("Syrian", "the French")."""
        if OF_A_REGION.fullmatch(name):
            return True
        country, named = self.gazetteer.demonym(name), self.gazetteer.country(name)
        if country is not None:
            return named is None or normalise_name(named.name) != normalise_name(name)
        inside = self.parse.inside(span)
        is_adjective = len(inside) == 1 and self.parse.words[inside[0]].upos == "ADJ"
        return is_adjective and not self.gazetteer.find(name)

    def _in_body(self, span: Span) -> bool:
        """Tell whether a name is part of the longer name of a body, a person or a work."""
        for mention in self.others:
            outer = mention.name_span or mention.span
            if outer.start >= span.end or outer.end <= span.start:
                continue
            longer = outer.end > span.end and len(outer) > len(span) + 2
            if (longer or outer.start < span.start) and self._is_whole(mention, span):
                return True
        after = self.text[span.end : span.end + 40]
        match = re.match(r"(?:[ ](?:[A-Z][\w-]*)){0,2}?[ ]([A-Z][\w-]*)", after)
        if match and not self._in_title_case(span) and match.group(1).lower() in _words("body_head"):
            return True
        if after[:1] == "-" and after[1:2].islower():
            return True
        before = self.text[max(0, span.start - 40) : span.start]
        match = re.search(r"([A-Z][\w-]*)\s+of(?:\s+the)?\s+$", before)
        return bool(
            match
            and match.group(1).lower() in _words("body_head") - _words("ground_noun")
            and not self._in_title_case(span)
        )

    def _is_whole(self, mention: Mention, span: Span) -> bool:
        """Tell whether a longer name hangs together: it has no comma, and no preposition before the span."""
        outer = mention.name_span or mention.span
        head = self.text[outer.start : span.start]
        return "," not in outer.cut(self.text) and not re.search(
            r"\b(?:in|at|near|from)\s+(?:the\s+)?$", head
        )

    def _in_title_case(self, span: Span) -> bool:
        """Tell whether the sentence is written with capitals throughout, as headlines are."""
        headline = self.reading.document.parts.headline
        if headline is not None and headline.holds(span):
            return True
        for sentence in self.reading.sentences:
            if sentence.span.holds(span):
                words = [
                    word for word in re.findall(r"[^\W\d_]\w*", sentence.span.cut(self.text)) if len(word) > 3
                ]
                return len(words) > 4 and sum(word[0].isupper() for word in words) / len(words) > 0.7
        return False

    def _stands_for_ground(self, span: Span, rows: tuple[PlaceRow, ...]) -> tuple[bool, str]:
        """Tell whether a name stands for ground rather than for a government, with the reason."""
        top = rows[0] if rows else None
        if top is None or not (top.feature == "PCLI" or any(row.feature == "PPLC" for row in rows[:2])):
            return True, "a place name"
        owned = _OWNED.match(self.text, span.end)
        if owned is not None and any(w and w in _words("body_noun") for w in owned.groups()):
            return False, "stands for a government whose body is named"  # "a dig at America's military"
        if self._beside_locative(span.start):
            return True, "after a preposition of place"
        if top.feature == "PCLI" and (because := self._by_neighbours(span)):
            return False, because
        head = self.parse.head_of(span)
        if head is None:
            return True, "a place name"
        return self._by_syntax(head, is_country=top.feature == "PCLI")

    def _by_neighbours(self, span: Span) -> str | None:
        """Return why the words beside a country's name make it a government, or None."""
        before, after = self.text[max(0, span.start - 30) : span.start], self.text[span.end : span.end + 20]
        if _AUXILIARY.match(after):
            return "subject of an act"
        if _SIDE_BEFORE.search(before):
            return "stands for a government that takes a side"
        if _ASKED_BEFORE.search(before) and _TO_DO.match(after):
            return "stands for a government that is asked"
        return None

    def _by_syntax(self, head: int, *, is_country: bool) -> tuple[bool, str]:
        words, word = self.parse.words, self.parse.words[head]
        steps = 0
        while word.deprel.split(":")[0] in ("conj", "appos", "flat") and word.head is not None and steps < 5:
            head, word, steps = word.head, words[word.head], steps + 1
        if word.head is None:
            return True, "a place name"
        governor, relation = words[word.head], word.deprel
        verb = governor.lemma.lower()
        if relation == "nsubj" and governor.upos == "VERB":
            acts = verb not in _words("state_verb") if is_country else verb in _words("acting_verb")
            return not acts, "subject of an act" if acts else "a place name"
        if relation in ("obj", "iobj", "nsubj:pass") and verb in _words("dealing_verb"):
            return False, "stands for a government that is dealt with"
        if relation.startswith(("obl", "nmod")) and self.parse.case(head) in _SIDES:
            return False, "stands for a government that takes a side"
        if relation in ("compound", "nmod:poss", "nmod", "amod") and governor.lemma.lower() in _words(
            "body_noun"
        ):
            return False, "stands for a government whose body is named"
        return True, "a place name"


def _starts_name(word: str) -> bool:
    """Tell whether a word can begin or end a name: "Homs", "ez-Zor"."""
    return word[0].isupper() or ("-" in word and word.rsplit("-", 1)[1][:1].isupper() and len(word) > 4)


def _is_listed(row: PlaceRow) -> bool:
    """Tell whether a row is a state or province of the table of subdivisions."""
    return row.feature == "ADM1" and (row.geonames is not None or row.country == "USA")
