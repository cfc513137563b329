"""Rules that one parameter must meet by itself, as attrs validators.

They raise before anything is sent. Rules between parameters are in the `check` of each request class. This module knows
nothing of particular operations.
"""

from collections.abc import Callable
from typing import Any, TypeGuard

from ..errors import InvalidAmount, InvalidRequest
from ..unset import UNSET

Validator = Callable[[Any, Any, Any], None]


def minor_units(request: Any, attribute: Any, value: Any) -> None:
    """Refuse an amount that is not a positive integer; raises `InvalidAmount`.

    A float or a decimal would mean that somebody forgot to convert to minor units, which is a mistake by a factor of 100.
    """
    if not _is_whole(value):
        raise InvalidAmount(
            f"{_named(request, attribute)} is an integer in minor units (cents), and {type(value).__name__} was given;"
            ' firstpromoter_async.money.cents("29.33") converts'
        )
    if value <= 0:
        raise InvalidAmount(f"{_named(request, attribute)} is more than zero, and {value} was given")


def at_least(least: int) -> Validator:
    """Refuse integers below `least`, and everything that is not an integer; `UNSET` passes."""

    def check(request: Any, attribute: Any, value: Any) -> None:
        if value is not UNSET and not (_is_whole(value) and value >= least):
            raise InvalidRequest(f"{_named(request, attribute)} is an integer from {least}, and {value!r} was given")

    return check


def filled(request: Any, attribute: Any, value: Any) -> None:
    """Refuse text that is empty or blank."""
    if not (isinstance(value, str) and value.strip()):
        raise InvalidRequest(f"{_named(request, attribute)} is text that is not empty, and {value!r} was given")


def _is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _named(request: Any, attribute: Any) -> str:
    return f"{type(request).__name__}.{attribute.name}"
