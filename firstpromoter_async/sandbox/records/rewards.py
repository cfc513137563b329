"""Rewards (v2: commissions) beyond those that a sale makes by itself."""

from typing import Final

from ..store import Row
from .rules import Rules

STATUSES: Final = ("approved", "pending", "denied")
UNITS: Final = {
    "cash": "cash",
    "points": "points",
    "credits": "credits",
    "free_months": "free_months",
    "discount_per": "discount_per",
    "discount_mon": "mon_discount",
}
"""v1's reward types, and the units that they are kept in."""


class Rewards(Rules):
    """Rewards of one store."""

    def create(self, moment: str, promotion: Row, *, lead: Row | None, unit: str, amount: int, status: str) -> Row:
        """Give a promoter something that no sale has earned; `amount` is in cents for cash, a plain count otherwise."""
        return self._store.added(
            "rewards",
            lead_id=None if lead is None else lead["id"],
            promotion_id=promotion["id"],
            promoter_id=promotion["promoter_id"],
            status=status,
            unit=unit,
            amount=amount,
            created_at=moment,
        )

    def find(self, key: str, value: str) -> Row | None:
        """Return the reward with this id, or the one that the event with this `event_id` made."""
        if key == "id":
            return self._store.find("rewards", value)
        return self._store.one(
            "SELECT rewards.* FROM rewards JOIN events ON events.id = event_rowid WHERE event_id = ? ORDER BY rewards.id",
            value,
        )

    def set_status(self, moment: str, reward: Row, status: str) -> Row:
        """Approve, suspend or deny a reward; only approved ones count."""
        return self._store.changed("rewards", reward["id"], status=status, status_updated_at=moment)
