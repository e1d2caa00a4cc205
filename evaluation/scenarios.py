"""Scores scenarios: a folder of reports of several outlets, with what holds between them.

    python -m evaluation.scenarios --shared ../shared [--out RELATIONS.json]
    python -m evaluation.scenarios --folder FOLDER ... [--out RELATIONS.json]

The reports of a folder's `manifest.json` are put into a store as `onrecord add --manifest` does it, related, written
out as `onrecord export --to relations` does it, and held against `gold.json`. A report is known by the name of its
file, and the item of a feed by its own id. Passages are one where they share three fifths of the shorter one's words;
happenings are matched one to one by the accounts that they share, and those that the gold does not list cost nothing.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from evaluation.metrics import Counts
from onrecord.desk import refresh, relations_json, take_in
from onrecord.errors import InputError
from onrecord.export.codec import JsonCodec
from onrecord.ingest import IngestOptions
from onrecord.model import Document, Record
from onrecord.store import Store

QUARRY = Path(__file__).parents[1] / "tests" / "scenarios" / "quarry"
"""The scenario that comes with the program."""

F1 = frozenset({"reprint pairs", "accounts", "quote pairs"})
"""Measures that are F1; the others are shares."""

_SAME_PASSAGE = 0.6

Json = Mapping[str, Any]
Named = Callable[[str], "str | None"]


def folders(shared: Path) -> tuple[Path, ...]:
    """Return the scenarios that are measured: the one under the shared folder, and the program's own."""
    return shared / "specimens" / "ferry", QUARRY


def relate_folder(folder: Path, recorder: Callable[[Document], Record]) -> dict[str, Any]:
    """Return the relations of a scenario's reports, as JSON, from a store made for it.

    Raises:
        InputError: a report of the manifest cannot be read.
    """
    with tempfile.TemporaryDirectory() as place, Store.open(Path(place) / "s.db", codec=JsonCodec()) as store:
        manifest = [str(folder / "manifest.json")]
        options = IngestOptions()
        for taken in take_in(store, [], recorder=lambda: recorder, options=options, manifests=manifest):
            if taken.problem is not None:
                raise InputError(what=taken.problem, where=taken.input, remedy="mend the scenario")
        refresh(store)
        return relations_json(store)


def score(folder: Path, relations: Json) -> dict[str, Counts]:
    """Return the counts of each measure for the relations of a scenario's reports."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    named = _naming(folder, relations)
    matched = _matched(gold["happenings"], relations["happenings"], named)
    linked = sum(shared for _, _, shared in matched)
    several = [g for g in gold["happenings"] if len({a["report"] for a in g["accounts"]}) > 1]
    found = {g["id"] for g, _, _ in matched}
    same = {g["id"]: own["id"] for g, own, _ in matched}
    return {
        **_reprints(gold["reprint_groups"], relations["reprint_groups"], named),
        "accounts": Counts(
            linked,
            sum(len(g["accounts"]) for g in gold["happenings"]),
            sum(len(own["accounts"]) for _, own, _ in matched),
        ),
        "happenings of several reports": _share(sum(g["id"] in found for g in several), len(several)),
        **_independence(gold["independent_sources"], relations["independent_sources"], same, named),
        **_contradictions(gold["contradictions"], relations["contradictions"], same, named),
        "quote pairs": _quotes(gold["quotes"], relations["quotes"], named),
    }


def stories_b3(folder: Path, relations: Json) -> float:
    """Return B-cubed F1 of the reports grouped into stories, in per cent."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    named = _naming(folder, relations)
    wanted = {report: set(story["reports"]) for story in gold["stories"] for report in story["reports"]}
    own: dict[str, set[str]] = {}
    for story in relations["stories"]:
        reports = {name for report in story["reports"] if (name := named(report)) is not None}
        own |= dict.fromkeys(reports, reports)
    right = [(len(wanted[r] & own.get(r, {r})), r) for r in wanted]
    precision = sum(n / len(own.get(r, {r})) for n, r in right) / len(wanted)
    recall = sum(n / len(wanted[r]) for n, r in right) / len(wanted)
    return 200 * precision * recall / (precision + recall)


def _share(right: int, of: int) -> Counts:
    return Counts(right, of, of)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+(?:'\w+)?", text.lower().replace("\u2019", "'").replace("\u2018", "'")))


def _same_passage(one: str, other: str) -> bool:
    a, b = _words(one), _words(other)
    return bool(a and b) and len(a & b) / min(len(a), len(b)) >= _SAME_PASSAGE


def _naming(folder: Path, relations: Json) -> Named:
    """Return what gives the scenario's name of a report by its id in the relations."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["reports"]
    by_file = {r["file"] + (f"#{r['item']}" if r.get("item") else ""): r["id"] for r in manifest}
    names = {}
    for report in relations["reports"]:
        file, hash_, item = str(report["input"]).partition("#")
        names[report["id"]] = by_file.get(file.rsplit("/", 1)[-1] + hash_ + item)
    return names.get


def _pairs(groups: Iterable[Iterable[str | None]]) -> set[frozenset[str]]:
    return {frozenset(pair) for group in groups for pair in combinations({name for name in group if name}, 2)}


def _reprints(gold: Sequence[Json], own: Sequence[Json], named: Named) -> dict[str, Counts]:
    origins = {member["report"]: group["origin"] for group in gold for member in group["members"]}
    found = {named(member["report"]): named(group["origin"]) for group in own for member in group["members"]}
    wanted = _pairs([group["origin"], *(m["report"] for m in group["members"])] for group in gold)
    got = _pairs([named(group["origin"]), *(named(m["report"]) for m in group["members"])] for group in own)
    return {
        "reprint pairs": Counts(len(wanted & got), len(wanted), len(got)),
        "origin of reprints": _share(
            sum(found.get(report) == origin for report, origin in origins.items()), len(origins)
        ),
    }


def _matched(gold: Sequence[Json], own: Sequence[Json], named: Named) -> list[tuple[Json, Json, int]]:
    """Return the happenings that share accounts, each once, and how many they share; those with most first."""
    candidates = sorted(
        (-_shared(wanted["accounts"], found["accounts"], named), -i, -j)
        for i, wanted in enumerate(gold)
        for j, found in enumerate(own)
    )
    matched: list[tuple[Json, Json, int]] = []
    taken: set[tuple[str, int]] = set()
    for n, i, j in candidates:
        if n and not {("gold", i), ("own", j)} & taken:
            taken |= {("gold", i), ("own", j)}
            matched.append((gold[-i], own[-j], -n))
    return matched


def _shared(gold: Sequence[Json], own: Sequence[Json], named: Named) -> int:
    left = list(own)
    for account in gold:
        for other in left:
            if named(other["report"]) == account["report"] and _same_passage(
                account["quote"], other["quote"]
            ):
                left.remove(other)
                break
    return len(own) - len(left)


def _independence(
    gold: Sequence[Json], own: Sequence[Json], same: Mapping[str, str], named: Named
) -> dict[str, Counts]:
    by_happening = {one["happening"]: one for one in own}
    exact = near = explained = 0
    for wanted in gold:
        found = by_happening.get(same.get(wanted["happening"], ""))
        if found is None:
            continue
        exact += found["count"] == wanted["count"]
        near += abs(found["count"] - wanted["count"]) <= 1
        reasons = {named(each["report"]) for each in found["not_counted"] if each["because"]}
        explained += sum(each["report"] in reasons for each in wanted["not_counted"])
    return {
        "independent count exact": _share(exact, len(gold)),
        "independent count within one": _share(near, len(gold)),
        "left out with a reason": _share(explained, sum(len(one["not_counted"]) for one in gold)),
    }


def _contradictions(
    gold: Sequence[Json], own: Sequence[Json], same: Mapping[str, str], named: Named
) -> dict[str, Counts]:
    left = list(own)
    kinds = found = 0
    for wanted in gold:
        ranked = [
            (_likeness(wanted, other, named), other["kind"] == wanted["kind"], -n)
            for n, other in enumerate(left)
            if other["happening"] == same.get(wanted["happening"])
        ]
        best = max(ranked, default=(0, False, 0))
        if best[0]:
            found += 1
            kinds += best[1]
            del left[-best[2]]
    return {
        "contradictions": _share(found, len(gold)),
        "their kind": _share(kinds, found),
        "contradictions not in gold (fewer is better)": Counts(len(left), len(own), len(own)),
    }


def _likeness(gold: Json, own: Json, named: Named) -> int:
    """Return in how much a contradiction is the gold's: the field, two figures, or two reports where it has no figures."""
    figures = _figures(gold["values"])
    if figures:
        values = len(figures & _figures(own["values"])) >= 2
    else:
        reports = {named(report) for report in _reports(own["values"])}
        values = len(_reports(gold["values"]) & reports) >= 2
    return bool(_words(gold["field"]) & _words(own["field"])) + values


def _figures(values: Iterable[Json]) -> set[int]:
    return {int(number) for one in values for number in re.findall(r"\d+", str(one["value"]))}


def _reports(values: Iterable[Json]) -> set[str]:
    return {report for one in values for report in one.get("reports", ())}


def _quotes(gold: Sequence[Json], own: Sequence[Json], named: Named) -> Counts:
    """Return the pairs of variants that are of one quotation: right, in the gold, found among what the gold lists."""
    wanted = [(n, v["report"], v["text"]) for n, quote in enumerate(gold) for v in quote["variants"]]
    place: dict[int, int] = {}
    for number, lineage in enumerate(own):
        for variant in lineage["variants"]:
            for k, (_, report, text) in enumerate(wanted):
                if named(variant["report"]) == report and _same_passage(text, variant["text"]):
                    place.setdefault(k, number)
    true = {(a, b) for a, b in combinations(range(len(wanted)), 2) if wanted[a][0] == wanted[b][0]}
    found = {(a, b) for a, b in combinations(sorted(place), 2) if place[a] == place[b]}
    return Counts(len(true & found), len(true), len(found))


def main() -> None:
    """Print the measures of each folder."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.scenarios", description=(__doc__ or "").splitlines()[0]
    )
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument(
        "--shared", type=Path, help="folder that holds specimens/; the program's own scenario too"
    )
    where.add_argument("--folder", nargs="+", type=Path, help="folders with manifest.json and gold.json")
    parser.add_argument("--out", type=Path, help="write the relations of the last folder here")
    arguments = parser.parse_args()
    from onrecord.pipeline import load

    recorder = load()
    for folder in arguments.folder or folders(arguments.shared):
        relations = relate_folder(folder, recorder)
        print(f"{folder.name}\n  {'stories B3':45s} {stories_b3(folder, relations):5.1f}")
        for name, counts in score(folder, relations).items():
            print(f"  {name:45s} {counts}")
        if arguments.out is not None:
            arguments.out.write_text(json.dumps(relations, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
