"""v2 tracking. Refunds and cancellations are answered in v1's shape, as documented."""

from ...v2 import tracking as asked_for
from ...wire.message import HttpResponse
from ..problems import NotReferral
from ..records import tracking
from . import reading
from .book import Asked, answers
from .replies import as_json, nothing
from .v1_tracking import event
from .v2_shapes import Shapes


@answers(asked_for.TrackSignup)
def signup(asked: Asked) -> HttpResponse:
    """A signup makes a lead."""
    says = asked.says
    stored = tracking.signup(
        asked.store, reading.moment(asked), reading.customer(says), reading.source(says), ip=says.text("ip")
    )
    return as_json(Shapes(asked.store).event(stored.event, None))


@answers(asked_for.TrackSale)
def sale(asked: Asked) -> HttpResponse:
    """A sale earns a commission, and makes the lead when it says who referred it."""
    says = asked.says
    stored = tracking.sale(
        asked.store,
        asked.moment,
        reading.customer(says),
        reading.source(says),
        amount=reading.amount(says),
        rounding=asked.rounding,
        event_id=reading.event_id(says),
        plan=says.text("plan"),
        quantity=says.integer("quantity"),
        mrr=says.integer("mrr"),
    )
    return as_json(Shapes(asked.store).event(stored.event, stored.reward))


@answers(asked_for.TrackRefund)
def refund(asked: Asked) -> HttpResponse:
    """A refund takes its share of the commission back; for nobody's referral the documents declare 204, unlike for a sale."""
    says = asked.says
    try:
        stored = tracking.refund(
            asked.store,
            asked.moment,
            reading.customer(says),
            amount=reading.amount(says),
            rounding=asked.rounding,
            event_id=reading.event_id(says),
            sale_event_id=says.text("sale_event_id"),
            quantity=says.integer("quantity"),
        )
    except NotReferral:
        return nothing()
    return as_json(event(asked, stored))


@answers(asked_for.TrackCancellation)
def cancellation(asked: Asked) -> HttpResponse:
    """A cancellation ends a customer; what comes for nobody's referral is not documented, and is 404 here, as for a sale."""
    return as_json(event(asked, tracking.cancellation(asked.store, asked.moment, reading.customer(asked.says))))
