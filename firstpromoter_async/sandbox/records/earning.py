"""What a sale earns: the rewards of its campaign, for the promoter and for those who recruited them.

What the documents leave open, and how it goes here:

- Each reward of a campaign (or of the promoter in it) counts by itself, and so does each schema of it whose rules hold. Rules are
  joined in their order, each by its own operator to those before it; the sale that is looked at counts already. `price` counts
  sales of the same amount only.
- A percentage is of the sale in cents, whatever the unit; a flat amount is in cents where it is money.
- `once` is for a customer's first sale, `repeating` for the months from then on that it names, everything else for all sales.
- A tier is for whoever is so many steps up from the promoter, in this campaign or else in their first one: it is a share of the
  commission of the tier below (`tier_commission_mode`), of the sale (`tier_override_mode`), or of what those below leave of it.
- A target is rewarded once in a campaign, and what is `custom` is given by hand.
- A reward of `specific` products is for sales whose `plan` is such a product, or a price of one; all others are for every sale,
  since the API does not say how often a sale is billed.
"""

import json
import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any, Final

from attrs import frozen

from ..store import Row, Store
from .campaigns import Campaigns
from .rounding import Rounding
from .rules import Rules


@frozen
class Earning:
    """A commission to be."""

    promotion: Row
    """Whose it is."""
    reward_id: int | None
    tier: int
    unit: str
    amount: int
    percent: float | None
    """Which share of the sale it is, where it is one."""
    split_percentage: int | None = None
    """Which share of the whole commission this part is, where that is divided."""


def _is_multiple(number: float, of: float) -> bool:
    return bool(number and of) and Fraction(str(number)) % Fraction(str(of)) == 0


CONDITIONS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "less than": operator.lt,
    "less than or equal to": operator.le,
    "equal to": operator.eq,
    "greater than or equal to": operator.ge,
    "greater than": operator.gt,
    "multiple of": _is_multiple,
}


class Sale:
    """A sale that is stored, and what is known of its customer and promoter by then."""

    def __init__(self, store: Store, event: Row) -> None:
        self._store, self.event = store, event
        self.promotion = store.get("promotions", event["promotion_id"])

    def satisfies(self, rules: Sequence[Mapping[str, Any]]) -> bool:
        """Tell whether rules hold; there being none, they do."""
        holds = True
        for place, rule in enumerate(rules):
            this = CONDITIONS[rule["condition"]](FIGURES[rule["type"]](self, rule.get("filter_by")), rule["value"])
            holds = this if place == 0 else holds or this if rule["operator"] == "or" else holds and this
        return holds

    def is_in_time(self, reward: Mapping[str, Any]) -> bool:
        """Tell whether a reward still lasts."""
        match reward.get("duration"):
            case "once":
                return self.count_of_sales(None) == 1
            case "repeating":
                return self.months(None) < (reward.get("duration_in_months") or 0)
            case _:
                return True

    def is_of(self, products: Sequence[int]) -> bool:
        """Tell whether the plan is one of these products, or a price of one."""
        found = self._store.one(
            """SELECT 1 FROM documents WHERE noun = 'products' AND id IN (SELECT value FROM json_each(?1)) AND (
                 json_extract(fields, '$.ext_id') = ?2 OR EXISTS (SELECT 1 FROM json_each(fields, '$.prices') AS price
                   WHERE json_extract(price.value, '$.ext_id') = ?2))""",
            json.dumps(list(products)),
            self.event["plan"],
        )
        return found is not None

    def has_earned(self, reward_id: int) -> bool:
        """Tell whether the promoter has had a reward in this campaign."""
        sql = "SELECT 1 FROM rewards WHERE reward_id = ? AND promotion_id = ?"
        return self._store.one(sql, reward_id, self.promotion["id"]) is not None

    def promotion_of_tier(self, tier: int) -> Row | None:
        """Return the promotion of whom is this many tiers up, the promoter being the first; None where nobody is."""
        promoter: Row = self._store.get("promoters", self.promotion["promoter_id"])
        for _ in range(1, tier):
            if promoter["parent_promoter_id"] is None:
                return None
            promoter = self._store.get("promoters", promoter["parent_promoter_id"])
        if tier == 1:
            return self.promotion
        return self._store.one(
            "SELECT * FROM promotions WHERE promoter_id = ? ORDER BY campaign_id = ? DESC, is_default DESC, id",
            promoter["id"],
            self.promotion["campaign_id"],
        )

    # What rules look at.

    def count_of_sales(self, filter_by: str | None) -> int:
        """Count the customer's sales."""
        same = "AND amount = ?2" if filter_by == "price" else "AND ?2 = ?2"
        sql = f"SELECT count(*) FROM events WHERE kind = 'sale' AND lead_id = ?1 {same}"
        return int(self._store.value(sql, self.event["lead_id"], self.event["amount"]))

    def months(self, _: str | None) -> int:
        """Count the whole months since the customer's first sale."""
        sql = "SELECT min(created_at) FROM events WHERE kind = 'sale' AND lead_id = ?"
        now = datetime.fromisoformat(self.event["created_at"])
        first = datetime.fromisoformat(self._store.value(sql, self.event["lead_id"]) or self.event["created_at"])
        begun = (now.day, now.time()) < (first.day, first.time())
        return (now.year - first.year) * 12 + now.month - first.month - begun

    def customers(self, _: str | None) -> int:
        """Count the promoter's customers in the campaign."""
        sql = "SELECT count(customer_since) FROM leads WHERE promotion_id = ?"
        return int(self._store.value(sql, self.promotion["id"]))

    def revenue(self, _: str | None) -> int:
        """Add up the promoter's sales in the campaign."""
        sql = "SELECT coalesce(sum(amount), 0) FROM events WHERE kind = 'sale' AND promotion_id = ?"
        return int(self._store.value(sql, self.promotion["id"]))


FIGURES: Final[Mapping[str, Callable[[Sale, str | None], int]]] = {
    "customer_sales_count": Sale.count_of_sales,
    "customer_age_in_months": Sale.months,
    "promoter_campaign_customers_count": Sale.customers,
    "promoter_campaign_revenue": Sale.revenue,
}


class Earnings(Rules):
    """What the sales of one store earn."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._campaigns = Campaigns(store)

    def of_sale(self, event: Row, rounding: Rounding) -> list[Earning]:
        """Return the commissions of a sale that is stored, and whose lead is a customer by then; those of the tiers come last."""
        sale = Sale(self._store, event)
        found: list[Earning] = []
        rewards = self._campaigns.rewards(sale.promotion)
        for reward in sorted(rewards, key=_tier):
            promotion = sale.promotion_of_tier(_tier(reward))
            if promotion is not None and _is_due(reward, sale):
                schemas = [one for one in reward["schemas"] if sale.satisfies(one.get("rules") or ())]
                found += [_earning(reward, one, promotion, event["amount"], found, rounding) for one in schemas]
        return found


def _tier(reward: Row) -> int:
    return (reward.get("tier_level") or 2) if reward.get("promoter_reward_type") == "tier" else 1


def _is_due(reward: Row, sale: Sale) -> bool:
    kind = reward.get("promoter_reward_type")
    if kind == "custom" or (kind == "target" and sale.has_earned(reward["id"])) or not sale.is_in_time(reward):
        return False
    return reward["apply_on"] != "specific" or sale.is_of(reward["product_ids"])


def _earning(
    reward: Row, schema: Row, promotion: Row, cents: int, below: Sequence[Earning], rounding: Rounding
) -> Earning:
    """Apply a schema: a flat amount, or a percentage of what its reward is a share of."""
    tier, unit, amount = _tier(reward), schema["unit"], schema["amount"]
    if schema["flat_amount"]:
        return Earning(promotion, reward["id"], tier, unit, rounding.whole(Fraction(str(amount))), None)
    match reward.get("tier_reward_mode") if tier > 1 else None:
        case "tier_commission_mode":
            base = sum(one.amount for one in below if one.tier == tier - 1 and one.unit == unit)
        case "tier_net_override_mode":
            base = max(0, cents - sum(one.amount for one in below if one.tier < tier and one.unit == "cash"))
        case _:
            return Earning(promotion, reward["id"], tier, unit, rounding.share(cents, amount), amount)
    return Earning(promotion, reward["id"], tier, unit, rounding.share(base, amount), None)
