"""Times as `datetime`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def nanoseconds(time: object) -> int:
    """Nanoseconds since 1970 of a `datetime` with a time zone."""
    if not isinstance(time, datetime) or time.tzinfo is None:
        raise TypeError("a time is seconds or a datetime with a time zone")
    return (time - _EPOCH) // timedelta(microseconds=1) * 1000


def to_datetime(time_ns: int, relative: bool, now: datetime | None) -> datetime:
    """The `datetime` of a time, which is added to `now` if it is relative."""
    since = timedelta(microseconds=time_ns // 1000)
    if not relative:
        return _EPOCH + since
    return (datetime.now(UTC) if now is None else now) + since
