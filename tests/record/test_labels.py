"""The one-word label of happenings in constructions of all kinds, in sentences of our own read with the weights."""

from __future__ import annotations

import pytest

from onrecord.model import Document, text_digest
from onrecord.pipeline import Recorder

pytestmark = pytest.mark.weights


def label_of(recorder: Recorder, text: str, anchor: str) -> str:
    """Return the label of the one happening whose anchor these words are."""
    record = recorder(Document(text_digest(text), "-", text, published="2026-03-04"))
    (label,) = {event.label for event in record.events if event.anchor.span.cut(text) == anchor}
    return label


@pytest.mark.parametrize(
    ("text", "anchor", "label"),
    [
        # beside what somebody pretends, not within it
        (
            "Troops are just pretending to fight rebels while in fact they rest, thus giving the rebels a lift.",
            "giving",
            "asserted",
        ),
        # singled out among those who did it
        ("He was the 456th person to be placed on the list.", "placed", "asserted"),
        ("He will be the third person to be placed on the list.", "placed", "future"),
        # joined to a charge, and charged
        ("He was charged in Narva in 2014 and extradited to Oslo this year.", "extradited", "asserted"),
        ("He was charged with robbing a bank and killing a guard.", "killing", "reported"),
        # what goes on when its end is called for, and what has ended
        ("We call for an end to the regime's attacks on Aleppo.", "attacks", "asserted"),
        # known, whatever it is known for
        ("They contacted his family to let them know a body had been found.", "found", "asserted"),
        ("Investigators have no evidence to suggest that Vane attacked the clerk.", "attacked", "denied"),
        # conditions in the present
        ("If so, that blows the deal out of the water.", "blows", "hypothetical"),
        ("If the dam breaks, the river floods the town.", "floods", "hypothetical"),
        # before what is to come
        ("The house will be turned into a station after years of debate.", "debate", "asserted"),
        ("The report goes on to fault the ministry's use of a private server.", "use", "alleged"),
        # rare, and still done
        ("He noted that it is rare for Boston to extend contracts.", "contracts", "alleged"),
        ("The envoys are examining the scope for reconciliation.", "reconciliation", "possible"),
    ],
)
def test_labels(recorder: Recorder, text: str, anchor: str, label: str) -> None:
    assert label_of(recorder, text, anchor) == label


def test_what_is_admitted_is_done_to_nobody_by_admitting_it(recorder: Recorder) -> None:
    text = "Webb admitted that he drove to a church and hid from police officers."
    record = recorder(Document(text_digest(text), "-", text, published="2026-03-04"))
    (admission,) = [event for event in record.events if event.anchor.lemma == "admit"]
    assert admission.recipients == ()
