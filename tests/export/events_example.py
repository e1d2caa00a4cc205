"""Records with events, built by hand, for tests of exports.

`events_record` has an event of every label that matters to a format: told by the outlet, alleged through two voices,
reported by nobody named, denied, future, hypothetical, historical, one without a type, and one without anything
optional. `hostile_record` has text that breaks careless writers. All texts were written for these tests.
"""

from __future__ import annotations

from dataclasses import replace

from onrecord.model import (
    SCHEMA,
    Anchor,
    Attribution,
    Condition,
    Cue,
    Document,
    Entity,
    EntityIds,
    EntityMention,
    Event,
    EventPlace,
    EventTense,
    EventTime,
    Factuality,
    Label,
    Participant,
    Parts,
    Place,
    Polarity,
    Quantity,
    Record,
    Span,
    Statement,
    Timex,
    text_digest,
)
from tests.export.words import Words

TEXT = """Army shells Torvik as marchers fill the capital

The army shelled Torvik on Monday, killing at least 12 people and wounding 30.

Interior Minister Oda Renn said that, according to the harbour police, rebels of the Grey Front had abducted two \
pilots near Torvik in February. A spokesman for the Grey Front denied that its men had taken anybody.

Some 5,000 people marched through Halden against the fuel tax. It was reported that police had arrested 40 of them.

Renn will meet the Danish envoy on 12 March. If the shelling goes on, Denmark would cut its aid, the envoy warned. \
In 1998 the Grey Front had laid down its arms. The minister lit a candle for the dead."""


_WORDS = Words(TEXT)
at, _who = _WORDS.at, _WORDS.party


def fact(
    voice: str,
    *,
    certainty: str = "certain",
    polarity: Polarity = "positive",
    time: EventTense = "past",
    condition: Condition | None = None,
) -> Factuality:
    """Return how a voice stands to an event; by default it says that it happened."""
    return Factuality(voice, certainty, polarity, time, condition)  # type: ignore[arg-type]


def bare_event(id: str, anchor: Span, lemma: str, *, label: Label = "asserted") -> Event:
    """Return an event without anything optional."""
    return Event(
        id=id,
        anchor=Anchor(anchor, lemma),
        also=(),
        type=None,
        mode=None,
        contexts=(),
        cameo=None,
        actors=(),
        recipients=(),
        reciprocal=False,
        places=(),
        time=None,
        factuality=(),
        on_word_of=(),
        label=label,
        quantities=(),
        background=False,
        score=1.0,
        because="",
    )


def _entity(id: str, type: str, name: str, mention: Span, **more: object) -> Entity:
    settings = {
        "roles": (),
        "country": None,
        "sector": None,
        "mentions": (EntityMention(mention, "name"),),
    } | more
    return Entity(id=id, type=type, name=name, **settings)  # type: ignore[arg-type]


def _entities() -> tuple[Entity, ...]:
    return (
        _entity("E1", "ORG", "the army", at("The army"), country="NOR", sector="MIL"),
        _entity("E2", "GPE", "Torvik", at("Torvik"), country="NOR", ids=EntityIds(geonames=1001)),
        _entity(
            "E3",
            "PERSON",
            "Oda Renn",
            at("Oda Renn"),
            country="NOR",
            sector="GOV",
            roles=("Interior Minister",),
        ),
        _entity("E4", "ORG", "the harbour police", at("the harbour police"), country="NOR", sector="COP"),
        _entity("E5", "ORG", "Grey Front", at("Grey Front"), sector="REB", ids=EntityIds(wikidata="Q1")),
        _entity("E6", "PERSON", "two pilots", at("two pilots"), sector="CVL"),
        _entity("E7", "GPE", "Halden", at("Halden"), country="NOR", ids=EntityIds(geonames=1002)),
        _entity("E8", "PERSON", "the Danish envoy", at("the Danish envoy"), country="DNK", sector="GOV"),
        _entity("E9", "GPE", "Denmark", at("Denmark"), country="DNK", ids=EntityIds(iso="DNK")),
        _entity("E10", "ORG", "Radio Torvik", at("the envoy"), country="NOR", sector="MED"),
    )


def _places() -> tuple[Place, ...]:
    torvik = Place(
        at("Torvik", nth=2), "E2", 1001, "Torvik", "NOR", "Innlandet", 61.25, 9.5, "PPL", 1, "only row"
    )
    return (
        torvik,
        replace(torvik, span=at("Torvik", nth=3)),
        Place(at("Halden"), "E7", 1002, "Halden", "NOR", "Viken", 59.12, 11.39, "PPLA2", 2, "largest of 2"),
        Place(at("Denmark"), "E9", 2623032, "Denmark", "DNK", None, 56.0, 10.0, "PCLI", 1, "country"),
    )


def _times() -> tuple[Timex, ...]:
    return (
        Timex(
            at("Monday"),
            "DATE",
            "2026-03-02",
            "2026-03-02",
            "2026-03-02",
            "2026-03-04",
            "weekday, past tense",
        ),
        Timex(
            at("February"), "DATE", "2026-02", "2026-02-01", "2026-02-28", "2026-03-04", "latest past month"
        ),
        Timex(
            at("12 March"), "DATE", "2026-03-12", "2026-03-12", "2026-03-12", "2026-03-04", "month and day"
        ),
        Timex(at("1998"), "DATE", "1998", "1998-01-01", "1998-12-31", None, "year in figures"),
    )


def _statements() -> tuple[Statement, ...]:
    def said(
        number: int, source: Participant | None, cue: Span, lemma: str, content: Span, **more: object
    ) -> Statement:
        settings = {
            "kind": "indirect", "source_type": "named" if source else "unnamed", "within": None, "force": "says",
            "distance": (), "addressee": None, "because": "weights",
        } | more  # fmt: skip
        return Statement(id=f"S{number}", source=source, cue=Cue(cue, lemma), content=(content,), **settings)  # type: ignore[arg-type]

    abducted = at("rebels of the Grey Front had abducted two pilots near Torvik in February")
    return (
        said(1, _who("Interior Minister Oda Renn", "E3"), at("said"), "say", abducted),
        said(2, _who("the harbour police", "E4"), at("according to"), "according to", abducted, within="S1"),
        said(3, _who("A spokesman for the Grey Front", "E5"), at("denied"), "deny", at("that its men had taken anybody"), force="denies"),
        said(4, None, at("It was reported"), "report", at("that police had arrested 40 of them")),
        said(5, _who("the envoy", "E8"), at("warned"), "warn", at("If the shelling goes on, Denmark would cut its aid"), force="warns"),
    )  # fmt: skip


def _events() -> tuple[Event, ...]:
    def event(number: int, words: Span, lemma: str, **more: object) -> Event:
        base = bare_event(f"V{number}", words, lemma)
        return replace(base, **({"because": "weights", "score": 0.9} | more))  # type: ignore[arg-type]

    def dated(index: int) -> EventTime:
        return EventTime(index, None, "time in the clause")

    here, near, capital = (EventPlace(n, "place in the clause") for n in range(3))
    renn, police = Attribution("S1", "E3"), Attribution("S2", "E4")
    return (
        event(
            1, at("shelled"), "shell", also=(at("shells"),), type="ASSAULT", mode="heavy-weapons", contexts=("military",),
            cameo="194", actors=(_who("The army", "E1"),), recipients=(_who("Torvik", "E2", nth=2),), places=(here,),
            time=dated(0), factuality=(fact("outlet"),),
            quantities=(Quantity(at("at least 12"), "dead", 12, None), Quantity(at("30"), "injured", 30, 30)),
        ),
        event(
            2, at("abducted"), "abduct", type="ASSAULT", mode="abduct", contexts=("terrorism",),
            actors=(_who("rebels of the Grey Front", "E5"),), recipients=(_who("two pilots", "E6"),), places=(near,),
            time=dated(1), label="alleged", on_word_of=(renn, police), score=0.6,
            factuality=(fact("outlet", certainty="underspecified"), fact("E3", certainty="underspecified"), fact("E4")),
        ),
        event(
            3, at("taken anybody"), "take", type="ASSAULT", mode="abduct", actors=(_who("its men", "E5"),),
            label="denied", on_word_of=(Attribution("S3", "E5"),),
            factuality=(fact("outlet", certainty="underspecified"), fact("E5", polarity="negative")),
        ),
        event(
            4, at("marched"), "march", type="PROTEST", mode="demo", contexts=("economic",), cameo="1412",
            actors=(_who("5,000 people"),), places=(capital,), factuality=(fact("outlet"),),
            quantities=(Quantity(at("Some 5,000"), "crowd", 5000, 5000),),
        ),
        event(
            5, at("arrested"), "arrest", type="COERCE", mode="arrest", contexts=("legal",), actors=(_who("police", "E4", nth=2),),
            recipients=(_who("them"),), label="reported", on_word_of=(Attribution("S4", None),),
            factuality=(fact("outlet", certainty="underspecified"), fact("unnamed")),
            quantities=(Quantity(at("40"), "arrested", 40, 40),),
        ),
        event(
            6, at("meet"), "meet", type="CONSULT", actors=(_who("Renn", "E3", nth=2), _who("the Danish envoy", "E8")),
            reciprocal=True, time=dated(2), label="future", factuality=(fact("outlet", time="future"),),
        ),
        event(
            7, at("cut its aid"), "cut", type="SANCTION", mode="discontinue", contexts=("economic",),
            actors=(_who("Denmark", "E9"),), places=(EventPlace(3, "actor"),), label="hypothetical",
            on_word_of=(Attribution("S5", "E8"),), score=0.3,
            factuality=(fact("outlet", certainty="underspecified"), fact("E8", time="future", condition="hypothetical")),
        ),
        event(
            8, at("laid down its arms"), "lay down", type="RETREAT", mode="disarm", contexts=("military",),
            actors=(_who("the Grey Front", "E5", nth=3),), time=dated(3), background=True, factuality=(fact("outlet"),),
        ),
        event(9, at("lit a candle"), "light", actors=(_who("The minister", "E3"),), factuality=(fact("outlet"),)),
        bare_event("V10", at("the dead"), "dead"),
    )  # fmt: skip


def events_document() -> Document:
    """Return the document of the example."""
    headline = at("Army shells Torvik as marchers fill the capital")
    return Document(
        id=text_digest(TEXT),
        input="torvik.html",
        text=TEXT,
        url="https://www.fjord-courier.example/2026/03/04/torvik",
        outlet="The Fjord Courier",
        language="en",
        published="2026-03-04T18:30:00+01:00",
        published_because="metadata",
        parts=Parts(headline=headline, body=Span(at("The army").start, len(TEXT))),
    )


def _sentences() -> tuple[Span, ...]:
    ends = [
        "fill the capital", "wounding 30.", "in February.", "taken anybody.", "fuel tax.", "40 of them.", "12 March.",
        "warned.", "its arms.", "for the dead.",
    ]  # fmt: skip
    spans, start = [], 0
    for words in ends:
        end = at(words).end
        while TEXT[start].isspace():
            start += 1
        spans.append(Span(start, end))
        start = end
    return tuple(spans)


def events_record() -> Record:
    """Return a record with an event of every label that matters to a format."""
    return Record(
        schema=SCHEMA,
        onrecord="0.1.0",
        weights="0" * 64,
        report=events_document(),
        sentences=_sentences(),
        entities=_entities(),
        places=_places(),
        times=_times(),
        statements=_statements(),
        events=_events(),
    )


def empty_record() -> Record:
    """Return a record of an empty report, about which nothing is known."""
    return Record(SCHEMA, "0.1.0", "0" * 64, Document(text_digest(""), "-", ""), (), (), (), (), ())


HOSTILE = '=cmd|"/C calc"!A0\tor\r\n"quoted"; \N{FACE WITH TEARS OF JOY} \u2028 \x00 None'
"""A formula start, quotes, a tab, line ends, a separator, a character beyond the BMP, NUL, and the word None."""


def hostile_record() -> Record:
    """Return a record whose names, words and particulars are hostile to tables, with a lone surrogate in the text."""
    text = f"{HOSTILE} struck \udcff."
    whole, struck = Span(0, len(HOSTILE)), Span(len(HOSTILE) + 1, len(HOSTILE) + 7)
    entity = Entity("E1", "ORG", HOSTILE, (f"-{HOSTILE}",), None, None, (EntityMention(whole, "name"),))
    place = Place(whole, "E1", None, f"@{HOSTILE}", None, f"+{HOSTILE}", -1.5, 2.0, "PPL", 1, "'because")
    event = replace(
        bare_event("V1", struck, "strike"),
        type="ASSAULT",
        mode="heavy-weapons",
        actors=(Participant(whole, "E1"),),
        recipients=(Participant(Span(len(HOSTILE) + 8, len(HOSTILE) + 9), None),),
        places=(EventPlace(0, "=because"),),
        quantities=(Quantity(struck, "dead", 1, 1),),
    )
    document = Document(text_digest(text), "=input.txt", text, url="=url\t", outlet=f"={HOSTILE}")
    return Record(SCHEMA, "0.1.0", "", document, (Span(0, len(text)),), (entity,), (place,), (), (), (event,))
