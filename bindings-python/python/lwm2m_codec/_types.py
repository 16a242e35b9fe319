"""Data types that need no speed: spans, links and object definitions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from types import MappingProxyType
from typing import Literal

from ._enums import DataType
from ._errors import CodecError
from ._native import Path, Record


@dataclass(frozen=True, slots=True)
class Link:
    """A link in CoRE link format: a target with attributes."""

    target: str
    attributes: tuple[tuple[str, str | None], ...] = ()
    """Names and values, in order; the value is `None` where there is none."""
    path: Path | None = field(default=None, compare=False)
    """The path of LwM2M that the target is, if it is one; encoding does not use it."""

    def get(self, name: str) -> str | None:
        """The value of the first attribute of a name; `None` if it is not there."""
        return next((value for own, value in self.attributes if own == name), None)


@dataclass(frozen=True, slots=True)
class RegisteredObject:
    """An object that a client registers."""

    version: str | None = None
    instances: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Registration:
    """What a client registers.

    >>> registration = Registration({3: RegisteredObject("1.1", (0,))}, formats=(110, 112))
    >>> registration.objects[3].instances
    (0,)
    """

    objects: Mapping[int, RegisteredObject]
    """The objects by their IDs."""
    formats: tuple[int, ...] = ()
    """The content formats that the client says to support, beside those that it must."""
    root: str = "/"
    """The root of the client's objects: `/` or the alternate path."""

    def __post_init__(self) -> None:
        """Keeps a copy of the objects that nobody can change."""
        object.__setattr__(self, "objects", MappingProxyType(dict(self.objects)))

    def __hash__(self) -> int:
        return hash((frozenset(self.objects.items()), self.formats, self.root))

    def __reduce__(self) -> tuple[object, ...]:
        return (Registration, (dict(self.objects), self.formats, self.root))


@dataclass(frozen=True, slots=True)
class ResourceLink:
    """A link of Discover or Bootstrap-Discover: a path with the attributes that LwM2M knows.

    Attributes are `None` where the link does not have them.
    """

    path: Path
    root: str = "/"
    """What stands before the path: `/`, or an alternate path such as `/lwm2m`."""
    marks_root: bool = False
    """Whether the link is marked as the root of the client, by `rt="oma.lwm2m"`."""
    _: KW_ONLY
    formats: tuple[int, ...] | None = None
    """The content formats that the client supports; on the root."""
    version: str | None = None
    """The version of the object."""
    lwm2m: str | None = None
    """The version of LwM2M; on the root, in Bootstrap-Discover."""
    dim: int | None = None
    """The number of resource instances."""
    ssid: int | None = None
    """The short server ID."""
    uri: str | None = None
    """The URI of the server."""
    pmin: int | None = None
    """The minimum period in seconds."""
    pmax: int | None = None
    """The maximum period in seconds."""
    epmin: int | None = None
    """The minimum evaluation period in seconds."""
    epmax: int | None = None
    """The maximum evaluation period in seconds."""
    gt: float | None = None
    """Report when the value crosses this."""
    lt: float | None = None
    """Report when the value crosses this."""
    st: float | None = None
    """Report when the value has changed by this."""
    edge: Literal[0, 1] | None = None
    """Report when a Boolean falls (0) or rises (1)."""
    con: bool | None = None
    """Whether notifications are confirmable."""
    hqmax: int | None = None
    """How many notifications are kept for a server that cannot be reached."""


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a payload, and what it says."""

    start: int
    end: int
    kind: Literal["record", "link", "container", "structure", "incomplete", "broken"]
    path: Path | None = None
    """The place in the data model that the bytes are about, if it is known."""
    record: Record | None = None
    link: Link | None = None
    error: CodecError | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class ResourceDefinition:
    """What a schema says of a resource."""

    id: int
    name: str
    type: DataType | None
    """The data type; `none` for executable resources, `None` if it is not known."""
    operations: str
    """What may be done with it: letters of `RWE`, none if only the bootstrap server may."""
    multiple: bool
    mandatory: bool
    range: str
    """The range or enumeration as its author wrote it."""
    units: str


@dataclass(frozen=True, slots=True)
class ObjectDefinition:
    """What a schema says of an object."""

    id: int
    name: str
    version: str
    lwm2m_version: str
    """The lowest version of LwM2M that can host the object."""
    multiple: bool
    mandatory: bool
    resources: tuple[ResourceDefinition, ...]
    """The resources, by ID."""
