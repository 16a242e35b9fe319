"""Enumerations: formats, operations, data types, leniencies.

Members are integers or strings, and wherever a function takes one, the plain number or name will
do.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum


class ContentFormat(IntEnum):
    """The content formats of LwM2M, by their CoAP numbers.

    >>> ContentFormat.SENML_CBOR == 112
    True
    >>> ContentFormat.from_name("senml-cbor"), ContentFormat.TLV.media_type
    (<ContentFormat.SENML_CBOR: 112>, 'application/vnd.oma.lwm2m+tlv')
    """

    TEXT = 0
    LINK_FORMAT = 40
    OPAQUE = 42
    CBOR = 60
    SENML_JSON = 110
    SENML_CBOR = 112
    ETCH_JSON = 320
    ETCH_CBOR = 322
    TLV = 11542
    OMA_JSON = 11543
    LWM2M_CBOR = 11544

    @classmethod
    def from_name(cls, name: str) -> ContentFormat:
        """The format with a name, such as `senml-cbor`, a number as text, or a media type.

        Raises:
            ValueError: There is none.
        """
        from ._native import content_format

        return cls(content_format(name))

    @property
    def short_name(self) -> str:
        """The name that functions and the command line take, such as `senml-cbor`."""
        return next(name for number, name, _ in _known_formats() if number == self)

    @property
    def media_type(self) -> str:
        """The media type, such as `application/senml+cbor`."""
        return next(media_type for number, _, media_type in _known_formats() if number == self)


def _known_formats() -> list[tuple[int, str, str]]:
    from ._native import known_names

    return known_names()["formats"]


class Operation(StrEnum):
    """What a payload is for."""

    READ = "read"
    """The answer to a Read or Observe, or a notification."""
    WRITE = "write"
    CREATE = "create"
    EXECUTE = "execute"
    READ_COMPOSITE = "read-composite"
    """The paths that a Read-Composite or Observe-Composite asks for."""
    READ_COMPOSITE_RESPONSE = "read-composite-response"
    """The answer to that, or its notifications."""
    WRITE_COMPOSITE = "write-composite"
    SEND = "send"
    DISCOVER = "discover"
    REGISTER = "register"
    BOOTSTRAP_WRITE = "bootstrap-write"
    BOOTSTRAP_READ = "bootstrap-read"
    BOOTSTRAP_PACK = "bootstrap-pack"


class DataType(StrEnum):
    """The types of values, and what a record says that has none.

    | type | value in Python |
    |---|---|
    | string, corelnk | `str` |
    | integer, unsigned, time | `int` |
    | float | `float` |
    | boolean | `bool` |
    | opaque | `bytes` |
    | objlnk | `ObjectLink` |
    | none, path, delete, empty | `None` |
    """

    STRING = "string"
    INTEGER = "integer"
    UNSIGNED = "unsigned"
    FLOAT = "float"
    BOOLEAN = "boolean"
    OPAQUE = "opaque"
    TIME = "time"
    """Seconds since 1970-01-01T00:00:00Z."""
    OBJECT_LINK = "objlnk"
    CORE_LINK = "corelnk"
    NONE = "none"
    """No value: executable resources."""
    PATH = "path"
    """The path itself is meant, as in the request of a Read-Composite."""
    DELETE = "delete"
    """The resource instance is to be deleted."""
    EMPTY = "empty"
    """The object instance or multiple-instance resource is there and has no children."""


class Leniency(StrEnum):
    """One deviation from the documents that devices send, each with its description.

    >>> print(Leniency.DUPLICATES, "-", Leniency.DUPLICATES.description)
    Duplicates - the same path and time twice, of which all are kept
    """

    LOOSE_NUMBERS = "LooseNumbers"
    FLOAT_WORDS = "FloatWords"
    BOOLEAN_WORDS = "BooleanWords"
    BASE64 = "Base64"
    HEX_NULL_LINK = "HexNullLink"
    TRAILING_NUL = "TrailingNul"
    INVALID_UTF8 = "InvalidUtf8"
    OPAQUE_FOR_OTHER = "OpaqueForOther"
    FLOAT_FOR_INTEGER = "FloatForInteger"
    NUMBER_FOR_BOOLEAN = "NumberForBoolean"
    BOOLEAN_FOR_NUMBER = "BooleanForNumber"
    FRACTIONAL_TIME = "FractionalTime"
    UNKNOWN_TAGS = "UnknownTags"
    BIGNUM = "Bignum"
    TEXT_FOR_TIME = "TextForTime"
    INTEGER_WIDTH = "IntegerWidth"
    BOOLEAN_BYTE = "BooleanByte"
    SUPERFLUOUS_LEVEL = "SuperfluousLevel"
    MISSING_LEVEL = "MissingLevel"
    DUPLICATES = "Duplicates"
    SINGLE_FOR_MULTIPLE = "SingleForMultiple"
    TRAILING_SLASH = "TrailingSlash"
    MISSING_LEADING_SLASH = "MissingLeadingSlash"
    LEADING_ZEROS = "LeadingZeros"
    MISSING_ALTERNATE_PATH = "MissingAlternatePath"
    STRING_FOR_OBJECT_LINK = "StringForObjectLink"
    DUPLICATE_LABELS = "DuplicateLabels"
    BYTE_ORDER_MARK = "ByteOrderMark"
    INDEFINITE_ARRAY = "IndefiniteArray"
    INDEFINITE_STRING = "IndefiniteString"
    TEXT_LABELS = "TextLabels"
    TIME_TAGS = "TimeTags"
    VALUE_IN_PATH_LIST = "ValueInPathList"
    NULL_DELETES_RESOURCE = "NullDeletesResource"
    NULL_WITHOUT_ETCH = "NullWithoutEtch"
    EMPTY_MAP = "EmptyMap"
    RELATIVE_KEYS = "RelativeKeys"
    LINK_SPACES = "LinkSpaces"
    LINK_TRAILING_COMMA = "LinkTrailingComma"
    BARE_LWM2M_VERSION = "BareLwm2mVersion"
    ARGUMENT_TEXT = "ArgumentText"
    EMPTY_PAYLOAD = "EmptyPayload"
    INSTANCE_FOR_SINGLE = "InstanceForSingle"
    MISSING_SLASH = "MissingSlash"
    SURROUNDING_SPACE = "SurroundingSpace"
    ASCII_NUMBERS = "AsciiNumbers"
    NUMBER_AS_TEXT = "NumberAsText"
    ZERO_SERVER_ID = "ZeroServerId"
    ATTRIBUTE_EXPONENTS = "AttributeExponents"
    LONG_VERSIONS = "LongVersions"
    EMPTY_ATTRIBUTE = "EmptyAttribute"
    BASE_FIELDS_ONLY = "BaseFieldsOnly"
    ANY_CORE_LINK = "AnyCoreLink"

    @property
    def description(self) -> str:
        """What the leniency accepts, as a phrase."""
        from ._native import known_names

        return dict(known_names()["leniencies"])[self]
