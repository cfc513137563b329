"""What carries requests out, as far as everything that makes them needs to know. This module knows nothing of HTTP."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from .wire.answers import BeingPrepared, Download
from .wire.request import Request

if TYPE_CHECKING:
    from .downloads import FileStream

R = TypeVar("R")

about_to_send: Final[ContextVar[Callable[[], None] | None]] = ContextVar("firstpromoter_about_to_send", default=None)
"""Called by a client just before a request may leave, in the task that made the call.

For those who must know, after a cancellation, whether there is an outcome to look up: set it in the task, then send. When it
raises, nothing leaves, the turn is given back, and the call ends with that exception.
"""


class Sender(Protocol):
    """Whatever can carry a request out: the client, or a stand-in of a test."""

    async def send(self, request: Request[R], /) -> R:
        """Carry the request out and return its answer."""
        ...


class StreamingSender(Sender, Protocol):
    """A sender that can also give a file while it comes."""

    def stream(self, request: Request[Download], /) -> AbstractAsyncContextManager["FileStream | BeingPrepared"]:
        """Carry a request for a file out, and give the file while it comes."""
        ...
