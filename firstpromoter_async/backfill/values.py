"""How the value in a column is read: as text, a code, a number, true or false, a date, or an object.

Whatever does not fit is refused with a sentence, and nothing is guessed. Amounts are read by `amounts`.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final, TypeAlias, cast, get_args, get_origin

import attrs

from ..money import currency_code

Reader: TypeAlias = Callable[[Any], Any]


class _Unfit(ValueError):
    """A value does not fit; the text says why."""


def reader_of(attribute: "attrs.Attribute[Any]") -> Reader:
    """Choose how a parameter is read, by its name and its type."""
    if attribute.name == "currency":
        return _currency
    kinds = get_args(attribute.type) or (attribute.type,)
    for kind, reader in ((bool, _truth), (int, _whole), (datetime, _moment)):
        if kind in kinds:
            return reader
    return _object if any(get_origin(kind) is not None for kind in kinds) else text_of


def text_of(value: Any) -> str:
    """Take text, which all values of files are but for the objects and lists of JSON."""
    if not isinstance(value, str):
        raise _Unfit(f"text or a number is expected, not a JSON {'list' if isinstance(value, list) else 'object'}")
    return value


def _currency(value: Any) -> str:
    return currency_code(text_of(value))


def _whole(value: Any) -> int:
    if not re.fullmatch(r"[+-]?\d{1,18}", text_of(value), re.ASCII):
        raise _Unfit(f"{value!r} is no whole number")
    return int(value)


_TRUTH: Final = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def _truth(value: Any) -> bool:
    told = text_of(value).lower()
    if told not in _TRUTH:
        raise _Unfit(f"{value!r} is neither true nor false")
    return _TRUTH[told]


def _moment(value: Any) -> str:
    """Check a date or a time, and pass it on as it is written."""
    text = text_of(value)
    for read in (datetime.fromisoformat, date.fromisoformat):
        try:
            read(text)
        except ValueError:
            continue
        return text
    raise _Unfit(f"{value!r} is no date as ISO 8601 writes it, such as 2024-12-31 or 2024-12-31T23:59:59Z")


def _object(value: Any) -> Mapping[str, str]:
    """Read an object of texts: JSON's own, or JSON in a CSV column."""
    if isinstance(value, str):
        try:
            value = json.loads(value, parse_float=str, parse_int=str)
        except ValueError:
            value = None
    if not isinstance(value, Mapping):
        raise _Unfit('a JSON object is expected, such as {"plan": "gold"}')
    members = cast("Mapping[str, Any]", value)
    return {name: text_of(inner) for name, inner in members.items()}
