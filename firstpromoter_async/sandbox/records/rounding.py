"""How a commission becomes whole cents. No document of FirstPromoter says how, so the sandbox lets you choose."""

from enum import StrEnum
from fractions import Fraction
from math import floor


class Rounding(StrEnum):
    """What becomes of the part of a cent."""

    DOWN = "down"
    """It is dropped: 20 % of 1.99 are 0.39."""
    HALF_UP = "half_up"
    """Half a cent and more becomes a whole one: 20 % of 1.99 are 0.40."""

    def share(self, cents: int, percent: float) -> int:
        """Return a percentage of an amount that is not negative, in whole cents; 7.5 is exactly that, as it is written."""
        return self.whole(cents * Fraction(str(percent)) / 100)

    def whole(self, amount: Fraction) -> int:
        """Return an amount that is not negative, in whole cents."""
        return floor(amount + Fraction(1, 2) if self is Rounding.HALF_UP else amount)
