"""Speech frames: cues and contents as spans of the text, and for each cue its source and its contents.

Two kinds of head look at the same vectors. One labels the text once, with the spans of each role scored
whole (a linear chain; Lafferty et al. 2001), and sees best where a content begins and ends. The other
labels the text once for every cue, as semantic role labellers do for predicates, and sees best whose
words those are. Here the first gives the spans and the second links them: sources are read off the
labels of their cue, contents go to the cues that claim them, and a content that nobody claims brings a
cue with it that would have been too weak alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from onrecord.model import Span, SpeechFrame
from onrecord.read.atoms import Atom, Gap
from onrecord.read.encoder import Encoded
from onrecord.read.features import cue_distances
from onrecord.read.pieces import Window
from onrecord.read.segment import atoms_span
from onrecord.read.viterbi import FORBIDDEN, bio_bigrams, decode_together, label_spans, log_softmax

FloatArray = npt.NDArray[np.float32]
Range = tuple[int, int]
"""Half-open range of atoms within a window."""

BIO = ("O", "B-x", "I-x")
FRAME_LABELS = ("O", "B-source", "I-source", "B-content", "I-content")
ROLES = ("source", "cue", "content")


@dataclass(frozen=True, slots=True)
class FrameDecoding:
    """How scores become frames; set on PolNeAR dev, kept beside the weights.

    Attributes:
        frame_counts: float32, (6, 5), bigrams of frame labels on train, last row the starts.
        bigram_weight: share of the bigrams' log probability in the labels of a cue.
        cue_bias: added to the score of beginning a cue.
        content_bias: added to the score of beginning a content.
        role_weight: share of the roles' log odds in the labels of a cue.
        claim: least mean chance of a content for a cue that it goes to; the likeliest cue needs half of that.
        search_bias: added to the score of beginning a cue where a content has none.
        own: least mean chance of a content that only the labels of its cue show.
    """

    frame_counts: FloatArray
    bigram_weight: float = 0.15
    cue_bias: float = 0.2
    content_bias: float = 0.0
    role_weight: float = 0.3
    claim: float = 0.5
    search_bias: float = 1.5
    own: float = 0.8


@dataclass(slots=True)
class _Cue:
    """A cue being worked on: where it is, what its labels say, and the contents that went to it."""

    window: Window
    first: int
    end: int
    score: float
    labels: FloatArray  # (n, 5) log chances
    claims: FloatArray  # (n,) chances of being its content
    contents: list[Range] = field(default_factory=list)


class FrameFinder:
    """The attribution heads of a weights folder.

    Args:
        arrays: the matrices of the scorer of cues, by name, float32.
        steps: float32, (3, 4, 3), score of each label of a role (O, B, I) after O, B, I and the start.
        decoding: how scores become frames.
    """

    def __init__(self, arrays: dict[str, FloatArray], steps: FloatArray, decoding: FrameDecoding) -> None:
        self._a = arrays
        self._d = decoding
        self._steps = steps.copy()
        self._steps[:, [0, 3], 2] = FORBIDDEN
        self._start, self._bigrams = bio_bigrams(FRAME_LABELS, decoding.frame_counts, decoding.bigram_weight)

    def find(self, atoms: Sequence[Atom], encoded: Encoded) -> tuple[SpeechFrame, ...]:
        """Return the speech frames of a text, in order of their cues."""
        windows = encoded.windows
        roles = [encoded.tags["roles"][w.first : w.end] for w in windows]
        source, cue, content = (log_softmax(encoded.tags["roles"][:, 3 * k : 3 * k + 3]) for k in range(3))
        chances = 1 - np.exp(cue[:, 0])
        cues, weak, contents = self._spans(
            roles,
            ("cue", self._d.cue_bias),
            ("cue", self._d.search_bias),
            ("content", self._d.content_bias),
        )
        found: list[_Cue] = []
        for k, window in enumerate(windows):
            heard = slice(window.first, window.end)
            span, chance = encoded.span[heard], chances[heard]
            projected = span @ self._a["atom.weight"].T + self._a["atom.bias"]
            own = self._scored(window, cues[k], span, projected, chance)
            left = claim_contents(contents[k], own, self._d.claim)
            if left:
                more = [r for r in weak[k] if not any(r[0] < c.end and c.first < r[1] for c in own)]
                others = self._scored(window, more, span, projected, chance)
                claim_contents(left, others, self._d.claim)
                own = sorted([*own, *(c for c in others if c.contents)], key=lambda c: c.first)
            found += own
        share = np.float32(self._d.role_weight) * np.stack(
            [source[:, 0] + content[:, 0], source[:, 1], source[:, 2], content[:, 1], content[:, 2]], 1
        )
        mixed = [cue.labels + share[cue.window.first : cue.window.end] for cue in found]
        rows = decode_together(mixed, self._start, self._bigrams)
        return tuple(self._frame(atoms, cue, row) for cue, row in zip(found, rows, strict=True))

    def _spans(self, roles: Sequence[FloatArray], *wanted: tuple[str, float]) -> list[list[list[Range]]]:
        """Return the spans in each window, for each wanted role and bias of beginning; decoded together."""
        scores, numbers = [], []
        for role, bias in wanted:
            k = ROLES.index(role)
            added = np.array([0, bias, 0], dtype=np.float32)
            scores += [own[:, 3 * k : 3 * k + 3] + added for own in roles]
            numbers += [k] * len(roles)
        rows = decode_together(scores, self._steps[numbers, 3], self._steps[numbers, :3])
        spans = [[(b, e) for b, e, _ in label_spans(row, BIO)] for row in rows]
        return [spans[n * len(roles) : (n + 1) * len(roles)] for n in range(len(wanted))]

    def _scored(
        self, window: Window, cues: list[Range], span: FloatArray, projected: FloatArray, chance: FloatArray
    ) -> list[_Cue]:
        """Return the cues of a window with the log chances of the labels of all its atoms.

        Args:
            window: the window.
            cues: its cues.
            span: float32, (n, width), the vectors of its atoms.
            projected: float32, (n, hidden), what the scorer of cues makes of these alone.
            chance: float32, (n,), how likely each atom is in a cue.
        """
        if not cues:
            return []
        a, n = self._a, len(span)
        first, last = np.array([b for b, _ in cues]), np.array([e - 1 for _, e in cues])
        cue = np.concatenate([span[first], span[last]], 1) @ a["cue.weight"].T + a["cue.bias"]
        distances = np.stack([cue_distances(b, e, n) for b, e in cues])
        joint: FloatArray = a["distance.weight"][distances]
        joint += cue[:, None]
        joint += projected
        np.maximum(joint, 0, out=joint)
        middle: FloatArray = joint @ a["middle.weight"].T
        middle += a["middle.bias"]
        np.maximum(middle, 0, out=middle)
        middle += joint
        labels = log_softmax(middle @ a["out.weight"].T + a["out.bias"])
        claims = np.exp(labels[:, :, 3]) + np.exp(labels[:, :, 4])
        return [
            _Cue(window, b, e, float(chance[b:e].max()), own, claim)
            for (b, e), own, claim in zip(cues, labels, claims, strict=True)
        ]

    def _frame(self, atoms: Sequence[Atom], cue: _Cue, row: npt.NDArray[np.int64]) -> SpeechFrame:
        spans = label_spans(row, FRAME_LABELS)
        sources = [(b, e) for b, e, kind in spans if kind == "source"]
        contents = cue.contents or [
            (b, e) for b, e, kind in spans if kind == "content" and _chance(cue, b, e) >= self._d.own
        ]
        source = None
        if sources:  # one source a cue: of several, the nearest
            source = min(sources, key=lambda s: min(abs(s[0] - cue.end), abs(cue.first - s[1])))
            source = _in_one_paragraph(source, cue, atoms)

        def stretch(b: int, e: int) -> Span:
            return atoms_span(atoms, cue.window.first + b, cue.window.first + e)

        return SpeechFrame(
            stretch(cue.first, cue.end),
            stretch(*source) if source else None,
            tuple(stretch(b, e) for b, e in contents),
            cue.score,
        )


def _in_one_paragraph(source: Range, cue: _Cue, atoms: Sequence[Atom]) -> Range:
    """Return a source without what stands in another paragraph: a headline has no full stop to end it."""
    b, e = source
    inner = range(cue.window.first + b + 1, cue.window.first + e)
    cuts = [k - cue.window.first for k in inner if atoms[k].gap == Gap.PARAGRAPH]
    if not cuts:
        return source
    return (cuts[-1], e) if b < cue.first else (b, cuts[0])


def with_brackets_closed(frame: SpeechFrame, text: str) -> SpeechFrame:
    """Return a frame whose source ends behind the bracket that it opens: "Rep. Ann Vane (D-Maine|)"."""
    source = frame.source
    if source is None or text[source.end : source.end + 1] != ")":
        return frame
    words = source.cut(text)
    if words.rfind("(") <= words.rfind(")"):
        return frame
    return replace(frame, source=Span(source.start, source.end + 1))


def _chance(cue: _Cue, first: int, end: int) -> float:
    """Return the mean chance of atoms being content of a cue."""
    return float(cue.claims[first:end].mean())


def claim_contents(contents: list[Range], cues: list[_Cue], least: float) -> list[Range]:
    """Give contents to the cues that claim them; return those that no cue claims.

    A content goes to every cue for which its mean chance is at least `least`, and to the likeliest
    if for that one it is at least half of it.
    """
    left = []
    for b, e in contents:
        chances = [_chance(cue, b, e) for cue in cues]
        best = max(chances, default=0.0)
        if best < least / 2:
            left.append((b, e))
            continue
        for cue, chance in zip(cues, chances, strict=True):
            if chance >= least or chance == best:
                cue.contents.append((b, e))
    return left
