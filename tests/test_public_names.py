"""The front door: what `from firstpromoter_async import ...` offers, and that nothing is public by accident."""

import types

import firstpromoter_async
from firstpromoter_async import errors


def test_every_name_of_the_front_door_exists() -> None:
    assert [name for name in firstpromoter_async.__all__ if not hasattr(firstpromoter_async, name)] == []


def test_no_name_is_listed_twice() -> None:
    assert len(firstpromoter_async.__all__) == len(set(firstpromoter_async.__all__))


def test_nothing_but_modules_is_public_by_accident() -> None:
    visible = {
        name
        for name, value in vars(firstpromoter_async).items()
        if not name.startswith("_") and not isinstance(value, types.ModuleType)
    }
    assert visible - set(firstpromoter_async.__all__) == set()


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
