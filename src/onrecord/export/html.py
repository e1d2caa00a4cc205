"""Records as one page: the report's own words with everything found marked in them.

The page is one file that asks nothing of the network and runs no scripts. What comes from a
report is escaped by the template engine, and steering characters are spelled out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from onrecord.export.calendar_words import day_in_words
from onrecord.export.html_events import Happenings, Hiding, event_marks, event_openings, happenings_of
from onrecord.export.html_marks import Block, Mark, Opening, marked_blocks
from onrecord.export.outline import (
    Spot,
    Told,
    coordinates,
    distancing_words,
    entities_by_id,
    filed_from,
    headline_of,
    one_line,
    place_name,
    published_in_words,
    shorten,
    spots,
    told_statements,
)
from onrecord.export.parts import part_of
from onrecord.export.visible import make_visible
from onrecord.model import Entity, Record, Span, Timex

if TYPE_CHECKING:
    from jinja2 import Environment, Template

_WEB = re.compile(r"https?://[^\s\"'<>]+\Z")
LONGEST_SHOWN = 1_200
"""Characters of a name, a quotation or whatever else stands in a list beside the words of a report: the words have it whole."""
LINES_DRAWN = 3
"""Levels of statement within statement that get a line of their own under the words."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One kind of marking that a reader can switch on and off."""

    key: str
    name: str
    meaning: str


LAYERS = (
    Layer("con", "What was said", "the content of a statement: solid when quoted, dotted when told"),
    Layer("src", "Source", "whose words they are"),
    Layer("cue", "Cue", "the words that report them"),
    Layer(
        "hap",
        "Happenings",
        "the words that stand for something that happened: solid when the outlet tells it itself",
    ),
    Layer("ent", "People and bodies", "every mention of somebody or something that acts or speaks"),
    Layer("plc", "Places", "words that stand for ground, placed by the gazetteer"),
    Layer("tim", "Times", "time expressions, read as dates"),
    Layer("dis", "Held at a distance", "scare quotes and words such as so-called"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list of statements; `words` tells whether there is anything to jump to."""

    number: int
    told: Told
    pieces: tuple[str, ...]
    distance: tuple[str, ...]
    words: bool


@dataclass(frozen=True, slots=True)
class Way:
    """A link from something on record to another page: where to, its words, and what they lead to for those who hear it."""

    address: str
    words: str
    about: str


@dataclass(frozen=True, slots=True)
class Beyond:
    """What leads from a report to other pages, where it is shown among others.

    Attributes:
        pages: addresses of pages about entities, by the entity's id in the record.
        ways: links of statements and events by their ids, and of places by the offset of their first words.
    """

    pages: Mapping[str, str] = field(default_factory=dict)
    ways: Mapping[str | int, Sequence[Way]] = field(default_factory=dict)


NOWHERE = Beyond()
"""A report on a page of its own leads nowhere."""


@dataclass(frozen=True, slots=True)
class Article:
    """One report as the template wants it; `key` begins every anchor of it."""

    key: str
    record: Record
    headline: str
    published: str
    filed: str | None
    link: str | None
    blocks: tuple[Block, ...]
    entries: tuple[Entry, ...]
    happenings: Happenings
    entities: tuple[Entity, ...]
    speaking: frozenset[str]
    spots: tuple[Spot, ...]
    times: tuple[tuple[str, Timex, str | None], ...]
    beyond: Beyond = NOWHERE


def render_html(records: Sequence[Record]) -> str:
    """Return one self-contained HTML page on the records, with an index where there are several.

    The page makes no request, holds no script, and stays readable without style sheets.
    """
    articles = [article_of(record, f"r{number}") for number, record in enumerate(records, start=1)]
    title = articles[0].headline if len(articles) == 1 else f"{len(articles)} reports on record"
    return _template().render(
        articles=articles, layers=LAYERS, title=title, coordinates=coordinates, rule_ids=_rule_ids
    )


def _rule_ids(key: str, rule: Hiding) -> str:
    """Return the selector of the boxes that keep the events of the rule in sight while one of them is ticked."""
    return ", ".join(f"#{key}-{rule.facet}-{number}:checked" for number in rule.unless)


def article_text(article: Article) -> str:
    """Return one report with everything found in it, as a part of another page."""
    template = environment(LONGEST_SHOWN).get_template("article.html.j2")
    return template.render(article=article, articles=[article], coordinates=coordinates)


def layers_text() -> str:
    """Return the switches of the layers, which stand before the `main` of a page."""
    return environment().get_template("layers.html.j2").render(layers=LAYERS)


def style_of(article: Article) -> str:
    """Return the style sheet of a page that shows one report: the layers, and what lights up with what."""
    return environment().from_string(_STYLE).render(articles=[article], layers=LAYERS, rule_ids=_rule_ids)


_STYLE = '{% include "page.css" %}{% include "events.css" %}{% include "marks.css" %}'


def _template() -> Template:
    return environment().get_template("page.html.j2")


@cache
def environment(longest: int | None = None) -> Environment:
    """Return the environment of the templates; `article.html.j2` shows an `Article`, also within another page.

    Args:
        longest: characters of a value that are shown, save of the report's own words; None for all.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import escape

    def shown(value: object) -> object:
        if type(value) is not str:
            return value
        return make_visible(value if longest is None or len(value) <= longest else shorten(value, longest))

    found = Environment(
        loader=PackageLoader("onrecord.export"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Each value put into the page passes here, so no report text can be forgotten.
        finalize=shown,
    )
    found.filters["whole"] = lambda text: escape(make_visible(text))
    return found


def article_of(
    record: Record,
    key: str,
    *,
    marks: Sequence[Mark] = (),
    openings: Sequence[tuple[int, Opening]] = (),
    beyond: Beyond = NOWHERE,
    part: Span | None = None,
) -> Article:
    """Return a report as the template wants it, or a part of it with what is on record from there.

    Args:
        record: its record.
        key: what the anchors of it begin with.
        marks: what is to be marked besides what is on record.
        openings: links that stand in the text besides those of the record.
        beyond: what leads to other pages.
        part: the part of its text; None for all of it.
    """
    report, text = record.report, record.report.text
    if part is not None and len(part) < len(text):
        record = part_of(record, part)
    told = told_statements(record)
    number_of = {one.statement.id: number for number, one in enumerate(told, start=1)}
    first = {number_of[one.statement.id]: _first_offset(one, part) for one in told}
    happenings = happenings_of(record, number_of)
    marks = (*marks_of(record, told), *event_marks(record, happenings), *marks)
    openings = [*openings, *_statement_openings(told, first), *event_openings(happenings)]
    return Article(
        key=key,
        record=record,
        headline=headline_of(record),
        published=published_in_words(record),
        filed=filed_from(record),
        link=report.url if report.url and _WEB.match(report.url) else None,
        blocks=marked_blocks(record, marks, openings, part=part),
        entries=tuple(
            Entry(
                number=number,
                told=one,
                pieces=tuple(one_line(piece.cut(text)) for piece in one.pieces),
                distance=distancing_words(one.statement, text),
                words=first[number] is not None,
            )
            for number, one in enumerate(told, start=1)
        ),
        happenings=happenings,
        entities=tuple(sorted(record.entities, key=lambda entity: -len(entity.mentions))),
        speaking=frozenset(
            one.source.entity for one in record.statements if one.source and one.source.entity
        ),
        spots=spots(record),
        times=tuple(
            (one_line(timex.span.cut(text)), timex, day_in_words(timex.value or "")) for timex in record.times
        ),
        beyond=beyond,
    )


def _statement_openings(told: Iterable[Told], first: dict[int, int | None]) -> Iterable[tuple[int, Opening]]:
    """Yield where the words of each statement begin, and the link that stands there."""
    for number, one in enumerate(told, start=1):
        offset, shown = first[number], one.statement.id
        if offset is not None:
            yield offset, Opening(f"w{number}", f"s{number}", shown, f"Statement {shown} in the list")


def _first_offset(one: Told, part: Span | None) -> int | None:
    """Return where the words of a statement begin; None where there are none, or not in the part that is shown."""
    statement = one.statement
    spans = [*statement.content]
    spans += [named.span for named in (statement.source, statement.cue) if named]
    first = min((span.start for span in spans if len(span)), default=None)
    is_shown = first is None or part is None or part.start <= first < part.end
    return first if is_shown else None


def marks_of(record: Record, told: Iterable[Told]) -> tuple[Mark, ...]:
    """Return everything in the record that is to be marked in the text."""
    entities = entities_by_id(record)
    marks: list[Mark] = []
    for number, one in enumerate(told, start=1):
        statement, own = one.statement, f"n{number}"
        level = f"con{min(one.depth + 1, LINES_DRAWN)}"
        label = f"{statement.id}: {one.speaker.told}"
        drawn = ("con", level, f"{level}-{statement.kind}", own)
        marks += [Mark(piece, drawn) for piece in statement.content]
        if statement.source:
            marks.append(Mark(statement.source.span, ("src", own), f"source of {label}"))
        if statement.cue:
            marks.append(Mark(statement.cue.span, ("cue", own), f"cue of {label} ({statement.force})"))
        marks += [Mark(span, ("dis",), "held at a distance") for span in statement.distance]
    for entity in entities.values():
        said = ", ".join(filter(None, (entity.name, "; ".join(entity.roles), entity.country)))
        marks += [Mark(mention.span, ("ent",), said) for mention in entity.mentions]
    for place in record.places:
        name = place_name(place) or "not placed"
        where = coordinates(place)
        marks.append(Mark(place.span, ("plc",), f"{name} {where or ''} ({place.because})"))
    for timex in record.times:
        marks.append(Mark(timex.span, ("tim",), f"{timex.value or 'value unknown'} ({timex.because})"))
    return tuple(marks)
