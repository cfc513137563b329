"""Rules that one parameter must meet by itself, as attrs validators.

They raise before anything is sent. Rules between parameters are in the `check` of each request class. This module knows
nothing of particular operations.
"""

import re
from collections.abc import Callable
from typing import Any, Final, TypeGuard

from ..errors import InvalidAmount, InvalidRequest
from ..unset import UNSET

Validator = Callable[[Any, Any, Any], None]

_REF_ID: Final = re.compile(r"[a-z0-9_-]+", re.ASCII)


def minor_units(request: Any, attribute: Any, value: object) -> None:
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

    def check(request: Any, attribute: Any, value: object) -> None:
        if value is not UNSET and not (_is_whole(value) and value >= least):
            raise InvalidRequest(f"{_named(request, attribute)} is an integer from {least}, and {value!r} was given")

    return check


def filled(request: Any, attribute: Any, value: object) -> None:
    """Refuse text that is empty or blank."""
    if not (isinstance(value, str) and value.strip()):
        raise InvalidRequest(f"{_named(request, attribute)} is text that is not empty, and {value!r} was given")


def referral_id(request: Any, attribute: Any, value: object) -> None:
    """Refuse a new referral id that FirstPromoter would refuse; `UNSET` passes."""
    if value is not UNSET and not (isinstance(value, str) and _REF_ID.fullmatch(value)):
        raise InvalidRequest(
            f"{_named(request, attribute)} has lower-case letters, digits, - and _ only, and {value!r} was given"
        )


def _is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _named(request: Any, attribute: Any) -> str:
    return f"{type(request).__name__}.{attribute.name}"
