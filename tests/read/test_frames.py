"""How roles and the labels of cues make frames; scorers made by hand, no weights."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from onrecord.model import Span, SpeechFrame
from onrecord.read.atoms import find_atoms
from onrecord.read.encoder import Encoded
from onrecord.read.features import N_CUE_DISTANCES
from onrecord.read.frames import FRAME_LABELS, ROLES, FrameDecoding, FrameFinder, with_brackets_closed
from onrecord.read.pieces import Window

TEXT = "Ilves said rain fell ."
DECODING = FrameDecoding(
    np.ones((len(FRAME_LABELS) + 1, len(FRAME_LABELS)), dtype=np.float32), bigram_weight=0.0, role_weight=0.0
)


def scorer() -> dict[str, np.ndarray]:
    """Return a scorer for which all before a cue is its source and all after it its content."""
    distance = np.zeros((N_CUE_DISTANCES, 2), dtype=np.float32)
    distance[1::2, 0] = 1  # before the cue
    distance[2::2, 1] = 1  # after it
    out = np.zeros((5, 2), dtype=np.float32)
    out[1:3, 0], out[3:5, 1] = (8.5, 9), (8.5, 9)
    return {
        "atom.weight": np.zeros((2, 3), dtype=np.float32), "atom.bias": np.zeros(2, dtype=np.float32),
        "cue.weight": np.zeros((2, 6), dtype=np.float32), "cue.bias": np.zeros(2, dtype=np.float32),
        "distance.weight": distance,
        "middle.weight": np.zeros((2, 2), dtype=np.float32), "middle.bias": np.zeros(2, dtype=np.float32),
        "out.weight": out, "out.bias": np.array([1, 0, 0, 0, 0], dtype=np.float32),
    }  # fmt: skip


def find(
    decoding: FrameDecoding = DECODING, text: str = TEXT, **roles: list[tuple[int, int, float]]
) -> tuple[SpeechFrame, ...]:
    """Return the frames of a text whose roles hold spans of atoms, each with the score of its beginning."""
    atoms = find_atoms(text)
    scores = np.zeros((len(atoms), 9), dtype=np.float32)
    scores[:, 0::3] = 2.0  # outside
    for role, spans in roles.items():
        k = 3 * ROLES.index(role)
        for first, end, score in spans:
            scores[first, k + 1] = score
            scores[first + 1 : end, k + 2] = 9.0
    nothing = np.zeros((len(atoms), 3), dtype=np.float32)
    encoded = Encoded((Window(0, len(atoms)),), {"roles": scores}, nothing, nothing)
    return FrameFinder(scorer(), np.zeros((3, 4, 3), dtype=np.float32), decoding).find(atoms, encoded)


def words(frame: SpeechFrame, text: str = TEXT) -> tuple[str | None, str, list[str]]:
    source = frame.source.cut(text) if frame.source else None
    return source, frame.cue.cut(text), [c.cut(text) for c in frame.content]


def test_contents_begin_and_end_where_the_roles_say() -> None:
    (frame,) = find(cue=[(1, 2, 9.0)], content=[(2, 4, 9.0)])
    assert words(frame) == ("Ilves", "said", ["rain fell"])


def test_a_content_goes_only_to_a_cue_that_claims_it() -> None:
    (frame,) = find(replace(DECODING, own=1.1), cue=[(1, 2, 9.0)], content=[(0, 1, 9.0)])
    assert frame.content == ()


def test_a_weak_cue_counts_where_a_content_has_none() -> None:
    weak = replace(DECODING, cue_bias=0.0, search_bias=1.0)
    assert find(weak, cue=[(1, 2, 1.5)]) == ()
    (frame,) = find(weak, cue=[(1, 2, 1.5)], content=[(2, 4, 9.0)])
    assert words(frame) == ("Ilves", "said", ["rain fell"])


def test_a_content_that_has_a_cue_brings_no_weak_one() -> None:
    text = "Ilves said rain fell he added ."
    frames = find(text=text, cue=[(1, 2, 9.0), (5, 6, 1.0)], content=[(2, 4, 9.0)])
    assert [words(f, text)[1] for f in frames] == ["said"]


@pytest.mark.parametrize(("own", "expected"), [(0.5, ["rain fell ."]), (1.1, [])])
def test_a_content_that_only_its_cue_shows_must_be_sure(own: float, expected: list[str]) -> None:
    (frame,) = find(replace(DECODING, own=own), cue=[(1, 2, 9.0)])
    assert words(frame)[2] == expected


def test_frames_stand_in_the_order_of_their_cues() -> None:
    text = "Ilves said rain fell and Tamm said snow fell ."
    frames = find(text=text, cue=[(1, 2, 1.5), (6, 7, 9.0)], content=[(2, 4, 9.0), (7, 9, 9.0)])
    assert [f.cue.start for f in frames] == sorted(f.cue.start for f in frames)


def test_a_source_does_not_reach_into_another_paragraph() -> None:
    text = "Rain after all\n\nMayor Ilves said rain fell ."
    (frame,) = find(text=text, cue=[(5, 6, 9.0)], content=[(6, 8, 9.0)])
    assert words(frame, text) == ("Mayor Ilves", "said", ["rain fell"])


def test_a_text_without_cues_has_no_frames() -> None:
    assert find() == ()


@pytest.mark.parametrize(
    ("text", "end", "closed"),
    [
        ("Ann Vane (D-Maine), a clerk, left", 17, "Ann Vane (D-Maine)"),
        ("(Ann Vane) said", 9, "(Ann Vane)"),
        ("an aide (to Ann Vane) left", 7, "an aide"),  # opens no bracket
        ("a clerk (Ann Vane (D-Maine)) left", 27, "a clerk (Ann Vane (D-Maine)"),  # closed already
    ],
)
def test_sources_end_behind_the_bracket_that_they_open(text: str, end: int, closed: str) -> None:
    frame = SpeechFrame(Span(0, 1), Span(0, end), (), 1.0)
    found = with_brackets_closed(frame, text).source
    assert found is not None
    assert found.cut(text) == closed
