"""Persons whom a headline or a lead describes, and who does the same below, in reports of our own read with the weights."""

from __future__ import annotations

import pytest

from onrecord.model import Document, Parts, Span, text_digest
from onrecord.pipeline import Recorder

pytestmark = pytest.mark.weights


def name_of(recorder: Recorder, headline: str, body: str, words: str) -> str:
    """Return the name of the entity that the first words of that kind of a report with a headline are a mention of."""
    text = f"{headline}\n\n{body}"
    parts = Parts(headline=Span(0, len(headline)), body=Span(len(headline) + 2, len(text)))
    record = recorder(Document(text_digest(text), "-", text, parts=parts))
    (name,) = {e.name for e in record.entities for m in e.mentions if m.span.cut(text).startswith(words)}
    return name


@pytest.mark.parametrize(
    ("headline", "body", "words", "name"),
    [
        (
            "Clerk charged in robberies",
            "A clerk has been charged with robbing two banks in Narva. Prosecutors charged Ann Vane on Monday.",
            "Clerk",
            "Ann Vane",
        ),
        (
            "Man arrested after blast",
            "Police detained Tom Ilves on Monday after a blast near the port of Narva.",
            "Man",
            "Tom Ilves",
        ),
        # the only one of whom the report speaks so
        (
            "Juvenile had permission of mother",
            "Officers stopped Ann Vane, a juvenile, in Narva on Monday. They let her go.",
            "Juvenile",
            "Ann Vane",
        ),
        # whoever stands beside is somebody else
        (
            "Hacker who attacked Vane admits it",
            "Ann Vane admits that she was careless. Experts say so too.",
            "Hacker",
            "Hacker",
        ),
    ],
)
def test_who_is_described_and_then_named(
    recorder: Recorder, headline: str, body: str, words: str, name: str
) -> None:
    assert name_of(recorder, headline, body, words).removeprefix("a ").lower() == name.lower()


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        (
            "Prosecutors charged Tom Vane in 2010. Vane has lived in London. The 48-year-old Australian was evicted in April.",
            "The 48-year-old",
            "Tom Vane",
        ),
        (
            "Ann Ilves won a prize. The 47 year old was invited to Oslo by Tom Vane.",
            "The 47 year",
            "Ann Ilves",
        ),
        ("Tom Vane met Ann Ilves.\n\nMALL: But, Governor Ilves, I have to ask you.", "Governor", "Ann Ilves"),
        (
            "Vane was removed by Ilves University security. The students left Ilves University.",
            "Ilves University s",
            "Ilves University security",
        ),
        ("Many in Narva fear that the police will attack.", "Many in", "Many in Narva"),
        (
            "Tom Vane met Ann Ilves in Oslo. The 48-year-old Australian was evicted in April.",
            "The 48-year-old",
            "48-year-old Australian",
        ),
        (
            "The court heard Eva-Marie Persson. Ms Persson took the decision.",
            "Ms Persson",
            "Eva-Marie Persson",
        ),
    ],
)
def test_second_descriptions_and_parted_names(recorder: Recorder, text: str, words: str, name: str) -> None:
    record = recorder(Document(text_digest(text), "-", text))
    (found,) = {e.name for e in record.entities for m in e.mentions if m.span.cut(text).startswith(words)}
    assert found.removeprefix("The ") == name


def test_force_that_is_used_is_no_body(recorder: Recorder) -> None:
    text = (
        "Excessive force has fuelled protests. The Norwegian military left. The task force in Narva left too."
    )
    record = recorder(Document(text_digest(text), "-", text))
    mentioned = {m.span.cut(text) for e in record.entities for m in e.mentions}
    assert not any("Excessive" in words for words in mentioned)
    assert {"The Norwegian military", "The task force"} <= {
        words.removesuffix(" in Narva") for words in mentioned
    }
