"""What a client's settings must be, as attrs validators that say what was given and what to give instead.

This module knows nothing of particular settings.
"""

import math
from typing import Any, TypeGuard

from ..errors import ConfigurationError


def more_than_zero(_: object, attribute: Any, value: object) -> None:
    """Refuse everything but a finite number of seconds above 0."""
    if not (is_number(value) and 0 < value < math.inf):
        raise ConfigurationError(f"{attribute.name} is a number of seconds above 0, and {value!r} was given")


def zero_or_more(_: object, attribute: Any, value: object) -> None:
    """Refuse everything but a finite number of seconds from 0."""
    if not (is_number(value) and 0 <= value < math.inf):
        raise ConfigurationError(f"{attribute.name} is a number of seconds from 0, and {value!r} was given")


def zero_or_more_or_none(_: object, attribute: Any, value: object) -> None:
    """Refuse everything but a finite number of seconds from 0, or None."""
    if value is not None and not (is_number(value) and 0 <= value < math.inf):
        raise ConfigurationError(
            f"{attribute.name} is a number of seconds from 0, or None for no limit, and {value!r} was given"
        )


def at_least_one(_: object, attribute: Any, value: object) -> None:
    """Refuse everything but an integer from 1."""
    if not (isinstance(value, int) and not isinstance(value, bool) and value >= 1):
        raise ConfigurationError(f"{attribute.name} is an integer from 1, and {value!r} was given")


def at_least_one_or_none(_: object, attribute: Any, value: object) -> None:
    """Refuse everything but an integer from 1, or None."""
    if value is not None and not (isinstance(value, int) and not isinstance(value, bool) and value >= 1):
        raise ConfigurationError(
            f"{attribute.name} is an integer from 1, or None for no limit, and {value!r} was given"
        )


def is_number(value: object) -> TypeGuard[int | float]:
    """Tell a number from text, from True, from NaN, and from integers with more digits than can be computed with."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    try:
        return not math.isnan(value)
    except OverflowError:
        return False
