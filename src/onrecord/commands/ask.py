"""The commands that ask a store: stories, story, happening, who, said, timeline, search, sources, disputes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.commands.asked import Asked, question

if TYPE_CHECKING:
    from onrecord.commands.answer import Answer

_HappeningId = Annotated[
    str,
    typer.Argument(
        metavar="HAPPENING",
        show_default=False,
        help="Id of a happening (H and ten digits), or the beginning of it.",
    ),
]
_Name = Annotated[
    str,
    typer.Argument(
        metavar="NAME",
        show_default=False,
        help="Any part of a name, or a role and a name. Case and diacritics do not matter.",
    ),
]
_COUNTED_WHOLE = (
    "the independent sources of a happening are counted over all reports that tell of it; "
    "`onrecord happening` chooses among its accounts"
)
_ONE_HAPPENING = "a happening has one type and one place; `onrecord timeline` chooses among happenings"


@question(limited=True)
def stories(asked: Asked) -> Answer:
    """List stories: how many reports, outlets, origins, happenings and contradictions each has.

    \b
      onrecord stories --db desk.db
      onrecord stories --db desk.db --since 2026-03-01 --place Gdansk
      onrecord stories --db desk.db --outlet "The Courier" -o stories.csv

    A story is listed where one of its reports fits, and where --place, --type or --label is given, one of its
    happenings; what is counted is the whole story.
    """
    from onrecord.commands.answer_stories import answer_stories
    from onrecord.desk.questions import find_stories

    return answer_stories(find_stories(asked.store, asked.wanted, limit=asked.limit))


@question()
def story(
    asked: Asked,
    id: Annotated[
        str,
        typer.Argument(
            metavar="STORY",
            show_default=False,
            help="Id of a story (T and ten digits), or the beginning of it.",
        ),
    ],
) -> Answer:
    """Show one story: its reports in order, its happenings, its contradictions, its quotations.

    \b
      onrecord story T95928 --db desk.db
      onrecord story T95928 --db desk.db --label denied
      onrecord story T95928 --db desk.db -o story.csv      reports; happenings, contradictions, quotations beside

    Of each report it is said whether it is the outlet's own or a reprint, and of whom.
    """
    from onrecord.commands.answer_stories import answer_story
    from onrecord.desk.questions import find_story

    return answer_story(find_story(asked.store, id, asked.wanted))


@question(refused={"type": _ONE_HAPPENING, "place": _ONE_HAPPENING})
def happening(asked: Asked, id: _HappeningId) -> Answer:
    """Show one happening: who tells it how, on whose word, with which figures; its sources and contradictions.

    \b
      onrecord happening H5dac2 --db desk.db
      onrecord happening H5dac2 --db desk.db --label denied
      onrecord happening H5dac2 --db desk.db -f json

    The filters choose among its accounts; sources and contradictions are those of all of them.
    """
    from onrecord.commands.answer_stories import answer_happening
    from onrecord.desk.questions import find_happening

    return answer_happening(find_happening(asked.store, id, asked.wanted))


@question()
def who(asked: Asked, name: _Name) -> Answer:
    """Show who bears a name: spellings and roles with their days, statements, accusations, events as either party.

    \b
      onrecord who brzoska --db desk.db
      onrecord who "port authority" --db desk.db --since 2026-03-01
      onrecord who brzoska --db desk.db --person dudzic      what she did to him, said of him, he to her

    What somebody is accused of comes with who says so, and who denies it.
    All who bear it are shown, each apart. Where nobody does, those are shown whom reports describe in these
    words and never name, as the coast guard.
    """
    from onrecord.commands.answer_people import answer_who
    from onrecord.desk.questions import who as find_profiles

    return answer_who(find_profiles(asked.store, name, asked.wanted), name)


@question(limited=True)
def said(asked: Asked, name: _Name) -> Answer:
    """List what somebody is reported to have said, with the words, and which of it stands in reprints.

    \b
      onrecord said brzoska --db desk.db
      onrecord said brzoska --db desk.db --place Gdansk      where she speaks of the place
      onrecord said brzoska --db desk.db -o said.csv

    Where an utterance is followed through several reports, it is said how its wording changed.
    """
    from onrecord.commands.answer_people import answer_said
    from onrecord.desk.questions import said as find_sayings

    return answer_said(find_sayings(asked.store, name, asked.wanted, limit=asked.limit), name)


@question(limited=True)
def timeline(
    asked: Asked,
    several: Annotated[
        bool, typer.Option("--several", help="Only happenings that several reports tell of.")
    ] = False,
) -> Answer:
    """List happenings by the day on which they took place; those whose day is unknown come last.

    \b
      onrecord timeline --db desk.db --several
      onrecord timeline --db desk.db --since 2026-03-01 --until 2026-03-07 --type PROTEST
      onrecord timeline --db desk.db --person brzoska -o days.csv

    --since and --until are days of the happening here; without a known day it fits neither.
    """
    from onrecord.commands.answer_stories import answer_timeline
    from onrecord.desk.questions import timeline as find_days

    return answer_timeline(find_days(asked.store, asked.wanted, several=several, limit=asked.limit))


@question(limited=True)
def search(
    asked: Asked,
    query: Annotated[
        str,
        typer.Argument(
            metavar="QUERY",
            show_default=False,
            help='Words that must all stand in a report; "words that follow one another"; -words to be left out; '
            "harb* for every word that begins so.",
        ),
    ],
) -> Answer:
    """Search the words of all reports, best first.

    \b
      onrecord search "crane drivers" --db desk.db
      onrecord search '"state of emergency" harb* -rain' --db desk.db
      onrecord search strike --db desk.db --person brzoska --until 2026-03-31

    A query that begins with - is written after --, as in `onrecord search --db desk.db -- '-rain harbour'`.
    """
    from onrecord.commands.answer_people import answer_search
    from onrecord.desk.questions import search as find_hits

    return answer_search(find_hits(asked.store, query, asked.wanted, limit=asked.limit), query)


@question(
    refused=dict.fromkeys(("since", "until", "outlet", "person", "place", "type", "label"), _COUNTED_WHOLE)
)
def sources(asked: Asked, id: _HappeningId) -> Answer:
    """Count the independent sources of a happening, with the reason for each, and for each report that adds none.

    \b
      onrecord sources H5dac2 --db desk.db
      onrecord sources H5dac2 --db desk.db -f csv
    """
    from onrecord.commands.answer_stories import answer_sources
    from onrecord.desk.questions import sources as find_sources

    return answer_sources(find_sources(asked.store, id))


@question(limited=True)
def disputes(asked: Asked) -> Answer:
    """List contradictions between accounts: updates, disputes, denials, corrections; both sides with their words.

    \b
      onrecord disputes --db desk.db
      onrecord disputes --db desk.db --since 2026-03-01 --type ASSAULT
      onrecord disputes --db desk.db -o disputes.csv

    It is not said who is right.
    """
    from onrecord.commands.answer_claims import answer_disputes
    from onrecord.desk.questions import disputes as find_contradictions

    return answer_disputes(find_contradictions(asked.store, asked.wanted, limit=asked.limit))


QUESTIONS = (stories, story, happening, who, said, timeline, search, sources, disputes)
"""The commands, in order."""
