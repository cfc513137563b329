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
    whom, source = reading.customer(context.parameters), reading.source(context.parameters)
    ip = context.parameters.text("ip")
    stored = context.records.tracking.signup(reading.moment(context), whom, source, ip=ip)
    return as_json(Shapes(context.records).event(stored))


@handles("POST /api/v2/track/sale")
def sale(context: RequestContext) -> HttpResponse:
    """A sale earns a commission, and makes the lead when it says who referred it."""
    return as_json(Shapes(context.records).event(reading.sale(context, context.moment)))


@handles("POST /api/v2/track/refund")
def refund(context: RequestContext) -> HttpResponse:
    """A refund takes its share of the commission back; for nobody's referral the documents declare 204, unlike for a sale."""
    try:
        return as_json(event(context, reading.refund(context, context.moment)))
    except NotReferral:
        return nothing()


@handles("POST /api/v2/track/cancellation")
def cancellation(context: RequestContext) -> HttpResponse:
    """A cancellation ends a customer; what comes for nobody's referral is not documented, and is 404 here, as for a sale."""
    return as_json(
        event(context, context.records.tracking.cancellation(context.moment, reading.customer(context.parameters)))
    )
