"""Payouts: what a promoter has earned and not been paid, turned into one payment.

What the documents leave open, and how it goes here: a payout is of one promoter, campaign and unit, and its period goes from the
first day of the month of its oldest commission to the last day of that of its newest. It is due 30 days after it was made.
A commission that is denied or deleted leaves a payout whose money is not on its way yet; what was paid stays as it was paid.
"""

from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import Final

from ..parameters import iso
from ..problems import Impossible
from ..store import Row
from .rules import Rules

V1_STATUSES: Final = ("pending", "processing", "completed")
"""The statuses that v1 knows; v2 also has `failed` and `cancelled`."""
DUE_AFTER: Final = timedelta(days=30)
"""How long after it was made a payout is due; a choice of ours."""


class Payouts(Rules):
    """Payouts of one store."""

    def create(self, moment: str, promoter: Row, campaign: Row, status: str) -> Row:
        """Make a payout of everything approved and unpaid in a campaign: cash if there is any, else the first unit that there is.

        Raises `Impossible` where nothing is owed.
        """
        owed = self._owed(promoter, campaign)
        if owed is None:
            raise Impossible("There is no unpaid amount for this promoter.")
        number = self._new(moment, promoter["id"], campaign["id"], owed["unit"], owed["oldest"], owed["newest"])
        self._store.run(
            f"UPDATE rewards SET payout_id = ? WHERE id IN (SELECT id {_UNPAID} AND unit = ?)",
            number,
            promoter["id"],
            campaign["id"],
            owed["unit"],
        )
        return self.set_status(moment, self._store.get("payouts", number), status)

    def generate(self, moment: str, commission: Row) -> Row:
        """Put an approved, unpaid commission into the pending payout of its promoter, campaign, unit and month.

        Makes that payout where there is none. Raises `Impossible` for a commission that is not approved, or has a payout.
        """
        if commission["status"] != "approved":
            raise Impossible("The commission is not approved")
        if commission["payout_id"] is not None:
            raise Impossible("The commission already has a payout")
        campaign_id = self._store.get("promotions", commission["promotion_id"])["campaign_id"]
        number = self._pending(commission, campaign_id)
        if number is None:
            made = commission["created_at"]
            number = self._new(moment, commission["promoter_id"], campaign_id, commission["unit"], made, made)
        self._store.change("rewards", commission["id"], payout_id=number)
        return self._store.get("payouts", number)

    def hand_over(self, moment: str, commission: Row, status: str) -> Row:
        """Move on, or back, what pays a commission in anything but money; others in the same payout stay as they are.

        Raises `Impossible` for money, and for a commission that is not approved or has no payout.
        """
        if commission["unit"] == "cash":
            raise Impossible("The commission is in money")
        if commission["status"] != "approved":
            raise Impossible("The commission is not approved")
        if commission["payout_id"] is None:
            raise Impossible("The commission has no payout")
        return self.set_status(moment, self._alone(moment, commission), status)

    def _alone(self, moment: str, commission: Row) -> Row:
        """Return the payout of one commission, which gets one of its own where it has shared one."""
        payout = self._store.get("payouts", commission["payout_id"])
        if self._store.value("SELECT count(*) FROM rewards WHERE payout_id = ?", payout["id"]) == 1:
            return payout
        made = commission["created_at"]
        number = self._new(moment, commission["promoter_id"], payout["campaign_id"], commission["unit"], made, made)
        self._store.change("rewards", commission["id"], payout_id=number)
        if payout["status"] in ("processing", "completed"):
            self._store.change("payouts", payout["id"], amount=payout["amount"] - commission["amount"])
        return self._store.get("payouts", number)

    def set_status(self, moment: str, payout: Row, status: str, error: str | None = None) -> Row:
        """Move a payout on, or back; it counts as paid once it is completed."""
        self._store.change(
            "payouts",
            payout["id"],
            status=status,
            processing_started_at=_first(
                payout["processing_started_at"], moment, status in ("processing", "completed")
            ),
            date_paid=_first(payout["date_paid"], moment, status == "completed"),
            failed_at=_first(payout["failed_at"], moment, status == "failed"),
            error=error,
        )
        if payout["status"] in ("processing", "completed") and status not in ("processing", "completed"):
            self._count_again(payout["id"])
        return self._store.get("payouts", payout["id"])

    def _count_again(self, number: int) -> None:
        """Let go of what was denied or deleted while the money was on its way, now that it is not."""
        self._store.run("UPDATE rewards SET payout_id = NULL WHERE payout_id = ? AND status <> 'approved'", number)
        left = self._store.value("SELECT coalesce(sum(amount), 0) FROM rewards WHERE payout_id = ?", number)
        self._store.change("payouts", number, amount=left)

    def _new(self, moment: str, promoter_id: int, campaign_id: int, unit: str, oldest: str, newest: str) -> int:
        """Add a payout of nothing; commissions that join it bring their amounts."""
        return self._store.insert(
            "payouts",
            promoter_id=promoter_id,
            campaign_id=campaign_id,
            status="pending",
            unit=unit,
            period_start=_month(oldest)[0],
            period_end=_month(newest)[1],
            due_date=iso(datetime.fromisoformat(moment) + DUE_AFTER),
            created_at=moment,
        )

    def _pending(self, commission: Row, campaign_id: int) -> int | None:
        """Return the payout that a commission belongs into; one that waits in a payments batch takes no more."""
        first, last = _month(commission["created_at"])
        number: int | None = self._store.value(
            """SELECT id FROM payouts WHERE promoter_id = ? AND campaign_id = ? AND unit = ? AND status = 'pending'
               AND payments_batch_id IS NULL AND period_start = ? AND period_end = ? ORDER BY id DESC""",
            commission["promoter_id"],
            campaign_id,
            commission["unit"],
            first,
            last,
        )
        return number

    def _owed(self, promoter: Row, campaign: Row) -> Row | None:
        return self._store.one(
            f"""SELECT unit, min(created_at) AS oldest, max(created_at) AS newest {_UNPAID}
                GROUP BY unit HAVING sum(amount) > 0 ORDER BY unit <> 'cash', unit""",
            promoter["id"],
            campaign["id"],
        )


_UNPAID: Final = """
  FROM rewards WHERE promoter_id = ? AND payout_id IS NULL AND status = 'approved'
  AND promotion_id IN (SELECT id FROM promotions WHERE campaign_id = ?)"""


def _first(known: str | None, moment: str, holds: bool) -> str | None:
    """Return when something first was so; None where it is not so, or not so any more."""
    return (known or moment) if holds else None


def _month(moment: str) -> tuple[str, str]:
    """Return the first and the last day of a moment's month, as the beginnings of those days."""
    first = date.fromisoformat(moment[:10]).replace(day=1)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    return f"{first}T00:00:00.000Z", f"{last}T00:00:00.000Z"
