"""Functions that fill a model from a JSON object as fast as Python can: written for the fields of each model, compiled once.

They read what comes as it should, which is nearly everything, and raise on the rest: `codec` reads that again with care, and
finds the words for what is wrong with it. What such a function looks like:

    def fill_7(given):
        draft = draft_7()
        draft.raw = given
        get = given.get
        draft.id = value if (value := given["id"]).__class__ is int else read_7_0(value, kind_7_0)
        draft.name = None if (value := get("name")) is None else (value or None if value.__class__ is str else ...)
        draft.campaign = None if (value := get("campaign")) is None else fill_8(value)
        draft.__class__ = kind_7
        return draft

This module knows nothing of what scalars look like in JSON.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from itertools import count
from threading import RLock
from types import NoneType, UnionType
from typing import Any, Final, TypeGuard, Union, cast, get_args, get_origin, get_type_hints

import attrs

from ..frozen import draft_for, is_ours
from .model import Model

Hook = Callable[[Any, Any], Any]
Fill = Callable[[Any], Any]

_AS_IT_IS: Final[Mapping[Any, str]] = {str: "str", int: "int", bool: "bool", Mapping[str, Any]: "dict"}
"""What JSON gives already, by the name of its class."""
_FUNCTION: Final = """\
def fill_{number}(given):
    draft = draft_{number}()
    draft.raw = given
{respelling}    get = given.get
{lines}    draft.__class__ = kind_{number}
    return draft
"""
_RESPELLING: Final = """\
    if not others_{number}.keys().isdisjoint(given):
        given = respelled(given, others_{number})
"""


def can_fill(model: type[Model]) -> bool:
    """Tell whether an instance is nothing but its fields, each given or with a default that is a value.

    A subclass that somebody made of a model, in whatever way, is left to the careful way.
    """
    return is_ours(model) and not any(_does_more(each) for each in attrs.fields(model)) and not _has_code(model)


def _does_more(field: Any) -> bool:
    is_made = isinstance(field.default, cast(Any, attrs.Factory))
    return is_made or not field.init or field.validator is not None or field.converter is not None


def _has_code(model: type[Model]) -> bool:
    return hasattr(model, "__attrs_pre_init__") or hasattr(model, "__attrs_post_init__")


class Filling:
    """The functions for models, and for those in them: each finds the others, and what they need, in the same names."""

    def __init__(self, hook_of: Callable[[Any], Hook]) -> None:
        self._hook_of = hook_of
        self._lock = RLock()
        self._free_numbers = count()
        self._numbers: dict[type[Model], int] = {}
        self._names: dict[str, Any] = {
            "respelled": respelled,
            "moment": datetime.fromisoformat,
            "utc": UTC,
            "missing": object(),
        }

    def of(self, model: type[Model]) -> Fill:
        """Return the function for a model; it raises anything at all for an object that does not fit.

        Raises whatever the types of the fields raise when they are looked up; then nothing has changed.
        """
        with self._lock:  # large answers are read in threads
            before = self._numbers.copy()
            try:
                fill: Fill = self._names[self._fill(model)]
            except BaseException:
                self._numbers = before  # those that are done may name the one that is not
                raise
        return fill

    def _fill(self, model: type[Model]) -> str:
        """Return the name of a model's function, which is there once this and what called this are done."""
        if model not in self._numbers:
            number = self._numbers[model] = next(self._free_numbers)
            source = compile(self._source(model, number), f"<fills {model.__qualname__}>", "exec")
            exec(source, self._names)  # noqa: S102  as attrs and cattrs do
        return f"fill_{self._numbers[model]}"

    def _source(self, model: type[Model], number: int) -> str:
        hints = get_type_hints(model)
        fields = [field for field in attrs.fields(model) if field.name != "raw"]
        lines = [self._line(field, hints[field.name], f"{number}_{place}") for place, field in enumerate(fields)]
        self._names[f"kind_{number}"], self._names[f"draft_{number}"] = model, draft_for(model)
        self._names[f"others_{number}"] = other_spellings(model)
        respelling = _RESPELLING.format(number=number) if other_spellings(model) else ""
        return _FUNCTION.format(number=number, respelling=respelling, lines="".join(lines))

    def _line(self, field: "attrs.Attribute[Any]", kind: Any, place: str) -> str:
        target, reading = f"    draft.{field.name} = ", self._reading(kind, place)
        spelled = field.metadata.get("name", field.name)
        if field.default is attrs.NOTHING:
            return f"    value = given[{spelled!r}]\n{target}{reading}\n"
        if _null_is_left_out(field.default, kind):
            return f"{target}{field.default!r} if (value := get({spelled!r})) is None else {reading}\n"
        self._names[f"default_{place}"] = field.default
        return f"{target}default_{place} if (value := get({spelled!r}, missing)) is missing else {reading}\n"

    def _reading(self, kind: Any, place: str) -> str:
        """Return the expression that reads `value`, which is not null where null means that nothing was given."""
        if kind is Any:
            return "value"
        self._names[f"kind_{place}"], self._names[f"read_{place}"] = kind, self._reader(kind)
        carefully = f"read_{place}(value, kind_{place})"
        (only, *others) = [part for part in _parts(kind) if part is not NoneType]
        if others:
            return self._reading_of_word(kind, place, carefully)
        if get_origin(only) is tuple and _is_model(get_args(only)[0]):
            fill = self._fill(get_args(only)[0])
            return f"tuple([{fill}(each) for each in value]) if value.__class__ is list else {carefully}"
        if get_origin(only) is Mapping and get_args(only)[0] is str and _is_model(get_args(only)[1]):
            fill = self._fill(get_args(only)[1])
            return f"{{name: {fill}(each) for name, each in value.items()}}"
        if _is_model(only):
            return f"{self._fill(only)}(value) if value.__class__ is dict else {carefully}"
        if only is datetime:
            return f"at if value and (at := moment(value)).tzinfo is utc else {carefully}"
        if only not in _AS_IT_IS:
            return carefully
        text = "value or None" if only is str and NoneType in _parts(kind) else "value"
        return f"{text} if value.__class__ is {_AS_IT_IS[only]} else {carefully}"

    def _reading_of_word(self, kind: Any, place: str, carefully: str) -> str:
        """Return the expression for a word out of several, of which some may be new."""
        members = {member.value: member for part in _parts(kind) if _is_word(part) for member in part}
        if not members:
            return carefully
        self._names[f"members_{place}"] = members
        return f"members_{place}[value] if value in members_{place} else {carefully}"

    def _reader(self, kind: Any) -> Hook:
        """Return the function that reads what comes otherwise.

        What holds models in another way than those above is left to the careful way as a whole: each level would be read twice.
        """
        return _left_alone if _holds_models(kind) else self._hook_of(kind)


def _left_alone(value: Any, kind: Any) -> None:
    """Older answers write nothing as empty text; all else is not for the quick way."""
    if value != "" or NoneType not in _parts(kind):
        raise TypeError


def _holds_models(kind: Any) -> bool:
    if isinstance(kind, type) and issubclass(kind, Model):
        return True
    return any(map(_holds_models, get_args(kind)))


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


def _is_word(kind: Any) -> TypeGuard[type[StrEnum]]:
    return isinstance(kind, type) and issubclass(kind, StrEnum)
