"""When to look again at something that takes its time."""

from itertools import accumulate
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstpromoter_async.policy.polling import FIRST_PAUSE, LONGEST_PAUSE, pause_after


def pauses(count: int, left: float = inf) -> list[float]:
    return [pause_after(looks, left) or 0.0 for looks in range(count)]


def test_pauses_grow_until_they_are_long_enough() -> None:
    found = pauses(20)
    assert found[:4] == [1.0, 1.5, 2.25, 3.375]
    assert found == sorted(found)
    assert found[-1] == LONGEST_PAUSE


def test_an_hour_of_waiting_costs_some_120_calls() -> None:
    within_the_hour = [at for at in accumulate(pauses(200)) if at <= 3600]
    assert len(within_the_hour) < 130


@pytest.mark.parametrize("left", [0, -1.5])
def test_there_is_no_pause_when_the_time_is_up(left: float) -> None:
    assert pause_after(3, left) is None


def test_the_last_pause_ends_when_the_time_does() -> None:
    assert pause_after(9, left=4.5) == 4.5


@given(looks=st.integers(0, 10**9), left=st.floats(min_value=0, exclude_min=True, allow_nan=False))
def test_a_pause_is_never_longer_than_it_may_be(looks: int, left: float) -> None:
    pause = pause_after(looks, left)
    assert pause is not None
    assert 0 < pause <= min(left, LONGEST_PAUSE)
    assert pause >= min(left, FIRST_PAUSE)
