"""Many payloads at once."""

from __future__ import annotations

import sys
import threading
from typing import Any

import lwm2m_codec as lwm2m
import pytest
from lwm2m_codec import ObjectLink, Record

RECORDS = [
    Record("/3/0/0", "OMA"),
    Record("/3/0/6/0", 1),
    Record("/3/0/13", 1700000000, "time"),
    Record("/3/0/22", ObjectLink(66, 1), time=1700000000.5),
    Record("/3303/0/5700", 20.5),
    Record("/5/0/0", b"\x00\xff"),
    Record("/5/0/9/0", True),
    Record("/7/0/1", 1 << 63),
]


def table(payloads: list[bytes], **more: Any) -> lwm2m.Columns:
    return lwm2m.decode_columns(payloads, "senml-cbor", operation="send", schema=None, **more)


@pytest.fixture
def columns() -> lwm2m.Columns:
    return table([lwm2m.encode(RECORDS, "senml-cbor", operation="send", schema=None)] * 2)


def value(columns: lwm2m.Columns, row: int) -> Any:
    """The value of a record, from the column of its type."""
    kind = columns.TYPES[columns["type"][row]]
    name = {"time": "integer", "objlnk": "object_link", "corelnk": "string"}.get(kind, kind)
    found = columns[name][row]
    return ObjectLink(*divmod(found, 1 << 16)) if kind == "objlnk" else found


def test_columns_have_what_records_have(columns: lwm2m.Columns) -> None:
    payload = lwm2m.encode(RECORDS, "senml-cbor", operation="send", schema=None)
    expected = lwm2m.decode(payload, "senml-cbor", operation="send", schema=None)
    assert len(columns) == 2 * len(expected)
    assert columns["payload"].to_list() == [0] * len(expected) + [1] * len(expected)
    for row, record in enumerate(expected * 2):
        ids = [columns[name][row] for name in ("object", "instance", "resource")]
        instance = columns["resource_instance"][row]
        assert tuple(record.path) == (*ids, *([] if instance == 65535 else [instance]))
        assert columns.TYPES[columns["type"][row]] == record.type
        assert value(columns, row) == record.value
        time = columns["time"][row]
        assert time == record.time or (time != time and record.time is None)
    assert columns["float"][-1] == columns["float"][len(columns) - 1]
    with pytest.raises(IndexError):
        columns["float"][len(columns)]
    with pytest.raises(KeyError):
        columns["double"]


def test_bad_payloads_do_not_spoil_the_others() -> None:
    good = b"\xc1\x09\x64"
    half = good + b"\xc8\x00\xff" + bytes(3)
    found = lwm2m.decode_columns([half, good, b"\xff", half, good], "tlv", "/3/0")
    assert found["payload"].to_list() == [1, 4]
    assert found["integer"].to_list() == [100, 100]
    assert [(index, error.offset) for index, error in found.errors] == [(0, 9), (2, 1), (3, 9)]
    assert all(isinstance(error, lwm2m.CodecError) for _, error in found.errors)
    # What a bad payload held of text is gone, too.
    text = b"\xc3\x00OMA"
    found = lwm2m.decode_columns([text, text + b"\xc1", text], "tlv", "/3/0")
    assert found["string"].to_list() == ["OMA", "OMA"]


def test_paths_of_their_own() -> None:
    payloads = [b"\xc1\x09\x64", b"\xc1\x01\x05"]
    found = lwm2m.decode_columns(payloads, "tlv", ["/3/0", "/1/7"])
    assert (found["object"].to_list(), found["instance"].to_list()) == ([3, 1], [0, 7])
    with pytest.raises(ValueError, match="1 paths for 2 payloads"):
        lwm2m.decode_columns(payloads, "tlv", ["/3/0"])
    # A path of one level may be given as IDs as well.
    assert len(lwm2m.decode_columns(payloads[:1], "tlv", (3, 0))) == 1


def test_buffers_are_not_copied(columns: lwm2m.Columns) -> None:
    numpy = pytest.importorskip("numpy")
    arrays = columns.to_numpy()
    assert list(arrays) == list(columns.names)
    for name, array in arrays.items():
        assert (
            array.tolist() == pytest.approx(columns[name].to_list(), nan_ok=True)
            if (array.dtype == float)
            else array.tolist() == columns[name].to_list()
        )
    floats = arrays["float"]
    assert not floats.flags.writeable and not floats.flags.owndata
    again = numpy.asarray(columns["float"])
    assert again.__array_interface__["data"] == floats.__array_interface__["data"]
    view = memoryview(columns["boolean"])
    assert (view.format, view.readonly, view.shape) == ("?", True, (len(columns),))
    with pytest.raises(BufferError):
        memoryview(columns["string"])
    # Buffers outlive what they come from.
    del columns
    assert floats[4] == 20.5


def test_arrow_consumers_take_it_as_a_table(columns: lwm2m.Columns) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    found = pyarrow.table(columns)
    found.validate(full=True)
    assert found.column_names == list(columns.names)
    rows = found.to_pylist()
    for row, record in zip(rows, RECORDS * 2, strict=True):
        assert row["type"] == {"integer": "integer", "time": "integer"}.get(
            record.type, record.type
        )
        assert row["time"] == record.time
        assert (row["resource_instance"] is None) == (len(record.path) == 3)
    assert [row["float"] for row in rows[:5]] == [None, None, None, None, 20.5]
    assert rows[0]["string"] == "OMA" and rows[1]["string"] is None
    assert rows[5]["opaque"] == b"\x00\xff" and rows[6]["boolean"] is True
    assert rows[7]["unsigned"] == 1 << 63
    assert pyarrow.schema(columns) == found.schema
    # A stream that nobody reads is released.
    del found
    columns.__arrow_c_stream__()
    columns.__arrow_c_schema__()


def test_polars_and_pandas_take_it_as_a_table(columns: lwm2m.Columns) -> None:
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame(columns)
    assert frame.shape == (16, 14)
    assert frame["float"].drop_nulls().to_list() == [20.5, 20.5]
    assert frame["type"].cast(polars.String).to_list()[0] == "string"
    pandas = pytest.importorskip("pandas")
    assert len(pandas.DataFrame.from_arrow(columns)) == 16


def test_tables_without_records() -> None:
    pyarrow = pytest.importorskip("pyarrow")
    empty = table([])
    assert len(empty) == 0 and empty["float"].to_list() == [] and empty.errors == ()
    assert pyarrow.table(empty).num_rows == 0
    assert memoryview(empty["float"]).nbytes == 0


def test_progress_is_told_and_may_end_the_work() -> None:
    payloads = [b"\xc1\x09\x64"] * 300_000
    told: list[tuple[int, int]] = []
    found = lwm2m.decode_columns(payloads, "tlv", "/3/0", progress=lambda *p: told.append(p))
    assert len(found) == 300_000
    assert len(told) > 2 and told[-1] == (300_000, 300_000) and told == sorted(told)

    def stop(done: int, all: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        lwm2m.decode_columns(payloads, "tlv", "/3/0", progress=stop)


def test_other_threads_run_meanwhile() -> None:
    payload = lwm2m.encode(
        [(f"/3303/{index}/5700", index + 0.5) for index in range(1000)], "senml-json", "/3303"
    )
    done = threading.Event()
    turns = 0

    def count() -> None:
        nonlocal turns
        while not done.is_set():
            turns += 1
            done.wait(0.001)

    # The interpreter itself gives no turns to other threads: who has the lock must leave it.
    interval = sys.getswitchinterval()
    sys.setswitchinterval(3600)
    thread = threading.Thread(target=count)
    try:
        thread.start()
        # Whether the other thread wakes up in time is up to the machine, so it gets many chances.
        for _ in range(1000):
            before = turns
            found = lwm2m.decode_columns([payload] * 100, "senml-json", "/3303")
            during = turns - before
            if during > 0:
                break
    finally:
        done.set()
        thread.join()
        sys.setswitchinterval(interval)
    assert len(found) == 100_000
    assert during > 0
