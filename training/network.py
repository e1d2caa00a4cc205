"""The network: one small encoder with the case and spacing of atoms added, and many heads.

The encoder is the six-layer MiniLM (Wang et al. 2020) as sentence-transformers published it; its
attention is written out here so that no other library is needed and the fused kernel runs.
Dependencies: deep biaffine attention (Dozat and Manning 2017). Coreference: word-level antecedent
ranking (Lee et al. 2017; Dobrovolskii 2021). Attribution: source and content are labelled once for
each cue, as semantic role labellers do for predicates, so that links and overlaps come for free.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from onrecord.read.atoms import N_GAPS, N_SHAPES
from onrecord.read.features import N_CUE_DISTANCES
from training.pair_features import N_PAIR_FEATURES

SMALL = {"role_steps": "roles/steps", "word_mix.weights": "mix/word", "span_mix.weights": "mix/span"}
"""Small parameters of the network, and where they stand among the arrays of the heads."""

HEAD_SIZE = 32
"""Width of one head of attention in MiniLM, and so in every edition."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Widths of the network and numbers of labels."""

    upos: int
    xpos: int
    script: int
    deprel: int
    names: int
    mention: int
    plover: int
    width: int = 384
    layers: int = 6
    mixed: int = 2
    heads: int = 12
    size: int = HEAD_SIZE  # of what one head looks at
    inner: int = 1536
    vocabulary: int = 30522
    positions: int = 512
    buckets: int = 0  # of distances that attention looks at besides; none in MiniLM
    arc: int = 256
    rel: int = 128
    pair: int = 128
    coref: int = 192
    predicate: int = 192
    scales: int = 4
    typed: int = 192
    dropout: float = 0.1
    head_dropout: float = 0.25

    def as_dict(self) -> dict[str, float]:
        return asdict(self)


class Dropout(nn.Module):
    """Dropout whose random bytes come from numpy on a CPU, where torch's own take a tenth of a training step.

    The chance is rounded to 256ths.
    """

    def __init__(self, chance: float) -> None:
        super().__init__()
        self.chance = chance
        self._bytes = np.random.Generator(np.random.SFC64(torch.initial_seed()))

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or not self.chance:
            return x
        if x.device.type != "cpu":
            return F.dropout(x, self.chance)
        dropped = round(256 * self.chance)
        kept = torch.frombuffer(bytearray(self._bytes.bytes(x.numel())), dtype=torch.uint8) >= dropped
        return x * (kept.view(x.shape) * (256 / (256 - dropped))).to(x.dtype)


class Layer(nn.Module):
    """One transformer layer, normalised after each half as BERT has it."""

    def __init__(self, s: Sizes) -> None:
        super().__init__()
        self.heads, self.size = s.heads, s.size
        self.qkv = nn.Linear(s.width, 3 * s.heads * s.size)
        self.out = nn.Linear(s.heads * s.size, s.width)
        self.norm1 = nn.LayerNorm(s.width, eps=1e-12)
        self.up = nn.Linear(s.width, s.inner)
        self.down = nn.Linear(s.inner, s.width)
        self.norm2 = nn.LayerNorm(s.width, eps=1e-12)
        self.drop = Dropout(s.dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        b, n, _ = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, self.size).permute(2, 0, 3, 1, 4).unbind(0)
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.norm1(x + self.out(y.transpose(1, 2).reshape(b, n, self.heads * self.size)))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


_FARTHEST = 128
"""Distance from which on all are alike to attention."""


def distance_buckets(where: Tensor, buckets: int) -> Tensor:
    """Return the bucket of every distance, (n, n), from the place that looks (row) to the one looked at.

    Half of the buckets lie behind; of either half, one half counts single places and the other grows by powers
    (Raffel et al. 2020, as MPNet has it).
    """
    side = buckets // 2
    single = side // 2
    ahead = where[None, :] - where[:, None]
    far = ahead.abs().clamp(min=1)
    grown = single + (torch.log(far / single) / math.log(_FARTHEST / single) * (side - single)).long()
    return torch.where(ahead > 0, side, 0) + torch.where(
        ahead.abs() < single, ahead.abs(), grown.clamp(max=side - 1)
    )


class Encoder(nn.Module):
    """Word pieces with their shape and gap to vectors, every layer's output kept."""

    def __init__(self, s: Sizes) -> None:
        super().__init__()
        self.sizes = s
        self.words = nn.Embedding(s.vocabulary, s.width)
        self.positions = nn.Embedding(s.positions, s.width)
        self.kind = nn.Parameter(torch.zeros(s.width))
        self.shapes = nn.Embedding(N_SHAPES, s.width)
        self.gaps = nn.Embedding(N_GAPS, s.width)
        if s.buckets:
            self.register_buffer("distances", torch.zeros(s.buckets, s.heads))
        self.norm = nn.LayerNorm(s.width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(s) for _ in range(s.layers))
        self.drop = Dropout(s.dropout)
        nn.init.normal_(self.shapes.weight, std=0.02)
        nn.init.normal_(self.gaps.weight, std=0.02)

    def forward(self, pieces: Tensor, shapes: Tensor, gaps: Tensor, mask: Tensor) -> list[Tensor]:
        where = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.words(pieces) + self.positions(where) + self.kind + self.shapes(shapes) + self.gaps(gaps)
        x = self.drop(self.norm(x))
        bias = torch.zeros(mask.shape, dtype=x.dtype, device=x.device).masked_fill(~mask, -1e4)[
            :, None, None, :
        ]
        if self.sizes.buckets:
            bias = bias + self.far(where).to(x.dtype)
        states = [x]
        for layer in self.layers:
            states.append(layer(states[-1], bias.to(states[-1].dtype)))
        return states

    def far(self, where: Tensor) -> Tensor:
        """Return what the distances of places add to the scores of attention, (heads, n, n)."""
        return self.distances[distance_buckets(where, self.sizes.buckets)].permute(2, 0, 1)


class Mix(nn.Module):
    """A learned average of the encoder's last layers (Peters et al. 2018).

    The first edition averaged all seven; those below the last two kept the .02 to .03 each that they began with.
    """

    def __init__(self, n: int) -> None:
        super().__init__()
        self.weights = nn.Parameter(torch.arange(1.0 - n, 1.0))

    def forward(self, states: list[Tensor]) -> Tensor:
        share = torch.softmax(self.weights, 0).unbind()
        last = states[-len(share) :]
        mixed = last[0] * share[0]
        for state, part in zip(last[1:], share[1:], strict=True):
            mixed = mixed + state * part
        return mixed


class Parser(nn.Module):
    """Scores of heads and relations for the words of sentences."""

    def __init__(self, s: Sizes) -> None:
        super().__init__()
        self.root = nn.Parameter(torch.zeros(s.width))
        self.arc_dependent = nn.Linear(s.width, s.arc)
        self.arc_head = nn.Linear(s.width, s.arc)
        self.arc = nn.Parameter(torch.zeros(s.arc + 1, s.arc))
        self.rel_dependent = nn.Linear(s.width, s.rel)
        self.rel_head = nn.Linear(s.width, s.rel)
        self.rel = nn.Parameter(torch.zeros(s.deprel, s.rel + 1, s.rel + 1))
        self.drop = Dropout(s.head_dropout)
        nn.init.normal_(self.arc, std=0.02)
        nn.init.normal_(self.rel, std=0.02)

    def forward(self, words: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return arc scores (s, n, n + 1), head 0 the root, and both sides of the relations.

        words: float, (s, n, width), one row a word, padded.
        """
        heads = torch.cat([self.root.to(words.dtype).expand(words.shape[0], 1, -1), words], 1)
        dependent = self.drop(F.relu(self.arc_dependent(words)))
        head = self.drop(F.relu(self.arc_head(heads)))
        ones = torch.ones_like(dependent[..., :1])
        arcs = torch.cat([dependent, ones], -1) @ self.arc.to(head.dtype) @ head.transpose(1, 2)
        rel_dependent = self.drop(F.relu(self.rel_dependent(words)))
        rel_head = self.drop(F.relu(self.rel_head(heads)))
        one = torch.ones_like(rel_dependent[..., :1])
        zero = torch.ones_like(rel_head[..., :1])
        return arcs, torch.cat([rel_dependent, one], -1), torch.cat([rel_head, zero], -1)

    def relations(self, dependent: Tensor, head: Tensor) -> Tensor:
        """Return relation scores (n, deprel) of words with the heads chosen for them."""
        return torch.einsum("ni,rij,nj->nr", dependent, self.rel.to(dependent.dtype), head)


class PairScorer(nn.Module):
    """Scores of coreference while the encoder is trained: how well each earlier mention fits as antecedent.

    It makes the encoder's vectors fit for coreference; at run time `training.links.LinkScorer` takes its place.
    """

    def __init__(self, s: Sizes) -> None:
        super().__init__()
        self.anaphor = nn.Linear(s.width, s.coref)
        self.antecedent = nn.Linear(s.width, s.coref)
        self.bilinear = nn.Linear(s.coref, s.coref, bias=False)
        self.features = nn.Linear(N_PAIR_FEATURES, s.coref)
        self.left = nn.Linear(s.width, s.coref, bias=False)
        self.right = nn.Linear(s.width, s.coref, bias=False)
        self.out = nn.Linear(s.coref, 1)
        self.drop = Dropout(s.head_dropout)

    def forward(self, anaphors: Tensor, antecedents: Tensor, features: Tensor) -> Tensor:
        """Return scores (n, m) of each antecedent for each anaphor; none at all scores 0."""
        a = self.drop(F.relu(self.anaphor(anaphors)))
        b = self.drop(F.relu(self.antecedent(antecedents)))
        dot = self.bilinear(a) @ b.t() * (a.shape[-1] ** -0.5)
        joint = self.left(anaphors)[:, None] + self.right(antecedents)[None] + self.features(features)
        return dot + self.out(self.drop(F.relu(joint)))[..., 0]


class CueScorer(nn.Module):
    """For every cue, labels of the atoms around it: outside, source, content."""

    N_LABELS = 5  # O, B-source, I-source, B-content, I-content

    def __init__(self, s: Sizes) -> None:
        super().__init__()
        self.cue = nn.Linear(2 * s.width, s.pair)
        self.atom = nn.Linear(s.width, s.pair)
        self.distance = nn.Embedding(N_CUE_DISTANCES, s.pair)
        self.middle = nn.Linear(s.pair, s.pair)
        self.out = nn.Linear(s.pair, self.N_LABELS)
        self.drop = Dropout(s.head_dropout)
        nn.init.normal_(self.distance.weight, std=0.1)

    def forward(self, cues: Tensor, atoms: Tensor, distances: Tensor) -> Tensor:
        """Return label scores (c, n, 5) from cue vectors (c, 2 width), atoms (c, n, pair), distances (c, n)."""
        joint = F.relu(self.cue(cues)[:, None] + atoms + self.distance(distances))
        return self.out(self.drop(F.relu(self.middle(self.drop(joint))) + joint))


class PredicateScorer(nn.Module):
    """For every atom: the log odds that it stands for a happening, and how factual that is, from -3 to 3.

    Each corpus of factuality has an output of its own, as their readers used the numbers each in their way.
    """

    def __init__(self, s: Sizes) -> None:
        super().__init__()
        self.hidden = nn.Linear(2 * s.width, s.predicate)
        self.out = nn.Linear(s.predicate, 1 + s.scales)
        self.drop = Dropout(s.head_dropout)

    def forward(self, word: Tensor, span: Tensor) -> Tensor:
        """Return (b, a, 1 + scales) from both sides' vectors."""
        return self.out(self.drop(F.relu(self.hidden(self.drop(torch.cat([word, span], -1))))))


class PairTyper(nn.Module):
    """PLOVER types of what one actor does to another: the two ask the atoms of their window, which answer by attention."""

    def __init__(self, s: Sizes) -> None:
        super().__init__()
        self.sides = nn.Linear(4 * s.width, s.typed)
        self.key = nn.Linear(s.width, s.typed)
        self.value = nn.Linear(s.width, s.typed)
        self.out = nn.Linear(2 * s.typed, s.plover)
        self.drop = Dropout(s.head_dropout)

    def forward(self, sides: Tensor, atoms: Tensor, mask: Tensor) -> Tensor:
        """Return (p, types) from the first and last vectors of both actors (p, 4 width) and the atoms (p, a, width)."""
        sides, atoms = self.drop(sides), self.drop(atoms)
        asked = self.sides(sides)
        scores = (self.key(atoms) @ asked[..., None])[..., 0] * (asked.shape[-1] ** -0.5)
        share = torch.softmax(scores.masked_fill(~mask, -1e4), -1)
        found = (share[:, None] @ self.value(atoms))[:, 0]
        return self.out(self.drop(F.relu(torch.cat([asked, found], -1))))


class Network(nn.Module):
    """Encoder and heads."""

    def __init__(self, s: Sizes) -> None:
        super().__init__()
        self.sizes = s
        self.encoder = Encoder(s)
        self.word_mix, self.span_mix = Mix(s.mixed), Mix(s.mixed)
        self.drop = Dropout(s.head_dropout)
        self.segment = nn.Linear(s.width, 3)
        self.upos = nn.Linear(s.width, s.upos)
        self.xpos = nn.Linear(s.width, s.xpos)
        self.script = nn.Linear(s.width, s.script)
        self.mention = nn.Linear(s.width, s.mention)
        self.names = nn.Linear(s.width, s.names)
        self.roles = nn.Linear(s.width, 9)  # O, B, I of source, cue, content
        self.role_steps = nn.Parameter(torch.zeros(3, 4, 3))  # score of a label after O, B, I, the start
        self.parser = Parser(s)
        self.pairs = PairScorer(s)
        self.cues = CueScorer(s)
        self.predicates = PredicateScorer(s)
        self.typer = PairTyper(s)

    def vectors(
        self, pieces: Tensor, shapes: Tensor, gaps: Tensor, mask: Tensor, first: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Return the word-side and span-side vectors of atoms, each (b, a, width).

        first: int64, (b, a), the position of each atom's first piece in its window.
        """
        states = self.encoder(pieces, shapes, gaps, mask)
        index = first[..., None].expand(-1, -1, states[0].shape[-1])
        word = torch.gather(self.word_mix(states), 1, index)
        span = torch.gather(self.span_mix(states), 1, index)
        return word, span

    def tags(self, word: Tensor, span: Tensor) -> dict[str, Tensor]:
        """Return the scores of every label of single atoms, each (b, a, labels)."""
        w, s = self.drop(word), self.drop(span)
        return {
            "segment": self.segment(w), "upos": self.upos(w), "xpos": self.xpos(w), "script": self.script(w),
            "mention": self.mention(w), "names": self.names(s), "roles": self.roles(s),
        }  # fmt: skip
