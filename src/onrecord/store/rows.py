"""What goes into the store and comes out of it, beside records and captures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from onrecord.model.span import Span

AddedStatus = Literal["new", "known", "newer version", "older version"]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a report that was added.

    Attributes:
        status: new; known (the same text, address and outlet are there); newer version (another text stood at its
            address and is kept beside it); older version (likewise, and the one that is there was had from the web
            more than a day later, as with archives).
        key: key of the report among others.
        sequence: its number in order of arrival, from 1 with gaps.
        version_of: key of the version before it, or None.
    """

    status: AddedStatus
    key: str
    sequence: int
    version_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFilter:
    """Which reports are asked for; a report must fit all that is given.

    Attributes:
        since: first ISO day, or ISO time, of publication.
        until: last one, itself included. A day counts at the place of filing, a time without an offset as UTC.
            Reports whose time of publication is unknown fit neither.
        outlet: who published it, without regard to case and diacritics.
        text: what must stand in its text, as for `Store.search`.
        keys: keys of reports, or None for any.
        arrived_after: number of a report (`ReportRow.sequence`) after which they came, or None for any.
        arrived_until: number of the last one that may be among them, or None for any.
        facets: what the relation of the part "reports" must have whose id is the report's key: names of facets, each with
            the values of which one must be there.
        limit: how many at most, or None for all.
        include_superseded: whether versions that a newer one of the same address took the place of are given too.
    """

    since: str | None = None
    until: str | None = None
    outlet: str | None = None
    text: str | None = None
    keys: frozenset[str] | None = None
    arrived_after: int | None = None
    arrived_until: int | None = None
    facets: tuple[tuple[str, tuple[str, ...]], ...] = ()
    limit: int | None = None
    include_superseded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """One report in the store, without its text.

    Attributes:
        key: its key among others.
        sequence: number in order of arrival.
        text_digest: SHA-256 of its text; that of `Document.id`.
        input: path or address it was first read from. What UTF-8 cannot carry is written as an escape (`\\udcff`).
        url: its address, or None.
        outlet: who published it, or None.
        agency: news agency credited, or None.
        published: ISO 8601 day or time as the report has it, or None.
        published_utc: the same in UTC, in a form that sorts, or None.
        language: ISO 639-1 code, or None.
        headline: its headline, or None.
        capture_digest: SHA-256 of the bytes it was read from.
        added_at: when it was added, by the clock of the machine that did; the order is told by `sequence`.
        version_of: key of the version before it at the same address, or None.
        superseded_by: key of the version after it, or None.
    """

    key: str
    sequence: int
    text_digest: str
    input: str
    url: str | None
    outlet: str | None
    agency: str | None
    published: str | None
    published_utc: str | None
    language: str | None
    headline: str | None
    capture_digest: str
    added_at: str
    version_of: str | None
    superseded_by: str | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A report that a search found.

    Attributes:
        report: the report.
        score: how well it fits, more is better; comparable within one search alone.
        matches: where the words asked for stand in `Document.text`, in order.
        snippet: a stretch of the text with as many of them as fit.
        snippet_text: its words.
    """

    report: ReportRow
    score: float
    matches: tuple[Span, ...]
    snippet: Span
    snippet_text: str


@dataclass(frozen=True, slots=True)
class SetAside:
    """An input that could not be read.

    Attributes:
        input: path or address.
        digest: SHA-256 of its bytes, or None where they could not be had.
        error: name of the error's class.
        message: what it says.
        program: version of the program that could not read it.
        at: when, by the clock of the machine.
    """

    input: str
    digest: str | None
    error: str
    message: str
    program: str
    at: str


@dataclass(frozen=True, slots=True)
class FeedState:
    """What a server said of a feed, for the next conditional request.

    Attributes:
        address: address of the feed.
        etag: the `ETag` of the last answer, or None.
        last_modified: the `Last-Modified` of the last answer, or None.
        checked_at: ISO time of the last request.
    """

    address: str
    etag: str | None
    last_modified: str | None
    checked_at: str


@dataclass(frozen=True, slots=True)
class Relation:
    """One thing that holds between reports, as the store keeps it.

    Attributes:
        id: its name within its part ("T0f3a..."), or None where it has none.
        reports: keys of the reports that it is about.
        data: itself, as JSON holds it.
        first: beginning of the time that it is about, as a day or moment that sorts, or None where it has none.
        last: end of that time.
        sequence: its number in the order in which it was found, where it was put in in another.
        facets: what it can be chosen by: names and values ("type", "ASSAULT"). Put in, and not given back.
    """

    id: str | None
    reports: tuple[str, ...]
    data: Mapping[str, object]
    first: str | None = None
    last: str | None = None
    sequence: int | None = None
    facets: tuple[tuple[str, str], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class RelationsState:
    """What the relations in the store were made from.

    Attributes:
        basis: digest of the reports, records and corrections they were made from (`Store.basis`).
        made_at: when they were put in.
        program: version of the program that did.
        parts: how many there are of each part, by name.
    """

    basis: str
    made_at: str
    program: str
    parts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Correction:
    """A person's correction, kept beside what it corrects.

    Attributes:
        id: "C1", "C2" ... in the order in which they were made.
        made_at: when, by the clock of the machine.
        author: who made it.
        reason: why.
        kind: what is done ("merge", "split", "date", "place", "type", "reject", "move" ...).
        target: what it is done to: a report's key, or a key, a colon and the id of an item.
        payload: the particulars, as JSON holds them.
        undone_at: when it was undone, or None while it holds.
        undone_by: who undid it, or None.
        undone_because: why, or None.
    """

    id: str
    made_at: str
    author: str
    reason: str
    kind: str
    target: str
    payload: Mapping[str, object]
    undone_at: str | None = None
    undone_by: str | None = None
    undone_because: str | None = None


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search that a reader saved.

    Attributes:
        id: "S1", "S2" ... in the order in which they were saved.
        name: what it is called.
        question: which list is asked for: stories, timeline, disputes or search.
        asked: what is asked of it, by name: filters, words.
        made_at: when it was saved, by the clock of the machine.
        seen: number of the last report that it was looked at with (`ReportRow.sequence`).
        told: number of the last report that an alert of it took in.
    """

    id: str
    name: str
    question: str
    asked: Mapping[str, str]
    made_at: str
    seen: int
    told: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is in the store.

    Attributes:
        reports: reports whose newest version is counted once.
        superseded: older versions kept beside them.
        texts: different texts.
        captures: different captures.
        capture_bytes: bytes of all captures, uncompressed.
        outlets: different outlets, without regard to case and diacritics.
        undated: reports, superseded ones included, whose time of publication is unknown.
        set_aside: inputs that could not be read.
        feeds: feeds that are followed.
        corrections: corrections that hold.
    """

    reports: int
    superseded: int
    texts: int
    captures: int
    capture_bytes: int
    outlets: int
    undated: int
    set_aside: int
    feeds: int
    corrections: int
