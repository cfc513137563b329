"""What is to be done with a row, as far as the row alone can tell: to send it, to skip it, or to reject it."""

from typing import Any, TypeAlias

from attrs import frozen

from ..wire.request import Request
from .kinds import Kind
from .source import Row


@frozen(kw_only=True)
class Planned:
    """A row that can be sent."""

    row: Row
    kind: Kind
    key: str
    """Under which, within its kind, this has one effect."""
    request: Request[Any]
    digest: bytes
    """A hash of API, kind and parameters: another one under the same key is a conflict."""
    people: tuple[bytes, ...]
    """Whose row this is: a hash of the `uid`, of the `email`, or of each."""
    sale: str | None = None
    """For a refund: the `event_id` of its sale, if it says it."""


@frozen(kw_only=True)
class Skipped:
    """A row that need not be sent."""

    reason: str
    kind: Kind | None = None
    key: str | None = None
    people: tuple[bytes, ...] = ()


@frozen(kw_only=True)
class Rejected:
    """A row that cannot be sent, or that FirstPromoter refuses; it may be mended and tried again."""

    reason: str
    kind: Kind | None = None
    key: str | None = None
    people: tuple[bytes, ...] = ()


Plan: TypeAlias = Planned | Skipped | Rejected
