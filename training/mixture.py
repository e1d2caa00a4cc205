"""Which texts an edition is trained on, and on which parts of them development figures are taken."""

from __future__ import annotations

from pathlib import Path

from training.corpora import Example, read_conllu, read_gum, read_polnear
from training.named import add_entity_names, read_all


def load_corpora(data: Path, part: str, *, silver_tags: bool = False) -> list[Example]:
    """Return every example of a part, "train" or "dev"; PolNeAR's with machine tags where these are asked for."""
    examples = list(read_polnear(data, part, silver_tags=silver_tags))
    examples += read_conllu(next((data / "ud-ewt").glob(f"*{part}*")), "ewt")
    examples += [add_entity_names(example) for example in read_gum(data, part)]
    examples += read_all(data, part)
    return examples
