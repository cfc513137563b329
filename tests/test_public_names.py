"""What `from firstpromoter_async import ...` offers, and that nothing else is offered by accident."""

import firstpromoter_async
from firstpromoter_async import errors


def test_every_name_of_the_front_door_exists() -> None:
    assert [name for name in firstpromoter_async.__all__ if not hasattr(firstpromoter_async, name)] == []


def test_every_name_is_listed_for_readers_and_for_python() -> None:
    assert sorted(firstpromoter_async.__all__) == dir(firstpromoter_async)


def test_no_name_is_listed_twice() -> None:
    assert len(firstpromoter_async.__all__) == len(set(firstpromoter_async.__all__))


def test_the_whole_family_of_errors_is_public() -> None:
    family = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, errors.FirstPromoterError)
    }
    assert family <= set(firstpromoter_async.__all__)


def test_the_tree_in_the_docstring_names_every_error() -> None:
    drawn = errors.__doc__ or ""
    family = [
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, errors.FirstPromoterError)
    ]
    assert [name for name in family if name not in drawn] == []
