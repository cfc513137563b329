"""Many calls at once, and an account of each: done, refused, not sent, or unknown.

    pending = await fp.v1.payouts.list(status="pending").collect()
    bulk = Bulk(fp, [UpdatePayout(id=payout.id, status="completed") for payout in pending])
    try:
        await bulk.run()
    finally:
        for result in bulk.unknown: ...  # look these up before doing them again

The list is read to its end first: whatever is marked as completed leaves the list of pending ones, and the pages behind it
would shift. This module knows nothing of particular operations; the rate budget and the replay rules are the client's.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Generic, TypeVar

import anyio
from attrs import define

from .errors import (
    CallFailed,
    ClientClosed,
    ConfigurationError,
    Forbidden,
    InvalidRequest,
    NoSessionToken,
    Outcome,
    RateLimited,
    Unauthorized,
)
from .sender import Sender, about_to_send
from .wire.checks import check_count
from .wire.request import Replay, Request

R = TypeVar("R")

_FAIL_ALIKE = (Unauthorized, Forbidden, ClientClosed, NoSessionToken)
"""Failures after which every other call would fail in the same way."""


class RequestState(StrEnum):
    """How far a call has come."""

    WAITING = "waiting"
    """Not begun."""
    UNDER_WAY = "under_way"
    DONE = "done"
    """Answered; `BulkResult.answer` has it."""
    NOT_SENT = "not_sent"
    """Nothing left this machine, or it was turned away by the rate limit; it can be done again."""
    REJECTED = "rejected"
    """FirstPromoter said no; `BulkResult.failure` has its reason."""
    UNKNOWN = "unknown"
    """It may have been stored or not: cancelled or broken off on its way."""


_BY_OUTCOME = {
    Outcome.NOT_SENT: RequestState.NOT_SENT,
    Outcome.REJECTED: RequestState.REJECTED,
    Outcome.UNKNOWN: RequestState.UNKNOWN,
}


@define
class BulkResult(Generic[R]):
    """What became of one request."""

    request: Request[R]
    state: RequestState = RequestState.WAITING
    answer: R | None = None
    """What came back, once it is done."""
    failure: CallFailed | InvalidRequest | None = None
    """Why it failed, if it did."""

    def break_off(self) -> None:
        """Judge a call that was cancelled: one that waited for its turn is not sent, and one that reads changes nothing."""
        if self.state is RequestState.UNDER_WAY:
            reads_only = self.request.replay_rule is Replay.SAFE
            self.state = RequestState.NOT_SENT if reads_only else RequestState.UNKNOWN


class Bulk(Generic[R]):
    """Requests that are sent concurrently, within the client's budget, each by its own replay rule.

    One that fails does not stop the others, except where all of them would fail alike: keys that are not accepted, or a client
    that was closed. An interrupted run (cancelled, or stopped by such an error) leaves an account of every request in
    `results`.
    """

    def __init__(self, sender: Sender, requests: Iterable[Request[R]], *, concurrency: int = 16) -> None:
        """Nothing is sent yet. `concurrency` is how many calls may be under way at once, from 1."""
        check_count("concurrency", "calls", concurrency)
        self._sender = sender
        self._concurrency = concurrency
        self.results: Sequence[BulkResult[R]] = tuple(BulkResult(request) for request in requests)
        """One for each request, in the order in which they were given."""

    async def run(self) -> "Bulk[R]":
        """Send everything that is waiting, or that was not sent, and return self.

        Run again after an interruption, it goes on with those; what was rejected or is unknown is left to you. Once a call
        raises `Unauthorized`, `Forbidden`, `NoSessionToken`, `ClientClosed` or `ConfigurationError`, no other is begun, and that
        is raised when those under way have ended: to break them off would leave their outcomes unknown.
        """
        todo = iter([one for one in self.results if one.state in (RequestState.WAITING, RequestState.NOT_SENT)])
        stopped: list[Exception] = []
        async with anyio.create_task_group() as tasks:
            for _ in range(min(self._concurrency, len(self.results))):
                tasks.start_soon(self._work, todo, stopped)
        if stopped:
            raise stopped[0]
        return self

    async def _work(self, todo: Iterator[BulkResult[R]], stopped: list[Exception]) -> None:
        while not stopped and (result := next(todo, None)) is not None:
            try:
                await self._settle(result)
            except (*_FAIL_ALIKE, ConfigurationError) as failure:
                stopped.append(failure)

    async def _settle(self, result: BulkResult[R]) -> None:
        def has_left() -> None:
            result.state = RequestState.UNDER_WAY

        result.state, result.failure = RequestState.NOT_SENT, None
        listening = about_to_send.set(has_left)
        try:
            result.answer = await self._sender.send(result.request)
        except (CallFailed, InvalidRequest) as failure:
            result.state, result.failure = _state_after(failure), failure
            if isinstance(failure, _FAIL_ALIKE):
                raise
        except BaseException:
            result.break_off()
            raise
        else:
            result.state = RequestState.DONE
        finally:
            about_to_send.reset(listening)

    def _all(self, *states: RequestState) -> list[BulkResult[R]]:
        return [result for result in self.results if result.state in states]

    @property
    def done(self) -> list[BulkResult[R]]:
        """Those that were answered."""
        return self._all(RequestState.DONE)

    @property
    def not_done(self) -> list[BulkResult[R]]:
        """Those that certainly changed nothing: not begun, not sent, or rejected."""
        return self._all(RequestState.WAITING, RequestState.NOT_SENT, RequestState.REJECTED)

    @property
    def unknown(self) -> list[BulkResult[R]]:
        """Those that may have been stored or not: look them up before doing them again."""
        return self._all(RequestState.UNKNOWN, RequestState.UNDER_WAY)

    def __repr__(self) -> str:
        return f"<Bulk: {len(self.done)} done, {len(self.not_done)} not done, {len(self.unknown)} unknown>"


def _state_after(failure: CallFailed | InvalidRequest) -> RequestState:
    """Judge a call that failed; what was turned away at the door for being too early can be done again."""
    turned_away = isinstance(failure, RateLimited) and failure.outcome is Outcome.REJECTED
    return RequestState.NOT_SENT if turned_away else _BY_OUTCOME[failure.outcome]
