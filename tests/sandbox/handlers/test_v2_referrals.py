"""v2 referrals: entered by hand, looked up, changed, shared, judged, moved; and v1's leads are the same people."""

from typing import Any

import pytest

from tests.sandbox.talking import Talk

STATUSES = "/api/admin/v1/custom_referral_statuses/update"
PLACE = "/company/referrals/300001"


@pytest.fixture
def talk(talk: Talk) -> Talk:
    """Ann has brought Joe; Ben and Cyd have brought nobody."""
    for name in ("Ann", "Ben", "Cyd"):
        talk.promoter(name)
    talk.lead(uid="7", username="joey")
    return talk


def shares(*pairs: tuple[int, int]) -> list[dict[str, int]]:
    return [{"promoter_campaign_id": number, "percentage": percentage} for number, percentage in pairs]


def owners(talk: Talk) -> dict[int, int]:
    """Return what each promoter has earned, by commission."""
    rows = talk.v2("GET", "/company/commissions").json
    return {row["promoter_campaign"]["promoter_id"]: row["amount"] for row in rows}


@pytest.mark.parametrize(("key", "value"), [("email", "joe@example.com"), ("uid", "7"), ("username", "joey")])
def test_a_referral_is_found_by_what_find_by_names(talk: Talk, key: str, value: str) -> None:
    assert talk.v2("GET", f"/company/referrals/{value}", find_by=key).json["id"] == 300_001
    assert talk.v2("PUT", f"/company/referrals/{value}", find_by=key).json["id"] == 300_001
    assert talk.v2("GET", f"/company/referrals/{value}").status == 404


def test_id_is_a_legal_find_by_and_an_unknown_one_finds_nobody(talk: Talk) -> None:
    assert talk.v2("PUT", PLACE, find_by="id").status == 200
    assert talk.v2("GET", PLACE, find_by="shoe_size").status == 404


def test_what_is_entered_by_hand_says_so_and_is_v1s_lead(talk: Talk) -> None:
    made = talk.v2("POST", "/company/referrals", email="eve@example.com", uid="8", promoter_campaign_id=20_002).json
    assert (made["entry_source"], made["state"]) == ("manual_admin", "signup")
    assert made["created_by_user_email"] is not None
    assert made["promoter_campaign"]["promoter_id"] == 1002
    assert talk.v1("GET", "/leads/show", uid="8").json["promoter"]["email"] == "ben@example.com"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"email": "joe@example.com", "promoter_campaign_id": 20_001}, "Email has already been taken"),
        ({"uid": "7", "promoter_campaign_id": 20_001}, "Uid has already been taken"),
        ({"promoter_campaign_id": 20_001}, "Email and uid can not be blank"),
        ({"email": "eve@example.com"}, "param is missing or the value is empty or invalid: promoter_campaign_id"),
        ({"email": "eve@example.com", "promoter_campaign_id": 101}, "Cannot find promoter_campaign by id"),
    ],
)
def test_a_referral_that_cannot_be_is_not_made(talk: Talk, given: dict[str, Any], words: str) -> None:
    refused = talk.v2("POST", "/company/referrals", given)
    assert (refused.status, refused.json["message"]) == (422, words)
    assert len(talk.v2("GET", "/company/referrals").json) == 1


def test_what_is_left_out_stays_and_the_rest_changes(talk: Talk) -> None:
    before = talk.v2("GET", PLACE).json
    after = talk.v2("PUT", PLACE, email="josephine@example.com").json
    assert after == before | {"email": "josephine@example.com"}
    assert talk.v2("PUT", PLACE, email=None).json["email"] is None
    nobody = talk.v2("PUT", PLACE, uid=None)
    assert (nobody.status, nobody.json["message"]) == (422, "Email and uid can not be blank")


def test_a_suspicion_cannot_be_set_twice_unless_it_was_cleared(talk: Talk) -> None:
    def suspect(what: str) -> int:
        return talk.v2("PUT", PLACE, fraud_check=what).status

    assert [suspect("ad_source"), suspect("ad_source"), suspect("no_suspicion"), suspect("ad_source")] == [
        200,
        422,
        200,
        200,
    ]
    assert talk.v1("GET", "/leads/show", id=300_001).json["suspicion"] == "ad_source"
    assert suspect("bad_hair") == 422


def test_a_custom_status_is_set_and_cleared_and_goes_with_the_status(talk: Talk) -> None:
    [hot] = talk.v2("PUT", STATUSES, custom_referral_statuses=[{"name": "Hot", "order": 1}]).json
    assert talk.v2("PUT", PLACE, custom_status_id=hot["id"]).json["custom_status"] == hot
    assert talk.v2("PUT", PLACE, username="jo").json["custom_status"] == hot
    assert talk.v2("PUT", PLACE, custom_status_id=None).json["custom_status"] is None
    assert talk.v2("PUT", PLACE, custom_status_id=9).status == 422
    talk.v2("PUT", PLACE, custom_status_id=hot["id"])
    talk.v2("PUT", STATUSES, custom_referral_statuses=[{"id": hot["id"], "_destroy": True}])
    assert talk.v2("GET", PLACE).json["custom_status"] is None


def test_shares_are_replaced_as_a_whole_and_ended_by_an_empty_list(talk: Talk) -> None:
    both = shares((20_002, 30), (20_003, 20))
    made = talk.v2("PUT", PLACE, split_details=both).json["split_details"]
    assert [(one["promoter_id"], one["percentage"]) for one in made] == [(1002, 30), (1003, 20)]
    assert talk.v2("PUT", PLACE, uid="77").json["split_details"] == made
    assert len(talk.v2("PUT", PLACE, split_details=shares((20_003, 100))).json["split_details"]) == 1
    assert talk.v2("PUT", PLACE, split_details=[]).json["split_details"] == []


@pytest.mark.parametrize(
    "details",
    [
        shares((20_002, 60), (20_003, 41)),
        shares((20_002, 101)),
        shares((20_002, -1)),
        shares((20_002, 10), (20_002, 10)),
        shares((9, 10)),
        [{"promoter_campaign_id": 20_002}],
        ["30"],
        "30",
        None,
    ],
)
def test_shares_that_cannot_be_change_nothing(talk: Talk, details: Any) -> None:
    before = talk.v2("PUT", PLACE, split_details=shares((20_003, 25))).json
    assert talk.v2("PUT", PLACE, split_details=details, username="other").status == 422
    assert talk.v2("GET", PLACE).json == before


def test_a_shared_sale_pays_everybody_in_both_generations(talk: Talk) -> None:
    talk.v2("PUT", PLACE, split_details=shares((20_002, 33), (20_003, 33)))
    sale = talk.v2("POST", "/track/sale", email="joe@example.com", event_id="order-1", amount=1999).json
    parts = {1001: 137, 1002: 131, 1003: 131}  # 20 % of 19.99 are 3.99
    assert {one["promoter_campaign"]["promoter_id"]: one["amount"] for one in sale["commissions"]} == parts
    assert [one["split_details"]["percentage"] for one in sale["commissions"]] == [34, 33, 33]
    assert all(one["is_split"] and one["sale_amount"] == 1999 for one in sale["commissions"])
    assert owners(talk) == parts
    rewards = talk.v1("GET", "/rewards/list").json
    assert {one["promoter"]["id"]: one["amount"] for one in rewards} == parts
    assert {number: talk.balances(number)[0] for number in parts} == {n: {"cash": part} for n, part in parts.items()}
    lead = talk.v1("GET", "/leads/show", id=300_001).json
    assert (lead["split_promotion_id"], lead["split_percentage_value"]) == (20_002, 33)


def test_a_moved_referral_takes_its_owners_commissions_and_leaves_the_shares(talk: Talk) -> None:
    talk.v2("PUT", PLACE, split_details=shares((20_002, 50)))
    talk.sale("order-1", 1000)
    moved = {"ids": [300_001], "promoter_campaign_id": 20_003, "move_associated_commissions": True}
    talk.v2("POST", "/company/referrals/move_to_promoter", moved)
    assert owners(talk) == {1003: 100, 1002: 100}


def test_an_update_gives_a_referral_away_without_its_commissions(talk: Talk) -> None:
    talk.sale("order-1", 1000)
    assert talk.v2("PUT", PLACE, promoter_campaign_id=20_002).json["promoter_campaign"]["promoter_id"] == 1002
    assert owners(talk) == {1001: 200}


def test_a_disabled_referral_earns_nothing_until_it_is_enabled(talk: Talk) -> None:
    def state_after(verb: str) -> str:
        assert talk.v2("POST", f"/company/referrals/{verb}", ids=[300_001]).json["failed_count"] == 0
        state: str = talk.v2("GET", PLACE).json["state"]
        return state

    assert state_after("disable") == "denied"
    sale = talk.v2("POST", "/track/sale", email="joe@example.com", event_id="order-1", amount=1000).json
    assert sale["commissions"][0]["status"] == "denied"
    assert talk.v2("GET", PLACE).json["state"] == "denied"
    assert talk.balances(1001)[0] is None
    assert state_after("enable") == "active"
    assert talk.sale("order-2", 1000)["reward"]["status"] == "approved"


def test_a_cancelled_customer_is_cancelled_also_after_being_disabled(talk: Talk) -> None:
    talk.sale("order-1", 1000)
    talk.v2("POST", "/track/cancellation", email="joe@example.com")
    for verb in ("disable", "enable"):
        talk.v2("POST", f"/company/referrals/{verb}", ids=[300_001])
    assert talk.v2("GET", PLACE).json["state"] == "cancelled"


def test_a_referral_that_waits_for_approval_earns_pending_commissions(talk: Talk) -> None:
    talk.control("POST", "/referrals", {"id": 300_001, "state": "pending"})
    assert talk.sale("order-1", 1000)["reward"]["status"] == "pending"
    talk.v2("POST", "/company/referrals/approve", ids=[300_001])
    assert talk.v2("GET", PLACE).json["state"] == "active"


def test_earlier_sales_are_imported_in_the_background(talk: Talk) -> None:
    answer = talk.v2("POST", f"{PLACE}/import_events")
    assert (answer.status, answer.json["status"], answer.json["total"]) == (202, "pending", 1)
    assert answer.json["action_label"] == "referral/import_events"
    talk.clock.tick(3)
    assert talk.v2("GET", f"/company/batch_processes/{answer.json['id']}").json["status"] == "completed"
    assert talk.v2("POST", "/company/referrals/9/import_events").status == 404
