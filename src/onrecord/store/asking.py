"""Asking the store for reports, records, texts and captures."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from itertools import islice

from sqlalchemy import RowMapping

from onrecord.errors import DamagedStore
from onrecord.model.capture import Capture
from onrecord.model.filing import FiledRecord
from onrecord.store.base import StoreBase
from onrecord.store.codec import decompress
from onrecord.store.queries import adding, listing, searching
from onrecord.store.rows import Counts, Hit, ReportFilter, ReportRow
from onrecord.store.words import Term, choose_snippet, find_matches, nameable, read_query

_PAGE = 500
"""Rows had at a time."""
_FIRST_HITS = 51
"""Hits of a search that are found before all of them are weighed."""
_RECORDS = 50
"""Records had at a time: some megabytes at most of what reports give."""
_COLUMNS = tuple(field.name for field in fields(ReportRow))
_ANY = ReportFilter()


class Asking(StoreBase):
    """The part of the store that answers."""

    def reports(self, wanted: ReportFilter = _ANY) -> Iterator[ReportRow]:
        """Yield the reports that fit a filter, by time of publication in UTC, then key; undated ones last.

        They are had by the page, so that memory is bounded and the database is not held between two of them:
        what is added meanwhile may or may not be among them.

        Raises:
            QueryError: the filter cannot be understood.
            StoreError: the database cannot be read.
        """
        return islice(self._all_reports(wanted), wanted.limit)

    def report(self, key: str) -> ReportRow:
        """Return one report, superseded or not.

        Raises:
            NotInStore: no report has the key.
            StoreError: the database cannot be read.
        """
        with self._backend.reading() as connection:
            found = adding.report_with(connection, nameable(key))
        if found is None:
            raise self._missing(key)
        return report_row(found)

    def records(self, wanted: ReportFilter | Iterable[str] = _ANY) -> Iterator[FiledRecord]:
        """Yield the records of the reports that fit a filter, or have one of the keys, in the order of `reports`.

        Keys name superseded versions as well. Memory is bounded: a few dozen records are at hand at a time.

        Raises:
            QueryError: the filter cannot be understood.
            DamagedStore: a record cannot be read back.
            StoreError: the database cannot be read.
        """
        if not isinstance(wanted, ReportFilter):
            wanted = (wanted,) if isinstance(wanted, str) else wanted
            wanted = ReportFilter(keys=frozenset(wanted), include_superseded=True)
        rows = self.reports(wanted)
        while page := [row.key for row in islice(rows, _RECORDS)]:
            yield from self._records_of(page)

    def record(self, key: str) -> FiledRecord:
        """Return the record of one report.

        Raises:
            NotInStore: no report has the key.
            DamagedStore: the record cannot be read back.
            StoreError: the database cannot be read.
        """
        for filed in self._records_of([nameable(key)]):
            return filed
        raise self._missing(key)

    def records_of_other_weights(self, weights: str) -> Iterator[FiledRecord]:
        """Yield the records, in order of key, that other weights than those of a digest made.

        Superseded versions are among them. Records may be replaced meanwhile.

        Raises:
            DamagedStore: a record cannot be read back.
            StoreError: the database cannot be read.
        """
        after = ""
        while True:
            with self._backend.reading() as connection:
                page = listing.keys_with_other_weights(connection, weights, after=after, size=_RECORDS)
            if not page:
                return
            yield from self._records_of(page)
            after = page[-1]

    def search(self, query: str, wanted: ReportFilter = _ANY, *, limit: int = 20) -> tuple[Hit, ...]:
        """Return the reports whose texts fit a search best, best first.

        Words must all stand in a text; "words in quotation marks" must follow one another; -word and -"words" rule
        texts out; word* may go on. Case and diacritics do not matter.

        Args:
            query: the words.
            wanted: which reports are asked for.
            limit: how many at most, up to 500; the filter's own limit holds as well.

        Raises:
            QueryError: the search or the filter asks for nothing that can be understood.
            StoreError: the database cannot be read.
        """
        terms = read_query(query)
        most = max(0, min(limit, listing.MOST_KEYS, limit if wanted.limit is None else wanted.limit))
        with self._backend.reading() as connection:
            rows = searching.best_hits(connection, terms, wanted, limit=most)
            texts = searching.bodies(connection, [row["text_id"] for row in rows])
        return tuple(_hit(row, float(row["score"]), texts[row["text_id"]], terms) for row in rows)

    def hits(self, query: str, wanted: ReportFilter = _ANY) -> Iterator[Hit]:
        """Yield every report whose text fits a search, best first, as `search` finds them.

        The first fifty are found by themselves; who goes on has all of them weighed.

        Args:
            query: the words.
            wanted: which reports are asked for.

        Raises:
            QueryError: the search or the filter asks for nothing that can be understood.
            StoreError: the database cannot be read.
        """
        first = self.search(query, wanted, limit=_FIRST_HITS)
        yield from first
        if len(first) < _FIRST_HITS:
            return
        terms, had = read_query(query), {hit.report.key for hit in first}
        with self._backend.reading() as connection:
            weighed = searching.all_weighed(connection, terms, wanted)
        rest = iter([(key, score) for key, score in weighed if key not in had])
        while page := dict(islice(rest, _PAGE)):
            with self._backend.reading() as connection:
                rows = listing.reports_with(connection, list(page))
                texts = searching.bodies(connection, [row["text_id"] for row in rows.values()])
            yield from (
                _hit(rows[key], score, texts[rows[key]["text_id"]], terms)
                for key, score in page.items()
                if key in rows
            )

    def capture(self, key: str) -> Capture:
        """Return the capture that a report was read from, as it was handed to `add`.

        Raises:
            NotInStore: no report has the key.
            DamagedStore: its bytes are not those that were put in.
            StoreError: the database cannot be read.
        """
        with self._backend.reading() as connection:
            row = listing.first_sighting(connection, nameable(key))
        if row is None:
            raise self._missing(key)
        data = decompress(row["data"], what=f"the capture of {key}", where=self.where)
        if hashlib.sha256(data).hexdigest() != row["digest"]:
            raise DamagedStore(
                what=f"the capture of {key} has another digest than when it was put in",
                where=self.where,
                remedy="take the database back from a copy",
            )
        said = json.loads(row["carrier"])
        return Capture(data=data, **{**said, "bylines": tuple(said.get("bylines", ()))})

    def counts(self) -> Counts:
        """Return how much is in the store.

        Raises:
            StoreError: the database cannot be read.
        """
        with self._backend.reading() as connection:
            return Counts(**listing.count_rows(connection))

    def _all_reports(self, wanted: ReportFilter) -> Iterator[ReportRow]:
        after: tuple[str | None, str] | None = None
        many = wanted.keys if wanted.keys is not None and len(wanted.keys) > listing.MOST_KEYS else None
        if many is not None:
            # Going through all reports once costs less than asking for so many keys at each page.
            wanted = replace(wanted, keys=None)
        size = _PAGE if many is not None or wanted.limit is None else max(1, min(wanted.limit, _PAGE))
        while True:
            with self._backend.reading() as connection:
                page = listing.reports_after(connection, wanted, after=after, size=size)
            yield from (report_row(row) for row in page if many is None or row["key"] in many)
            if len(page) < size:
                return
            after = (page[-1]["published_utc"], page[-1]["key"])

    def _records_of(self, keys: Sequence[str]) -> Iterator[FiledRecord]:
        """Yield the records of some reports, in the order of the keys."""
        with self._backend.reading() as connection:
            found = listing.record_bytes(connection, keys)
        for key in keys:
            if key in found:
                yield FiledRecord(key, self._decoded(key, found[key]))


def report_row(row: RowMapping) -> ReportRow:
    """Return a row of the database as a report."""
    return ReportRow(**{name: row[name] for name in _COLUMNS})


def _hit(row: RowMapping, score: float, text: str, terms: Sequence[Term]) -> Hit:
    matches = find_matches(text, terms)
    snippet = choose_snippet(text, matches)
    return Hit(report_row(row), score, matches, snippet, snippet.cut(text))
