"""When to repeat a failed call, how long to wait before it, and when to stop for everybody's sake.

Pure decisions: the caller brings the failure, the numbers and a random fraction, and does the waiting itself. This module knows
no clock and no HTTP.
"""

from collections.abc import Iterable
from typing import Final

from attrs import define, field, frozen

from ..errors import (
    CallFailed,
    ConnectFailed,
    NotSupported,
    Outcome,
    PoolExhausted,
    RateLimited,
    RequestTimeout,
    ServerError,
    StatusError,
    TransportError,
    UnexpectedAnswer,
    UnreadableAnswer,
    WaitTooLong,
)
from ..wire import words
from ..wire.request import Replay
from .checks import at_least_one, zero_or_more
from .window import LONGEST_RETRY_AFTER

_NOTHING_CHANGED: Final = (ConnectFailed, PoolExhausted, RateLimited)
_SAME_JUDGEMENT: Final = frozenset({400, 404, 422})
_LEAST_KNOWN_LAST: Final = (Outcome.NOT_SENT, Outcome.REJECTED, Outcome.UNKNOWN)
_MOST_DOUBLINGS: Final = 60  # a wait is cut long before that, and a float overflows long after


@frozen(kw_only=True)
class RetryPolicy:
    """How stubborn a client is. Raises `ConfigurationError` for numbers that cannot be right."""

    attempts: int = field(default=5, validator=at_least_one)
    """Requests for one call at the most, the first included; 1 turns repeating off."""
    base: float = field(default=0.5, validator=zero_or_more)
    """Seconds that the first wait stays below; each further wait may be twice as long (full jitter)."""
    longest_wait: float = field(default=20.0, validator=zero_or_more)
    """Seconds that no wait of our own choosing exceeds."""
    longest_retry_after: float = field(default=LONGEST_RETRY_AFTER, validator=zero_or_more)
    """Seconds that a `Retry-After` may ask for. Beyond that the call stops at once, with the error that carries it, and the
    pause of the account, which a 429 begins, lasts no longer than this."""


@frozen
class Again:
    """Repeat the call after so many seconds."""

    wait: float


@frozen
class Stop:
    """Give the failure to the caller."""


Decision = Again | Stop


def may_repeat(failure: CallFailed, replay: Replay) -> bool:
    """Tell whether a second request could do good, and no harm."""
    if isinstance(failure, WaitTooLong | NotSupported):
        return False
    if replay is Replay.UNSAFE:
        return isinstance(failure, _NOTHING_CHANGED)
    if isinstance(failure, UnreadableAnswer):
        return failure.cut_short or isinstance(failure, UnexpectedAnswer)
    return isinstance(failure, TransportError | RateLimited | RequestTimeout | ServerError)


def decide(
    policy: RetryPolicy, failure: CallFailed, replay: Replay, *, attempt: int, remaining: float, chance: float
) -> Decision:
    """Decide what comes after attempt number `attempt` (from 1) failed.

    `remaining` is how many seconds the call's deadline leaves, `chance` a random fraction of 1. A wait that would not end before
    the deadline is not begun.
    """
    if attempt >= policy.attempts or not may_repeat(failure, replay):
        return Stop()
    asked = failure.retry_after if isinstance(failure, StatusError) else None
    if asked is not None and asked > policy.longest_retry_after:
        return Stop()
    wait = _wait(policy, failure, attempt, asked, chance)
    return Again(wait) if wait < remaining else Stop()


def _wait(policy: RetryPolicy, failure: CallFailed, attempt: int, asked: float | None, chance: float) -> float:
    if isinstance(failure, RateLimited):
        # The budget holds every caller of the account until the pause is over; to sleep as well would only lose a turn.
        return 0.0
    jitter = chance * min(policy.longest_wait, policy.base * 2.0 ** min(attempt - 1, _MOST_DOUBLINGS))
    return jitter if asked is None else asked + jitter


def outcome_so_far(earlier: Outcome | None, failure: CallFailed) -> Outcome:
    """Say what is known of a call's effect after one more attempt failed; `earlier` is what was known before, if anything.

    What was sent stays sent: after a refusal nothing is NOT_SENT any more. And an attempt that may have been stored makes
    the whole call UNKNOWN, except where FirstPromoter then judges the very same request and turns it down.
    """
    if earlier is None or _is_judged(failure):
        return failure.outcome
    return max(earlier, failure.outcome, key=_LEAST_KNOWN_LAST.index)


def outcome_of(failures: Iterable[CallFailed]) -> Outcome:
    """Say what is known of the effect of a call whose attempts all failed, in this order; of none, that nothing was sent."""
    known: Outcome | None = None
    for failure in failures:
        known = outcome_so_far(known, failure)
    return known or Outcome.NOT_SENT


def _is_judged(failure: CallFailed) -> bool:
    """Tell whether FirstPromoter itself refused what was asked, for another reason than that it is there already."""
    if not isinstance(failure, StatusError) or not failure.own_words or failure.status not in _SAME_JUDGEMENT:
        return False
    return not words.say_already(
        [failure.message, *(text for texts in failure.field_errors.values() for text in texts)]
    )


@define
class RetryQuota:
    """What all calls of an account together may spend on repeating, so that an outage is not multiplied.

    A repeat costs 5, after a timeout 10; a call that succeeds brings back what it spent, and 1 when it spent nothing. With
    nothing succeeding, 500 last for 100 repeats, and after that each call is made just once.
    """

    capacity: int = 500
    left: int = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.left = self.capacity

    def spend(self, failure: CallFailed) -> int | None:
        """Pay for one repeat; returns what it cost, or None when there is not enough left."""
        cost = 10 if failure.timed_out else 5
        if cost > self.left:
            return None
        self.left -= cost
        return cost

    def bring_back(self, spent: int) -> None:
        """A call succeeded after spending so much."""
        self.left = min(self.capacity, self.left + max(1, spent))
