"""How the tests of v1 look at both ends of a call: what would be sent, and what is made of an answer."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import attrs

from firstpromoter_async.wire.encode import encode
from firstpromoter_async.wire.message import HttpResponse
from firstpromoter_async.wire.request import Request

R = TypeVar("R")

HOST = "https://fp.test"
_SAMPLES = Path(__file__).parent.parent / "samples" / "v1"


def written(request: Request[Any], *, in_query: bool = False) -> str:
    """Write a call as `METHOD /path?query`, and its body, if there is one, after a space."""
    message = encode(request, HOST, form_in_query=in_query)
    assert message.url.startswith(HOST)
    line = f"{message.method} {message.url.removeprefix(HOST)}"
    return f"{line} {message.body.decode('ascii')}" if message.body else line


def sample(name: str) -> Any:
    return json.loads((_SAMPLES / f"{name}.json").read_text("utf-8"))


def answer(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    return attrs.evolve(HttpResponse.of(status, headers, json.dumps(body).encode()), url=f"{HOST}/api/v1/somewhere")


class Canned:
    """A sender that has its answers ready, and keeps what was sent."""

    def __init__(self, *answers: HttpResponse) -> None:
        self._answers = iter(answers)
        self.sent: list[str] = []

    async def send(self, request: Request[R], /) -> R:
        self.sent.append(written(request))
        return request.read(next(self._answers))

    def stream(self, request: Any, /) -> Any:
        raise NotImplementedError("v1 has no files")
