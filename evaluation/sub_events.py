"""Kinds of political violence and disorder: snippets of news under the 25 sub-types of an event list (CASE 2021, task 2).

    python -m evaluation.sub_events --data ../shared/data [--weights DIR] [--errors]

Each snippet has one kind. The record of the snippet is read in those kinds by the rules below, from the types, modes,
words and parties of its events; nothing is trained on the snippets. What is measured is the F1 of each kind, weighted
by how often it is the gold's (`weighted F1`), and the share of the snippets that are given their kind (`right`). Kinds
that need knowledge which a record does not keep (who runs an area, whether criminals are organised) have no rule:
those snippets count as wrong. `all kinds` has the five kinds of the shared task's later rounds as well.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.metrics import percentile_interval
from evaluation.options import task_parser
from onrecord.export.conflict import are_armed
from onrecord.export.told import Party, ToldEvent, told_events
from onrecord.model import Document, Record, text_digest

FILE = "case2021-task2/dev-half.tsv"
KINDS_FILE = "case2021-task2/event_types.txt"
GROUPS = ("25 kinds", "all kinds")
NONE = "OTHER"

_BY_MODE = {
    ("ASSAULT", "suicide-attack"): "SUIC_BOMB",
    ("ASSAULT", "unconventional"): "CHEM_WEAP",
    ("ASSAULT", "aerial"): "AIR_STRIKE",
    ("ASSAULT", "drone"): "AIR_STRIKE",
    ("ASSAULT", "abduct"): "ABDUCT_DISSAP",
    ("ASSAULT", "sexual"): "SEX_VIOL",
    ("ASSAULT", "heavy-weapons"): "ART_MISS_ATTACK",
    ("ASSAULT", "explosives"): "REM_EXPLOS",
    ("ASSAULT", "destroy"): "PROPERTY_DISTRUCT",
    ("COERCE", "arrest"): "ARREST",
    ("RETREAT", "ceasefire"): "AGREEMENT",
    ("RETREAT", "withdraw"): "CHANGE_TO_GROUP_ACT",
    ("PROTEST", "riot"): "VIOL_DEMONSTR",
    ("PROTEST", "vandalize"): "VIOL_DEMONSTR",
    ("SANCTION", "expel"): "DIPLO",
    ("MOBILIZE", "troops"): "CHANGE_TO_GROUP_ACT",
}
_BY_TYPE = {"PROTEST": "PEACE_PROTEST", "AGREE": "AGREEMENT", "SANCTION": "DIPLO"}
_OF_THE_STATE = frozenset({"MIL", "GOV", "COP", "SPY"})
_REBEL = frozenset({"REB", "UAF", "INS", "PRM"})
_WEAPON = re.compile(
    r"\b(weapons?|ammunition|firearms?|guns?|rifles?|explosives|arms|bombs?|mines?|IEDs?|rounds)\b",
    re.IGNORECASE,
)
_CLASH = re.compile(
    r"\b(clash\w*|fighting|fights?|fought|battle\w*|gunfight\w*|firefight\w*|gunbattle\w*)\b", re.IGNORECASE
)
_BASE = re.compile(
    r"\b(bases?|posts?|outposts?|checkpoints?|barracks|headquarters|garrisons?)\b", re.IGNORECASE
)
_SET_UP = re.compile(r"\b(set|setting|establish\w*|creat\w*|built|build\w*)\b", re.IGNORECASE)
_GRENADE = re.compile(r"\bgrenades?\b", re.IGNORECASE)
_MOB = re.compile(r"\b(mob|lynch\w*|vigilantes?|villagers|residents)\b", re.IGNORECASE)
_DISASTER = re.compile(r"\b(earthquake|flood\w*|typhoon|hurricane|landslide|storm|eruption)\b", re.IGNORECASE)
_ACCIDENT = re.compile(r"\b(collapse[ds]?|crash\w*|derail\w*|accident\w*|leak\w*|blaze)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Snippet:
    """A snippet and its kind."""

    name: str
    text: str
    kind: str


def read_gold(path: Path) -> list[Snippet]:
    """Return the snippets of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return [Snippet(row["id"], row["EventSnippet"], row["SubType"].strip()) for row in rows]


def kind_of(record: Record) -> str:
    """Return the kind of the happening that a record tells of before others.

    What some voice says happened goes before what is planned or denied, what has a mode before what has none, what is
    surer before the rest, and what stands first before what follows.
    """
    found: list[tuple[bool, bool, float, int, str]] = []
    for told in told_events(record):
        kind, by_mode = _kind_of_event(told)
        if kind is not None:
            found.append((not told.happened, not by_mode, -(told.event.score or 0.0), told.index, kind))
    if found:
        return min(found)[-1]
    text = record.report.text
    if _DISASTER.search(text):
        return "NATURAL_DISASTER"
    return "MAN_MADE_DISASTER" if _ACCIDENT.search(text) else NONE


def _kind_of_event(told: ToldEvent) -> tuple[str | None, bool]:
    """Return the kind of one event, None where no rule reads it, and whether its mode told."""
    event = told.event
    if event.type == "ASSAULT" and event.label == "denied":
        return "ATTRIB", True
    if event.type == "COERCE" and event.mode == "seize":
        return _seized(told), True
    if event.type == "ASSAULT" and event.mode == "crowd-control":
        return ("FORCE_AGAINST_PROTEST" if told.figures("dead") else "PROTEST_WITH_INTER"), True
    if event.type == "ASSAULT" and event.mode in ("explosives", None) and _GRENADE.search(told.sentence_text):
        return "GRENADE", True
    if (
        event.type == "ASSAULT"
        and event.mode in ("beat", "primitive", None)
        and _MOB.search(_words(told.actors))
    ):
        return "MOB_VIOL", True
    if event.type == "MOBILIZE" and _SET_UP.search(told.anchor) and _BASE.search(told.sentence_text):
        return "HQ_ESTABLISHED", True
    kind = _BY_MODE.get((event.type or "", event.mode or ""))
    if kind is not None:
        return kind, True
    if event.type == "ASSAULT":
        both = (
            event.reciprocal
            or _CLASH.search(told.anchor)
            or (are_armed(told.actors) and are_armed(told.recipients))
        )
        return ("ARMED_CLASH" if both else "ATTACK"), event.mode is not None
    return _BY_TYPE.get(event.type or ""), False


def _seized(told: ToldEvent) -> str | None:
    """Return the kind of what was taken: weapons, or an area by the state or by others."""
    if _WEAPON.search(_words(told.recipients)) or (
        not told.recipients and _WEAPON.search(told.sentence_text)
    ):
        return "DISR_WEAP"
    sectors = {party.sector for party in told.actors}
    if sectors & _OF_THE_STATE:
        return "GOV_REGAINS_TERIT"
    return "NON_STATE_ACTOR_OVERTAKES_TER" if sectors & _REBEL else None


def _words(parties: Iterable[Party]) -> str:
    return " ".join(party.words for party in parties)


def measure(
    recorder: Callable[[Document], Record], data: Path, *, limit: int | None = None
) -> list[tuple[str, str]]:
    """Return the gold's kind and the kind found of each snippet; with `limit`, of the first so many."""
    return [
        (one.kind, kind_of(recorder(Document(text_digest(one.text), one.name, one.text))))
        for one in read_gold(data / FILE)[:limit]
    ]


def seen_kinds(data: Path) -> frozenset[str]:
    """Return the 25 kinds that the shared task gave from the start."""
    return frozenset((data / KINDS_FILE).read_text(encoding="utf-8").split())


def weighted_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """Return the F1 of the kinds in percent, each weighted by how many snippets the gold has of it."""
    gold, found = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    right = Counter(a for a, b in pairs if a == b)
    return 100 * sum(n * 2 * right[kind] / (n + found[kind]) for kind, n in gold.items()) / max(1, len(pairs))


def by_group(pairs: Sequence[tuple[str, str]], seen: frozenset[str]) -> dict[str, list[tuple[str, str]]]:
    """Return the pairs of the snippets of the 25 kinds, and all."""
    return {GROUPS[0]: [pair for pair in pairs if pair[0] in seen], GROUPS[1]: list(pairs)}


def interval(pairs: Sequence[tuple[str, str]]) -> tuple[float, float]:
    """Return the bootstrap interval of the weighted F1 over the snippets."""
    return percentile_interval(pairs, weighted_f1)


def main() -> None:
    """Print the figures, and with `--errors` which kinds are taken for which."""
    parser = task_parser(__doc__)
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    from onrecord.pipeline import load

    pairs = measure(load(weights=args.weights), args.data, limit=args.limit)
    for name, part in by_group(pairs, seen_kinds(args.data)).items():
        right = sum(a == b for a, b in part)
        print(f"{name:10s} weighted F1 {weighted_f1(part):5.1f}   right {right} of {len(part)}")
    if args.errors:
        for (gold, found), n in Counter(pair for pair in pairs if pair[0] != pair[1]).most_common():
            print(f"{n:4d}  {gold} as {found}")


if __name__ == "__main__":
    main()
