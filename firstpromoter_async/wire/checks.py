"""Rules that one parameter must meet by itself, as attrs validators.

They raise before anything is sent. Rules between parameters are in the `check` of each request class. This module knows
nothing of particular operations.
"""

from collections.abc import Callable
from typing import Any, TypeGuard

from ..errors import InvalidAmount, InvalidRequest
from ..money import LARGEST_MINOR_UNITS, currency_code, shown
from ..unset import UNSET, Maybe

Validator = Callable[[Any, Any, Any], None]


def minor_units(request: Any, attribute: Any, value: Any) -> None:
    """Refuse an amount that is not a positive integer, or larger than any sale; raises `InvalidAmount`.

    A float or a decimal would mean that somebody forgot to convert to minor units, which is a mistake by a factor of 100.
    """
    _check_amount(request, attribute, value, least=1)


def minor_units_or_zero(request: Any, attribute: Any, value: Any) -> None:
    """Refuse an amount as `minor_units` does, and let zero and `UNSET` pass."""
    if value is not UNSET:
        _check_amount(request, attribute, value, least=0)


def _check_amount(request: Any, attribute: Any, value: Any, *, least: int) -> None:
    named = _named(request, attribute)
    if not _is_whole(value):
        raise InvalidAmount(
            f"{named} is an integer in minor units (cents), and {type(value).__name__} was given;"
            ' firstpromoter_async.money.cents("29.33") converts'
        )
    if value < least:
        raise InvalidAmount(f"{named} is {'more than zero' if least else 'zero or more'}, and {shown(value)} was given")
    if value > LARGEST_MINOR_UNITS:
        raise InvalidAmount(
            f"{named} is at most {LARGEST_MINOR_UNITS:,} minor units (cents), and {shown(value)} was given:"
            " nobody sells for more, whatever the currency"
        )


def currency_in_use(value: Maybe[str]) -> Maybe[str]:
    """Write an ISO 4217 code in capitals; raises `InvalidAmount` for what is no currency in use. A converter; `UNSET` passes."""
    return UNSET if value is UNSET else currency_code(value)


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
