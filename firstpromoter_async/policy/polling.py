"""When to look again at something that takes its time: at once while it may be quick, seldom once it is slow.

Pure arithmetic: the caller looks, waits and reads the clock. This module knows nothing of what is looked at.
"""

from typing import Final

FIRST_PAUSE: Final = 1.0
"""Seconds before the second look."""
GROWTH: Final = 1.5
"""How much longer each pause is than the one before it."""
LONGEST_PAUSE: Final = 30.0
"""Seconds that no pause exceeds: an hour of waiting costs some 120 calls."""

_MOST_STEPS: Final = 30  # the longest pause is reached long before, and a float overflows long after


def pause_after(looks: int, left: float) -> float | None:
    """Return how many seconds to wait after so many looks, or None when there is no time left.

    `left` is in seconds. The last pause ends when the time does, so that the last look sees how it all stands then.
    """
    if left <= 0:
        return None
    return min(FIRST_PAUSE * GROWTH ** min(looks, _MOST_STEPS), LONGEST_PAUSE, left)
