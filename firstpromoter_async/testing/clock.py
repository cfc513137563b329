"""A clock for tests: time is a number that you set."""

from attrs import define


@define
class Clock:
    """A clock that stands still until it is told to go on: `Sandbox(clock=Clock())`, `clock.tick(60)`.

    Call it for the time, in seconds.
    """

    now: float = 1_767_225_600.0
    """Seconds since 1970; the first moment of 2026, unless you say otherwise."""

    def __call__(self) -> float:
        """Return the time."""
        return self.now

    def tick(self, seconds: float) -> None:
        """Let time pass. Raises ValueError for a step back: clocks do not."""
        if seconds < 0:
            raise ValueError(f"time goes on, and not back by {-seconds} s")
        self.now += seconds
