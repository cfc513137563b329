"""v1 rewards, as plain calls."""

import pytest

from tests.sandbox.talking import Talk


def test_a_reward_may_be_given_for_a_lead(talk: Talk) -> None:
    ann = talk.promoter()
    lead = talk.lead(uid="7")
    for given in ({"lead_id": lead["id"]}, {"uid": "7"}, {"email": "joe@example.com"}):
        reward = talk.v1("POST", "/rewards/create", given, reward_type="points", amount=5).json
        assert (reward["unit"], reward["amount"], reward["status"]) == ("points", 5, "approved")
        assert (reward["lead"]["id"], reward["promoter"]["id"]) == (lead["id"], ann["id"])
        assert (reward["event_id"], reward["conversion_amount"]) == (None, None)
    assert talk.balances(ann["id"]) == ({"points": 15}, None, {"points": 15})


def test_a_reward_may_be_given_to_a_promotion_directly(talk: Talk) -> None:
    ann = talk.promoter()
    for given in ({"promotion_id": ann["default_promotion_id"]}, {"ref_id": "ann"}):
        reward = talk.v1("POST", "/rewards/create", given, reward_type="free_months", amount=1).json
        assert (reward["lead"], reward["promotion"]["ref_id"]) == (None, "ann")


def test_a_monthly_discount_has_another_name_as_a_unit(talk: Talk) -> None:
    talk.promoter()
    reward = talk.v1("POST", "/rewards/create", ref_id="ann", reward_type="discount_mon", amount=10).json
    assert reward["unit"] == "mon_discount"


@pytest.mark.parametrize(
    "given",
    [
        {"reward_type": "gold", "amount": 1, "ref_id": "ann"},
        {"amount": 1, "ref_id": "ann"},
        {"reward_type": "points", "ref_id": "ann"},
        {"reward_type": "points", "amount": "1.5", "ref_id": "ann"},
        {"reward_type": "points", "amount": 1},
        {"reward_type": "points", "amount": 1, "ref_id": "nobody"},
        {"reward_type": "points", "amount": 1, "promotion_id": 7},
        {"reward_type": "points", "amount": 1, "uid": "7"},
        {"reward_type": "points", "amount": 1, "ref_id": "ann", "status": "happy"},
    ],
)
def test_a_reward_that_cannot_be_is_422(talk: Talk, given: dict[str, object]) -> None:
    talk.promoter()
    answer = talk.v1("POST", "/rewards/create", given)
    assert (answer.status, list(answer.json)) == (422, ["error"])


def test_only_approved_rewards_count(talk: Talk) -> None:
    ann = talk.promoter()
    talk.lead()
    reward = talk.sale("order-1", 1000)["reward"]
    for status, earned in (
        ("pending", None),
        ("denied", None),
        ("approved", {"cash": 200}),
        ("approved", {"cash": 200}),
    ):
        assert talk.v1("PUT", "/rewards/update", id=reward["id"], status=status).json["status"] == status
        assert talk.balances(ann["id"])[0] == earned


def test_a_reward_is_found_by_the_event_that_made_it(talk: Talk) -> None:
    talk.promoter()
    talk.lead()
    reward = talk.sale("order-1", 1000)["reward"]
    assert talk.v1("PUT", "/rewards/update", event_id="order-1", status="denied").json["id"] == reward["id"]


def test_an_update_without_a_status_changes_nothing(talk: Talk) -> None:
    talk.promoter()
    talk.lead()
    talk.sale("order-1", 1000)
    assert talk.v1("PUT", "/rewards/update", event_id="order-1").json["status"] == "approved"


@pytest.mark.parametrize("given", [{}, {"id": "7"}, {"event_id": "x"}])
def test_a_reward_must_be_named_and_exist(talk: Talk, given: dict[str, str]) -> None:
    answer = talk.v1("PUT", "/rewards/update", given, status="denied")
    assert (answer.status, list(answer.json)) == (422, ["error"])
