"""`fulfilment_pending`: what is answered decides what becomes of a reward that is not money.

| answer       | what follows                                                                                     |
|--------------|--------------------------------------------------------------------------------------------------|
| 200          | it is fulfilled: its payout is completed                                                         |
| another 2xx  | it stays pending, and the same event comes again at the next check, 60 minutes of the schedule later |
| anything else | it is sent again, up to 7 times, by the same schedule as v2's; then its payout has issues       |

A reward that was fulfilled meanwhile, through the API, is not sent any more.
"""

from typing import Any, Final

from ..records import Records
from ..store import Row
from .deliveries import Due, Result
from .v1_events import FULFILMENT

RETRIES: Final = 7
_FULFILLED: Final = 200
_CHECK: Final = 60
"""Minutes between two checks; a choice of ours."""


def waits_in_vain(records: Records, due: Due) -> bool:
    """Tell whether a reward that is to be sent is no longer pending."""
    payout = _payout(records, due)
    return due.delivery["event_type"] == FULFILMENT and (payout is None or payout["status"] != "pending")


def outcome(records: Records, due: Due, result: Result, moment: str, now: float, minute: float) -> dict[str, Any]:
    """Carry out what an answer says; returns what of the delivery is to be set besides."""
    payout = _payout(records, due)
    if payout is None or due.delivery["event_type"] != FULFILMENT:
        return {}
    if result.code == _FULFILLED:
        records.payouts.set_status(moment, payout, "completed")
    elif result.error is None:
        return {"status": "pending", "attempts": 0, "delivered_at": None, "due_at": now + _CHECK * minute}
    elif due.delivery["attempts"] >= RETRIES:
        records.payouts.set_status(moment, payout, "failed", f"fulfilment: {result.error}")
    return {}


def _payout(records: Records, due: Due) -> Row | None:
    return records.store.find("payouts", due.delivery.get("entity_id"))
