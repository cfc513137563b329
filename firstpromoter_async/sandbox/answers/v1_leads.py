"""v1 leads."""

from typing import Any

from ...v1 import leads as asked_for
from ...wire.message import HttpResponse
from ..problems import Impossible
from ..records import leads
from . import reading
from .book import Asked, answers
from .conditions import Conditions
from .replies import as_json, v1_page
from .v1_shapes import Shapes

_STATES = ("signup", "active", "subscribed", "denied", "cancelled")


@answers(asked_for.ListLeads)
def everyone(asked: Asked) -> HttpResponse:
    """List leads of a promotion, a promoter, a campaign, or the account."""
    found = Conditions("leads", source="leads JOIN promotions ON promotions.id = leads.promotion_id")
    for column, value in reading.target_promotions(asked).items():
        found.equal(column, value)
    return v1_page(asked, found, Shapes(asked.store).lead)


@answers(asked_for.ShowLead)
def show(asked: Asked) -> HttpResponse:
    """Show one lead."""
    return as_json(Shapes(asked.store).lead(reading.lead(asked)))


@answers(asked_for.UpdateLead)
def update(asked: Asked) -> HttpResponse:
    """Change a lead, or move it to another promoter."""
    says = asked.says
    lead = reading.lead(asked)
    columns: dict[str, Any] = {
        column: text
        for column, name in {"uid": "new_uid", "email": "new_email", "state": "state", "plan_name": "plan_name"}.items()
        if (text := says.text(name)) is not None
    }
    if columns.get("state", "signup") not in _STATES:
        raise Impossible("State is not included in the list")
    if (since := says.moment("customer_since")) is not None:
        columns["customer_since"] = since
    if columns.get("state") == "cancelled":
        columns["cancelled_at"] = lead["cancelled_at"] or asked.moment
    lead = leads.change(asked.store, lead, **columns)
    says.expect("soft_switch")
    if (ref_id := says.text("new_ref_id")) is not None:
        lead = leads.move(asked.store, lead, ref_id, only_the_lead=says.truth("soft_switch"))
    return as_json(Shapes(asked.store).lead(lead))


@answers(asked_for.DeleteLead)
def delete(asked: Asked) -> HttpResponse:
    """Remove a lead; its events and rewards stay, as nobody's."""
    asked.store.remove("leads", reading.lead(asked)["id"])
    return as_json({"message": "Lead removed."})
