"""Answers to values, and refusals to errors, whatever shape their bodies have.

FirstPromoter answers errors in at least seven shapes: nothing, plain text, `{error}`, `{message, code}`,
`{message, errors, code}`, `{transaction_id}` and `{<path of a field>: [...]}`; gateways in front of it have shapes of their own.
This module knows nothing of operations.
"""

import re
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any, Final, TypeVar

from cattrs.errors import BaseValidationError

from ..errors import SessionExpired, StatusError, UnreadableAnswer, status_error
from . import codec, words
from .message import HttpResponse
from .parse import NOT_JSON, parse
from .plain import is_array, is_object
from .route import Access

T = TypeVar("T")

_LONGEST_TEXT: Final = 10_000  # whoever shows it cuts it shorter, when no key can be cut in half any more
_SECONDS: Final = re.compile(r"[0-9]{1,9}")  # more of them are no wish that anybody could mean
_BAD_KEY: Final = {
    Access.V1_KEY: "the v1 API wants its own (legacy) v1 key in X-API-KEY; a v2 key does not work here",
    Access.V2_KEY: "check the v2 key and the account id: both are needed, and a v1 (legacy) key does not work here",
    Access.AFFILIATE_TOKEN: "the promoter's session has ended, or the account id is another's: get a new token from a new"
    " session, since none can be refreshed; a company's key does not work here",
    Access.ACCOUNT_ID: "check the account id, and the promoter's session token if you gave one",
}
_WITHOUT_CONTENT: Final = (204, 205)
_WORDS: Final = ("message", "transaction_id", "error")
_NOT_FIELDS: Final = frozenset({*_WORDS, "code", "errors", "status"})


def json_of(response: HttpResponse) -> Any:
    """Return the body as plain JSON data; raises `UnreadableAnswer` when it is cut off or not JSON."""
    if response.status in _WITHOUT_CONTENT and not response.body:
        raise UnreadableAnswer("there is no content, where JSON was expected", status=response.status)
    try:
        return parse(response.body)
    except NOT_JSON:
        told = _what_came_instead(response)
    # Raised out here, so that it has no context: that of a JSON error holds the whole body.
    raise UnreadableAnswer(told, status=response.status, cut_short=True)


def json_or_none(response: HttpResponse) -> Any:
    """Return the body as plain JSON data, or None where it is none."""
    try:
        return parse(response.body)
    except NOT_JSON:
        return None


def is_web_page(response: HttpResponse) -> bool:
    """Tell whether a page for people came, as from a gateway."""
    return response.body.lstrip()[:1] == b"<"


def structure(body: Any, kind: Any, response: HttpResponse) -> Any:
    """Return plain data as `kind`; raises `UnreadableAnswer` that says where it did not fit."""
    try:
        return codec.structure(body, kind)
    except (BaseValidationError, TypeError, ValueError, KeyError) as problem:
        told = codec.explain(problem)
    raise UnreadableAnswer(f"the answer does not fit: {told}", status=response.status)


def refusal(response: HttpResponse, access: Access) -> StatusError:
    """Return the error that this answer stands for, where that was asked under this kind of credential."""
    body = json_or_none(response)
    message, code, fields = _read_refusal(body)
    own_words = words.are_the_apis([message, *(f"{name}: {text}" for name in fields for text in fields[name])], code)
    if not message and not fields:
        message = _plain_words(response)
    if response.status == 401:
        message = f"{message} ({_BAD_KEY[access]})" if message else _BAD_KEY[access]
    is_session = response.status == 401 and access is Access.AFFILIATE_TOKEN
    return (SessionExpired if is_session else status_error(response.status))(
        response.status,
        message,
        code=code,
        field_errors=fields,
        retry_after=retry_after(response),
        own_words=own_words,
    )


def retry_after(response: HttpResponse) -> float | None:
    """Return the seconds that `Retry-After` asks for (RFC 9110, 10.2.3: seconds or a date), or None."""
    text = (response.header("retry-after") or "").strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    moment = _timestamp(text)
    if moment is None:
        return None
    # The answer's own Date is better than our clock, which may be off.
    reference = _timestamp(response.header("date") or "") or response.received_at
    return max(0.0, moment - reference)


def _timestamp(text: str) -> float | None:
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, OverflowError):
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _read_refusal(body: Any) -> tuple[str, str | None, dict[str, tuple[str, ...]]]:
    if isinstance(body, str):
        return _one_line(body), None, {}
    if not is_object(body):
        return "", None, {}
    message = next((", ".join(texts) for word in _WORDS if (texts := _texts(body.get(word)))), "")
    code = body.get("code")
    fields = _field_errors(body.get("errors"))
    fields |= {name: _texts(value) for name, value in body.items() if name not in _NOT_FIELDS and _texts(value)}
    if isinstance(body.get("transaction_id"), str):
        fields["transaction_id"] = (_one_line(body["transaction_id"]),)
    return message, code if isinstance(code, str) else None, fields


def _field_errors(errors: Any) -> dict[str, tuple[str, ...]]:
    if is_object(errors):
        return {name: _texts(value) for name, value in errors.items() if _texts(value)}
    return {"base": _texts(errors)} if _texts(errors) else {}


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (_one_line(value),) if value else ()
    if is_array(value):
        return tuple(_one_line(text) for text in value if isinstance(text, str))
    return ()


def _plain_words(response: HttpResponse) -> str:
    text = response.body.decode("utf-8", "replace").strip()
    if not text or text[0] in '{["':
        return ""
    return "a web page came instead of the API's answer" if text.startswith("<") else _one_line(text)


def _what_came_instead(response: HttpResponse) -> str:
    start = response.body.lstrip()[:1]
    if not start:
        return "the answer is empty where JSON was expected"
    if start == b"<":
        return "a web page came where JSON was expected"
    return f"the answer is not whole, or not JSON ({len(response.body)} bytes)"


def _one_line(text: str) -> str:
    text = " ".join(text.splitlines())
    return text[:_LONGEST_TEXT]
