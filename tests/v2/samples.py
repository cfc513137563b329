"""Answers as the documents show them, and requests as they leave."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus, urlsplit

from firstpromoter_async.wire.encode import encode
from firstpromoter_async.wire.message import HttpResponse
from firstpromoter_async.wire.request import Request

HOST = "https://fp.test"
_SAMPLES = Path(__file__).parents[1] / "samples" / "v2"


def sample(name: str, status: int = 200) -> HttpResponse:
    """Return `tests/samples/v2/<name>.json` as an answer."""
    return HttpResponse.of(status, {"Content-Type": "application/json"}, (_SAMPLES / f"{name}.json").read_bytes())


def answer(body: bytes, status: int = 200) -> HttpResponse:
    return HttpResponse.of(status, {}, body)


def line(request: Request[Any]) -> str:
    """Return the request's first line, exactly: `GET https://fp.test/api/...`."""
    written = encode(request, HOST)
    return f"{written.method} {written.url}"


def query(request: Request[Any]) -> list[str]:
    """Return the query's parameters, readable: `["filters[state]=accepted"]`."""
    text = urlsplit(encode(request, HOST).url).query
    return [unquote_plus(part) for part in text.split("&")] if text else []


def body(request: Request[Any]) -> bytes:
    return encode(request, HOST).body
