"""Runs conformance vectors: `python vectors.py [--dump] FILE…`.

Prints what the Rust example `vectors` prints: a line for each failing vector and `N passed,
N failed` at the end; with `--dump`, what each vector decodes to.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path as File
from typing import Any, Self

import lwm2m_codec
from lwm2m_codec import CodecError, ContentFormat, Link, Path, Record, Registration, Schema
from lwm2m_codec._native import content_format

EXACT = 1 << 53
OPERATIONS = {
    None: "read",
    "read": "read",
    "notify": "read",
    "write": "write",
    "create": "create",
    "send": "send",
    "fetch": "read-composite",
    "fetch-senml": "read-composite",
    "patch": "write-composite",
}


class BadVector(Exception):
    """A vector that says something that is not understood."""


def number(value: float) -> str:
    """A number as Rust programs write it."""
    sign, digits, exponent = ("-" if math.copysign(1, value) < 0 else ""), *shortest(abs(value))
    point = len(digits) + exponent
    if exponent >= 0 and point <= 16:
        return f"{sign}{digits}{'0' * exponent}.0"
    if 0 < point <= 16:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -5 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    fraction = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{fraction}e{point - 1:{'+' if point > 0 else ''}}"


def shortest(number: float) -> tuple[str, int]:
    """The digits of a number without zeros at their ends, and the exponent of the last one."""
    mantissa, _, exponent = f"{number!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    power = int(exponent or 0) - len(fraction)
    digits = (whole + fraction).lstrip("0")
    cut = digits.rstrip("0")
    return cut or "0", power + len(digits) - len(cut) if cut else 0


def plain(record: Record) -> dict[str, Any]:
    """A record as in vectors."""
    form: dict[str, Any] = {"path": str(record.path), "type": str(record.type)}
    match record.value:
        case bool() | None | str() as value:
            form["value"] = value
        case int() as value:
            form["value"] = value if abs(value) <= EXACT else str(value)
        case float() as value if math.isnan(value):
            form["value"] = "NaN"
        case float() as value:
            form["value"] = value if math.isfinite(value) else "-Infinity"[value > 0 :]
        case bytes() as value:
            form["value"] = value.hex()
        case link:
            form["value"] = str(link)
    if record.time_ns is not None:
        form["time"] = seconds(record)
        # Other numbers say it themselves.
        if 0 < record.time_ns < 2**28 * 10**9:
            form["relative"] = record.relative
    return form


def seconds(record: Record) -> Any:
    """The time of a record: a number where that is exact."""
    assert record.time is not None and record.time_ns is not None
    whole, nanoseconds = divmod(record.time_ns, 10**9)
    if nanoseconds == 0 and abs(whole) <= EXACT:
        return whole
    if Record("/", None, time=record.time).time_ns == record.time_ns:
        return record.time
    sign, whole = ("-", -record.time_ns) if record.time_ns < 0 else ("", record.time_ns)
    text = f"{sign}{whole // 10**9}.{whole % 10**9:09}"
    return text.rstrip("0").rstrip(".")


@dataclass
class Records:
    """What a payload of records decodes to."""

    records: list[Record]

    @property
    def stated(self) -> list[dict[str, Any]]:
        return [plain(record) for record in self.records if record.type != "empty"]

    @property
    def empty(self) -> list[str]:
        return [str(record.path) for record in self.records if record.type == "empty"]

    def dump(self) -> dict[str, Any]:
        members: dict[str, Any] = {"ok": True, "records": self.stated}
        return members | ({"empty": self.empty} if self.empty else {})


@dataclass
class Links:
    """What a payload of links decodes to; those of Discover need not make a registration."""

    links: list[Link]
    registration: Registration | None

    @classmethod
    def read(cls, payload: bytes, strict: bool) -> Self:
        try:
            registration = lwm2m_codec.decode_registration(payload, strict=strict)
        except CodecError:
            registration = None
        return cls(lwm2m_codec.decode_links(payload, strict=strict), registration)

    @property
    def plain_links(self) -> list[dict[str, Any]]:
        return [
            {"uri": link.target, "attrs": [list(attribute) for attribute in link.attributes]}
            for link in self.links
        ]

    @property
    def plain_registration(self) -> dict[str, Any] | None:
        if self.registration is None:
            return None
        objects = {
            str(id): {"ver": item.version, "instances": list(item.instances)}
            for id, item in self.registration.objects.items()
        }
        root, formats = self.registration.root, list(self.registration.formats)
        return {"root": root, "ct": formats, "objects": objects}

    def dump(self) -> dict[str, Any]:
        members: dict[str, Any] = {"ok": True, "links": self.plain_links}
        registration = self.plain_registration
        return members | ({} if registration is None else {"reg": registration})


class Vector:
    """One vector."""

    def __init__(self, members: dict[str, Any]) -> None:
        self.members = members
        self.id: str = members["id"]
        self.format: str = members["format"]

    @property
    def skipped(self) -> str | None:
        """Why the vector cannot be judged, if it cannot."""
        if self.members.get("gateway"):
            return "prefixes of the LwM2M Gateway are not supported"
        return None

    @property
    def content_format(self) -> int:
        try:
            return content_format(self.format)
        except ValueError as error:
            raise BadVector(f"format {self.format}: {str(error).split(': ', 1)[1]}") from None

    @property
    def payload(self) -> bytes:
        text = self.members["hex"]
        if len(text) % 2:
            raise BadVector("hex: Odd number of digits")
        for position, letter in enumerate(text):
            if letter not in "0123456789abcdefABCDEF":
                raise BadVector(f"hex: Invalid character {letter!r} at position {position}")
        return bytes.fromhex(text)

    @property
    def schema(self) -> Schema:
        types, multiple = self.members.get("types"), self.members.get("multiple")
        return Schema.from_types(types or {}, multiple=multiple or {})

    @property
    def request(self) -> dict[str, Any]:
        """What a function needs to know of the request."""
        try:
            base = Path(self.members["base"])
        except CodecError as error:
            raise BadVector(f"base: {str(error).split(': ', 1)[1]}") from None
        name = self.members.get("op")
        if name not in OPERATIONS:
            raise BadVector(f"unknown operation {name}")
        operation = OPERATIONS[name]
        if operation == "write" and len(base) == 0:
            operation = "write-composite"
        return {
            "path": base,
            "operation": operation,
            "alternate_path": self.members.get("root"),
            "schema": self.schema,
        }

    @property
    def is_links(self) -> bool:
        try:
            return self.content_format == ContentFormat.LINK_FORMAT
        except BadVector:
            return False

    def read(self, strict: bool) -> Records | Links:
        """Decodes the payload in one mode."""
        if self.is_links:
            return Links.read(self.payload, strict)
        format, payload = self.content_format, self.payload
        return Records(lwm2m_codec.decode(payload, format, **self.request, strict=strict))

    def dump(self) -> dict[str, Any]:
        """What both modes make of the vector."""

        def mode(strict: bool) -> dict[str, Any]:
            try:
                return self.read(strict).dump()
            except CodecError as error:
                return {"ok": False, "error": error.kind, "offset": error.offset}
            except BadVector as error:
                return {"ok": False, "error": str(error)}

        return {"id": self.id, "strict": mode(True), "lenient": mode(False)}

    def faults(self) -> Iterator[str]:
        """In what ways a mode does not judge and read the vector as it says."""
        accepts = self.members["ok"]
        lenient = self.members.get("lenient")
        for name, strict, accepted in (
            ("strict", True, accepts),
            ("lenient", False, accepts if lenient is None else lenient),
        ):
            try:
                fault = self.fault(strict, accepted)
            except CodecError as error:
                fault = f"encoding: {error}"
            if fault is not None:
                yield f"\n  {name}: {fault}"

    def fault(self, strict: bool, accepted: bool) -> str | None:
        try:
            reading = self.read(strict)
        except CodecError as error:
            if accepted:
                return f"refused: {error}"
            if error.offset is None or error.offset > len(self.payload):
                return f"the error's place is not in the payload: {error.offset}"
            return None
        if not accepted:
            return f"accepted: {dumps(reading.dump())}"
        if isinstance(reading, Links):
            return self.link_fault(reading, strict)
        expected = self.members.get("records") or []
        if not same(expected, reading.stated):
            return f"expected {dumps(expected)}\n    found {dumps(reading.stated)}"
        expected = self.members.get("empty") or []
        if expected != reading.empty:
            return f"expected empty {expected}, found {reading.empty}"
        return self.encode_again(reading.records, strict)

    def link_fault(self, reading: Links, strict: bool) -> str | None:
        if self.members.get("links") != reading.plain_links:
            return f"expected {self.members.get('links')}\n    found {reading.plain_links}"
        payload = lwm2m_codec.encode_links(reading.links)
        if lwm2m_codec.decode_links(payload, strict=strict) != reading.links:
            return f"{payload!r} decodes to other links"
        expected = self.members.get("reg")
        if expected is None:
            return None
        if reading.plain_registration != expected or reading.registration is None:
            return f"expected {expected}\n    found {reading.registration}"
        payload = lwm2m_codec.encode_registration(reading.registration)
        if lwm2m_codec.decode_registration(payload) != reading.registration:
            return f"{payload!r} decodes to another registration"
        return None

    def encode_again(self, records: list[Record], strict: bool) -> str | None:
        """Encodes what was read, which must decode to the same."""
        request = self.request
        try:
            # Without a schema the tag says that a number is a time, but SenML must not have any.
            tagged = not (strict and self.content_format in (112, 322))
            payload = lwm2m_codec.encode(
                records, self.content_format, **request, tagged_time=tagged
            )
        except CodecError as error:
            # What only a leniency reads need not have a conforming form, but is never lost.
            inexpressible = error.kind in INEXPRESSIBLE
            if not self.members["ok"] and inexpressible:
                return None
            raise
        again = lwm2m_codec.decode(payload, self.content_format, **request, strict=strict)
        return None if again == records else f"{payload.hex()} decodes to {again}"


# What the records of a lenient reading may be for an encoder.
INEXPRESSIBLE = (
    "NumberNotRepresentable",
    "NotRepresentable",
    "RecordOutsideBase",
    "NoRecords",
    "TypeMismatch",
)


def same(expected: list[dict[str, Any]], found: list[dict[str, Any]]) -> bool:
    """Whether records are the expected ones, whatever way their numbers are written."""

    def record(form: dict[str, Any]) -> Record:
        value, kind = form.get("value"), form["type"]
        match kind:
            case "opaque":
                value = bytes.fromhex(value or "")
            case "objlnk":
                value = lwm2m_codec.ObjectLink(value or "")
            case "float":
                value = float(value if value is not None else "")
            case "integer" | "unsigned" | "time":
                value = int(value if value is not None else "")
        time = form.get("time")
        return Record(
            form["path"], value, kind, time=float(time) if isinstance(time, str) else time
        )

    return [record(form) for form in expected] == [record(form) for form in found]


def dumps(value: Any) -> str:
    """JSON as Rust programs write it."""
    match value:
        case dict():
            members = (f"{dumps(key)}:{dumps(value[key])}" for key in sorted(value))
            return "{" + ",".join(members) + "}"
        case list() | tuple():
            return "[" + ",".join(dumps(item) for item in value) + "]"
        case float():
            return number(value)
        case _:
            return json.dumps(value, ensure_ascii=False)


def load(file: str) -> list[Vector]:
    """The vectors of a file, one to a line."""
    lines = File(file).read_text(encoding="utf-8").split("\n")
    return [Vector(json.loads(line)) for line in lines if line.strip()]


def main(arguments: list[str]) -> int:
    options = [argument for argument in arguments if argument.startswith("--")]
    files = [argument for argument in arguments if not argument.startswith("--")]
    if options not in ([], ["--dump"]) or not files:
        print("usage: vectors [--dump] FILE…", file=sys.stderr)
        return 2
    try:
        vectors = [vector for file in files for vector in load(file)]
    except (OSError, ValueError, KeyError) as error:
        print(error, file=sys.stderr)
        return 2
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    if options:
        for vector in vectors:
            print(dumps(vector.dump()))
        return 0
    failed = skipped = 0
    for vector in vectors:
        if vector.skipped is not None:
            print(f"{vector.id} ({vector.format}): skipped: {vector.skipped}")
            skipped += 1
            continue
        try:
            faults = "".join(vector.faults())
        except BadVector as error:
            faults = str(error)
        if faults:
            print(f"{vector.id} ({vector.format}): {faults}")
            failed += 1
    passed = len(vectors) - failed - skipped
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
