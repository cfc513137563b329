"""What operations, parameters and answers say of themselves: in editors, in `help()`, and in which units."""

import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from operator import attrgetter
from pkgutil import walk_packages
from types import ModuleType
from typing import Any

import attrs

from firstpromoter_async import FirstPromoter, Model, v1, v2
from firstpromoter_async.catalogue import Operation, operations
from firstpromoter_async.documentation import Parameter, parameters_of, said_below
from tests.many import all_in_one

CLIENT = FirstPromoter(api_key="key", account_id="acc_1", v1_api_key="key")
MONEY = re.compile(r"amount|mrr|revenue|price|earning|balance|_total$|_cents$|_epc$")
UNITS = re.compile(r"MinorUnits|MinorUnitsOrCount|MajorUnits")
# What is named like money and is none, or is too free to have one type.
NO_MONEY = {
    "bool",  # says how an amount is meant
    "bool | None",
    "Balance",  # the type says it: a mapping of units to amounts
    "Direction",
    "Mapping[str, Any] | None",
    "tuple[ProductPrice, ...]",  # prices by their ids at the billing provider, without amounts
    "Iterable[ProductPriceInput]",
}


def is_by_hand(operation: Operation) -> bool:
    """A method that does more than its operation has words and parameters of its own."""
    return inspect.isfunction(attrgetter(operation.call)(CLIENT).__func__)


BY_HAND = [operation for operation in operations() if is_by_hand(operation)]
each = all_in_one("operation", [one for one in operations() if one not in BY_HAND], attrgetter("call"))


def line_below(operation: Operation) -> str:
    """Return the sentence below the operation's line in its noun's table of contents."""
    method = attrgetter(operation.call)(CLIENT)
    return said_below(method.__module__, method.__qualname__)


def with_members(kind: Any) -> Iterator[Parameter]:
    """Yield the parameters of a request, and those of its filters and other values."""
    for parameter in parameters_of(kind):
        yield parameter
        for part in parameter.parts:
            if isinstance(part, type) and attrs.has(part):
                yield from with_members(part)


@each
def test_each_line_of_a_table_of_contents_says_what_comes_back(operation: Operation) -> None:
    line = line_below(operation)
    assert line, f"below the line of {operation.call} in its noun, one sentence says what comes back"
    assert line.endswith("."), "it is a sentence"
    twice = "editors show it above the docstring of the class, which says the same"
    assert not operation.summary.startswith(line.rstrip(".")), twice


@each
def test_a_line_names_the_units_of_what_is_given(operation: Operation) -> None:
    if any("MinorUnits" in parameter.kind for parameter in with_members(operation.request)):
        assert "minor units (cents)" in line_below(operation), "the sentence below its line says so of amounts"


@each
def test_help_lists_every_parameter_and_the_source(operation: Operation) -> None:
    method = attrgetter(operation.call)(CLIENT)
    told = inspect.getdoc(method) or ""
    assert told.startswith(operation.summary)
    assert f"`{operation.request.route}`" in told
    assert line_below(operation).rpartition(" ")[2] in told
    for parameter in parameters_of(operation.request):
        assert re.search(rf"^    {parameter.name} \({re.escape(parameter.kind)}", told, re.MULTILINE)
        assert " ".join(parameter.about.split()) in " ".join(told.split())
    assert inspect.signature(method).return_annotation is not None


@each
def test_a_signature_holds_nothing_but_the_requests_own_defaults(operation: Operation) -> None:
    given = inspect.signature(attrgetter(operation.call)(CLIENT)).parameters
    assert {name: one.default for name, one in given.items()} == {
        one.name: inspect.Parameter.empty if one.default is attrs.NOTHING else one.default
        for one in parameters_of(operation.request)
    }


@all_in_one("operation", BY_HAND, attrgetter("call"))
def test_a_method_by_hand_names_its_source_and_takes_what_its_request_takes(operation: Operation) -> None:
    method = attrgetter(operation.call)(CLIENT)
    told = inspect.getdoc(method) or ""
    assert f"`{operation.request.route}`" in told
    assert f"{operation.request.__name__}(" in told
    assert {one.name for one in parameters_of(operation.request)} <= {*inspect.signature(method).parameters}


def modules_of(package: ModuleType) -> Iterator[ModuleType]:
    for found in walk_packages(package.__path__, f"{package.__name__}."):
        yield import_module(found.name)


def classes() -> list[type[Any]]:
    """Return every request, value and model of both generations."""
    return [
        kind
        for package in (v1, v2)
        for module in modules_of(package)
        for kind in vars(module).values()
        if isinstance(kind, type) and attrs.has(kind) and kind.__module__ == module.__name__
    ]


@all_in_one("kind", classes())
def test_money_has_a_type_that_names_its_unit(kind: type[Any]) -> None:
    unnamed = [
        f"{one.name}: {one.kind}"
        for one in parameters_of(kind)
        if MONEY.search(one.name) and not UNITS.search(one.kind) and one.kind not in NO_MONEY
    ]
    assert unnamed == []


@all_in_one("kind", [kind for kind in classes() if not issubclass(kind, Model)])
def test_a_number_that_is_given_says_what_it_counts(kind: type[Any]) -> None:
    """By its type, its docstring or its name."""
    speaking = re.compile(r"^(\w+_)?ids?$|_count$|^days$")
    numbers = [one for one in parameters_of(kind) if re.search(r"\b(int|float|Decimal)\b", one.kind)]
    assert [one.name for one in numbers if not one.about and not speaking.search(one.name)] == []
