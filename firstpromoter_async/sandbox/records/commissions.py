"""The commissions that events bring: earned by a sale, taken back by a refund, divided among promoters.

What the documents leave open, and how it goes here:

- What a sale earns is said by the rewards of its campaign (`earning`), rounded to a cent as the settings say (`Rounding`: down if
  they say nothing), and the promoter's own commissions are divided as the lead's splits say (`splits`).
- A refund takes its part of each commission of the sale that it names, rounded in the same way, so that full refund and sale
  cancel out exactly. One that names no sale takes the percentages that such a sale would earn, and nothing that is flat.
- Commissions of a lead that is denied are denied, and those of one that is pending are pending.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

from attrs import evolve

from ..store import Row, Store
from .earning import Earning, Earnings
from .rounding import Rounding
from .rules import Rules
from .splits import WHOLE, Splits, divide

JUDGED: Final = {"denied": "denied", "pending": "pending"}
"""The states of leads that decide about their commissions."""


class Commissions(Rules):
    """Commissions by the events of one store."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._earnings = Earnings(store)
        self._splits = Splits(store)

    def earn(self, event: Row, lead: Row, rounding: Rounding, **said: Any) -> list[Row]:
        """Add what a sale earns, the promoter's own first, and what is said about it besides."""
        return [
            self._add(event, lead, one, **said) for one in self._divided(lead, self._earnings.of_sale(event, rounding))
        ]

    def give(self, event: Row, promotion: Row, amount: int, **said: Any) -> Row:
        """Add what no sale has earned: money, unless something else is said."""
        custom = Earning(promotion, None, 1, "cash", amount, None)
        return self._add(event, {"state": None}, custom, **said)

    def take_back(self, event: Row, lead: Row, cents: int, rounding: Rounding) -> list[Row]:
        """Add what a refund takes from those who have earned something by its sale, or by one like it."""
        sale = self._sale(event["sale_event_id"])
        if sale is not None:
            rows = self._store.all("SELECT * FROM rewards WHERE event_rowid = ? ORDER BY id", sale["id"])
            return [self._add(event, lead, self._part_of(row, cents, sale["amount"], rounding)) for row in rows]
        earned = self._earnings.of_sale(event | {"amount": cents}, rounding)
        taken = [evolve(one, amount=-one.amount) for one in earned if one.percent is not None]
        return [self._add(event, lead, one) for one in self._divided(lead, taken)]

    def _sale(self, event_id: str | None) -> Row | None:
        sql = "SELECT * FROM events WHERE kind = 'sale' AND event_id = ? ORDER BY id"
        return None if event_id is None else self._store.one(sql, event_id)

    def _part_of(self, row: Row, cents: int, of: int, rounding: Rounding) -> Earning:
        """Return the part of a commission that goes with a part of its sale."""
        percent, share = row["percent"], row["split_percentage"]
        if percent is None or share is not None:
            part = rounding.whole(Fraction(row["amount"] * cents, of or 1))
        else:
            part = rounding.share(cents, percent)
        promotion = self._store.get("promotions", row["promotion_id"])
        return Earning(promotion, row["reward_id"], row["tier"], row["unit"], -part, percent, share)

    def _divided(self, lead: Row, earned: list[Earning]) -> Iterator[Earning]:
        """Divide what is the lead's own promoter's; tiers are not shared."""
        splits = self._splits.of(lead["id"])
        shares = [one["percentage"] for one in splits]
        for earning in earned:
            if earning.tier > 1 or not splits:
                yield earning
                continue
            mine, theirs = divide(earning.amount, shares)
            yield evolve(earning, amount=mine, split_percentage=WHOLE - sum(shares))
            for one, part in zip(splits, theirs, strict=True):
                promotion = self._store.get("promotions", one["promotion_id"])
                yield evolve(earning, promotion=promotion, amount=part, split_percentage=one["percentage"])

    def _add(self, event: Row, lead: Row, earning: Earning, **said: Any) -> Row:
        columns: Row = {
            "event_rowid": event["id"],
            "lead_id": event["lead_id"],
            "promotion_id": earning.promotion["id"],
            "promoter_id": earning.promotion["promoter_id"],
            "status": JUDGED.get(lead["state"], "approved"),
            "unit": earning.unit,
            "amount": earning.amount,
            "percent": earning.percent,
            "reward_id": earning.reward_id,
            "tier": earning.tier,
            "split_percentage": earning.split_percentage,
            "created_at": event["created_at"],
        }
        return self._store.added("rewards", **(columns | said))
