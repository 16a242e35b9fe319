"""`lwm2m-codec columns`: records of many payloads as a table."""

from __future__ import annotations

import argparse
import base64
import csv
import itertools
import sys
from collections.abc import Callable
from pathlib import Path as File
from typing import TYPE_CHECKING, Any, TextIO

from . import ContentFormat, ObjectLink, Operation, Path, decode_columns
from ._native import REGISTRY, Schema

if TYPE_CHECKING:
    from ._native import Columns

_BAR = 30


def main(arguments: list[str]) -> int:
    """Runs the command; 0 if all payloads are good, 1 if some are not, 2 for wrong usage."""
    asked = _parser().parse_args(arguments)
    try:
        payloads = _payloads(asked.file, asked.base64)
        schema = REGISTRY
        for file in reversed(asked.schema):
            schema = Schema.from_xml(file) | schema
        columns = decode_columns(
            payloads,
            asked.format,
            asked.path,
            operation=asked.operation,
            schema=schema,
            strict=not asked.lenient,
            progress=_bar if sys.stderr.isatty() else None,
        )
        _write(columns, asked.output)
    except (OSError, ValueError, ImportError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    for index, wrong in columns.errors:
        print(f"line {index + 1}: {str(wrong).splitlines()[0]}", file=sys.stderr)
    return 1 if columns.errors else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "lwm2m-codec columns",
        description="Make a table of the records of many payloads, one to a line of text.",
    )
    parser.add_argument(
        "file", nargs="?", default="-", help="the file; -, the default, is standard input"
    )
    parser.add_argument(
        "-f",
        "--format",
        required=True,
        type=_checked(ContentFormat.from_name),
        help="content format by name, CoAP number or media type",
    )
    parser.add_argument(
        "-p", "--path", default="/", type=_checked(Path), help="path of the request"
    )
    parser.add_argument(
        "--operation",
        default="read",
        choices=list(Operation),
        metavar="OPERATION",
        help="what the payloads are for",
    )
    parser.add_argument(
        "--base64", action="store_true", help="lines are base64 instead of hexadecimal"
    )
    parser.add_argument(
        "--schema",
        action="append",
        default=[],
        metavar="FILE_OR_DIR",
        help="object definitions (DDF XML); may be repeated",
    )
    parser.add_argument(
        "--lenient",
        action="store_true",
        help="accept what devices are known to send against the documents",
    )
    parser.add_argument(
        "-o",
        "--output",
        default="-",
        help="CSV, or Parquet if the name ends so (needs pyarrow); - is CSV to standard output",
    )
    return parser


def _checked(make: Callable[[str], object]) -> Callable[[str], object]:
    """Makes something of an argument, or says what is wrong with it."""

    def checked(text: str) -> object:
        try:
            return make(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    return checked


def _payloads(file: str, is_base64: bool) -> list[bytes]:
    text = sys.stdin.read() if file == "-" else File(file).read_text(encoding="ascii")
    payloads = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            line = line.strip()
            payloads.append(base64.b64decode(line) if is_base64 else bytes.fromhex(line))
        except ValueError as error:
            raise ValueError(f"line {number}: {error}") from None
    return payloads


def _bar(done: int, all: int) -> None:
    full = _BAR * done // all
    end = "\n" if done == all else ""
    print(
        f"\r[{'#' * full}{' ' * (_BAR - full)}] {done} of {all}",
        end=end,
        file=sys.stderr,
        flush=True,
    )


def _write(columns: Columns, output: str) -> None:
    if output.endswith(".parquet"):
        import pyarrow
        from pyarrow import parquet

        parquet.write_table(pyarrow.table(columns), output)
    elif output == "-":
        _write_csv(columns, sys.stdout)
    else:
        with open(output, "w", encoding="utf-8", newline="") as file:
            _write_csv(columns, file)


def _write_csv(columns: Columns, file: TextIO) -> None:
    """One row for each record: payload, path, time, type, value."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["payload", "path", "time", "type", "value"])
    names = {"time": "integer", "objlnk": "object_link", "corelnk": "string"}
    for row in range(len(columns)):
        ids = (
            columns[name][row] for name in ("object", "instance", "resource", "resource_instance")
        )
        path = Path(*itertools.takewhile(lambda id: id != 65535, ids))
        kind = columns.TYPES[columns["type"][row]]
        name = names.get(kind, kind)
        value: Any = columns[name][row] if name in columns.names else ""
        if kind == "objlnk":
            value = ObjectLink(*divmod(value, 1 << 16))
        time = columns["time"][row]
        shown = value.hex() if isinstance(value, bytes) else value
        writer.writerow([columns["payload"][row], path, "" if time != time else time, kind, shown])
