"""Records as nested dictionaries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ._native import REGISTRY, ObjectLink, Record, Schema


def to_dict(
    records: Iterable[Record], *, names: bool = False, schema: Schema = REGISTRY
) -> dict[str, Any]:
    """Nests records as objects, instances and resources, ready for `json.dumps`.

    >>> records = decode(b"\\x83\\x06\\x41\\x00\\x01\\xc1\\x09\\x64", "tlv", "/3/0")
    >>> to_dict(records)
    {'3': {'0': {'6': {'0': 1}, '9': 100}}}
    >>> to_dict(records, names=True)
    {'Device': {'0': {'Available Power Sources': {'0': 1}, 'Battery Level': 100}}}

    Opaque values become hexadecimal text, and object links text. Of several values for a path, as
    in a history, the last one counts; records without a value are left out, except that what is
    empty becomes an empty dictionary.

    Args:
        records: The records.
        names: Whether objects and resources go by the names of the schema, where it has some.
        schema: Where names come from.
    """
    nested: dict[str, Any] = {}
    for record in records:
        keys = _keys(record, schema) if names else [str(id) for id in record.path]
        if not keys or record.type in ("path", "delete"):
            continue
        place = nested
        for key in keys[:-1]:
            if not isinstance(place.get(key), dict):
                place[key] = {}
            place = place[key]
        place[keys[-1]] = {} if record.type == "empty" else _plain(record.value)
    return nested


def _keys(record: Record, schema: Schema) -> list[str]:
    keys = [str(id) for id in record.path]
    path = record.path
    if path.object is not None:
        keys[0] = schema.name((path.object,)) or keys[0]
    if path.resource is not None:
        keys[2] = schema.name(path) or keys[2]
    return keys


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, ObjectLink):
        return str(value)
    return value
