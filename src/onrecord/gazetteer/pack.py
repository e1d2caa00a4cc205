"""The file of places: columns of numbers, a list of names, and an index from names to places.

Layout: a magic line, the length of a JSON header (4 bytes, little-endian), the header, then the blocks that
it lists, each deflated. Whole numbers are stored by column, as differences from row to row where that is
shorter, their bytes sorted by weight. The header holds the SHA-256 of the blocks before deflation, so that
one input gives one digest. Nothing but this module knows the layout: whoever wants other places (such as
a GeoNames dump of their own) makes `PackedPlace` rows and calls `write_pack`.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onrecord.errors import ResourceError
from onrecord.gazetteer.names import normalise_name

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Column = npt.NDArray[np.int64] | npt.NDArray[np.int32] | npt.NDArray[np.uint32]

MAGIC = b"OnRecord gazetteer 1\n"
_DEGREE = 100_000
"""Coordinates are kept as whole hundred-thousandths of a degree, about a metre."""
_REMEDY = "install onrecord again, or build the file with `python -m gazetteer.build`"


@dataclass(frozen=True, slots=True)
class PackedPlace:
    """One place to be packed.

    Attributes:
        geonames: GeoNames id, or None.
        name: its usual name.
        aliases: other names it is found by.
        lat: WGS84 degrees north.
        lon: WGS84 degrees east.
        country: ISO 3166 alpha-3 code.
        admin1: position, among the rows packed, of its first-order division, or None.
        admin2: position of its second-order division, or None.
        feature: GeoNames feature code.
        population: inhabitants.
    """

    geonames: int | None
    name: str
    aliases: tuple[str, ...]
    lat: float
    lon: float
    country: str
    admin1: int | None
    admin2: int | None
    feature: str
    population: int


@dataclass(frozen=True, slots=True)
class Pack:
    """The opened file.

    Attributes:
        columns: int32 arrays of shape (n_places,): geonames (0: none), lat, lon (hundred-thousandths of
            a degree), country, feature (positions in `countries`, `features`), admin1, admin2 (positions
            of rows, -1: none), population.
        names: the names of the places, each followed by a line break.
        name_ends: offsets in `names` of the line breaks.
        keys: the normalised names, sorted, each followed by a line break.
        key_ends: offsets in `keys` of the line breaks.
        first_postings: where in `postings` the places of each key begin; one entry more than keys.
        postings: positions of places, the most populous first.
        countries: alpha-3 codes.
        features: feature codes.
        source: what the file was built from.
        digest: SHA-256 of the content, hexadecimal.
    """

    columns: Mapping[str, npt.NDArray[np.int32]]
    names: bytes
    name_ends: npt.NDArray[np.int64]
    keys: bytes
    key_ends: npt.NDArray[np.int64]
    first_postings: npt.NDArray[np.int64]
    postings: npt.NDArray[np.int32]
    countries: tuple[str, ...]
    features: tuple[str, ...]
    source: str
    digest: str


def write_pack(places: Sequence[PackedPlace], *, source: str) -> bytes:
    """Return the file of these places; the same places and source give the same bytes.

    Args:
        places: in any order; `admin1` and `admin2` count on this order.
        source: what the places come from, for people.
    """
    import numpy as np

    countries = sorted({place.country for place in places})
    features = sorted({place.feature for place in places})
    country_at = {code: n for n, code in enumerate(countries)}
    feature_at = {code: n for n, code in enumerate(features)}
    columns = {
        "geonames": [place.geonames or 0 for place in places],
        "lat": [round(place.lat * _DEGREE) for place in places],
        "lon": [round(place.lon * _DEGREE) for place in places],
        "country": [country_at[place.country] for place in places],
        "admin1": [-1 if place.admin1 is None else place.admin1 for place in places],
        "admin2": [-1 if place.admin2 is None else place.admin2 for place in places],
        "feature": [feature_at[place.feature] for place in places],
        "population": [place.population for place in places],
    }
    keys: dict[str, set[int]] = {}
    for n, place in enumerate(places):
        for name in (place.name, *place.aliases):
            if key := normalise_name(name):
                keys.setdefault(key, set()).add(n)
    ordered = sorted(keys)
    postings = [sorted(keys[key], key=lambda n: (-places[n].population, n)) for key in ordered]
    numbers = {name: np.array(column, dtype=np.int32) for name, column in columns.items()}
    numbers["counts"] = np.array([len(rows) for rows in postings], dtype=np.int32)
    numbers["postings"] = np.array([n for rows in postings for n in rows], dtype=np.int32)
    texts = {"names": (place.name for place in places), "keys": iter(ordered)}
    return _file(numbers, texts, {"countries": countries, "features": features, "source": source})


def _file(
    numbers: Mapping[str, npt.NDArray[np.int32]],
    texts: Mapping[str, Iterable[str]],
    about: dict[str, Any],
) -> bytes:
    blocks: list[bytes] = []
    index: list[dict[str, object]] = []
    content = hashlib.sha256()
    for name, column in numbers.items():
        coding, raw = min(
            (("plain", _planes(column)), ("delta", _planes(_differences(column)))),
            key=lambda option: len(zlib.compress(option[1], 6)),
        )
        content.update(column.astype("<i4").tobytes())
        blocks.append(zlib.compress(raw, 9))
        index.append({"name": name, "coding": coding, "rows": len(column), "bytes": len(blocks[-1])})
    for name, lines in texts.items():
        raw = "".join(f"{line}\n" for line in lines).encode()
        content.update(raw)
        blocks.append(zlib.compress(raw, 9))
        index.append({"name": name, "coding": "text", "rows": raw.count(b"\n"), "bytes": len(blocks[-1])})
    about = {**about, "blocks": index, "sha256": content.hexdigest()}
    header = json.dumps(about, ensure_ascii=False, sort_keys=True).encode()
    return MAGIC + len(header).to_bytes(4, "little") + header + b"".join(blocks)


def read_pack(data: bytes, *, where: str) -> Pack:
    """Return the opened content of a file made by `write_pack`.

    Args:
        data: the bytes of the file.
        where: what to call the file in an error.

    Raises:
        ResourceError: the bytes are no such file, or are damaged.
    """
    import numpy as np

    try:
        about, blocks = _blocks(data)
    except (ValueError, KeyError, TypeError, zlib.error) as error:
        raise ResourceError(
            what=f"the gazetteer is damaged ({error})", where=where, remedy=_REMEDY
        ) from error
    ends = {name: np.flatnonzero(np.frombuffer(blocks[name], np.uint8) == 10) for name in ("names", "keys")}
    columns: dict[str, npt.NDArray[np.int32]] = {
        name: column for name, column in blocks.items() if not isinstance(column, bytes)
    }
    counts = columns.pop("counts")
    first = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=first[1:])
    return Pack(
        columns=columns,
        names=blocks["names"],
        name_ends=ends["names"],
        keys=blocks["keys"],
        key_ends=ends["keys"],
        first_postings=first,
        postings=columns.pop("postings"),
        countries=tuple(about["countries"]),
        features=tuple(about["features"]),
        source=about["source"],
        digest=about["sha256"],
    )


def _blocks(data: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    if not data.startswith(MAGIC):
        raise ValueError("its first line is not that of a gazetteer of this edition")
    at = len(MAGIC) + 4
    size = int.from_bytes(data[len(MAGIC) : at], "little")
    about = json.loads(data[at : at + size])
    at += size
    content = hashlib.sha256()
    blocks: dict[str, Any] = {}
    for block in about["blocks"]:
        raw = zlib.decompress(data[at : at + block["bytes"]])
        at += block["bytes"]
        if block["coding"] == "text":
            blocks[block["name"]] = raw
            content.update(raw)
        else:
            column = _column(raw, block["rows"], delta=block["coding"] == "delta")
            blocks[block["name"]] = column
            content.update(column.astype("<i4", copy=False).data)
    if content.hexdigest() != about["sha256"]:
        raise ValueError("its digest is not the one it states")
    return about, blocks


def _planes(column: npt.NDArray[np.int32]) -> bytes:
    import numpy as np

    return column.astype("<i4").view(np.uint8).reshape(-1, 4).T.tobytes()


def _differences(column: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    import numpy as np

    return np.diff(column, prepend=np.int32(0)).astype(np.int32)


def _column(raw: bytes, rows: int, *, delta: bool) -> npt.NDArray[np.int32]:
    import numpy as np

    column = np.frombuffer(raw, np.uint8).reshape(4, rows).T.copy().view("<i4").reshape(rows)
    return np.cumsum(column, dtype=np.int32) if delta else column
