"""v2 referrals: what v1 calls leads.

What the documents leave open, and how it goes here: a referral that is disabled is `denied`, and one that is approved or enabled
has the state that it would have without that; another promoter gets it without the commissions so far; and Stripe has no earlier
sales to import.
"""

from typing import Any, Final

from ...wire.message import HttpResponse
from ..parameters import Parameters
from ..problems import Impossible, NoSuchRecord
from ..store import Row
from .bulk import in_background
from .listing import Listing, choice, days, numbers, words
from .registry import RequestContext, handles
from .replies import as_json
from .v2_custom_referral_statuses import status_named
from .v2_shapes import Shapes, lists

_FIND_BY: Final = ("id", "email", "uid", "username")
_FRAUD_CHECKS: Final = ("no_suspicion", "same_ip_suspicion", "same_promoter_email", "ad_source")
_NAMES: Final = ("email", "uid", "username")
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


lists("GET /api/v2/company/referrals", LISTING, Shapes.referral)


@handles("POST /api/v2/company/referrals")
def create(context: RequestContext) -> HttpResponse:
    """Enter a referral by hand."""
    promotion = context.referred("promoter_campaign_id", "promotions")
    names = {name: context.parameters.text(name) for name in _NAMES}
    lead = context.records.leads.create(context.moment, promotion, names)
    _split(context, lead)
    return as_json(Shapes(context.records).referral(lead))


@handles("GET /api/v2/company/referrals/{id}")
def get(context: RequestContext) -> HttpResponse:
    """Show one referral."""
    return as_json(Shapes(context.records).referral(_named(context)))


@handles("PUT /api/v2/company/referrals/{id}")
def update(context: RequestContext) -> HttpResponse:
    """Change a referral, whose commissions are shared, and its custom status."""
    lead, parameters = _named(context), context.parameters
    columns: Row = {**parameters.mentioned_texts(*_NAMES)}
    columns |= _suspicion(parameters, lead) | _custom_status(context)
    lead = context.records.leads.change(lead, **columns)
    if not parameters.is_blank("promoter_campaign_id"):
        lead = context.records.leads.move(
            lead, context.referred("promoter_campaign_id", "promotions"), only_the_lead=True
        )
    _split(context, lead)
    return as_json(Shapes(context.records).referral(lead))


def _named(context: RequestContext) -> Row:
    """Return the referral that is asked for, by id or by what `find_by` names; an unknown `find_by` finds nobody."""
    parameters = context.parameters
    key = "id" if parameters.is_blank("find_by") else parameters.word("find_by", _FIND_BY)
    value = parameters.text("id")
    row = None if key is None or value is None else context.records.leads.find(key, value)
    if row is None:
        raise NoSuchRecord("Lead not found.")
    return row


def _suspicion(parameters: Parameters, lead: Row) -> Row:
    if parameters.is_blank("fraud_check"):
        return {}
    wanted = parameters.word("fraud_check", _FRAUD_CHECKS)
    if wanted is None:
        raise Impossible("Fraud check is not included in the list")
    if wanted == lead["fraud_check"]:
        raise Impossible(f"Fraud check is {wanted} already")
    return {"fraud_check": wanted}


def _custom_status(context: RequestContext) -> Row:
    parameters = context.parameters
    if not parameters.has("custom_status_id"):
        return {}
    number = parameters.integer("custom_status_id")
    if number is None and parameters.is_blank("custom_status_id"):
        return {"custom_status_id": None}
    if status_named(context.records, number) is None:
        raise Impossible("Cannot find custom_referral_status by id")
    return {"custom_status_id": number}


def _split(context: RequestContext, lead: Row) -> None:
    """Share a referral's commissions, where anything is said of that: an empty list ends all shares."""
    given: Any = context.parameters.values.get("split_details")
    if not context.parameters.has("split_details"):
        return
    items = context.parameters.groups("split_details")
    shares = [(one.integer("promoter_campaign_id"), one.integer("percentage")) for one in items]
    whole = [(number, percentage) for number, percentage in shares if number is not None and percentage is not None]
    if given != [] and (not items or len(whole) < len(shares)):
        raise Impossible("Split details are invalid")
    context.parameters.expect(*(["split_details"] if given == [] else []))
    context.records.splits.set(lead["id"], whole)


in_background("POST /api/v2/company/referrals/{id}/import_events", "leads", lambda _: None, _named)
