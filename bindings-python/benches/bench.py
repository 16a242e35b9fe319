"""Times the package beside what people write today: `python bench.py CORPORA [WORD…]`.

CORPORA is a folder that the generator of the workspace wrote:

    cargo run --release -p lwm2m-codec-benches --bin corpora -- CORPORA

All are timed in turns in one process, in time of the processor. A cell is the least time of all
rounds in ns per record; a ratio is the median of the ratios within a round. Before that it is
checked that all give the same records. With words, only the payloads whose file names contain one
of them.
"""

from __future__ import annotations

import gc
import json
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path as File
from typing import Any

import lwm2m_codec
import peers
from lwm2m_codec import Columns, Link, ObjectLink, Record, Schema

ROUNDS = 60
CORPORA = ["device", "sensors", "sensors-long", "history", "history-long", "firmware"]
FORMATS = ["tlv", "lwm2m-cbor", "senml-json", "senml-cbor"]


def rows(records: list[Record]) -> peers.Rows:
    """Records as what the peers give."""
    return [
        (
            tuple(record.path),
            record.time,
            str(record.value) if isinstance(record.value, ObjectLink) else record.value,
        )
        for record in records
    ]


def exact(rows: peers.Rows) -> list[Any]:
    """Rows in which floats differ if a bit of them does; whole floats may be integers."""
    return [
        (
            path,
            time and float(time),
            value if isinstance(value, bool | str | bytes) else float(value),
        )
        for path, time, value in rows
    ]


def measure(tasks: dict[str, Callable[[], object]], count: int) -> dict[str, tuple[float, float]]:
    """Least ns per record, and the median of the ratios to the first task, for each task."""
    repeat = {}
    for name, task in tasks.items():
        start = time.thread_time_ns()
        task()
        repeat[name] = max(1, int(400_000 / max(1, time.thread_time_ns() - start)))
    taken: dict[str, list[float]] = {name: [] for name in tasks}
    gc.disable()
    for _ in range(ROUNDS):
        for name, task in tasks.items():
            turns = range(repeat[name])
            start = time.thread_time_ns()
            for _ in turns:
                task()
            taken[name].append((time.thread_time_ns() - start) / repeat[name] / count)
        gc.collect(0)
    gc.enable()
    first = taken[next(iter(tasks))]
    return {
        name: (min(times), statistics.median(b / a for a, b in zip(first, times, strict=True)))
        for name, times in taken.items()
    }


def show(title: str, measured: dict[str, tuple[float, float]]) -> None:
    cells = [f"{name} {least:.0f} ({ratio:.1f}x)" for name, (least, ratio) in measured.items()]
    print(f"{title:26} " + " · ".join(cells), flush=True)


def decoding(folder: File, entry: dict[str, Any]) -> None:
    payload = (folder / entry["file"]).read_bytes()
    base, format = entry["base"], entry["format_name"]
    types = {(item["object"], item["resource"]): item["type"] for item in entry["types"]}
    multiple = [(item["object"], item["resource"]) for item in entry["types"] if item["multiple"]]
    # Only what carries no types needs them; the peers have none for the others either.
    schema = Schema.from_types(types, multiple=multiple) if format == "tlv" else None

    def objects() -> list[Record]:
        return lwm2m_codec.decode(payload, format, base, schema=schema)

    def used() -> list[Any]:
        # With everything that a program could ask of a record.
        return [(record.path, record.time, record.value) for record in objects()]

    many = [payload] * max(1, min(4_000 // entry["records"], 1_000_000 // len(payload)))

    def columns() -> Columns:
        return lwm2m_codec.decode_columns(many, format, base, schema=schema)

    found = exact(rows(objects()))
    assert len(found) == entry["records"] == len(columns()) // len(many)
    path = peers.path_of(base)
    others = peers.for_format(format, path, types)
    tasks: dict[str, Callable[[], object]] = {"objects": objects, "objects, all read": used}
    for name, decode in others.items():
        assert exact(decode(payload)) == found, name
        tasks[name] = partial(decode, payload)
    count = entry["records"]
    title = f"{entry['corpus']} {format}"
    show("decode " + title, measure(tasks, count))
    show("columns " + title, measure({"columns": columns}, count * len(many)))


def encoding(folder: File, entry: dict[str, Any]) -> None:
    payload = (folder / entry["file"]).read_bytes()
    base, format = entry["base"], entry["format_name"]
    types = {(item["object"], item["resource"]): item["type"] for item in entry["types"]}
    schema = Schema.from_types(types) if format == "tlv" else None
    records = lwm2m_codec.decode(payload, format, base, schema=schema)
    found = rows(records)
    tuples = [(record.path, record.value, record.type) for record in records]

    def encode() -> bytes:
        return lwm2m_codec.encode(records, format, base, schema=schema)

    assert lwm2m_codec.decode(encode(), format, base, schema=schema) == records
    tasks: dict[str, Callable[[], object]] = {"records": encode}
    if all(record.time is None for record in records):
        tasks["tuples"] = lambda: lwm2m_codec.encode(tuples, format, base, schema=schema)
    writers: dict[str, Callable[[str, peers.Rows], bytes]] = {}
    if format == "senml-json":
        import msgspec
        import orjson

        writers = {
            "json": peers.encode_json(json.dumps),
            "orjson": peers.encode_json(orjson.dumps),
            "msgspec": peers.encode_json(msgspec.json.encode),
        }
    elif format == "senml-cbor":
        writers = {"cbor2": peers.encode_cbor}
    for name, write in writers.items():
        tasks[name] = partial(write, base, found)
    show(f"encode {entry['corpus']} {format}", measure(tasks, entry["records"]))


def links(folder: File, entry: dict[str, Any]) -> None:
    payload = (folder / entry["file"]).read_bytes()

    def decode() -> list[Link]:
        return lwm2m_codec.decode_links(payload)

    def used() -> list[Any]:
        return [(link.target, list(link.attributes)) for link in decode()]

    assert used() == peers.link_header(payload)
    assert lwm2m_codec.decode_links(lwm2m_codec.encode_links(decode())) == decode()
    tasks: dict[str, Callable[[], object]] = {
        "links": decode,
        "links, all read": used,
        "LinkHeader": partial(peers.link_header, payload),
    }
    show("decode links", measure(tasks, entry["records"]))


def main(arguments: list[str]) -> int:
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    folder, words = File(arguments[0]), arguments[1:]
    manifest = json.loads((folder / "manifest.json").read_text())
    registrations = [entry for entry in manifest if entry["format_name"] == "link"]
    entries = [
        entry
        for corpus in CORPORA
        for format in FORMATS
        for entry in manifest
        if (entry["corpus"], entry["format_name"]) == (corpus, format)
    ]
    if words:
        entries, registrations = (
            [entry for entry in listed if any(word in entry["file"] for word in words)]
            for listed in (entries, registrations)
        )
    for entry in entries:
        decoding(folder, entry)
    for entry in entries:
        encoding(folder, entry)
    for entry in registrations:
        links(folder, entry)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
