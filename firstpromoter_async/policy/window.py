"""The rate limit as arithmetic: so many calls in any so many seconds, in two lanes, with one pause for all after a 429.

It does not know what time it is (every method is told), who is waiting (only how many), or what a call does.

**Why nothing ever exceeds the limit.** A call reaches the server somewhere between its turn and its answer. Its slot
is held from the turn until `seconds` after the answer. So when the last call of any server window got its turn, the
slots of all the others in that window were still held, and there are only `calls` slots. Latency does not matter, and
neither does whether the server's window slides or is fixed. (The two clocks may drift apart by less than a round trip
in a window; `Rate(calls=400, seconds=60.1)` leaves more room than that.)

**Two lanes.** Interactive calls take whatever slot is free. Bulk calls take what is left, spaced evenly, so that slots
also come free evenly and an interactive call never has to wait long for one. While both lanes are in use, bulk holds
at most `bulk_share` of the slots. Bulk gives way to interactive without a limit: it gets what interactive leaves.
"""

import math
from bisect import insort
from collections import deque
from enum import StrEnum
from typing import Self

from attrs import field, frozen

from ..errors import ConfigurationError
from .checks import at_least_one, is_number, more_than_zero

CATCH_UP_PACE = 0.8
"""Slots come free a little irregularly. Bulk that is behind its schedule may follow at this fraction of its spacing:
close enough to 1 to stay even, far enough from it to lose less than half a percent of the throughput."""

CATCH_UP_LIMIT = 3
"""How many turns bulk may be behind its schedule before it forgets about them: a quiet minute is not saved up."""

REPEATED_CUT = 0.75
"""A 429 soon after another means that less than the configured rate is ours: go on with this fraction of it..."""

LOWEST_FRACTION = 0.25
"""...but not below this one (100 a minute of 400, the lowest ceiling that was reported). Longer pauses do the rest."""

REGAINED_PER_WINDOW = 0.1
"""What comes back of the configured rate with each window that passes."""

LONGEST_RETRY_AFTER = 120.0
"""For how many seconds a `Retry-After` is believed. A server that errs (one said 31 years) must not silence us for good: we
ask again after this long, and are told again if it was meant."""

LATENCY_MEMORY = 0.05
"""The weight of the newest latency in the running average that estimates use."""


class Lane(StrEnum):
    """Who is asking: somebody who waits for the answer, or a batch that does not mind."""

    INTERACTIVE = "interactive"
    BULK = "bulk"


@frozen(kw_only=True)
class Rate:
    """At most `calls` calls in any `seconds` seconds. FirstPromoter documents 400 in 60 per account.

    Raises `ConfigurationError` for numbers that cannot be right.
    """

    calls: int = field(default=400, validator=at_least_one)
    """How many."""

    seconds: float = field(default=60.0, validator=more_than_zero)
    """In how many seconds."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `"400/60"`: calls, a slash, seconds. Raises `ConfigurationError`, saying what was expected."""
        if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ConfigurationError(f"a rate is text such as 400/60, and {text!r} was given")
        calls, _, seconds = text.partition("/")
        try:
            return cls(calls=int(calls), seconds=float(seconds))
        except ValueError as error:
            raise ConfigurationError(
                f"a rate is written as calls/seconds, such as 400/60 (400 calls in 60 seconds), not {text!r}"
            ) from error

    def __str__(self) -> str:
        return f"{self.calls}/{repr(float(self.seconds)).removesuffix('.0')}"


def parse_rate(text: str) -> Rate | None:
    """Read `"400/60"`, or `"off"` (in any case) as None: no limit. Raises `ConfigurationError` for anything else."""
    return None if text.strip().lower() == "off" else Rate.parse(text)


def rate_of(rate: Rate | str | None) -> Rate | None:
    """Return a rate that may be written as text; raises `ConfigurationError` for what is none."""
    if rate is None or isinstance(rate, Rate):
        return rate
    if isinstance(rate, str):  # pyright: ignore[reportUnnecessaryIsInstance]  others may come all the same
        return parse_rate(rate)
    raise ConfigurationError(f"rate is text such as '400/60', a Rate, or 'off', and {rate!r} was given")


@frozen(kw_only=True)
class WindowState:
    """What can be said about a budget at one moment. Times are in seconds from that moment."""

    rate: Rate | None
    """The configured rate; None means no limit."""

    limit: int | None
    """How many slots there are just now: `rate.calls`, or fewer for a while after repeated 429s; None: no limit."""

    held: int
    """Slots that are taken: calls under way, and calls answered less than `rate.seconds` ago."""

    in_flight: int
    """Calls that have had their turn and are not answered yet."""

    waiting_interactive: int
    """Callers waiting for a turn in the interactive lane."""

    waiting_bulk: int
    """Callers waiting for a turn in the bulk lane."""

    paused_for: float
    """How much longer a 429 holds everybody back; 0.0 when nothing does."""

    pause_asked: float | None
    """How many seconds the server asked for in a `Retry-After`, where that was cut to the longest pause and still holds
    everybody back; None otherwise."""

    bulk_share: float
    """The part of the slots that bulk may hold just now: 1.0 while interactive holds and wants none."""

    next_interactive_in: float
    """When an interactive caller who asks now would get a turn, as far as can be told."""

    next_bulk_in: float
    """When a bulk caller who asks now would get a turn, as far as can be told."""


@frozen(kw_only=True)
class _Recovery:
    """How to come back after a 429: how long to pause, and how slowly to begin again. All in seconds."""

    first_pause: float
    longest_pause: float
    ramp: float
    spacing: float

    @classmethod
    def after(cls, rate: Rate | None) -> Self:
        """A twelfth of the window at first (5 s of 60), a whole one at most, and half a window to find the pace again.

        Without a rate there is no window to measure by. The numbers then suit what an unlimited rate is for: a sandbox,
        or a server that says itself (by Retry-After) how long it wants to be left alone.
        """
        if rate is None:
            return cls(first_pause=0.1, longest_pause=60.0, ramp=0.5, spacing=1 / 400)
        return cls(
            first_pause=rate.seconds / 12,
            longest_pause=rate.seconds,
            ramp=rate.seconds / 2,
            spacing=rate.seconds / rate.calls,
        )

    def pause(self, fruitless: int) -> float:
        """How long to pause after so many pauses that did not help."""
        return min(self.longest_pause, self.first_pause * 2.0 ** min(fruitless, 30))

    def spacing_at(self, remaining: float) -> float:
        """How far apart turns are with so much of the ramp to go: twice the usual at first, and ever closer."""
        return 2 * self.spacing * remaining / self.ramp

    def elapsed_after(self, turns: float, remaining: float) -> float:
        """How long so many turns take, spaced like that (which is the integral of the line above)."""
        return remaining * (1 - math.exp(-2 * self.spacing * turns / self.ramp))


class _Held:
    """Slots that are taken: some until a known moment (in order), some (calls in flight) until who knows when."""

    __slots__ = ("in_flight", "releases")

    def __init__(self) -> None:
        self.in_flight = 0
        self.releases: deque[float] = deque()

    @property
    def count(self) -> int:
        return self.in_flight + len(self.releases)

    def release_at(self, when: float) -> None:
        """One call in flight has ended; its slot stays taken until then."""
        self.in_flight -= 1
        if not self.releases or when >= self.releases[-1]:
            self.releases.append(when)
        else:  # only after a call was abandoned, whose slot is held for longer
            insort(self.releases, when)

    def expire(self, now: float) -> int:
        """Let go of what is over, and say how many slots that were."""
        releases = self.releases
        before = len(releases)
        while releases and releases[0] <= now:
            releases.popleft()
        return before - len(releases)

    def free_at(self, place: float, limit: float, *, unheld: float, unknown: float) -> float:
        """When `place` callers can have had a slot and one more can be had, of `limit` slots.

        `unheld` is the answer when there is one already, `unknown` when it takes the end of a call that is in flight.
        """
        lacking = self.count + place + 1 - limit
        if lacking <= 0:
            return unheld
        index = math.ceil(lacking) - 1
        return self.releases[index] if index < len(self.releases) else unknown


class Window:
    """The slots of one account, and the rules for handing them out.

    For every call: `take` a slot when `ready_at` says so, then exactly one of `answered`, `refused`, `abandoned` and
    `give_back`. A caller who has to wait says `join` first and `leave` afterwards, whether it got its turn or not; the
    order among those who wait is the caller's business. `now` is in seconds, from any clock that never goes back.
    """

    def __init__(
        self, rate: Rate | None, *, bulk_share: float = 0.8, longest_retry_after: float = LONGEST_RETRY_AFTER
    ) -> None:
        """`rate` None means no limit. `bulk_share` is the part of the slots that bulk may hold beside interactive.

        A pause that the server asks for is cut to `longest_retry_after` seconds. Raises
        `ConfigurationError` for a share that is not above 0 and at most 1.
        """
        if not (is_number(bulk_share) and 0 < bulk_share <= 1):
            raise ConfigurationError(f"bulk_share is above 0 and at most 1, such as 0.8, and {bulk_share!r} was given")
        self.rate = rate
        self._calls = math.inf if rate is None else float(rate.calls)
        self._seconds = 0.0 if rate is None else rate.seconds
        self._all = _Held()
        self._bulk = _Held()
        self._waiting = {Lane.INTERACTIVE: 0, Lane.BULK: 0}
        self._latency = 0.0

        self._bulk_share = bulk_share
        self._shared = False  # are both lanes in use?
        self._bulk_cap = self._calls
        self._bulk_schedule = -math.inf  # when the next bulk turn should be, by an even schedule
        self._bulk_due = -math.inf  # when it may be, catching up with the schedule or not

        self._recovery = _Recovery.after(rate)
        self._longest_retry_after = longest_retry_after
        self._pause_asked: float | None = None
        self._gate = -math.inf  # no turn for anybody before
        self._paused_at = -math.inf
        self._paused_until = -math.inf
        self._ramp_until = -math.inf
        self._fruitless_pauses = 0
        self._fraction = 1.0  # of the configured calls, as it was when the last pause ended
        self._limit = self._calls

    # Asking for a turn

    def join(self, lane: Lane) -> None:
        """Somebody begins to wait."""
        self._waiting[lane] += 1

    def leave(self, lane: Lane) -> None:
        """Somebody who waited has a turn, or has given up."""
        self._waiting[lane] -= 1

    def ready_at(self, now: float, lane: Lane) -> float:
        """When the next turn in this lane can be taken: not after `now` when it can be taken at once.

        Infinity while that depends on the end of a call in flight. Anything that happens in between (a 429, another
        caller) can move it: ask again then, and before taking the turn.
        """
        self._advance(now)
        if lane is Lane.INTERACTIVE:
            return max(self._gate, self._all.free_at(0, self._limit, unheld=-math.inf, unknown=math.inf))
        interactive = self._waiting[Lane.INTERACTIVE]
        return max(
            self._gate,
            self._bulk_due,
            self._ramp_until if interactive else -math.inf,  # turns are scarce then, even where slots are not
            self._all.free_at(interactive, self._limit, unheld=-math.inf, unknown=math.inf),
            self._bulk.free_at(0, self._bulk_cap, unheld=-math.inf, unknown=math.inf),
        )

    def take(self, now: float, lane: Lane) -> bool:
        """Take a turn if it can be had at once, and say whether it was."""
        if self.ready_at(now, lane) > now:
            return False
        self._all.in_flight += 1
        if lane is Lane.BULK:
            self._bulk.in_flight += 1
            self._schedule_bulk(now)
        if now < self._ramp_until:
            self._gate = now + self._recovery.spacing_at(self._ramp_until - now)
        return True

    # Saying how it ended

    def answered(self, now: float, lane: Lane, *, granted_at: float) -> None:
        """An answer came, with any status but 429; or the call ended so that nothing of it can still be under way."""
        self._latency += LATENCY_MEMORY * (now - granted_at - self._latency)
        if granted_at >= self._paused_until:
            self._fruitless_pauses = 0
        self._end(lane, now)

    def refused(self, now: float, lane: Lane, *, granted_at: float, retry_after: float | None = None) -> None:
        """A 429 came. The slot counts all the same, and everybody pauses.

        The pause lasts `retry_after` seconds if the server said so, but no longer than the longest that is believed. If it
        said nothing, it lasts a twelfth of the window, and twice
        as long each time that the pause before it did not help (no call was answered since), up to one window. Then the
        pace comes back over half a window.

        Refusals of calls that had their turn before the pause began belong to the same event: they can prolong the
        pause by what the server says, and change nothing else. A new refusal within two windows of the last pause
        means that somebody else uses this account too: the limit is lowered for a while (`REPEATED_CUT`,
        `LOWEST_FRACTION`, `REGAINED_PER_WINDOW`).
        """
        self._end(lane, now)
        if granted_at > self._paused_at:
            self._begin_pause(now, retry_after)
        elif retry_after is not None:
            self._pause(now, self._believed(retry_after))

    def abandoned(self, now: float, lane: Lane, *, latest: float) -> None:
        """A call was cancelled or broke after something was sent.

        The server may receive it up to `latest` seconds from now. When that is infinite (a call without a timeout), a
        window is taken instead: no slot is lost for good.
        """
        self._end(lane, now + max(0.0, latest if math.isfinite(latest) else self._seconds))

    def give_back(self, lane: Lane) -> None:
        """Nothing was sent: the slot is free at once."""
        self._all.in_flight -= 1
        if lane is Lane.BULK:
            self._bulk.in_flight -= 1

    # Looking ahead

    def estimate(self, now: float, lane: Lane, position: int | None = None) -> float:
        """When a caller with so many before it in its lane gets its turn, as far as can be told (never infinite).

        Without `position`: a caller who asks now, behind all who wait. Calls in flight are taken to end now and later
        calls to take as long as calls did lately. Callers yet to come in the interactive lane are not foreseen.
        """
        self._advance(now)
        place = self._waiting[lane] if position is None else position
        hold = self._seconds + self._latency
        if lane is Lane.INTERACTIVE:
            return max(
                self._estimate_ramp(now, place),
                self._estimate_slot(self._all, now, place, self._limit, hold),
            )
        ahead = place + self._waiting[Lane.INTERACTIVE]
        return max(
            self._estimate_ramp(now, ahead),
            max(now, self._bulk_due) + place * self._bulk_spacing,
            self._estimate_slot(self._all, now, ahead, self._limit, hold),
            self._estimate_slot(self._bulk, now, place, self._bulk_cap, hold),
        )

    def seconds_for(self, now: float, calls: int, lane: Lane) -> float:
        """In how many seconds from now the last of so many calls gets its turn, counting those that wait already."""
        return max(0.0, self.estimate(now, lane, calls - 1) - now) if calls > 0 else 0.0

    def state(self, now: float) -> WindowState:
        """Everything there is to know, at this moment."""
        self._advance(now)
        return WindowState(
            rate=self.rate,
            limit=None if self.rate is None else int(self._limit),
            held=self._all.count,
            in_flight=self._all.in_flight,
            waiting_interactive=self._waiting[Lane.INTERACTIVE],
            waiting_bulk=self._waiting[Lane.BULK],
            paused_for=max(0.0, self._paused_until - now),
            pause_asked=self._pause_asked if now < self._paused_until else None,
            bulk_share=self._bulk_share if self._shared else 1.0,
            next_interactive_in=max(0.0, self.estimate(now, Lane.INTERACTIVE) - now),
            next_bulk_in=max(0.0, self.estimate(now, Lane.BULK) - now),
        )

    # The arithmetic behind it

    def _advance(self, now: float) -> None:
        """Bring everything up to this moment."""
        self._all.expire(now)
        freed = self._bulk.expire(now)
        if self._limit < self._calls or self._fraction < 1:
            self._limit = float(max(1, int(self._calls * self._fraction_at(now))))
        self._share_lanes(freed)

    def _share_lanes(self, freed: int) -> None:
        """Decide how many slots bulk may hold.

        When interactive calls appear beside bulk calls that hold more than their share, bulk comes down to it by taking
        every second of the slots that it frees, and does not stop: a gap in its turns would come back a window later as
        a time when no slots come free.
        """
        interactive_held = self._all.count - self._bulk.count
        shared = interactive_held > 0 or self._waiting[Lane.INTERACTIVE] > 0
        fair = max(1.0, self._limit * self._bulk_share)
        if not shared:
            self._bulk_cap = self._limit
        elif not self._shared:
            self._bulk_cap = max(fair, min(self._limit, self._bulk.count))
        else:
            self._bulk_cap = max(fair, min(self._limit, self._bulk_cap) - freed / 2)
        self._shared = shared

    @property
    def _bulk_spacing(self) -> float:
        return self._seconds / self._bulk_cap

    def _schedule_bulk(self, now: float) -> None:
        """Say when the next bulk turn may be, after one that is taken now."""
        spacing = self._bulk_spacing
        self._bulk_schedule = max(self._bulk_schedule, now - CATCH_UP_LIMIT * spacing) + spacing
        self._bulk_due = max(self._bulk_schedule, now + CATCH_UP_PACE * spacing)

    def _end(self, lane: Lane, counted_at: float) -> None:
        """A call is over, and is counted as if the server had received it at that moment."""
        release = counted_at + self._seconds
        self._all.release_at(release)
        if lane is Lane.BULK:
            self._bulk.release_at(release)

    def _begin_pause(self, now: float, retry_after: float | None) -> None:
        repeated = now < self._paused_until + 2 * self._seconds
        own_idea = self._recovery.pause(self._fruitless_pauses)
        self._fruitless_pauses += 1
        self._pause_asked = None
        self._pause(now, own_idea if retry_after is None else self._believed(retry_after))
        if repeated:
            self._fraction = max(LOWEST_FRACTION, self._fraction * REPEATED_CUT)

    def _believed(self, retry_after: float) -> float:
        """Cut what the server asks for, and remember what that was."""
        if retry_after > self._longest_retry_after:
            self._pause_asked = max(self._pause_asked or 0.0, retry_after)
        return min(retry_after, self._longest_retry_after)

    def _pause(self, now: float, seconds: float) -> None:
        self._fraction = self._fraction_at(now)  # what was regained until now stays regained
        self._paused_at = now
        self._paused_until = max(self._paused_until, now + seconds)
        self._gate = max(self._gate, self._paused_until)
        self._ramp_until = self._paused_until + self._recovery.ramp

    def _fraction_at(self, now: float) -> float:
        """How much of the configured calls to use: all, but for some windows after repeated 429s."""
        if self._fraction == 1:
            return 1.0
        windows = max(0.0, now - self._paused_until) / self._seconds
        return min(1.0, self._fraction + REGAINED_PER_WINDOW * windows)

    def _estimate_ramp(self, now: float, place: float) -> float:
        start = max(now, self._gate)
        if start >= self._ramp_until:
            return start
        return start + self._recovery.elapsed_after(place, self._ramp_until - start)

    @staticmethod
    def _estimate_slot(held: _Held, now: float, place: float, limit: float, hold: float) -> float:
        """When a slot is free for the caller in that place, each slot serving again `hold` seconds later."""
        rounds, place = divmod(place, limit)
        return held.free_at(place, limit, unheld=now, unknown=now + hold) + rounds * hold
