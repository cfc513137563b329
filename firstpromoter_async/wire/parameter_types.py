"""The values of a request, held against the types that its class declares.

Type checkers do that where they are used; `uid=5` from somewhere else would become a customer that nobody finds again. What
each class expects is read off its annotations once. This module knows nothing of particular operations.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Final, Literal, NewType, TypeGuard, TypeVar, Union, get_args, get_origin, get_type_hints

import attrs
from attrs import frozen

from ..errors import InvalidRequest
from ..unset import UNSET, Unset

_WORDS: Final[Mapping[type, str]] = {
    str: "text",
    int: "an integer",
    float: "a number",
    bool: "True or False",
    datetime: "a datetime",
    date: "a date",
    Mapping: "a mapping",
    Sequence: "a list",
    tuple: "a list",
    NoneType: "None",
}


@frozen
class _Expected:
    """What a parameter may be."""

    name: str
    sure: frozenset[type]
    """Types whose values need no further look."""
    types: tuple[type, ...]
    items: "_Expected | None" = None
    """What the items of a list may be, where that is declared."""
    may_be_left_out: bool = False

    def judge(self, owner: object, value: object) -> None:
        """Refuse a value that is not of these types; raises `InvalidRequest`."""
        if not self._fits(value):
            raise InvalidRequest(
                f"{type(owner).__name__}.{self.name} is {self._words}, and {_kind(value)} was given{self._hint(value)}"
            )
        if attrs.has(type(value)):
            check_types(value)
        if self.items is not None and _is_list(value):
            for item in value:
                if type(item) not in self.items.sure:
                    self.items.judge(owner, item)

    def _fits(self, value: object) -> bool:
        if isinstance(value, bool):
            return bool in self.types
        if isinstance(value, str | bytes):  # which are sequences, but no lists
            return isinstance(value, tuple(one for one in self.types if one is not Sequence))
        return isinstance(value, self.types)

    @property
    def _words(self) -> str:
        return " or ".join(dict.fromkeys(_WORDS.get(one, one.__name__) for one in self._declared))

    @property
    def _declared(self) -> list[type]:
        return [one for one in self.types if one not in (Unset, NoneType)]

    def _hint(self, value: object) -> str:
        if value is None and self.may_be_left_out:
            return f": leave it out, or pass {self.name} or UNSET"
        # Only where text can be anything: a number is no date as soon as it is text.
        return f": str({self.name}) makes text of it" if self._declared == [str] and isinstance(value, int) else ""


def check_types(values: object) -> None:
    """Refuse a value that is not of the type that its field declares; raises `InvalidRequest`.

    A subclass passes wherever its base does; but True is no integer. None passes where it is declared. Elsewhere it is refused,
    since it would empty a field of v1, except by a class that says `none_is_not_given`: there it is the same as `UNSET`.
    """
    kind = type(values)
    expected = _EXPECTED.get(kind)
    if expected is None:
        expected = _EXPECTED[kind] = _read(kind)
    for one in expected:
        value = getattr(values, one.name)
        if type(value) not in one.sure:
            if value is None and one.may_be_left_out and getattr(values, "none_is_not_given", False):
                object.__setattr__(values, one.name, UNSET)  # the way into a frozen instance
            else:
                one.judge(values, value)


_EXPECTED: Final[dict[type, tuple[_Expected, ...]]] = {}


def _read(kind: type) -> tuple[_Expected, ...]:
    hints = get_type_hints(kind)
    found = (_of_field(one, hints[one.name]) for one in attrs.fields(kind) if one.init)
    return tuple(one for one in found if one is not None)


def _of_field(one: "attrs.Attribute[Any]", hint: Any) -> _Expected | None:
    expected = _of_hint(one.name, hint)
    return expected and attrs.evolve(expected, may_be_left_out=one.default is UNSET)


def _of_hint(name: str, hint: Any) -> _Expected | None:
    """Read what an annotation allows; None for anything at all."""
    types: list[type] = []
    items: _Expected | None = None
    for part in _parts(hint):
        origin = get_origin(part) or part
        if origin is object or not isinstance(origin, type):
            return None
        types.append(origin)
        if origin in (Sequence, tuple):
            items = _of_hint(f"{name}[...]", get_args(part)[0])
    sure = frozenset(one for one in types if _is_sure(one))
    return _Expected(name, sure, tuple(types), items)


def _parts(hint: Any) -> list[Any]:
    """Take a union apart, and put the types of literals and the bases of new types into their places."""
    if isinstance(hint, NewType):
        return _parts(hint.__supertype__)
    if get_origin(hint) is Literal:
        return [type(value) for value in get_args(hint)]
    if get_origin(hint) in (Union, UnionType):
        return [part for one in get_args(hint) for part in _parts(one)]
    return [object if isinstance(hint, TypeVar) or hint is Any else hint]


def _is_list(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _is_sure(kind: type) -> bool:
    return kind in (str, int, bool, float, Unset, NoneType, datetime, date) or issubclass(kind, Enum)


def _kind(value: object) -> str:
    return "None" if value is None else type(value).__name__
