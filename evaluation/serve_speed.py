"""How fast the site answers, and what its pages weigh, while several readers walk it at once.

    python -m evaluation.serve_speed --db FILE [--readers 4] [--seconds 120] [--workers N] [--seed 7] [--json]

`onrecord serve` is started over the store as a program of its own, and readers walk all kinds of
pages, files and answers of the API: by links, and to others drawn by a fixed seed, so that hardly any page is asked for
twice. Told of each kind: how often it was asked for; milliseconds from asking to the first byte (half of them, 19 in 20,
the longest); kilobytes as sent, with the style sheets and scripts that it loads (half of them, the most); and the most
once unpacked. A benchmark command, not a test: the figures are those of one machine.

No kind of page may take longer than 300 ms 19 times in 20, and none may weigh more than 400 KB: the exit status is 1
where one does, or where an answer is no page but an error. `evaluation.ask_speed --where FILE` makes a store of 100,000
reports.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from evaluation.site_readers import FILES, PAGES, Answer, Known, read_site
from onrecord.export.codec import JsonCodec
from onrecord.store import Store

MOST_MS = 300.0
"""Milliseconds to the first byte of a page, 19 times in 20."""
MOST_KB = 400.0
"""Kilobytes that a page may weigh as it is sent, with what it loads."""
LEAST_ASKED = 20
"""Answers of a kind from which one in twenty can be told."""

_DRAWN = 4_000
"""Ids of each kind that are drawn from the store."""
_LOOKED_AT = 300
"""Reports, happenings and people of which names, places and words are taken."""
_PROGRAM = "from onrecord.cli import main; main()"
_DAY_S = 86_400
_BEGIN_S = 60
_ARRIVED = 400
"""Reports that came since the last visit of every second reader."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What came of one kind of page, file or answer; times in milliseconds, sizes in kilobytes as sent."""

    name: str
    is_page: bool
    asked: int
    half_ms: float
    p95_ms: float
    longest_ms: float
    half_kb: float
    most_kb: float
    most_unpacked_kb: float


def known_of(store: Store, seed: int) -> Known:
    """Return what addresses are made from, drawn from a store.

    Raises:
        StoreError: the store cannot be read.
    """
    draw = random.Random(seed)
    ids = {part: _drawn(draw, store.chosen_ids(part, ())) for part in ("stories", "happenings", "entities")}
    keys = _drawn(draw, store.chosen_ids("reports", ()))
    reports = [one.data for one in store.relations("reports", id=keys[:_LOOKED_AT])]
    happenings = [one.data for one in store.relations("happenings", id=ids["happenings"][:_LOOKED_AT])]
    people = [one.data for one in store.relations("entities", id=ids["entities"][:_LOOKED_AT])]
    accounts = [account for one in happenings for account in _listed(one["accounts"])]
    return Known(
        stories=ids["stories"],
        happenings=ids["happenings"],
        people=[(str(one["id"]), str(one["name"])) for one in people],
        reports=keys,
        words=[f"{one['report']}?at={one['start']}-{one['end']}" for one in accounts],
        outlets=_each(one["outlet"] for one in reports),
        places=_each(one["place_name"] for one in happenings) or ["Gdansk"],
        searched=_each(word for one in reports for word in re.findall(r"[^\W\d_]{4,}", str(one["headline"]))),
        days=_each(str(one["published"])[:10] for one in reports if one["published"]),
        saved=[one.id for one in store.saved_searches()],
        last=store.last_related(),
    )


def _drawn(draw: random.Random, ids: Sequence[str]) -> list[str]:
    return draw.sample(ids, min(_DRAWN, len(ids)))


def _listed(items: Any) -> list[Mapping[str, Any]]:
    return list(items)


def _each(values: Iterable[Any]) -> list[str]:
    """Return values, each once, without those that are not known."""
    return list(dict.fromkeys(str(value) for value in values if value is not None))


@contextmanager
def serving(db: str, *, workers: int | None) -> Iterator[str]:
    """Have `onrecord serve` serve a store, and give the address.

    Raises:
        RuntimeError: it does not begin.
    """
    options = [] if workers is None else ["--workers", str(workers)]
    command = [sys.executable, "-c", _PROGRAM, "serve", "--db", db, "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as site:
        address = site.stdout.readline().strip() if site.stdout else ""
        try:
            if not address:
                raise RuntimeError("`onrecord serve` did not begin; what it says stands above")
            # Its processes are told of before they are there: one answers, and the others come at the same time.
            urllib.request.urlopen(address, timeout=_BEGIN_S).close()
            time.sleep(1)
            yield address
        finally:
            site.terminate()


def kinds_of(answers: Iterable[Answer]) -> tuple[Kind, ...]:
    """Return what came of each kind, pages first."""
    found: dict[str, list[Answer]] = {}
    for one in answers:
        found.setdefault(one.kind, []).append(one)
    return tuple(_kind(name, found[name]) for name in (*PAGES, *FILES) if name in found)


def _kind(name: str, answers: Sequence[Answer]) -> Kind:
    times = [one.first_ms for one in answers]
    weights = [one.weight / 1000 for one in answers]
    return Kind(
        name,
        name in PAGES,
        len(answers),
        statistics.median(times),
        nineteen_in_twenty(times),
        max(times),
        statistics.median(weights),
        max(weights),
        max(one.n_unpacked for one in answers) / 1000,
    )


def nineteen_in_twenty(values: Sequence[float]) -> float:
    """Return the least value that 19 in 20 do not exceed.

    >>> nineteen_in_twenty(list(range(1, 101))), nineteen_in_twenty([4.0])
    (95, 4.0)
    """
    return sorted(values)[-(-len(values) * 19 // 20) - 1]


def failings(kinds: Iterable[Kind], answers: Iterable[Answer]) -> list[str]:
    """Return what is not as it must be, in words."""
    found = []
    for one in kinds:
        if one.is_page and one.p95_ms > MOST_MS:
            found.append(f"{one.name}: over {MOST_MS:.0f} ms to the first byte")
        if one.is_page and one.most_kb > MOST_KB:
            found.append(f"{one.name}: a page of over {MOST_KB:.0f} KB")
    wrong = [one for one in answers if one.status != 200]
    return found + [f"{one.address}: status {one.status}" for one in wrong[:20]]


def _show(kinds: Sequence[Kind], answers: Sequence[Answer], seconds: float) -> None:
    width = max(len(one.name) for one in kinds)
    print(
        f"{'':{width}}  asked  half of them  19 in 20   longest ms     half    most KB as sent   most unpacked"
    )
    for one in kinds:
        few = " (few)" if one.asked < LEAST_ASKED else ""
        print(
            f"{one.name:{width}} {one.asked:6}  {one.half_ms:12.0f}  {one.p95_ms:8.0f}  {one.longest_ms:8.0f}   "
            f"{one.half_kb:10.1f} {one.most_kb:8.1f}  {one.most_unpacked_kb:20.1f}{few}"
        )
    for told, some in (
        ("pages", [one.first_ms for one in answers if one.kind in PAGES]),
        ("all", [one.first_ms for one in answers]),
    ):
        print(
            f"{told}: {len(some):,} in {seconds:.0f} s, half of them within {statistics.median(some):.0f} ms, "
            f"19 in 20 within {nineteen_in_twenty(some):.0f}, the longest {max(some):.0f}"
        )


def main(given: Sequence[str] | None = None) -> int:
    """Run from the command line; 1 where a page took longer or weighed more than it may."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.serve_speed", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--db", required=True, help="a store that was related")
    parser.add_argument("--readers", type=int, default=4, help="how many read at once (default: 4)")
    parser.add_argument("--seconds", type=float, default=120.0, help="for how long (default: 120)")
    parser.add_argument("--workers", type=int, help="as for `onrecord serve`")
    parser.add_argument("--seed", type=int, default=7, help="decides where the readers go (default: 7)")
    parser.add_argument("--json", action="store_true", help="one JSON value")
    options = parser.parse_args(given)
    with Store.open(options.db, codec=JsonCodec(), create=False, read_only=True) as store:
        known = known_of(store, options.seed)
    visit = f"onrecord_visit=0.0.{max(1, known.last - _ARRIVED)}.{int(time.time()) - _DAY_S}"
    with serving(options.db, workers=options.workers) as site:
        answers = read_site(
            site,
            known,
            readers=options.readers,
            seconds=options.seconds,
            seed=options.seed,
            cookie=visit,
        )
    kinds = kinds_of(answers)
    if options.json:
        print(json.dumps([asdict(one) for one in kinds], indent=1))
    else:
        _show(kinds, answers, options.seconds)
    wrong = failings(kinds, answers)
    for one in wrong:
        print(one, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
