"""Payments batches: pay, delete; `payouts.create_payments_batch` makes them. This module knows nothing of sending."""

from attrs import field

from ...frozen import frozen
from ...resource import Resource, call
from ...unset import UNSET, Maybe
from ...wire.request import Replay, Request
from ..base import company
from ..models.payments_batches import PaymentsBatch


@frozen
class PayPaymentsBatch(Request[PaymentsBatch]):
    """Pay a payments batch: the money of its payouts is sent.

    `POST /api/v2/company/payments_batches/{id}/pay`. Raises `Forbidden` for a wrong one-time password.
    """

    route = company.POST("/payments_batches/{id}/pay")
    replay = Replay.UNSAFE

    id: int
    otp: str = field(kw_only=True, repr=False)
    """The one-time password."""
    otp_code: Maybe[str] = field(default=UNSET, kw_only=True, repr=False)
    """Documented beside `otp` as optional; the documents do not say when it is asked for."""


@frozen
class DeletePaymentsBatch(Request[None]):
    """Delete a payments batch.

    `DELETE /api/v2/company/payments_batches/{id}`
    """

    route = company.DELETE("/payments_batches/{id}")
    replay = Replay.UNSAFE

    id: int


class PaymentsBatches(Resource):
    """Payouts that are paid together."""

    pay = call(PayPaymentsBatch)
    """The payments batch as it is now; `total` is by what clients say in minor units (cents)."""
    delete = call(DeletePaymentsBatch)
    """Nothing: it is gone, and its payouts can be part of another one."""
