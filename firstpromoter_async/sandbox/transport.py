"""The sandbox as a transport: the client talks to it as to the network, without a socket."""

import time

import anyio
import attrs

from ..errors import AnswerTimedOut, ConnectionLost
from ..wire.message import HttpRequest, HttpResponse
from .dispatch import handle
from .sandbox import Sandbox, Transmission


class SandboxTransport:
    """Carries requests to a sandbox in this process, and its faults as the errors that a network would make of them.

    `FirstPromoter(transport=SandboxTransport(sandbox), ...)`. Whatever host a request names, it is this sandbox that answers.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        """Who answers."""

    async def exchange(self, request: HttpRequest, *, timeout: float) -> HttpResponse:  # noqa: ASYNC109
        """Bring the answer; raises `AnswerTimedOut` and `ConnectionLost`."""
        with anyio.move_on_after(timeout):
            answer = await handle(self.sandbox, request)
            match answer.transmission:
                case Transmission.WHOLE:
                    return attrs.evolve(answer.http, url=request.url, received_at=time.time())
                case Transmission.CUT:
                    raise ConnectionLost("the connection was closed in the middle of the answer")
                case Transmission.RESET:
                    raise ConnectionLost("the connection was reset")
                case Transmission.SILENCE:
                    await anyio.sleep_forever()
        raise AnswerTimedOut(f"no answer within {timeout:g} s")

    async def aclose(self) -> None:
        """Do nothing: the sandbox may have other callers."""

    def __repr__(self) -> str:
        return f"<SandboxTransport to {self.sandbox!r}>"
