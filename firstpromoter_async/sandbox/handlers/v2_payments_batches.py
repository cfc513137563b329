"""v2 payments batches: paid and deleted. Every one-time password is right here, but one (`records.payments.WRONG_OTP`)."""

from ...wire.message import HttpResponse
from .registry import RequestContext, handles
from .replies import as_json, nothing
from .v2_shapes import Shapes


@handles("POST /api/v2/company/payments_batches/{id}/pay")
def pay(context: RequestContext) -> HttpResponse:
    """Send the money."""
    batch, otp = context.named("payments_batches"), context.parameters.needed_text("otp")
    context.parameters.expect("otp_code")  # what it is for is documented nowhere
    paid = context.records.payments.pay(context.moment, batch, otp, context.fault)
    return as_json(Shapes(context.records).payments_batch(paid))


@handles("DELETE /api/v2/company/payments_batches/{id}")
def delete(context: RequestContext) -> HttpResponse:
    """Delete a batch; its payouts stay."""
    context.records.payments.remove(context.moment, context.named("payments_batches"))
    return nothing(200)
