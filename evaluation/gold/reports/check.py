#!/usr/bin/env python3
"""Hold gold against itself: a record made out of the gold must score 100 % on every measure.

usage: check.py SCORE TEXTS [NAME ...]

SCORE is the scorer of the specimens (score.py), TEXTS the folder that rebuild.py wrote. Prints names and measures
that fall short, and nothing of a text; exit status 1 when one does.
"""

import argparse
import copy
import importlib.util
import json
import sys
from pathlib import Path


def span(x):
    """Return the span alone."""
    return {"start": x["start"], "end": x["end"]}


def record_of(gold, text):
    """Return a record that says what the gold says."""
    entities = {e["name"]: f"E{i}" for i, e in enumerate(gold["entities"])}
    known = lambda name: {"entity": entities[name]}  # noqa: E731
    statements = []
    for s in gold["statements"]:
        source = None
        if s["source"]:
            source = {**span(s["source"]), "entity": entities.get(s["speaker"])}
        statements.append({**s, "source": source})
    events = []
    for e in gold["events"]:
        places = [i for i, p in enumerate(gold["places"]) if p["name"] == e.get("place")][:1]
        chain = []
        for voice in e["on_word_of"]:
            spoken = [s["id"] for s in gold["statements"] if (s["speaker"] or "unnamed") == voice]
            chain.append({"statement": spoken[0] if spoken else None, "entity": entities.get(voice)})
        events.append(
            {
                "anchor": e["anchor"],
                "type": (e["types"] or [None])[0],
                "actors": [known(e["actor"])] if e.get("actor") else [],
                "recipients": [known(e["recipient"])] if e.get("recipient") else [],
                "places": [{"index": i} for i in places],
                "time": {"value": e["time"]} if e.get("time") else None,
                "label": e["factuality"],
                "on_word_of": chain,
            }
        )
    document = gold["document"]
    dateline = document.get("dateline")
    return {
        "report": {
            "text": text,
            "parts": {k: document.get(k) for k in ("headline", "standfirst")},
            "dateline": dateline and {"date": dateline["date"], "place": {"geonames": dateline["geonames"]}},
            "agency": document["agency"],
            "published": document["published"],
        },
        "entities": [{**e, "id": entities[e["name"]]} for e in gold["entities"]],
        "places": gold["places"],
        "times": gold["times"],
        "statements": statements,
        "events": events,
    }


def main():
    """Score every gold file beside this script."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("scorer", type=Path, metavar="SCORE")
    parser.add_argument("texts", type=Path, metavar="TEXTS")
    parser.add_argument("names", nargs="*", metavar="NAME")
    options = parser.parse_args()
    spec = importlib.util.spec_from_file_location("score", options.scorer)
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    bad = 0
    for path in sorted(Path(__file__).resolve().parent.glob("*.json")):
        if options.names and path.stem not in options.names:
            continue
        gold = json.loads(path.read_text(encoding="utf8"))
        text = (options.texts / f"{path.stem}.txt").read_text(encoding="utf8")
        tally = scorer.score(copy.deepcopy(gold), text, record_of(gold, text))
        short = [f"{k} {h}/{t}" for k, (h, t) in tally.items() if h != (0 if "not in gold" in k else t)]
        bad += bool(short)
        print("BAD" if short else "ok ", path.stem, sum(t for _, t in tally.values()), "points", *short)
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
