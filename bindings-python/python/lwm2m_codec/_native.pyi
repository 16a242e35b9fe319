from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime as _datetime
from os import PathLike as _OsPathLike
from typing import Any, ClassVar, SupportsIndex, TypeAlias, TypedDict, final, overload

from ._enums import DataType
from ._errors import CodecError
from ._types import (
    Link,
    ObjectDefinition,
    Registration,
    ResourceDefinition,
    ResourceLink,
    Span,
)
from ._typing import (
    Buffer,
    FormatLike,
    LeniencyLike,
    OperationLike,
    PathLike,
    TypeLike,
    Value,
)

__all__ = [
    "REGISTRY",
    "BlockDecoder",
    "Column",
    "Columns",
    "ObjectLink",
    "Path",
    "Record",
    "Schema",
    "__version__",
    "command",
    "content_format",
    "convert",
    "decode",
    "decode_columns",
    "decode_links",
    "decode_registration",
    "decode_resource_links",
    "encode",
    "encode_links",
    "encode_registration",
    "encode_resource_links",
    "inspect",
    "known_names",
]

# Classes here have a member of that name.
_object: TypeAlias = object

__version__: str
REGISTRY: Schema

class _KnownNames(TypedDict):
    data_types: tuple[str, ...]
    operations: tuple[str, ...]
    leniencies: list[tuple[str, str]]
    error_kinds: list[tuple[str, str]]
    formats: list[tuple[int, str, str]]

def content_format(format: FormatLike) -> int: ...
def known_names() -> _KnownNames: ...
def command(program: str, arguments: Sequence[str]) -> int: ...

@final
class Path:
    __match_args__: ClassVar[tuple[str, str, str, str]]
    @overload
    def __new__(cls, path: PathLike, /) -> Path: ...
    @overload
    def __new__(cls, *ids: int) -> Path: ...
    @property
    def object(self) -> int | None: ...
    @property
    def instance(self) -> int | None: ...
    @property
    def resource(self) -> int | None: ...
    @property
    def resource_instance(self) -> int | None: ...
    @property
    def parent(self) -> Path | None: ...
    def starts_with(self, prefix: PathLike) -> bool: ...
    def __truediv__(self, id: int, /) -> Path: ...
    def __len__(self) -> int: ...
    def __bool__(self) -> bool: ...
    def __getitem__(self, index: SupportsIndex, /) -> int: ...
    def __iter__(self) -> Iterator[int]: ...
    def __eq__(self, other: _object, /) -> bool: ...
    def __ne__(self, other: _object, /) -> bool: ...
    def __lt__(self, other: Path, /) -> bool: ...
    def __le__(self, other: Path, /) -> bool: ...
    def __gt__(self, other: Path, /) -> bool: ...
    def __ge__(self, other: Path, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[type[Path], tuple[str]]: ...

@final
class ObjectLink:
    __match_args__: ClassVar[tuple[str, str]]
    NULL: ClassVar[ObjectLink]
    @overload
    def __new__(cls, text: str, instance: None = None, /) -> ObjectLink: ...
    @overload
    def __new__(cls, object: int, instance: int, /) -> ObjectLink: ...
    @property
    def object(self) -> int: ...
    @property
    def instance(self) -> int: ...
    @property
    def is_null(self) -> bool: ...
    def __eq__(self, other: _object, /) -> bool: ...
    def __ne__(self, other: _object, /) -> bool: ...
    def __lt__(self, other: ObjectLink, /) -> bool: ...
    def __le__(self, other: ObjectLink, /) -> bool: ...
    def __gt__(self, other: ObjectLink, /) -> bool: ...
    def __ge__(self, other: ObjectLink, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[type[ObjectLink], tuple[str]]: ...

@final
class Record:
    __match_args__: ClassVar[tuple[str, str, str]]
    def __new__(
        cls,
        path: PathLike,
        value: Value | Buffer = None,
        type: TypeLike | None = None,
        *,
        time: float | _datetime | None = None,
        time_ns: int | None = None,
        relative: bool | None = None,
    ) -> Record: ...
    @property
    def path(self) -> Path: ...
    # Whoever asks for the value knows its type, or asks for that too.
    @property
    def value(self) -> Any: ...
    @property
    def type(self) -> DataType: ...
    @property
    def time(self) -> float | None: ...
    @property
    def time_ns(self) -> int | None: ...
    @property
    def relative(self) -> bool | None: ...
    def datetime(self, now: _datetime | None = None) -> _datetime | None: ...
    def __eq__(self, other: _object, /) -> bool: ...
    def __ne__(self, other: _object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Schema:
    @staticmethod
    def from_xml(path: str | _OsPathLike[str]) -> Schema: ...
    @staticmethod
    def from_types(
        types: Mapping[str, TypeLike] | Mapping[tuple[int, int], TypeLike],
        *,
        multiple: (
            Sequence[PathLike] | Mapping[str, bool] | Mapping[tuple[int, int], bool] | None
        ) = None,
    ) -> Schema: ...
    def with_versions(self, versions: Mapping[int, str]) -> Schema: ...
    def for_client(self, registration: Registration, *, lwm2m: str | None = None) -> Schema: ...
    def __or__(self, other: Schema, /) -> Schema: ...
    def object(self, id: int, version: str | None = None) -> ObjectDefinition | None: ...
    def resource(self, path: PathLike) -> ResourceDefinition | None: ...
    def name(self, path: PathLike) -> str: ...
    def objects(self) -> list[ObjectDefinition]: ...
    def search(self, text: str) -> list[ObjectDefinition]: ...
    def __eq__(self, other: _object, /) -> bool: ...
    def __ne__(self, other: _object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class BlockDecoder:
    def __new__(
        cls,
        format: FormatLike,
        path: PathLike = ...,
        *,
        operation: OperationLike = ...,
        schema: Schema | None = ...,
        strict: bool = True,
        allow: Sequence[LeniencyLike] = ...,
        alternate_path: str | None = None,
        scratch: int = 4096,
    ) -> BlockDecoder: ...
    def feed(self, block: Buffer) -> list[Record]: ...
    def finish(self) -> list[Record]: ...

@final
class Column:
    def __len__(self) -> int: ...
    def __getitem__(self, index: int, /) -> Any: ...
    def __buffer__(self, flags: int, /) -> memoryview: ...
    def to_list(self) -> list[Any]: ...

@final
class Columns:
    TYPES: ClassVar[tuple[str, ...]]
    @property
    def names(self) -> tuple[str, ...]: ...
    @property
    def errors(self) -> tuple[tuple[int, CodecError], ...]: ...
    def __len__(self) -> int: ...
    def __bool__(self) -> bool: ...
    def __getitem__(self, name: str, /) -> Column: ...
    def to_numpy(self) -> dict[str, Any]: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> Any: ...
    def __arrow_c_schema__(self) -> Any: ...

def decode(
    payload: Buffer,
    format: FormatLike,
    path: PathLike = ...,
    *,
    operation: OperationLike = ...,
    schema: Schema | None = ...,
    strict: bool = True,
    allow: Sequence[LeniencyLike] = ...,
    alternate_path: str | None = None,
) -> list[Record]: ...
def encode(
    records: Iterable[Record | tuple[PathLike, Value] | tuple[PathLike, Value, TypeLike | None]],
    format: FormatLike,
    path: PathLike = ...,
    *,
    operation: OperationLike = ...,
    schema: Schema | None = ...,
    alternate_path: str | None = None,
    absolute_names: bool = False,
    wide_unsigned: bool = False,
    tagged_time: bool = False,
    padded_base64: bool = False,
    unchecked_types: bool = False,
) -> bytes: ...
def convert(
    payload: Buffer,
    source: FormatLike,
    target: FormatLike,
    path: PathLike = ...,
    *,
    operation: OperationLike = ...,
    schema: Schema | None = ...,
    strict: bool = True,
    allow: Sequence[LeniencyLike] = ...,
    alternate_path: str | None = None,
    absolute_names: bool = False,
    wide_unsigned: bool = False,
    tagged_time: bool = False,
    padded_base64: bool = False,
    unchecked_types: bool = False,
) -> bytes: ...
def inspect(
    payload: Buffer,
    format: FormatLike,
    path: PathLike = ...,
    *,
    operation: OperationLike = ...,
    schema: Schema | None = ...,
    strict: bool = True,
    allow: Sequence[LeniencyLike] = ...,
    alternate_path: str | None = None,
) -> list[Span]: ...
def decode_columns(
    payloads: Iterable[Buffer],
    format: FormatLike,
    path: PathLike | list[PathLike] | list[str] | list[Path] = ...,
    *,
    operation: OperationLike = ...,
    schema: Schema | None = ...,
    strict: bool = True,
    allow: Sequence[LeniencyLike] = ...,
    alternate_path: str | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Columns: ...
def decode_links(
    payload: Buffer,
    *,
    root: str = "/",
    strict: bool = True,
    allow: Sequence[LeniencyLike] = ...,
) -> list[Link]: ...
def decode_registration(
    payload: Buffer, *, strict: bool = True, allow: Sequence[LeniencyLike] = ...
) -> Registration: ...
def decode_resource_links(
    payload: Buffer,
    *,
    root: str = "/",
    strict: bool = True,
    allow: Sequence[LeniencyLike] = ...,
) -> list[ResourceLink]: ...
def encode_links(links: Iterable[Link]) -> bytes: ...
def encode_registration(registration: Registration) -> bytes: ...
def encode_resource_links(links: Iterable[ResourceLink]) -> bytes: ...
