"""What a request says, from wherever it says it: path, query, form and JSON, merged as Rails merges them.

Bracketed names become nested values (`filters[created_at][from]=...`, `ids[]=1`). This is a reading of its own, and
shares nothing with the client's encoder, so that the two can disagree when one of them is wrong. It knows nothing of operations.
"""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from attrs import frozen

from ..wire.message import HttpRequest
from ..wire.plain import is_array, is_object

_LARGEST: Final = 10**15
"""Numbers beyond this are typing mistakes, and a database would not hold them."""

_BRACKETS: Final = re.compile(r"\[([^\[\]]*)\]")
_DEEPEST: Final = 32
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
_TRUE: Final = frozenset({"true", "1", "yes", "on"})


class Unreadable(Exception):
    """The request cannot be taken apart; Rails answers 400 to such a one."""


@frozen
class Parameters:
    """Named values, and the ways to read them: blank, absent and null are all None, as they are to FirstPromoter."""

    values: Mapping[str, Any]

    def text(self, name: str) -> str | None:
        """Return a value as text without spaces around it, or None."""
        return _text(self.values.get(name))

    def first_text(self, *names: str) -> tuple[str, str] | None:
        """Return the first of these that has a value, with its name."""
        return next(((name, text) for name in names if (text := self.text(name))), None)

    def integer(self, name: str) -> int | None:
        """Return a whole number, written as one or as digits, or None."""
        return whole_number(self.values.get(name))

    def truth(self, name: str, default: bool = False) -> bool:
        """Return whether it is true; forms say `true`, `1`, `yes` or `on`."""
        text = self.text(name)
        return default if text is None else text.lower() in _TRUE

    def maybe_truth(self, name: str) -> bool | None:
        """Return whether it is true, or None when nothing is said."""
        return None if self.text(name) is None else self.truth(name)

    def texts(self, name: str) -> list[str]:
        """Return a list of texts; a single value is a list of one."""
        value = self.values.get(name)
        return [text for one in (value if is_array(value) else [value]) if (text := _text(one)) is not None]

    def integers(self, name: str) -> list[int]:
        """Return a list of whole numbers; a single value is a list of one, and what is not a number is left out."""
        return [number for text in self.texts(name) if (number := whole_number(text)) is not None]

    def group(self, name: str) -> "Parameters":
        """Return what is nested under a name; nothing, when nothing is."""
        value = self.values.get(name)
        return Parameters(value if is_object(value) else {})

    def moment(self, name: str) -> str | None:
        """Return a date and time as FirstPromoter writes them, or None when it is absent or cannot be read."""
        text = self.text(name)
        try:
            return None if text is None else iso(datetime.fromisoformat(text))
        except (ValueError, OverflowError):
            return None

    def has(self, name: str) -> bool:
        """Tell whether a name was mentioned at all."""
        return name in self.values


def whole_number(value: object) -> int | None:
    """Return a whole number that is written as one, or as digits; None for anything else, 29.0 included."""
    if isinstance(value, str) and re.fullmatch(r"-?\d{1,16}", value.strip(), re.ASCII):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > _LARGEST:
        return None
    return value


def iso(moment: datetime) -> str:
    """Write a moment as v1 does: UTC, milliseconds, `Z`; such texts sort as their moments do."""
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return aware.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _text(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return value.strip() or None if isinstance(value, str) else None


def read(request: HttpRequest, in_path: Mapping[str, str]) -> Parameters:
    """Merge what path, body and query say; the earlier of these wins. Raises `Unreadable`."""
    merged = nested(parse_qsl(urlsplit(request.url).query, keep_blank_values=True)) | _body_of(request) | dict(in_path)
    _refuse_unstorable(merged)
    return Parameters(merged)


def _body_of(request: HttpRequest) -> dict[str, Any]:
    if not request.body:
        return {}
    if "json" in _header(request, "content-type"):
        return _json_object(request.body)
    return nested(parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True))


def _header(request: HttpRequest, name: str) -> str:
    return next((value.lower() for key, value in request.headers if key.lower() == name), "")


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise Unreadable("the body is not JSON") from None
    if not is_object(value):
        raise Unreadable("the body is not a JSON object")
    return value


def nested(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Turn flat bracketed names into nested values. Raises `Unreadable` when two of them contradict each other."""
    values: dict[str, Any] = {}
    for name, value in pairs:
        _place(values, _steps(name), value)
    return values


def _steps(name: str) -> list[str]:
    """Take `a[b][]` apart into `a`, `b` and an empty step; brackets that do not close belong to the name."""
    head, bracket, _ = name.partition("[")
    steps = _BRACKETS.findall(name)
    if not head or not bracket or name != head + "".join(f"[{step}]" for step in steps):
        return [name]
    if len(steps) > _DEEPEST:
        raise Unreadable(f"{head} is nested too deep")
    return [head, *steps]


def _place(into: dict[str, Any], steps: list[str], value: str) -> None:
    """Put one value where its steps lead."""
    name, *rest = steps
    if not rest:
        into[name] = value
    elif rest[0] == "":
        _append(_child(into, name, list[Any]()), rest[1:], value)
    else:
        _place(_child(into, name, dict[str, Any]()), rest, value)


def _append(items: list[Any], rest: list[str], value: str) -> None:
    """Add to a list; `a[][b]=1&a[][c]=2` is one object, and a second `b` begins the next."""
    if not rest:
        items.append(value)
        return
    if not items or not is_object(items[-1]) or rest[0] in items[-1]:
        items.append({})
    _place(items[-1], rest, value)


def _child(into: dict[str, Any], name: str, empty: Any) -> Any:
    child = into.setdefault(name, empty)
    if type(child) is not type(empty):
        raise Unreadable(f"{name} is given both as a value and as a group of values")
    return child


def _refuse_unstorable(value: object, depth: int = 0) -> None:
    """Refuse characters that no database stores, as the real one must, and nesting that is only meant to hurt."""
    if depth > _DEEPEST:
        raise Unreadable("it is nested too deep")
    if isinstance(value, str):
        if _UNSTORABLE.search(value):
            raise Unreadable("there is a character in it that cannot be stored")
    elif is_object(value):
        for name, inner in value.items():
            _refuse_unstorable(name, depth)
            _refuse_unstorable(inner, depth + 1)
    elif is_array(value):
        for inner in value:
            _refuse_unstorable(inner, depth + 1)
