"""v2 payments batches: paid and deleted. Every one-time password is right here, but one (`records.payments.WRONG_OTP`)."""

from ...wire.message import HttpResponse
from ..problems import Missing, NotFound
from ..store import Row
from .payout_shapes import payments_batch
from .registry import RequestContext, handles
from .replies import as_json, nothing


@handles("POST /api/v2/company/payments_batches/{id}/pay")
def pay(context: RequestContext) -> HttpResponse:
    """Send the money."""
    batch, otp = _named(context), context.parameters.text("otp")
    if otp is None:
        raise Missing("otp")
    context.parameters.expect("otp_code")  # what it is for is documented nowhere
    paid = context.records.payments.pay(context.moment, batch, otp, context.fault)
    return as_json(payments_batch(paid, context.records))


@handles("DELETE /api/v2/company/payments_batches/{id}")
def delete(context: RequestContext) -> HttpResponse:
    """Delete a batch; its payouts stay."""
    context.records.payments.remove(context.moment, _named(context))
    return nothing(200)


def _named(context: RequestContext) -> Row:
    sql = "SELECT * FROM payments_batches WHERE id = ?"
    batch = context.store.one(sql, context.parameters.integer("id"))
    if batch is None:
        raise NotFound("Payments batch not found.")
    return batch
