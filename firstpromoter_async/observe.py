"""What can be watched of calls: one small value for each attempt, and one for each call when it is over.

    def watch(what: AttemptEnded | CallEnded) -> None:
        if isinstance(what, CallEnded):
            statistics.timing(what.operation, what.seconds)

    fp = FirstPromoter(..., observe=watch)

They name the operation by its path template and hold no parameter and no answer, so no personal data. The extra `otel` makes
spans and metrics of them (`firstpromoter_async.otel`). This module knows nothing of where they go.
"""

import time
from collections.abc import Callable
from typing import Final, TypeAlias

from attrs import frozen

from . import log
from .errors import CallFailed, Outcome

CANCELLED: Final = "Cancelled"
"""What stands for an error's class where the caller was cancelled."""


@frozen(kw_only=True)
class AttemptEnded:
    """One request of a call, from the moment that it was sent. A call that never had its turn has none."""

    operation: str
    """Method and path template, for example `POST /api/v2/track/sale`; for `FirstPromoter.request`, the path as given."""
    host: str
    """Scheme and authority that it was sent to, for example `https://api.firstpromoter.com`."""
    number: int
    """From 1; everything from 2 on repeats the same request."""
    status: int | None
    """The HTTP status, or None where no answer came."""
    error: str | None
    """The class of the error that this attempt ended with, for example `ConnectionLost`; None where its answer was read."""
    started_at: float
    """When it was sent: seconds since 1970, by this machine's clock."""
    waited: float
    """Seconds that it waited for a turn of the rate budget before that."""
    seconds: float
    """From sending to the end of the answer."""
    request_bytes: int
    """Size of the body that was sent."""
    response_bytes: int | None
    """Size of the answer's body, unpacked; None where no answer came."""


@frozen(kw_only=True)
class CallEnded:
    """One call, from its beginning to its answer or its error."""

    operation: str
    """Method and path template, as in `AttemptEnded`."""
    host: str
    """Scheme and authority that it was for."""
    outcome: Outcome | None
    """What is known about the effect of a call that failed; None for one that was answered."""
    error: str | None
    """The class of the error that it ended with; `Cancelled` for one that was cancelled, None for one that was answered."""
    started_at: float
    """When it began: seconds since 1970, by this machine's clock."""
    waited: float
    """Seconds that it waited for turns of the rate budget, all attempts together."""
    seconds: float
    """From its beginning to its end, with all waits."""
    attempts: tuple[AttemptEnded, ...]
    """Every request that was made for it, in order."""

    @property
    def status(self) -> int | None:
        """The last HTTP status that came, if any did."""
        return next((one.status for one in reversed(self.attempts) if one.status is not None), None)


Observer: TypeAlias = Callable[[AttemptEnded | CallEnded], object]
"""Called with each value as it comes about, in the task of the call: it should be quick, and nothing waits for it."""


class CallTimer:
    """Takes the times of one call, and tells an observer."""

    def __init__(self, observer: Observer, operation: str, host: str, clock: Callable[[], float]) -> None:
        self._observer: Observer | None = observer
        self._operation = operation
        self._host = host
        self._clock = clock
        self._began, self._started_at = clock(), time.time()
        self._waited = self._waited_for_this = 0.0
        self._attempts: list[AttemptEnded] = []
        self._request: _Sent | None = None
        self._response: tuple[int, int] | None = None
        self._failure: CallFailed | None = None
        self._is_answered = False

    def waited(self, seconds: float) -> None:
        """The next attempt waited for its turn."""
        self._waited += seconds
        self._waited_for_this = seconds

    def sent(self, size: int) -> None:
        """A request leaves, with so many bytes of body."""
        self._request = _Sent(self._clock(), time.time(), self._waited_for_this, size)
        self._response, self._waited_for_this = None, 0.0

    def received(self, status: int, size: int) -> None:
        """An answer came, with so many bytes of body."""
        self._response = (status, size)

    def attempt_ended(self, result: object) -> None:
        """The attempt is over, with an answer or a failure; nothing is told of one that sent nothing."""
        if self._request is not None:
            self._end_attempt(self._request, type(result).__name__ if isinstance(result, CallFailed) else None)

    def answered(self) -> None:
        """The call went well."""
        self._is_answered = True

    def failed(self, failure: CallFailed) -> None:
        """The call was given up."""
        self._failure = failure

    def call_ended(self, so_far: Outcome | None) -> None:
        """The call is over: answered, failed, or else cancelled; `so_far` is what its earlier attempts came to."""
        outcome: Outcome | None = None
        error: str | None = None
        if self._failure is not None:
            outcome, error = self._failure.outcome, type(self._failure).__name__
        elif not self._is_answered:
            outcome, error = self._outcome_of_cancelling(so_far), CANCELLED
        self._tell(
            CallEnded(
                operation=self._operation,
                host=self._host,
                outcome=outcome,
                error=error,
                started_at=self._started_at,
                waited=self._waited,
                seconds=self._clock() - self._began,
                attempts=tuple(self._attempts),
            )
        )

    def _outcome_of_cancelling(self, so_far: Outcome | None) -> Outcome:
        """End the attempt that was under way, if there was one: what it came to is not known."""
        if self._request is None:
            return so_far or Outcome.NOT_SENT
        self._end_attempt(self._request, CANCELLED)
        return Outcome.UNKNOWN

    def _end_attempt(self, request: "_Sent", error: str | None) -> None:
        status, response_bytes = self._response or (None, None)
        ended = AttemptEnded(
            operation=self._operation,
            host=self._host,
            number=len(self._attempts) + 1,
            status=status,
            error=error,
            started_at=request.started_at,
            waited=request.waited,
            seconds=self._clock() - request.at,
            request_bytes=request.size,
            response_bytes=response_bytes,
        )
        self._request = None
        self._attempts.append(ended)
        self._tell(ended)

    def _tell(self, what: AttemptEnded | CallEnded) -> None:
        """Tell the observer; one that raises is left alone for the rest of the call, which must not fail for it."""
        if self._observer is None:
            return
        try:
            self._observer(what)
        except Exception as problem:
            self._observer = None
            log.observer_failed(problem)


@frozen
class _Sent:
    at: float
    started_at: float
    waited: float
    size: int
