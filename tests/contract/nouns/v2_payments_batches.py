"""Payments batches: exchanges, and what the sandbox is asked; they are played with the payouts that are in them."""

from typing import Any

from tests.contract.exchange import Exchange
from tests.sandbox.talking import Talk

EXCHANGES: dict[str, Exchange] = {
    "v2.payments_batches.delete": Exchange({"id": 17}, "DELETE /api/v2/company/payments_batches/17", answer=None),
    "v2.payments_batches.pay": Exchange(
        {"id": 17, "otp": "123456", "otp_code": "A1"},
        'POST /api/v2/company/payments_batches/17/pay {"otp":"123456","otp_code":"A1"}',
        answer="v2/payments_batch.json",
    ),
}


def prepare(talk: Talk) -> dict[str, Any]:
    """Let Pia wait to be paid by Wise."""
    pia = talk.promoter("Pia")["id"]
    talk.v2(
        "POST", "/company/payout_methods", promoter_id=pia, method="wise", details={"wise_email": "pia@example.com"}
    )
    talk.v1("POST", "/track/sale", email="lea@example.com", event_id="order-of-pia", amount=5000, ref_id="pia")
    talk.v1("POST", "/payouts/create", promoter_id=pia)
    made = talk.v2("POST", "/company/payouts/create_payments_batch", method="wise").json["data"]
    return {"POST /api/v2/company/payments_batches/{id}/pay": {"id": made["id"], "otp": "123456"}}
