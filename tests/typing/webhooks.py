"""Webhooks as type checkers see them; this file is checked and never run."""

from typing import assert_never, assert_type

from firstpromoter_async.v1.models import Lead
from firstpromoter_async.v2.models import Commission, Payout
from firstpromoter_async.webhooks import (
    AnyEvent,
    Change,
    CommissionApproved,
    CommissionUpdated,
    Delivery,
    Event,
    Fulfilled,
    FulfilmentPending,
    KeepPending,
    LeadSignedUp,
    PayoutCompleted,
    Router,
    TestDelivery,
    UnknownEvent,
    V1Event,
    WebhookSecrets,
    receive,
)
from firstpromoter_async.webhooks.models import PendingFulfilment

event = receive(b"{}", {"X-Secret": "..."}, secrets=WebhookSecrets(headers={"X-Secret": "..."}, basic=("me", "...")))
assert_type(event, AnyEvent)

match event:
    case CommissionApproved(data=commission) | CommissionUpdated(data=commission):
        assert_type(commission, Commission)
        assert_type(event.changes["status"], Change)
    case PayoutCompleted(data=payout):
        assert_type(payout, Payout)
    case LeadSignedUp(data=lead):
        assert_type(lead, Lead)
    case TestDelivery() | UnknownEvent():
        pass
    case Event() | V1Event():
        pass
    case _:
        assert_never(event)

router = Router()


@router.on(CommissionApproved, CommissionUpdated)
async def commissions(event: CommissionApproved | CommissionUpdated, delivery: Delivery) -> None:
    assert_type(event.data, Commission)
    delivery.in_transaction(lambda connection: connection.execute("..."))


@router.on(FulfilmentPending)
def fulfil(event: FulfilmentPending) -> Fulfilled | KeepPending:
    assert_type(event.data, PendingFulfilment)
    return Fulfilled() if event.data.amount else KeepPending()
