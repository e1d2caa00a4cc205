"""Tags and trees on UD English EWT and GUM: gold tokens and raw text.

`python -m evaluation.syntax --data ../shared/data [--weights DIR]`

Gold tokens: words and sentences are given, UPOS and LAS are accuracies over all words (the CoNLL-2018
measures; relation subtypes are left out, as there). Raw text: tokens and sentences are found by the
reader; F1 of exact spans over non-space characters.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from evaluation.metrics import Counts
from onrecord.model import Document, text_digest
from onrecord.read.lemmas import apply_script
from onrecord.read.reader import Reader
from training.corpora import Example, read_conllu


def corpora(data: Path, part: str) -> dict[str, list[Example]]:
    """Return the documents of both corpora."""
    return {
        "EWT": list(read_conllu(next((data / "ud-ewt").glob(f"*{part}*")), "ewt")),
        "GUM": list(read_conllu(data / f"gum/gum-{part}.conllu.gz", "gum")),
    }


def score_gold_tokens(reader: Reader, examples: list[Example]) -> dict[str, float]:
    """Return accuracies in percent, words and sentences given; words no atom starts count as wrong."""
    right = dict.fromkeys(("UPOS", "XPOS", "Lemmas", "UAS", "LAS"), 0)
    total = 0
    for example in examples:
        syntax = example.syntax
        if syntax is None or not example.atoms:
            continue
        total += len(syntax.atom)
        groups: dict[int, list[int]] = {}
        for w, s in enumerate(syntax.sentence):
            groups.setdefault(s, []).append(w)
        whole = [g for g in groups.values() if all(syntax.atom[w] >= 0 for w in g)]
        words = [w for g in whole for w in g]
        if not words:
            continue
        place = {w: k for k, w in enumerate(words)}
        bounds, n = [], 0
        for g in whole:
            bounds.append((n, n + len(g)))
            n += len(g)
        tags, heads, deprels = reader.tag_words(
            example.text, example.atoms, [syntax.atom[w] for w in words], bounds
        )
        for k, w in enumerate(words):
            upos, xpos, script = tags[k]
            right["UPOS"] += upos == syntax.upos[w]
            right["XPOS"] += xpos == syntax.xpos[w]
            right["Lemmas"] += script == syntax.script[w] or _same_lemma(
                example, syntax.atom[w], script, syntax.script[w]
            )
            gold = place.get(syntax.head[w]) if syntax.head[w] >= 0 else None
            if heads[k] == gold:
                right["UAS"] += 1
                right["LAS"] += deprels[k].split(":")[0] == syntax.deprel[w].split(":")[0]
    return {k: 100 * v / total for k, v in right.items()} | {"words": float(total)}


def _same_lemma(example: Example, atom: int, script: str, gold: str) -> bool:
    form = example.atoms[atom].span.cut(example.text)
    return apply_script(form, script) == apply_script(form, gold)


def score_raw(reader: Reader, examples: list[Example]) -> dict[str, Counts]:
    """Return counts of tokens and sentences found in running text."""
    tokens, sentences = Counts(0, 0, 0), Counts(0, 0, 0)
    for example in examples:
        syntax = example.syntax
        if syntax is None or example.segment is None or not example.atoms:
            continue
        document = Document(id=text_digest(example.text), input=example.name, text=example.text)
        reading = reader.read(document)
        gold_words = _spans(example, minimum=1)
        gold_sentences = _spans(example, minimum=2)
        found_words = {(w.span.start, w.span.end) for w in reading.words}
        found_sentences = {(s.span.start, s.span.end) for s in reading.sentences}
        tokens += Counts(len(gold_words & found_words), len(gold_words), len(found_words))
        sentences += Counts(len(gold_sentences & found_sentences), len(gold_sentences), len(found_sentences))
    return {"tokens": tokens, "sentences": sentences}


def _spans(example: Example, *, minimum: int) -> set[tuple[int, int]]:
    starts = [k for k, label in enumerate(example.segment or []) if label >= minimum]
    ends = [*starts[1:], len(example.atoms)]
    return {
        (example.atoms[b].span.start, example.atoms[e - 1].span.end)
        for b, e in zip(starts, ends, strict=True)
    }


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--part", default="dev")
    parser.add_argument("--weights", type=Path)
    args = parser.parse_args()
    reader = Reader.load(args.weights)
    together: list[Example] = []
    for name, examples in corpora(args.data, args.part).items():
        together += examples
        _print(reader, name, examples)
    _print(reader, "both", together)


def _print(reader: Reader, name: str, examples: list[Example]) -> None:
    gold = score_gold_tokens(reader, examples)
    shown = "  ".join(f"{k} {v:.1f}" for k, v in gold.items() if k != "words")
    print(f"{name}: gold tokens, {int(gold['words'])} words: {shown}")
    for kind, counts in score_raw(reader, examples).items():
        print(f"{name}: raw text, {kind}: {counts}")


if __name__ == "__main__":
    main()
