"""What people write today: a general parser, and the resolution of SenML names in Python.

All give the same objects: a list of `(path, time, value)`, the path a tuple of IDs. Paths are
looked up in a dictionary before they are split, without which everything takes two to five times
as long.
"""

from __future__ import annotations

import base64
import json
import struct
from collections.abc import Callable
from typing import Any

import cbor2
import link_header as link_format
import msgspec
import orjson

Path = tuple[int, ...]
Rows = list[tuple[Path, float | None, Any]]
Decode = Callable[[bytes], Rows]


def path_of(name: str) -> Path:
    return tuple(map(int, name.split("/")[1:]))


class Paths(dict[str, Path]):
    """Paths by their names."""

    def __missing__(self, name: str) -> Path:
        path = self[name] = path_of(name)
        return path


class JsonRecord(msgspec.Struct):
    """A record of SenML JSON."""

    n: str = ""
    v: int | float | None = None
    vs: str | None = None
    vb: bool | None = None
    vd: str | None = None
    vlo: str | None = None
    t: int | float = 0
    bn: str | None = None
    bt: int | float | None = None


def msgspec_json() -> Decode:
    decode = msgspec.json.Decoder(list[JsonRecord]).decode
    paths = Paths()

    def read(payload: bytes) -> Rows:
        base_name, base_time = "", 0.0
        rows: Rows = []
        for record in decode(payload):
            if record.bn is not None:
                base_name = record.bn
            if record.bt is not None:
                base_time = record.bt
            value: Any = record.v
            if value is None:
                if record.vs is not None:
                    value = record.vs
                elif record.vb is not None:
                    value = record.vb
                elif record.vd is not None:
                    value = base64.urlsafe_b64decode(record.vd + "==")
                else:
                    value = record.vlo
            time = base_time + record.t
            rows.append((paths[base_name + record.n], time or None, value))
        return rows

    return read


def _resolver(labels: dict[str, Any], opaque: Callable[[Any], bytes]) -> Callable[[Any], Rows]:
    paths = Paths()
    n, v, vs, vb, vd, vlo, t, bn, bt = (
        labels[name] for name in ("n", "v", "vs", "vb", "vd", "vlo", "t", "bn", "bt")
    )

    def resolve(pack: list[dict[Any, Any]]) -> Rows:
        base_name, base_time = "", 0.0
        rows: Rows = []
        for record in pack:
            if bn in record:
                base_name = record[bn]
            if bt in record:
                base_time = record[bt]
            if v in record:
                value = record[v]
            elif vs in record:
                value = record[vs]
            elif vb in record:
                value = record[vb]
            elif vd in record:
                value = opaque(record[vd])
            else:
                value = record.get(vlo)
            time = base_time + record.get(t, 0)
            rows.append((paths[base_name + record.get(n, "")], time or None, value))
        return rows

    return resolve


_JSON = {name: name for name in ("n", "v", "vs", "vb", "vd", "vlo", "t", "bn", "bt")}
_CBOR = dict(n=0, v=2, vs=3, vb=4, vd=8, vlo="vlo", t=6, bn=-2, bt=-3)


def json_with(loads: Callable[[bytes], Any]) -> Decode:
    resolve = _resolver(_JSON, lambda text: base64.urlsafe_b64decode(text + "=="))
    return lambda payload: resolve(loads(payload))


def cbor2_senml() -> Decode:
    resolve = _resolver(_CBOR, bytes)
    return lambda payload: resolve(cbor2.loads(payload))


def cbor2_lwm2m(types: dict[tuple[int, int], str]) -> Decode:
    def read(payload: bytes) -> Rows:
        rows: Rows = []

        def walk(path: Path, item: Any) -> None:
            if isinstance(item, dict):
                for key, inner in item.items():
                    walk(path + (key if isinstance(key, tuple) else (key,)), inner)
            else:
                rows.append((path, None, item))

        walk((), cbor2.loads(payload))
        return rows

    return read


def python_tlv(base: Path, types: dict[tuple[int, int], str]) -> Decode:
    """A loop over TLV, as many projects have one."""
    integers = {1: ">b", 2: ">h", 4: ">i", 8: ">q"}

    def value(data: bytes, kind: str | None) -> Any:
        match kind:
            case "integer" | "time":
                return struct.unpack(integers[len(data)], data)[0]
            case "float":
                return struct.unpack(">f" if len(data) == 4 else ">d", data)[0]
            case "string":
                return data.decode()
            case "boolean":
                return data != b"\0"
            case "objlnk":
                return "{}:{}".format(*struct.unpack(">HH", data))
            case _:
                return data

    def read(payload: bytes) -> Rows:
        rows: Rows = []

        def walk(start: int, end: int, path: Path) -> None:
            while start < end:
                head = payload[start]
                start += 1
                width = 2 if head & 0x20 else 1
                id = int.from_bytes(payload[start : start + width])
                start += width
                if width := head >> 3 & 3:
                    length = int.from_bytes(payload[start : start + width])
                    start += width
                else:
                    length = head & 7
                stop = start + length
                if head >> 6 in (0, 2):
                    walk(start, stop, (*path, id))
                else:
                    full = (*path, id)
                    kind = types.get((full[0], full[2]))
                    rows.append((full, None, value(payload[start:stop], kind)))
                start = stop

        walk(0, len(payload), base[:2])  # A single resource comes with its ID.
        return rows

    return read


def for_format(name: str, base: Path, types: dict[tuple[int, int], str]) -> dict[str, Decode]:
    """The peers that read a format, by name."""
    match name:
        case "senml-json":
            return {
                "json": json_with(json.loads),
                "orjson": json_with(orjson.loads),
                "msgspec": msgspec_json(),
            }
        case "senml-cbor":
            return {"cbor2": cbor2_senml()}
        case "lwm2m-cbor":
            return {"cbor2": cbor2_lwm2m(types)}
        case "tlv":
            return {"Python loop": python_tlv(base, types)}
    return {}


def link_header(payload: bytes) -> list[tuple[str, list[tuple[str, str | None]]]]:
    """Links in CoRE link format, by the package LinkHeader."""
    links = link_format.parse(payload.decode()).links
    return [(link.href, [tuple(pair) for pair in link.attr_pairs]) for link in links]


def encode_json(dumps: Callable[[Any], Any]) -> Callable[[str, Rows], bytes]:
    """The way back, from rows to a pack with one base name."""

    def write(base: str, rows: Rows) -> bytes:
        pack = []
        for path, time, value in rows:
            record: dict[str, Any] = {"n": "/".join(map(str, path))}
            if time is not None:
                record["t"] = time
            match value:
                case bool():
                    record["vb"] = value
                case str():
                    record["vs"] = value
                case bytes():
                    record["vd"] = base64.urlsafe_b64encode(value).decode().rstrip("=")
                case _:
                    record["v"] = value
            pack.append(record)
        if pack:
            pack[0] = {"bn": "/", **pack[0]}
        payload = dumps(pack)
        return payload.encode() if isinstance(payload, str) else payload

    return write


def encode_cbor(_base: str, rows: Rows) -> bytes:
    pack = []
    for path, time, value in rows:
        record: dict[Any, Any] = {0: "/".join(map(str, path))}
        if time is not None:
            record[6] = time
        match value:
            case bool():
                record[4] = value
            case str():
                record[3] = value
            case bytes():
                record[8] = value
            case _:
                record[2] = value
        pack.append(record)
    if pack:
        pack[0] = {-2: "/", **pack[0]}
    return cbor2.dumps(pack)
