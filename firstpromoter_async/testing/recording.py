"""A stand-in for the client, which notes what is asked of it and answers what you told it to."""

from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import cached_property
from typing import Any, TypeAlias, TypeVar, cast

from ..downloads import FileStream
from ..v1 import V1Api
from ..v2 import V2Api
from ..wire.answers import BeingPrepared, Download, File
from ..wire.request import Request

R = TypeVar("R")

Answer: TypeAlias = object | BaseException | Callable[[Any], object]
"""What is answered: a value, an error to raise, or a function of the request that gives one of these."""


class RecordingSender:
    """Sends nothing. Requests are values, so what your code asked for can be compared:

        fp = RecordingSender([Recorded(event)])
        await checkout(fp)
        assert fp.requests == [TrackSale(email="ann@example.com", event_id="order-1", amount=4900)]

    `answers` is a list, used up in order, or a mapping of request classes to what each is answered with. An answer may be a
    value, an error to raise, or a function of the request. Without one, `send` raises LookupError.
    """

    def __init__(self, answers: Iterable[Answer] | Mapping[type[Request[Any]], Answer] = ()) -> None:
        self.requests: list[Request[Any]] = []
        """What was asked, in order."""
        self._by_class: dict[type[Request[Any]], Answer] = {}
        self._in_order: list[Answer] = []
        if isinstance(answers, Mapping):
            self._by_class.update(cast("Mapping[type[Request[Any]], Answer]", answers))
        else:
            self._in_order.extend(answers)

    async def send(self, request: Request[R], /) -> R:
        """Note the request, and give the answer for it."""
        self.requests.append(request)
        answer = self._answer_for(request)
        if callable(answer) and not isinstance(answer, type):
            answer = answer(request)
        if isinstance(answer, BaseException):
            raise answer
        return cast(R, answer)

    def stream(self, request: Request[Download], /) -> AbstractAsyncContextManager[FileStream | BeingPrepared]:
        """Note a request for a file, and give the `File` that is the answer for it as one that comes."""
        return self._opened(request)

    @asynccontextmanager
    async def _opened(self, request: Request[Download]) -> AsyncGenerator[FileStream | BeingPrepared, None]:
        answer = await self.send(request)
        yield _coming(answer) if isinstance(answer, File) else answer

    def _answer_for(self, request: Request[Any]) -> Any:
        if type(request) in self._by_class:
            return self._by_class[type(request)]
        if self._in_order:
            return self._in_order.pop(0)
        raise LookupError(f"there is no answer for {request!r}")

    @cached_property
    def v1(self) -> V1Api:
        """The v1 nouns, as on the client."""
        return V1Api(self)

    @cached_property
    def v2(self) -> V2Api:
        """The v2 nouns, as on the client."""
        return V2Api(self)

    def __repr__(self) -> str:
        return f"<RecordingSender after {len(self.requests)} requests>"


def _coming(file: File) -> FileStream:
    pieces = iter((file.content,))

    async def receive() -> bytes:
        return next(pieces, b"")

    return FileStream(file, receive)
