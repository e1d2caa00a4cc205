"""Characters out of bytes: what the bytes are, and which character set they are in."""

from __future__ import annotations

import codecs
import re

from onrecord.errors import NotText

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_SAVE_AS_TEXT = "save the report as plain text or HTML and read that"

_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "a PDF file", _SAVE_AS_TEXT),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture", "give the text of the report; pictures are not read"),
    (b"\xff\xd8\xff", "a JPEG picture", "give the text of the report; pictures are not read"),
    (b"GIF8", "a GIF picture", "give the text of the report; pictures are not read"),
    (b"PK\x03\x04", "a ZIP archive", "unpack it and give the files in it"),
    (b"PK\x05\x06", "an empty ZIP archive", "give a file with a report in it"),
    (b"\x1f\x8b", "a gzip archive", "unpack it (gunzip) and give the file in it"),
    (b"BZh", "a bzip2 archive", "unpack it (bunzip2) and give the file in it"),
    (b"\xfd7zXZ\x00", "an xz archive", "unpack it (unxz) and give the file in it"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "unpack it and give the files in it"),
    (b"Rar!", "a RAR archive", "unpack it and give the files in it"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word or Excel file", _SAVE_AS_TEXT),
    (b"{\\rtf", "an RTF document", _SAVE_AS_TEXT),
    (b"\x7fELF", "a program", "give a file with a report in it"),
    (b"MZ", "a program", "give a file with a report in it"),
    (b"SQLite format 3\x00", "an SQLite database", "give a file with a report in it"),
    (b"WARC/1.", "a web archive (WARC)", "take the page out of it and give that"),
)
_OFFICE = (
    (b"word/", "a Word document"),
    (b"xl/", "an Excel workbook"),
    (b"ppt/", "a PowerPoint file"),
    (b"mimetypeapplication/vnd.oasis", "an OpenDocument file"),
    (b"mimetypeapplication/epub", "an EPUB book"),
)
_MIN_MULTIBYTE_SHARE = 0.5
"""Share of well-formed sequences among all bytes above 127 from which bytes count as damaged UTF-8."""

_MAX_WESTERN_SHARE = 0.1
"""Share of bytes above 127 up to which a text in no declared set is read as windows-1252 (English)."""

_MAX_CONTROL_SHARE = 0.01
"""Share of control characters from which bytes count as binary."""

_CONTROLS = bytes([*range(0x01, 0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20)])
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})""", re.IGNORECASE)


def name_binary(data: bytes) -> tuple[str, str] | None:
    """Return what sort of binary file the bytes begin, and what to do with it; None if they may be text."""
    for magic, name, remedy in _MAGIC:
        if data.startswith(magic):
            if magic == b"PK\x03\x04":
                head = data[:4000]
                for mark, office in _OFFICE:
                    if mark in head:
                        return office, _SAVE_AS_TEXT
            if magic == b"MZ" and b"\x00" not in data[:200]:
                continue
            return name, remedy
    if data[:4] == b"RIFF" or data[4:8] == b"ftyp":
        return "a sound, picture or video file", "give the text of the report"
    return None


def decode(data: bytes, *, where: str, declared: str | None = None, html: bool = False) -> str:
    """Return the characters of an input, its line ends as they are.

    The order of trust: byte order mark; well-formed UTF-8, whatever was declared; the set declared by
    the server (`declared`), then by the page; then what the bytes look like. As browsers do, ISO 8859-1
    and ASCII are read as windows-1252, which holds them. In damaged UTF-8, only the bytes that do not fit
    are read as windows-1252.

    Args:
        data: the whole input.
        where: how to name the input in an error.
        declared: character set named by the server, or None.
        html: look for a set declared in the page.

    Raises:
        NotText: the bytes are of a binary file, or no character set fits them.
    """
    binary = name_binary(data)
    if binary is not None:
        raise NotText(what=f"this is {binary[0]}, not a page or a text", where=where, remedy=binary[1])
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strict(data[len(bom) :], encoding, where)
    if b"\x00" in data:
        return _decode_wide(data, where)
    if len(data.translate(None, _CONTROLS)) < len(data) * (1 - _MAX_CONTROL_SHARE):
        raise NotText(
            what="it holds control characters that no text has",
            where=where,
            remedy="give a page or a text file",
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    label = _known(declared) or (_known(_declared_in_page(data)) if html else None)
    return _decode_narrow(data, label, where)


def _strict(data: bytes, encoding: str, where: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8":
            return _decode_narrow(data, "utf-8", where)
        raise NotText(
            what=f"it begins as {encoding.upper()} but byte {error.start} does not fit",
            where=where,
            remedy="save the file again as UTF-8",
        ) from error


def _decode_wide(data: bytes, where: str) -> str:
    """Return UTF-16 text that has no byte order mark; any other text with NUL bytes is refused."""
    head = data[:4000]
    odd, even = head[1::2].count(0), head[0::2].count(0)
    for count, other, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if count > len(head) * 0.35 and other < len(head) * 0.05 and len(data) % 2 == 0:
            return _strict(data, encoding, where)
    raise NotText(
        what="it holds NUL bytes, so it is binary or damaged",
        where=where,
        remedy="give a page or a text file, saved as UTF-8",
    )


def _declared_in_page(data: bytes) -> str | None:
    match = _XML.search(data[:200]) or _META.search(data[:8192])
    return match.group(1).decode("ascii") if match else None


def _known(label: str | None) -> str | None:
    """Return Python's name of a declared set, with windows-1252 for its subsets; None if it is unknown."""
    if not label:
        return None
    try:
        name = codecs.lookup(label.strip()).name
    except LookupError:
        return None
    return "cp1252" if name in ("iso8859-1", "ascii") else name


def _decode_narrow(data: bytes, label: str | None, where: str) -> str:
    """Return text in a set of one or more bytes a character that is not well-formed UTF-8."""
    high = sum(byte > 127 for byte in data)
    sequences = sum(len(match) for match in _MULTIBYTE.findall(data))
    if sequences >= high * _MIN_MULTIBYTE_SHARE:
        return data.decode("utf-8", errors="onrecord-cp1252")
    if label == "cp1252":
        return data.decode("cp1252", errors="onrecord-c1")
    if label is not None and label != "utf-8":
        try:
            return data.decode(label)
        except (UnicodeDecodeError, LookupError):
            pass
    if high <= len(data) * _MAX_WESTERN_SHARE:
        return data.decode("cp1252", errors="onrecord-c1")
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000]).best()
    if best is not None:
        try:
            return data.decode(best.encoding)
        except UnicodeDecodeError:
            pass
    raise NotText(what="no character set fits its bytes", where=where, remedy="save the file again as UTF-8")


_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return wrong.decode("cp1252", errors="onrecord-c1"), error.end


def _as_control(error: UnicodeError) -> tuple[str, int]:
    """Read the five bytes that windows-1252 leaves open as the control characters of their number."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("onrecord-cp1252", _as_cp1252)
codecs.register_error("onrecord-c1", _as_control)
