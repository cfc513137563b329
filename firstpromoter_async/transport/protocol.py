"""What a transport is: the one thing that the client asks of the network."""

from typing import Protocol, runtime_checkable

from ..wire.message import HttpRequest, HttpResponse


class Transport(Protocol):
    """Carries one request and brings the whole response."""

    async def exchange(self, request: HttpRequest, *, timeout: float) -> HttpResponse:  # noqa: ASYNC109
        """Send the request and read the response to its end, in `timeout` seconds.

        Raises `ConnectFailed` or `PoolExhausted` when nothing can have left, `AnswerTimedOut` or `ConnectionLost` when
        something may have, and `AnswerTooLarge` as soon as a success has more than `request.max_answer` bytes, unpacked.
        Redirects come back as they are. Cancelling cancels.
        """
        ...

    async def aclose(self) -> None:
        """End the exchanges under way with `ClientClosed`, and close what this transport opened itself.

        A client closes only the transport that it made. Of one that you pass it ends its own exchanges by cancelling them.
        """
        ...


class ResponseStream(Protocol):
    """A response that has begun: its status and headers are here, and its body still comes. Close it in any case."""

    @property
    def head(self) -> HttpResponse:
        """The response without its body."""
        ...

    async def receive(self, *, timeout: float) -> bytes:  # noqa: ASYNC109
        """Return the next piece of the body, unpacked, or nothing at its end.

        Raises `AnswerTimedOut` when none comes in `timeout` seconds, and `ConnectionLost` when the body ends too early.
        """
        ...

    async def aclose(self) -> None:
        """Close the response, and its connection where the body was not read to the end."""
        ...


@runtime_checkable
class StreamingTransport(Transport, Protocol):
    """A transport that can also bring a response piece by piece. Of one that cannot, files come whole."""

    async def begin(self, request: HttpRequest, *, timeout: float) -> ResponseStream:  # noqa: ASYNC109
        """Send the request and read the head of the response, in `timeout` seconds.

        Raises what `exchange` raises, but for `AnswerTooLarge`: nobody holds the body in memory.
        """
        ...
