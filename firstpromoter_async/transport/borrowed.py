"""A transport that the caller brought and keeps: it stays open when the client closes, and the client's exchanges end."""

from ..errors import ClientClosed, Outcome
from ..lifetime import CancelTogether
from ..wire.message import HttpRequest, HttpResponse
from .protocol import ResponseStream, Transport
from .streams import begin


class BorrowedTransport:
    """Exchanges over somebody else's transport, until this one is closed."""

    def __init__(self, lender: Transport) -> None:
        self._lender = lender
        self._under_way = CancelTogether()

    async def exchange(self, request: HttpRequest, *, timeout: float) -> HttpResponse:  # noqa: ASYNC109
        """Exchange over the borrowed transport; raises `ClientClosed` when this one is closed meanwhile."""
        with self._under_way.scope():
            return await self._lender.exchange(request, timeout=timeout)
        # How far a transport of somebody else's had come cannot be known.
        raise closed_during_exchange(Outcome.UNKNOWN)

    async def begin(self, request: HttpRequest, *, timeout: float) -> ResponseStream:  # noqa: ASYNC109
        """Begin over the borrowed transport; raises `ClientClosed` when this one is closed meanwhile."""
        with self._under_way.scope():
            return _LentResponse(await begin(self._lender, request, timeout), self._under_way)
        raise closed_during_exchange(Outcome.UNKNOWN)

    async def aclose(self) -> None:
        """End the exchanges under way; the transport itself stays open."""
        self._under_way.cancel()
        await self._under_way.until_left()

    def __repr__(self) -> str:
        return f"<BorrowedTransport over {self._lender!r}>"


class _LentResponse:
    """A response of somebody else's transport, until the borrower is closed."""

    def __init__(self, lent: ResponseStream, under_way: CancelTogether) -> None:
        self.head = lent.head
        self._lent = lent
        self._under_way = under_way

    async def receive(self, *, timeout: float) -> bytes:  # noqa: ASYNC109
        with self._under_way.scope():
            return await self._lent.receive(timeout=timeout)
        raise closed_during_exchange(Outcome.UNKNOWN)

    async def aclose(self) -> None:
        await self._lent.aclose()


def closed_during_exchange(outcome: Outcome) -> ClientClosed:
    """Make the error of an exchange that closing has ended."""
    failure = ClientClosed("the client was closed while the call was under way")
    failure.outcome = outcome
    return failure
