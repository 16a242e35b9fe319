"""Payloads that come in blocks, as an iterator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ._native import REGISTRY, BlockDecoder, Record, Schema

if TYPE_CHECKING:
    from ._typing import Buffer, FormatLike, LeniencyLike, OperationLike, PathLike

_BLOCK = 1 << 14


def iter_decode(
    payload: Buffer | Iterable[Buffer],
    format: FormatLike,
    path: PathLike = "/",
    *,
    operation: OperationLike = "read",
    schema: Schema | None = REGISTRY,
    strict: bool = True,
    allow: Iterable[LeniencyLike] = (),
    alternate_path: str | None = None,
    scratch: int = 4096,
) -> Iterator[Record]:
    """Decodes a payload record by record, from its bytes or from blocks of them as they come.

    >>> blocks = iter([b"\\xc1\\x09\\x64\\xc1", b"\\x0a\\x0f"])
    >>> list(iter_decode(blocks, "tlv", "/3/0"))
    [Record("/3/0/9", 100), Record("/3/0/10", 15)]

    No more of the payload is kept than what one record takes. The arguments are those of `decode`
    and `BlockDecoder`.

    Raises:
        CodecError: The payload is wrong; the records before the error came already.
    """
    decoder = BlockDecoder(
        format,
        path,
        operation=operation,
        schema=schema,
        strict=strict,
        allow=list(allow),
        alternate_path=alternate_path,
        scratch=scratch,
    )
    try:
        view = memoryview(payload)  # type: ignore[arg-type]
    except TypeError:
        blocks: Iterable[Buffer] = payload  # type: ignore[assignment]
    else:
        view = view.cast("B")
        blocks = (view[start : start + _BLOCK] for start in range(0, len(view), _BLOCK))
    return _records(decoder, blocks)


def _records(decoder: BlockDecoder, blocks: Iterable[Buffer]) -> Iterator[Record]:
    from ._errors import CodecError

    try:
        for block in blocks:
            yield from decoder.feed(block)
        yield from decoder.finish()
    except CodecError as error:
        yield from error.records
        raise
