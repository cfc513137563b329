"""Campaigns: who earns how much."""

from typing import Any

from ..problems import NoTarget
from ..store import Row, Store


class Campaigns:
    """Campaigns of one store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all_of_them(self) -> list[Row]:
        """Return every campaign, the oldest first."""
        return self._store.all("SELECT * FROM campaigns ORDER BY id")

    def named(self, number: int | None) -> Row:
        """Return the campaign with this id, or the default one where none is named. Raises `NoTarget`."""
        if number is None:
            return self._store.all("SELECT * FROM campaigns WHERE is_default")[0]
        campaign = self._store.one("SELECT * FROM campaigns WHERE id = ?", number)
        if campaign is None:
            raise NoTarget("Campaign not found.")
        return campaign

    def with_reward(self, number: int) -> Row | None:
        """Return the campaign that this reward is of."""
        return self._store.one("SELECT * FROM campaigns WHERE reward_id = ?", number)

    def counts(self, number: int) -> dict[str, Any]:
        """Count what a campaign has brought."""
        return {
            "promoters_count": self._store.value("SELECT count(*) FROM promotions WHERE campaign_id = ?", number),
            **self._store.all(
                """SELECT count(*) AS referrals_count, count(customer_since) AS customers_count FROM leads
                   WHERE promotion_id IN (SELECT id FROM promotions WHERE campaign_id = ?)""",
                number,
            )[0],
            **self._store.all(
                """SELECT count(*) AS sales_count, coalesce(sum(amount), 0) AS revenue_amount FROM events
                   WHERE kind = 'sale' AND promotion_id IN (SELECT id FROM promotions WHERE campaign_id = ?)""",
                number,
            )[0],
        }


def reward_name(campaign: Row) -> str:
    """Name what the campaign pays for a sale."""
    return f"{campaign['percent']}% recurring commission"
