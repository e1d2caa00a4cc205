"""Where words that look like a time are none: names, verbs, counts, prices, scores."""

# Lists of words in regular expressions stay on one line.
# ruff: noqa: E501

from __future__ import annotations

import re

_LEADS = re.compile(
    r"(?:\b(?:in|since|by|until|till|last|next|this|that|from|of|for|during|before|after|through|throughout|to|between|"
    r"and|or|early|late|mid|each|every|the|as|around|about|past|than|beginning|starting|ending|ended|end|on|"
    r"over|with|at|into|within|through|due|its|previous|following|late-|early-|mid-)|[’']s|[-–—(,/])\s*$",
    re.I,
)
_APPROXIMATE = re.compile(
    r"\b(?:some|about|nearly|almost|than|least|over|roughly|approximately|estimated|killed|of|to|only|No\.)\s+$",
    re.I,
)
_COUNTED = re.compile(
    r"\s+(?!(?:years|was|is|has|as|this|does|news|results|sales|earnings|profits|elections|games)\b)([a-z]{3,}(?:s|people|children|women|men|police))\b(?!')"
)
_MEASURES = re.compile(
    r"\s*(?:%|percent|per cent|million|billion|thousand|people|miles?|km|kilomet|meters?|metres?|feet|pounds?|tons?|tonnes?|"
    r"dollars?|points?|votes|shares?|barrels|acres|square|degrees|euros|yen|francs|marks|rubles|troops|soldiers|[$€£])",
    re.I,
)
_MASTHEADS = re.compile(
    r"\s+(?:Times|Telegraph|Express|Mail|Mirror|Herald|Star|Sun|Independent|World|Review|Business|Age|Tribune|Mercury|Night Live|Night Football)\b"
)
_NAMED_DAYS = re.compile(
    r"\b(?:Black|Bloody|Super|Cyber|Fat|Ruby|Casual|Holy|Manic|Giving|Taco|Throwback)\s+$"
)
_BEFORE_NOUN = re.compile(
    r"\s+(?!(?:later|ago|earlier|before|after|or|and|to|at|in|on|for|as|but|while|when|until|than|is|was|passed|passes)\b)[a-z]"
)
"""What follows "second" where it counts things: "a second round"."""
_COPULA = re.compile(r"\b(?:is|was|are|were|be|been)\s+$")
_AMOUNT = re.compile(
    r"(?:\d|\b(?:hundred|thousand|million|billion|times|cents?|dollars?|percent|people|once|twice|per)\b|\b(?:\d[\d,.]*|two|three|four|five|six|seven|"
    r"eight|nine|ten|\w+teen|\w+ty|hundreds|thousands|dozens)\s+(?:[\w-]+\s+){1,4})",
    re.I,
)


def is_time(rule: str, match: re.Match[str], text: str) -> bool:
    """Tell whether the surroundings let the words be a time expression of this rule.

    Args:
        rule: name of the rule of the grammar that matched.
        match: its match.
        text: the whole text.
    """
    before, after = text[max(0, match.start() - 40) : match.start()], text[match.end() : match.end() + 40]
    groups = match.groupdict()
    if rule in ("month", "short month"):
        return _month_stands(groups, before, after)
    if rule == "month and day":
        return not (
            groups.get("month", "").rstrip(".") in ("May", "March", "Mar")
            and re.match(r"\s*(?:percent|%)", after)
        )
    if rule == "weekday":
        return not _MASTHEADS.match(after) and not _NAMED_DAYS.search(before)
    if rule == "year":
        return _year_stands(match, before, after)
    if rule == "years":
        return bool(_LEADS.search(before)) and not _MEASURES.match(after)
    if rule == "rate":
        return _rate_stands(groups, before)
    if rule == "vague length":
        return _vague_stands(groups, before, after)
    if rule == "the unit":
        return _unit_stands(groups, before, after)
    if rule == "near day":
        return not (re.search(r"\b[A-Z]\w*\s+$", before) and match[0][0].isupper())
    if rule == "season":
        return bool(
            groups.get("which") or groups.get("year") or re.match(r"(?i)the|early|late|mid", match[0])
        ) or bool(re.search(r"\b(?:in|by|since|until|during|of|for|next|last)\s+$", before))
    if rule == "clock":
        return not (
            groups.get("hour24")
            and (
                re.search(r"\b(?:in|of|by|ratio|score|won|lost|record|leading|[A-Z][a-z]+)\s+$", before)
                and not re.search(
                    r"\b(?:at|by|on|until|from|to|after|before|around|about|between)\s+$", before, re.I
                )
            )
        )
    if rule == "past":
        return not (
            groups["word"].lower() == "the past"
            and re.match(r"\s+\w", after)
            and not re.match(r"\s+(?:and|have|has|had|was|were|but|or|to|that|,)", after)
        )
    if rule == "length":
        return _length_stands(match, groups, before, after)
    if rule == "repeat":
        return not re.search(r"[A-Z][a-z]+\s+$", before) or not groups["word"][0].isupper()
    if rule == "ago":
        return bool(groups.get("count")) or is_vague_plural(groups["unit"])
    return True


def is_vague_plural(unit: str) -> bool:
    """Tell whether a unit stands in the plural ("months")."""
    return unit.lower().endswith("s")


def _month_stands(groups: dict[str, str | None], before: str, after: str) -> bool:
    month = groups.get("month") or ""
    if groups.get("which") or groups.get("edge"):
        return True
    led = bool(_LEADS.search(before))
    if re.search(r"\b(?:in|since|until|during|by|early|late)\s+$", before, re.I) and not re.match(
        r"\s+[A-Z]", after
    ):
        return True
    if re.match(r"\s+[A-Z][a-z]+", after) and not re.match(
        r"\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day", after
    ):
        return led and month.lower() not in ("april", "may", "june", "august") and not month.isupper()
    if re.search(r"[A-Z][a-z]+\s+$", before) and month.lower() in ("april", "may", "march", "june", "august"):
        return led
    if month.lower() in ("may", "march"):
        return led and not re.match(
            r"\s+(?:be|have|not|also|well|come|go|on|to|in|toward|against|for|of|and|or)\b", after
        )
    return True


def _year_stands(match: re.Match[str], before: str, after: str) -> bool:
    if match["prefix"] or match["edge"]:
        return True
    year = int(match["year"])
    if _MEASURES.match(after) or re.match(r"(?:st|nd|rd|th)\b", after):
        return False
    led = bool(
        re.search(
            r"\b(?:in|since|by|until|till|during|from|between|through|before|after|late|early|mid|due|around|circa|to|and|or|of|for|the|than|year|into|[A-Z][a-z]+|[Ii]ts|his|[Tt]heir)\s+$|[(,\"“`’']\s*$|[’']s\s+$|[-–—]\s*$",
            before,
        )
    )
    if year < 1700 or year > 2070:
        return bool(re.search(r"\b(?:in|since|year|by|until|from)\s+$", before, re.I))
    if _APPROXIMATE.search(before) and _COUNTED.match(after):
        return False
    if not led:
        return (
            not _COUNTED.match(after)
            and 1900 <= year <= 2040
            and not re.search(r"\b(?:[A-Z]{2,}|No\.|number|model|flight|page|room|route)\s+$", before)
        )
    return not (
        _COUNTED.match(after)
        and not re.search(r"\b(?:the|its|his|their|[A-Z]\w+|[Ii]n)\s+$|[’']s\s+$", before)
    )


def _rate_stands(groups: dict[str, str | None], before: str) -> bool:
    if (groups["word"] or "").lower() == "per":
        return True
    clause = re.split(r"[.;:!?]\s|,\s", before)[-1]
    return bool(_AMOUNT.search(clause)) and not re.search(
        r"\b(?:in|for|within|after|before|of|than|over|during|about|almost|nearly|least|only|just|half|is|as|took|spent|at|such)\s+$",
        before,
    )


def _vague_stands(groups: dict[str, str | None], before: str, after: str) -> bool:
    unit = (groups["unit"] or "").lower()
    if groups.get("long"):
        return unit in ("years", "days", "weeks", "months", "decades", "centuries") and not re.match(
            r"\s+of\b", after
        )
    if unit == "generations":
        return False
    return bool(
        re.search(
            r"\b(?:for|in|within|of|took|take|after|over|only|just|last|lasted|spent|during|by|mere|many|and|the)\s+$",
            before,
        )
    )


def _unit_stands(groups: dict[str, str | None], before: str, after: str) -> bool:
    unit = (groups["unit"] or "").lower()
    if (groups["which"] or "").lower() == "its":
        return unit in ("quarter",) or bool(groups.get("school") == "fiscal")
    if groups.get("edge") or groups.get("end"):
        return True
    if unit == "quarter":
        return not re.match(r"\s+(?:of a|century|mile|finals?)\b", after)
    if unit == "day":
        return bool(re.search(r"\b(?:earlier|later|late|early) in\s+$|\bduring\s+$|\bend of\s+$", before))
    if re.match(r"\s+(?:of|when|that|in which|since|before|after)\b", after):
        return False
    if unit in ("week", "month"):
        return bool(re.search(r"\b(?:in|of|for|during|over|throughout|this|later|earlier)\s+$", before))
    return not _COPULA.search(before)


def _length_stands(match: re.Match[str], groups: dict[str, str | None], before: str, after: str) -> bool:
    count, unit = (groups["count"] or "").lower(), (groups["unit"] or "").lower()
    if re.match(r"[-\s]+olds?\b", after) or (
        unit == "quarters" and re.match(r"(?i)three[-\s]|\s+of\b", f"{match[0]}")
    ):
        return False
    if count in ("a", "an", "one", "another"):
        if unit.endswith("s") or (unit == "second" and _BEFORE_NOUN.match(after)):
            return False
        if unit in ("second", "quarter", "day", "minute") and not re.search(
            r"\b(?:for|in|within|after|than|about|over|lasted|took|spent|take|nearly|almost|half|every|least|and|of|by|per)\s+$",
            before,
        ):
            return bool(groups.get("bound")) or (unit in ("day", "minute") and count == "one")
        if re.match(r"\s+(?:when|where|that|of)\b", after):
            return False
        return (
            bool(
                re.search(
                    r"\b(?:for|in|within|after|than|about|over|lasted|last|took|spent|take|takes|nearly|almost|least|and|by|barely|only|just|of|during|through|"
                    r"once|up to|or|under|some|roughly|around|the|next)\s+$",
                    before,
                )
            )
            or bool(groups.get("bound"))
            or match[0].find("-") > 0
        )
    if (
        unit in ("second", "quarter", "minute")
        and "-" in match[0]
        and re.match(r"\s*(?:-|largest|biggest)", after)
    ):
        return False
    if unit == "second" and not re.search(r"\d", count):
        return False
    if count in ("many", "some") and not unit.endswith("s"):
        return False
    if count == "recent" and unit.endswith("s"):
        return True
    return (
        unit.endswith("s") or "-" in match[0] or count not in ("several", "few", "a few", "recent", "coming")
    )
