"""Which texts an edition is trained on, and on which parts of them development figures are taken."""

from __future__ import annotations

from pathlib import Path

from training.corpora import Example, read_conllu, read_gum, read_polnear
from training.named import add_entity_names, read_all
from training.predicates import read_factuality, read_happenings, read_pairs


def load_corpora(data: Path, part: str, *, silver_tags: bool = False, events: bool = False) -> list[Example]:
    """Return every example of a part, "train" or "dev".

    Args:
        data: the folder of the corpora.
        part: "train" or "dev".
        silver_tags: PolNeAR's with machine tags.
        events: also the corpora of factuality and of events.
    """
    examples = list(read_polnear(data, part, silver_tags=silver_tags))
    examples += read_conllu(next((data / "ud-ewt").glob(f"*{part}*")), "ewt")
    examples += [add_entity_names(example) for example in read_gum(data, part)]
    examples += read_all(data, part)
    if events:
        examples += read_factuality(data, part)
        if part == "train":
            examples += [*read_happenings(data), *read_pairs(data)]
    return examples
