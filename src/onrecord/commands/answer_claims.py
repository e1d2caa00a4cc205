"""Contradictions, and utterances followed through reports, as answers to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from onrecord.commands.answer import Answer, shown
from onrecord.commands.answer_page import AnswerPage, counted, counted_rows, told_counts
from onrecord.desk.answers import ContradictionRow, LineageRow, Rows
from onrecord.desk.tabled import table_disputes

_KINDS = {
    "update": "updates",
    "dispute": "disputes",
    "denial": "denials",
    "correction": "corrections",
    "different scope": "of different scope",
}


def answer_disputes(rows: Rows[ContradictionRow]) -> Answer:
    """Return contradictions as an answer.

    Args:
        rows: the contradictions to show.
    """

    def view(page: AnswerPage) -> None:
        view_contradictions(page, rows, of_story=False)

    return shown(table_disputes(rows), view)


def view_contradictions(page: AnswerPage, rows: Rows[ContradictionRow], *, of_story: bool) -> None:
    """Write contradictions, both sides with their words.

    Args:
        page: where to.
        rows: the contradictions.
        of_story: whether the page is about their story, so that it need not be named.
    """
    kinds = [
        counted(number, _KINDS[kind]) for kind, number in Counter(row.kind for row in rows).most_common()
    ]
    page.head("CONTRADICTIONS", counted_rows(rows, "contradictions"), *kinds)
    if not rows:
        page.note("None was found." if of_story else "No contradiction fits.")
    for number, row in enumerate(rows):
        if number and page.roomy:
            page.put("")
        page.put(page.say(f"{row.field}: ", "bold") + page.say(row.kind, "bold red"), indent=1)
        page.put(page.say(f"{row.happening} {row.happening_title}", "cyan"), indent=1)
        if not of_story:
            page.put(page.say(f"{row.story} {row.story_title}", "cyan"), indent=1)
        for side in row.sides:
            voices = ", ".join(side.voices) or "nobody named"
            page.put(page.say(side.value, "bold") + page.say(f" · {voices}"), indent=3)
            for words in side.words:
                page.quoted(words, indent=5)
        page.put(page.say(row.because, "dim"), indent=3)


def view_lineages(page: AnswerPage, rows: Sequence[LineageRow]) -> None:
    """Write utterances followed through reports, each appearance with its words."""
    appearances = sum(len(row.variants) for row in rows)
    page.head("QUOTATIONS", *told_counts({"utterances": len(rows), "appearances": appearances}))
    if not rows:
        page.note("No utterance was found to appear more than once.")
    for number, row in enumerate(rows):
        if number and page.roomy:
            page.put("")
        page.put(
            page.say(row.speaker or "speaker not named", "bold") + page.say(f" · {row.id}", "dim"), indent=1
        )
        for variant in row.variants:
            page.put(page.say(variant.change, "magenta") + page.say(f" · {variant.because}", "dim"), indent=3)
            page.quoted(variant.words, indent=5)
