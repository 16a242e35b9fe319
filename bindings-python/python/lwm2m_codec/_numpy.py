"""Columns as numpy arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._native import Columns


def to_numpy(columns: Columns) -> dict[str, Any]:
    """The columns as numpy arrays, by name; those of fixed width are not copied."""
    import numpy

    arrays: dict[str, Any] = {}
    for name in columns.names:
        column = columns[name]
        if name in ("string", "opaque"):
            array = numpy.empty(len(column), dtype=object)
            array[:] = column.to_list()
            arrays[name] = array
        else:
            arrays[name] = numpy.asarray(column)
    return arrays
