"""Rules that one parameter must meet by itself, as attrs validators.

They raise before anything is sent. Rules between parameters are in the `check` of each request class. This module knows
nothing of particular operations.
"""

import re
from collections.abc import Callable
from typing import Any, Final, TypeGuard

from ..errors import InvalidAmount, InvalidRequest
from ..money import LARGEST_MINOR_UNITS, currency_code, shown
from ..unset import UNSET, Maybe

Validator = Callable[[Any, Any, Any], None]

_REF_ID: Final = re.compile(r"[a-z0-9_-]+", re.ASCII)


def minor_units(request: Any, attribute: Any, value: Any) -> None:
    """Refuse an amount that is not a positive integer, or larger than any sale; raises `InvalidAmount`.

    A float or a decimal would mean that somebody forgot to convert to minor units, which is a mistake by a factor of 100.
    """
    _check_amount(request, attribute, value, least=1)


def minor_units_or_zero(request: Any, attribute: Any, value: Any) -> None:
    """Refuse an amount as `minor_units` does, and let zero pass, and what is not given."""
    if not _is_left_out(value):
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
    """Write an ISO 4217 code in capitals; raises `InvalidAmount` for what is no currency in use. A converter."""
    return value if value is UNSET or _is_left_out(value) else currency_code(value)


def at_least(least: int) -> Validator:
    """Refuse integers below `least`, and everything that is not an integer; what is not given passes."""

    def check(request: Any, attribute: Any, value: Any) -> None:
        if not _is_left_out(value) and not (_is_whole(value) and value >= least):
            raise InvalidRequest(
                f"{_named(request, attribute)} is an integer from {least}, and {_told(value)} was given"
            )

    return check


def between(least: int, most: int) -> Validator:
    """Refuse integers outside these two, and everything that is not an integer; what is not given passes."""

    def check(request: Any, attribute: Any, value: Any) -> None:
        if not _is_left_out(value) and not (_is_whole(value) and least <= value <= most):
            named = _named(request, attribute)
            raise InvalidRequest(f"{named} is an integer from {least} to {most}, and {_told(value)} was given")

    return check


def check_count(name: str, of_what: str, value: object, *, least: int = 1) -> None:
    """Refuse what is no integer from `least`, where it is not a parameter of a request; raises `InvalidRequest`."""
    if not (_is_whole(value) and value >= least):
        raise InvalidRequest(f"{name} is a number of {of_what} from {least}, and {_told(value)} was given")


def filled(request: Any, attribute: Any, value: Any) -> None:
    """Refuse text that is empty or blank."""
    if not (isinstance(value, str) and value.strip()):
        given = repr(value) if attribute.repr else type(value).__name__  # a credential, in the latter case
        raise InvalidRequest(f"{_named(request, attribute)} is text that is not empty, and {given} was given")


def filled_if_given(request: Any, attribute: Any, value: Any) -> None:
    """Refuse text that is empty or blank; what is not given passes."""
    if not _is_left_out(value):
        filled(request, attribute, value)


def fit_for_links(request: Any, attribute: Any, value: Any) -> None:
    """Refuse a new referral id that FirstPromoter would refuse; what is not given passes."""
    if not _is_left_out(value) and not (isinstance(value, str) and _REF_ID.fullmatch(value)):
        raise InvalidRequest(
            f"{_named(request, attribute)} has lower-case letters, digits, - and _ only, and {value!r} was given"
        )


def _is_left_out(value: object) -> bool:
    """Say whether nothing is given. None is judged later, by `parameter_types`: some requests take it for not given."""
    return value is UNSET or value is None


def _is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _told(value: object) -> str:
    return shown(value) if _is_whole(value) else repr(value)


def _named(request: Any, attribute: Any) -> str:
    return f"{type(request).__name__}.{attribute.name}"
