"""Money: rounding and currencies."""

import pytest

from firstpromoter_async.sandbox.records.tracking import Amount
from tests.sandbox.talking import Talk


@pytest.mark.parametrize(("amount", "commission"), [(1, 0), (4, 0), (5, 1), (9, 1), (2933, 586), (2999, 599)])
def test_a_commission_is_rounded_down_to_a_cent(talk: Talk, amount: int, commission: int) -> None:
    talk.promoter()
    talk.lead()
    assert talk.sale("1", amount)["reward"]["amount"] == commission


@pytest.mark.parametrize("amount", [1, 4, 5, 9, 2933, 2999])
def test_a_full_refund_and_its_sale_cancel_out(talk: Talk, amount: int) -> None:
    ann = talk.promoter()
    talk.lead()
    talk.sale("1", amount)
    talk.v1("POST", "/track/refund", email="joe@example.com", event_id="1", amount=amount, sale_event_id="1")
    assert talk.balances(ann["id"]) == (None, None, None)


def test_a_refund_goes_by_the_rate_of_its_sale_even_after_a_move(talk: Talk) -> None:
    ann = talk.promoter()
    talk.lead()
    talk.sale("order-1", 1000)
    talk.v1("POST", "/promoters/move_to_campaign", id=ann["id"], destination_campaign_id=102)
    refund = {"email": "joe@example.com", "amount": 100}
    named = talk.v1("POST", "/track/refund", refund, event_id="1", sale_event_id="order-1").json
    unnamed = talk.v1("POST", "/track/refund", refund, event_id="2").json
    assert (named["reward"]["amount"], unnamed["reward"]["amount"]) == (-20, -30)


@pytest.mark.parametrize(
    ("currency", "cents", "kept"),
    [
        (None, 1000, None),
        ("USD", 1000, None),
        ("usd", 1000, None),
        ("EUR", 1100, "EUR"),
        ("JPY", 670, "JPY"),
        ("XYZ", 1000, "XYZ"),
    ],
)
def test_currencies_are_converted_by_a_fixed_table(currency: str | None, cents: int, kept: str | None) -> None:
    amount = Amount.given(1000, currency)
    assert (amount.cents, amount.original, amount.currency) == (cents, 1000, kept)
