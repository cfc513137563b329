"""Splits: the promoters who get shares of what a lead brings, and how a commission is divided among them.

What the documents leave open, and how it goes here: each share is rounded down to a whole cent, and the owner of the lead gets
what they leave, so that the parts of a commission are always the commission.
"""

from collections.abc import Sequence
from typing import Final

from ..problems import Impossible
from ..store import Row
from .rules import Rules

WHOLE: Final = 100
"""Per cent."""


class Splits(Rules):
    """Splits of one store."""

    def of(self, lead_id: int) -> list[Row]:
        """Return `promotion_id` and `percentage` of each share, in the order in which they were given."""
        return self._store.all("SELECT promotion_id, percentage FROM splits WHERE lead_id = ? ORDER BY rowid", lead_id)

    def set(self, lead_id: int, shares: Sequence[tuple[int, int]]) -> None:
        """Put these shares, each a promotion's id and per cent, in the place of all others. Raises `Impossible`."""
        self._check(shares)
        self._store.run("DELETE FROM splits WHERE lead_id = ?", lead_id)
        for promotion_id, percentage in shares:
            self._store.insert("splits", lead_id=lead_id, promotion_id=promotion_id, percentage=percentage)

    def _check(self, shares: Sequence[tuple[int, int]]) -> None:
        if any(not 0 <= percentage <= WHOLE for _, percentage in shares) or sum(one for _, one in shares) > WHOLE:
            raise Impossible("The sum of all split percentages must not exceed 100")
        if len({number for number, _ in shares}) < len(shares):
            raise Impossible("A promoter campaign can have one split only")
        for number, _ in shares:
            if self._store.find("promotions", number) is None:
                raise Impossible("Cannot find promoter_campaign by id")


def divide(total: int, percentages: Sequence[int]) -> tuple[int, list[int]]:
    """Return the owner's part of an amount, which may be negative, and the others'; together they are the amount."""
    sign = -1 if total < 0 else 1
    parts = [sign * (abs(total) * percentage // WHOLE) for percentage in percentages]
    return total - sum(parts), parts
