"""Payouts: what a promoter has earned and not been paid, turned into one payment."""

from datetime import datetime, timedelta
from typing import Final

from ..parameters import iso
from ..problems import Impossible
from ..store import Row, Store

STATUSES: Final = ("pending", "processing", "completed")
DUE_AFTER: Final = timedelta(days=30)
"""How long after it was made a payout is due; a choice of ours."""


class Payouts:
    """Payouts of one store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def create(self, moment: str, promoter: Row, campaign: Row, status: str) -> Row:
        """Make a payout of everything approved and unpaid in a campaign: cash if there is any, else the first unit that there is.

        Raises `Impossible` where nothing is owed.
        """
        owed = self._owed(promoter, campaign)
        if owed is None:
            raise Impossible("There is no unpaid amount for this promoter.")
        number = self._store.insert(
            "payouts",
            promoter_id=promoter["id"],
            campaign_id=campaign["id"],
            status=status,
            unit=owed["unit"],
            amount=owed["amount"],
            date_paid=moment if status == "completed" else None,
            due_date=iso(datetime.fromisoformat(moment) + DUE_AFTER),
            created_at=moment,
        )
        self._store.run(
            f"UPDATE rewards SET payout_id = ? WHERE id IN (SELECT id {_UNPAID} AND unit = ?)",
            number,
            promoter["id"],
            campaign["id"],
            owed["unit"],
        )
        return self._store.get("payouts", number)

    def set_status(self, moment: str, payout: Row, status: str) -> Row:
        """Move a payout on, or back; it counts as paid once it is completed."""
        paid = (payout["date_paid"] or moment) if status == "completed" else None
        self._store.change("payouts", payout["id"], status=status, date_paid=paid)
        return self._store.get("payouts", payout["id"])

    def _owed(self, promoter: Row, campaign: Row) -> Row | None:
        return self._store.one(
            f"""SELECT unit, sum(amount) AS amount {_UNPAID}
                GROUP BY unit HAVING sum(amount) > 0 ORDER BY unit <> 'cash', unit""",
            promoter["id"],
            campaign["id"],
        )


_UNPAID: Final = """
  FROM rewards WHERE promoter_id = ? AND payout_id IS NULL AND status = 'approved'
  AND promotion_id IN (SELECT id FROM promotions WHERE campaign_id = ?)"""
