"""Payouts: which commissions are in them, what they come to, and when that changes."""

from typing import Any

import pytest

from firstpromoter_async.sandbox.problems import Impossible
from tests.sandbox.talking import Talk

JANUARY, FEBRUARY, NOW = "2026-01-15T12:00:00.000Z", "2026-02-01T00:00:00.000Z", "2026-02-10T00:00:00.000Z"


@pytest.fixture
def talk() -> Talk:
    talk = Talk()
    talk.promoter("Ann")
    talk.lead("joe")
    return talk


def commission(talk: Talk, amount: int, made: str = JANUARY, unit: str = "cash", status: str = "approved") -> int:
    """Give Ann something; returns the commission's id."""
    with talk.sandbox.transaction():
        promotion = talk.sandbox.store.get("promotions", 20_001)
        made_now = talk.sandbox.records.rewards.create(
            made, promotion, lead=None, unit=unit, amount=amount, status=status
        )
        return int(made_now["id"])


def generate(talk: Talk, number: int) -> dict[str, Any]:
    with talk.sandbox.transaction():
        return talk.sandbox.records.payouts.generate(NOW, talk.sandbox.store.get("rewards", number))


def payout_of(talk: Talk, numbers: list[int]) -> int:
    (made,) = {int(generate(talk, number)["id"]) for number in numbers}
    return made


def payout(talk: Talk, number: int) -> dict[str, Any]:
    return talk.sandbox.store.get("payouts", number)


def set_status(talk: Talk, number: int, status: str) -> None:
    with talk.sandbox.transaction():
        talk.sandbox.records.payouts.set_status(NOW, payout(talk, number), status)


def test_commissions_of_one_month_and_unit_share_a_payout(talk: Talk) -> None:
    first, second = generate(talk, commission(talk, 100)), generate(talk, commission(talk, 20))
    assert first["id"] == second["id"]
    assert (second["amount"], second["period_start"], second["period_end"]) == (
        120,
        "2026-01-01T00:00:00.000Z",
        "2026-01-31T00:00:00.000Z",
    )


def test_another_month_or_unit_is_another_payout(talk: Talk) -> None:
    numbers = [
        generate(talk, commission(talk, 100))["id"],
        generate(talk, commission(talk, 100, made=FEBRUARY))["id"],
        generate(talk, commission(talk, 3, unit="points"))["id"],
    ]
    assert len(set(numbers)) == 3


def test_what_is_paid_takes_no_more_commissions(talk: Talk) -> None:
    first = generate(talk, commission(talk, 100))["id"]
    set_status(talk, first, "completed")
    assert generate(talk, commission(talk, 20))["id"] != first


@pytest.mark.parametrize("status", ["pending", "denied"])
def test_only_approved_commissions_are_paid(talk: Talk, status: str) -> None:
    with pytest.raises(Impossible, match="not approved"):
        generate(talk, commission(talk, 100, status=status))


def test_no_commission_is_paid_twice(talk: Talk) -> None:
    number = commission(talk, 100)
    generate(talk, number)
    with pytest.raises(Impossible, match="already has a payout"):
        generate(talk, number)


def test_a_denied_or_deleted_commission_leaves_a_payout_that_is_not_under_way(talk: Talk) -> None:
    numbers = [commission(talk, amount) for amount in (100, 20, 3)]
    made = payout_of(talk, numbers)
    talk.v1("PUT", "/rewards/update", id=numbers[1], status="denied")
    assert payout(talk, made)["amount"] == 103
    talk.v2("DELETE", "/company/commissions/destroy", ids=[numbers[2]])
    assert payout(talk, made)["amount"] == 100
    talk.v1("PUT", "/rewards/update", id=numbers[1], status="approved")
    assert payout(talk, made)["amount"] == 100


@pytest.mark.parametrize("status", ["processing", "completed"])
def test_what_is_paid_stays_as_it_was_until_it_is_unpaid(talk: Talk, status: str) -> None:
    numbers = [commission(talk, amount) for amount in (100, 20)]
    made = payout_of(talk, numbers)
    set_status(talk, made, status)
    talk.v1("PUT", "/rewards/update", id=numbers[1], status="denied")
    assert payout(talk, made)["amount"] == 120
    set_status(talk, made, "pending")
    assert payout(talk, made)["amount"] == 100
    assert talk.sandbox.store.get("rewards", numbers[1])["payout_id"] is None


def test_a_deleted_payout_frees_its_commissions(talk: Talk) -> None:
    number = commission(talk, 100)
    first = generate(talk, number)["id"]
    talk.v2("DELETE", "/company/payouts/destroy", ids=[first])
    assert generate(talk, number)["id"] != first
