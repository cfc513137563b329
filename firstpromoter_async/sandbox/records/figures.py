"""What happened, counted by day: the ground that reports stand on.

Figures are whole numbers, amounts in cents. Rates and earnings per click are made from their sums, never from other rates.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from ..store import Store

Key = int | str | None
"""The id of a campaign, promoter or promoter's campaign, or a page; None for the whole account."""

_KEYS: Final = {
    "campaign": "promotions.campaign_id",
    "promoter": "promotions.promoter_id",
    "promoter_campaign": "promotions.id",
    "page": "(SELECT landing_url FROM campaigns WHERE campaigns.id = promotions.campaign_id)",
}
_SUB_IDS: Final = {
    "leads": "leads.sub_id",
    "events": "(SELECT sub_id FROM leads WHERE leads.id = events.lead_id)",
    "rewards": "(SELECT sub_id FROM leads WHERE leads.id = rewards.lead_id)",
}
"""Where the sub_id of a link is found again; clicks and payouts have none here."""

_PROMOTIONS: Final = "promotions ON promotions.id = {}.promotion_id"
_PAYOUTS: Final = "payouts AS promotions ON promotions.id = payouts.id"
"""Payouts have campaign and promoter, but no promotion: they stand for theirs themselves."""
_SOURCES: Final[Mapping[str, tuple[str, str, str]]] = {
    # figure: (what is added up, in which table, when it counts)
    "clicks": ("1", "visits", "created_at"),
    "referrals": ("1", "leads", "created_at"),
    "customers": ("1", "leads", "customer_since"),
    "active": ("leads.state = 'active'", "leads", "customer_since"),
    "non_link": ("leads.entry_source <> 'cookie'", "leads", "customer_since"),
    "cancelled": ("1", "leads", "cancelled_at"),
    "sales": ("events.kind = 'sale'", "events", "created_at"),
    "signups": ("events.kind = 'signup'", "events", "created_at"),
    "refunds": ("events.kind = 'refund'", "events", "created_at"),
    "revenue": ("events.amount * (events.kind = 'sale')", "events", "created_at"),
    "refunded": ("events.amount * (events.kind = 'refund')", "events", "created_at"),
    "earned": ("rewards.amount * (rewards.status = 'approved' AND rewards.unit = 'cash')", "rewards", "created_at"),
    "paid": ("payouts.amount * (payouts.status = 'completed' AND payouts.unit = 'cash')", "payouts", "date_paid"),
}


class Figures:
    """Everything that happened from one day to another, both included."""

    def __init__(
        self, store: Store, first: date, last: date, by: str | None = None, *, promoter_id: int | None = None
    ) -> None:
        """`by` is `campaign`, `promoter`, `promoter_campaign` (no payouts are known of one), `page`, `sub_id`, or None for all.

        With a `promoter_id`, nothing of other promoters counts.
        """
        self._days: dict[tuple[Key, str], dict[str, int]] = defaultdict(dict)
        whose = "" if promoter_id is None else f" AND promotions.promoter_id = {promoter_id}"
        until = (last + timedelta(days=1)).isoformat()
        for figure, (what, table, moment) in _SOURCES.items():
            column = _SUB_IDS.get(table, "NULL") if by == "sub_id" else _KEYS[by] if by else "NULL"
            when, place = f"{table}.{moment}", _PAYOUTS if table == "payouts" else _PROMOTIONS.format(table)
            sql = f"""SELECT {column} AS key, substr({when}, 1, 10) AS day, sum({what}) AS number FROM {table} JOIN {place}
                      WHERE {when} >= ? AND {when} < ?{whose} GROUP BY 1, 2"""
            for row in store.all(sql, first.isoformat(), until):
                self._days[row["key"], figure][row["day"]] = row["number"] or 0

    def sum_of(self, keys: Sequence[Key], figure: str, first: date, last: date) -> int:
        """Add a figure of several up over some days, both included."""
        return sum(self.sum(key, figure, first, last) for key in keys)

    def sum(self, key: Key, figure: str, first: date, last: date) -> int:
        """Add a figure up over some days, both included."""
        days = self._days.get((key, figure))
        if not days:
            return 0
        start, end = first.isoformat(), last.isoformat()
        return sum(number for day, number in days.items() if start <= day <= end)
