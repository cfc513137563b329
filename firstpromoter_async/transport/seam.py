"""What a transport is: the one thing that the client asks of the network."""

from typing import Protocol

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
