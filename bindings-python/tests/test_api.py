"""What the functions do, beyond what the vectors show."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import lwm2m_codec as lwm2m
import pytest
from lwm2m_codec import (
    REGISTRY,
    CodecError,
    ContentFormat,
    DataType,
    Leniency,
    ObjectLink,
    Operation,
    Path,
    Record,
    Schema,
)
from lwm2m_codec._native import known_names

TLV = bytes.fromhex("86064100014101 05c10964".replace(" ", ""))


# --- Payloads in ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_payloads_are_anything_with_bytes(kind: Any) -> None:
    expected = lwm2m.decode(TLV, "tlv", "/3/0")
    assert len(expected) == 3
    assert lwm2m.decode(kind(TLV), "tlv", "/3/0") == expected
    assert lwm2m.decode(memoryview(TLV + TLV)[::1][: len(TLV)], "tlv", "/3/0") == expected
    # Bytes that do not lie side by side.
    spread = bytes(byte for pair in zip(TLV, TLV, strict=True) for byte in pair)
    assert lwm2m.decode(memoryview(spread)[::2], "tlv", "/3/0") == expected
    with pytest.raises(TypeError, match="bytes-like object is required, not str"):
        lwm2m.decode("c10964", "tlv", "/3/0")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "format",
    ["tlv", 11542, 1542, ContentFormat.TLV, "application/vnd.oma.lwm2m+tlv", "11542"],
)
def test_formats_go_by_number_name_and_media_type(format: Any) -> None:
    assert lwm2m.decode(TLV, format, "/3/0")[2] == Record("/3/0/9", 100, "integer")


def test_formats_of_aiocoap_will_do() -> None:
    numbers = pytest.importorskip("aiocoap.numbers")
    payload = b'[{"n":"/3/0/9","v":100}]'
    format = numbers.contentformat.ContentFormat(110)
    assert format == ContentFormat.SENML_JSON
    assert lwm2m.decode(payload, format) == [Record("/3/0/9", 100)]


def test_what_is_no_argument_is_named() -> None:
    for wrong in ("tvl", 70000, 1.5, None):
        with pytest.raises((ValueError, TypeError, OverflowError)):
            lwm2m.decode(TLV, wrong, "/3/0")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no operation"):
        lwm2m.decode(TLV, "tlv", "/3/0", operation="guess")
    with pytest.raises(ValueError, match="not a leniency"):
        lwm2m.decode(TLV, "tlv", "/3/0", allow=["everything"])
    with pytest.raises(CodecError, match="/3/00"):
        lwm2m.decode(TLV, "tlv", "/3/00")


def test_values_become_what_the_schema_says_where_they_are_that() -> None:
    schema = lwm2m.Schema.from_types({"/9/0": "integer", "/9/1": "float", "/9/2": "objlnk"})

    def tlv(value: Any, resource: int) -> bytes:
        return lwm2m.encode([(f"/9/0/{resource}", value)], "tlv", "/9/0", schema=schema)

    assert tlv(95.0, 0) == tlv(95, 0) == b"\xc1\x00\x5f"
    assert tlv(1 << 60, 1) == tlv(float(1 << 60), 1)
    assert tlv("66:1", 2) == tlv(ObjectLink(66, 1), 2) == b"\xc4\x02\x00\x42\x00\x01"
    # What is not one of the type is refused, unless its type is not looked at.
    with pytest.raises(CodecError) as caught:
        tlv(0.5, 0)
    assert (caught.value.kind, caught.value.path) == ("TypeMismatch", lwm2m.Path("/9/0/0"))
    own = lwm2m.encode([("/9/0/0", 0.5)], "tlv", "/9/0", schema=schema, unchecked_types=True)
    assert own == b"\xc4\x00\x3f\x00\x00\x00"


def test_long_payloads_are_read_while_others_run() -> None:
    written = ((f"/3303/{index}/5700", index + 0.5) for index in range(5000))
    payload = lwm2m.encode(written, "senml-json", "/3303")
    assert len(payload) > 1 << 16
    records = lwm2m.decode(payload, "senml-json", "/3303")
    assert records[4999] == Record("/3303/4999/5700", 4999.5)
    assert lwm2m.encode(records, "senml-json", "/3303") == lwm2m.convert(
        payload, "senml-json", "senml-json", "/3303"
    )
    with pytest.raises(CodecError) as caught:
        lwm2m.decode(payload[:-1], "senml-json", "/3303")
    assert caught.value.offset == len(payload) - 1


# --- Errors ---------------------------------------------------------------------------------------


def test_errors_name_the_place() -> None:
    with pytest.raises(CodecError) as caught:
        lwm2m.decode(b'[{"n":"/3/0/9","v":true}]', "senml-json", "/3/0")
    error = caught.value
    assert isinstance(error, ValueError)
    assert (error.kind, error.offset, error.path) == ("UnexpectedType", 19, Path("/3/0/9"))
    assert (error.record, error.leniency) == (None, None)
    assert str(error) == (
        "byte 19, /3/0/9: expected integer, found boolean\n"
        '  n":"/3/0/9","v":true}]\n'
        "                  ^"
    )
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.kind, again.path) == (str(error), error.kind, error.path)


def test_errors_say_which_leniency_would_help() -> None:
    twice = b"\xc1\x09\x64\xc1\x09\x64"
    with pytest.raises(CodecError) as caught:
        lwm2m.decode(twice, "tlv", "/3/0")
    assert caught.value.leniency == Leniency.DUPLICATES
    assert "lenient decoding accepts" in str(caught.value)
    assert len(lwm2m.decode(twice, "tlv", "/3/0", allow=[Leniency.DUPLICATES])) == 2
    assert len(lwm2m.decode(twice, "tlv", "/3/0", allow=["duplicates"])) == 2
    assert len(lwm2m.decode(twice, "tlv", "/3/0", strict=False)) == 2


def test_errors_of_encoding_name_the_record() -> None:
    records = [("/3/0/9", 95), ("/3/0/10", float("nan"))]
    with pytest.raises(CodecError) as caught:
        lwm2m.encode(records, "senml-json", "/3/0", schema=None)
    assert (caught.value.record, caught.value.offset) == (1, None)
    assert caught.value.path == Path("/3/0/10")
    assert str(caught.value).startswith("record 1, /3/0/10: ")
    with pytest.raises(CodecError, match="a schema can tell the type"):
        lwm2m.convert(b"\xc1\x00\x01", "tlv", "senml-json", "/33000/0")
    with pytest.raises(CodecError) as caught:
        lwm2m.convert(b"\xc1\x00", "tlv", "senml-json", "/33000/0")
    assert (caught.value.kind, caught.value.offset) == ("Truncated", 2)


# --- Types ----------------------------------------------------------------------------------------

OBJECTS: list[Any] = [
    Path("/3/0/9"),
    Path(),
    ObjectLink(66, 1),
    Record("/3/0/9", 95),
    Record("/3/0/9", float("nan")),
    Record("/3/0/13", 1700000000, "time", time=1700000000.123456),
    Record("/3/0/0", "Wärme", time_ns=-1),
    Record("/5/0/0", b"\x00\xff"),
    Record("/3/0/22", ObjectLink.NULL),
    Record("/3/0/9", type="path"),
    Record("/3/0/6/0", None, "delete"),
    lwm2m.Link("/3/0", (("pmin", "10"), ("obs", None)), Path("/3/0")),
    lwm2m.RegisteredObject("1.1", (0, 1)),
    lwm2m.Registration({3: lwm2m.RegisteredObject("1.1", (0,))}, (110, 112), "/lwm2m"),
    lwm2m.ResourceLink(Path("/3/0/9"), pmin=10, gt=1.5, edge=1, con=True),
    lwm2m.inspect(TLV, "tlv", "/3/0")[1],
    REGISTRY.object(3),
    REGISTRY.resource("/3/9"),
    REGISTRY,
    Schema.from_types({"/3/9": "integer", "/3/6": "integer"}, multiple=["/3/6"]) | REGISTRY,
    REGISTRY.with_versions({3: "1.0"}),
    DataType.FLOAT,
    ContentFormat.TLV,
]


@pytest.mark.parametrize("thing", OBJECTS, ids=repr)
def test_types_are_values(thing: Any) -> None:
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(thing, protocol))
        assert again == thing and hash(again) == hash(thing)
        assert repr(again) == repr(thing) and type(again) is type(thing)
    assert copy.deepcopy(thing) == thing
    assert thing != object()
    assert len({thing, copy.deepcopy(thing)}) == 1
    names = getattr(type(thing), "__match_args__", ())
    for name in names or ("name",):
        with pytest.raises((AttributeError, TypeError)):
            setattr(thing, name, None)


def test_representations_make_the_object_again() -> None:
    names = {"Record": Record, "Path": Path, "ObjectLink": ObjectLink}
    for thing in OBJECTS:
        if isinstance(thing, Record | Path | ObjectLink) and "nan" not in repr(thing):
            assert eval(repr(thing), dict(names)) == thing


def test_records_differ_in_every_part() -> None:
    record = Record("/3/0/9", 95)
    assert record == Record(Path(3, 0, 9), 95, DataType.INTEGER)
    for other in (
        Record("/3/0/10", 95),
        Record("/3/0/9", 96),
        Record("/3/0/9", 95.0),
        Record("/3/0/9", 95, "unsigned"),
        Record("/3/0/9", 95, time=1),
        Record("/3/0/9", True),
    ):
        assert record != other
    assert Record("/1/0/1", 0.0) != Record("/1/0/1", -0.0)
    assert Record("/1/0/1", float("nan")) == Record("/1/0/1", float("nan"))


def test_records_match_patterns() -> None:
    match lwm2m.decode(TLV, "tlv", "/3/0"):
        case [Record(Path(3, 0, 6, 0), 1), Record(path, int(five)), Record(_, 100, "integer")]:
            assert (str(path), five) == ("/3/0/6/1", 5)
        case records:
            pytest.fail(repr(records))
    match Record("/10/0/0", ObjectLink(3, 1)):
        case Record(Path(10), ObjectLink(object, instance)):
            assert (object, instance) == (3, 1)
        case other:
            pytest.fail(repr(other))


def test_values_have_the_classes_of_their_types() -> None:
    assert Record("/1/0/0", 1, "float").value == 1.0
    assert type(Record("/1/0/0", 1, "float").value) is float
    assert Record("/1/0/0", 1 << 63).type == "unsigned"
    assert type(Record("/1/0/0", bytearray(b"a")).value) is bytes
    assert Record("/1/0/0", "<>", "corelnk").value == "<>"

    class Text(str):
        pass

    assert type(Record("/1/0/0", Text("a")).value) is str
    wrong: list[tuple[Any, str]] = [
        (1.5, "integer"),
        (True, "integer"),
        (1, "boolean"),
        ("1", "float"),
        (b"", "string"),
        ("66:1", "objlnk"),
        (1, "none"),
    ]
    for value, kind in wrong:
        with pytest.raises(TypeError, match=f"is no value of type {kind}"):
            Record("/1/0/0", value, kind)
    for value, kind in [(1 << 63, "integer"), (-1, "unsigned"), (1, "delete")]:
        with pytest.raises(ValueError):
            Record("/1/0/0", value, kind)
    with pytest.raises(TypeError, match="cannot be the value"):
        Record("/1/0/0", object())  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="not the type of a record"):
        Record("/1/0/0", 1, "int")


def test_paths() -> None:
    path = Path("/3/0/7/1")
    assert (path.object, path.instance, path.resource, path.resource_instance) == (3, 0, 7, 1)
    assert (list(path), len(path), path[-1], str(path)) == ([3, 0, 7, 1], 4, 1, "/3/0/7/1")
    assert path.parent == Path(3, 0, 7) == Path([3, 0, 7]) == Path("/3/0") / 7
    assert path.starts_with("/3/0") and not path.starts_with((3, 1))
    assert sorted([Path("/3/1"), Path("/3/0/9"), Path("/3")]) == [
        (Path("/3")),
        Path("/3/0/9"),
        Path("/3/1"),
    ]
    assert bool(Path()) and Path().parent is None and len(Path("/")) == 0
    for wrong in ("3/0", "/3/", "/3/0/0/0/0", "/65536", "/03", ""):
        with pytest.raises(CodecError):
            Path(wrong)
    with pytest.raises(ValueError):
        path / 1
    with pytest.raises(ValueError):
        Path(1, 2, 3, 4, 5)
    with pytest.raises(IndexError):
        path[4]
    assert path != "/3/0/7/1"


def test_times() -> None:
    record = Record("/3/0/9", 95, time=1720696276.123)
    assert record.time == 1720696276.123 and record.time_ns == 1720696276123000000
    moment = datetime(2024, 7, 11, 11, 11, 16, 123000, tzinfo=UTC)
    assert record.datetime() == moment
    assert Record("/3/0/9", 95, time=moment) == record
    elsewhere = moment.astimezone(timezone(timedelta(hours=2)))
    assert Record("/3/0/9", 95, time=elsewhere) == record
    relative = Record("/3/0/9", 95, time=-10)
    assert relative.datetime(now=moment) == moment - timedelta(seconds=10)
    before = datetime.now(UTC)
    then = relative.datetime()
    assert then is not None
    assert before <= then + timedelta(seconds=10) <= datetime.now(UTC)
    assert Record("/3/0/9", 95).datetime() is None and Record("/3/0/9", 95).time is None
    exact = Record("/3/0/9", 95, time_ns=1700000000123456789)
    payload = lwm2m.encode([exact], "senml-json", operation="send")
    assert b"1700000000.123456789" in payload
    assert lwm2m.decode(payload, "senml-json", operation=Operation.SEND) == [exact]
    for seconds in (-1.5, 1e-9, -1e-9, 0.1, 2.0**40, 1e18):
        time_ns = Record("/3/0/9", 95, time=seconds).time_ns
        assert time_ns == pytest.approx(seconds * 1e9, abs=0.5)
    # What a time counts from: a datetime and some numbers say it, others only if they are told.
    day = timedelta(days=1)
    assert [Record("/3/0/9", 95, time=time).relative for time in (-1, 86400, 2**28)] == [
        True,
        None,
        False,
    ]
    early = Record("/3/0/9", 95, time=datetime(1970, 1, 2, tzinfo=UTC))
    assert early.time == 86400 and early.relative is False
    assert early == Record("/3/0/9", 95, time=86400, relative=False)
    later = Record("/3/0/9", 95, time_ns=86400 * 10**9, relative=True)
    assert len({early, later, Record("/3/0/9", 95, time=86400)}) == 3
    assert early.datetime() == datetime(1970, 1, 2, tzinfo=UTC)
    assert later.datetime(now=moment) == moment + day
    for record in (early, later):
        assert eval(repr(record)) == record == pickle.loads(pickle.dumps(record))
    assert lwm2m.decode(lwm2m.encode([later], "senml-cbor", "/3"), "senml-cbor", "/3") == [later]
    assert lwm2m.decode(lwm2m.encode([early], "json", "/3"), "json", "/3") == [early]
    for record, format in ((early, "senml-cbor"), (later, "json")):
        with pytest.raises(CodecError) as caught:
            lwm2m.encode([Record("/3/0/10", 1), record], format, "/3")
        assert (caught.value.kind, caught.value.record) == ("TimeNotRepresentable", 1)
    with pytest.raises(ValueError, match="relative"):
        Record("/3/0/9", 95, relative=True)
    for wrong in (datetime(2024, 1, 1), True, "now"):
        with pytest.raises(TypeError):
            Record("/3/0/9", 95, time=wrong)  # type: ignore[arg-type]
    for number in (float("nan"), 1e300):
        with pytest.raises(ValueError):
            Record("/3/0/9", 95, time=number)
    with pytest.raises(ValueError):
        Record("/3/0/9", 95, time=1, time_ns=1)


def test_enumerations_have_all_that_the_codec_knows() -> None:
    known = known_names()
    assert tuple(DataType) == (*known["data_types"], "path", "delete", "empty")
    assert tuple(Operation) == known["operations"]
    assert [leniency.value for leniency in Leniency] == [name for name, _ in known["leniencies"]]
    assert all(leniency.description for leniency in Leniency)
    formats = [(int(f), f.short_name, f.media_type) for f in ContentFormat]
    assert formats == known["formats"]
    assert all(ContentFormat.from_name(f.short_name) is f for f in ContentFormat)


# --- Schemas --------------------------------------------------------------------------------------


def test_schemas_tell_types() -> None:
    payload = b"\xc1\x00\x2a"
    assert lwm2m.decode(payload, "tlv", "/33000/0") == [Record("/33000/0/0", b"\x2a")]
    types = Schema.from_types({(33000, 0): DataType.INTEGER})
    assert lwm2m.decode(payload, "tlv", "/33000/0", schema=types) == [Record("/33000/0/0", 42)]
    assert lwm2m.decode(b"\xc1\x09\x64", "tlv", "/3/0", schema=None) == [Record("/3/0/9", b"d")]
    both = types | REGISTRY
    assert both.resource("/33000/0") is None and both.name("/3/9") == "Device"
    assert both.name("/3/0/9") == "Battery Level"
    assert lwm2m.decode(b"\xc1\x09\x64", "tlv", "/3/0", schema=both) == [Record("/3/0/9", 100)]


def test_encoding_takes_types_from_the_schema(testdata: Any) -> None:
    # An integer for a float, as programs write it, is a float on the wire.
    assert lwm2m.encode([("/3303/0/5700", 20)], "tlv", "/3303/0").hex() == "e4164441a00000"
    assert lwm2m.encode([Record("/3303/0/5700", 20)], "tlv", "/3303/0").hex() == "e4164441a00000"
    given = Record("/3303/0/5700", 20, "integer")
    assert lwm2m.encode([given], "tlv", "/3303/0").hex() == "e4164441a00000"
    own = lwm2m.encode([given], "tlv", "/3303/0", unchecked_types=True)
    assert own.hex() == "e1164414"
    assert lwm2m.encode([("/3303/0/5700", 20)], "tlv", "/3303/0", schema=None).hex() == "e1164414"


def test_object_definitions(testdata: Any) -> None:
    device = REGISTRY.object(3)
    assert device is not None and device.mandatory and not device.multiple
    assert [item.id for item in device.resources][:3] == [0, 1, 2]
    meter = Schema.from_xml(testdata / "ddf" / "42769.xml")
    found = meter.object(42769)
    assert found is not None and (found.name, found.version) == ("Sample Meter", "1.1")
    assert [item.name for item in (meter | REGISTRY).search("sample meter")] == ["Sample Meter"]
    folder = Schema.from_xml(testdata / "ddf")
    assert {item.id for item in folder.objects()} >= {42769, 42770}
    assert pickle.loads(pickle.dumps(folder)) == folder
    assert REGISTRY.object(3, "9.9") is None and REGISTRY.resource("/3/999") is None
    with pytest.raises(OSError):
        Schema.from_xml("/no/such/file.xml")
    with pytest.raises(CodecError, match=r"units\.xml"):
        Schema.from_xml(testdata / "ddf" / "units.xml")
    with pytest.raises(CodecError, match="version"):
        REGISTRY.with_versions({3: "one"})


def test_versions_that_a_client_registered(testdata: Any) -> None:
    folder = Schema.from_xml(testdata / "ddf")
    versions = [item.version for item in folder.objects() if item.id == 42769]
    assert len(versions) > 1
    old = folder.with_versions({42769: versions[0]})
    newest, pinned = folder.object(42769), old.object(42769)
    assert newest is not None and newest.version == versions[-1]
    assert pinned is not None and pinned.version == versions[0]


def test_a_client_is_read_in_its_versions() -> None:
    payload = b"</3/0>,</3416/0>,</3303>;ver=1.1,</3303/0>"
    registration = lwm2m.decode_registration(payload)

    def versions(lwm2m: str | None) -> list[str | None]:
        client = REGISTRY.for_client(registration, lwm2m=lwm2m)
        found = [client.object(id) for id in (3, 3303, 3416)]
        return [None if item is None else item.version for item in found]

    newest = REGISTRY.object(3)
    assert newest is not None
    assert versions("1.0") == ["1.0", "1.1", "1.0"]
    assert versions("1.2") == ["1.2", "1.1", "1.0"]
    assert versions("1.1") == versions(None) == [newest.version, "1.1", "1.0"]
    client = REGISTRY.for_client(registration)
    assert pickle.loads(pickle.dumps(client)) == client
    tlv = bytes.fromhex("c40f00000e10")
    [record] = lwm2m.decode(tlv, "tlv", "/3416/0", schema=client)
    assert record.value == 3600
    [record] = lwm2m.decode(tlv, "tlv", "/3416/0")
    assert record.value != 3600
    known = {item.version for item in REGISTRY.objects() if item.id == 3416}
    assert known == {"1.0", "2.0"}
    with pytest.raises(CodecError, match="version"):
        REGISTRY.for_client(registration, lwm2m="one")


def test_a_bad_file_of_a_folder_does_not_stop_the_others(testdata: Any, tmp_path: Any) -> None:
    good = (testdata / "ddf" / "42769.xml").read_text()
    (tmp_path / "a.xml").write_text("<LWM2M><Object>")
    (tmp_path / "b.xml").write_bytes(good.replace("UTF-8", "UTF-16").encode("utf-16"))
    with pytest.warns(UserWarning, match=r"a\.xml:1:16: LWM2M/Object: "):
        schema = Schema.from_xml(tmp_path)
    meter = schema.object(42769)
    assert meter is not None and meter.name == "Sample Meter"
    with pytest.raises(CodecError, match=r"a\.xml"):
        Schema.from_xml(tmp_path / "a.xml")


# --- Blocks, links, dictionaries ------------------------------------------------------------------


def test_blocks_of_any_size_give_the_same(testdata: Any) -> None:
    payload = (testdata / "payloads" / "device-3-0.senml-cbor").read_bytes()
    whole = lwm2m.decode(payload, "senml-cbor", "/3/0")
    assert list(lwm2m.iter_decode(payload, "senml-cbor", "/3/0")) == whole
    for size in (1, 2, 7, 64):
        blocks = (payload[at : at + size] for at in range(0, len(payload), size))
        assert list(lwm2m.iter_decode(blocks, "senml-cbor", "/3/0", scratch=128)) == whole


def test_long_values_come_whole() -> None:
    image = bytes(range(256)) * 1024
    payload = lwm2m.encode([("/5/0/0", image)], "tlv", "/5/0")
    decoder = lwm2m.BlockDecoder("tlv", "/5/0", scratch=64)
    records = [
        record
        for at in range(0, len(payload), 1000)
        for record in decoder.feed(payload[at : at + 1000])
    ]
    records += decoder.finish()
    assert records == [Record("/5/0/0", image)]
    with pytest.raises(ValueError, match="ended"):
        decoder.feed(b"")
    text = "ä" * 5000
    payload = lwm2m.encode([("/3/0/0", text)], "senml-json", "/3/0")
    assert list(lwm2m.iter_decode(payload, "senml-json", "/3/0", scratch=64)) == [
        Record("/3/0/0", text)
    ]


def test_scratch_that_holds_nothing_is_refused() -> None:
    for scratch in (0, 63):
        with pytest.raises(ValueError, match="at least 64 bytes"):
            lwm2m.BlockDecoder("tlv", "/3/0", scratch=scratch)


def test_records_before_an_error_are_not_lost() -> None:
    records = lwm2m.iter_decode([b"\xc1\x09\x64", b"\xc1\x0a\x0f\xc2"], "tlv", "/3/0")
    assert next(records) == Record("/3/0/9", 100)
    assert next(records) == Record("/3/0/10", 15)
    with pytest.raises(CodecError) as caught:
        next(records)
    assert (caught.value.kind, caught.value.offset) == ("Truncated", 7)
    # Twice the same is found across blocks.
    with pytest.raises(CodecError) as caught:
        list(lwm2m.iter_decode([b"\xc1\x09\x64", b"\xc1\x09\x64"], "tlv", "/3/0"))
    assert caught.value.kind == "Duplicate"


def test_inspection_leaves_out_no_byte(testdata: Any) -> None:
    for file, format in [("device-3-0.senml-json", "senml-json"), ("register.link", "link")]:
        payload = (testdata / "payloads" / file).read_bytes()
        spans = lwm2m.inspect(payload, format, "/3/0")
        assert b"".join(payload[span.start : span.end] for span in spans) == payload
        assert all(
            (span.record or span.link) is not None or span.kind == "structure" for span in spans
        )
    [*_, last] = lwm2m.inspect(b"\xc2\x09\x64", "tlv", "/3/0")
    assert last.kind == "broken" and last.error is not None and last.error.kind == "Truncated"


def test_links_go_both_ways(testdata: Any) -> None:
    payload = (testdata / "payloads" / "register.link").read_bytes()
    registration = lwm2m.decode_registration(payload)
    assert registration.formats == (60, 110, 112, 11542, 11544)
    assert registration.objects[1].version == "1.1"
    assert registration.objects[5].instances == (0,)
    again = lwm2m.encode_registration(registration)
    assert lwm2m.decode_registration(again) == registration
    links = lwm2m.decode_links(payload)
    assert lwm2m.decode_links(lwm2m.encode_links(links)) == links
    assert links[0].get("rt") == "oma.lwm2m"
    discover = (
        b"</3/0/7>;dim=2;pmin=10;pmax=60;epmin=1;epmax=5;gt=50;lt=42.2;st=1;hqmax=3,"
        b'</3/0/7/0>;edge=1;con=0,</1/0>;ssid=101,</0/0>;uri="coaps://a"'
    )
    found = lwm2m.decode_resource_links(discover)
    assert lwm2m.decode_resource_links(lwm2m.encode_resource_links(found)) == found
    assert (found[0].lt, found[0].hqmax, found[1].edge, found[1].con) == (42.2, 3, 1, False)
    assert (found[2].ssid, found[3].uri) == (101, "coaps://a")
    with pytest.raises(CodecError) as caught:
        lwm2m.decode_links(b"</1/0>, </3/0>")
    assert caught.value.offset == 7
    assert len(lwm2m.decode_links(b"</1/0>, </3/0>", allow=["link-spaces"])) == 2
    with pytest.raises(TypeError):
        registration.objects[9] = lwm2m.RegisteredObject()  # type: ignore[index]


def test_dictionaries_are_ready_for_json() -> None:
    records = [
        Record("/3/0/0", "OMA"),
        Record("/3/0/6/0", 1),
        Record("/5/0/0", b"\xff"),
        Record("/10/0/0", ObjectLink(3, 1)),
        Record("/3/1", type="empty"),
        Record("/3/2/9", type="path"),
        Record("/42768/0/1", 1.5),
    ]
    assert json.loads(json.dumps(lwm2m.to_dict(records))) == {
        "3": {"0": {"0": "OMA", "6": {"0": 1}}, "1": {}},
        "5": {"0": {"0": "ff"}},
        "10": {"0": {"0": "3:1"}},
        "42768": {"0": {"1": 1.5}},
    }
    named = lwm2m.to_dict(records, names=True)
    assert named["Device"]["0"]["Manufacturer"] == "OMA" and named["42768"] == {"0": {"1": 1.5}}


def test_choices_of_encoders() -> None:
    """Each has an effect, on encoding and on converting."""
    records = [
        Record("/42/0/0", 200, "unsigned"),
        Record("/42/0/1", 1367491215, "time"),
        Record("/42/0/2", bytes.fromhex("ffef")),
    ]
    for format, choice in (
        ("senml-json", "absolute_names"),
        ("tlv", "wide_unsigned"),
        ("senml-cbor", "tagged_time"),
        ("senml-json", "padded_base64"),
    ):
        types = {(42, 0): "unsigned", (42, 1): "time", (42, 2): "opaque"}
        request: dict[str, Any] = {"schema": Schema.from_types(types)}
        chosen_request: dict[str, Any] = {**request, choice: True}
        plain = lwm2m.encode(records, format, "/42", **request)
        chosen = lwm2m.encode(records, format, "/42", **chosen_request)
        assert chosen != plain
        converted = lwm2m.convert(plain, format, format, "/42", **chosen_request)
        assert converted == chosen
        assert lwm2m.decode(chosen, format, "/42", **request, strict=False) == records
