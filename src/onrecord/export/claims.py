"""Statements as schema.org `Claim` (JSON-LD), one a statement, never with a rating.

A claim has the words as `text`, who makes it as `author` (a person or body by the name in the report; somebody who is
only described goes to `creditText`), and the report as `appearance`. Whether the report was first to carry it is not
known, so there is no `firstAppearance`; that somebody claims it says nothing on whether it is true, so there is no
`ClaimReview`. schema.org's `claimInterpreter` is who read a claim out of a work, not who makes it, and stays out.

Where the words stand is told in `hasPart`: a part for each stretch, a `Quotation` where the words are in quotation marks,
with `identifier` holding offsets (code points), prefix and suffix as `PropertyValue`. The graph ends with an `ItemList`
of all claims, which gives their number and a digest over them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from onrecord.export.formats import LeftOut, Rendered
from onrecord.export.json import record_to_json, value_text
from onrecord.export.outline import one_line
from onrecord.export.receipts import item_uri, items_digest, receipt, record_keys
from onrecord.export.unheld import span_fields, unheld
from onrecord.model import Document, Entity, Participant, Record, Span, Statement

_REPORT = ("id", "url", "outlet", "bylines", "language", "published")
_HELD = span_fields("statements[].content[]", "statements[].source", "statements[].cue") | {
    *(f"report.{field}" for field in _REPORT),
    *("statements[].id", "statements[].within"),
}
_REASONS = {
    "report.text": "a claim carries its own words, not the report",
    "report.parts": "of the parts of a report, schema.org knows the headline",
    "sentences": "schema.org has no sentences",
    "statements[].kind": "only whether words are quoted is told, by the type of the part",
    "statements[].source.entity": "who makes a claim is given by name",
    "entities[]": "only those who make a claim are given, by name, role and identifiers elsewhere",
    "places[]": "a claim has no places",
    "times[]": "a claim has no times",
    "events[]": "a claim is what was said; what happened has no place in it",
}


def schema_claims(records: Sequence[Record]) -> Rendered:
    """Return the statements of records as one graph of claims."""
    claims: list[dict[str, Any]] = []
    left_out: list[LeftOut] = []
    for key, record in zip(record_keys(records), records, strict=True):
        claims += [_claim(statement, record, key) for statement in record.statements]
        # A report in which nobody says anything appears in no claim.
        left_out += unheld(record_to_json(record), _HELD if record.statements else (), reasons=_REASONS)
    digest = items_digest(claims)
    listed = {
        "@type": "ItemList",
        "@id": f"urn:onrecord:claims:{digest}",
        "name": "Claims made in news reports, as put on record",
        "numberOfItems": len(claims),
        "identifier": [_property("digest", digest)],
        "itemListElement": [{"@id": claim["@id"]} for claim in claims],
    }
    graph = {"@context": "https://schema.org", "@graph": [*claims, listed]}
    return Rendered(f"{value_text(graph, indent=1)}\n".encode(), left_out=tuple(left_out))


def _claim(statement: Statement, record: Record, key: str) -> dict[str, Any]:
    report = record.report
    words = [(role, span) for role, span in _words(statement) if span is not None]
    return {
        "@type": "Claim",
        "@id": item_uri(key, statement.id),
        "identifier": [_property("item", statement.id)],
        "text": " … ".join(one_line(span.cut(report.text)) for span in statement.content),
        **_author(statement.source, record),
        "appearance": _article(report),
        **(
            {"isPartOf": {"@type": "Claim", "@id": item_uri(key, statement.within)}}
            if statement.within
            else {}
        ),
        "hasPart": [_part(role, span, statement, report) for role, span in words],
    }


def _words(statement: Statement) -> tuple[tuple[str, Span | None], ...]:
    return (
        *(("content", span) for span in statement.content),
        ("source", statement.source.span if statement.source else None),
        ("cue", statement.cue.span if statement.cue else None),
    )


def _author(source: Participant | None, record: Record) -> dict[str, Any]:
    if source is None:
        return {}
    entity = next((one for one in record.entities if one.id == source.entity), None)
    if entity is None or all(mention.kind != "name" for mention in entity.mentions):
        return {"creditText": one_line(source.span.cut(record.report.text))}
    return {"author": _party(entity)}


def _party(entity: Entity) -> dict[str, Any]:
    same = {
        "https://www.wikidata.org/entity/": entity.ids.wikidata,
        "https://sws.geonames.org/": f"{entity.ids.geonames}/" if entity.ids.geonames is not None else None,
    }
    links = [f"{base}{name}" for base, name in same.items() if name]
    roles = [one_line(role) for role in entity.roles]
    return {
        # An author is a person or an organization; of a state, its government speaks.
        "@type": "Person" if entity.type == "PERSON" else "Organization",
        "name": one_line(entity.name),
        **({"jobTitle": roles} if roles and entity.type == "PERSON" else {}),
        **({"description": "; ".join(roles)} if roles and entity.type != "PERSON" else {}),
        **({"sameAs": links} if links else {}),
    }


def _article(report: Document) -> dict[str, Any]:
    headline = report.parts.headline
    known = {
        "url": report.url,
        "headline": one_line(headline.cut(report.text)) if headline else None,
        "datePublished": report.published,
        "inLanguage": report.language,
        "publisher": {"@type": "NewsMediaOrganization", "name": report.outlet} if report.outlet else None,
        "author": [{"@type": "Person", "name": name} for name in report.bylines] or None,
    }
    return {
        "@type": "NewsArticle",
        "@id": f"urn:sha256:{report.id}",
        "identifier": [_property("sha256", report.id)],
        **{name: value for name, value in known.items() if value},
    }


def _part(role: str, span: Span, statement: Statement, report: Document) -> dict[str, Any]:
    quoted = role == "content" and statement.kind == "direct"
    told = receipt(span, report.text)
    places = [_property(name, told[name]) for name in ("start", "end", "prefix", "suffix")]
    return {
        "@type": "Quotation" if quoted else "CreativeWork",
        "text": told["exact"],
        "identifier": [_property("role", role), *places],
    }


def _property(name: str, value: object) -> dict[str, Any]:
    return {"@type": "PropertyValue", "propertyID": name, "value": value}
