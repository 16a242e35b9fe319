"""Times a batch of a million records on its way into polars: `python batch.py CORPORA`.

Each way runs in a process of its own, so that its peak memory can be told: what it takes beyond the
payloads and the modules.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path as File
from typing import Any

import polars
import pyarrow
from lwm2m_codec import Schema, decode, decode_columns

Request = dict[str, Any]

RECORDS = 1_000_000


def columns_to_polars(payloads: list[bytes], request: Request) -> Any:
    return polars.DataFrame(decode_columns(payloads, **request))


def columns_to_pyarrow(payloads: list[bytes], request: Request) -> Any:
    return pyarrow.table(decode_columns(payloads, **request))


def frame(paths: Sequence[Iterable[int]], values: list[Any]) -> Any:
    """A table of paths, which are all of resources, and values."""
    ids = dict(zip(("object", "instance", "resource"), zip(*paths, strict=True), strict=True))
    return polars.DataFrame(ids | {"value": values})


def objects_to_polars(payloads: list[bytes], request: Request) -> Any:
    records = [record for payload in payloads for record in decode(payload, **request)]
    return frame([record.path for record in records], [record.value for record in records])


def msgspec_to_polars(payloads: list[bytes], request: Request) -> Any:
    import peers

    read = peers.msgspec_json()
    rows = [row for payload in payloads for row in read(payload)]
    return frame([path for path, _, _ in rows], [value for _, _, value in rows])


WAYS: dict[str, Callable[[list[bytes], Request], Any]] = {
    "columns to polars": columns_to_polars,
    "columns to pyarrow": columns_to_pyarrow,
    "objects to polars": objects_to_polars,
    "msgspec to polars": msgspec_to_polars,
}


def peak() -> float:
    """The most memory that the process had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def one(folder: File, format: str, name: str) -> None:
    entries = json.loads((folder / "manifest.json").read_text())
    entry = next(
        item for item in entries if (item["corpus"], item["format_name"]) == ("sensors", format)
    )
    payload = (folder / entry["file"]).read_bytes()
    # Bytes of their own, as in a capture.
    payloads = [bytes(bytearray(payload)) for _ in range(RECORDS // entry["records"] + 1)]
    types = {(item["object"], item["resource"]): item["type"] for item in entry["types"]}
    # Only TLV needs to be told; the others carry their types.
    schema = Schema.from_types(types) if format == "tlv" else None
    request: Request = {"format": format, "path": entry["base"], "schema": schema}
    way = WAYS[name]
    len(way(payloads[:1], request))
    before = peak()
    start = time.perf_counter()
    table = way(payloads, request)
    taken = time.perf_counter() - start
    assert len(table) == len(payloads) * entry["records"]
    ns = taken * 1e9 / len(table)
    print(f"{format:11} {name:19} {taken:6.2f} s {ns:5.0f} ns/record {peak() - before:6.0f} MB")


def main(arguments: list[str]) -> int:
    match arguments:
        case [folder]:
            for format in ("senml-json", "senml-cbor", "lwm2m-cbor", "tlv"):
                for name in WAYS:
                    if format == "senml-json" or "msgspec" not in name:
                        command = [sys.executable, __file__, folder, format, name]
                        subprocess.run(command, check=True)
            return 0
        case [folder, format, name]:
            one(File(folder), format, name)
            return 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
