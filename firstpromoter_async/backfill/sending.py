"""One row on its way: attempt after attempt, until it is known what became of it, or until the run stops.

            ┌────────────────────────── a pause ◀── failed ──┐
            ▼                                                │
    waits for its turn ──▶ the request leaves ──▶ answered ──┴──▶ the end
            │
            └── the run stops: given back, since nothing left

The client makes one attempt at a time, so that between two of them the row is here, where it sees the run stop. This module
knows nothing of ledgers, of other rows, or of reports.
"""

import random
from collections.abc import Callable
from typing import Any, Final

import anyio
from attrs import define, field, frozen

from ..budget import Clock
from ..client import FirstPromoter
from ..errors import CallFailed, FirstPromoterError, InvalidRequest, Outcome, RateLimited, StatusError
from ..outcomes import AlreadyRecorded, NotReferred, Tracked
from ..policy.retry import RetryPolicy, outcome_so_far
from ..policy.window import Lane
from ..sender import about_to_send
from .failures import GiveUp, NextStep, Patience, RowFailures, after_failure, next_step
from .plan import Planned
from .results import LOOK_IT_UP, Send, State

_DOUBTS: Final = 3
"""How often a refusal that may concern all rows is heard before it is believed."""


@frozen
class Ended:
    """How far a row came."""

    state: State
    reason: str = ""
    """Why it is not settled, where it is not."""
    given_back: bool = False
    """Whether nothing was sent, because the run stopped before its turn came: it is as if it had not been begun."""


class _Stopped(Exception):
    """The run stopped before this request left."""


class RowSender:
    """Sends the rows of one run. What succeeds or fails for one row tells something about the others."""

    def __init__(
        self,
        client: FirstPromoter,
        *,
        patience: Patience,
        clock: Clock,
        stop: Callable[[str], None],
        fail: Callable[[FirstPromoterError], None],
    ) -> None:
        """`stop` ends the run early and says why; `fail` does so when no row can be sent at all."""
        self._client = client.using(lane=Lane.BULK, deadline=None, max_wait=None, retries=RetryPolicy(attempts=1))
        self._patience = patience
        self._clock = clock
        self._stop_run = stop
        self._fail_run = fail
        self._stopping = anyio.Event()
        self._waiting: set[anyio.CancelScope] = set()
        self._proven = False
        self._last_success = clock()

    def begin(self) -> None:
        """Say that the run begins now."""
        self._last_success = self._clock()

    def stop(self) -> None:
        """Let no further request leave. Who waits for a turn gives it back at once; who waits for an answer gets it."""
        self._stopping.set()
        for scope in self._waiting:
            scope.cancel()

    async def send(self, planned: Planned, send: Send) -> Ended:
        """Send a row again and again, until it is known what became of it, or until it is given up."""
        tries = _Tries(so_far=Outcome.UNKNOWN if send.unknown_before else None)
        while True:
            try:
                outcome = await self._attempt(planned, tries)
            except _Stopped:
                return Ended(tries.left_over, tries.told, given_back=not tries.count)
            except InvalidRequest as refused:
                return Ended(State.REJECTED, str(refused))
            except CallFailed as failure:
                ended = self._after(failure, tries, planned)
                if ended is not None:
                    return ended
            except FirstPromoterError as failure:  # a key is missing: nothing was sent, and nothing will be
                self._fail_run(failure)
                return Ended(tries.left_over, f"not sent: {failure}")
            else:
                self._last_success, self._proven = self._clock(), True
                return Ended(_state_of(outcome))
            with anyio.move_on_after(tries.pause):
                await self._stopping.wait()

    async def _attempt(self, planned: Planned, tries: "_Tries") -> Tracked[Any]:
        """Wait for a turn and make one request; raises `_Stopped` when the run stops before the request leaves."""
        with anyio.CancelScope() as scope:

            def leaves() -> None:
                # A turn may come in the very moment in which the run stops.
                if self._stopping.is_set():
                    raise _Stopped
                self._waiting.discard(scope)  # from here on it has its time
                tries.count += 1

            if self._stopping.is_set():
                raise _Stopped
            self._waiting.add(scope)
            about_to_send.set(leaves)
            try:
                return await self._client.send(planned.request)
            finally:
                self._waiting.discard(scope)
        raise _Stopped

    # After a failure

    def _after(self, failure: CallFailed, tries: "_Tries", planned: Planned) -> Ended | None:
        """Decide what comes after a failed attempt: an end for the row, or None for another one after a pause."""
        so_far = tries.so_far = outcome_so_far(tries.so_far, failure)
        tries.told = str(failure)
        step = next_step(failure, so_far, planned.request.replay_rule)
        match self._decide(failure, tries) if step is NextStep.DOUBT else step:
            case NextStep.REJECT:
                self._last_success = self._clock()
                return Ended(State.REJECTED, tries.told)
            case NextStep.STOP:
                self._fail_run(failure)
                return Ended(tries.left_over, tries.told)
            case NextStep.LEAVE:
                return Ended(State.INTENDED, f"{tries.told}; {LOOK_IT_UP}")
            case _:
                return self._bear(failure, tries)

    def _decide(self, failure: CallFailed, tries: "_Tries") -> NextStep:
        """Decide whether a refusal that may concern all rows is about this one."""
        tries.doubts += 1
        if self._proven:
            # Once calls have succeeded, FirstPromoter's own no is about the row, and a proxy's page about the moment.
            own = isinstance(failure, StatusError) and failure.own_words
            return NextStep.REJECT if own else NextStep.AGAIN
        return NextStep.STOP if tries.doubts >= _DOUBTS else NextStep.AGAIN

    def _bear(self, failure: CallFailed, tries: "_Tries") -> Ended | None:
        """Pause before the next attempt, unless the patience is at its end or the run stops."""
        pause = after_failure(
            self._patience,
            tries.failures,
            now=self._clock(),
            last_success=self._last_success,
            chance=random.random(),
            turned_away=isinstance(failure, RateLimited),
            asked=failure.retry_after if isinstance(failure, StatusError) else None,
        )
        if pause is GiveUp.THE_RUN:
            self._stop_run(f"nothing has succeeded for {self._patience.seconds:g} s; the last failure was {tries.told}")
        if isinstance(pause, GiveUp) or self._stopping.is_set():
            return Ended(tries.left_over, tries.told)
        tries.pause = pause
        return None


@define
class _Tries:
    """What is known of a row that is being sent."""

    so_far: Outcome | None
    """What all attempts, also those of earlier runs, let us know of its effect; None before the first."""
    count: int = 0
    """Requests that left in this run."""
    pause: float = 0.0
    doubts: int = 0
    told: str = ""
    """The latest failure, in words."""
    failures: RowFailures = field(factory=RowFailures)

    @property
    def left_over(self) -> State:
        """The state of a row that is given up."""
        return State.INTENDED if self.so_far is Outcome.UNKNOWN else State.UNSENT


def _state_of(outcome: Tracked[Any]) -> State:
    match outcome:
        case AlreadyRecorded():
            return State.ALREADY_RECORDED
        case NotReferred():
            return State.NOT_REFERRED
        case _:
            return State.RECORDED
