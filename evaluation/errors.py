"""Lists what a task gets wrong: a table of counts by kind, then item by item.

    python -m evaluation.errors TASK --data ../shared/data [--kind KIND] [--limit N] [--text] [--weights DIR]

Items are named by document and offsets in its text as the task reads it, one a line, cells parted by tabs: kind,
document, offsets in the gold, offsets found, note. Words of the corpora are shown only with `--text`, so that a
listing can be passed on where its corpus cannot. `--kind` keeps the kinds that begin with what is given ("UPOS",
"content boundary"). The kinds of each task are told in `evaluation.listings`.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from pathlib import Path

from evaluation import attribution, coreference, gum_mentions, mentions, places, syntax, times
from evaluation.listings import (
    Error,
    attribution_errors,
    chain_errors,
    mention_errors,
    place_errors,
    sentence_errors,
    tag_errors,
    time_errors,
)
from onrecord.gazetteer import Gazetteer
from onrecord.model import Document, Reading, Span, text_digest
from onrecord.read.reader import Reader

_LONGEST_CUT = 120
"""Characters of a span that are shown with `--text`."""


@dataclass
class Setup:
    """Where the corpora lie, how many texts of each are read, and the weights, loaded when first asked for."""

    data: Path
    limit: int | None = None
    weights: Path | None = None

    @cached_property
    def reader(self) -> Reader:
        """The reader with the weights to look at."""
        return Reader.load(self.weights)

    def read(self, name: str, text: str) -> Reading:
        """Return the reading of a text."""
        return self.reader.read(Document(text_digest(text), name, text))


def list_attribution(setup: Setup) -> Iterator[Error]:
    """Yield what differs from PolNeAR in spans and links; speech within other speech is left out, as there."""
    for article in islice(attribution.read_articles(setup.data, "dev"), setup.limit):
        frames = attribution.outermost(setup.read(article.name, article.text).frames)
        yield from attribution_errors(article, frames)


def list_mentions(setup: Setup) -> Iterator[Error]:
    """Yield what differs in names from the corpora of names; a text is named by its place in its corpus."""
    for corpus, (golds, find) in mentions.corpora(setup.data).items():
        for k, (text, gold) in enumerate(islice(golds, setup.limit), start=1):
            name = f"{corpus} {k}"
            yield from mention_errors(name, text, gold, find(setup.read(name, text)))


def list_gum_mentions(setup: Setup) -> Iterator[Error]:
    """Yield what differs from GUM in mentions of every kind."""
    for one in islice(gum_mentions.read_marked(setup.data / "gum/gum-dev.conllu.gz"), setup.limit):
        found = gum_mentions.mentions_of(setup.read(one.name, one.text), one.times)
        gold = {(mention.span, mention.type) for mention in one.mentions}
        yield from mention_errors(one.name, one.text, gold, {(m.span, m.type) for m in found})


def list_syntax(setup: Setup) -> Iterator[Error]:
    """Yield wrong tags, heads and relations with words given, and sentences split or joined in raw text."""
    for corpus, path in {"ewt": "ud-ewt/en_ewt-ud-dev.conllu.gz", "gum": "gum/gum-dev.conllu.gz"}.items():
        for document in syntax.read_documents(setup.data / path, corpus, limit=setup.limit):
            yield from tag_errors(document, *syntax.tag_given(setup.reader, document))
            reading = setup.read(document.name, document.text)
            yield from sentence_errors(document, [sentence.span for sentence in reading.sentences])


def list_places(setup: Setup) -> Iterator[Error]:
    """Yield toponyms of LGL and GeoVirus that are not resolved or too far off."""
    gazetteer = Gazetteer.load()
    for corpus, (path, read) in places.READERS.items():
        for article in islice(read(setup.data / path), setup.limit):
            named = replace(article, name=f"{corpus} {article.name}")
            yield from place_errors(named, places.resolve_article(article, gazetteer))


def list_times(setup: Setup) -> Iterator[Error]:
    """Yield what differs in time expressions from TimeBank, AQUAINT and MEANTIME."""
    for document in (
        *times.read_timeml(setup.data / times.TIMEML)[: setup.limit],
        *times.read_meantime(setup.data / times.MEANTIME)[: setup.limit],
    ):
        yield from time_errors(document, times.found_times(document))


def list_coreference(setup: Setup) -> Iterator[Error]:
    """Yield what differs from OntoGUM in mentions of chains and in chains."""
    for document, gold in islice(coreference.read_gold(setup.data, "dev"), setup.limit):
        found = coreference.chains_of(setup.read(document.name, document.text))
        yield from chain_errors(document.name, document.text, gold, found)


LISTERS: dict[str, Callable[[Setup], Iterator[Error]]] = {
    "attribution": list_attribution,
    "syntax": list_syntax,
    "mentions": list_mentions,
    "gum_mentions": list_gum_mentions,
    "coreference": list_coreference,
    "places": list_places,
    "times": list_times,
}
"""What lists the errors of each task."""


def table_of(errors: Sequence[Error]) -> list[str]:
    """Return the lines of a table of counts by kind, most first."""
    counts = sorted(Counter(error.kind for error in errors).items(), key=lambda item: (-item[1], item[0]))
    return [f"{count:7d}  {kind}" for kind, count in counts] + [f"{len(errors):7d}  in all"]


def line_of(error: Error, *, with_text: bool = False) -> str:
    """Return the line of one item; words of the text are in it only where they are asked for."""
    cells = [error.kind, error.document, _offsets(error.gold), _offsets(error.found), error.note or "-"]
    if with_text:
        cells += [_cut(error.gold, error.text), _cut(error.found, error.text)]
    return "\t".join(cells)


def _offsets(span: Span | None) -> str:
    return f"{span.start}:{span.end}" if span else "-"


def _cut(span: Span | None, text: str) -> str:
    if span is None:
        return "-"
    words = " ".join(span.cut(text).split())
    return words if len(words) <= _LONGEST_CUT else words[: _LONGEST_CUT - 1] + "…"


def main() -> None:
    """Print the table and the items of one task."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.errors",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("task", choices=LISTERS)
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--kind", help="kinds that begin so only")
    parser.add_argument("--limit", type=int, help="the first N texts of each corpus only")
    parser.add_argument("--text", action="store_true", help="show words of the corpora too")
    parser.add_argument("--weights", type=Path, help="folder of weights (by default those installed)")
    arguments = parser.parse_args()
    if not arguments.data.is_dir():
        parser.error(f"there is no folder {arguments.data}; --data names the folder that holds the corpora")
    try:
        errors = list(LISTERS[arguments.task](Setup(arguments.data, arguments.limit, arguments.weights)))
    except FileNotFoundError as error:
        sys.exit(
            f"{error.filename} is not there; evaluation/README.md says what {arguments.task} is listed from"
        )
    chosen = [error for error in errors if error.kind.startswith(arguments.kind or "")]
    if errors and not chosen:
        kinds = "\n".join(table_of(errors))
        sys.exit(f"no kind of {arguments.task} begins with {arguments.kind!r}; take one of these:\n{kinds}")
    print("\n".join(table_of(chosen)), end="\n\n")
    for error in chosen:
        print(line_of(error, with_text=arguments.text))


if __name__ == "__main__":
    main()
