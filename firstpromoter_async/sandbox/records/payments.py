"""Payments batches: payouts that are paid together, by one method.

What the documents leave open, and how it goes here: a batch takes every pending payout in money of the promoters whose selected
method it is, where together they are more than nothing. Once it is paid, its money is on its way for three seconds; then all is
paid, unless the fault `batch_fails` lets all of it fail, or `items_fail` every second payout. What has failed can be paid again.
"""

from datetime import datetime
from typing import Any, Final

from ..problems import Forbidden, Impossible
from ..store import Row, Store
from .payouts import Payouts
from .rules import Rules

METHODS: Final = ("paypal", "bank", "wise", "crypto", "dots")
WRONG_OTP: Final = "000000"
"""The one password that opens nothing."""
_SECONDS: Final = 3.0
_REFUSED: Final = "The payment was refused"


class Payments(Rules):
    """Payments batches of one store."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._payouts = Payouts(store)

    def create(self, moment: str, method: str) -> tuple[Row, list[dict[str, Any]]]:
        """Make a batch of what can be paid by a method; returns also who cannot, and why. Raises `Impossible` for nobody."""
        owed = self._store.all(
            """SELECT payouts.promoter_id, sum(amount) AS amount, is_disabled FROM payouts
               JOIN payout_methods ON payout_methods.promoter_id = payouts.promoter_id AND is_selected AND method = ?
               WHERE status = 'pending' AND payments_batch_id IS NULL AND unit = 'cash' GROUP BY payouts.promoter_id""",
            method,
        )
        able = [row["promoter_id"] for row in owed if row["amount"] > 0 and not row["is_disabled"]]
        if not able:
            raise Impossible(f"There is nothing to pay by {method}")
        batch = self._store.added("payments_batches", method=method, created_at=moment)
        for promoter in able:
            self._store.run(
                """UPDATE payouts SET payments_batch_id = ? WHERE promoter_id = ? AND status = 'pending' AND unit = 'cash'
                   AND payments_batch_id IS NULL""",
                batch["id"],
                promoter,
            )
        unable = [row for row in owed if row["promoter_id"] not in able]
        return batch, [{"promoter_id": row["promoter_id"], "error": _why_unable(row)} for row in unable]

    def pay(self, moment: str, batch: Row, otp: str, fault: str | None) -> Row:
        """Send the money of a batch. Raises `Forbidden`, and `Impossible` where it is sent already."""
        if otp == WRONG_OTP:
            raise Forbidden
        if batch["status"] not in ("awaiting_confirmation", "failed"):
            raise Impossible("The payments batch cannot be paid")
        for payout in self.payouts_of(batch["id"]):
            if payout["status"] in ("pending", "failed"):
                self._payouts.set_status(moment, payout, "processing")
        begun = {"status": "processing", "processing_started_at": moment, "completed_at": None, "error": None}
        return self._store.changed("payments_batches", batch["id"], **begun, fault=fault)

    def remove(self, moment: str, batch: Row) -> None:
        """Delete a batch; its payouts are as free as before, and what is paid is paid. Raises `Impossible`."""
        if batch["status"] == "processing":
            raise Impossible("The payments batch is being paid")
        for payout in self.payouts_of(batch["id"]):
            if payout["status"] == "failed":
                self._payouts.set_status(moment, payout, "pending")
        self._store.remove("payments_batches", batch["id"])

    def payouts_of(self, number: int) -> list[Row]:
        """Return the payouts of a batch, the oldest first."""
        return self._store.all("SELECT * FROM payouts WHERE payments_batch_id = ? ORDER BY id", number)

    def catch_up(self, moment: str) -> None:
        """Let money arrive that has been on its way for long enough."""
        for batch in self._store.all("SELECT * FROM payments_batches WHERE status = 'processing'"):
            started = datetime.fromisoformat(batch["processing_started_at"])
            if (datetime.fromisoformat(moment) - started).total_seconds() >= _SECONDS:
                self._arrive(moment, batch)

    def _arrive(self, moment: str, batch: Row) -> None:
        all_fail = batch["fault"] == "batch_fails"
        sent = [one for one in self.payouts_of(batch["id"]) if one["status"] == "processing"]
        for place, payout in enumerate(sent):
            fails = all_fail or (batch["fault"] == "items_fail" and place % 2)
            status, error = ("failed", _REFUSED) if fails else ("completed", None)
            self._payouts.set_status(moment, payout, status, error)
        end = {"status": "failed", "error": _REFUSED} if all_fail else {"status": "completed", "completed_at": moment}
        self._store.change("payments_batches", batch["id"], **end)


def _why_unable(row: Row) -> str:
    return "The payout method is disabled" if row["is_disabled"] else "Nothing to pay"
