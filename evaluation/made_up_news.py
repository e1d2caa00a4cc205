"""Invented news in any number, always the same: stories told by several outlets in words of their own.

Every story is one happening (an attack, a strike, an accident, talks, a protest, an arrest) with a place, a day, people
who speak and figures that grow. It is told in four to nine reports over three days by agencies and papers: own reports
from patterns of sentences drawn anew each time, copies of an agency's report, whole or cut, and follow-ups with new
figures. Names are put together from syllables; places are those of the gazetteer's larger cities, so that the reading
has everything to do that it does on real news.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

_BEGUN = datetime(2021, 1, 1)
_APART = timedelta(minutes=97)

_ONSETS = (
    "B",
    "Br",
    "D",
    "Dr",
    "F",
    "G",
    "Gr",
    "H",
    "K",
    "Kr",
    "L",
    "M",
    "N",
    "P",
    "R",
    "S",
    "St",
    "T",
    "Tr",
    "V",
)
_VOWELS = ("a", "e", "i", "o", "u", "ei", "ou")
_CODAS = (
    "ban",
    "dek",
    "gar",
    "hall",
    "kin",
    "lam",
    "mer",
    "nov",
    "ran",
    "ska",
    "ster",
    "tas",
    "vik",
    "well",
    "zar",
)
_GIVEN = (
    "Alma", "Bruno", "Carla", "Dario", "Edita", "Farid", "Greta", "Hamid", "Ines", "Jonas", "Karim", "Lena", "Marek",
    "Nadia", "Omar", "Petra", "Rafael", "Samira", "Tomas", "Vera",
)  # fmt: skip
_CITIES = (
    "Adana", "Aleppo", "Bamako", "Basra", "Bergen", "Bogota", "Brno", "Cebu", "Cork", "Dakar", "Durban", "Fez", "Gaza",
    "Genoa", "Gwadar", "Herat", "Idlib", "Izmir", "Jaffna", "Juba", "Kano", "Kharkiv", "Kisumu", "Lahore", "Leipzig",
    "Lviv", "Malmo", "Medellin", "Mosul", "Mombasa", "Multan", "Nablus", "Odesa", "Oran", "Peshawar", "Porto", "Quetta",
    "Rostov", "Sfax", "Skopje", "Split", "Tabriz", "Taiz", "Tampere", "Tripoli", "Varna", "Vilnius", "Zaria",
)  # fmt: skip
CITIES = (
    "Aarhus", "Abidjan", "Abuja", "Accra", "Agadir", "Algiers", "Almaty", "Amman", "Ankara", "Antalya", "Antwerp",
    "Arequipa", "Ashgabat", "Asmara", "Astana", "Asuncion", "Athens", "Baghdad", "Baku", "Bangui", "Banjul",
    "Barcelona", "Barquisimeto", "Basel", "Batumi", "Beirut", "Belfast", "Belgorod", "Belgrade", "Benghazi", "Bilbao",
    "Bishkek", "Bissau", "Blantyre", "Bologna", "Bordeaux", "Brasilia", "Bratislava", "Bremen", "Bristol",
    "Bucharest", "Budapest", "Bujumbura", "Bulawayo", "Busan", "Cairo", "Calabar", "Cali", "Cardiff", "Cartagena",
    "Casablanca", "Catania", "Chisinau", "Chittagong", "Coimbatore", "Colombo", "Conakry", "Constanta", "Copenhagen",
    "Cotonou", "Craiova", "Cusco", "Damascus", "Davao", "Debrecen", "Dhaka", "Diyarbakir", "Dnipro", "Dodoma",
    "Donetsk", "Douala", "Dresden", "Dublin", "Dushanbe", "Edinburgh", "Erbil", "Essen", "Faisalabad", "Freetown",
    "Fukuoka", "Gaborone", "Galati", "Gaziantep", "Gdansk", "Geneva", "Ghent", "Glasgow", "Gothenburg", "Graz",
    "Guadalajara", "Guayaquil", "Gujranwala", "Hamburg", "Hanoi", "Harare", "Hargeisa", "Hebron", "Helsinki",
    "Hodeidah", "Homs", "Hyderabad", "Iasi", "Ibadan", "Incheon", "Innsbruck", "Irbid", "Irkutsk", "Isfahan",
    "Islamabad", "Jakarta", "Jalalabad", "Jeddah", "Jos", "Kaduna", "Kampala", "Kandahar", "Karachi", "Karaj",
    "Kaunas", "Kerman", "Khartoum", "Khulna", "Kigali", "Kinshasa", "Kirkuk", "Kosice", "Krakow", "Krasnodar",
    "Kumasi", "Kunduz", "Kyiv", "Lagos", "Leeds", "Libreville", "Lille", "Lilongwe", "Limassol", "Linz", "Lisbon",
    "Ljubljana", "Lodz", "Lome", "Luanda", "Lubumbashi", "Luhansk", "Lusaka", "Lyon", "Maiduguri", "Makassar",
    "Malaga", "Managua", "Manaus", "Mandalay", "Maputo", "Maracaibo", "Mariupol", "Marrakesh", "Marseille", "Medan",
    "Mendoza", "Mersin", "Minsk", "Mogadishu", "Monrovia", "Monterrey", "Montevideo", "Mykolaiv", "Nagpur", "Nairobi",
    "Najaf", "Nantes", "Naples", "Ndola", "Niamey", "Nicosia", "Nis", "Nouakchott", "Novosibirsk", "Nuremberg",
    "Omdurman", "Osaka", "Oslo", "Ouagadougou", "Palermo", "Panevezys", "Peshawar", "Plovdiv", "Podgorica", "Poznan",
    "Prague", "Pristina", "Quito", "Rabat", "Ramallah", "Rawalpindi", "Recife", "Riga", "Rosario", "Rotterdam",
    "Salvador", "Samara", "Sanaa", "Santiago", "Sarajevo", "Seville", "Sheffield", "Sofia", "Sukkur", "Surabaya",
    "Taipei", "Tallinn", "Tampico", "Tangier", "Tashkent", "Tbilisi", "Tegucigalpa", "Tehran", "Thessaloniki",
    "Tirana", "Toledo", "Toulouse", "Trieste", "Tunis", "Turin", "Turku", "Ufa", "Utrecht", "Valencia", "Valparaiso",
    "Vientiane", "Vitebsk", "Volgograd", "Warsaw", "Windhoek", "Wroclaw", "Yaounde", "Yerevan", "Zagreb",
    "Zaporizhzhia", "Zaragoza", "Zurich",
)  # fmt: skip
"""Further cities, for news of the whole world."""

_OUTLETS = tuple(
    f"{place} {kind}"
    for place in ("Harbour", "Meridian", "Northern", "Valley", "Capital", "Coastal", "Union", "Free")
    for kind in ("Courier", "Post", "Herald", "Radio")
)
_AGENCIES = ("Meridian Press Agency", "Northline News Agency", "Coastal Wire Service")
_BODIES = (
    "police",
    "army",
    "interior ministry",
    "health ministry",
    "city council",
    "governor's office",
    "coast guard",
    "dockers' union",
    "teachers' union",
    "election commission",
)
_ROLES = (
    "police spokesman",
    "interior minister",
    "hospital director",
    "mayor",
    "army spokeswoman",
    "union leader",
    "opposition leader",
    "governor",
    "foreign minister",
    "human rights lawyer",
)

_LEADS = {
    "attack": (
        "Gunmen killed {n} people in an attack on a {site} in {city} on {day}, {role} {person} said.",
        "At least {n} people were killed and {m} wounded on {day} when gunmen attacked a {site} in {city}, the {body} said.",
        "An attack on a {site} in the city of {city} left {n} dead and {m} injured on {day}, according to the {body}.",
    ),
    "strike": (
        "About {m} workers at a {site} in {city} went on strike on {day} over unpaid wages, the {body} said.",
        "Workers walked out of a {site} in {city} on {day}, demanding higher pay, {role} {person} told reporters.",
        "A strike shut down a {site} in {city} on {day}, and {m} people took part, {role} {person} said.",
    ),
    "accident": (
        "{n} people died when a bus crashed near a {site} in {city} on {day}, the {body} said.",
        "A bus crash near a {site} in {city} killed at least {n} people and injured {m} on {day}, {role} {person} said.",
        "At least {n} passengers were killed on {day} after a bus overturned near a {site} in {city}, officials said.",
    ),
    "protest": (
        "Some {m} people marched through {city} on {day} to protest against the closure of a {site}, the {body} said.",
        "Thousands of demonstrators gathered at a {site} in {city} on {day} to demand the resignation of {role} {person}.",
        "Police fired tear gas at protesters outside a {site} in {city} on {day}, injuring {n} of them, witnesses said.",
    ),
    "talks": (
        "{role} {person} met delegates of {other} in {city} on {day} to discuss the future of a {site}.",
        "Talks between {city} and {other} over a {site} ended without agreement on {day}, {role} {person} said.",
        "{role} {person} signed an agreement with {other} in {city} on {day} to rebuild a {site}.",
    ),
    "arrest": (
        "Police arrested {n} men in {city} on {day} on suspicion of setting fire to a {site}, {role} {person} said.",
        "{n} people were detained in {city} on {day} over a fire at a {site}, the {body} said.",
        "Officers raided a {site} in {city} on {day} and arrested {n} suspects, according to the {body}.",
    ),
}  # fmt: skip
_MORE = (
    '"{quote}," {person} said.',
    "{person} accused {other} of ignoring repeated warnings about the {site}.",
    "A spokesman for {other} denied that the company had known of any danger.",
    "The {body} said that an investigation had been opened and that {m} residents had been questioned.",
    "Witnesses said they had heard shouting near the {site} shortly before dawn.",
    "{person2}, who lives near the {site}, said that nobody had come to help for {n} hours.",
    "The government of the province promised {m} families compensation.",
    '"{quote2}," {person2} told the {outlet}.',
    "The {body} deployed {m} officers to the centre of {city} and closed two bridges.",
    "{other} called on the authorities to release the names of those involved.",
    "Roads to the {site} remained closed on the following morning.",
    "{person} will travel to {city2} next week to brief officials there.",
    "In {year}, {n} people were killed in a similar incident in {city2}.",
    "{person2} demanded that {person} step down.",
    "The {body} rejected the criticism and said that its officers had acted within minutes.",
    "Shops in the old town stayed shut, and the market was moved to another square.",
    "Relatives waited outside the hospital, where {m} people were being treated.",
    "{other} said that it would cooperate with the inquiry and publish its own report.",
)  # fmt: skip
_QUOTES = (
    "We will find those responsible and bring them before a court", "Nobody warned the people who work here",
    "This must never happen in our city again", "We have asked for help three times since the spring",
    "The figures that are going around are not ours", "We are ready to talk if the other side is",
    "Families have a right to know what happened", "There was no time to close the gates",
    "I saw smoke and then people running towards the river", "We do not negotiate under threat",
)  # fmt: skip
_SITES = (
    "port",
    "market",
    "textile factory",
    "bus station",
    "refinery",
    "stadium",
    "police station",
    "school",
    "railway depot",
    "power station",
    "mine",
    "hospital",
)
_ANGLES = ("what is known", "officials speak", "anger grows", "first details")
_COMPANIES = ("Holdings", "Shipping", "Mining", "Energy", "Rail", "Textiles")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class MadeUpReport:
    """One report: the text as a file has it, and what its manifest says of it."""

    text: str
    outlet: str
    url: str
    published: str


def made_up_news(
    seed: int = 11, *, apart: timedelta = _APART, cities: Sequence[str] = _CITIES
) -> Iterator[MadeUpReport]:
    """Yield reports without end, story after story, always the same for a seed.

    Args:
        seed: another seed gives other news.
        apart: time from one story to the next.
        cities: where it happens.
    """
    draw = random.Random(seed)
    number = 0
    while True:
        yield from _story(draw, number, _BEGUN + number * apart, cities)
        number += 1


def _story(draw: random.Random, number: int, when: datetime, cities: Sequence[str]) -> Iterator[MadeUpReport]:
    kind = draw.choice(sorted(_LEADS))
    facts: dict[str, object] = {
        "site": draw.choice(_SITES),
        "city": draw.choice(cities),
        "city2": draw.choice(cities),
        "day": _DAYS[when.weekday()],
        "person": _person(draw),
        "person2": _person(draw),
        "role": draw.choice(_ROLES).capitalize(),
        "body": draw.choice(_BODIES),
        "other": f"{_name(draw)} {draw.choice(_COMPANIES)}",
        "n": draw.randrange(2, 40),
        "m": draw.randrange(40, 900),
        "quote": draw.choice(_QUOTES),
        "quote2": draw.choice(_QUOTES),
        "year": draw.randrange(2005, 2020),
    }
    dispatches: list[list[str]] = []
    for order in range(draw.randrange(4, 10)):
        agency = draw.choice(_AGENCIES) if order == 0 or draw.random() < 0.2 else None
        outlet = agency or draw.choice(_OUTLETS)
        published = when + timedelta(minutes=20 + order * draw.randrange(30, 400))
        if order and draw.random() < 0.15:
            facts |= {"n": int(str(facts["n"])) + draw.randrange(1, 5)}
        if agency is None and dispatches and draw.random() < 0.35:
            own = draw.choice(dispatches)
            lines = own if draw.random() < 0.5 else own[: max(3, len(own) // 2)]
            lines = [*lines, f"Source: {_AGENCIES[0]}"] if draw.random() < 0.5 else lines
        else:
            lines = _own_report(draw, kind, {**facts, "outlet": outlet})
            if agency is not None:
                city = str(facts["city"])
                lines = [
                    lines[0],
                    f"{city.upper()} ({''.join(w[0] for w in agency.split())}) - {lines[1]}",
                    *lines[2:],
                ]
                dispatches.append(lines)
        slug = outlet.replace(" ", "").lower()
        yield MadeUpReport(
            "\n\n".join(lines) + "\n",
            outlet,
            f"https://{slug}.example/{number}/{order}",
            f"{published.isoformat()}+00:00",
        )


def _own_report(draw: random.Random, kind: str, facts: dict[str, object]) -> list[str]:
    """Return headline and paragraphs."""
    lead = draw.choice(_LEADS[kind]).format(**facts)
    more = [line.format(**facts) for line in draw.sample(_MORE, k=draw.randrange(9, 15))]
    headline = f"{kind.capitalize()} at {facts['site']} in {facts['city']}: {draw.choice(_ANGLES)}"
    paragraphs = [" ".join(more[k : k + 2]) for k in range(0, len(more), 2)]
    return [headline, lead[0].upper() + lead[1:], *paragraphs]


def _name(draw: random.Random) -> str:
    return draw.choice(_ONSETS) + draw.choice(_VOWELS) + draw.choice(_CODAS)


def _person(draw: random.Random) -> str:
    return f"{draw.choice(_GIVEN)} {_name(draw)}{draw.choice(('', 'a', 'o', 'sen', 'ic'))}"
