"""v2 promoter campaigns, as plain calls."""

from typing import Any

import pytest

from tests.sandbox.talking import Talk

ONE = "/company/promoter_campaigns/20001"


@pytest.fixture
def talk(talk: Talk) -> Talk:
    """Ann has brought Joe, who has bought for 10.00; Ben has brought nobody."""
    talk.promoter("Ann", last_name="Lee")
    talk.promoter("Ben")
    talk.lead("joe", "ann")
    talk.sale("order-1", 1000)
    return talk


def found(talk: Talk, q: str) -> list[int]:
    return [one["promoter_id"] for one in talk.v2("GET", "/company/promoter_campaigns/search", q=q).json]


def refused(talk: Talk, **given: Any) -> Any:
    answer = talk.v2("PUT", ONE, given)
    return answer.status, answer.json["errors"]


def test_all_places_are_listed_with_what_they_have_brought(talk: Talk) -> None:
    ben, ann = talk.v2("GET", "/company/promoter_campaigns").json
    assert (ben["promoter"]["email"], ben["stats"]["revenue_amount"]) == ("ben@example.com", 0)
    assert ann["stats"] == {
        "clicks_count": 0,
        "referrals_count": 1,
        "sales_count": 1,
        "customers_count": 1,
        "revenue_amount": 1000,
    }
    assert [one["reward_id"] for one in ann["rewards_for_promoters"]] == [7020]


@pytest.mark.parametrize(
    ("q", "ids"), [("ann lee", [1001]), ("@example.com", [1002, 1001]), ("BEN", [1002]), ("%", [])]
)
def test_a_search_looks_at_name_and_address_and_token(talk: Talk, q: str, ids: list[int]) -> None:
    assert found(talk, q) == ids


def test_a_search_finds_five_at_most(talk: Talk) -> None:
    for name in ("Cyd", "Dan", "Eve", "Flo"):
        talk.promoter(name)
    assert len(found(talk, "example")) == 5


def test_a_search_for_nothing_is_422(talk: Talk) -> None:
    assert talk.v2("GET", "/company/promoter_campaigns/search", q=" ").status == 422


def test_what_is_given_changes_and_the_rest_stays(talk: Talk) -> None:
    one = talk.v2(
        "PUT", ONE, state="inactive", coupon="promo_1", display_coupon="ANN10", direct_url="https://a.example"
    ).json
    assert (one["state"], one["coupon"], one["display_coupon"]) == ("inactive", "promo_1", "ANN10")
    assert (one["direct_url"], one["is_customized"], one["ref_token"]) == ("https://a.example", True, "ann")
    assert one["promo_codes"] == ["ANN10"]
    one = talk.v2("PUT", ONE, direct_url=None, coupon="").json
    assert (one["direct_url"], one["is_customized"], one["coupon"], one["state"]) == (None, False, None, "inactive")
    assert talk.v1("GET", "/promoters/show", id=1001).json["promotions"][0]["customer_promo_code"] == "ANN10"


def test_a_new_token_takes_over_and_the_old_one_brings_nobody(talk: Talk) -> None:
    visit = talk.control("POST", "/visits", {"ref_id": "ann"})
    assert talk.v2("PUT", ONE, ref_token="anna").json["ref_link"].endswith("?fpr=anna")
    assert talk.v2("POST", "/track/signup", email="max@example.com", ref_id="ann").status == 404
    assert talk.v2("POST", "/track/signup", email="max@example.com", ref_id="anna").status == 200
    assert talk.v2("POST", "/track/signup", email="eve@example.com", tid=visit["tid"]).status == 200
    assert talk.v2("PUT", "/company/promoter_campaigns/20002", ref_token="ann").status == 200


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"ref_token": "ben"}, {"ref_token": ["has already been taken"]}),
        ({"ref_token": "A B"}, {"ref_token": ["can only have lower-case letters, numbers, - and _"]}),
        ({"ref_token": None}, {"ref_token": ["can't be blank"]}),
        ({"state": "not_set"}, {"state": ["is not included in the list"]}),
        ({"state": ""}, {"state": ["is not included in the list"]}),
        (
            {"rewards_for_promoters": [{"reward_id": 9}]},
            {"rewards_for_promoters": ["must have a reward_id that exists"]},
        ),
        ({"rewards_for_referrals": "x"}, {"rewards_for_referrals": ["is invalid"]}),
        (
            {"rewards_for_promoters": [{"reward_id": 7020, "apply_on": "never"}]},
            {"rewards_for_promoters": ["apply on one of monthly, yearly, one_time, all, specific"]},
        ),
    ],
)
def test_what_cannot_be_is_400_and_changes_nothing(talk: Talk, given: dict[str, Any], errors: Any) -> None:
    before = talk.v2("GET", "/company/promoter_campaigns").json
    assert refused(talk, coupon="promo_9", **given) == (400, errors)
    assert talk.v2("GET", "/company/promoter_campaigns").json == before


def test_a_coupon_of_another_promoter_is_400(talk: Talk) -> None:
    talk.v2("PUT", "/company/promoter_campaigns/20002", coupon="promo_1")
    assert refused(talk, coupon="promo_1") == (400, {"coupon": ["has already been taken"]})


def test_rewards_of_ones_own_are_shown_while_they_count(talk: Talk) -> None:
    own = [{"reward_id": 7030, "apply_on": "yearly", "product_ids": [9]}]
    kept = talk.v2("PUT", ONE, rewards_for_promoters=own).json
    assert [one["reward_id"] for one in kept["rewards_for_promoters"]] == [7020]
    [shown] = talk.v2("PUT", ONE, promoter_rewards_customized=True).json["rewards_for_promoters"]
    assert (shown["reward_id"], shown["apply_on"], shown["product_ids"]) == (7030, "yearly", [9])
    assert shown["reward"]["name"] == "30% recurring commission"
    assert talk.v2("PUT", ONE, rewards_for_promoters=[]).json["rewards_for_promoters"] == []


def test_links_lead_to_the_campaign_and_to_the_direct_url(talk: Talk) -> None:
    talk.v2("PUT", ONE, direct_url="https://ann.example.com")
    default, direct = talk.v2("GET", f"{ONE}/referral_links").json
    assert (default["url"], default["is_default"], default["source"]) == (
        "https://shop.example?fpr=ann",
        True,
        "campaign",
    )
    assert (direct["url"], direct["is_default"], direct["source"]) == ("https://ann.example.com", False, "promoter")
    assert talk.v2("GET", f"{ONE}/referral_links", page=2, per_page=1).json == [direct]


@pytest.mark.parametrize(("method", "below"), [("PUT", ""), ("GET", "/referral_links")])
def test_nobodys_place_is_404(talk: Talk, method: str, below: str) -> None:
    assert talk.v2(method, f"/company/promoter_campaigns/9{below}").status == 404


def test_sales_for_a_blocked_promoter_are_refused_and_all_else_goes_on(talk: Talk) -> None:
    talk.v2("PUT", ONE, state="blocked")
    sale = {"email": "joe@example.com", "event_id": "order-2", "amount": 500}
    refusal = talk.v2("POST", "/track/sale", sale)
    assert (refusal.status, refusal.json["code"]) == (404, "not_found")
    assert refusal.json["message"].endswith("or promoter is banned.")
    assert talk.v1("POST", "/track/sale", sale).status == 204
    assert talk.v2("POST", "/track/sale", sale | {"email": "new@example.com", "ref_id": "ann"}).status == 404
    assert talk.v1("GET", "/leads/show", email="new@example.com").status == 404
    assert talk.v1("POST", "/track/refund", email="joe@example.com", event_id="back-1", amount=1000).status == 200
    talk.v2("PUT", ONE, state="accepted")
    assert talk.v2("POST", "/track/sale", sale).status == 200
