"""What an affiliate is paid: the company's payouts, as far as they are theirs, with periods as days.

What the documents leave open, and how it goes here: a day finds the payouts whose period begins or ends on it; and a file has a
line for each payout, with amounts in cents.
"""

from datetime import date
from typing import Any, Final

from attrs import evolve

from ...wire.message import HttpResponse
from ..store import Row
from .affiliate import mine, only
from .conditions import Conditions
from .listing import Filter, Given
from .registry import RequestContext, handles
from .replies import as_json, exported, v2_rows
from .v2_payouts import LISTING, SETTINGS, due_of
from .v2_shapes import Shapes

_OWNER: Final = "payouts.promoter_id"
_EXPORTED: Final = ("id", "status", "unit", "amount", "period_start", "period_end", "created_at", "paid_at")


def _day(column: str) -> Filter:
    """One day, or `not_set` for none."""

    def apply(given: Given, found: Conditions) -> None:
        wanted = given.filters.read(given.name, _day_or_not_set)
        if wanted == "not_set":
            found.where(f"{column} IS NULL")
        elif wanted is not None:
            found.where(f"substr({column}, 1, 10) = ?", wanted)

    return apply


def _day_or_not_set(value: object) -> str | None:
    try:
        return "not_set" if value == "not_set" else date.fromisoformat(str(value)[:10]).isoformat()
    except ValueError:
        return None


_FOUND: Final = only(
    LISTING, ("status", "campaign_id", "payments_batch_id", "due_period", "payout_method", "group_ref")
)
_LISTING: Final = evolve(
    _FOUND,
    filters={**_FOUND.filters, "period_start": _day("period_start"), "period_end": _day("period_end")},
)


@handles("GET /api/v2/affiliate/payouts")
def everything(context: RequestContext) -> HttpResponse:
    """List the promoter's payouts, and how the company pays."""
    found = mine(context, _LISTING.find(context), _OWNER)
    return as_json({"data": v2_rows(context, found, lambda row: _shape(context, row)), "meta": SETTINGS})


@handles("GET /api/v2/affiliate/payouts/due_stats")
def due_stats(context: RequestContext) -> HttpResponse:
    """Add up what the promoter is to be paid."""
    return due_of(context, lambda: mine(context, Conditions("payouts"), _OWNER))


@handles("GET /api/v2/affiliate/payouts/export")
def export(context: RequestContext) -> HttpResponse:
    """Write the promoter's payouts as CSV."""
    found = mine(context, _LISTING.find(context), _OWNER)
    return exported(context, _EXPORTED, (_shape(context, row) for row in found.rows(context.store)), "payouts.csv")


def _shape(context: RequestContext, row: Row) -> dict[str, Any]:
    whole = Shapes(context.records).payout(row)
    return whole | {name: whole[name] and whole[name][:10] for name in ("period_start", "period_end")}
