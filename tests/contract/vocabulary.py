"""What our request classes and models say of each operation, in the same words as `documents` has for FirstPromoter's files.

This module knows nothing of those files.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Final, Literal, TypeVar, Union, get_args, get_origin

import attrs
from attrs import evolve, frozen

from firstpromoter_async import Envelope, Listing, Model, Recorded, Unset
from firstpromoter_async.catalogue import Operation
from firstpromoter_async.wire.route import Body
from firstpromoter_async.wire.upload import Upload
from tests.contract.documents import Fact

SCALARS: Final[Mapping[Any, str]] = {
    str: "text",
    int: "integer",
    float: "number",
    Decimal: "number",
    bool: "boolean",
    date: "date",
    datetime: "moment",
    Upload: "file",
    Any: "any",
}
_DEEPEST: Final = 12


@frozen
class Field:
    """Where in our code a fact is said: a class and its attribute."""

    owner: type
    attribute: str

    def __str__(self) -> str:
        return f"{self.owner.__name__}.{self.attribute}"


def parameters_of(operation: Operation) -> Iterator[Fact]:
    """Say what an operation takes, nested values included."""
    request = operation.request
    in_body = request.route.body is Body.JSON
    for attribute in attrs.fields(request):
        if attribute.name in request.route.path_names:
            place = "path"
        else:
            place = attribute.metadata.get("place", "body" if in_body else "query")
        fact = Fact(str(request.route), place, wire_name(attribute), "")
        yield from _parameter(fact, attribute, attribute.type)


def wire_name(attribute: "attrs.Attribute[Any]") -> str:
    return str(attribute.metadata.get("name", attribute.name))


def _parameter(fact: Fact, attribute: "attrs.Attribute[Any]", kind: Any) -> Iterator[Fact]:
    """Say what a parameter takes, and then what its members take."""
    required = attribute.default is attrs.NOTHING
    if "write" in attribute.metadata and bool in parts_of(kind):
        words = {attribute.metadata["write"](value) for value in (True, False)}
        yield evolve(fact, kind="text", required=required, values=tuple(sorted(words)))
        return
    yield evolve(fact, kind=kinds_of(kind), required=required, nullable=takes_none(kind), values=values_of(kind))
    for part in parts_of(kind):
        owner, arguments = _open(part)
        inside = f"{fact.name}[]" if _is_list(part) and fact.place == "body" else fact.name
        if attrs.has(owner) and owner not in SCALARS:
            for member in attrs.fields(owner):
                name = f"{inside}.{wire_name(member)}" if fact.place == "body" else f"{inside}[{wire_name(member)}]"
                member_kind = arguments[0] if arguments and _mentions_variable(member.type) else member.type
                nested = Fact(fact.operation, fact.place, name, "")
                yield from _parameter(nested, member, member_kind)


def _open(kind: Any) -> tuple[Any, tuple[Any, ...]]:
    """Return the class that a kind is of (or a list holds), and its type arguments."""
    if _is_list(kind):
        kind = get_args(kind)[0]
    origin = get_origin(kind)
    return (origin, get_args(kind)) if isinstance(origin, type) and attrs.has(origin) else (kind, ())


def _mentions_variable(kind: Any) -> bool:
    return any(isinstance(part, TypeVar) for part in parts_of(kind))


def answer_of(operation: Operation) -> Iterator[tuple[Fact, Field]]:
    """Say what is read from an operation's answer, and where in our code that is said."""
    request: Any = operation.request
    root = Fact(str(request.route), "answer", "", "")
    if issubclass(request, Listing):
        rows = f"{request.rows_key}[]" if request.rows_key else "[]"
        yield from _members(evolve(root, name=rows), get_args(request.answer)[0], depth=0)
    else:
        yield from _inside(root, request.answer, depth=0)


def _inside(fact: Fact, kind: Any, *, depth: int) -> Iterator[tuple[Fact, Field]]:
    for part in parts_of(kind):
        if get_origin(part) is Envelope:
            for name, inner in zip(("data", "meta"), get_args(part), strict=True):
                yield from _inside(evolve(fact, name=name), inner, depth=depth)
        inside = f"{fact.name}[]" if _is_list(part) else fact.name
        owner = get_args(part)[0] if _is_list(part) or get_origin(part) is Recorded else part
        if is_model(owner) and depth < _DEEPEST:
            yield from _members(evolve(fact, name=inside), owner, depth=depth + 1)


def _members(fact: Fact, model: Any, *, depth: int) -> Iterator[tuple[Fact, Field]]:
    for attribute in attrs.fields(model):
        if attribute.name != "raw":
            kind = attribute.type
            member = evolve(fact, name=f"{fact.name}.{wire_name(attribute)}".lstrip("."))
            said = evolve(member, kind=kinds_of(kind), nullable=takes_none(kind), values=values_of(kind))
            for other in attribute.metadata.get("others", ()):
                yield evolve(said, name=f"{fact.name}.{other}".lstrip(".")), Field(model, attribute.name)
            yield said, Field(model, attribute.name)
            yield from _inside(member, kind, depth=depth)


def is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Model)


# Types, in the words of facts


def parts_of(kind: Any) -> list[Any]:
    """Take a union apart; what only says "not given" or "null" is left out."""
    if get_origin(kind) in (Union, UnionType):
        return [inner for part in get_args(kind) for inner in parts_of(part)]
    return [] if kind in (None, NoneType, Unset) else [kind]


def takes_none(kind: Any) -> bool:
    return NoneType in get_args(kind) if get_origin(kind) in (Union, UnionType) else kind is Any


def _is_list(kind: Any) -> bool:
    return get_origin(kind) in (tuple, list, Sequence)


def kinds_of(kind: Any) -> str:
    return "|".join(sorted({found for part in parts_of(kind) for found in _kinds(part)}))


def _kinds(part: Any) -> list[str]:
    if _is_list(part):
        return [f"{inner}[]" for member in parts_of(get_args(part)[0]) for inner in _kinds(member)]
    if part in SCALARS:
        return [SCALARS[part]]
    origin = get_origin(part)
    if origin in (dict, Mapping) or part in (dict, Mapping):
        return ["map"]
    if origin is Literal or (isinstance(part, type) and issubclass(part, Enum)):
        return ["text"]
    if attrs.has(origin if isinstance(origin, type) else part):
        return ["object"]
    raise TypeError(f"{part!r} has no word")


def values_of(kind: Any) -> tuple[str, ...]:
    """Return the values that an enumeration lists; none where any text goes."""
    found: set[str] = set()
    for part in parts_of(kind):
        inner = parts_of(get_args(part)[0]) if _is_list(part) else [part]
        for one in inner:
            if get_origin(one) is Literal:
                found.update(map(str, get_args(one)))
            elif isinstance(one, type) and issubclass(one, Enum):
                found.update(str(member.value) for member in one)
    return tuple(sorted(found))
