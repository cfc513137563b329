"""Requests to bytes: path, query, form and JSON, as Rails reads them.

Names nest in brackets (`filters[created_at][from]=2026-01-01`), lists repeat a name that ends in `[]`, and truth is
the text `true` or `false`. `UNSET` is left out everywhere; None is JSON's null, or an empty text in forms. This module
knows nothing of credentials.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Final, TypeGuard
from urllib.parse import quote, urlencode

import attrs
from attrs import frozen

from ..errors import InvalidRequest
from ..unset import UNSET
from .message import HttpRequest
from .plain import is_object
from .request import Request
from .route import Body, Route
from .untyped import UntypedRequest
from .upload import Upload, multipart

_FORM: Final = ("Content-Type", "application/x-www-form-urlencoded")
_JSON: Final = ("Content-Type", "application/json")


@frozen
class _Parameter:
    attribute: str
    name: str
    place: str
    write: Callable[[Any], Any] | None


_PARAMETERS: Final[dict[Any, tuple[_Parameter, ...]]] = {}


def _parameters_of(kind: Any) -> tuple[_Parameter, ...]:
    """Look up where each field of a class travels; worked out once."""
    if kind not in _PARAMETERS:
        _PARAMETERS[kind] = _placed(kind)
    return _PARAMETERS[kind]


def _placed(kind: Any) -> tuple[_Parameter, ...]:
    route = getattr(kind, "route", None)
    in_path = route.path_names if isinstance(route, Route) else ()
    return tuple(
        _Parameter(
            attribute=a.name,
            name=a.metadata.get("name", a.name),
            place="path" if a.name in in_path else a.metadata.get("place", "body"),
            write=a.metadata.get("write"),
        )
        for a in attrs.fields(kind)
    )


def encode(request: Request[Any], host: str, *, form_in_query: bool = False) -> HttpRequest:
    """Write a request down for `host` (scheme and authority, no slash at the end).

    `form_in_query` sends v1's writes as a query without a body, the style of FirstPromoter's own v1 client.
    """
    route = request.route
    path, query, body = _sorted_by_place(request)
    placed = Body.QUERY if route.body is Body.FORM and form_in_query else route.body
    url = host + _fill(route, path)
    if placed is Body.QUERY:
        query |= body
    if query:
        url = f"{url}?{_form(query)}"
    accept = ("Accept", request.shape.accept)
    if placed is Body.FORM:
        return HttpRequest(route.method, url, (accept, _FORM), _form(body).encode("ascii"))
    if placed is Body.JSON and any(isinstance(value, Upload) for value in body.values()):
        content_type, form = _with_files(body)
        return HttpRequest(route.method, url, (accept, ("Content-Type", content_type)), form)
    if placed is Body.JSON:
        return HttpRequest(route.method, url, (accept, _JSON), to_json(body))
    return HttpRequest(route.method, url, (accept, _FORM) if route.body is Body.FORM else (accept,))


def parameters(request: Request[Any]) -> dict[str, Any]:
    """Return the parameters that are set, by the API's names; `to_json` and `to_sorted_json` write them."""
    path, query, body = _sorted_by_place(request)
    return path | query | body


def _sorted_by_place(request: Request[Any]) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    if isinstance(request, UntypedRequest):
        return {}, dict(request.query), dict(request.body)
    places: dict[str, dict[str, Any]] = {"path": {}, "query": {}, "body": {}}
    for parameter in _parameters_of(type(request)):
        value = getattr(request, parameter.attribute)
        if value is not UNSET:
            places[parameter.place][parameter.name] = parameter.write(value) if parameter.write else value
    return places["path"], places["query"], places["body"]


def _fill(route: Route, values: Mapping[str, Any]) -> str:
    path = route.path
    for name, value in values.items():
        text = _scalar(value)
        if text in ("", ".", "..") or not _is_unicode(text):
            raise InvalidRequest(f"{name} is part of the path {route.path}, and {text!r} cannot be")
        path = path.replace(f"{{{name}}}", quote(text, safe=""))
    return path


def _is_unicode(text: str) -> bool:
    """Tell text from what only looks like it: half a surrogate pair, as from a badly decoded file."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _form(values: Mapping[str, Any]) -> str:
    try:
        return urlencode(list(flatten(values)))
    except (TypeError, UnicodeEncodeError, RecursionError) as problem:
        told = str(problem)
    raise InvalidRequest(f"a parameter cannot be written as text: {told}")


def _with_files(values: Mapping[str, Any]) -> tuple[str, bytes]:
    """Write a form that brings files; raises `InvalidRequest` for an empty list, which no form can say."""
    for name, value in values.items():
        if _is_collection(value) and not value:
            raise InvalidRequest(f"an empty list cannot be sent beside a file: send {name} in a call of its own")
    files = {name: value for name, value in values.items() if isinstance(value, Upload)}
    rest = {name: value for name, value in values.items() if name not in files}
    try:
        return multipart([*flatten(rest), *files.items()])
    except UnicodeEncodeError as problem:
        told = str(problem)
    raise InvalidRequest(f"a parameter cannot be written as text: {told}")


def flatten(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Write nested values as the flat names that Rails reads: `a[b]=1`, `ids[]=1&ids[]=2`."""
    for name, value in values.items():
        yield from _flat(name, value)


def _flat(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if value is UNSET:
        return
    if _is_attrs(value):
        value = _object(value)
    if is_object(value):
        for key, inner in value.items():
            yield from _flat(f"{name}[{key}]", inner)
    elif _is_collection(value):
        for inner in value:
            yield from _flat(name if name.endswith("[]") else f"{name}[]", inner)
    else:
        yield name, _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(_plain(value))


def to_json(value: Any) -> bytes:
    """Write JSON, compactly; raises `InvalidRequest` for what JSON cannot say."""
    return _dumped(_ENCODER, value)


def to_sorted_json(value: Any) -> bytes:
    """Write JSON with its names in order, so that equal values are equal bytes; raises `InvalidRequest`."""
    return _dumped(_SORTING, value)


def _dumped(encoder: json.JSONEncoder, value: Any) -> bytes:
    try:
        return encoder.encode(value).encode("ascii")
    except (TypeError, ValueError, RecursionError) as problem:
        told = str(problem)
    raise InvalidRequest(f"a parameter cannot be written as JSON: {told}")


def _plain(value: Any) -> Any:
    """Turn one value that JSON does not know into one that it does."""
    if isinstance(value, float | Decimal) and not Decimal(value).is_finite():
        raise TypeError(f"{value} is not a number that the API takes")
    if isinstance(value, int | float):
        return value
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Enum):
        return value.value
    if _is_collection(value):
        return list(value)
    if _is_attrs(value):
        return _object(value)
    raise TypeError(f"{type(value).__name__} is not a kind of value that the API takes")


_ENCODER: Final = json.JSONEncoder(default=_plain, separators=(",", ":"), allow_nan=False)
_SORTING: Final = json.JSONEncoder(default=_plain, separators=(",", ":"), allow_nan=False, sort_keys=True)


def _is_attrs(value: object) -> bool:
    kind: Any = type(value)
    return attrs.has(kind)


def _is_collection(value: object) -> TypeGuard[Collection[Any]]:
    return isinstance(value, list | tuple | set | frozenset)


def _object(value: Any) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for parameter in _parameters_of(type(value)):
        inner = getattr(value, parameter.attribute)
        if inner is not UNSET:
            members[parameter.name] = parameter.write(inner) if parameter.write else inner
    return members


def _moment(value: datetime) -> str:
    """Write a moment in UTC; a naive one would mean another instant on every machine, so it is refused."""
    if value.tzinfo is None:
        raise InvalidRequest(f"{value.isoformat()} has no time zone: pass an aware datetime, or ISO 8601 text")
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
