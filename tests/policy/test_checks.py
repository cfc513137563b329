"""Settings of a client: what they may be, and what is said of anything else."""

import math
from typing import Any

import pytest
from attrs import field, frozen

from firstpromoter_async.errors import ConfigurationError
from firstpromoter_async.policy.checks import (
    at_least_one,
    at_least_one_or_none,
    more_than_zero,
    zero_or_more,
    zero_or_more_or_none,
)

INTEGERS: list[Any] = [1, 5]
SECONDS: list[Any] = [1, 0.25, 1e9]
NO_NUMBERS: list[Any] = ["5", True, False, [5], object(), math.nan, 10**400]
NO_TIME: list[Any] = [*NO_NUMBERS, -1, -0.001, math.inf, -math.inf]
NO_INTEGERS: list[Any] = [*NO_NUMBERS[:-1], 0, -1, 1.0, 2.5, math.inf]


@frozen(kw_only=True)
class Settings:
    timeout: Any = field(default=1, validator=more_than_zero)
    pause: Any = field(default=1, validator=zero_or_more)
    deadline: Any = field(default=1, validator=zero_or_more_or_none)
    attempts: Any = field(default=1, validator=at_least_one)
    longest: Any = field(default=1, validator=at_least_one_or_none)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("timeout", SECONDS),
        ("pause", [*SECONDS, 0, 0.0]),
        ("deadline", [*SECONDS, 0, 0.0, None]),
        ("attempts", INTEGERS),
        ("longest", [*INTEGERS, None]),
    ],
)
def test_a_setting_within_its_bounds_is_taken(name: str, values: list[Any]) -> None:
    for value in values:
        assert getattr(Settings(**{name: value}), name) is value


@pytest.mark.parametrize(
    ("name", "values", "wanted"),
    [
        ("timeout", [*NO_TIME, 0, 0.0, None], "a number of seconds above 0"),
        ("pause", [*NO_TIME, None], "a number of seconds from 0"),
        ("deadline", NO_TIME, "a number of seconds from 0, or None for no limit"),
        ("attempts", [*NO_INTEGERS, None], "an integer from 1"),
        ("longest", NO_INTEGERS, "an integer from 1, or None for no limit"),
    ],
)
def test_what_is_no_such_setting_is_refused_with_its_name_what_was_given_and_what_would_do(
    name: str, values: list[Any], wanted: str
) -> None:
    for value in values:
        with pytest.raises(ConfigurationError) as caught:
            Settings(**{name: value})
        assert str(caught.value) == f"{name} is {wanted}, and {value!r} was given"
