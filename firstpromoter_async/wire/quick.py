"""Functions that fill a model from a JSON object as fast as Python can: written for the fields of each model, compiled once.

They read what comes as it should, which is nearly everything, and raise on the rest: `codec` reads that again with care, and
finds the words for what is wrong with it. What such a function looks like:

    def fill(given):
        instance = new(kind)
        fields = instance.__dict__
        get = given.get
        fields["id"] = value if (value := given["id"]).__class__ is int else read_0(value, kind_0)
        fields["name"] = None if (value := get("name")) is None else value or None if value.__class__ is str else ...
        ...

This module knows nothing of what scalars look like in JSON.
"""

from collections.abc import Callable, Mapping
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Final, TypeGuard, Union, get_args, get_origin, get_type_hints

import attrs

from .model import Model

Hook = Callable[[Any, Any], Any]
Fill = Callable[[Any], Any]

_PLAIN: Final = (str, int, bool)
_PREAMBLE: Final = """\
def fill(given):
    if given.__class__ is not dict:
        raise TypeError
    instance = new(kind)
    fields = instance.__dict__
    fields["raw"] = given
{respelling}    get = given.get
"""
_RESPELLING: Final = """\
    if not spellings.keys().isdisjoint(given):
        given = respelled(given, spellings)
"""


def can_fill(model: type[Model]) -> bool:
    """Tell whether an instance is nothing but its fields: no slots, which a subclass by `attrs.frozen` has, and no code."""
    return (
        not any(base.__dict__.get("__slots__") for base in model.__mro__)
        and not hasattr(model, "__attrs_post_init__")
        and not any(each.validator or each.converter for each in attrs.fields(model))
    )


class Filling:
    """The functions for models and for those in them, each made when it is first called."""

    def __init__(self, hook_of: Callable[[Any], Hook]) -> None:
        self._hook_of = hook_of

    def of(self, model: type[Model]) -> Fill:
        """Return the function for a model; it raises anything at all for an object that does not fit."""
        made: Fill | None = None

        def fill(given: Any) -> Any:
            nonlocal made
            made = made or self._compiled(model)
            return made(given)

        return fill

    def _compiled(self, model: type[Model]) -> Fill:
        names: dict[str, Any] = {"new": object.__new__, "kind": model, "respelled": respelled}
        names["spellings"] = spellings = other_spellings(model)
        hints = get_type_hints(model)
        source = _PREAMBLE.format(respelling=_RESPELLING if spellings else "")
        for number, field in enumerate(attrs.fields(model)):
            if field.name != "raw":
                source += self._line(field, hints[field.name], number, names)
        exec(compile(source + "    return instance\n", f"<fills {model.__qualname__}>", "exec"), names)  # noqa: S102  as attrs and cattrs do
        compiled: Fill = names["fill"]
        return compiled

    def _line(self, field: "attrs.Attribute[Any]", kind: Any, number: int, names: dict[str, Any]) -> str:
        spelled = field.metadata.get("name", field.name)
        names[f"default_{number}"] = field.default
        reading = self._reading(kind, number, names)
        if field.default is attrs.NOTHING:
            return f"    value = given[{spelled!r}]\n    fields[{field.name!r}] = {reading}\n"
        left_out = (
            "get({0!r})) is None"
            if _null_is_left_out(field.default, kind)
            else "get({0!r}, default_{1})) is default_{1}"
        )
        condition = "(value := " + left_out.format(spelled, number)
        return f"    fields[{field.name!r}] = default_{number} if {condition} else {reading}\n"

    def _reading(self, kind: Any, number: int, names: dict[str, Any]) -> str:
        """Return the expression that reads `value`, which is not null where null means that nothing was given."""
        if kind is Any:
            return "value"
        names[f"kind_{number}"], names[f"read_{number}"] = kind, self._hook_of(kind)
        carefully = f"read_{number}(value, kind_{number})"
        (only, *others) = [part for part in _parts(kind) if part is not NoneType]
        if not others and only is str and NoneType in _parts(kind):
            return f"(value or None if value.__class__ is str else {carefully})"
        if not others and only in _PLAIN:
            return f"(value if value.__class__ is {only.__name__} else {carefully})"
        if not others and _is_model(only):
            names[f"fill_{number}"] = self.of(only)
            return f"(fill_{number}(value) if value.__class__ is dict else {carefully})"
        if get_origin(kind) is tuple and _is_model(get_args(kind)[0]):
            names[f"fill_{number}"] = self.of(get_args(kind)[0])
            return f"(tuple([fill_{number}(each) for each in value]) if value.__class__ is list else {carefully})"
        members = {member.value: member for part in _parts(kind) if _is_enum(part) for member in part}
        if members:
            names[f"members_{number}"] = members
            return f"(members_{number}[value] if value in members_{number} else {carefully})"
        return carefully


def other_spellings(model: type[Model]) -> dict[str, str]:
    """Return the spellings that the API has used besides the usual one, each with the usual one."""
    return {
        other: field.metadata["name"] for field in attrs.fields(model) for other in field.metadata.get("others", ())
    }


def respelled(given: Mapping[str, Any], others: Mapping[str, str]) -> dict[str, Any]:
    """Put values under the spelling we know; where both came, the usual one counts."""
    return {others[name]: value for name, value in given.items() if name in others} | dict(given)


def _null_is_left_out(default: Any, kind: Any) -> bool:
    """Tell whether null and nothing are the same for a field, as they are for most."""
    if default is None:
        return kind is Any or NoneType in _parts(kind)
    return default == () and get_origin(kind) is tuple


def _parts(kind: Any) -> tuple[Any, ...]:
    return get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)


def _is_model(kind: Any) -> TypeGuard[type[Model]]:
    return isinstance(kind, type) and issubclass(kind, Model) and can_fill(kind)


def _is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)
