"""What functions take for a path, a format and the like."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Protocol, TypeAlias

from ._enums import ContentFormat, DataType, Leniency, Operation
from ._native import ObjectLink, Path

if sys.version_info >= (3, 12):
    from collections.abc import Buffer
else:

    class Buffer(Protocol):
        """An object with bytes: `bytes`, `bytearray`, `memoryview` and others."""

        def __buffer__(self, flags: int, /) -> memoryview:
            """The bytes."""
            ...


__all__ = [
    "Buffer",
    "FormatLike",
    "LeniencyLike",
    "OperationLike",
    "PathLike",
    "TypeLike",
    "Value",
]

PathLike: TypeAlias = Path | str | Sequence[int]
FormatLike: TypeAlias = ContentFormat | int | str
OperationLike: TypeAlias = Operation | str
LeniencyLike: TypeAlias = Leniency | str
TypeLike: TypeAlias = DataType | str
Value: TypeAlias = int | float | str | bytes | bool | ObjectLink | None
