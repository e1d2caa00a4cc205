"""Coreference on OntoGUM: MUC, B3, CEAFe and their mean, the CoNLL F1.

`python -m evaluation.coreference --data ../shared/data [--part dev] [--limit N] [--weights DIR]`

The texts are GUM's, read from raw text. Gold chains are OntoGUM's, in the manner of OntoNotes: the mentions of at
least two members, each the whole noun phrase. The reading's mentions stop before relative clauses and appositions,
so they are widened to the whole phrase by its tree before they are compared; mentions count only where both ends
are those of the gold. Chains with one member are left out on both sides.

Metrics as the reference scorer defines them (Pradhan et al. 2014): MUC counts links that would have to be added
(Vilain et al. 1995), B3 weighs every mention (Bagga and Baldwin 1998), CEAFe matches chains one to one by the share
of mentions they have in common (Luo 2005).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from evaluation.metrics import percentile_interval
from evaluation.options import task_parser
from evaluation.syntax import GoldDocument, read_documents
from onrecord.model import Document, Reading, Span, text_digest
from onrecord.read.reader import Reader
from training.corpora import read_ontogum

Chains = Sequence[frozenset[Hashable]]
"""Chains, each the set of its mentions; no mention is in two."""


@dataclass(frozen=True, slots=True)
class Share:
    """Numerators and denominators of precision and recall, to be summed over documents."""

    right_found: float = 0.0
    found: float = 0.0
    right_gold: float = 0.0
    gold: float = 0.0

    def __add__(self, other: Share) -> Share:
        return Share(
            self.right_found + other.right_found,
            self.found + other.found,
            self.right_gold + other.right_gold,
            self.gold + other.gold,
        )

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, in percent; 0 where either is."""
        precision = self.right_found / self.found if self.found else 0.0
        recall = self.right_gold / self.gold if self.gold else 0.0
        return 200 * precision * recall / (precision + recall) if precision + recall else 0.0


def muc(gold: Chains, found: Chains) -> Share:
    """Return the links of each side that the other has too."""
    return Share(*_links(found, gold), *_links(gold, found))


def _links(chains: Chains, others: Chains) -> tuple[float, float]:
    chain_of = {m: k for k, chain in enumerate(others) for m in chain}
    right = total = 0
    for chain in chains:
        parts = {chain_of[m] for m in chain if m in chain_of}
        alone = sum(m not in chain_of for m in chain)
        right += len(chain) - len(parts) - alone
        total += len(chain) - 1
    return float(right), float(total)


def b_cubed(gold: Chains, found: Chains) -> Share:
    """Return the share of each mention's chain that the other side's chain of it has, summed over mentions."""
    return Share(*_cubed(found, gold), *_cubed(gold, found))


def _cubed(chains: Chains, others: Chains) -> tuple[float, float]:
    other_of = {m: chain for chain in others for m in chain}
    right = sum(len(chain & other_of[m]) / len(chain) for chain in chains for m in chain if m in other_of)
    return right, float(sum(len(chain) for chain in chains))


def ceaf_entities(gold: Chains, found: Chains) -> Share:
    """Return the similarity of the best one-to-one matching of chains; each chain counts the same."""
    from scipy.optimize import linear_sum_assignment

    total = 0.0
    if gold and found:
        alike = [[2 * len(g & f) / (len(g) + len(f)) for f in found] for g in gold]
        rows, columns = linear_sum_assignment(alike, maximize=True)
        total = float(sum(alike[r][c] for r, c in zip(rows, columns, strict=True)))
    return Share(total, float(len(found)), total, float(len(gold)))


METRICS = {"MUC": muc, "B3": b_cubed, "CEAFe": ceaf_entities}


def read_chains(path: Path) -> Iterator[tuple[list[str], list[frozenset[tuple[int, int]]]]]:
    """Yield the words and the chains of each document of a file in CoNLL-2012 columns.

    A mention is the half-open range of its words; chains of one member are left out.
    """
    for words, mentions in read_ontogum(path):
        chains: dict[int, set[tuple[int, int]]] = {}
        for first, end, chain in mentions:
            chains.setdefault(chain, set()).add((first, end))
        yield words, [frozenset(chain) for chain in chains.values() if len(chain) > 1]


_NOT_IN_PHRASE = frozenset({"case", "cc", "punct", "mark", "cop", "parataxis", "discourse"})
"""Relations whose dependents are left off at the edges of a whole noun phrase."""

_CLAUSAL = frozenset(
    {"nsubj", "nsubj:pass", "nsubj:outer", "csubj", "aux", "aux:pass", "cop", "advcl", "expl", "obl"}
)
"""Relations that a noun has as the predicate of a clause, not as the head of a phrase."""


def whole_phrase(reading: Reading, head: int, children: Sequence[Sequence[int]]) -> Span:
    """Return the noun phrase of a word with its relative clauses and appositions, without what leads it in."""
    members = {head}
    stack = []
    for child in children[head]:
        word = reading.words[child]
        ending = word.deprel == "case" and word.upos == "PART" and child > head  # OntoNotes counts the "'s"
        if ending or word.deprel not in _NOT_IN_PHRASE | _CLAUSAL | {"conj"}:
            stack.append(child)
    while stack:
        node = stack.pop()
        members.add(node)
        stack += children[node]
    first = end = head
    while first - 1 in members or (first - 2 in members and reading.words[first - 1].upos == "PUNCT"):
        first -= 1
    while end + 1 in members or (end + 2 in members and reading.words[end + 1].upos == "PUNCT"):
        end += 1
    while end > head and reading.words[end].upos == "PUNCT":
        end -= 1
    while first < head and reading.words[first].upos == "PUNCT":
        first += 1
    return Span(reading.words[first].span.start, reading.words[end].span.end)


def chains_of(reading: Reading) -> list[frozenset[Span]]:
    """Return the chains of a reading with at least two members, their mentions widened to whole phrases."""
    children: list[list[int]] = [[] for _ in reading.words]
    for k, word in enumerate(reading.words):
        if word.head is not None:
            children[word.head].append(k)
    chains: dict[int, set[Span]] = {}
    taken: set[Span] = set()
    for mention in reading.mentions:
        span = whole_phrase(reading, mention.head, children)
        if mention.chain is not None and span not in taken:
            taken.add(span)
            chains.setdefault(mention.chain, set()).add(span)
    return [frozenset(c) for c in chains.values() if len(c) > 1]


def read_gold(data: Path, part: str) -> Iterator[tuple[GoldDocument, list[frozenset[Span]]]]:
    """Yield the documents of a part with the chains of each, as spans of its text.

    Raises:
        ValueError: the two files do not hold the same words.
    """
    documents = read_documents(data / "gum" / f"gum-{part}.conllu.gz", "gum")
    for document, (words, chains) in zip(
        documents, read_chains(data / "gum" / f"ontogum-{part}.conll.gz"), strict=True
    ):
        if len(words) != len(document.words):
            raise ValueError(f"{document.name} has {len(document.words)} words, but {len(words)} with chains")
        starts = [w.span.start for w in document.words]
        ends = [w.span.end for w in document.words]
        yield document, [frozenset(Span(starts[b], ends[e - 1]) for b, e in chain) for chain in chains]


def measure(
    reader: Reader, data: Path, *, part: str = "dev", limit: int | None = None
) -> list[dict[str, Share]]:
    """Return the shares of each metric for every document."""
    rows = []
    for document, gold in islice(read_gold(data, part), limit):
        found = chains_of(reader.read(Document(text_digest(document.text), document.name, document.text)))
        rows.append({name: metric(gold, found) for name, metric in METRICS.items()})
    return rows


def conll_f1(rows: Sequence[dict[str, Share]]) -> dict[str, float]:
    """Return the F1 of each metric over all documents, and their mean."""
    scores = {name: sum((row[name] for row in rows), Share()).f1 for name in METRICS}
    return scores | {"CoNLL F1": sum(scores.values()) / len(scores)}


def conll_interval(rows: Sequence[dict[str, Share]]) -> tuple[float, float]:
    """Return the middle 95 % of the CoNLL F1 over documents drawn with replacement."""
    return percentile_interval(rows, lambda drawn: conll_f1(drawn)["CoNLL F1"])


def main() -> None:
    """Print the table."""
    parser = task_parser(__doc__)
    parser.add_argument("--part", default="dev")
    args = parser.parse_args()
    rows = measure(Reader.load(args.weights), args.data, part=args.part, limit=args.limit)
    print(f"OntoGUM {args.part}, {len(rows)} documents, mentions found by the reader")
    for name, value in conll_f1(rows).items():
        print(f"{name:10s} {value:5.1f}")


if __name__ == "__main__":
    main()
