"""What a group of phrases tells of its entity: type, name, roles, country, sector."""

from __future__ import annotations

import re
from collections import Counter

from onrecord.model import Entity, EntityIds, EntityMention, EntityType, MentionKind, Place
from onrecord.record.bodies import entity_type
from onrecord.record.countries_of import CountryNames
from onrecord.record.names import fold, is_acronym, tokens
from onrecord.record.partition import Group
from onrecord.record.phrases import Phrase

_ASIDE = re.compile(r",\s+(?:who|whose|which|where|and)\b")
"""Where a function ends and what is told beside it begins ("head of the fleet, which patrols ...")."""
_LEADING = re.compile(
    r"^(?:(?:at least|at most|more than|less than|fewer than|"
    r"(?:some|many|several|most|all|both|few|one|two|three|four|five|six|seven|eight|nine|ten) of|"
    r"the|a|an|this|that|these|those|his|her|its|their|some|several|many|another|other|all|both|most|more|"
    r"up to|about|around|roughly|nearly|almost|only|just|including|"
    r"(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?!\s*(?:per\s?cent\b|%))|"
    r"dozens of|hundreds of|"
    r"thousands of|scores of|the millions of|millions of)\b(?!-)\s*)+",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?:in|of|from|at|on|among|with|near|across|for|to|by|who|that|which)\b", re.IGNORECASE)
"""What can follow a word that stands for its noun: "many in the city", "those who left"."""

_VAGUE = frozenset(
    [
        "man",
        "woman",
        "person",
        "people",
        "men",
        "women",
        "group",
        "body",
        "one",
        "others",
        "other",
        "someone",
        "thing",
        "victims",
    ]
)
_GROUND_CODES = {"PPL": "GPE", "ADM": "GPE", "PCL": "GPE", "AIR": "FAC", "BDG": "FAC"}


def profile(
    group: Group,
    number: int,
    text: str,
    places: dict[int, Place],
    gazetteer: CountryNames,
    within: dict[int, tuple[str, str]],
) -> Entity:
    """Return the entity that a group of phrases makes.

    Args:
        group: the phrases.
        number: its number among the entities.
        text: the text of the report.
        places: the place that a phrase's words stand for, by `id` of the phrase.
        gazetteer: countries by name.
        within: the country that words inside a phrase speak for, and by what, by `id` of the phrase.
    """
    reasons = list(group.because)
    ground = [places[id(p)] for p in group.phrases if id(p) in places and p.kind == "name"]
    kind = _type(group, ground, gazetteer)
    state = group.state if kind == "GPE" else None
    country, why_country = _country(group, state, ground, kind)
    if country is None:
        country, why_country = next((within[id(p)] for p in group.phrases if id(p) in within), (None, ""))
    sector = _sector(group, state, text)
    if why_country:
        reasons.append(f"country by {why_country}")
    geonames = _geonames(ground) if kind in ("GPE", "LOC", "FAC") else None
    if state is not None and geonames is None and (nation := gazetteer.country(state)) is not None:
        geonames = nation.geonames
    return Entity(
        id=f"E{number}",
        type=kind,
        name=_name(group, text, state, gazetteer),
        roles=_roles(group, text),
        country=country,
        sector=sector,
        mentions=tuple(EntityMention(p.span, _kind(p)) for p in group.phrases if p not in group.inner),
        ids=EntityIds(geonames=geonames, iso=state),
        because="; ".join(reasons),
    )


def _kind(phrase: Phrase) -> MentionKind:
    return phrase.kind


def _type(group: Group, ground: list[Place], gazetteer: CountryNames) -> EntityType:
    label = group.label
    mostly = 2 * len(ground) > len(group.names) and not any(p.title or p.gender for p in group.phrases)
    if (label in ("LOC", "GPE", "OTHER") or (label == "PERSON" and mostly)) and not group.state and ground:
        codes = Counter(_GROUND_CODES.get((place.feature or "")[:3], "") for place in ground)
        code = codes.most_common(1)[0][0]
        label = code or ("LOC" if label != "FAC" else label)
    if label == "LOC" and not ground:
        rows = next((gazetteer.find(p.name) for p in group.names if p.name), ())
        label = _GROUND_CODES.get(rows[0].feature[:3], label) if rows else label
    return entity_type(label)


def _geonames(ground: list[Place]) -> int | None:
    votes = Counter(place.geonames for place in ground if place.geonames is not None)
    return votes.most_common(1)[0][0] if votes else None


def _country(
    group: Group, state: str | None, ground: list[Place], kind: EntityType
) -> tuple[str | None, str]:
    if state:
        return state, ""
    if kind in ("GPE", "LOC", "FAC"):
        votes = Counter(place.country for place in ground if place.country)
        if votes:
            return votes.most_common(1)[0][0], "place"
    for phrase in group.phrases:
        if phrase.body is not None and phrase.body.country:
            return phrase.body.country, "table of bodies"
    for phrase in sorted(group.phrases, key=lambda p: p.title is None):
        if phrase.nations:
            return phrase.nations[0], "role" if phrase.role is not None else "its description"
    for phrase in group.phrases:
        if phrase.owner is not None and phrase.owner.state:
            return phrase.owner.state, "owner"
        if phrase.role is not None and phrase.role.country:
            return phrase.role.country, "role"
    return None, ""


_COMPANY = re.compile(
    r"\b(?:CEO|chief executive|chairman|chairwoman|chief operating officer)(?:\s+and|,)\s+$", re.I
)


def _runs_company(group: Group, text: str) -> bool:
    """Tell whether words before a title say that it is one in a company: "CEO and president"."""
    return any(_COMPANY.search(text, max(0, p.span.start - 60), p.span.start) for p in group.phrases)


def _sector(group: Group, state: str | None, text: str) -> str | None:
    for phrase in group.phrases:
        if phrase.body is not None and phrase.body.sector:
            return phrase.body.sector
    if state:
        return "GOV"
    votes: Counter[str] = Counter()
    for phrase in group.phrases:
        if phrase.role is not None and phrase.role.sector and group.label == "PERSON":
            if (
                phrase.role.sector == "GOV"
                and phrase.role.canonical == "president"
                and _runs_company(group, text)
            ):
                votes["BUS"] += 1
                continue
            votes[phrase.role.sector] += 2 if phrase.name else 1
        elif phrase.noun is not None and phrase.noun.sector:
            votes[phrase.noun.sector] += 1
    return votes.most_common(1)[0][0] if votes else None


def _roles(group: Group, text: str) -> tuple[str, ...]:
    """Return titles and functions as written, each once; "minister" adds nothing to a longer one."""
    if group.label != "PERSON" or not group.names:
        return ()
    found: list[str] = []
    # The title that stands with the name is the office; a headline's paraphrase of it comes after.
    for phrase in sorted(group.phrases, key=lambda p: (p.name is None, p.span.start)):
        words = phrase.title
        if words is None and phrase.kind == "nominal" and phrase.role is not None:
            words = " ".join(_LEADING.sub("", _ASIDE.split(phrase.span.cut(text))[0]).split())
        if (
            not words
            or phrase.role is None
            or (phrase.role.gender and not phrase.role.sector and len(words.split()) == 1)
        ):
            continue
        covered = any(set(tokens(words)) <= set(tokens(role)) for role in found)
        told = phrase.title is not None or "apposition" in group.because or "is said to be" in group.because
        if not covered and (told or not found):
            found.append(words)
    return tuple(found)


def _name(group: Group, text: str, state: str | None, gazetteer: CountryNames) -> str:
    """Return the fullest name in the report, or the fullest description of what is never named."""
    names = [p for p in group.names if p.name]
    if state is not None:
        proper = [
            p.name or "" for p in names if p.noun is None and p.body is None and not _stands_in(p, gazetteer)
        ]
        long = [name for name in proper if len(name.replace(".", "")) > 3]
        if long:
            return max(long, key=len)
        if names or any(p.noun is None for p in group.phrases):
            nation = gazetteer.country(state)
            return nation.name if nation is not None else (proper or [names[0].name or ""])[0]
    if names:
        body = names[0].body
        letters = {re.sub(r"[^A-Za-z]", "", p.name or "") for p in names}
        if body is not None and body.sector != "MED" and all(len(each) == 2 for each in letters):
            # Two letters do not read as a name; agencies alone go by theirs ("AP").
            return body.name
        return _fullest([p.name or "" for p in names])
    described = [_plain(p.span.cut(text)) for p in group.phrases if p.kind == "nominal"]
    described = [words for words in described if words]
    if not described:
        return " ".join(group.phrases[0].span.cut(text).split())
    heads = Counter(p.head_word for p in group.phrases if p.kind == "nominal" and p.head_word not in _VAGUE)
    if heads:
        top = heads.most_common(1)[0][0]
        fitting = [w for w in described if top in w.lower().split()] or described
    else:
        fitting = described
    counts = Counter(words.lower() for words in fitting)
    return max(
        fitting, key=lambda w: (len(w.split()) <= 6, counts[w.lower()] > 1, len(w.split()), -fitting.index(w))
    )


def _plain(description: str) -> str:
    """Return a description without the article or number before its noun; whole where that stands for the noun."""
    words = " ".join(description.split())
    plain = _LEADING.sub("", words)
    return words if _TAIL.match(plain) else plain


def _stands_in(phrase: Phrase, gazetteer: CountryNames) -> bool:
    """Tell whether a phrase is a capital that stands in for its state."""
    nation = gazetteer.country(phrase.name or "")
    return nation is None or (gazetteer.demonym(phrase.name or "") is not None and phrase.name != nation.name)


def _fullest(names: list[str]) -> str:
    """Return the longest of several forms of a name, capitals over headline case, acronyms last."""
    counts = Counter(fold(name) for name in names)
    long = [n for n in names if not any(is_acronym(n, other) for other in names)]
    pool = long or names
    return max(pool, key=lambda n: (len(tokens(n)), counts[fold(n)], not n.isupper(), -names.index(n)))
