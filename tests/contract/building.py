"""Requests built from nothing but their types, for tests that want any request at all."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

import attrs
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from firstpromoter_async import UNSET, InvalidRequest, Request, Unset

T = TypeVar("T")

PLAIN = st.text("abcdefghijklmnopqrstuvwxyz0123456789-_", min_size=1, max_size=12)
ANY_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=20)
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))
BY_NAME: dict[str, st.SearchStrategy[Any]] = {
    "currency": st.sampled_from(["USD", "EUR", "JPY"]),
    "country": st.sampled_from(["US", "DE"]),
    "ref_id": PLAIN,
    "new_ref_id": PLAIN,
    "tid": PLAIN,
    "checkbox_label": PLAIN.map(lambda word: f"I agree to the [{word}]"),
    "day": st.integers(1, 6),
    "hour": st.integers(0, 23),
    "minute": st.integers(0, 59),
    "timeout": st.integers(1, 120),
    "max_retries": st.integers(0, 10),
}
BY_TYPE: dict[Any, st.SearchStrategy[Any]] = {
    str: ANY_TEXT.filter(lambda text: bool(text.strip())),
    int: st.integers(1, 10_000),
    float: st.integers(1, 10_000).map(float),
    bool: st.booleans(),
    bytes: st.binary(max_size=40),
    date: DAYS,
    datetime: MOMENTS,
    NoneType: st.none(),
}


def requests_of(kind: type[Request[Any]], **fixed: st.SearchStrategy[Any]) -> st.SearchStrategy[Request[Any]]:
    """Build requests of a class with any mix of its parameters, or `fixed` ones; those it would refuse are passed over."""
    if not fixed:
        return _any_request(kind)
    return _of_parameters(kind, {name: fixed.get(name, value) for name, value in _parameters(kind).items()})


@cache
def _any_request(kind: type[Request[Any]]) -> st.SearchStrategy[Request[Any]]:
    return _of_parameters(kind, _parameters(kind))


def _of_parameters(
    kind: type[Request[Any]], parameters: dict[str, st.SearchStrategy[Any]]
) -> st.SearchStrategy[Request[Any]]:
    built = st.fixed_dictionaries(parameters).map(lambda given: _built(kind, given))
    return built.filter(lambda request: request is not None)  # type: ignore[return-value]  # a filter narrows no type


@cache
def _parameters(kind: type[Request[Any]]) -> dict[str, st.SearchStrategy[Any]]:
    """Say how each parameter is built; once for each class, since Hypothesis looks through what it has not met before."""
    return {
        attribute.name: _parameter(_concrete(attribute, kind))
        for attribute in attrs.fields(kind)
        if attribute.init and attribute.name not in ("page", "per_page")
    }


def _concrete(attribute: "attrs.Attribute[Any]", owner: Any) -> "attrs.Attribute[Any]":
    """Return an attribute of `Range[int]` as a whole number, where `Range` alone does not know what its ends are."""
    kind: Any = attribute.type
    if isinstance(kind, TypeVar):
        return attribute.evolve(type=get_args(owner)[0])
    return attribute.evolve(type=kind[get_args(owner)]) if getattr(kind, "__parameters__", ()) else attribute


def _built(kind: type[Request[Any]], given: dict[str, Any]) -> Request[Any] | None:
    try:
        return kind(**{name: value for name, value in given.items() if value is not UNSET})
    except InvalidRequest:
        return None


def _parameter(attribute: "attrs.Attribute[Any]") -> st.SearchStrategy[Any]:
    name = attribute.name
    if "email" in name and bool not in _parts(attribute.type):
        value: st.SearchStrategy[Any] = PLAIN.map(lambda word: f"{word}+x@example.com")
    elif name in BY_NAME:
        value = BY_NAME[name]
    else:
        value = st.one_of([_value(part) for part in _meant(attribute.type)])
    return value if attribute.default is attrs.NOTHING else st.one_of(st.just(UNSET), value)


def _meant(kind: Any) -> list[Any]:
    """Return the kinds of value that a parameter is for: its text forms are only other spellings of the rest."""
    parts = [part for part in _parts(kind) if part is not Unset]
    typed = [part for part in parts if part in (date, datetime) or (isinstance(part, type) and issubclass(part, Enum))]
    return typed or parts


def _parts(kind: Any) -> list[Any]:
    return list(get_args(kind)) if get_origin(kind) in (Union, UnionType) else [kind]


def _value(kind: Any) -> st.SearchStrategy[Any]:
    origin = get_origin(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    if attrs.has(kind):
        return requests_of(kind)  # filters and profiles are built just as requests are
    if origin is Literal:
        return st.sampled_from(get_args(kind))
    if origin in (dict, Mapping):
        return st.dictionaries(PLAIN, ANY_TEXT, max_size=3)
    if origin is not None:
        return st.lists(st.one_of([_value(part) for part in _meant(get_args(kind)[0])]), min_size=1, max_size=3)
    return BY_TYPE[kind]


@cache
def least_request(kind: type[Request[Any]]) -> Request[Any]:
    """Return one request of a class, whichever: for tests of reading, which does not depend on parameters."""
    return first_of(requests_of(kind))


def one_with(kind: Any, name: str, value: Any) -> Any:
    """Return one request of a class, or one value in it, in which a parameter has this value."""
    return _one_with(kind, name, value, st.just(value))


def one_with_any(kind: Any, name: str) -> Any:
    """Return one in which a parameter has some value, neither UNSET nor None."""
    return _one_with(kind, name, _given_values(kind)[name], _values_for(kind)[name])


def _one_with(kind: Any, name: str, value: Any, otherwise: st.SearchStrategy[Any]) -> Any:
    try:
        return attrs.evolve(least_request(kind), **{name: value})
    except (
        InvalidRequest
    ):  # it needs another one beside it, or is too small: Hypothesis looks for both, and takes its time
        return first_of(requests_of(kind, **{name: otherwise}))


@cache
def _given_values(kind: Any) -> dict[str, Any]:
    return first_of(st.fixed_dictionaries(_values_for(kind)))


@cache
def _values_for(kind: Any) -> dict[str, st.SearchStrategy[Any]]:
    needed = [_concrete(one, kind).evolve(default=attrs.NOTHING) for one in attrs.fields(kind) if one.init]
    return {one.name: _parameter(one).filter(lambda value: value is not None) for one in needed}


def first_of(strategy: st.SearchStrategy[T]) -> T:
    """Return the first that comes to Hypothesis's mind. `find` would end in an error, which pytest describes at length."""
    found: list[T] = []

    @settings(max_examples=1, phases=[Phase.generate], database=None, suppress_health_check=list(HealthCheck))
    @given(strategy)
    def take(value: T) -> None:
        found.append(value)

    take()
    return found[0]
