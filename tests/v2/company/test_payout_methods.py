"""Payout methods: where money goes is readable, and nowhere shown; one-time passwords neither."""

import pickle
import traceback
from decimal import Decimal
from typing import Any

import pytest

from firstpromoter_async import BadRequest, Conflict, Forbidden, InvalidRequest, NotFound
from firstpromoter_async.sandbox import Fault, FaultPlan
from firstpromoter_async.testing import Clock, SandboxedFirstPromoter, sandboxed
from firstpromoter_async.v2 import (
    CreatePayoutMethod,
    PayoutDetailsInput,
    PayoutFilters,
    PayoutMethodFilters,
    PayPaymentsBatch,
    UpdatePayoutMethod,
)

pytestmark = pytest.mark.anyio

IBAN = "DE02120300000000202051"
BANK = PayoutDetailsInput(bank_country="DE", account_holder_name="Ann Smith", iban=IBAN)
TWENTY = Decimal(2000)
MAPPING = {"iban": IBAN}


@pytest.mark.parametrize("details", [BANK, MAPPING], ids=["typed", "mapping"])
def test_where_money_goes_is_in_no_repr_and_counts_as_secret(details: Any) -> None:
    requests = (
        CreatePayoutMethod(promoter_id=1, method="bank", details=details),
        UpdatePayoutMethod(611, promoter_id=1, method="bank", details=details),
    )
    for request in requests:
        assert IBAN not in repr(request)
        assert IBAN in request.secrets
    assert IBAN not in repr(BANK)


def test_one_time_passwords_are_in_no_repr_and_count_as_secrets() -> None:
    request = PayPaymentsBatch(17, otp="123456", otp_code="A1B2C3")
    assert repr(request) == "PayPaymentsBatch(id=17)"
    assert request.secrets == ("123456", "A1B2C3")


def test_an_error_about_other_parameters_does_not_show_where_money_goes() -> None:
    with pytest.raises(InvalidRequest) as refused:
        CreatePayoutMethod(promoter_id="one", method="bank", details=BANK)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    told = "".join(traceback.TracebackException.from_exception(refused.value, capture_locals=True).format())
    assert IBAN not in told.replace(repr(MAPPING), "")


async def test_a_payout_method_is_made_listed_changed_and_deleted() -> None:
    async with sandboxed() as fp:
        ann = (await fp.v2.promoters.create(email="ann@example.com")).id
        made = await fp.v2.payout_methods.create(promoter_id=ann, method="bank", details=BANK)
        assert made.details is not None
        assert (made.details.iban, made.is_selected) == (IBAN, True)
        assert IBAN not in repr(made)
        assert IBAN.encode() not in pickle.dumps(made)
        second = await fp.v2.payout_methods.create(
            promoter_id=ann, method="paypal", details=PayoutDetailsInput(paypal_email="ann@example.com")
        )
        assert second.is_selected is False
        assert second.id is not None
        await fp.v2.payout_methods.update(
            second.id, promoter_id=ann, method="paypal", details={"paypal_email": "a@example.com"}, is_selected=True
        )
        listed = await fp.v2.payout_methods.list(filters=PayoutMethodFilters(promoter_id=ann)).collect()
        assert [(one.method, one.is_selected) for one in listed] == [("paypal", True), ("bank", False)]
        chosen = (await fp.v2.promoters.get(ann)).selected_payout_method
        assert chosen is not None
        assert chosen.method == "paypal"
        await fp.v2.payout_methods.delete(second.id)
        with pytest.raises(NotFound):
            await fp.v2.payout_methods.get(second.id)


async def test_details_that_lack_what_their_method_needs_are_refused() -> None:
    async with sandboxed() as fp:
        ann = (await fp.v2.promoters.create(email="ann@example.com")).id
        with pytest.raises(BadRequest, match="paypal email can't be blank"):
            await fp.v2.payout_methods.create(promoter_id=ann, method="paypal", details=PayoutDetailsInput(iban=IBAN))


async def earn(fp: SandboxedFirstPromoter, promoter: int) -> None:
    """Let a promoter earn 20.00, and a payout be made of it."""
    [link] = (await fp.v2.promoters.get(promoter)).promoter_campaigns
    assert link.ref_token is not None
    await fp.v2.track.sale(uid="7", ref_id=link.ref_token, event_id="order-1", amount=10_000)
    await fp.v1.payouts.create(promoter_id=promoter)


async def test_payouts_are_paid_together() -> None:
    clock = Clock()
    async with sandboxed(clock=clock) as fp:
        ann = (await fp.v2.promoters.create(email="ann@example.com")).id
        paypal = PayoutDetailsInput(paypal_email="ann@example.com")
        method = await fp.v2.payout_methods.create(promoter_id=ann, method="paypal", details=paypal)
        await earn(fp, ann)

        made = await fp.v2.payouts.create_payments_batch(method="paypal")
        assert (made.data.status, made.data.total, made.meta.failed) == ("awaiting_confirmation", TWENTY, ())
        with pytest.raises(Forbidden):
            await fp.v2.payments_batches.pay(made.data.id, otp="000000")
        paying = await fp.v2.payments_batches.pay(made.data.id, otp="123456")
        assert paying.status == "processing"
        assert method.id is not None
        with pytest.raises(Conflict):
            await fp.v2.payout_methods.delete(method.id)
        clock.tick(4)
        [paid] = await fp.v2.payouts.list(filters=PayoutFilters(payments_batch_id=made.data.id)).collect()
        assert (paid.status, paid.amount) == ("completed", TWENTY)
        assert paid.paid_at is not None
        stats = await fp.v2.payouts.stats()
        assert stats.data.by_status is not None
        assert stats.data.by_status["completed"].amounts == {"cash": TWENTY}
        await fp.v2.payments_batches.delete(made.data.id)
        [paid] = await fp.v2.payouts.list(filters=PayoutFilters(promoter_id=ann)).collect()
        assert (paid.status, paid.payments_batch_id) == ("completed", None)


async def test_money_that_does_not_arrive_is_sent_once_more() -> None:
    clock = Clock()
    async with sandboxed(clock=clock) as fp:
        ann = (await fp.v2.promoters.create(email="ann@example.com")).id
        await fp.v2.payout_methods.create(promoter_id=ann, method="wise", details={"wise_email": "ann@example.com"})
        await earn(fp, ann)
        batch = (await fp.v2.payouts.create_payments_batch(method="wise")).data
        fp.sandbox.faults = FaultPlan(shares={Fault.BATCH_FAILS: 1.0})
        await fp.v2.payments_batches.pay(batch.id, otp="123456")
        fp.sandbox.faults = FaultPlan()
        clock.tick(4)
        [failed] = await fp.v2.payouts.list().collect()
        assert (failed.status, failed.error) == ("failed", "The payment was refused")
        [in_v1] = [payout async for payout in fp.v1.payouts.list(status="pending")]
        assert (in_v1.id, in_v1.has_issues) == (failed.id, True)
        await fp.v2.payments_batches.pay(batch.id, otp="123456")
        clock.tick(4)
        [paid] = await fp.v2.payouts.list().collect()
        assert (paid.status, paid.error) == ("completed", None)
