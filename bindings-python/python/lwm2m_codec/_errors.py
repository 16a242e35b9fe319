"""The error of the codec."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._native import Path, Record


class CodecError(ValueError):
    """A payload is wrong, or a format cannot express a record.

    The message shows the place.

    >>> try:
    ...     decode(b"\\xc2\\x09\\x64", "tlv", "/3/0")
    ... except CodecError as error:
    ...     print(error.kind, error.offset, error.path)
    ...     print(error)
    Truncated 3 /3/0/9
    byte 3, /3/0/9: the payload ends here, but more must follow
      00000000  c2 09 64
                         ^^
    """

    kind: str
    """What is wrong, as a word, such as `Truncated`."""
    offset: int | None
    """The byte of the payload; `None` for errors of encoding."""
    path: Path | None
    """The place in the data model, if it is known."""
    record: int | None
    """The index of the record; `None` for errors of decoding."""
    leniency: str | None
    """The name of the `Leniency` that would have accepted the payload, if there is one."""
    records: list[Record]
    """From `BlockDecoder.feed`: the records of the block before the error."""

    def __init__(
        self,
        message: str,
        kind: str,
        offset: int | None = None,
        path: Path | None = None,
        record: int | None = None,
        leniency: str | None = None,
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.offset = offset
        self.path = path
        self.record = record
        self.leniency = leniency
        self.records = []

    def __reduce__(self) -> tuple[object, ...]:
        arguments = (str(self), self.kind, self.offset, self.path, self.record, self.leniency)
        return (type(self), arguments, {"records": self.records})
