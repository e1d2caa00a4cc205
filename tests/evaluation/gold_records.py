"""Records that hold just what a gold report holds, to hold scorers against."""

from __future__ import annotations

from typing import Any


def record_of_gold(gold: dict[str, Any], text: str) -> dict[str, Any]:
    """Return the JSON of a record that holds what the gold holds, span by span."""
    ids = {entity["name"]: f"E{k}" for k, entity in enumerate(gold["entities"], start=1)}
    document = gold["document"]

    def place_of(words: str) -> dict[str, int]:
        start = text.replace("\u00a0", " ").index(words)
        return {"start": start, "end": start + len(words)}

    statements = []
    for k, one in enumerate(gold["statements"], start=1):
        source = one.get("source") and {**one["source"], "entity": ids.get(one.get("speaker"))}
        statements.append(
            {
                "id": f"S{k}",
                "kind": one["kind"],
                "source": source,
                "cue": one["cue"],
                "content": one["content"],
            }
        )
    dateline = document.get("dateline")
    return {
        "report": {
            "text": text,
            "parts": {
                name: place_of(document[name]) if isinstance(document[name], str) else document[name]
                for name in ("headline", "standfirst")
                if document.get(name)
            },
            "dateline": dateline
            and {"date": dateline["date"], "place": {"geonames": dateline.get("geonames")}},
            "agency": document.get("agency"),
            "published": document.get("published"),
        },
        "entities": [
            {
                "id": ids[entity["name"]],
                "name": entity["name"],
                "country": entity.get("country"),
                "mentions": entity["mentions"],
            }
            for entity in gold["entities"]
        ],
        "places": gold["places"],
        "times": gold["times"],
        "statements": statements,
        "events": [_event(one, gold, ids) for one in gold["events"]],
    }


def _event(one: dict[str, Any], gold: dict[str, Any], ids: dict[str, str]) -> dict[str, Any]:
    """Return an event of the gold as a record holds it, its chain by the first statement of each voice."""

    def parties(name: str | None) -> list[dict[str, Any]]:
        return [{"entity": ids[name]}] if name else []

    chain = []
    for voice in one["on_word_of"]:
        said = [k for k, s in enumerate(gold["statements"], 1) if _voice(s, gold, ids) == voice]
        chain.append({"statement": f"S{said[0]}" if said else None, "entity": ids.get(voice)})
    place = next(
        (k for k, p in enumerate(gold["places"]) if one.get("place") in (p.get("name"), p.get("text"))), None
    )
    return {
        "anchor": one["anchor"],
        "type": (one["types"] or [None])[0],
        "actors": parties(one.get("actor")),
        "recipients": parties(one.get("recipient")),
        "places": [] if place is None else [{"index": place}],
        "time": {"value": one["time"]} if one.get("time") else None,
        "label": one["factuality"],
        "on_word_of": chain,
    }


def _voice(statement: dict[str, Any], gold: dict[str, Any], ids: dict[str, str]) -> str:
    source = statement.get("source") or {}
    return statement.get("speaker") or source.get("text") or "unnamed"
