"""Names before the colon of a headline: who speaks, and whom it is about, in reports of our own read with the weights."""

from __future__ import annotations

import pytest

from onrecord.model import Document, Parts, Span, text_digest
from onrecord.pipeline import Recorder

pytestmark = pytest.mark.weights


def sources(recorder: Recorder, headline: str, body: str) -> list[str]:
    """Return the sources of the statements in a headline."""
    text = f"{headline}\n\n{body}"
    parts = Parts(headline=Span(0, len(headline)), body=Span(len(headline) + 2, len(text)))
    record = recorder(Document(text_digest(text), "-", text, parts=parts))
    return [
        s.source.span.cut(text)
        for s in record.statements
        if s.source is not None and s.source.span.end <= len(headline)
    ]


@pytest.mark.parametrize(
    ("headline", "body", "found"),
    [
        (
            "Tom Vane: Sweden drops rape investigation",
            "Prosecutors in Sweden have dropped an investigation into Tom Vane. Vane has lived in London since 2012.",
            [],
        ),
        (
            "Tom Vane: Sweden drops rape investigation",
            "Sweden has dropped its investigation of a rape, Tom Vane said in London on Monday.",
            ["Tom Vane"],
        ),
        (
            "Army spokesman: Raids weaken rebels in north",
            "The raids began in May. The rebels hold two towns.",
            ["Army spokesman"],
        ),
        (
            "Tom Vane: 'We will never leave the town'",
            "The mayor spoke to reporters in Narva on Monday. He was angry.",
            ["Tom Vane"],
        ),
    ],
)
def test_who_speaks_before_a_colon(recorder: Recorder, headline: str, body: str, found: list[str]) -> None:
    assert sources(recorder, headline, body) == found
