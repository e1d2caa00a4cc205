"""A record with events, built by hand, in which something stands in every field of the record format."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from onrecord.model import (
    SCHEMA,
    Anchor,
    Attribution,
    Cue,
    Dateline,
    Document,
    Entity,
    EntityIds,
    EntityMention,
    Event,
    EventPlace,
    EventTime,
    Factuality,
    Participant,
    Parts,
    Place,
    Quantity,
    Record,
    Span,
    Statement,
    Timex,
    text_digest,
)
from tests.export.words import Words

# The siren is one code point and two UTF-16 units, so that offsets counted the wrong way show.
TEXT = """🚨 Governor: gunners shelled the market of Kharsa

Rebels deny attacking two towns

By Tilda Marrow

VELGRAD, May 6. /Orlan Press/. Gunners shelled the market of Kharsa on Tuesday and killed at least 12 people, \
Governor Pavel Dorin said. “Nobody was hurt in the barracks,” he told Radio Senta.

The rebels denied that they had attacked Kharsa and Mirov. The shelling went on until dawn, according to \
a police officer.

Radio Senta quoted Dorin as saying that “envoys” would meet in Velgrad next week. The café by the bridge stayed \
open for three hours.

Read also: ten walks around Velgrad"""


_WORDS = Words(TEXT)
at, party = _WORDS.at, _WORDS.party


def _place(span: Span, entity: str, name: str, geonames: int | None, **more: Any) -> Place:
    known = {
        "country": "SRN",
        "admin1": "Upper Sarn",
        "lat": 48.5,
        "lon": 31.25,
        "feature": "PPL",
        "candidates": 3,
        "because": "the only namesake near the dateline",
    } | more
    return Place(span=span, entity=entity, geonames=geonames, name=name, **known)


def _statement(number: int, **settings: Any) -> Statement:
    known: dict[str, Any] = {
        "kind": "indirect",
        "source": None,
        "source_type": "named",
        "cue": None,
        "within": None,
        "force": "says",
        "distance": (),
        "addressee": None,
        "because": f"frame {number} of the weights",
    }
    return Statement(id=f"S{number}", **known | settings)


STATEMENTS = (
    _statement(
        1,
        source=party("Governor", "E1"),
        source_type="role",
        cue=Cue(at(":"), ":"),
        content=(at("gunners shelled the market of Kharsa"),),
    ),
    _statement(
        2,
        source=party("Rebels", "E3"),
        source_type="group",
        cue=Cue(at("deny"), "deny"),
        content=(at("attacking two towns"),),
        force="denies",
    ),
    _statement(
        3,
        source=party("Governor Pavel Dorin", "E1"),
        cue=Cue(at("said"), "say"),
        content=(
            at("Gunners shelled the market of Kharsa on Tuesday"),
            at("and killed at least 12 people"),
        ),
        force="claims",
    ),
    _statement(
        4,
        kind="direct",
        source=party("he", "E1", nth=TEXT[: TEXT.index(" he told")].count("he") + 1),
        cue=Cue(at("told"), "tell"),
        content=(at("Nobody was hurt in the barracks"),),
        addressee=party("Radio Senta", "E4"),
    ),
    _statement(
        5,
        source=party("The rebels", "E3"),
        source_type="group",
        cue=Cue(at("denied"), "deny"),
        content=(at("that they had attacked Kharsa and Mirov"),),
        force="denies",
    ),
    _statement(
        6,
        source=party("a police officer", None),
        source_type="unnamed",
        cue=Cue(at("according to"), "according to"),
        content=(at("The shelling went on until dawn"),),
    ),
    _statement(
        7,
        source=party("Radio Senta", "E4", nth=2),
        cue=Cue(at("quoted"), "quote"),
        content=(at("Dorin as saying that “envoys” would meet in Velgrad next week"),),
    ),
    _statement(
        8,
        kind="mixed",
        source=party("Dorin", "E1", nth=2),
        cue=Cue(at("saying"), "say"),
        content=(at("“envoys” would meet in Velgrad next week"),),
        within="S7",
        force="promises",
        distance=(at("envoys"),),
    ),
)

ENTITIES = (
    Entity(
        "E1",
        "PERSON",
        "Pavel Dorin",
        ("Governor",),
        "SRN",
        "GOV",
        (
            EntityMention(at("Governor"), "nominal"),
            EntityMention(at("Pavel Dorin"), "name"),
            EntityMention(at("he", nth=TEXT[: TEXT.index(" he told")].count("he") + 1), "pronoun"),
            EntityMention(at("Dorin", nth=2), "name"),
        ),
        EntityIds(wikidata="Q90000001"),
        because="title and name agree",
    ),
    Entity(
        "E2",
        "GPE",
        "Kharsa",
        (),
        "SRN",
        None,
        (EntityMention(at("Kharsa"), "name"), EntityMention(at("Kharsa", nth=2), "name")),
        EntityIds(geonames=8000001, iso="RU-KHA"),
        because="same name",
    ),
    Entity(
        "E3", "ORG", "Rebels", (), None, "REB", (EntityMention(at("Rebels"), "nominal"),), because="head noun"
    ),
    Entity(
        "E4",
        "ORG",
        "Radio Senta",
        ("broadcaster",),
        None,
        "MED",
        (EntityMention(at("Radio Senta"), "name"), EntityMention(at("Radio Senta", nth=2), "name")),
        because="same name",
    ),
    Entity(
        "E5",
        "GPE",
        "Velgrad",
        (),
        "SRN",
        None,
        tuple(EntityMention(at(words), "name") for words in ("VELGRAD", "Velgrad")),
        because="same name",
    ),
    Entity(
        "E6", "GPE", "Mirov", (), "SRN", None, (EntityMention(at("Mirov"), "name"),), because="one mention"
    ),
)

PLACES = (
    _place(at("VELGRAD"), "E5", "Velgrad", 8000002, lat=47.75, lon=30.5, feature="PPLC", admin1="Lower Sarn"),
    _place(at("Kharsa", nth=2), "E2", "Kharsa", 8000001),
    _place(at("Kharsa", nth=3), "E2", "Kharsa", 8000001),
    _place(at("Mirov"), "E6", "Mirov", 8000003, lat=-48.125, lon=-31.5, feature="PPLX"),
    Place(at("the bridge"), None, None, None, None, None, None, None, None, 0, "no gazetteer row fits"),
)

TIMES = (
    Timex(at("May 6"), "DATE", "2026-05-06", "2026-05-06", "2026-05-06", None, "year from the page"),
    Timex(
        at("Tuesday"), "DATE", "2026-05-05", "2026-05-05", "2026-05-05", "2026-05-06", "weekday, past tense"
    ),
    Timex(at("dawn"), "TIME", None, None, None, None, "no day to count from"),
    Timex(
        at("next week"),
        "DATE",
        "2026-W20",
        "2026-05-11",
        "2026-05-17",
        "2026-05-06",
        "week after the day of filing",
    ),
    Timex(at("three hours"), "DURATION", "PT3H", None, None, "2026-05-01", "a count of hours"),
)


def _voice(name: str, **more: Any) -> Factuality:
    known = {"certainty": "underspecified", "polarity": "positive", "time": "past", "condition": None}
    return Factuality(voice=name, **known | more)


def _event(number: int, anchor: Anchor, label: Any, **settings: Any) -> Event:
    known: dict[str, Any] = {
        "also": (),
        "type": "ASSAULT",
        "mode": None,
        "contexts": (),
        "cameo": None,
        "actors": (),
        "recipients": (),
        "reciprocal": False,
        "places": (),
        "time": None,
        "factuality": (_voice("outlet", certainty="certain"),),
        "on_word_of": (),
        "quantities": (),
        "background": False,
        "score": 0.875,
        "because": f"type head {number} of the weights",
    }
    return Event(id=f"V{number}", anchor=anchor, label=label, **known | settings)


EVENTS = (
    _event(
        1,
        Anchor(at("shelled", nth=2), "shell"),
        "alleged",
        also=(at("shelled"),),
        mode="heavy-weapons",
        contexts=("military", "territory"),
        cameo="194",
        actors=(party("Gunners", None),),
        recipients=(party("the market of Kharsa", "E2", nth=2),),
        places=(EventPlace(1, "toponym in the phrase"),),
        time=EventTime(1, None, "adverb of the clause"),
        factuality=(_voice("outlet"), _voice("E1", certainty="certain")),
        on_word_of=(Attribution("S3", "E1"),),
        quantities=(Quantity(at("at least 12 people"), "dead", 12, None),),
    ),
    _event(
        2,
        Anchor(at("attacked"), "attack"),
        "denied",
        actors=(party("they", "E3"),),
        recipients=(party("Kharsa", "E2", nth=3), party("Mirov", "E6")),
        places=(
            EventPlace(2, "object"),
            EventPlace(3, "conjunct of an object"),
            EventPlace(4, "nearest place"),
        ),
        time=EventTime(None, "2026-05", "month of the report"),
        factuality=(_voice("outlet"), _voice("E3", certainty="certain", polarity="negative")),
        on_word_of=(Attribution("S5", "E3"),),
    ),
    _event(
        3,
        Anchor(at("shelling"), "shelling"),
        "reported",
        places=(EventPlace(4, "guess of the rule"),),
        time=EventTime(2, None, "until phrase"),
        factuality=(_voice("outlet"), _voice("unnamed", certainty="probable")),
        on_word_of=(Attribution("S6", None),),
        background=True,
    ),
    _event(
        4,
        Anchor(at("meet"), "meet"),
        "future",
        type="CONSULT",
        mode="visit",
        actors=(party("“envoys”", None),),
        reciprocal=True,
        places=(EventPlace(0, "locative"),),
        time=EventTime(3, None, "adverb of the clause"),
        factuality=(
            _voice("outlet"),
            _voice("E4"),
            _voice("E1", certainty="possible", time="future", condition="intended"),
        ),
        on_word_of=(Attribution("S7", "E4"), Attribution("S8", "E1")),
    ),
    _event(5, Anchor(at("stayed open"), "stay open"), "asserted", type=None),
)


def marked_document() -> Document:
    """Return the document of the record."""
    dateline = at("VELGRAD, May 6. /Orlan Press/.")
    return Document(
        id=text_digest(TEXT),
        input="reports/kharsa.html",
        text=TEXT,
        url="https://sarn-herald.example/2026/05/06/kharsa?a=1&b=2",
        outlet="The Sarn Herald",
        agency="Orlan Press",
        bylines=("Tilda Marrow",),
        language="en",
        published="2026-05-06",
        published_because="metadata",
        retrieved="2026-05-07T08:30:00+00:00",
        parts=Parts(
            headline=at("🚨 Governor: gunners shelled the market of Kharsa"),
            standfirst=at("Rebels deny attacking two towns"),
            dateline=dateline,
            agency_credit=at("/Orlan Press/"),
            byline=at("By Tilda Marrow"),
            body=Span(dateline.start, at("three hours.").end),
            boilerplate=(at("Read also: ten walks around Velgrad"),),
        ),
        dateline=Dateline(
            span=dateline,
            place_span=at("VELGRAD"),
            place=PLACES[0],
            date="2026-05-06",
            date_span=at("May 6"),
            agency="Orlan Press",
            because="year from metadata",
        ),
    )


def marked_record() -> Record:
    """Return a record with statements, events, places and times of every kind."""
    return Record(
        schema=SCHEMA,
        onrecord="0.1.0",
        weights="a1" * 32,
        report=marked_document(),
        sentences=(
            at("🚨 Governor: gunners shelled the market of Kharsa"),
            at("Rebels deny attacking two towns"),
            Span(at("Gunners").start, at("Dorin said.").end),
            Span(at("“Nobody").start, at("told Radio Senta.").end),
            at("The rebels denied that they had attacked Kharsa and Mirov."),
            Span(at("The shelling").start, at("a police officer.").end),
            Span(at("Radio Senta", nth=2).start, at("next week.").end),
            Span(at("The café").start, at("three hours.").end),
        ),
        entities=ENTITIES,
        places=PLACES,
        times=TIMES,
        statements=STATEMENTS,
        events=EVENTS,
    )


def empty_record(text: str = "") -> Record:
    """Return a record of a text in which nothing was found."""
    return Record(SCHEMA, "0.1.0", "", Document(text_digest(text), "-", text), (), (), (), (), ())


HOSTILE = (
    "Wall</TEXT></script><b>&amp;\"'\x00\x08\ufffe ]]> \ud800 cafe\u0301 \U0001f6a8\r\nTwo\u2028three\x85\t\u202efour\u202c "
    '<?onrecord replaced=""?> --> {{ x }} said “yes” to \U0001d4d0 and went.'
)
"""Text that breaks what is not careful: markup, controls, a lone surrogate, combining and steering characters."""


def hostile_record() -> Record:
    """Return a record of `HOSTILE` with one item of every kind, its spans on the worst places."""
    whole = Span(0, len(HOSTILE))

    def cut(words: str) -> Span:
        start = HOSTILE.index(words)
        return Span(start, start + len(words))

    nasty = Participant(cut("<b>&amp;\"'\x00\x08\ufffe ]]> \ud800"), "E1")
    return replace(
        marked_record(),
        report=Document(
            text_digest(HOSTILE),
            "-",
            HOSTILE,
            outlet='Wire </script> "\x07\udcff',
            url="https://x.example/?q=</script>&r='\"",
            published="2026-05-06T17:20:00+02:00",
        ),
        sentences=(whole,),
        entities=(
            Entity(
                "E1",
                "PERSON",
                '<b>"\x08\ud800',
                ("r\x00le",),
                None,
                None,
                (EntityMention(nasty.span, "name"),),
            ),
        ),
        places=(Place(cut("e\u0301"), None, 1, "</script>\x01", None, None, 0.0, 0.0, "PPL", 1, "\x02"),),
        times=(Timex(cut("\r\nTwo"), "DATE", "2026", "2026-01-01", "2026-12-31", None, "\ud801 rule"),),
        statements=(
            replace(
                STATEMENTS[3],
                id="S1",
                source=nasty,
                cue=Cue(cut("said"), "say"),
                content=(cut("“yes”"), cut("to \U0001d4d0")),
                addressee=None,
            ),
        ),
        events=(
            replace(
                EVENTS[0],
                anchor=Anchor(cut("\u202efour\u202c"), "four"),
                also=(cut("three\x85"),),
                actors=(nasty,),
                recipients=(),
                places=(EventPlace(0, "x"),),
                time=EventTime(0, None, "y"),
                factuality=(),
                on_word_of=(Attribution("S1", "E1"),),
                quantities=(),
            ),
        ),
    )
