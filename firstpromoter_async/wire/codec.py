"""JSON to models, forgiving where the API is loose and strict where money could change.

Unknown fields are kept (`Model.raw`, `Model.extra`), unknown enum values stay text, ids may be digits in quotes, and
an empty text is None wherever None is allowed. Anything else that does not fit raises, with the path to it. This
module knows nothing of HTTP.
"""

import math
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from types import GenericAlias, NoneType, UnionType
from typing import Any, Final, TypeVar, Union, get_args, get_origin

import attrs
from cattrs import Converter, transform_error
from cattrs.errors import AttributeValidationNote, ClassValidationError
from cattrs.gen import (
    make_dict_structure_fn,
    make_mapping_structure_fn,  # pyright: ignore[reportUnknownVariableType]  some of its types are told to no one
    override,
)

from . import quick
from .model import Model
from .plain import is_array, is_object
from .quick import Hook

T = TypeVar("T")


def _mismatch(value: object, wanted: str) -> TypeError:
    return TypeError(f"{wanted} expected, {type(value).__name__} given")


def _text(value: object, _: Any = None) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise _mismatch(value, "text")


def _integer(value: object, _: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and value.isascii() and value.lstrip("-").isdigit():
        return int(value)
    raise _mismatch(value, "whole number")


def _number(value: object, _: Any) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    if isinstance(value, str):
        return float(value)
    raise _mismatch(value, "number")


_TRUTH: Final[Mapping[object, bool]] = {
    True: True,
    False: False,
    "true": True,
    "false": False,
    "1": True,
    "0": False,
}


def _truth(value: object, _: Any) -> bool:
    if isinstance(value, bool | int | str) and value in _TRUTH:
        return _TRUTH[value]
    raise _mismatch(value, "true or false")


def _moment(value: object, _: Any = None) -> datetime:
    if not isinstance(value, str):
        raise _mismatch(value, "ISO 8601 date and time")
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is UTC:
        return moment
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        told = "before the year 1 or after the year 9999 in UTC"
    raise ValueError(told)


def _day(value: object, _: Any) -> date:
    if not isinstance(value, str):
        raise _mismatch(value, "ISO 8601 date")
    return date.fromisoformat(value) if len(value) <= 10 else _moment(value).date()


# One sign, thousands in threes, a point before the decimals, and up to four letters or signs of a currency (or a percent
# sign) on either side. "613,17" could be 613.17 or 61317, so it is refused; and so is a dash, which may be meant as a minus.
_BESIDE: Final = r"[^\d.,()+\-\u2010-\u2015\u2212\ufe63\uff0d]{0,4}"
_DIGITS: Final = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+"
_FOR_PEOPLE: Final = re.compile(f"(?P<sign>[+-]?{_BESIDE}|{_BESIDE}[+-])(?P<digits>{_DIGITS}){_BESIDE}")


def _decimal(value: object, _: Any) -> Decimal:
    """Read a number, or one that is written for people: `$1,613.17`, `-$2.00` or `12.5%`."""
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return Decimal(str(value))
    found = _FOR_PEOPLE.fullmatch("".join(value.split())) if isinstance(value, str) else None
    if found is None:
        raise _mismatch(value, "amount")
    number = Decimal(found["digits"].replace(",", ""))
    return -number if "-" in found["sign"] else number


_SCALARS: Final[Mapping[Any, Hook]] = {
    str: _text,
    int: _integer,
    float: _number,
    bool: _truth,
    datetime: _moment,
    date: _day,
    Decimal: _decimal,
}


def _is_union(kind: Any) -> bool:
    return get_origin(kind) in (Union, UnionType)


def _is_union_of_scalars(kind: Any) -> bool:
    return _is_union(kind) and all(
        part in _SCALARS or part is NoneType or (isinstance(part, type) and issubclass(part, Enum))
        for part in get_args(kind)
    )


def _scalar_union_hook(kind: Any) -> Hook:
    """Read `X | None` (empty text is None), `SomeEnum | str` (an unknown value stays text) and `int | float`."""
    parts = get_args(kind)
    nullable = NoneType in parts
    scalars = [part for part in parts if part in _SCALARS]
    known = {member.value: member for part in parts if part not in scalars and part is not NoneType for member in part}
    plain: Hook = _number if set(scalars) == {int, float} else _SCALARS[scalars[0]] if scalars else _mismatch_any
    # What JSON gives already is passed on without another call; most fields of most answers are like that.
    exact = scalars[0] if len(scalars) == 1 and scalars[0] in (int, bool) else None

    def read_nullable(value: Any, _: Any) -> Any:
        if type(value) is exact:
            return value
        return None if value is None or value == "" else plain(value, None)

    def read_nullable_text(value: Any, _: Any) -> Any:
        if type(value) is str:
            return value or None
        return None if value is None else _text(value)

    def read_known(value: Any, _: Any) -> Any:
        if nullable and (value is None or value == ""):
            return None
        if isinstance(value, str) and value in known:
            return known[value]
        return plain(value, None)

    def read(value: Any, _: Any) -> Any:
        return plain(value, None)

    if known or not nullable:
        return read_known if known else read
    return read_nullable_text if scalars == [str] else read_nullable


def _mismatch_any(value: object, _: Any) -> Any:
    raise _mismatch(value, "a known value")


def _is_tuple_of_many(kind: Any) -> bool:
    return get_origin(kind) is tuple and get_args(kind)[1:] == (Ellipsis,)


def _tuple_hook(kind: Any) -> Hook:
    """Read `tuple[X, ...]`; null is no items."""
    items: Any = GenericAlias(list, get_args(kind)[:1])
    hook: Hook | None = None

    def read(value: Any, _: Any) -> Any:
        nonlocal hook
        if value is None or value == []:
            return ()
        # Text and objects can be iterated over as well, and would come out as letters and names.
        if not is_array(value):
            raise _mismatch(value, "list")
        hook = hook or converter.get_structure_hook(items)
        return tuple(hook(value, items))

    return read


def _is_free_mapping(kind: Any) -> bool:
    return get_origin(kind) in (dict, Mapping) and get_args(kind) == (str, Any)


def _mapping(value: object, _: Any) -> Any:
    if is_object(value):
        return value
    raise _mismatch(value, "object")


def _is_mapping(kind: Any) -> bool:
    return get_origin(kind) in (dict, Mapping) and not _is_free_mapping(kind)


def _mapping_hook(kind: Any) -> Hook:
    """Read `Mapping[int, int]`, whose keys are text in JSON."""
    whole: Any = GenericAlias(dict, get_args(kind))
    fill = make_mapping_structure_fn(whole, converter, detailed_validation=True)

    def read(value: Any, _: Any) -> Any:
        return fill(_mapping(value, None), whole)

    return read


def _is_scalar_or_mapping(kind: Any) -> bool:
    parts = [part for part in get_args(kind) if part is not NoneType] if _is_union(kind) else []
    mappings = [part for part in parts if _is_free_mapping(part)]
    return 0 < len(mappings) < len(parts) and all(part in _SCALARS or part in mappings for part in parts)


def _scalar_or_mapping_hook(kind: Any) -> Hook:
    """Read `datetime | Mapping[str, Any] | None`, for fields that the documents call an object here and a text there."""
    scalars = tuple(part for part in get_args(kind) if not _is_free_mapping(part))
    scalar = _SCALARS[scalars[0]] if len(scalars) == 1 else _scalar_union_hook(Union[scalars])  # noqa: UP007  built at run time

    def read(value: Any, _: Any) -> Any:
        return value if is_object(value) else scalar(value, None)

    return read


def _model_hook(model: type[Model]) -> Hook:
    carefully = careful_hook(model)
    if not quick.can_fill(model):
        return carefully
    try:
        fill = _filling.of(model)
    except Exception:  # types that only cattrs can look up
        return carefully

    def read(value: Any, kind: Any) -> Any:
        try:
            return fill(value)
        except Exception:  # of whatever kind: the careful way finds it again, and says where it is
            return carefully(value, kind)

    return read


def careful_hook(model: type[Model]) -> Hook:
    """Return the function that reads a model field by field, and says of each what is wrong with it."""
    spelled: dict[str, Any] = {
        a.name: override(rename=a.metadata["name"]) for a in attrs.fields(model) if "name" in a.metadata
    }
    others = quick.other_spellings(model)
    fill: Any = make_dict_structure_fn(model, converter, raw=override(omit=True), **spelled)

    keep: Any = object.__setattr__  # the way into a frozen instance
    wire_names = {a.name: a.metadata["name"] for a in attrs.fields(model) if "name" in a.metadata}

    def read(value: Any, kind: Any) -> Any:
        if not is_object(value):
            raise _mismatch(value, "object")
        given: Any = value
        try:
            instance = fill(quick.respelled(given, others), kind)
        except ClassValidationError as problem:
            _name_as_the_api_does(problem, wire_names)
            raise
        keep(instance, "raw", given)
        return instance

    return read


def _name_as_the_api_does(problem: ClassValidationError, wire_names: Mapping[str, str]) -> None:
    """Let an error name a field as it is spelled in the answer."""
    for each in problem.exceptions:
        notes: list[Any] = getattr(each, "__notes__", [])
        notes[:] = [
            AttributeValidationNote(note, wire_names[note.name], note.type)
            if isinstance(note, AttributeValidationNote) and note.name in wire_names
            else note
            for note in notes
        ]


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Model)


def _is_optional_model(kind: Any) -> bool:
    parts = get_args(kind)
    return _is_union(kind) and len(parts) == 2 and NoneType in parts and any(_is_model(part) for part in parts)


def _optional_model_hook(kind: Any) -> Hook:
    """Read `SomeModel | None`; v1 webhooks and older answers write nothing as empty text."""
    model: Any = next(part for part in get_args(kind) if part is not NoneType)
    hook: Hook | None = None

    def read(value: Any, _: Any) -> Any:
        nonlocal hook
        if value is None or value == "":
            return None
        # Looked up at the first use and not now, since a model may hold its own kind.
        hook = hook or converter.get_structure_hook(model)
        return hook(value, model)

    return read


def _build() -> Converter:
    made = Converter(detailed_validation=True)
    for scalar, hook in _SCALARS.items():
        made.register_structure_hook(scalar, hook)
    made.register_structure_hook_func(_is_free_mapping, _mapping)
    made.register_structure_hook_factory(_is_mapping, _mapping_hook)
    made.register_structure_hook_factory(_is_tuple_of_many, _tuple_hook)
    made.register_structure_hook_factory(_is_union_of_scalars, _scalar_union_hook)
    made.register_structure_hook_factory(_is_scalar_or_mapping, _scalar_or_mapping_hook)
    made.register_structure_hook_factory(_is_model, _model_hook)
    made.register_structure_hook_factory(_is_optional_model, _optional_model_hook)
    return made


converter: Final = _build()
_filling: Final = quick.Filling(lambda kind: converter.get_structure_hook(kind))


def hook(kind: Any) -> Hook:
    """Return the function that reads plain JSON data as `kind`; it is called with the data and the kind."""
    found: Hook = converter.get_structure_hook(kind)
    return found


def structure(value: object, kind: Any) -> Any:
    """Read plain JSON data as `kind`; raises a cattrs validation error that `explain` can put in words."""
    return converter.structure(value, kind)


def explain(error: Exception) -> str:
    """Say where a payload did not fit and what was expected there, without its values."""
    return "; ".join(transform_error(error, path="$"))
