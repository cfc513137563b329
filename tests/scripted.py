"""A transport that plays a script, and a clock that is a number: for tests of what the client decides."""

from collections.abc import Callable, Iterable
from typing import Any

import anyio

from firstpromoter_async import FirstPromoter
from firstpromoter_async.wire.message import HttpRequest, HttpResponse

Step = HttpResponse | Exception | Callable[[HttpRequest], HttpResponse]


class ScriptedTransport:
    """Answers each request with the next step of a script, the last one for ever; notes what was sent."""

    def __init__(self, *script: Step) -> None:
        self.script = list(script)
        self.sent: list[HttpRequest] = []
        self.timeouts: list[float] = []
        self.closed = False

    async def exchange(self, request: HttpRequest, *, timeout: float) -> HttpResponse:  # noqa: ASYNC109
        self.sent.append(request)
        self.timeouts.append(timeout)
        await anyio.lowlevel.checkpoint()
        step = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if isinstance(step, Exception):
            raise step
        return step if isinstance(step, HttpResponse) else step(request)

    async def aclose(self) -> None:
        self.closed = True


def client_of(transport: Any, **arguments: Any) -> FirstPromoter:
    """Make a client with keys of all kinds over this transport, without a rate limit unless one is given."""
    given: dict[str, Any] = {
        "api_key": "key-of-v2",
        "account_id": "acc_1",
        "v1_api_key": "key-of-v1",
        "base_url": "https://fp.test",
        "rate": "off",
    }
    return FirstPromoter(**(given | arguments), transport=transport)


def json_answer(status: int = 200, body: bytes = b"{}", **headers: str) -> HttpResponse:
    """Build an answer; header names are written with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HttpResponse.of(status, {"Content-Type": "application/json"} | named, body)


def header_of(request: HttpRequest, name: str) -> str | None:
    """Return a header that was sent, or None."""
    return next((value for key, value in request.headers if key.lower() == name.lower()), None)


def answers(statuses: Iterable[int]) -> list[HttpResponse]:
    """Build empty JSON answers with these statuses."""
    return [json_answer(status) for status in statuses]
