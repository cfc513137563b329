"""Commissions that several promoters share: whatever the shares, together they are the commission, to the cent."""

from itertools import count
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from firstpromoter_async.sandbox.records.splits import divide
from tests.sandbox.talking import Talk

CENTS = st.integers(-(10**9), 10**9)
PROMOTIONS = [20_001, 20_002, 20_003, 20_004]


@st.composite
def percentages(draw: st.DrawFn) -> list[int]:
    """Up to three shares of a whole."""
    found: list[int] = []
    for _ in range(draw(st.integers(0, 3))):
        found.append(draw(st.integers(0, 100 - sum(found))))
    return found


@given(CENTS, percentages())
def test_the_parts_of_an_amount_are_the_amount(total: int, shares: list[int]) -> None:
    mine, theirs = divide(total, shares)
    assert mine + sum(theirs) == total
    assert all(part * total >= 0 for part in (mine, *theirs))


@given(CENTS, percentages())
def test_what_is_taken_back_is_divided_as_what_was_given(total: int, shares: list[int]) -> None:
    (mine, theirs), (my_loss, their_losses) = divide(total, shares), divide(-total, shares)
    assert [mine + my_loss, *(gain + loss for gain, loss in zip(theirs, their_losses, strict=True))] == [0] * (
        1 + len(shares)
    )


def commissions(talk: Talk, event_id: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = talk.v2("GET", "/company/commissions", q=event_id).json
    return rows


def share(talk: Talk, shares: list[int]) -> None:
    details = [
        {"promoter_campaign_id": number, "percentage": percentage}
        for number, percentage in zip(PROMOTIONS[1:], shares, strict=False)
    ]
    assert talk.v2("PUT", "/company/referrals/300001", split_details=details).status == 200


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 100_000), percentages()), min_size=1, max_size=4))
def test_sales_and_their_refunds_leave_nobody_a_cent(sales: list[tuple[int, list[int]]]) -> None:
    """Whatever shares hold when: each sale gives its promoters the whole commission, and its refund takes the same back."""
    talk = Talk()
    for name in ("Ann", "Ben", "Cyd", "Dan"):
        talk.promoter(name)
    talk.lead()
    for number, (amount, shares) in zip(count(), sales):
        share(talk, shares)
        talk.sale(f"sale-{number}-", amount)
        made = commissions(talk, f"sale-{number}-")
        assert sum(one["amount"] for one in made) == amount * 20 // 100
        assert len(made) == 1 + len(shares)
    share(talk, [10])
    for number, (amount, _) in zip(count(), sales):
        refund = {"event_id": f"refund-{number}", "amount": amount, "sale_event_id": f"sale-{number}-"}
        assert talk.v1("POST", "/track/refund", email="joe@example.com", **refund).status == 200
    assert [talk.balances(number)[0] for number in (1001, 1002, 1003, 1004)] == [None] * 4
    talk.sandbox.store.close()
