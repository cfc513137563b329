"""How a commission becomes whole cents. No document of FirstPromoter says how, so the sandbox lets you choose."""

from enum import StrEnum


class Rounding(StrEnum):
    """What becomes of the part of a cent."""

    DOWN = "down"
    """It is dropped: 20 % of 1.99 are 0.39."""
    HALF_UP = "half_up"
    """Half a cent and more becomes a whole one: 20 % of 1.99 are 0.40."""

    def share(self, cents: int, percent: int) -> int:
        """Return a percentage of an amount that is not negative, in whole cents."""
        return (cents * percent + (50 if self is Rounding.HALF_UP else 0)) // 100
