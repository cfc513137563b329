"""Campaigns: who earns how much."""

import json
from typing import Any

from ..problems import Impossible, NoTarget
from ..store import Row
from .documents import Documents
from .rules import Rules


class Campaigns(Rules):
    """Campaigns of one store."""

    def all_of_them(self) -> list[Row]:
        """Return every campaign, the oldest first."""
        return self._store.all("SELECT * FROM campaigns ORDER BY id")

    def named(self, number: int | None) -> Row:
        """Return the campaign with this id, or the default one where none is named. Raises `NoTarget`."""
        if number is None:
            return self._store.all("SELECT * FROM campaigns WHERE is_default")[0]
        campaign = self._store.find("campaigns", number)
        if campaign is None:
            raise NoTarget("Campaign not found.")
        return campaign

    def remove(self, campaign: Row) -> None:
        """Delete a campaign with its links. Raises `Impossible` for the default one, and where promoters or payouts are in it."""
        number = campaign["id"]
        if campaign["is_default"]:
            raise Impossible("The default campaign cannot be deleted")
        for table in ("promotions", "payouts"):
            if self._store.one(f"SELECT 1 FROM {table} WHERE campaign_id = ?", number) is not None:
                raise Impossible("A campaign that has promoters or payouts cannot be deleted")
        for link in self.links(number):
            self._store.remove("documents", link["id"])
        self._store.run(
            "UPDATE campaigns SET upgrade_details = NULL WHERE json_extract(upgrade_details, '$.campaign_id') = ?",
            number,
        )
        self._store.remove("campaigns", number)

    def links(self, number: int) -> list[Row]:
        """Return the pages besides the landing page that promoters of a campaign may link to."""
        return Documents(self._store, "campaign_links").having("campaign_id", number)

    def reward(self, number: int | None) -> Row | None:
        """Return what v2 calls a reward."""
        return Documents(self._store, "v2_rewards").find(number)

    def rewards(self, promotion: Row) -> list[Row]:
        """Return what a promoter gets in a campaign: rewards of their own or the campaign's; with `apply_on`, `product_ids`."""
        is_own = promotion["promoter_rewards_customized"]
        given = promotion if is_own else self._store.get("campaigns", promotion["campaign_id"])
        links = json.loads(given["rewards_for_promoters"])
        return [one | link for link in links if (one := self.reward(link["reward_id"])) is not None]

    def sale_reward(self, promotion: Row) -> Row | None:
        """Return the first of these rewards that a sale earns: the one that v1 knows."""
        found = (one for one in self.rewards(promotion) if one["promoter_reward_type"] == "sale")
        return next(found, None)

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
