"""v2 commissions: entered by hand, noted, judged, put into payouts, handed over; and v1's rewards are the same ones."""

from typing import Any

import pytest

from tests.sandbox.talking import Talk

PATH = "/company/commissions"
SALE = {"commission_type": "sale", "referral_id": 300_001, "sale_amount": 1999}
CUSTOM = {"commission_type": "custom", "promoter_campaign_id": 20_002, "amount": 30, "unit": "points"}


@pytest.fixture
def talk(talk: Talk) -> Talk:
    """Ann has brought Joe; Ben has brought nobody."""
    talk.promoter("Ann")
    talk.promoter("Ben")
    talk.lead(uid="7")
    return talk


def create(talk: Talk, given: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    made = talk.v2("POST", PATH, given | more)
    assert made.status == 200, made.text
    rows: list[dict[str, Any]] = made.json
    return rows


def commission(talk: Talk, number: int) -> dict[str, Any]:
    row: dict[str, Any]
    [row] = talk.v2("GET", PATH, {"ids[]": number}).json
    return row


def act(talk: Talk, verb: str, *numbers: int) -> list[str]:
    """Carry out a bulk action; returns what went wrong."""
    method = "DELETE" if verb == "destroy" else "POST"
    errors: list[str] = talk.v2(method, f"{PATH}/{verb}", ids=[*numbers]).json["processing_errors"]
    return errors


def test_a_sale_by_hand_earns_what_a_tracked_one_does_in_both_generations(talk: Talk) -> None:
    [made] = create(talk, SALE, event_id="order-1", event_date="2025-11-02", plan_id=5, internal_note="By fax")
    assert (made["commission_type"], made["amount"], made["sale_amount"]) == ("sale", 399, 1999)
    assert (made["event_id"], made["plan_id"], made["internal_note"]) == ("order-1", "5", "By fax")
    assert (made["created_at"], made["created_by_user_at"]) == ("2025-11-02T00:00:00Z", "2026-01-01T00:00:00Z")
    assert made["created_by_user_email"] is not None
    [reward] = talk.v1("GET", "/rewards/list").json
    assert (reward["id"], reward["amount"], reward["conversion_amount"], reward["event_id"]) == (
        made["id"],
        399,
        1999,
        "order-1",
    )
    lead = talk.v1("GET", "/leads/show", uid="7").json
    assert (lead["state"], lead["customer_since"]) == ("active", "2025-11-02T00:00:00.000Z")
    assert talk.balances(1001)[0] == {"cash": 399}


def test_a_sale_tracked_with_v1_is_v2s_commission(talk: Talk) -> None:
    reward = talk.sale("order-1", 1999)["reward"]
    [row] = talk.v2("GET", PATH, q="order-1").json
    assert (row["id"], row["amount"], row["sale_amount"]) == (reward["id"], reward["amount"], 1999)
    assert (row["created_by_user_at"], row["is_split"], row["split_details"]) == (None, False, None)


def test_a_shared_referral_makes_a_commission_for_everybody(talk: Talk) -> None:
    talk.v2("PUT", "/company/referrals/300001", split_details=[{"promoter_campaign_id": 20_002, "percentage": 50}])
    made = create(talk, SALE)
    assert [(one["promoter_campaign"]["promoter_id"], one["amount"]) for one in made] == [(1001, 200), (1002, 199)]
    assert all(one["is_split"] and one["sale_amount"] == 1999 for one in made)


def test_an_event_id_refuses_no_second_copy(talk: Talk) -> None:
    create(talk, SALE, event_id="order-1")
    create(talk, SALE, event_id="order-1")
    assert talk.balances(1001)[0] == {"cash": 798}


def test_a_custom_commission_is_for_nobodys_sale(talk: Talk) -> None:
    [made] = create(talk, CUSTOM, event_id="prize-1", external_note="Well done")
    assert (made["commission_type"], made["amount"], made["unit"]) == ("custom", 30, "points")
    assert (made["sale_amount"], made["referral"], made["reward"]) == (0, None, None)
    assert [one["id"] for one in talk.v2("GET", PATH, q="prize-1").json] == [made["id"]]
    assert talk.v1("GET", "/rewards/list").json[0]["promoter"]["email"] == "ben@example.com"
    assert talk.balances(1002)[0] == {"points": 30}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (SALE | {"commission_type": None}, "param is missing or the value is empty or invalid: commission_type"),
        (SALE | {"commission_type": "gift"}, "Commission type is not included in the list"),
        (SALE | {"referral_id": None}, "param is missing or the value is empty or invalid: referral_id"),
        (SALE | {"referral_id": 9}, "Cannot find referral by id"),
        (SALE | {"sale_amount": None}, "param is missing or the value is empty or invalid: sale_amount"),
        (SALE | {"sale_amount": 19.99}, "Sale amount must be greater than 0"),
        (SALE | {"sale_amount": 0}, "Sale amount must be greater than 0"),
        (CUSTOM | {"promoter_campaign_id": 101}, "Cannot find promoter_campaign by id"),
        (CUSTOM | {"amount": -1}, "Amount must be greater than 0"),
        (CUSTOM | {"unit": "beer"}, "Unit is not included in the list"),
    ],
)
def test_a_commission_that_cannot_be_is_not_made(talk: Talk, given: dict[str, Any], words: str) -> None:
    refused = talk.v2("POST", PATH, given)
    assert (refused.status, refused.json["message"]) == (422, words)
    assert talk.v2("GET", PATH).json == []


def test_the_two_shapes_are_not_mixed(talk: Talk) -> None:
    talk.control("POST", "/settings", {"strict": True})
    assert "amount" in talk.v2("POST", PATH, SALE | {"amount": 5}).json["message"]
    assert "referral_id" in talk.v2("POST", PATH, CUSTOM | {"referral_id": 300_001}).json["message"]


def test_notes_change_and_nothing_else_does(talk: Talk) -> None:
    [made] = create(talk, SALE, internal_note="By fax", external_note="Thanks")
    place = f"{PATH}/{made['id']}"
    assert talk.v2("PUT", place, external_note="Many thanks").json == made | {"external_note": "Many thanks"}
    assert talk.v2("PUT", place, internal_note="").json["internal_note"] is None
    assert talk.v2("PUT", place, is_paid=True).json["is_paid"] is False
    assert talk.v2("PUT", f"{PATH}/9").status == 404


def test_generated_payouts_hold_approved_commissions_once(talk: Talk) -> None:
    [sale], [custom] = create(talk, SALE), create(talk, CUSTOM)
    act(talk, "deny", custom["id"])
    errors = act(talk, "generate_payouts", sale["id"], sale["id"] + 1)
    assert errors == [f"{custom['id']}: The commission is not approved"]
    assert act(talk, "generate_payouts", sale["id"]) == [f"{sale['id']}: The commission already has a payout"]
    [payout] = talk.v1("GET", "/payouts/list").json
    assert (payout["amount"], payout["status"], payout["promoter"]["id"]) == (399, "pending", 1001)


def test_only_approved_commissions_in_kind_with_a_payout_are_handed_over(talk: Talk) -> None:
    [cash], [points] = create(talk, SALE), create(talk, CUSTOM)
    act(talk, "generate_payouts", cash["id"])
    assert act(talk, "mark_fulfilled", cash["id"], points["id"]) == [
        f"{cash['id']}: The commission is in money",
        f"{points['id']}: The commission has no payout",
    ]
    act(talk, "deny", points["id"])
    assert act(talk, "mark_fulfilled", points["id"]) == [f"{points['id']}: The commission is not approved"]


def test_what_is_handed_over_is_paid_until_it_is_not(talk: Talk) -> None:
    [points] = create(talk, CUSTOM)
    act(talk, "generate_payouts", points["id"])
    for verb, paid in (("mark_fulfilled", True), ("mark_unfulfilled", False)):
        assert act(talk, verb, points["id"]) == []
        assert commission(talk, points["id"])["is_paid"] is paid
        found = talk.v2("GET", PATH, {"filters[fulfilled]": "yes" if paid else "no"}).json
        assert [one["id"] for one in found] == [points["id"]]
        assert talk.balances(1002)[1] == ({"points": 30} if paid else None)
    assert len(talk.v1("GET", "/payouts/list").json) == 1


@pytest.mark.parametrize("settled", [False, True])
def test_others_of_the_same_payout_stay_as_they_are(talk: Talk, settled: bool) -> None:
    numbers = [create(talk, CUSTOM)[0]["id"] for _ in range(3)]
    act(talk, "generate_payouts", *numbers)
    [payout] = talk.v1("GET", "/payouts/list").json
    if settled:
        talk.v2("POST", "/company/payouts/mark_as_paid", ids=[payout["id"]])
    act(talk, "mark_unfulfilled" if settled else "mark_fulfilled", numbers[0])
    assert [commission(talk, number)["is_paid"] for number in numbers] == [not settled, settled, settled]
    assert sorted(one["amount"] for one in talk.v1("GET", "/payouts/list").json) == [30, 60]
    assert talk.balances(1002)[:2] == ({"points": 90}, {"points": 60 if settled else 30})
