"""The sandbox as a transport: the client talks to it as to the network, without a socket."""

import time

import anyio
import attrs

from ..errors import AnswerTimedOut, ConnectionLost
from ..transport.protocol import ResponseStream
from ..transport.streams import WholeResponse
from ..wire.message import HttpRequest, HttpResponse
from .dispatch import handle
from .sandbox import Sandbox, SandboxResponse, Transmission


class SandboxTransport:
    """Carries requests to a sandbox in this process, and its faults as the errors that a network would make of them.

    `FirstPromoter(transport=SandboxTransport(sandbox), ...)`. Whatever host a request names, it is this sandbox that answers.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        """Who answers."""

    async def exchange(self, request: HttpRequest, *, timeout: float) -> HttpResponse:  # noqa: ASYNC109
        """Bring the answer; raises `AnswerTimedOut` and `ConnectionLost`."""
        answer = await self._answered(request, timeout)
        if answer.transmission is Transmission.CUT:
            raise _cut_off()
        return _sent(answer, request)

    async def begin(self, request: HttpRequest, *, timeout: float) -> ResponseStream:  # noqa: ASYNC109
        """Bring the answer in pieces; of one that is cut, half of its body comes before `ConnectionLost`."""
        answer = await self._answered(request, timeout)
        response = _sent(answer, request)
        return _CutResponse(response) if answer.transmission is Transmission.CUT else WholeResponse(response)

    async def _answered(self, request: HttpRequest, timeout: float) -> SandboxResponse:  # noqa: ASYNC109
        """Return an answer of which something is sent."""
        with anyio.move_on_after(timeout):
            answer = await handle(self.sandbox, request)
            if answer.transmission is Transmission.RESET:
                raise ConnectionLost("the connection was reset")
            if answer.transmission is Transmission.SILENCE:
                await anyio.sleep_forever()
            return answer
        raise AnswerTimedOut(f"no answer within {timeout:g} s")

    async def aclose(self) -> None:
        """Do nothing: the sandbox may have other callers."""

    def __repr__(self) -> str:
        return f"<SandboxTransport to {self.sandbox!r}>"


class _CutResponse(WholeResponse):
    """Half of a response, and then the end of the connection."""

    async def receive(self, *, timeout: float) -> bytes:  # noqa: ASYNC109
        piece = await super().receive(timeout=timeout)
        if len(piece) < 2:
            raise _cut_off()
        return piece[: len(piece) // 2]


def _sent(answer: SandboxResponse, request: HttpRequest) -> HttpResponse:
    return attrs.evolve(answer.http, url=request.url, received_at=time.time())


def _cut_off() -> ConnectionLost:
    return ConnectionLost("the connection was closed in the middle of the answer")
