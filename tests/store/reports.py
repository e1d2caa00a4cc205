"""Reports made up for the tests of the store, and workers that write them from processes of their own."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from onrecord.export.codec import JsonCodec
from onrecord.model import SCHEMA, Document, Parts, Record, Span
from onrecord.model.capture import Capture
from onrecord.model.document import text_digest
from onrecord.model.filing import filing_key
from onrecord.store import Relation, Store

CODEC = JsonCodec()


@dataclass(frozen=True, slots=True)
class MadeUp:
    """What `Store.add` takes."""

    capture: Capture
    document: Document
    record: Record

    @property
    def parts(self) -> tuple[Capture, Document, Record]:
        return self.capture, self.document, self.record

    @property
    def key(self) -> str:
        return filing_key(self.document)


def made_up(
    text: str,
    *,
    data: bytes | None = None,
    input: str = "made-up.html",
    weights: str = "weights-1",
    headline: int = 0,
    retrieved: str | None = None,
    **particulars: Any,
) -> MadeUp:
    """Return a report of a text, a sentence to each full stop; `headline` is the length of its headline."""
    document = Document(
        text_digest(text),
        input,
        text,
        parts=Parts(headline=Span(0, headline) if headline else None),
        retrieved=retrieved,
        **particulars,
    )
    capture = Capture(
        input=input,
        data=data if data is not None else b"<p>" + text.encode("utf-8", "surrogatepass") + b"</p>",
        media_type="text/html",
        url=document.url,
        outlet=document.outlet,
        retrieved=retrieved,
    )
    return MadeUp(
        capture, document, Record(SCHEMA, "0", weights, document, _sentences(text), (), (), (), (), ())
    )


def numbered(number: int) -> MadeUp:
    """Return a report that its number alone makes, large enough to take several pages of a database."""
    draw = random.Random(number)
    words = " ".join(
        f"{draw.choice('bcdfglmnprst')}{draw.choice('aeiou')}{draw.randrange(999)}" for _ in range(120)
    )
    return made_up(
        f"Report {number} of the harbour. {words}.",
        data=f"<html>{number}</html>".encode() + draw.randbytes(draw.randrange(100, 9_000)),
        url=f"https://example.org/{number}",
        outlet=f"Outlet {number % 7}",
        published=f"2026-03-{1 + number % 28:02d}T{number % 24:02d}:00:00Z",
    )


def add_numbered(where: str, numbers: list[int], told: Connection) -> None:
    """Add numbered reports from a process of its own, and tell what became of each as soon as it is acknowledged."""
    with Store.open(where, codec=CODEC) as store:
        for number in numbers:
            told.send((number, store.add(*numbered(number).parts).status))
    told.close()


def add_and_relate(where: str, first: int, told: Connection) -> None:
    """Add numbered reports without end, and replace all relations after every fifth."""
    told.send("begun")
    with Store.open(where, codec=CODEC) as store:
        number = first
        while True:
            store.add(*numbered(number).parts)
            told.send(number)
            number += 1
            if number % 5 == 0:
                store.put_relations({"stories": _generation(number)}, basis=str(number))


def _generation(number: int) -> Iterator[Relation]:
    for item in range(200):
        yield Relation(f"T{item}", (str(number),), json.loads(f'{{"made": {number}}}'))


def _sentences(text: str) -> tuple[Span, ...]:
    spans, start = [], 0
    while (end := text.find(".", start)) >= 0:
        while text[start].isspace():
            start += 1
        spans.append(Span(start, end + 1))
        start = end + 1
    return tuple(spans)
