"""The affiliate's own account.

What the documents leave open, and how it goes here: an encrypted id is the token of the link by which a promoter sets up their
password; a password has 6 characters at least; whoever archives their account is signed out everywhere; and a chart is one of the
company's on this promoter, of the revenue in the last 30 days if nothing else is said.
"""

from datetime import timedelta
from typing import Any, Final

from ...wire.message import HttpResponse
from ..problems import Impossible
from ..store import Row
from .affiliate import mine, my_promotion
from .charts import Chart
from .conditions import Conditions
from .registry import RequestContext, handles
from .replies import as_json, nothing, v2_rows
from .reports import Span
from .v2_affiliate_contract_documents import pending
from .v2_shapes import Shapes

_CURRENT: Final = (
    "id", "email", "name", "stats", "balances", "custom_fields", "first_event_at", "invoice_details_status", "is_confirmed",
    "joined_at", "profile",
)  # fmt: skip
_PLACE: Final = (
    "id", "campaign_id", "promoter_id", "state", "created_at", "campaign", "ref_token", "ref_link", "stats",
)  # fmt: skip
_SUB_AFFILIATE: Final = ("id", "email", "name", "stats", "joined_at")
_SHORTEST_PASSWORD: Final = 6
_USUAL_SPAN: Final = timedelta(days=30)


@handles("GET /api/v2/affiliate/promoters/current")
def current(context: RequestContext) -> HttpResponse:
    """Show the promoter who is signed in."""
    return as_json(_current(context, context.store.get("promoters", context.promoter_id)))


def _current(context: RequestContext, promoter: Row) -> dict[str, Any]:
    shapes = Shapes(context.records)
    whole = shapes.promoter(promoter)
    method = whole["selected_payout_method"]
    return {
        **{name: whole[name] for name in _CURRENT},
        "selected_payout_method": None if method is None else method["method"],
        "pending_contract_documents": pending(context.records, promoter["id"]),
        "promoter_campaigns": [
            _place(shapes.promoter_campaign(one)) for one in context.records.promoters.promotions_of(promoter["id"])
        ],
    }


def _place(whole: dict[str, Any]) -> dict[str, Any]:
    return {**{name: whole[name] for name in _PLACE}, "has_monetary_rewards": True}


@handles("GET /api/v2/affiliate/promoters/sub_affiliates")
def sub_affiliates(context: RequestContext) -> HttpResponse:
    """List those whom the promoter recruited."""
    found = mine(context, Conditions("promoters"), owner="parent_promoter_id")
    shapes = Shapes(context.records)

    def shape(row: Row) -> dict[str, Any]:
        whole = shapes.promoter(row)
        return {name: whole[name] for name in _SUB_AFFILIATE}

    return as_json(v2_rows(context, found, shape))


@handles("GET /api/v2/affiliate/promoters/chart_data")
def chart_data(context: RequestContext) -> HttpResponse:
    """Show a figure over time, in one campaign or in all."""
    chart = Chart.asked(context, Span(context.today - _USUAL_SPAN, context.today))
    if context.parameters.is_blank("promoter_campaign_id"):
        return chart.as_pairs("promoter", [context.promoter_id])
    return chart.as_pairs("promoter_campaign", [my_promotion(context)["id"]])


@handles("GET /api/v2/affiliate/promoters/email_from_encrypted_id")
def email_from_encrypted_id(context: RequestContext) -> HttpResponse:
    """Say whose link it is."""
    return as_json({"email": _behind(context)["email"]})


@handles("PUT /api/v2/affiliate/promoters/set_password")
def set_password(context: RequestContext) -> HttpResponse:
    """Choose a password; the one that FirstPromoter made is over then."""
    promoter, user = _behind(context), context.parameters.group("user")
    wanted = user.text("new_password")
    if wanted is None or len(wanted) < _SHORTEST_PASSWORD:
        raise Impossible(f"Password is too short (minimum is {_SHORTEST_PASSWORD} characters)")
    if user.text("new_password_confirmation") != wanted:
        raise Impossible("Password confirmation doesn't match Password")
    context.store.change("promoters", promoter["id"], temp_password=None)
    return as_json(_current(context, promoter))


def _behind(context: RequestContext) -> Row:
    """Return the promoter whom an encrypted id is of."""
    promoter = context.records.promoters.find("auth_token", context.parameters.text("id") or "")
    if promoter is None:
        raise Impossible("Id is invalid")
    return promoter


@handles("POST /api/v2/affiliate/promoters/archive")
def archive(context: RequestContext) -> HttpResponse:
    """Put the promoter's account away, and sign them out."""
    context.store.change("promoters", context.promoter_id, archived_at=context.moment)
    context.records.sessions.end(context.promoter_id)
    return nothing(200)
