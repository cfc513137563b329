"""v1 payouts."""

from typing import Final

from ...wire.message import HttpResponse
from ..parameters import Parameters
from ..problems import NoKey, NoSuchRecord
from ..records.payouts import V1_STATUSES
from . import reading
from .conditions import Conditions
from .registry import RequestContext, handles
from .replies import as_json, v1_page
from .v1_shapes import Shapes

_STATUS: Final = "CASE WHEN status IN ('processing', 'completed') THEN status ELSE 'pending' END"
"""A payout that has failed or was cancelled is pending in v1, which knows no such words, and has issues."""


@handles("GET /api/v1/payouts/list")
def everything(context: RequestContext) -> HttpResponse:
    """List payouts of a promoter, a campaign, a status, or the account."""
    targets = reading.target_promotions(context)
    found = Conditions("payouts").equal(_STATUS, _status(context.parameters))
    found.equal("promoter_id", targets.get("promotions.promoter_id"))
    found.equal("campaign_id", targets.get("promotions.campaign_id"))
    return v1_page(context, found, Shapes(context.records).payout)


@handles("POST /api/v1/payouts/create")
def create(context: RequestContext) -> HttpResponse:
    """Pay a promoter all that is owed to them in a campaign."""
    parameters = context.parameters
    promoter = reading.promoter_named(context, "promoter_id", "promoter_email")
    if promoter is None:
        raise NoKey("You need to pass either promoter_email or promoter_id.")
    if parameters.text("campaign_id") is None:
        number = context.records.promoters.default_promotion(promoter["id"])["campaign_id"]
    else:
        number = parameters.integer("campaign_id") or -1
    campaign = context.records.campaigns.named(number)
    payout = context.records.payouts.create(context.moment, promoter, campaign, _status(parameters) or "pending")
    return as_json(Shapes(context.records).payout(payout))


@handles("PUT /api/v1/payouts/update")
def update(context: RequestContext) -> HttpResponse:
    """Say how far a payout has come."""
    number = context.parameters.text("id")
    if number is None:
        raise NoKey("You need to find the payout by id.")
    payout = context.store.find("payouts", number)
    if payout is None:
        raise NoSuchRecord("Payment not found")
    if (status := _status(context.parameters)) is not None:
        payout = context.records.payouts.set_status(context.moment, payout, status)
    return as_json(Shapes(context.records).payout(payout))


def _status(parameters: Parameters) -> str | None:
    return reading.status_of(parameters, V1_STATUSES)
