"""Web archives: their pages, what is left out, and archives that are cut short, damaged or meant to do harm."""

from __future__ import annotations

import gzip
import io
import tracemalloc
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.errors import InputError, InputTooLarge, NoBody, NotText, UnreadableInput
from onrecord.ingest import IngestOptions, document_of, find_captures, load_document
from onrecord.ingest import streams as streams_module
from onrecord.model import Capture
from tests.carrier_texts import BODY, HEADLINE, PAGE, packed, rss, rss_item, warc_page, warc_record


def found_in(path: Path, data: bytes, options: IngestOptions | None = None) -> list[Capture | InputError]:
    path.write_bytes(data)
    return list(find_captures(str(path), options=options or IngestOptions()))


def names(found: list[Capture | InputError]) -> list[str]:
    return [one.input.rpartition("#")[2] if isinstance(one, Capture) else type(one).__name__ for one in found]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_pages_of_an_archive_are_given_in_order(tmp_path: Path, name: str) -> None:
    records = [warc_page(number) for number in range(3)]
    found = found_in(tmp_path / name, packed(*records) if name.endswith("gz") else b"".join(records))
    assert names(found) == ["urn:uuid:0000", "urn:uuid:0001", "urn:uuid:0002"]
    assert isinstance(found[1], Capture)
    assert (found[1].url, found[1].media_type) == ("https://andes.example/1", "text/html")
    assert (found[1].retrieved, found[1].charset) == ("2026-03-04T10:00:00Z", "utf-8")
    document = document_of(found[1])
    assert document.text == "\n\n".join((f"{HEADLINE} 1", *BODY))
    assert (document.url, document.retrieved) == ("https://andes.example/1", "2026-03-04T10:00:00Z")


def test_what_is_no_page_is_left_out(tmp_path: Path) -> None:
    page = PAGE.encode()
    records = [
        warc_record(1, b"software: x", kind="warcinfo"),
        warc_record(2, b"", kind="request"),
        warc_record(3, b"\x89PNG", media_type="image/png"),
        warc_record(4, page, status="404 Not Found"),
        warc_record(5, b"", kind="revisit"),
        warc_record(6, page),
        warc_record(7, "\n\n".join(BODY).encode(), media_type="text/plain"),
    ]
    assert names(found_in(tmp_path / "a.warc", b"".join(records))) == ["urn:uuid:0006", "urn:uuid:0007"]
    (problem,) = found_in(tmp_path / "b.warc", b"".join(records[:5]))
    assert isinstance(problem, NoBody)
    assert "1 revisit" in str(problem)


def test_chunks_and_packing_of_a_page_are_undone(tmp_path: Path) -> None:
    page = PAGE.encode()
    zipped = gzip.compress(page)
    chunked = b"%x\r\n" % len(zipped) + zipped + b"\r\n0\r\n\r\n"
    records = [
        warc_record(1, zipped, more="Content-Encoding: gzip\r\n"),
        warc_record(2, chunked, more="Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"),
        warc_record(3, zlib.compress(page), more="Content-Encoding: deflate\r\n"),
        warc_record(4, page, more="Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"),
        warc_record(5, page, more="Content-Encoding: br\r\n"),
        warc_record(6, b"\x00\x01\x02", more="Content-Encoding: br\r\n"),
        warc_record(7, page),
    ]
    found = found_in(tmp_path / "a.warc", b"".join(records))
    assert [isinstance(one, Capture) for one in found] == [True] * 5 + [False, True]
    assert all(one.data == page for one in found if isinstance(one, Capture))


def test_a_page_whose_packing_hides_a_bomb_is_refused_and_the_others_read(tmp_path: Path) -> None:
    bomb = gzip.compress(b"a" * 30_000_000)
    records = [warc_record(1, bomb, more="Content-Encoding: gzip\r\n"), warc_page(2)]
    found = found_in(tmp_path / "a.warc", b"".join(records), IngestOptions(max_bytes=100_000))
    assert names(found) == ["InputTooLarge", "urn:uuid:0002"]
    assert str(found[0]).startswith(f"{tmp_path / 'a.warc'}#urn:uuid:0001: ")


def test_a_page_over_the_limit_costs_the_others_nothing(tmp_path: Path) -> None:
    records = [warc_record(1, b"<html>" + b"x" * 50_000), warc_page(2)]
    found = found_in(tmp_path / "a.warc.gz", packed(*records), IngestOptions(max_bytes=5000))
    assert names(found) == ["InputTooLarge", "urn:uuid:0002"]


@pytest.mark.parametrize("cut", [5, 200, 700])
def test_an_archive_cut_short_gives_what_came_before_and_says_where(tmp_path: Path, cut: int) -> None:
    whole = b"".join(warc_page(number) for number in range(3))
    found = found_in(tmp_path / "a.warc", whole[:-cut])
    assert names(found)[:2] == ["urn:uuid:0000", "urn:uuid:0001"]
    if cut > 10:
        problem = found[-1]
        assert len(found) == 3
        assert isinstance(problem, UnreadableInput)
        assert f"{2 * len(warc_page(0)):,}" in str(problem)


@pytest.mark.parametrize("cut", [20, 150])
def test_a_packed_archive_cut_short_gives_what_came_before(tmp_path: Path, cut: int) -> None:
    whole = packed(*(warc_page(number) for number in range(3)))
    found = found_in(tmp_path / "a.warc.gz", whole[:-cut])
    assert names(found) == ["urn:uuid:0000", "urn:uuid:0001", "UnreadableInput"]
    assert "middle of packed data" in str(found[-1])
    assert "byte" in str(found[-1])


def test_a_damaged_archive_gives_what_came_before(tmp_path: Path) -> None:
    data = warc_page(1) + b"no header at all\r\n" * 30 + warc_page(2)
    assert names(found_in(tmp_path / "a.warc", data)) == ["urn:uuid:0001", "UnreadableInput"]
    member = bytearray(gzip.compress(warc_page(2)))
    member[40:60] = b"\x00" * 20
    found = found_in(
        tmp_path / "b.warc.gz", gzip.compress(warc_page(1)) + bytes(member) + gzip.compress(warc_page(3))
    )
    assert names(found) == ["urn:uuid:0001", "UnreadableInput"]


def test_a_length_that_lies_is_damage(tmp_path: Path) -> None:
    record = warc_page(1).replace(b"Content-Length: ", b"Content-Length: 9999999", 1)
    (problem,) = found_in(tmp_path / "a.warc", record)
    assert isinstance(problem, UnreadableInput)


def test_an_archive_that_unpacks_without_end_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams_module, "FREE_BYTES", 1_000_000)
    bomb = warc_record(2, b"\x00" * 20_000_000, media_type="image/png")
    found = found_in(tmp_path / "a.warc.gz", packed(warc_page(1), bomb, warc_page(3)))
    assert names(found) == ["urn:uuid:0001", "InputTooLarge"]
    assert "200 times" in str(found[-1])


def test_memory_holds_one_record_at_a_time(tmp_path: Path) -> None:
    filler = warc_record(9, b"\xff" * 1_000_000, media_type="video/mp4")

    def records() -> Iterator[bytes]:
        for number in range(40):
            yield warc_page(number)
            yield filler

    path = tmp_path / "a.warc"
    with path.open("wb") as file:
        file.writelines(records())
    tracemalloc.start()
    given = sum(isinstance(one, Capture) for one in find_captures(str(path)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert given == 40
    assert peak < 5_000_000


def wacz(*members: tuple[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datapackage.json", "{}")
        for name, data in members:
            archive.writestr(name, data)
    return held.getvalue()


def test_wacz_gives_the_pages_of_all_its_archives(tmp_path: Path) -> None:
    data = wacz(
        ("archive/one.warc.gz", packed(warc_page(1), warc_page(2))),
        ("pages/pages.jsonl", b"{}"),
        ("archive/two.warc", warc_page(3)),
    )
    assert names(found_in(tmp_path / "a.wacz", data)) == [f"urn:uuid:000{number}" for number in (1, 2, 3)]
    from_stream = list(find_captures("-", stdin=io.BytesIO(data)))
    assert names(from_stream) == ["urn:uuid:0001", "urn:uuid:0002", "urn:uuid:0003"]


def test_a_bomb_within_wacz_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams_module, "FREE_BYTES", 1_000_000)
    bomb = warc_record(2, b"\x00" * 20_000_000, media_type="image/png")
    found = found_in(tmp_path / "a.wacz", wacz(("archive/a.warc.gz", packed(warc_page(1), bomb))))
    assert names(found) == ["urn:uuid:0001", "InputTooLarge"]


def test_damaged_and_other_zip_files_are_named(tmp_path: Path) -> None:
    data = bytearray(wacz(("archive/one.warc.gz", packed(warc_page(1)))))
    start = data.index(b"archive/one.warc.gz") + 30
    data[start : start + 40] = b"\xff" * 40
    (problem,) = found_in(tmp_path / "a.wacz", bytes(data))
    assert isinstance(problem, InputError)
    for name, content in (("b.zip", wacz(("a.html", PAGE.encode()))), ("c.zip", b"PK\x03\x04rest")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(NotText, match="ZIP"):
            load_document(str(tmp_path / name))


def test_any_input_may_be_packed_with_gzip(tmp_path: Path) -> None:
    (found,) = found_in(tmp_path / "feed.xml.gz", gzip.compress(rss(rss_item())))
    assert isinstance(found, Capture)
    assert found.headline == HEADLINE
    (found,) = found_in(tmp_path / "page.html.gz", gzip.compress(PAGE.encode()))
    assert isinstance(found, Capture)
    assert document_of(found).text.startswith(HEADLINE)
    (found,) = found_in(tmp_path / "bomb.html.gz", gzip.compress(b"<p>" * 10_000_000))
    assert isinstance(found, InputTooLarge)
    (found,) = found_in(tmp_path / "cut.html.gz", gzip.compress(PAGE.encode())[:-10])
    assert isinstance(found, UnreadableInput)


def test_one_page_in_an_archive_is_one_document(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(packed(warc_page(1)))
    assert load_document(str(path)).url == "https://andes.example/1"
    path.write_bytes(packed(warc_page(1), warc_page(2)))
    with pytest.raises(InputError, match="holds 2 reports"):
        load_document(str(path))
