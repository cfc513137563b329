"""v1 payouts, as plain calls."""

import pytest

from tests.sandbox.talking import Talk


@pytest.fixture
def ann(talk: Talk) -> int:
    """A promoter to whom 200 cents are owed."""
    number: int = talk.promoter()["id"]
    talk.lead()
    talk.sale("order-1", 1000)
    return number


def test_a_payout_is_of_all_that_is_owed(talk: Talk, ann: int) -> None:
    talk.sale("order-2", 500)
    payout = talk.v1("POST", "/payouts/create", promoter_email="ann@example.com").json
    assert (payout["amount"], payout["unit"], payout["status"]) == (300, "cash", "pending")
    assert (payout["date_paid"], payout["due_date"]) == (None, "2026-01-31T00:00:00.000Z")
    assert (payout["promoter"]["id"], payout["campaign"]["id"]) == (ann, 101)


def test_nothing_is_paid_twice(talk: Talk, ann: int) -> None:
    assert talk.v1("POST", "/payouts/create", promoter_id=ann).status == 200
    again = talk.v1("POST", "/payouts/create", promoter_id=ann)
    assert (again.status, list(again.json)) == (422, ["error"])
    talk.sale("order-2", 500)
    assert talk.v1("POST", "/payouts/create", promoter_id=ann).json["amount"] == 100


def test_a_payout_counts_as_paid_once_it_is_completed(talk: Talk, ann: int) -> None:
    payout = talk.v1("POST", "/payouts/create", promoter_id=ann).json
    for status, paid, current in (
        ("processing", None, {"cash": 200}),
        ("completed", {"cash": 200}, None),
        ("completed", {"cash": 200}, None),
        ("pending", None, {"cash": 200}),
    ):
        shown = talk.v1("PUT", "/payouts/update", id=payout["id"], status=status).json
        assert (shown["status"], shown["date_paid"] is None) == (status, status != "completed")
        assert talk.balances(ann) == ({"cash": 200}, paid, current)


def test_a_commission_knows_that_it_was_paid(talk: Talk, ann: int) -> None:
    talk.v1("POST", "/payouts/create", promoter_id=ann, status="completed")
    assert [one["is_paid"] for one in talk.v2("GET", "/company/commissions").json] == [True]


def test_what_is_denied_after_it_was_paid_makes_the_balance_negative(talk: Talk, ann: int) -> None:
    talk.v1("POST", "/payouts/create", promoter_id=ann, status="completed")
    talk.v1("PUT", "/rewards/update", event_id="order-1", status="denied")
    assert talk.balances(ann) == (None, {"cash": 200}, {"cash": -200})


def test_other_units_are_paid_out_after_cash(talk: Talk, ann: int) -> None:
    talk.v1("POST", "/rewards/create", ref_id="ann", reward_type="points", amount=7)
    units = [talk.v1("POST", "/payouts/create", promoter_id=ann).json["unit"] for _ in range(2)]
    assert units == ["cash", "points"]


def test_a_payout_is_of_one_campaign(talk: Talk, ann: int) -> None:
    added = talk.v1("POST", "/promoters/add_to_campaign", id=ann, campaign_id=102).json
    talk.v1("POST", "/rewards/create", promotion_id=added["promotions"][1]["id"], reward_type="cash", amount=50)
    assert talk.v1("POST", "/payouts/create", promoter_id=ann, campaign_id=102).json["amount"] == 50
    assert talk.v1("POST", "/payouts/create", promoter_id=ann).json["amount"] == 200


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"promoter_id": 7},
        {"promoter_email": "x@example.com"},
        {"promoter_id": "ann", "status": "happy"},
        {"campaign_id": 7},
    ],
)
def test_a_payout_that_cannot_be_is_422(talk: Talk, ann: int, given: dict[str, object]) -> None:
    if "campaign_id" in given or given.get("promoter_id") == "ann":
        given = given | {"promoter_id": ann}
    answer = talk.v1("POST", "/payouts/create", given)
    assert (answer.status, list(answer.json)) == (422, ["error"])


def test_an_unknown_payout_is_404(talk: Talk) -> None:
    answer = talk.v1("PUT", "/payouts/update", id=7, status="completed")
    assert (answer.status, answer.json) == (404, {"error": "Payment not found"})
    assert talk.v1("PUT", "/payouts/update", status="completed").json == {"error": "You need to find the payout by id."}


def test_payouts_are_listed_by_promoter_campaign_and_status(talk: Talk, ann: int) -> None:
    payout = talk.v1("POST", "/payouts/create", promoter_id=ann).json
    for one in ({}, {"promoter_id": ann}, {"campaign_id": 101}, {"status": "pending"}):
        answer = talk.v1("GET", "/payouts/list", one)
        assert [row["id"] for row in answer.json] == [payout["id"]]
        assert answer.response.header("total") == "1"
    for one in ({"campaign_id": 102}, {"status": "completed"}):
        assert talk.v1("GET", "/payouts/list", one).json == []
