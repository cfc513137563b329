"""Responses that have begun: one that is read from its connection, and one that is whole already.

This module knows nothing of HTTP libraries.
"""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import attrs

from ..wire.message import HttpRequest, HttpResponse
from .body import StreamedBody
from .protocol import ResponseStream, StreamingTransport, Transport

Guard = Callable[[Awaitable[bytes], float], Coroutine[Any, Any, bytes]]


class StreamedResponse:
    """A response whose body arrives; each piece is read under a guard, which limits its time and translates what goes wrong."""

    def __init__(self, head: HttpResponse, body: StreamedBody, guard: Guard) -> None:
        self.head = head
        self._body = body
        self._guard = guard

    async def receive(self, *, timeout: float) -> bytes:  # noqa: ASYNC109
        """Return the next piece, or nothing at the end."""
        return await self._guard(self._body.receive(), timeout)

    async def aclose(self) -> None:
        """Close it."""
        await self._body.aclose()


class WholeResponse:
    """A response that came whole, given out as one that still comes."""

    def __init__(self, response: HttpResponse) -> None:
        self.head = attrs.evolve(response, body=b"")
        self._body = response.body

    async def receive(self, *, timeout: float) -> bytes:  # noqa: ASYNC109
        """Return the body, and after that nothing."""
        piece, self._body = self._body, b""
        return piece

    async def aclose(self) -> None:
        """Let go of the body."""
        self._body = b""


async def begin(transport: Transport, request: HttpRequest, timeout: float) -> ResponseStream:  # noqa: ASYNC109
    """Begin an exchange over any transport; over one that cannot stream it happens all at once."""
    if isinstance(transport, StreamingTransport):
        return await transport.begin(request, timeout=timeout)
    return WholeResponse(await transport.exchange(request, timeout=timeout))
