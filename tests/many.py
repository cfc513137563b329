"""One test of many values, where a test for each would cost more than what it tests; a failure names each that failed."""

import inspect
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import pytest

T = TypeVar("T")


@contextmanager
def speaking_of(value: object) -> Iterator[None]:
    """Name a value in whatever goes wrong with it."""
    try:
        yield
    except BaseException as error:
        error.add_note(f"This is about {value}.")
        raise


def check_each(values: Collection[T], check: Callable[[T], None], say: Callable[[T], object] = str) -> None:
    """Check all values, and fail for those that failed."""
    assert values, "there is something to check"
    failed = {str(say(value)): error for value in values if (error := _failure(value, check, say)) is not None}
    if failed:
        raise BaseExceptionGroup(f"{len(failed)} of {len(values)} failed: {', '.join(failed)}", [*failed.values()])


def _failure(value: T, check: Callable[[T], None], say: Callable[[T], object]) -> BaseException | None:
    try:
        with speaking_of(say(value)):
            check(value)
    except (Exception, pytest.fail.Exception) as error:
        return error
    return None


def all_in_one(
    name: str, values: Collection[T], say: Callable[[T], object] = str
) -> Callable[..., Callable[..., None]]:
    """Call a test with each value as this argument, as `parametrize` does, but in one test."""

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        def every(**fixtures: Any) -> None:
            check_each(values, lambda value: test(**{name: value}, **fixtures), say)

        signature = inspect.signature(test)
        others = [one for one in signature.parameters.values() if one.name != name]
        every.__signature__ = signature.replace(parameters=others)  # type: ignore[attr-defined]  # pytest reads it
        every.__name__, every.__doc__, every.__module__ = test.__name__, test.__doc__, test.__module__
        return every

    return decorate
