"""One report as TimeML 1.2.1, the way the corpora of TempEval are laid out.

`DOCID` is the digest of the report, `DCT` the time of publication (absent where unknown), `TEXT` the whole text with
`TIMEX3` and `EVENT` in it; `MAKEINSTANCE`, `TLINK` and `SLINK` follow. `comment` carries ids of the record.

- An `EVENT` stands for the words of an event, for its other words, or for a cue (class REPORTING); where two accounts
  share their words, one `EVENT` has an instance of its own for each.
- Polarity, modality and tense of an instance are those of the innermost voice. `tense` tells the time as this voice
  sees it, not the form of the verb, and is NONE where unknown. A record has neither aspect nor part of speech:
  `aspect` is NONE and `pos` OTHER throughout.
- `SLINK` EVIDENTIAL leads from a cue to each event on the word of its statement and to each cue within it;
  NEG_EVIDENTIAL where the cue denies. What such a link denies is POS: told twice, a denial would be undone.
- `TLINK` IS_INCLUDED leads from an event to its time, IDENTITY to other words for the same happening.

Tags cannot overlap, so an expression that overlaps a tag already set is left out, as is one without a value. A file
holds one report; of several reports the first is the export itself and the others stand beside it (`out.2.tml`).

XML has no place for some characters (controls, lone surrogates): U+FFFD stands for each of them. They are listed,
as is the digest of all tags, in the processing instruction `onrecord` before the root, which verification reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from onrecord.export.formats import LeftOut, Rendered
from onrecord.export.json import record_to_json
from onrecord.export.receipts import items_digest
from onrecord.export.unheld import span_fields, unheld
from onrecord.model import Event, Record, Span

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
INSTRUCTION = "onrecord"

_HELD = span_fields("times[]", "events[].also[]", "events[].anchor", "statements[].cue") | {
    *("report.id", "report.text", "report.published", "times[].type", "times[].value", "times[].because"),
    *("statements[].id", "events[].id"),
}
_REASONS = {
    "report.parts": "TimeML knows the text of a report and none of its parts",
    "sentences": "TimeML has no sentences",
    "entities[]": "TimeML has no people, bodies or things",
    "places[]": "TimeML has no places",
    "statements[].within": "told only by links from cue to cue",
    "events[].factuality": "polarity, modality and time are those of the innermost voice; the others have no place",
    "events[].on_word_of": "only the innermost link has a place, from the cue to the event",
    "events[].time": "only the link from the event to its time has a place",
    "times[].anchor": "TimeML can point to the day of publication only",
}
_OVERLAPS = "tags cannot overlap, and other words were tagged first"
_NO_VALUE = "TIMEX3 needs a value, and none is known"
_NO_WORDS = "it has no words to tag"


@dataclass
class _Tags:
    """The tags of one report, as they are being set.

    Attributes:
        at: the inline element of each stretch of words that got one.
        links: what comes after the text.
        instances: by id of an event or statement, the id of the instance that stands for it.
        untagged: by what an item is called, why it could not be tagged.
        left_out: other words of events that could not be tagged.
    """

    record: Record
    at: dict[Span, etree._Element] = field(default_factory=dict)
    links: list[etree._Element] = field(default_factory=list)
    instances: dict[str, str] = field(default_factory=dict)
    untagged: dict[str, str] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)

    def obstacle(self, span: Span) -> str | None:
        """Return why a span cannot be tagged, or None where it is free or has a tag already."""
        if not len(span):
            return _NO_WORDS
        if span not in self.at and any(span.overlaps(other) for other in self.at):
            return _OVERLAPS
        return None

    def link(self, name: str, **attributes: str) -> None:
        """Add an element after the text."""
        self.links.append(_element(name, **attributes))


def timeml(records: Sequence[Record]) -> Rendered:
    """Return records as TimeML: the first as the body, the others beside it."""
    files, left_out = [], list[LeftOut]()
    for record in records:
        file, missing = _timeml_file(record)
        files.append(file)
        left_out += missing
    beside = tuple((f".{number}.tml", file) for number, file in enumerate(files[1:], start=2))
    return Rendered(files[0] if files else b"", beside, tuple(left_out))


def _timeml_file(record: Record) -> tuple[bytes, list[LeftOut]]:
    report, tags = record.report, _Tags(record)
    _set_events(tags)
    _set_cues(tags)
    _set_times(tags)
    _number(tags)
    _set_links(tags)
    root = etree.Element("TimeML")
    etree.SubElement(root, "DOCID").text = _xml_safe(report.id)
    if report.published:
        etree.SubElement(root, "DCT").append(_creation_time(report.published))
    root.append(_text_element(tags))
    root.extend(tags.links)
    tagged = tag_list(root)
    replaced = " ".join(f"{m.start()}:{ord(m.group()):04X}" for m in _NOT_XML.finditer(report.text))
    instruction = (
        f'report="{report.id}" tags="{len(tagged)}" digest="{items_digest(tagged)}" replaced="{replaced}"'
    )
    root.addprevious(etree.ProcessingInstruction(INSTRUCTION, _xml_safe(instruction)))
    written: bytes = etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8")
    return written + b"\n", [*tags.left_out, *_unheld(record, tags)]


def _unheld(record: Record, tags: _Tags) -> Iterator[LeftOut]:
    data = record_to_json(record)
    for timex in data["times"]:
        if timex["anchor"] == (record.report.published or "")[:10]:
            timex["anchor"] = None
    yield from unheld(data, _HELD, reasons=_REASONS, dropped=tags.untagged)


def tag_list(root: etree._Element) -> list[dict[str, Any]]:
    """Return every tag of a TimeML file but the frame, with attributes, words and offset, in order."""
    found = []
    for element in root.iter(etree.Element):
        if element.tag in ("TimeML", "DOCID", "DCT", "TEXT"):
            continue
        inline = element.getparent() is not None and element.getparent().tag == "TEXT"
        found.append(
            {
                "tag": element.tag,
                "attributes": dict(element.attrib),
                "text": element.text or "",
                "start": _offset(element) if inline else None,
            }
        )
    return found


def _offset(element: etree._Element) -> int:
    """Return how many characters of the text come before an inline element."""
    parent = element.getparent()
    count = len(parent.text or "")
    for before in element.itersiblings(preceding=True):
        count += len("".join(before.itertext())) + len(before.tail or "")
    return count


def _set_events(tags: _Tags) -> None:
    for event in tags.record.events:
        because = tags.obstacle(event.anchor.span)
        if because:
            tags.untagged[event.id] = because
            continue
        tags.at.setdefault(event.anchor.span, _element("EVENT", **{"class": "OCCURRENCE"}))
    for event in tags.record.events:
        for span in event.also if event.id not in tags.untagged else ():
            because = tags.obstacle(span)
            if because:
                value = {"start": span.start, "end": span.end, "text": span.cut(tags.record.report.text)}
                tags.left_out.append(
                    LeftOut(tags.record.report.id, event.id, "events[].also[]", value, because)
                )
            else:
                tags.at.setdefault(span, _element("EVENT", **{"class": "OCCURRENCE"}))


def _set_cues(tags: _Tags) -> None:
    for statement in tags.record.statements:
        because = tags.obstacle(statement.cue.span) if statement.cue else _NO_WORDS
        if because or not statement.cue:
            tags.untagged[statement.id] = f"only cues of statements have a place, and of this: {because}"
        else:
            tags.at.setdefault(statement.cue.span, _element("EVENT")).set("class", "REPORTING")


def _set_times(tags: _Tags) -> None:
    published = tags.record.report.published
    for index, timex in enumerate(tags.record.times):
        because = _NO_VALUE if timex.value is None else tags.obstacle(timex.span)
        because = because or (_OVERLAPS if timex.span in tags.at else None)
        if because or timex.value is None:
            tags.untagged[f"times[{index}]"] = because or _NO_VALUE
            continue
        element = _element("TIMEX3", type=timex.type, value=timex.value, comment=timex.because)
        if timex.anchor and published and timex.anchor == published[:10]:
            element.set("temporalFunction", "true")
            element.set("anchorTimeID", "t0")
        tags.at[timex.span] = element


def _number(tags: _Tags) -> None:
    """Give events and times their ids, in the order of the text."""
    for number, span in enumerate(sorted(tags.at), start=1):
        event = tags.at[span].tag == "EVENT"
        tags.at[span].set("eid" if event else "tid", f"{'e' if event else 't'}{number}")


def _set_links(tags: _Tags) -> None:
    record = tags.record
    others = [(event, span) for event in record.events for span in event.also if _is_event(tags, span)]
    for event in record.events:
        if _is_event(tags, event.anchor.span):
            tags.instances[event.id] = _instance(tags, event.anchor.span, event.id, **_modality(event, tags))
    for statement in record.statements:
        if statement.cue and _is_event(tags, statement.cue.span):
            tags.instances[statement.id] = _instance(tags, statement.cue.span, statement.id, tense="NONE")
    for event, span in others:
        if event.id in tags.instances:
            instance, same = (
                _instance(tags, span, event.id, **_modality(event, tags)),
                tags.instances[event.id],
            )
            tags.link("TLINK", eventInstanceID=instance, relatedToEventInstance=same, relType="IDENTITY")
    for event in record.events:
        _link_to_time(tags, event)
        if event.on_word_of:
            _link_to_cue(tags, event.on_word_of[-1].statement, event.id)
    for statement in record.statements:
        if statement.within:
            _link_to_cue(tags, statement.within, statement.id)
    for number, element in enumerate((one for one in tags.links if one.tag != "MAKEINSTANCE"), start=1):
        if element.tag in ("TLINK", "SLINK"):
            element.set("lid", f"l{number}")


def _is_event(tags: _Tags, span: Span) -> bool:
    return span in tags.at and tags.at[span].tag == "EVENT"


def _instance(tags: _Tags, span: Span, item: str, **attributes: str) -> str:
    number = sum(1 for one in tags.links if one.tag == "MAKEINSTANCE") + 1
    event = str(tags.at[span].get("eid"))
    tags.link(
        "MAKEINSTANCE",
        eiid=f"ei{number}",
        eventID=event,
        **attributes,
        aspect="NONE",
        pos="OTHER",
        comment=item,
    )
    return f"ei{number}"


def _modality(event: Event, tags: _Tags) -> dict[str, str]:
    """Return tense, polarity and modality as the innermost voice has them."""
    if not event.factuality:
        return {"tense": "NONE"}
    inner = event.factuality[-1]
    # NEG_EVIDENTIAL already says that a voice denies the event; told twice, the denial would be undone.
    negative = (inner.polarity == "negative") != _denied_by_cue(event, tags)
    told = {
        "tense": {"past": "PAST", "present": "PRESENT", "future": "FUTURE"}[inner.time],
        "polarity": "NEG" if negative else "POS",
    }
    hedges = [inner.certainty] if inner.certainty in ("probable", "possible") else []
    modality = " ".join([*hedges, *([inner.condition] if inner.condition else [])])
    return told | ({"modality": modality} if modality else {})


def _denied_by_cue(event: Event, tags: _Tags) -> bool:
    """Tell whether the link from the innermost cue to the event says that it is denied."""
    if not event.on_word_of:
        return False
    inner = next((one for one in tags.record.statements if one.id == event.on_word_of[-1].statement), None)
    return (
        inner is not None and inner.force == "denies" and bool(inner.cue and _is_event(tags, inner.cue.span))
    )


def _link_to_time(tags: _Tags, event: Event) -> None:
    record, instance, time = tags.record, tags.instances.get(event.id), event.time
    if instance is None or time is None:
        return
    if time.index is not None and time.index < len(record.times):
        element = tags.at.get(record.times[time.index].span)
        if element is None or element.tag != "TIMEX3":
            return
        tid = str(element.get("tid"))
    elif time.value:
        # A time that no words of the report give: TimeML lets a TIMEX3 stand empty.
        tid = f"t{len(tags.at) + 1 + sum(1 for one in tags.links if one.tag == 'TIMEX3')}"
        kind = "DURATION" if time.value.startswith("P") else "TIME" if "T" in time.value else "DATE"
        tags.link("TIMEX3", tid=tid, type=kind, value=time.value)
    else:
        return
    tags.link("TLINK", eventInstanceID=instance, relatedToTime=tid, relType="IS_INCLUDED")


def _link_to_cue(tags: _Tags, statement_id: str, inner: str) -> None:
    """Link the cue of a statement to an event or cue within it."""
    statement = next((one for one in tags.record.statements if one.id == statement_id), None)
    cue, within = tags.instances.get(statement_id), tags.instances.get(inner)
    if statement is None or cue is None or within is None:
        return
    kind = "NEG_EVIDENTIAL" if statement.force == "denies" else "EVIDENTIAL"
    tags.link("SLINK", eventInstanceID=cue, subordinatedEventInstance=within, relType=kind)


def _creation_time(published: str) -> etree._Element:
    kind = "TIME" if "T" in published else "DATE"
    element = _element("TIMEX3", tid="t0", type=kind, value=published, functionInDocument="CREATION_TIME")
    element.set("temporalFunction", "false")
    element.text = _xml_safe(published)
    return element


def _text_element(tags: _Tags) -> etree._Element:
    """Return the text with its tags; its characters, tags taken away, are those of the report."""
    text = _xml_safe(tags.record.report.text)
    element = etree.Element("TEXT")
    spans = sorted(tags.at)
    element.text = text[: spans[0].start] if spans else text
    for span, next_start in zip(spans, [*(after.start for after in spans[1:]), len(text)], strict=False):
        inner = tags.at[span]
        inner.text = span.cut(text)
        inner.tail = text[span.end : next_start]
        element.append(inner)
    return element


def _element(name: str, **attributes: str) -> etree._Element:
    element = etree.Element(name)
    for attribute, value in attributes.items():
        element.set(attribute, _xml_safe(value))
    return element


def _xml_safe(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
