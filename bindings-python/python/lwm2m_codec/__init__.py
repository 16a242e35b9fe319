"""Decode and encode the payloads of OMA LwM2M.

>>> import lwm2m_codec
>>> for record in lwm2m_codec.decode(b"\\xc1\\x09\\x64", "tlv", "/3/0"):
...     print(record.path, record.value, lwm2m_codec.REGISTRY.name(record.path))
/3/0/9 100 Battery Level

The functions `decode`, `encode` and `convert` work on whole payloads, `BlockDecoder` and
`iter_decode` on payloads that come in blocks, `decode_columns` on many payloads at once.
"""

from ._blocks import iter_decode
from ._dicts import to_dict
from ._enums import ContentFormat, DataType, Leniency, Operation
from ._errors import CodecError
from ._native import (
    REGISTRY,
    BlockDecoder,
    Column,
    Columns,
    ObjectLink,
    Path,
    Record,
    Schema,
    __version__,
    convert,
    decode,
    decode_columns,
    decode_links,
    decode_registration,
    decode_resource_links,
    encode,
    encode_links,
    encode_registration,
    encode_resource_links,
    inspect,
)
from ._types import (
    Link,
    ObjectDefinition,
    RegisteredObject,
    Registration,
    ResourceDefinition,
    ResourceLink,
    Span,
)

__all__ = [
    "REGISTRY",
    "BlockDecoder",
    "CodecError",
    "Column",
    "Columns",
    "ContentFormat",
    "DataType",
    "Leniency",
    "Link",
    "ObjectDefinition",
    "ObjectLink",
    "Operation",
    "Path",
    "Record",
    "RegisteredObject",
    "Registration",
    "ResourceDefinition",
    "ResourceLink",
    "Schema",
    "Span",
    "__version__",
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
    "iter_decode",
    "to_dict",
]
