"""Lists that v2 is given to keep, as attrs converters: copied as they are now, and a text in place of a list refused.

An empty list is a value: it empties what was kept. One converter for each type, since mypy reads no generic ones. This module
knows nothing of particular operations.
"""

from collections.abc import Iterable
from typing import TypeVar

from ..errors import InvalidRequest
from ..unset import UNSET, Maybe

T = TypeVar("T")


def ids(values: Iterable[int]) -> tuple[int, ...]:
    """Copy a list of ids."""
    return copied(values)


def words(values: Iterable[str]) -> tuple[str, ...]:
    """Copy a list of words."""
    return copied(values)


def maybe_ids(values: Maybe[Iterable[int]]) -> Maybe[tuple[int, ...]]:
    """Copy a list of ids that need not be given."""
    return UNSET if values is UNSET else copied(values)


def maybe_words(values: Maybe[Iterable[str]]) -> Maybe[tuple[str, ...]]:
    """Copy a list of words that need not be given."""
    return UNSET if values is UNSET else copied(values)


def copied(values: Iterable[T]) -> tuple[T, ...]:
    """Copy a list; raises `InvalidRequest` for what is none."""
    if isinstance(values, str):
        raise InvalidRequest(f"a list was expected, and the text {values!r} was given")
    if not isinstance(values, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidRequest(f"a list was expected, and {type(values).__name__} was given")
    return tuple(values)
