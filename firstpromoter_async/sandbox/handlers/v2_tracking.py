"""v2 tracking. Refunds and cancellations are answered in v1's shape, as documented."""

from ...wire.message import HttpResponse
from ..problems import NotReferral
from . import reading
from .registry import RequestContext, handles
from .replies import as_json, nothing
from .v1_tracking import event
from .v2_shapes import Shapes


@handles("POST /api/v2/track/signup")
def signup(context: RequestContext) -> HttpResponse:
    """A signup makes a lead."""
    parameters = context.parameters
    stored = context.records.tracking.signup(
        reading.moment(context),
        reading.customer(parameters),
        reading.source(parameters),
        ip=parameters.text("ip"),
    )
    return as_json(Shapes(context.records).event(stored))


@handles("POST /api/v2/track/sale")
def sale(context: RequestContext) -> HttpResponse:
    """A sale earns a commission, and makes the lead when it says who referred it."""
    parameters = context.parameters
    stored = context.records.tracking.sale(
        context.moment,
        reading.customer(parameters),
        reading.source(parameters),
        amount=reading.amount(parameters),
        rounding=context.rounding,
        event_id=reading.event_id(parameters),
        plan=parameters.text("plan"),
        quantity=parameters.integer("quantity"),
        mrr=parameters.integer("mrr"),
    )
    return as_json(Shapes(context.records).event(stored))


@handles("POST /api/v2/track/refund")
def refund(context: RequestContext) -> HttpResponse:
    """A refund takes its share of the commission back; for nobody's referral the documents declare 204, unlike for a sale."""
    parameters = context.parameters
    try:
        stored = context.records.tracking.refund(
            context.moment,
            reading.customer(parameters),
            amount=reading.amount(parameters),
            rounding=context.rounding,
            event_id=reading.event_id(parameters),
            sale_event_id=parameters.text("sale_event_id"),
            quantity=parameters.integer("quantity"),
        )
    except NotReferral:
        return nothing()
    return as_json(event(context, stored))


@handles("POST /api/v2/track/cancellation")
def cancellation(context: RequestContext) -> HttpResponse:
    """A cancellation ends a customer; what comes for nobody's referral is not documented, and is 404 here, as for a sale."""
    return as_json(
        event(context, context.records.tracking.cancellation(context.moment, reading.customer(context.parameters)))
    )
