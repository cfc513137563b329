"""What the filters of v2's listings are made of: ranges, directions, and lists that must not be empty.

This module knows nothing of particular operations.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any, Final, Generic, Literal, TypeAlias, TypeVar

from attrs import field

from ..errors import InvalidRequest
from ..frozen import frozen
from ..unset import UNSET, Maybe, Unset
from ..wire.request import wire_name
from .lists import copied

T = TypeVar("T")
V = TypeVar("V", covariant=True)

Direction: TypeAlias = Literal["asc", "desc"]
"""Smallest, oldest or first in the alphabet first; or last."""

Day: TypeAlias = date | str
"""A date (`2026-01-31`); a `datetime` must have a time zone; text is sent as it is."""


@frozen(kw_only=True)
class Range(Generic[V]):
    """From one value to another, both included: `Range(from_=date(2026, 1, 1))`; one end may be left open."""

    from_: Maybe[V] = field(default=UNSET, metadata=wire_name("from"))
    to: Maybe[V] = UNSET

    def __attrs_post_init__(self) -> None:
        if self.from_ is UNSET and self.to is UNSET:
            raise InvalidRequest("a range needs from_ or to, and neither was given")


class DuePeriod(StrEnum):
    """When commissions are to be paid."""

    NEXT = "next"
    OVERDUE = "overdue"
    CUSTOM = "custom"


# attrs converters. One for each type, since mypy reads no generic ones.


def several_ids(values: Maybe[Iterable[int]]) -> Maybe[tuple[int, ...]]:
    """Keep ids as they are now; an empty list is refused, since the API would not see it and would answer with everything."""
    return UNSET if values is UNSET else kept(values)


def several_words(values: Maybe[Iterable[str]]) -> Maybe[tuple[str, ...]]:
    """Keep words as they are now; an empty list is refused."""
    return UNSET if values is UNSET else kept(values)


def one_or_several_ids(values: Maybe[int | Iterable[int]]) -> Maybe[int | tuple[int, ...]]:
    """Keep one id, or several as `several_ids` does."""
    return values if isinstance(values, int | Unset) else kept(values)


def one_or_several_words(values: Maybe[str | Iterable[str]]) -> Maybe[str | tuple[str, ...]]:
    """Keep one word, or several as `several_words` does."""
    return values if isinstance(values, str | Unset) else kept(values)


def one_or_several_keys(values: Maybe[int | str | Iterable[int | str]]) -> Maybe[int | str | tuple[int | str, ...]]:
    """Keep one key, or several: numbers or text."""
    return values if isinstance(values, int | str | Unset) else kept(values)


def kept(values: Iterable[T]) -> tuple[T, ...]:
    """Keep a list as it is now; an empty one is refused."""
    copy = copied(values)
    if not copy:
        raise InvalidRequest("an empty list would find everything; leave the parameter out to mean that")
    return copy


def _yes_or_no(value: bool) -> str:
    return "yes" if value else "no"


YES_OR_NO: Final[dict[str, Any]] = {"write": _yes_or_no}
"""Marks the filters that are spelled `yes` and `no`, where others are `true` and `false`."""
