"""Payouts, payout methods, payments batches and their sums as v2 writes them down. Amounts are cents; there are no taxes here."""

import json
from collections.abc import Iterable
from typing import Any, Final

from ..records import Records
from ..records.payouts import DUE_AFTER
from ..store import Row
from .v2_shapes import brief_campaign, brief_promoter, in_seconds

SETTINGS: Final[dict[str, Any]] = {
    "net_payout_days": DUE_AFTER.days,
    "payout_cycle": "monthly",
    "min_payment": 0,
    "min_paying_customers": 0,
    "terms_description": "",
    "selected_payout_methods": ["paypal", "bank", "wise", "crypto"],
    "payout_method_options": {},
    "managed_payouts": False,
}
"""How the account pays."""


def payout(row: Row, records: Records) -> dict[str, Any]:
    """A payout in full."""
    store = records.store
    return {
        "id": row["id"],
        "status": row["status"],
        "amount": row["amount"],
        "payments_batch_id": row["payments_batch_id"],
        "tax_rate": 0,
        "unit": row["unit"],
        "period_start": in_seconds(row["period_start"]),
        "period_end": in_seconds(row["period_end"]),
        "paid_at": in_seconds(row["date_paid"]),
        "processing_started_at": in_seconds(row["processing_started_at"]),
        "failed_at": in_seconds(row["failed_at"]),
        "error": row["error"],
        "total_incl_tax": row["amount"],
        "created_at": in_seconds(row["created_at"]),
        "payout_method": selected_method(row["promoter_id"], records),
        "promoter": brief_promoter(store.get("promoters", row["promoter_id"])),
        "campaign": brief_campaign(store.get("campaigns", row["campaign_id"])),
    }


def selected_method(promoter_id: int, records: Records) -> dict[str, Any] | None:
    """How a promoter is paid; None where nothing is chosen."""
    row = records.store.one("SELECT * FROM payout_methods WHERE promoter_id = ? AND is_selected", promoter_id)
    return None if row is None else method(row)


def method(row: Row) -> dict[str, Any]:
    """A payout method in full."""
    return {
        "id": row["id"],
        "method": row["method"],
        "date_added": in_seconds(row["created_at"]),
        "is_disabled": bool(row["is_disabled"]),
        "meta": {},
        "is_selected": bool(row["is_selected"]),
        "details": json.loads(row["details"]),
        "managed_payouts": False,
    }


def payments_batch(row: Row, records: Records) -> dict[str, Any]:
    """A payments batch, with what its payouts come to."""
    payouts = records.payments.payouts_of(row["id"])
    return {
        "id": row["id"],
        "status": row["status"],
        "ext_reference": f"sandbox-{row['id']}",
        "ext_id": f"payment_{row['id']}",
        "scheduled_at": in_seconds(row["created_at"]),
        "processing_started_at": in_seconds(row["processing_started_at"]),
        "completed_at": in_seconds(row["completed_at"]),
        "is_payable": row["status"] in ("awaiting_confirmation", "failed"),
        "is_retriable": row["status"] == "failed",
        "is_payment_otp_required": True,
        "total": sum(one["amount"] for one in payouts),
        "promoters_count": len({one["promoter_id"] for one in payouts}),
        "error": row["error"],
    }


def sums(payouts: Iterable[Row]) -> dict[str, Any]:
    """What payouts come to, by unit; the total is of money."""
    rows, amounts = list(payouts), dict[str, int]()
    for row in rows:
        amounts[row["unit"]] = amounts.get(row["unit"], 0) + row["amount"]
    return {
        "promoters_count": len({row["promoter_id"] for row in rows}),
        "amounts": amounts,
        "total_incl_tax": amounts.get("cash", 0),
    }


def money(payouts: Iterable[Row]) -> int:
    """What payouts in money come to."""
    return int(sums(payouts)["total_incl_tax"])
