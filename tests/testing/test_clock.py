"""A clock that stands still."""

import pytest

from firstpromoter_async.testing import Clock


def test_it_stands_still_until_it_is_told_to_go_on() -> None:
    clock = Clock()
    assert clock() == clock() == 1_767_225_600.0
    clock.tick(90)
    assert clock() == 1_767_225_690.0


def test_it_may_be_set() -> None:
    clock = Clock(100.0)
    clock.now = 200.0
    assert clock() == 200.0


def test_it_does_not_go_back() -> None:
    with pytest.raises(ValueError, match="back by 5"):
        Clock().tick(-5)
