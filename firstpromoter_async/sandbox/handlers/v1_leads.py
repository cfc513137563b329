"""v1 leads."""

from typing import Any

from ...wire.message import HttpResponse
from ..problems import Impossible
from . import reading
from .registry import RequestContext, handles
from .replies import as_json, v1_page
from .v1_shapes import Shapes

_STATES = ("signup", "active", "subscribed", "denied", "cancelled")


@handles("GET /api/v1/leads/list")
def everyone(context: RequestContext) -> HttpResponse:
    """List leads of a promotion, a promoter, a campaign, or the account."""
    return v1_page(context, reading.of_target(context, "leads"), Shapes(context.records).lead)


@handles("GET /api/v1/leads/show")
def show(context: RequestContext) -> HttpResponse:
    """Show one lead."""
    return as_json(Shapes(context.records).lead(reading.lead(context)))


@handles("PUT /api/v1/leads/update")
def update(context: RequestContext) -> HttpResponse:
    """Change a lead, or move it to another promoter."""
    parameters = context.parameters
    lead = reading.lead(context)
    columns: dict[str, Any] = {
        column: text
        for column, name in {"uid": "new_uid", "email": "new_email", "state": "state", "plan_name": "plan_name"}.items()
        if (text := parameters.text(name)) is not None
    }
    if columns.get("state", "signup") not in _STATES:
        raise Impossible("State is not included in the list")
    if (since := parameters.moment("customer_since")) is not None:
        columns["customer_since"] = since
    if columns.get("state") == "cancelled":
        columns["cancelled_at"] = lead["cancelled_at"] or context.moment
    lead = context.records.leads.change(lead, **columns)
    parameters.expect("soft_switch")
    if (ref_id := parameters.text("new_ref_id")) is not None:
        promotion = reading.promotion_of(context, ref_id)
        lead = context.records.leads.move(lead, promotion, only_the_lead=parameters.truth("soft_switch"))
    return as_json(Shapes(context.records).lead(lead))


@handles("DELETE /api/v1/leads/delete")
def delete(context: RequestContext) -> HttpResponse:
    """Remove a lead; its events and rewards stay, as nobody's."""
    context.store.remove("leads", reading.lead(context)["id"])
    return as_json({"message": "Lead removed."})
