"""Payouts: mark as paid or unpaid, delete. This module knows nothing of sending."""

from attrs import frozen

from ...resource import Resource, call
from ...wire.answers import Batch, Done, Envelope
from ...wire.route import Body
from ..base import company
from ..bulk import ForIds
from ..models.payouts import PayoutTotals


@frozen
class MarkPayoutsPaid(ForIds[Envelope[Done | Batch, PayoutTotals]]):
    """Mark payouts as paid: you have sent the money.

    `POST /api/v2/company/payouts/mark_as_paid`
    """

    route = company.POST("/payouts/mark_as_paid")


@frozen
class MarkPayoutsUnpaid(ForIds[Envelope[Done | Batch, PayoutTotals]]):
    """Mark payouts as not paid.

    `POST /api/v2/company/payouts/mark_as_unpaid`
    """

    route = company.POST("/payouts/mark_as_unpaid")


@frozen
class DeletePayouts(ForIds[Envelope[Done | Batch, PayoutTotals]]):
    """Delete payouts; their commissions can be paid with another one.

    `DELETE /api/v2/company/payouts/destroy`
    """

    route = company.DELETE("/payouts/destroy", body=Body.JSON)


class Payouts(Resource):
    """What promoters are paid."""

    mark_as_paid = call(MarkPayoutsPaid)
    """`data` is the bulk action, `meta` what these payouts come to."""
    mark_as_unpaid = call(MarkPayoutsUnpaid)
    """`data` is the bulk action, `meta` what these payouts come to."""
    delete = call(DeletePayouts)
    """`data` is the bulk action, `meta` what these payouts come to."""
