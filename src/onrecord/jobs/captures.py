"""The captures of an archive, one after another: of web archives, JSON Lines, and tables in Parquet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

from onrecord.errors import InputError, NoBody, UnreadableInput
from onrecord.ingest import IngestOptions
from onrecord.ingest.carriers import Origin, captures_in
from onrecord.jobs.folders import open_input
from onrecord.model import Capture

_PAGE, _TEXT = ("html", "content", "warc_content", "body"), ("text", "maintext", "plain_text")
_NAMES = {
    "url": ("url", "uri", "source_url", "warc-target-uri"),
    "outlet": ("outlet", "source_domain", "publisher"),
    "published": ("published", "date_publish", "publishing_date", "date"),
    "headline": ("headline", "title"),
    "retrieved": ("retrieved", "warc-date", "fetch_time", "date_download"),
    "media_type": ("media_type", "content_type", "mime_type"),
}
"""Columns of a table that a capture is made of, each under the names that crawlers give it."""

_ROWS = 256
"""Rows of a table that are in memory at once."""


def captures_of(name: str, *, options: IngestOptions) -> Iterator[Capture | InputError]:
    """Yield the captures of a file in order; what is wrong with the file gives an error in its place.

    Args:
        name: a path, or an address in an object store.
        options: the limits; nothing is ever fetched from the web.

    Raises:
        UnreadableInput: the disk or the connection fails, which says nothing about the file.
    """
    with closing(open_input(name)) as stream:
        try:
            if name.lower().endswith(".parquet"):
                yield from _rows_of(stream, name)
            else:
                yield from captures_in(stream, Origin(name), options=options, follow=False)
        except InputError as problem:
            yield problem
        except OSError as error:
            raise UnreadableInput(
                what=f"the file cannot be read any further ({error})",
                where=name,
                remedy="check the disk or the connection, and run the job again: what is done is kept",
            ) from error


def _rows_of(stream: Any, name: str) -> Iterator[Capture | InputError]:
    """Yield the rows of a Parquet table as captures.

    A row is a page where the table has a column `html` (or `content`, `body`), else a text, with what else it says.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(stream)
    except (pa.ArrowException, OSError) as error:
        raise UnreadableInput(
            what=f"this is no Parquet table, or a damaged one ({error})",
            where=name,
            remedy="get the file again",
        ) from error
    there = {column.lower(): column for column in table.schema_arrow.names}
    page = next((there[one] for one in _PAGE if one in there), None)
    held = page or next((there[one] for one in _TEXT if one in there), None)
    if held is None:
        raise NoBody(
            what=f"the table has none of the columns {', '.join((*_PAGE, *_TEXT))}",
            where=name,
            remedy="name the column with the page html, or that with the text text",
        )
    told = {
        field: next((there[one] for one in names if one in there), None) for field, names in _NAMES.items()
    }
    columns = [held, *{column for column in told.values() if column}]
    number = 0
    for batch in table.iter_batches(_ROWS, columns=columns):
        for row in batch.to_pylist():
            number += 1
            yield _capture(row, f"{name}#{number}", held, told, is_page=page is not None)


def _capture(
    row: dict[str, Any], name: str, held: str, told: dict[str, str | None], *, is_page: bool
) -> Capture | InputError:
    data = row[held]
    if data is None:
        return NoBody(what=f"its column {held} is empty", where=name, remedy="leave the row out")
    said: dict[str, Any] = {field: row[column] for field, column in told.items() if column}
    said = {field: str(value) for field, value in said.items() if value is not None and str(value).strip()}
    media_type = said.pop("media_type", None) or ("text/html" if is_page else "text/plain")
    if is_page:
        said.pop("headline", None)  # a page says it itself
    return Capture(
        input=name,
        data=data.encode("utf-8", "surrogatepass") if isinstance(data, str) else bytes(data),
        media_type=media_type,
        charset="utf-8" if isinstance(data, str) else None,
        **said,
    )
