"""What a request says, from wherever it says it: path, query, form, multipart form and JSON, merged as Rails merges them.

Bracketed names become nested values (`filters[created_at][from]=...`, `ids[]=1`). This is a reading of its own, and
shares nothing with the client's encoder, so that the two can disagree when one of them is wrong. It knows nothing of operations.
"""

import json
import re
from collections.abc import Iterable, Mapping
from email.parser import BytesParser
from typing import Any, Final
from urllib.parse import SplitResult, parse_qsl, urlsplit

from ..wire.message import HttpRequest
from ..wire.plain import is_array, is_object
from .parameters import Parameters, Uploaded

_BRACKETS: Final = re.compile(r"\[([^\[\]]*)\]")
_DEEPEST: Final = 32
_FORM: Final = "application/x-www-form-urlencoded"
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")


class Unreadable(Exception):
    """The request cannot be taken apart; Rails answers 400 to such a one."""

    status = 400


class UnknownForm(Unreadable):
    """The body is of a kind that no operation takes."""

    status = 415


def split(url: str) -> SplitResult:
    """Take a URL apart. Raises `Unreadable`."""
    try:
        return urlsplit(url)
    except ValueError:
        raise Unreadable("the URL cannot be taken apart") from None


def read(request: HttpRequest, in_path: Mapping[str, str]) -> Parameters:
    """Merge what path, body and query say; the earlier of these wins. Raises `Unreadable`."""
    merged = nested(parse_qsl(split(request.url).query, keep_blank_values=True)) | _body_of(request) | dict(in_path)
    _refuse_unstorable(merged)
    return Parameters(merged)


def _body_of(request: HttpRequest) -> dict[str, Any]:
    if not request.body:
        return {}
    content_type = next((value for name, value in request.headers if name.lower() == "content-type"), _FORM)
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/json" or kind.endswith("+json"):
        return _json_object(request.body)
    if kind == "multipart/form-data":
        return nested(_multipart(content_type, request.body))
    if kind != _FORM:
        raise UnknownForm(f"a body is a form, a multipart form or JSON, and not {kind}")
    return nested(parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True))


def _multipart(content_type: str, body: bytes) -> list[tuple[str, str | Uploaded]]:
    """Read a multipart form (RFC 7578) with the standard library's reader of MIME, as PEP 594 advises since `cgi` is gone."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", "replace")
    message = BytesParser().parsebytes(head + body)
    if not message.is_multipart() or message.defects:
        raise Unreadable("the multipart form is cut short, or its boundary is not the one that was announced")
    return [_part(part) for part in message.get_payload()]


def _part(part: Any) -> tuple[str, str | Uploaded]:
    name, value = part.get_param("name", header="content-disposition"), part.get_payload(decode=True)
    if not isinstance(name, str) or not isinstance(value, bytes) or part.defects:
        raise Unreadable("a part of the multipart form has no name, or is no text")
    if (file_name := part.get_filename()) is not None and _steps(name) != [name]:
        raise Unreadable(f"{name} is a file, and no operation here takes one inside of something else")
    if file_name is not None:
        return name, Uploaded(file_name, value)
    return name, value.decode("utf-8", "replace")


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise Unreadable("the body is not JSON") from None
    if not is_object(value):
        raise Unreadable("the body is not a JSON object")
    return value


def nested(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
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


def _place(into: dict[str, Any], steps: list[str], value: Any) -> None:
    """Put one value where its steps lead."""
    name, *rest = steps
    if not rest:
        into[name] = value
    elif rest[0] == "":
        _append(_child(into, name, list[Any]()), rest[1:], value)
    else:
        _place(_child(into, name, dict[str, Any]()), rest, value)


def _append(items: list[Any], rest: list[str], value: Any) -> None:
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
    elif isinstance(value, Uploaded):
        _refuse_unstorable(value.name)
    elif is_object(value):
        for name, inner in value.items():
            _refuse_unstorable(name, depth)
            _refuse_unstorable(inner, depth + 1)
    elif is_array(value):
        for inner in value:
            _refuse_unstorable(inner, depth + 1)
