"""Verification of TimeML and of spaCy's DocBin."""

from __future__ import annotations

import json
import re
from typing import Any

from lxml import etree

from onrecord.errors import InputError, NotAnExport
from onrecord.export.timeml import INSTRUCTION, tag_list
from onrecord.verify.contents import Contents
from onrecord.verify.findings import Finding
from onrecord.verify.records import read_records
from onrecord.verify.words import Words

_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
_REPLACED = re.compile(r"(\d{1,9}):([0-9A-F]{4,6})")


def read_timeml(content: bytes) -> Contents:
    """Return what a TimeML file says; its text is what stands between the tags of `TEXT`.

    Raises:
        NotAnExport: it is XML of another kind.
    """
    contents = Contents("timeml", carries_texts=True)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as problem:
        if b"<TimeML" not in content:
            raise NotAnExport(
                what="it is no TimeML", where="export", remedy="HTML cannot be verified"
            ) from None
        contents.wrong(f"the file is no whole XML ({problem})", "export")
        return contents
    if root.tag != "TimeML":
        raise NotAnExport(
            what=f"its root is {root.tag}, not TimeML", where="export", remedy="see `onrecord verify -h`"
        )
    element = root.find("TEXT")
    ours = _instruction(root)
    digest, named = ours.get("report"), root.findtext("DOCID")
    if element is None or digest is None:
        contents.wrong("the text, or the receipt before the root, is missing", "report")
        return contents
    if digest != named:
        contents.wrong("DOCID and receipt name two reports", "report", "DOCID", digest, named)
    key = contents.add_report(digest)
    text = _restored("".join(element.itertext()), ours.get("replaced", ""), contents)
    contents.texts.append((digest, text))
    tags = tag_list(root)
    total = ours.get("tags", "")
    contents.check_list(tags, int(total) if total.isdecimal() else None, ours.get("digest"))
    for tag in tags:
        ids = [tag["attributes"].get(name) for name in ("eid", "tid", "eiid", "lid")]
        item = next((one for one in ids if one), tag["tag"])
        contents.add_item(f"{key}:{item}", item, tag["tag"], tag)
        if tag["start"] is not None:
            end = tag["start"] + len(tag["text"])
            exact = text[tag["start"] : end]
            contents.words.append(Words(item, "TEXT", digest, tag["start"], end, exact))
    return contents


def _instruction(root: etree._Element) -> dict[str, str]:
    """Return the attributes of the processing instruction before the root, or none."""
    for before in root.itersiblings(preceding=True):
        if isinstance(before, etree._ProcessingInstruction) and before.target == INSTRUCTION:
            return dict(_ATTRIBUTE.findall(before.text or ""))
    return {}


def _restored(text: str, replaced: str, contents: Contents) -> str:
    """Return the text with the characters that XML cannot hold put back."""
    characters = list(text)
    for at, code in _REPLACED.findall(replaced):
        if int(at) < len(characters) and characters[int(at)] == "\ufffd" and int(code, 16) <= 0x10FFFF:
            characters[int(at)] = chr(int(code, 16))
        else:
            contents.wrong("a character that was replaced is not there any more", "report", "TEXT", at, code)
    return "".join(characters)


def read_doc_bin(content: bytes) -> Contents:
    """Return what a DocBin says: the records in it, and whether each `Doc` fits its record.

    Raises:
        InputError: spaCy is not installed.
    """
    try:
        import spacy
        from spacy.tokens import DocBin
    except ModuleNotFoundError as missing:
        raise InputError(
            what="verifying a DocBin needs spaCy, which is not installed",
            where="export",
            remedy="pip install 'onrecord[spacy]'",
        ) from missing
    from onrecord.export.spacy import USER_DATA

    try:
        docs = list(DocBin().from_bytes(content).get_docs(spacy.blank("en").vocab))
    except Exception as problem:  # whatever zlib, msgpack, numpy and spaCy make of damaged bytes
        broken = Contents("spacy", carries_texts=True)
        broken.wrong(f"the file is no whole DocBin ({type(problem).__name__}: {problem})", "export")
        return broken
    values: list[tuple[str, Any]] = []
    findings: list[Finding] = []
    for number, doc in enumerate(docs):
        where = f"doc {number}"
        try:
            record = json.loads(doc.user_data[USER_DATA])
        except (KeyError, TypeError, ValueError):
            findings.append(
                Finding("the record that belongs to the Doc is missing or broken", "report", where)
            )
            continue
        if not isinstance(record, dict):
            findings.append(
                Finding("the record that belongs to the Doc is missing or broken", "report", where)
            )
            continue
        values.append((where, record))
        findings += _unlike_record(doc, record, where)
    contents = read_records(values)
    contents.format = "spacy"
    contents.findings = findings + contents.findings
    return contents


def _unlike_record(doc: Any, record: dict[str, Any], where: str) -> list[Finding]:
    """Return where a `Doc` does not fit the record in it."""
    from onrecord.errors import OnRecordError
    from onrecord.export.json import record_from_json
    from onrecord.export.spacy import labelled, shown_text

    try:
        read = record_from_json(record)
    except (OnRecordError, ValueError, OverflowError):
        # Told when the record itself is verified.
        return []
    if doc.text != shown_text(read.report.text):
        return [Finding("the text of the Doc is not that of its record", "report", where)]
    due = {(one.group, one.item, one.label, one.kb_id): [] for one in labelled(read)}  # type: ignore[var-annotated]
    for one in labelled(read):
        due[one.group, one.item, one.label, one.kb_id].append(one.span)
    found = []
    count = 0
    for group, spans in doc.spans.items():
        for span in spans:
            count += 1
            fitting = due.get((group, span.id_, span.label_, span.kb_id_), [])
            # Tokens can be wider than the words, so holding them is all that can be asked.
            if not any(span.start_char <= one.start and one.end <= span.end_char for one in fitting):
                told = f"{span.label_} {span.text}"
                found.append(
                    Finding("no such item is in the record", span.id_ or "?", f"{where}.{group}", None, told)
                )
    expected = sum(1 for spans in due.values() for one in spans if len(one))
    if count != expected:
        found.append(Finding("spans were taken away or added", "report", where, str(expected), str(count)))
    return found
