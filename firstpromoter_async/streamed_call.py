"""A call whose answer is a file that is read while it comes.

Until the first piece has come it is a call like any other, with attempts and waits. From then on it is open: its turn of the
budget is over, nothing is repeated any more, since what was given out cannot be taken back, and each piece may take as long as
an attempt. It ends when whoever reads it leaves, at the end of the file or before.
"""

from math import inf
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, NoReturn, cast

import anyio
import attrs

from .call import Call, CallContext
from .downloads import FileStream
from .errors import CallFailed, InvalidRequest
from .policy.retry import outcome_so_far
from .wire.answers import BeingPrepared, Download
from .wire.message import HttpResponse
from .wire.request import Request
from .wire.shapes import Download as Shape

if TYPE_CHECKING:
    from .transport.protocol import ResponseStream

_LONGEST_WORDS: Final = 1024 * 1024  # bytes of an answer that is no file


class StreamedCall(Call):
    """A request for a file on its way; `async with` opens it, and leaving the block closes it."""

    __slots__ = ("_first", "_is_failed", "_received", "_response", "_shape", "_status")

    def __init__(self, context: CallContext, request: Request[Download]) -> None:
        shape = request.shape
        if not isinstance(shape, Shape):
            raise InvalidRequest(f"stream takes a request for a file, and {type(request).__name__} is none")
        super().__init__(context, request)
        self._shape = shape
        self._response: ResponseStream | None = None
        self._first = b""
        self._status = self._received = 0
        self._is_failed = False

    async def __aenter__(self) -> FileStream | BeingPrepared:
        """Attempt the call until the file begins to come; raises `CallFailed` when it is given up."""
        try:
            return cast(FileStream | BeingPrepared, await self._run())
        finally:
            if self._response is None and self._timer is not None:
                self._timer.call_ended(self._outcome)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._response is None:
            return
        try:
            await self._close()
        finally:
            self._end(is_cancelled=error is not None and not isinstance(error, Exception))

    def _end(self, *, is_cancelled: bool) -> None:
        """Note how the call ended: whoever has read enough of the file was answered."""
        if not is_cancelled and not self._is_failed:
            super()._answered(None)
            self._stream_ended(None)
        super()._leave()
        if self._timer is not None:
            self._timer.call_ended(self._outcome)

    # The call, as far as it goes otherwise than others.

    def _leave(self) -> None:
        if self._response is None:
            super()._leave()

    def _answered(self, answer: Any) -> Any:
        return answer if self._response is not None else super()._answered(answer)

    def _attempt_ended(self, result: Any) -> None:
        if self._response is None:
            super()._attempt_ended(result)

    async def _exchange(self) -> Any:
        try:
            return await super()._exchange()
        except BaseException:
            await self._close()
            raise

    async def _transmit(self, timeout: float) -> HttpResponse:  # noqa: ASYNC109
        """Begin, and return what says whether it is a file: its first piece, or all of anything else."""
        ends_at = self._context.clock() + timeout
        response = self._response = await self._context.transport.begin(self._message, timeout=timeout)
        self._first = await response.receive(timeout=ends_at - self._context.clock())
        if self._shape.is_file(response.head):
            return attrs.evolve(response.head, body=self._first)
        words = await self._words(response, ends_at)
        await self._close()
        return attrs.evolve(response.head, body=words)

    async def _words(self, response: "ResponseStream", ends_at: float) -> bytes:
        """Read what is no file, as much of it as anybody needs."""
        words = piece = self._first
        while piece and len(words) < _LONGEST_WORDS:
            words += (piece := await response.receive(timeout=ends_at - self._context.clock()))
        return words[:_LONGEST_WORDS]

    def _expect_allowed_size(self, response: HttpResponse) -> None:
        if self._response is None:
            super()._expect_allowed_size(response)

    def _read(self, response: HttpResponse) -> Any:
        if self._response is None:
            return super()._read(response)
        about = self._shape.description(response)
        self._status = response.status
        self._ends_at = inf  # from now on each piece has its own time
        return FileStream(about, self._receive)

    # The file.

    async def _receive(self) -> bytes:
        """Return the next piece of the file, or nothing at its end."""
        if self._response is None:
            raise RuntimeError("this file was left: read it inside of its `async with`")
        piece, self._first = self._first, b""
        if not piece:
            piece = await self._next_piece(self._response)
        self._received += len(piece)
        return piece

    async def _next_piece(self, response: "ResponseStream") -> bytes:
        try:
            return await response.receive(timeout=self._context.options.timeout)
        except CallFailed as problem:
            failure = problem
        raise self._broken_off(failure)

    def _broken_off(self, failure: CallFailed) -> NoReturn:
        self._is_failed = True
        failure.rewrite(self._clean)
        self._outcome = outcome_so_far(self._outcome, failure)
        self._stream_ended(failure)
        self._give_up(failure)

    def _stream_ended(self, result: CallFailed | None) -> None:
        if self._timer is not None:
            self._timer.received(self._status, self._received)
            self._timer.attempt_ended(result)

    async def _close(self) -> None:
        response, self._response = self._response, None
        if response is not None:
            with anyio.CancelScope(shield=True):
                await response.aclose()
