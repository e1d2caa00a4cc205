"""A record built by hand, for tests that need neither weights nor gazetteer."""

from __future__ import annotations

from onrecord.model import (
    SCHEMA,
    Cue,
    Dateline,
    Document,
    Entity,
    EntityIds,
    EntityMention,
    Participant,
    Parts,
    Place,
    Record,
    Span,
    Statement,
    Timex,
    text_digest,
)
from tests.export.words import Words

TEXT = """Gdansk mayor: port is 'open' despite crane drivers' strike

According to the union, not one container ship has been unloaded since Friday

GDANSK, March 4. /Vistula Wire/. The port of Gdansk is working normally, Mayor Halina Brzoska said on Wednesday, \
although a strike by crane drivers has entered its second week.

“Ships are coming in and ships are going out,” Brzoska told reporters. “Nobody who needs this harbour will be \
turned away.”

Its chairman, Marek Dudzic, said that Radio Motlawa had quoted a senior port official as saying that eleven \
ships were waiting in the bay. The company was reported to have lost 3 million euros in February."""


_WORDS = Words(TEXT)
at, _party = _WORDS.at, _WORDS.party


def _names(*mentions: tuple[str, int, str]) -> tuple[EntityMention, ...]:
    return tuple(EntityMention(at(words, nth=nth), kind) for words, nth, kind in mentions)  # type: ignore[arg-type]


def _gdansk(words: str, *, nth: int = 1) -> Place:
    return Place(
        span=at(words, nth=nth),
        entity="E1",
        geonames=3099434,
        name="Gdańsk",
        country="POL",
        admin1="Pomerania",
        lat=54.35227,
        lon=18.64912,
        feature="PPLA",
        candidates=2,
        because="largest of 2 namesakes; dateline",
    )


def _statements() -> tuple[Statement, ...]:
    def made(
        number: int,
        kind: str,
        source: Participant | None,
        source_type: str,
        cue: tuple[str, str, int],
        content: tuple[Span, ...],
        **more: object,
    ) -> Statement:
        words, lemma, nth = cue
        settings = {
            "within": None,
            "force": "says",
            "distance": (),
            "addressee": None,
            "because": "weights",
        } | more
        return Statement(
            id=f"S{number}",
            kind=kind,  # type: ignore[arg-type]
            source=source,
            source_type=source_type,  # type: ignore[arg-type]
            cue=Cue(at(words, nth=nth), lemma),
            content=content,
            **settings,  # type: ignore[arg-type]
        )

    return (
        made(
            1,
            "indirect",
            _party("Gdansk mayor", "E2"),
            "role",
            (":", ":", 1),
            (at("port is 'open' despite crane drivers' strike"),),
            distance=(at("open"),),
        ),
        made(
            2,
            "indirect",
            _party("the union", "E3"),
            "group",
            ("According to", "according to", 1),
            (at("not one container ship has been unloaded since Friday"),),
            force="claims",
        ),
        made(
            3,
            "indirect",
            _party("Mayor Halina Brzoska", "E2"),
            "named",
            ("said", "say", 1),
            (
                at("The port of Gdansk is working normally"),
                at("although a strike by crane drivers has entered its second week"),
            ),
        ),
        made(
            4,
            "direct",
            _party("Brzoska", "E2", nth=2),
            "named",
            ("told", "tell", 1),
            (
                at("Ships are coming in and ships are going out"),
                at("Nobody who needs this harbour will be turned away"),
            ),
            addressee=_party("reporters", None),
        ),
        made(
            5,
            "indirect",
            _party("Marek Dudzic", "E4"),
            "named",
            ("said", "say", 2),
            (
                at(
                    "that Radio Motlawa had quoted a senior port official as saying that eleven "
                    "ships were waiting in the bay"
                ),
            ),
        ),
        made(
            6,
            "indirect",
            _party("Radio Motlawa", "E5"),
            "named",
            ("had quoted", "quote", 1),
            (at("a senior port official as saying that eleven ships were waiting in the bay"),),
            within="S5",
        ),
        made(
            7,
            "indirect",
            _party("a senior port official", None),
            "unnamed",
            ("saying", "say", 1),
            (at("that eleven ships were waiting in the bay"),),
            within="S6",
        ),
        made(
            8,
            "indirect",
            None,
            "unnamed",
            ("was reported", "report", 1),
            (at("to have lost 3 million euros in February"),),
        ),
    )


def example_document() -> Document:
    """Return the document of the example record."""
    headline = at("Gdansk mayor: port is 'open' despite crane drivers' strike")
    dateline = at("GDANSK, March 4. /Vistula Wire/.")
    return Document(
        id=text_digest(TEXT),
        input="strike.txt",
        text=TEXT,
        outlet="The Amber Coast Courier",
        agency="Vistula Wire",
        bylines=("Ilse Varnholt",),
        language="en",
        published="2026-03-04",
        published_because="dateline",
        parts=Parts(
            headline=headline,
            standfirst=at("According to the union, not one container ship has been unloaded since Friday"),
            dateline=dateline,
            agency_credit=at("/Vistula Wire/"),
            body=Span(dateline.start, len(TEXT)),
        ),
        dateline=Dateline(
            span=dateline,
            place_span=at("GDANSK"),
            place=_gdansk("GDANSK"),
            date="2026-03-04",
            date_span=at("March 4"),
            agency="Vistula Wire",
            because="year given by the caller",
        ),
    )


def example_record() -> Record:
    """Return a record that shows every kind of statement, nested ones included."""
    return Record(
        schema=SCHEMA,
        onrecord="0.1.0",
        weights="0" * 64,
        report=example_document(),
        sentences=(
            at("Gdansk mayor: port is 'open' despite crane drivers' strike"),
            at("According to the union, not one container ship has been unloaded since Friday"),
            at("GDANSK, March 4. /Vistula Wire/."),
            Span(at("The port").start, at("second week.").end),
            Span(at("“Ships").start, at("told reporters.").end),
            Span(at("“Nobody").start, at("turned away.”").end),
            Span(at("Its chairman").start, at("in the bay.").end),
            Span(at("The company").start, len(TEXT)),
        ),
        entities=(
            Entity(
                "E1",
                "GPE",
                "Gdansk",
                (),
                "POL",
                None,
                _names(("Gdansk", 2, "name")),
                EntityIds(geonames=3099434),
            ),
            Entity(
                "E2",
                "PERSON",
                "Halina Brzoska",
                ("Mayor",),
                "POL",
                "GOV",
                _names(
                    ("Gdansk mayor", 1, "nominal"),
                    ("Mayor Halina Brzoska", 1, "name"),
                    ("Brzoska", 2, "name"),
                ),
                because="title and name",
            ),
            Entity(
                "E3",
                "ORG",
                "the union",
                (),
                None,
                None,
                _names(("the union", 1, "nominal"), ("Its", 1, "pronoun")),
            ),
            Entity(
                "E4",
                "PERSON",
                "Marek Dudzic",
                ("chairman",),
                None,
                "CVL",
                _names(("Marek Dudzic", 1, "name")),
            ),
            Entity("E5", "ORG", "Radio Motlawa", (), None, "MED", _names(("Radio Motlawa", 1, "name"))),
        ),
        places=(_gdansk("GDANSK"), _gdansk("Gdansk", nth=2)),
        times=(
            Timex(
                at("Friday"),
                "DATE",
                "2026-02-27",
                "2026-02-27",
                "2026-02-27",
                "2026-03-04",
                "weekday, past tense",
            ),
            Timex(
                at("March 4"),
                "DATE",
                "2026-03-04",
                "2026-03-04",
                "2026-03-04",
                None,
                "year from the dateline",
            ),
            Timex(
                at("Wednesday"),
                "DATE",
                "2026-03-04",
                "2026-03-04",
                "2026-03-04",
                "2026-03-04",
                "same weekday",
            ),
            Timex(
                at("February"),
                "DATE",
                "2026-02",
                "2026-02-01",
                "2026-02-28",
                "2026-03-04",
                "latest past month",
            ),
        ),
        statements=_statements(),
    )
