"""Verification of the JSON formats of others: Web Annotation, GeoJSON, schema.org claims, PLOVER, quotation JSON."""

from __future__ import annotations

from typing import Any

from onrecord.export.outline import one_line
from onrecord.verify.contents import Contents, as_dict, as_list, words_in
from onrecord.verify.words import Words

_NO_REPORT = "it does not say which report it is about"


def read_annotations(values: list[tuple[str, Any]]) -> Contents:
    """Return what Web Annotations say: a collection, or annotations one by one."""
    contents = Contents("webannotation", carries_texts=False)
    for where, value in values:
        if value.get("type") != "AnnotationCollection":
            _read_annotation(value, contents, where or "annotation", None)
            continue
        items = as_list(as_dict(value.get("first")).get("items"))
        reports = as_list(value.get("reports"))
        contents.check_list(items, value.get("total"), value.get("digest"), reports=reports)
        addresses: dict[str, set[str]] = {}
        for one in reports:
            report = as_dict(as_dict(one).get("report"))
            digest = str(report.get("id"))
            contents.add_item(f"{contents.add_report(digest)}:report", "report", "reports", one)
            addresses.setdefault(digest, set()).add(str(report.get("url") or f"urn:sha256:{digest}"))
            contents.words += words_in(report, "report", digest, "reports")
        for index, annotation in enumerate(items):
            _read_annotation(as_dict(annotation), contents, f"items[{index}]", addresses)
    return contents


def _read_annotation(
    value: dict[str, Any], contents: Contents, where: str, addresses: dict[str, set[str]] | None
) -> None:
    item, digest = str(value.get("item")), value.get("report")
    if not isinstance(digest, str):
        contents.wrong(_NO_REPORT, item, where)
        return
    contents.reports.setdefault(digest, 1)
    contents.add_item(str(value.get("id")).removeprefix("urn:onrecord:"), item, where, value)
    if addresses is not None and digest not in addresses:
        contents.wrong("its report is none of those that the collection lists", item, where, None, digest)
    for index, body in enumerate(as_list(value.get("body"))):
        record = as_dict(as_dict(body).get("record"))
        contents.words += words_in(record, item, digest, f"{where}.body[{index}].record")
        if record.get("id", item) != item:
            contents.wrong(
                "the body is of another item", item, f"{where}.body[{index}]", item, record.get("id")
            )
    for index, target in enumerate(as_list(value.get("target"))):
        at = f"{where}.target[{index}]"
        source = str(as_dict(target).get("source"))
        if addresses is not None and source not in addresses.get(digest, {source}):
            contents.wrong("its source is not the address of its report", item, at, None, source)
        selectors = {
            str(as_dict(one).get("type")): as_dict(one) for one in as_list(as_dict(target).get("selector"))
        }
        quote, position = selectors.get("TextQuoteSelector"), selectors.get("TextPositionSelector")
        if quote is None or position is None:
            contents.wrong("a selector of quote or position is missing", item, at)
            continue
        around = (quote.get(name) or "" for name in ("exact", "prefix", "suffix"))
        contents.words.append(Words(item, at, digest, position.get("start"), position.get("end"), *around))


def read_features(values: list[tuple[str, Any]]) -> Contents:
    """Return what a GeoJSON feature collection says."""
    contents = Contents("geojson", carries_texts=False)
    for _, value in values:
        features, ours = as_list(value.get("features")), as_dict(value.get("onrecord"))
        reports = as_list(ours.get("reports"))
        contents.check_list(features, ours.get("total"), ours.get("digest"), reports=reports)
        for report in reports:
            key = contents.add_report(str(as_dict(report).get("id")))
            contents.add_item(f"{key}:report", "report", "onrecord.reports", report)
        for index, feature in enumerate(features):
            _read_feature(as_dict(feature), contents, f"features[{index}]")
    return contents


def _read_feature(feature: dict[str, Any], contents: Contents, where: str) -> None:
    properties = as_dict(feature.get("properties"))
    item, digest = str(properties.get("item")), properties.get("report")
    if not isinstance(digest, str):
        contents.wrong(_NO_REPORT, item, where)
        return
    if digest not in contents.reports:
        contents.wrong("its report is none of those that the collection lists", item, where, None, digest)
        contents.reports[digest] = 1
    contents.add_item(str(feature.get("id")).removeprefix("urn:onrecord:"), item, where, feature)
    contents.words += words_in(properties, item, digest, f"{where}.properties")
    receipts = {str(as_dict(one).get("role")): as_dict(one) for one in as_list(properties.get("words"))}
    sentence = receipts.get("sentence", {}).get("exact")
    if properties.get("sentence") != sentence:
        contents.wrong(
            "the sentence is not that of its receipt", item, where, str(sentence), properties.get("sentence")
        )
    if "anchor" not in receipts:
        contents.wrong("the receipt of its words is missing", item, where)


def read_claims(values: list[tuple[str, Any]]) -> Contents:
    """Return what a graph of schema.org claims says."""
    contents = Contents("claims", carries_texts=False)
    for _, value in values:
        nodes = [as_dict(node) for node in as_list(value.get("@graph"))]
        claims = [node for node in nodes if node.get("@type") == "Claim"]
        listed = next((node for node in nodes if node.get("@type") == "ItemList"), {})
        contents.check_list(claims, listed.get("numberOfItems"), _properties(listed).get("digest"))
        if listed.get("itemListElement") != [{"@id": claim.get("@id")} for claim in claims]:
            contents.wrong("the claims are not those of the list", "export", "@graph")
        for index, claim in enumerate(claims):
            _read_claim(claim, contents, f"@graph[{index}]")
    return contents


def _read_claim(claim: dict[str, Any], contents: Contents, where: str) -> None:
    item = str(_properties(claim).get("item"))
    article = as_dict(claim.get("appearance"))
    digest = _properties(article).get("sha256")
    if not isinstance(digest, str):
        contents.wrong(_NO_REPORT, item, where)
        return
    _count_report(contents, digest, str(claim.get("@id")))
    contents.add_item(str(claim.get("@id")).removeprefix("urn:onrecord:"), item, where, claim)
    if article.get("@id") != f"urn:sha256:{digest}":
        contents.wrong(
            "name and digest of its report differ", item, where, f"urn:sha256:{digest}", article.get("@id")
        )
    said = []
    for index, part in enumerate(as_list(claim.get("hasPart"))):
        told, exact = _properties(as_dict(part)), as_dict(part).get("text")
        around = (told.get(name) or "" for name in ("prefix", "suffix"))
        at = f"{where}.hasPart[{index}]"
        contents.words.append(Words(item, at, digest, told.get("start"), told.get("end"), exact, *around))
        if told.get("role") == "content":
            said.append(one_line(str(exact)))
    if claim.get("text") != " … ".join(said):
        contents.wrong(
            "the text of the claim is not that of its parts", item, where, " … ".join(said), claim.get("text")
        )


def _count_report(contents: Contents, digest: str, name: str) -> None:
    """Take the report of a claim, whose name tells how many records of one text there are at least."""
    number = name.removeprefix(f"urn:onrecord:{digest}.").partition(":")[0]
    records = int(number) if number.isdecimal() and len(number) < 6 else 1
    contents.reports[digest] = max(contents.reports.get(digest, 1), records)


def _properties(node: dict[str, Any]) -> dict[str, Any]:
    """Return the `PropertyValue`s of a node's `identifier` by name."""
    found = [as_dict(one) for one in as_list(node.get("identifier"))]
    return {str(one.get("propertyID")): one.get("value") for one in found}


def read_plover(values: list[tuple[str, Any]]) -> Contents:
    """Return what PLOVER records say; the words are those of the event that each carries in `onrecord`."""
    contents = Contents("plover", carries_texts=False)
    for line, value in values:
        ours = as_dict(value.get("onrecord"))
        event, digest = as_dict(ours.get("event")), ours.get("report")
        item = str(event.get("id"))
        if not isinstance(digest, str):
            contents.wrong(_NO_REPORT, item, line)
            continue
        # A text that two outlets print gives two lines of one name, told apart by what else is in them.
        number = 1
        while contents.items.get(_numbered(digest, number, item), value) != value:
            number += 1
        contents.reports[digest] = max(contents.reports.get(digest, 1), number)
        contents.add_item(_numbered(digest, number, item), item, line, value)
        contents.words += words_in(
            event, item, digest, f"{line}: onrecord.event" if line else "onrecord.event"
        )
    return contents


def _numbered(digest: str, number: int, item: str) -> str:
    return f"{digest}:{item}" if number == 1 else f"{digest}.{number}:{item}"


def read_quotes(values: list[tuple[str, Any]]) -> Contents:
    """Return what quotation JSON says, one object a report."""
    contents = Contents("quotes", carries_texts=True)
    for line, value in values:
        text, digest, ours = value.get("text"), value.get("report"), as_dict(value.get("onrecord"))
        if not isinstance(text, str) or not isinstance(digest, str):
            contents.wrong("the text or its digest is missing", "report", line)
            continue
        contents.texts.append((digest, text))
        key = contents.add_report(digest)
        before = f"{line}: " if line else ""
        quotes, groups = as_list(value.get("quotes")), as_list(value.get("coreference_groups"))
        contents.check_list([*quotes, *groups], _sum(ours), ours.get("digest"), where=line)
        for index, quote in enumerate(quotes):
            item, at = str(as_dict(quote).get("id")), f"{before}quotes[{index}]"
            contents.add_item(f"{key}:{item}", item, at, quote)
            contents.words += words_in(quote, item, digest, at)
        for index, group in enumerate(groups):
            at = f"{before}coreference_groups[{index}]"
            contents.add_item(f"{key}:coreference_groups[{index}]", "group", at, group)
            contents.words += words_in(group, "group", digest, at)
    return contents


def _sum(ours: dict[str, Any]) -> int | None:
    """Return how many quotes and groups an export says it has, or None where it does not say."""
    total, groups = ours.get("total"), ours.get("groups")
    return total + groups if isinstance(total, int) and isinstance(groups, int) else None
