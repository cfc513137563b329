"""v2 referrals: what v1 calls leads."""

from typing import Final

from ...wire.message import HttpResponse
from .listing import Listing, choice, days, numbers, words
from .registry import RequestContext, handles
from .replies import as_json, v2_rows
from .v2_shapes import Shapes

LISTING: Final = Listing(
    "leads",
    "leads JOIN promotions ON promotions.id = leads.promotion_id",
    search=("leads.email", "uid", "username", "website"),
    parameters={"ids": numbers("leads.id")},
    filters={
        "type": choice({"lead": "customer_since IS NULL", "customer": "customer_since IS NOT NULL"}),
        "promoter_id": numbers("promotions.promoter_id"),
        "campaign_id": numbers("promotions.campaign_id"),
        "state": words("leads.state"),
        "entry_source": words("entry_source"),
        "plan_id": words("leads.plan_name"),
        "fraud_check": words("leads.fraud_check"),
        "created_at": days("leads.created_at"),
        "customer_since": days("leads.customer_since"),
        "cancelled_at": days("leads.cancelled_at"),
    },
)


@handles("GET /api/v2/company/referrals")
def everyone(context: RequestContext) -> HttpResponse:
    """List leads and customers."""
    return as_json(v2_rows(context, LISTING.find(context), Shapes(context.records).referral))
