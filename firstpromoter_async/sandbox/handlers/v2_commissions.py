"""v2 commissions: what v1 calls rewards.

What the documents leave open, and how it goes here: `paid` asks about commissions in money only, and `fulfilled` about all others
only, each about both of its answers. An approved commission that is not paid is due with its payout, or 30 days after it was
made while it has none: `overdue` before now, `next` from now on, `custom` at whatever time.
"""

from datetime import datetime
from typing import Final

from ...wire.message import HttpResponse
from ..parameters import iso
from ..records.payouts import DUE_AFTER
from .conditions import Conditions
from .listing import Given, Listing, amounts, days, numbers, truth, words
from .registry import RequestContext, handles
from .replies import as_json, v2_rows
from .v2_shapes import FRAUD_CHECK, Shapes

_SOURCE: Final = """rewards JOIN promotions ON promotions.id = rewards.promotion_id
  LEFT JOIN events ON events.id = event_rowid LEFT JOIN leads ON leads.id = rewards.lead_id
  LEFT JOIN payouts ON payouts.id = payout_id"""
_SALE_AMOUNT: Final = "coalesce(events.amount, 0)"
_PAID: Final = "coalesce(payouts.status = 'completed', 0)"
_REFUNDED: Final = (
    "events.kind = 'sale' AND events.event_id IN (SELECT sale_event_id FROM events WHERE kind = 'refund')"
)
_FIRST: Final = (
    "event_rowid = (SELECT min(id) FROM events AS others WHERE others.lead_id = events.lead_id AND kind = 'sale')"
)
_DUE: Final = f"rewards.status = 'approved' AND NOT {_PAID}"
_DUE_LATER: Final = "coalesce(payouts.due_date >= ?, rewards.created_at >= ?)"


def _due_period(given: Given, found: Conditions) -> None:
    meanings = {"next": f"{_DUE} AND {_DUE_LATER}", "overdue": f"{_DUE} AND NOT {_DUE_LATER}", "custom": _DUE}
    sql = given.filters.one_of(given.name, meanings)
    if sql is not None:
        made = iso(datetime.fromisoformat(given.now) - DUE_AFTER)
        found.where(sql, *((given.now, made) if "?" in sql else ()))


LISTING: Final = Listing(
    "rewards",
    _SOURCE,
    search=("events.event_id", "leads.email", "leads.uid"),
    parameters={"ids": numbers("rewards.id")},
    filters={
        "status": words("rewards.status"),
        "paid": truth(_PAID, among="rewards.unit = 'cash'"),
        "fulfilled": truth(_PAID, among="rewards.unit <> 'cash'"),
        "sale_amount": amounts(_SALE_AMOUNT),
        "amount": amounts("rewards.amount"),
        "created_at": days("rewards.created_at"),
        "campaign_id": numbers("promotions.campaign_id"),
        "payout_id": numbers("payout_id"),
        "due_period": _due_period,
        "promoter_id": numbers("rewards.promoter_id"),
        "first_commission": truth(_FIRST),
        "refunded": truth(_REFUNDED),
        "fraud_check": words(FRAUD_CHECK),
        "plan_id": words("events.plan"),
    },
    sorting={
        "sale_amount": _SALE_AMOUNT,
        "amount": "rewards.amount",
        "created_at": "rewards.created_at",
        "referral": "leads.email",
    },
)


@handles("GET /api/v2/company/commissions")
def everything(context: RequestContext) -> HttpResponse:
    """List commissions; `q` finds the one that a sale made, by its `event_id`."""
    return as_json(v2_rows(context, LISTING.find(context), Shapes(context.records).commission))
