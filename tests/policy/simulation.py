"""A day at the server in a second: callers, latencies and a rate window, in virtual time.

`Simulation` plays callers against a `Window` and remembers what happened. The functions below it look at what the
server saw.
"""

import heapq
import random
from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Callable, Iterable
from itertools import count

from attrs import define, field

from firstpromoter_async.policy.window import Lane, Window

Latency = Callable[[random.Random], float]


def ordinary(rng: random.Random) -> float:
    """50 ms, and often some more: exponential with a mean of 250 ms."""
    return 0.05 + rng.expovariate(1 / 0.25)


def erratic(rng: random.Random) -> float:
    """Anything up to 30 s."""
    return rng.uniform(0.0, 30.0)


@define
class Asked:
    """One wish for a turn."""

    at: float
    lane: Lane
    endless: bool
    """Ask again as soon as the answer is there, as a busy caller does."""
    estimate: float
    """When the window thought the turn would come."""


@define
class Turn:
    """One turn that was had, and what became of it."""

    lane: Lane
    asked: float
    granted: float
    estimate: float
    arrived: float
    """When the server received the call."""

    @property
    def waited(self) -> float:
        return self.granted - self.asked


@define
class Simulation:
    """Callers around one window. Time begins at 0 and goes on only in `run`."""

    window: Window
    rng: random.Random
    latency: Latency = ordinary
    refuses: Callable[[float], bool] = lambda arrived: False
    """Whether the server answers 429 to a call that arrives then."""
    retry_after: float | None = None
    breaks: float = 0.0
    """Which part of the calls is cancelled on the way, while the server may still receive them until the timeout."""
    never_sent: float = 0.0
    """Which part of the calls turns out to have sent nothing."""
    timeout: float = 30.0
    turns: list[Turn] = field(factory=list[Turn])
    refused: list[float] = field(factory=list[float])
    """When 429s came back."""
    now: float = 0.0
    _queues: dict[Lane, deque[Asked]] = field(factory=lambda: {lane: deque() for lane in Lane})
    _events: list[tuple[float, int, Callable[[], None]]] = field(factory=list[tuple[float, int, Callable[[], None]]])
    _order: Iterable[int] = field(factory=count)

    def at(self, when: float, event: Callable[[], None]) -> None:
        """Let something happen at a time."""
        heapq.heappush(self._events, (when, next(iter(self._order)), event))

    def ask(self, when: float, lane: Lane, *, callers: int = 1, endless: bool = False) -> None:
        """Let so many callers want a turn at a time."""
        for _ in range(callers):
            self.at(when, lambda: self._join(lane, endless=endless))

    def ask_now_and_then(
        self, lane: Lane, *, per_second: float, until: float, since: float = 0.0, burst: int = 1
    ) -> None:
        """Let bursts of callers come at random (Poisson) times, so many callers a second on average."""
        when = since + self.rng.expovariate(per_second / burst)
        while when < until:
            self.ask(when, lane, callers=burst)
            when += self.rng.expovariate(per_second / burst)

    def run(self, until: float) -> None:
        """Play everything up to a time."""
        while True:
            self._hand_out_turns()
            when = min(self._next_event(), self._next_turn())
            if when > until:
                self.now = until
                return
            self.now = max(self.now, when)
            while self._next_event() <= self.now:
                heapq.heappop(self._events)[2]()

    def granted(self, lane: Lane, since: float = 0.0, until: float = float("inf")) -> list[float]:
        """When the turns of a lane were had."""
        return [turn.granted for turn in self.turns if turn.lane is lane and since <= turn.granted < until]

    def waits(self, lane: Lane, since: float = 0.0) -> list[float]:
        """How long the callers of a lane waited, those still waiting included."""
        had = [turn.waited for turn in self.turns if turn.lane is lane and turn.asked >= since]
        return had + [self.now - asked.at for asked in self._queues[lane] if asked.at >= since]

    def arrivals(self) -> list[float]:
        """When the server received something, in order."""
        return sorted(turn.arrived for turn in self.turns)

    def _next_event(self) -> float:
        return self._events[0][0] if self._events else float("inf")

    def _next_turn(self) -> float:
        return min((self.window.ready_at(self.now, lane) for lane in Lane if self._queues[lane]), default=float("inf"))

    def _join(self, lane: Lane, *, endless: bool) -> None:
        estimate = self.window.estimate(self.now, lane)
        self._queues[lane].append(Asked(at=self.now, lane=lane, endless=endless, estimate=estimate))
        self.window.join(lane)

    def _hand_out_turns(self) -> None:
        for lane in Lane:
            while self._queues[lane] and self.window.take(self.now, lane):
                self.window.leave(lane)
                self._call(self._queues[lane].popleft())

    def _call(self, asked: Asked) -> None:
        fate = self.rng.random()
        if fate < self.never_sent:
            self.at(self.now + self.rng.uniform(0.0, 1.0), lambda: self._give_back(asked))
        elif fate < self.never_sent + self.breaks:
            self._break(asked, timeout_at=self.now + self.timeout)
        else:
            self._complete(asked)

    def _complete(self, asked: Asked) -> None:
        granted, latency = self.now, self.latency(self.rng)
        arrived = granted + self.rng.uniform(0.0, latency)
        self._remember(asked, arrived)
        self.at(granted + latency, lambda: self._answer(asked, granted, refused=self.refuses(arrived)))

    def _break(self, asked: Asked, timeout_at: float) -> None:
        self._remember(asked, self.rng.uniform(self.now, timeout_at))
        broken = self.rng.uniform(self.now, timeout_at)
        self.at(broken, lambda: self.window.abandoned(broken, asked.lane, latest=timeout_at - broken))
        self.at(broken, lambda: self._again(asked))

    def _give_back(self, asked: Asked) -> None:
        self.window.give_back(asked.lane)
        self._again(asked)

    def _again(self, asked: Asked) -> None:
        if asked.endless:
            self._join(asked.lane, endless=True)

    def _remember(self, asked: Asked, arrived: float) -> None:
        self.turns.append(
            Turn(lane=asked.lane, asked=asked.at, granted=self.now, estimate=asked.estimate, arrived=arrived)
        )

    def _answer(self, asked: Asked, granted: float, *, refused: bool) -> None:
        if refused:
            self.refused.append(self.now)
            self.window.refused(self.now, asked.lane, granted_at=granted, retry_after=self.retry_after)
        else:
            self.window.answered(self.now, asked.lane, granted_at=granted)
        self._again(asked)


def most_in_sliding_window(times: list[float], seconds: float) -> int:
    """The most that any window of that length contains, wherever it begins. `times` are in order."""
    return max((bisect_left(times, begin + seconds) - index for index, begin in enumerate(times)), default=0)


def most_in_fixed_window(times: list[float], seconds: float, offset: float) -> int:
    """The most that any window contains of those that follow each other from `offset` on."""
    return max(Counter((time - offset) // seconds for time in times).values(), default=0)


def percentile(values: list[float], part: float) -> float:
    """The value that so large a part of all is not above."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]
