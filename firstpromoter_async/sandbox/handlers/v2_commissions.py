"""v2 commissions: what v1 calls rewards.

What the documents leave open, and how it goes here: `paid` asks about commissions in money only, and `fulfilled` about all others
only, each about both of its answers. An approved commission that is not paid is due with its payout, or 30 days after it was
made while it has none: `overdue` before now, `next` from now on, `custom` at whatever time. What is entered by hand counts from
its `event_date`, is approved at once, and is not refused for an `event_id` that another one has; a sale earns the campaign's
percentage, whatever the unit.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from ...wire.message import HttpResponse
from ..parameters import iso
from ..problems import Impossible
from ..records.payouts import DUE_AFTER
from ..records.rewards import UNITS
from ..records.tracking import Amount
from ..store import Row
from . import reading
from .conditions import Conditions, first_moment
from .listing import Given, Listing, amounts, days, numbers, truth, words
from .registry import RequestContext, handles
from .replies import as_json
from .v2_shapes import FRAUD_CHECK, Shapes, lists

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


lists("GET /api/v2/company/commissions", LISTING, Shapes.commission)


@handles("POST /api/v2/company/commissions")
def create(context: RequestContext) -> HttpResponse:
    """Enter a commission by hand; a sale earns one for each promoter who shares the referral."""
    context.parameters.require("commission_type")
    make = context.parameters.one_of("commission_type", {"sale": _sale, "custom": _custom})
    if make is None:
        raise Impossible("Commission type is not included in the list")
    shapes = Shapes(context.records)
    return as_json([shapes.commission(one) for one in make(context)])


@handles("PUT /api/v2/company/commissions/{id}")
def update(context: RequestContext) -> HttpResponse:
    """Change the notes of a commission."""
    row, notes = context.named("rewards"), context.parameters.mentioned_texts(*_NOTES)
    return as_json(Shapes(context.records).commission(context.store.changed("rewards", row["id"], **notes)))


_NOTES: Final = ("internal_note", "external_note")
_PERIODS: Final = ("monthly", "yearly", "one_time")


def _sale(context: RequestContext) -> Sequence[Row]:
    lead = context.referred("referral_id", "leads")
    cents = _amount(context, "sale_amount")
    plan = context.parameters.text("plan_id")
    stored = context.records.tracking.sold(
        _when(context), lead, amount=Amount.given(cents, None), rounding=context.rounding, plan=plan, **_said(context)
    )
    return stored.rewards


def _custom(context: RequestContext) -> Sequence[Row]:
    promotion = context.referred("promoter_campaign_id", "promotions")
    amount = _amount(context, "amount")
    return (context.records.tracking.given(_when(context), promotion, amount=amount, **_said(context)),)


def _amount(context: RequestContext, name: str) -> int:
    context.parameters.require(name)
    amount = context.parameters.integer(name)
    if amount is None or not 0 < amount <= reading.LARGEST_AMOUNT:
        raise Impossible(f"{name.replace('_', ' ').capitalize()} must be greater than 0")
    return amount


def _when(context: RequestContext) -> str:
    return context.parameters.read("event_date", first_moment) or context.moment


def _said(context: RequestContext) -> dict[str, Any]:
    """Read what is said besides: of the commission, and of its event. Raises `Impossible`."""
    parameters = context.parameters
    parameters.expect("notify_promoter")  # the sandbox sends no mail
    unit, period = parameters.word("unit", UNITS.values()), parameters.word("billing_period", _PERIODS)
    if unit is None and not parameters.is_blank("unit"):
        raise Impossible("Unit is not included in the list")
    notes = {name: parameters.text(name) for name in _NOTES}
    return {
        "event_id": parameters.text("event_id"),
        "details": None if period is None else {"billing_period": period},
        "said": {"entered_at": context.moment, **notes, **({} if unit is None else {"unit": unit})},
    }
