"""The affiliate's own referrals, and the commissions that they bring.

What the documents leave open, and how it goes here: whoever enters a referral by hand owns it; an export has a line for each, in
the order of its list, and amounts in cents; and the fault `prepared_later` answers it with 202.
"""

from collections.abc import Callable
from typing import Any, Final

from attrs import evolve

from ...wire.message import HttpResponse
from ..store import Row
from .affiliate import COMMISSION, REFERRAL, mine, my_promotion, my_row, only, seen
from .conditions import Conditions
from .registry import RequestContext, handles
from .replies import as_json, exported, nothing, v2_rows
from .v2_commissions import LISTING as COMMISSIONS
from .v2_referrals import LISTING as REFERRALS
from .v2_shapes import Shapes

_REFERRALS: Final = evolve(
    only(REFERRALS, ("type", "state", "created_at", "customer_since", "campaign_id")),
    sorting={"state": "leads.state", "email": "leads.email"},
)
_EXPORTED_REFERRALS: Final = evolve(only(REFERRALS, ("type", "state")), search=())
_COMMISSIONS: Final = only(
    COMMISSIONS, [name for name in COMMISSIONS.filters if name != "fulfilled"], COMMISSIONS.sorting
)
_EARNER: Final = "rewards.promoter_id"
_EXPORTED_COMMISSIONS: Final = evolve(only(COMMISSIONS, ("status", "paid")), search=())


@handles("GET /api/v2/affiliate/referrals")
def referrals(context: RequestContext) -> HttpResponse:
    """List the promoter's leads and customers."""
    return as_json(v2_rows(context, mine(context, _REFERRALS.find(context)), _referral(context)))


@handles("POST /api/v2/affiliate/referrals")
def create(context: RequestContext) -> HttpResponse:
    """Enter a referral by hand."""
    parameters = context.parameters
    parameters.require("email", "promoter_campaign_id")
    names = {name: parameters.text(name) for name in ("email", "uid")}
    lead = context.records.leads.create(context.moment, my_promotion(context), names, "manual_affiliate")
    return as_json(_referral(context)(lead))


@handles("PUT /api/v2/affiliate/referrals/{id}")
def update(context: RequestContext) -> HttpResponse:
    """Change how a referral is known."""
    names = context.parameters.mentioned_texts("email", "uid")
    return as_json(_referral(context)(context.records.leads.change(_my_referral(context), **names)))


@handles("DELETE /api/v2/affiliate/referrals/{id}")
def delete(context: RequestContext) -> HttpResponse:
    """Delete a referral, as the company does."""
    context.store.remove("leads", _my_referral(context)["id"])
    return nothing(204)


@handles("GET /api/v2/affiliate/referrals/export")
def export_referrals(context: RequestContext) -> HttpResponse:
    """Write the promoter's referrals as CSV."""
    columns = ("id", "email", "uid", "state", "created_at", "customer_since")
    found = mine(context, _EXPORTED_REFERRALS.find(context)).rows(context.store)
    return exported(context, columns, map(_referral(context), found), "referrals.csv")


@handles("GET /api/v2/affiliate/commissions")
def commissions(context: RequestContext) -> HttpResponse:
    """List the promoter's commissions."""
    return as_json(v2_rows(context, mine(context, _COMMISSIONS.find(context), _EARNER), _commission(context)))


@handles("GET /api/v2/affiliate/commissions/export")
def export_commissions(context: RequestContext) -> HttpResponse:
    """Write the promoter's commissions as CSV."""
    columns = ("id", "status", "commission_type", "sale_amount", "unit", "amount", "is_paid", "created_at")
    found = mine(context, _EXPORTED_COMMISSIONS.find(context), _EARNER).rows(context.store)
    return exported(context, columns, map(_commission(context), found), "commissions.csv")


def _my_referral(context: RequestContext) -> Row:
    return my_row(context, Conditions("leads", source=REFERRALS.source), "leads")


def _referral(context: RequestContext) -> Callable[[Row], dict[str, Any]]:
    shapes = Shapes(context.records)
    return lambda row: seen(shapes.referral(row), REFERRAL)


def _commission(context: RequestContext) -> Callable[[Row], dict[str, Any]]:
    shapes = Shapes(context.records)
    return lambda row: seen(shapes.commission(row), COMMISSION)
