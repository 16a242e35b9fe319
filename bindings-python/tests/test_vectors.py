"""The conformance vectors."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import lwm2m_codec
import pytest
import vectors
from lwm2m_codec import CodecError, Record, iter_decode


def test_all_vectors_pass(testdata: Path) -> None:
    files = ("vectors.jsonl", "field.jsonl")
    loaded = [vector for file in files for vector in vectors.load(str(testdata / file))]
    assert len(loaded) > 300
    skipped = [vector for vector in loaded if vector.skipped is not None]
    faults = {v.id: fault for v in loaded if v not in skipped and (fault := "".join(v.faults()))}
    assert not faults
    assert len(skipped) == 3, "vectors of the LwM2M Gateway"


def outcome(read: Callable[..., Any], payload: Any, options: dict[str, Any]) -> Any:
    """The records, or kind and byte of the error."""
    try:
        return list(read(payload, **options))
    except CodecError as error:
        return error.kind, error.offset


@pytest.mark.parametrize("size", [1, 7, 64])
def test_vectors_in_blocks_read_as_whole(size: int, testdata: Path) -> None:
    files = ("vectors.jsonl", "field.jsonl")
    loaded = [vector for file in files for vector in vectors.load(str(testdata / file))]
    compared = 0
    for vector in loaded:
        if vector.skipped is not None or vector.format == "link":
            continue
        for strict in (True, False):
            options = vector.request | {"format": vector.content_format, "strict": strict}
            payload = vector.payload
            blocks = [payload[at : at + size] for at in range(0, len(payload), size)]
            whole = outcome(lwm2m_codec.decode, payload, options)
            pieces = outcome(iter_decode, blocks, options)
            # What stands behind the entries of OMA JSON is not known before them.
            if not (isinstance(pieces, tuple) and pieces[0] == "BaseAfterEntries"):
                assert pieces == whole, vector.id
                compared += 1
    assert compared > 600


def test_failures_are_found(testdata: Path) -> None:
    [first, *_] = vectors.load(str(testdata / "vectors.jsonl"))
    other = vectors.Vector(first.members | {"records": first.members["records"][1:]})
    assert "expected" in "".join(other.faults())
    assert "accepted" in "".join(vectors.Vector(first.members | {"ok": False}).faults())
    assert "refused" in "".join(vectors.Vector(first.members | {"hex": "c1"}).faults())


@pytest.mark.parametrize("format", ["tlv", "senml-json", "senml-cbor", "lwm2m-cbor", "json"])
def test_captures_say_the_same_in_every_format(format: str, testdata: Path) -> None:
    payloads = testdata / "payloads"
    expected = lwm2m_codec.decode((payloads / "device-3-0.tlv").read_bytes(), "tlv", "/3/0")
    payload = (payloads / f"device-3-0.{format}").read_bytes()
    records = lwm2m_codec.decode(payload, format, "/3/0")
    assert len(records) == 16 and records == expected
    again = lwm2m_codec.encode(records, format, "/3/0")
    # White space between tokens of JSON does not count; these payloads have it only there.
    compact = payload.replace(b"\n", b"") if "json" in format else payload
    assert again == compact


def test_other_captures(testdata: Path) -> None:
    def read(file: str, path: str, **more: Any) -> list[Record]:
        payload = (testdata / "payloads" / file).read_bytes()
        name = file.rpartition(".")[2]
        format = {"txt": "text", "bin": "opaque"}.get(name, name)
        return lwm2m_codec.decode(payload, format, path, **more)

    assert read("device-3-0-0.txt", "/3/0/0") == [Record("/3/0/0", "Open Mobile Alliance")]
    assert read("time-3-0-13.cbor", "/3/0/13") == [Record("/3/0/13", 1367491215, "time")]
    assert len(read("package-5-0-0.bin", "/5/0/0")[0].value) == 256
    for file in ("composite-read.etch-json", "composite-read.etch-cbor"):
        paths = read(file, "/", operation="read-composite")
        assert paths == [Record(path, type="path") for path in ("/3/0/0", "/3/0/9", "/1/0/1")]
    with pytest.raises(CodecError) as caught:
        read("server-1-misprinted.tlv", "/1")
    assert (caught.value.offset, caught.value.path) == (15, lwm2m_codec.Path("/1/0"))
