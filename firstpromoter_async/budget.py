"""The rate budget of one account: `policy.window` with a real clock, and a queue to wait in.

It does not know HTTP: whoever makes the calls says when one was sent and how it ended. A budget belongs to one event
loop. It needs no task of its own, since those who wait do the waiting: the first of each lane sleeps until the time
that the window names, takes its turn, and wakes the next.
"""

import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from enum import Enum, auto
from types import TracebackType
from typing import Final, Self
from weakref import WeakValueDictionary

import anyio
from anyio.lowlevel import RunVar

from firstpromoter_async.errors import WaitTooLong
from firstpromoter_async.policy.window import LONGEST_RETRY_AFTER, Lane, Rate, Window, WindowState

Clock = Callable[[], float]
"""Seconds from any moment, never going back; `time.monotonic` is one."""


REMEMBERED: Final = 16
"""How many budgets of an event loop are kept when their last client is gone; each takes some 15 kB when it was full."""


class _Stage(Enum):
    """How far a permit has come."""

    GRANTED = auto()
    SENT = auto()
    SETTLED = auto()


class Permit:
    """The right to make one call. Say how it ended, once; or use it in a `with` block, which sees to that.

        permit = await budget.acquire(Lane.BULK)
        with permit:
            permit.sent(timeout=30.0)
            response = ...
            if response.status == 429:
                permit.refused(retry_after)

    Leaving the block without having said anything means: `give_back` when nothing was sent, `abandoned` when something
    was sent and an exception (a cancellation, a timeout, a broken connection) ends the block, `answered` otherwise.
    """

    __slots__ = ("_budget", "_stage", "_timeout_at", "granted_at", "lane")

    def __init__(self, budget: "Budget", lane: Lane, granted_at: float) -> None:
        self._budget = budget
        self._stage = _Stage.GRANTED
        self._timeout_at = math.inf
        self.lane = lane
        """The lane in which it was had."""
        self.granted_at = granted_at
        """When, by the budget's clock."""

    def sent(self, *, timeout: float = math.inf) -> None:
        """Say, just before the first byte may leave, that from now on the server may receive the call.

        `timeout` is how many seconds the call has from now: if it is abandoned, the server may receive it until then
        (within a window of the end when there is no timeout).
        """
        self._stage = _Stage.SENT
        self._timeout_at = self._budget.clock() + timeout

    def answered(self) -> None:
        """An answer came, with any status but 429; or the call ended in a way that nothing of it is still under way.

        Raises RuntimeError, as the others do, when the end of the call was told already.
        """
        self._settle()
        self._budget.window.answered(self._budget.clock(), self.lane, granted_at=self.granted_at)
        self._budget.review()

    def refused(self, retry_after: float | None = None) -> None:
        """A 429 came: it counts as a call, and every caller of the account pauses.

        `retry_after` is in seconds, as the server said; None when it said nothing. See `Window.refused`.
        """
        self._settle()
        now = self._budget.clock()
        self._budget.window.refused(now, self.lane, granted_at=self.granted_at, retry_after=retry_after)
        self._budget.review()

    def abandoned(self, latest: float | None = None) -> None:
        """The call was cancelled or broke after something was sent.

        The server may still receive it up to `latest` seconds from now; without it, until the timeout given to `sent`.
        """
        if latest is None and self._stage is _Stage.GRANTED:
            raise RuntimeError("this permit was not used for sending anything: give it back, or say `latest`")
        self._settle()
        now = self._budget.clock()
        self._budget.window.abandoned(now, self.lane, latest=self._timeout_at - now if latest is None else latest)
        self._budget.review()

    def give_back(self) -> None:
        """Nothing left this machine, for certain: the slot is free at once.

        That can be known even after `sent`: when no connection could be made, for example.
        """
        self._settle()
        self._budget.window.give_back(self.lane)
        self._budget.review()

    def _settle(self) -> None:
        if self._stage is _Stage.SETTLED:
            raise RuntimeError("the end of this permit was told already; every call needs a permit of its own")
        self._stage = _Stage.SETTLED

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._stage is _Stage.GRANTED:
            self.give_back()
        elif self._stage is _Stage.SENT:
            if error is None:
                self.answered()
            else:
                self.abandoned()

    def __repr__(self) -> str:
        return f"<Permit in the {self.lane} lane: {self._stage.name.lower()}>"


class _Waiter:
    """Somebody in the queue, who sleeps until a time or until woken."""

    __slots__ = ("_woken", "sleeps_until")

    def __init__(self) -> None:
        self._woken = anyio.Event()
        self.sleeps_until = math.inf

    async def sleep(self, now: float, until: float) -> None:
        with anyio.move_on_after(until - now):
            await self._woken.wait()

    def expect_turn_at(self, when: float) -> None:
        """Get ready to sleep (again) until then."""
        self.sleeps_until = when
        if self._woken.is_set():
            self._woken = anyio.Event()

    def wake(self) -> None:
        self.sleeps_until = -math.inf
        self._woken.set()


class Budget:
    """So many calls in so many seconds for one account, in two lanes.

    It holds within one process: processes that use one account together divide its rate between them by hand.
    Within an event loop the clients of an account find one another's budget through `shared_as`.
    Within a lane, who asks first has its turn first. Cancelling a caller that waits costs nothing and loses no slot.
    """

    def __init__(
        self,
        rate: Rate | None,
        *,
        bulk_share: float = 0.8,
        longest_retry_after: float = LONGEST_RETRY_AFTER,
        clock: Clock = time.monotonic,
    ) -> None:
        """`rate` None means no limit; a 429 pauses everybody even so, for `longest_retry_after` seconds at the most.

        `bulk_share` (above 0, at most 1) is the part of the slots that the bulk lane may hold while both lanes are in
        use. `clock` tells seconds, and has to agree with the event loop about how long a second is. Raises
        `ConfigurationError` for a share outside of that.
        """
        self.window = Window(rate, bulk_share=bulk_share, longest_retry_after=longest_retry_after)
        """The arithmetic; for the permits of this budget to report to."""
        self.clock = clock
        """Where this budget reads the time."""
        self._queues: dict[Lane, OrderedDict[_Waiter, None]] = {lane: OrderedDict() for lane in Lane}

    def try_acquire(self, lane: Lane = Lane.INTERACTIVE) -> Permit | None:
        """Take a permit if one can be had without waiting."""
        now = self.clock()
        if not self._queues[lane] and self.window.take(now, lane):
            return Permit(self, lane, now)
        return None

    async def acquire(self, lane: Lane = Lane.INTERACTIVE, *, max_wait: float | None = None) -> Permit:
        """Wait for a turn, and take the permit. When one can be had at once, this does not yield to the event loop.

        With `max_wait` (seconds), raises `WaitTooLong`: at once when the wait is expected to be longer, and otherwise
        as soon as it turns out to be longer, because of a 429 for example.
        """
        permit = self.try_acquire(lane)
        if permit is not None:
            return permit
        now = self.clock()
        if max_wait is None:
            return await self._queue(lane, give_up_at=math.inf)
        expected = self.window.estimate(now, lane) - now
        if expected > max_wait:
            raise self._too_long(now, expected, max_wait)
        try:
            return await self._queue(lane, give_up_at=now + max_wait)
        except TimeoutError:
            later = self.clock()
            raise self._too_long(later, self.window.estimate(later, lane) - now, max_wait) from None

    def _too_long(self, now: float, wait: float, max_wait: float) -> WaitTooLong:
        return WaitTooLong(wait=wait, max_wait=max_wait, paused=self.window.state(now).paused_for > 0)

    def shared_as(self, key: Hashable) -> "Budget":
        """Return the budget that goes by this key in the running event loop: this one, when it is the first.

        Raises RuntimeError where no event loop runs.
        """
        try:
            shared = _SHARED.get()
        except LookupError:
            shared = _Shared()
            _SHARED.set(shared)
        return shared.join(key, self)

    def state(self) -> WindowState:
        """How things stand just now: slots, queues, pauses, and when the next turns come."""
        return self.window.state(self.clock())

    def seconds_for(self, calls: int, lane: Lane = Lane.BULK) -> float:
        """In how many seconds the last of so many calls would get its turn, counting those that wait already."""
        return self.window.seconds_for(self.clock(), calls, lane)

    def review(self) -> None:
        """Wake those who sleep longer than they now need to. Permits call this when a call has ended."""
        for lane, queue in self._queues.items():
            if queue:
                first = next(iter(queue))
                if self.window.ready_at(self.clock(), lane) < first.sleeps_until:
                    first.wake()

    async def _queue(self, lane: Lane, *, give_up_at: float) -> Permit:
        """Wait in line. Raises TimeoutError when it takes longer than until `give_up_at`."""
        waiter, queue = _Waiter(), self._queues[lane]
        queue[waiter] = None
        self.window.join(lane)
        try:
            while True:
                now = self.clock()
                if next(iter(queue)) is waiter:
                    if self.window.take(now, lane):
                        return Permit(self, lane, now)
                    waiter.expect_turn_at(self.window.ready_at(now, lane))
                if now >= give_up_at:
                    raise TimeoutError
                await waiter.sleep(now, min(waiter.sleeps_until, give_up_at))
        finally:
            del queue[waiter]
            self.window.leave(lane)
            self.review()


class _Shared:
    """The budgets of one event loop, by key, for as long as somebody uses them, and the latest for longer.

    Whoever makes a client for each job would otherwise forget with each the calls of the last minute.
    """

    def __init__(self) -> None:
        self._budgets: WeakValueDictionary[Hashable, Budget] = WeakValueDictionary()
        self._latest: deque[Budget] = deque(maxlen=REMEMBERED)

    def join(self, key: Hashable, budget: Budget) -> Budget:
        shared = self._budgets.setdefault(key, budget)
        if shared not in self._latest:
            self._latest.append(shared)
        return shared


_SHARED: RunVar[_Shared] = RunVar("firstpromoter_budgets")
