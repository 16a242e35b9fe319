"""What `pickle` calls to make objects again."""

from __future__ import annotations

from typing import Any

from ._native import REGISTRY, Path, Record, Schema


def record(
    path: Path, value: Any, type: str | None, time_ns: int | None, relative: bool | None = None
) -> Record:
    """A record."""
    return Record(path, value, type, time_ns=time_ns, relative=relative)


def schema(layers: list[tuple[Any, ...]]) -> Schema:
    """A schema; definitions from files are read again."""
    first, *others = [_layer(*recipe) for recipe in layers]
    for other in others:
        first = first | other
    return first


def _layer(kind: str, *contents: Any) -> Schema:
    match kind:
        case "registry":
            return REGISTRY
        case "xml":
            return Schema.from_xml(*contents)
        case "types":
            types, multiple = contents
            told = any(many is not None for many in multiple.values())
            several = [ids for ids, many in multiple.items() if many]
            return Schema.from_types(types, multiple=several if told else None)
        case _:
            inner, versions = contents
            return schema(inner).with_versions(dict(versions))
