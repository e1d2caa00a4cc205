"""A record of events built by hand: every label, nested chains, unnamed voices, figures, background."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.model import (
    SCHEMA,
    Anchor,
    Attribution,
    Cue,
    Dateline,
    Document,
    Entity,
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

TEXT = """Dockers storm Klaipeda customs hall; minister denies beatings

KLAIPEDA, March 10. /Memel Wire/. Dock workers stormed the customs hall of Klaipeda on Sunday night and held eleven \
officials there until dawn. At least 40 people were injured.

Interior Minister Ruta Vaitkute told reporters that masked men from the Brotherhood of Stevedores had fired on a \
police boat. She denied that police had beaten prisoners.

Jonas Petrauskas, head of the brotherhood, told Radio Curonia that a customs officer had seen police burn the \
union's records, the station said. Two cranes were reported to have been set on fire.

Police tried to retake the hall on Monday morning but withdrew. Vaitkute and Petrauskas met in Vilnius later that day.

The government might send soldiers to the port, a cabinet adviser said. If the brotherhood gave up its arms, the \
blockade would be lifted, Vaitkute said. The brotherhood plans to march on Vilnius on Saturday. Parliament will \
vote on an amnesty on March 20.

Fog closed the harbour for six hours. The storming came a day after the port had dismissed 200 crane drivers. In \
2019, the brotherhood and the port signed a pact that ended a strike of nine weeks."""


_WORDS = Words(TEXT)
at, party = _WORDS.at, _WORDS.party


def _entity(
    number: int, type: str, name: str, *mentions: Span, roles: Sequence[str] = (), country: str | None = "LTU"
) -> Entity:
    return Entity(
        f"E{number}",
        type,  # type: ignore[arg-type]
        name,
        tuple(roles),
        country,
        None,
        tuple(EntityMention(span, "name") for span in sorted(mentions)),
    )


ENTITIES = (
    _entity(1, "ORG", "dock workers", at("Dockers"), at("Dock workers"), country=None),
    _entity(
        2,
        "PERSON",
        "Ruta Vaitkute",
        at("Interior Minister Ruta Vaitkute"),
        at("She"),
        at("Vaitkute", nth=2),
        at("Vaitkute", nth=3),
        roles=["Interior Minister"],
    ),
    _entity(
        3,
        "ORG",
        "Brotherhood of Stevedores",
        at("the Brotherhood of Stevedores"),
        at("the brotherhood"),
        at("the brotherhood", nth=2),
        at("The brotherhood"),
        at("the brotherhood", nth=3),
    ),
    _entity(
        4,
        "ORG",
        "police",
        at("police had beaten"[:6], nth=2),
        at("Police tried"[:6]),
        at("police", nth=3),
    ),
    _entity(
        5,
        "PERSON",
        "Jonas Petrauskas",
        at("Jonas Petrauskas"),
        at("Petrauskas", nth=2),
        roles=["head of the brotherhood"],
    ),
    _entity(6, "ORG", "Radio Curonia", at("Radio Curonia"), at("the station")),
    _entity(7, "ORG", "Parliament", at("Parliament")),
    _entity(8, "ORG", "the port", at("the port", nth=2), at("the port", nth=3)),
    _entity(9, "ORG", "The government", at("The government")),
)


def _place(words: str, nth: int, geonames: int, name: str, lat: float, lon: float) -> Place:
    return Place(
        at(words, nth=nth),
        None,
        geonames,
        name,
        "LTU",
        None,
        lat,
        lon,
        "PPLA",
        1,
        "the only one of its name",
    )


PLACES = tuple(
    sorted(
        (
            _place("KLAIPEDA", 1, 598098, "Klaipėda", 55.71722, 21.1175),
            _place("Klaipeda", 2, 598098, "Klaipėda", 55.71722, 21.1175),
            _place("the hall", 1, 598098, "Klaipėda", 55.71722, 21.1175),
            _place("Vilnius", 1, 593116, "Vilnius", 54.68916, 25.2798),
            _place("Vilnius", 2, 593116, "Vilnius", 54.68916, 25.2798),
        ),
        key=lambda place: place.span,
    )
)


def _time(words: str, value: str, *, earliest: str | None = None, latest: str | None = None) -> Timex:
    day = value[:10]
    return Timex(
        at(words), "DATE", value, earliest or day, latest or day, "2026-03-10", "latest past weekday"
    )


TIMES = (
    _time("March 10", "2026-03-10"),
    _time("Sunday night", "2026-03-08TNI"),
    _time("Monday morning", "2026-03-09TMO"),
    _time("later that day", "2026-03-09"),
    _time("Saturday", "2026-03-14"),
    _time("March 20", "2026-03-20"),
    _time("2019", "2019", earliest="2019-01-01", latest="2019-12-31"),
)


def _statement(
    number: int,
    source: Participant | None,
    source_type: str,
    cue: tuple[Span, str],
    *content: Span,
    force: str = "says",
    within: str | None = None,
    addressee: Participant | None = None,
) -> Statement:
    return Statement(
        f"S{number}",
        "indirect",
        source,
        source_type,  # type: ignore[arg-type]
        Cue(*cue),
        content,
        within,
        force,  # type: ignore[arg-type]
        (),
        addressee,
        "weights",
    )


STATEMENTS = (
    _statement(1, party("minister", "E2"), "role", (at("denies"), "deny"), at("beatings"), force="denies"),
    _statement(
        2,
        party("Interior Minister Ruta Vaitkute", "E2"),
        "named",
        (at("told"), "tell"),
        at("that masked men from the Brotherhood of Stevedores had fired on a police boat"),
        addressee=party("reporters", None),
    ),
    _statement(
        3,
        party("She", "E2"),
        "named",
        (at("denied"), "deny"),
        at("that police had beaten prisoners"),
        force="denies",
    ),
    _statement(
        4,
        party("the station", "E6"),
        "named",
        (at("said"), "say"),
        at(
            "Jonas Petrauskas, head of the brotherhood, told Radio Curonia that a customs officer had seen police "
            "burn the union's records"
        ),
    ),
    _statement(
        5,
        party("Jonas Petrauskas", "E5"),
        "named",
        (at("told", nth=2), "tell"),
        at("that a customs officer had seen police burn the union's records"),
        within="S4",
        addressee=party("Radio Curonia", "E6"),
    ),
    _statement(
        6,
        party("a customs officer", None),
        "unnamed",
        (at("had seen"), "see"),
        at("police burn the union's records"),
        within="S5",
    ),
    _statement(
        7, None, "unnamed", (at("were reported"), "report"), at("Two cranes"), at("to have been set on fire")
    ),
    _statement(
        8,
        party("a cabinet adviser", None),
        "unnamed",
        (at("said", nth=2), "say"),
        at("The government might send soldiers to the port"),
    ),
    _statement(
        9,
        party("Vaitkute", "E2", nth=3),
        "named",
        (at("said", nth=3), "say"),
        at("If the brotherhood gave up its arms, the blockade would be lifted"),
    ),
)


def _event(
    number: int,
    anchor: Span,
    lemma: str,
    type: str | None,
    label: str,
    *,
    mode: str | None = None,
    actors: Sequence[Participant] = (),
    recipients: Sequence[Participant] = (),
    places: Sequence[int] = (),
    time: EventTime | None = None,
    chain: Sequence[tuple[str, str | None]] = (),
    negative: bool = False,
    **more: object,
) -> Event:
    voices = ["outlet", *(entity or "unnamed" for _, entity in chain)]
    settings: dict[str, object] = {
        "also": (),
        "reciprocal": False,
        "quantities": (),
        "background": False,
        "score": 0.9,
    } | more
    return Event(
        id=f"V{number}",
        anchor=Anchor(anchor, lemma),
        type=type,  # type: ignore[arg-type]
        mode=mode,
        contexts=(),
        cameo=None,
        actors=tuple(actors),
        recipients=tuple(recipients),
        places=tuple(EventPlace(index, "in its own clause") for index in places),
        time=time,
        factuality=tuple(
            Factuality(
                voice,
                "underspecified" if voice != voices[-1] else "certain",
                "negative" if negative and voice == voices[-1] else "positive",
                "past",
                None,
            )
            for voice in voices
        ),
        on_word_of=tuple(Attribution(statement, entity) for statement, entity in chain),
        label=label,  # type: ignore[arg-type]
        because="weights",
        **settings,  # type: ignore[arg-type]
    )


def _told_at(index: int) -> EventTime:
    return EventTime(index, None, "in its own clause")


EVENTS = (
    _event(
        1, at("storm"), "storm", "ASSAULT", "asserted",
        mode="primitive", actors=[party("Dockers", "E1")], places=[1], time=_told_at(1),
        also=(at("stormed"), at("storming")),
    ),
    _event(
        2, at("held"), "hold", "COERCE", "asserted",
        mode="abduct", actors=[party("Dock workers", "E1")], recipients=[party("eleven officials", None)],
        places=[1], time=_told_at(1), quantities=(Quantity(at("eleven"), "abducted", 11, 11),),
    ),
    _event(
        3, at("injured"), "injure", "ASSAULT", "asserted",
        quantities=(Quantity(at("At least 40"), "injured", 40, None),),
    ),
    _event(
        4, at("fired"), "fire", "ASSAULT", "alleged",
        mode="firearms", actors=[party("masked men from the Brotherhood of Stevedores", "E3")],
        recipients=[party("police", "E4")], chain=[("S2", "E2")],
    ),
    _event(
        5, at("beaten"), "beat", "ASSAULT", "denied",
        mode="beat", actors=[party("police", "E4", nth=2)], recipients=[party("prisoners", None)],
        chain=[("S3", "E2")], negative=True, also=(at("beatings"),),
    ),
    _event(
        6, at("burn"), "burn", "COERCE", "reported",
        mode="seize", actors=[party("police", "E4", nth=3)], recipients=[party("the union", "E3")],
        chain=[("S4", "E6"), ("S5", "E5"), ("S6", None)],
    ),
    _event(
        7, at("set on fire"), "set on fire", "ASSAULT", "reported",
        chain=[("S7", None)], quantities=(Quantity(at("Two"), "damaged", 2, 2),),
    ),
    _event(
        8, at("retake"), "retake", "ASSAULT", "attempted",
        actors=[party("Police", "E4")], recipients=[party("Dock workers", "E1")], places=[2], time=_told_at(2),
    ),
    _event(
        9, at("withdrew"), "withdraw", "RETREAT", "asserted",
        mode="withdraw", actors=[party("Police", "E4")], places=[2], time=_told_at(2),
    ),
    _event(
        10, at("met"), "meet", "CONSULT", "asserted",
        mode="visit", actors=[party("Vaitkute", "E2", nth=2), party("Petrauskas", "E5", nth=2)],
        reciprocal=True, places=[3], time=_told_at(3),
    ),
    _event(
        11, at("send"), "send", "MOBILIZE", "possible",
        mode="troops", actors=[party("The government", "E9")], chain=[("S8", None)],
    ),
    _event(
        12, at("gave up"), "give up", "RETREAT", "hypothetical",
        mode="disarm", actors=[party("the brotherhood", "E3", nth=2)], chain=[("S9", "E2")],
    ),
    _event(
        13, at("march"), "march", "PROTEST", "intended",
        mode="demo", actors=[party("The brotherhood", "E3")], places=[4], time=_told_at(4),
    ),
    _event(
        14, at("vote"), "vote", None, "future",
        actors=[party("Parliament", "E7")], time=_told_at(5),
    ),
    _event(15, at("closed"), "close", None, "asserted", places=[1]),
    _event(
        16, at("dismissed"), "dismiss", "SANCTION", "asserted",
        actors=[party("the port", "E8", nth=2)], recipients=[party("200 crane drivers", None)],
        time=EventTime(None, "2026-03-07", "a day before V1"),
        quantities=(Quantity(at("200"), "dismissed", 200, 200),),
    ),
    _event(
        17, at("signed"), "sign", "AGREE", "asserted",
        actors=[party("the brotherhood", "E3", nth=3), party("the port", "E8", nth=3)],
        reciprocal=True, time=_told_at(6), background=True,
    ),
    _event(
        18, at("strike"), "strike", "PROTEST", "asserted",
        mode="strike", time=EventTime(None, None, "before 2019-12-31"), background=True, score=0.4,
    ),
)  # fmt: skip


def _sentences() -> tuple[Span, ...]:
    first = at("Dockers storm Klaipeda customs hall; minister denies beatings")
    dateline = at("KLAIPEDA, March 10. /Memel Wire/.")
    found, start = [first, dateline], dateline.end
    while start < len(TEXT):
        start += len(TEXT[start:]) - len(TEXT[start:].lstrip())
        end = min(i for i in (TEXT.find(". ", start), TEXT.find(".\n", start), len(TEXT) - 1) if i >= 0) + 1
        found.append(Span(start, end))
        start = end
    return tuple(found)


def record_of_events() -> Record:
    """Return a record that holds events of every label."""
    headline, dateline = at(TEXT.splitlines()[0]), at("KLAIPEDA, March 10. /Memel Wire/.")
    document = Document(
        id=text_digest(TEXT),
        input="klaipeda.txt",
        text=TEXT,
        outlet="The Amber Coast Courier",
        agency="Memel Wire",
        language="en",
        published="2026-03-10",
        published_because="dateline",
        parts=Parts(
            headline=headline,
            dateline=dateline,
            agency_credit=at("/Memel Wire/"),
            body=Span(dateline.start, len(TEXT)),
        ),
        dateline=Dateline(
            span=dateline,
            place_span=at("KLAIPEDA"),
            place=PLACES[0],
            date="2026-03-10",
            date_span=at("March 10"),
            agency="Memel Wire",
            because="year given by the caller",
        ),
    )
    return Record(
        schema=SCHEMA,
        onrecord="0.1.0",
        weights="0" * 64,
        report=document,
        sentences=_sentences(),
        entities=ENTITIES,
        places=PLACES,
        times=TIMES,
        statements=STATEMENTS,
        events=EVENTS,
    )
