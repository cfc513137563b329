"""One test of many values names each that failed."""

import pytest

from tests.many import all_in_one, check_each


def positive(number: int) -> None:
    assert number > 0


def test_each_that_failed_is_named_and_shown() -> None:
    with pytest.raises(BaseExceptionGroup, match="2 of 4 failed: -1, 0") as caught:
        check_each([1, -1, 2, 0], positive)
    assert [error.__notes__ for error in caught.value.exceptions] == [["This is about -1."], ["This is about 0."]]


def test_what_does_not_raise_as_it_should_is_a_failure_like_others() -> None:
    def raises(error: type[Exception]) -> None:
        with pytest.raises(ValueError, match="no"):
            raise error("no")

    def says_nothing(_: object) -> None:
        with pytest.raises(ValueError, match="no"):
            pass

    check_each([ValueError], raises)
    with pytest.raises(BaseExceptionGroup, match="1 of 1 failed"):
        check_each([1], says_nothing)


def test_nothing_to_check_is_no_success() -> None:
    with pytest.raises(AssertionError):
        check_each([], positive)


@all_in_one("number", [1, 2, 3])
def test_a_test_gets_each_value_and_its_fixtures(number: int, request: pytest.FixtureRequest) -> None:
    assert request.node.name == "test_a_test_gets_each_value_and_its_fixtures"
    positive(number)
