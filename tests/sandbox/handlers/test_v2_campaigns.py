"""v2 campaigns, as plain calls."""

from typing import Any

import pytest

from tests.sandbox.talking import Talk

NEW: dict[str, Any] = {
    "name": "Friends",
    "landing_url": "https://shop.example/friends",
    "ref_token_param": "?via",
    "visitor_cookie_life": 30,
}


def create(talk: Talk, **more: Any) -> Any:
    answer = talk.v2("POST", "/company/campaigns", NEW | more)
    assert answer.status == 201, answer.text
    return answer.json


def test_a_campaign_has_what_was_said_and_the_rest_as_usual(talk: Talk) -> None:
    made = create(talk)
    assert {name: made[name] for name in NEW} == NEW
    assert (made["auto_approve_promoters"], made["is_private"], made["track_ad_traffic"]) == (True, False, "allow")
    assert (made["is_default"], made["upgrade_details"], made["links"], made["rewards_for_promoters"]) == (
        False,
        None,
        [],
        [],
    )
    assert talk.v2("GET", f"/company/campaigns/{made['id']}").json == made
    assert [one["name"] for one in talk.v2("GET", "/company/campaigns").json] == [
        "Friends",
        "Partners",
        "Default campaign",
    ]


def test_it_can_be_joined_and_sold_in(talk: Talk) -> None:
    made = create(talk, rewards_for_promoters=[{"reward_id": 7030, "apply_on": "all", "product_ids": []}])
    ann = talk.v2("POST", "/company/promoters", email="ann@example.com", initial_campaign_id=made["id"]).json
    [place] = ann["promoter_campaigns"]
    assert place["ref_link"] == f"https://shop.example/friends?via={place['ref_token']}"
    talk.lead("joe", place["ref_token"])
    talk.sale("order-1", 1000)
    assert talk.balances(ann["id"])[0] == {"cash": 300}
    stats = talk.v2("GET", f"/company/campaigns/{made['id']}").json["stats"]
    assert (stats["promoters_count"], stats["sales_count"], stats["revenue_amount"]) == (1, 1, 1000)


def test_without_rewards_a_sale_is_recorded_and_earns_nothing(talk: Talk) -> None:
    made = create(talk)
    ann = talk.promoter("Ann", campaign_id=made["id"])
    talk.lead("joe", "ann")
    assert talk.sale("order-1", 1000)["reward"] is None
    assert talk.balances(ann["id"])[0] is None


def test_what_is_given_changes_and_the_rest_stays(talk: Talk) -> None:
    made = create(talk, is_private=True, upgrade_details={"campaign_id": 102, "amount": 5000, "metric": "revenue"})
    changed = talk.v2("PUT", f"/company/campaigns/{made['id']}", name="Good friends", ref_token_param="?ref").json
    assert changed == made | {"name": "Good friends", "ref_token_param": "?ref"}
    cleared = talk.v2("PUT", f"/company/campaigns/{made['id']}", upgrade_details=None, is_private=None).json
    assert (cleared["upgrade_details"], cleared["is_private"]) == (None, False)


def test_links_are_added_changed_and_removed_by_their_ids(talk: Talk) -> None:
    prices, docs = (
        {"name": "Prices", "url": "https://shop.example/prices"},
        {"name": "Docs", "url": "https://d.example/?a=1#b"},
    )
    made = create(talk, links=[prices, docs])
    one = f"/company/campaigns/{made['id']}"
    first, second = (link["id"] for link in made["links"])
    talk.v2("PUT", one, links=[{"id": first, "name": "Plans", "url": prices["url"]}])
    changed = talk.v2("PUT", one, links=[{"name": "Blog", "url": "https://b.example"}]).json
    assert [link["name"] for link in changed["links"]] == ["Plans", "Docs", "Blog"]
    changed = talk.v2("PUT", one, links=[{"id": first, "_destroy": True, **prices}]).json
    assert [link["name"] for link in changed["links"]] == ["Docs", "Blog"]
    assert talk.v2("PUT", "/company/campaigns/101", links=[{"id": second, **docs}]).status == 404
    talk.promoter("Ann", campaign_id=made["id"])
    links = talk.v2("GET", "/company/promoter_campaigns/20001/referral_links").json
    assert [link["url"] for link in links][1] == "https://d.example/?a=1&via=ann#b"


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"name": ""}, {"name": ["can't be blank"]}),
        ({"ref_token_param": "fpr"}, {"ref_token_param": ["is not included in the list"]}),
        ({"visitor_cookie_life": "long"}, {"visitor_cookie_life": ["is invalid"]}),
        (
            {"upgrade_details": {"campaign_id": 9, "amount": 1, "metric": "revenue"}},
            {"upgrade_details.campaign": ["must exist"]},
        ),
        ({"upgrade_details": "soon"}, {"upgrade_details": ["is invalid"]}),
        ({"links": [{"name": "Prices"}]}, {"links.url": ["can't be blank"]}),
        ({"links": "x"}, {"links": ["is invalid"]}),
        (
            {"rewards_for_promoters": [{"reward_id": 1, "apply_on": "all"}]},
            {"rewards_for_promoters": ["must have a reward_id that exists"]},
        ),
    ],
)
def test_what_cannot_be_is_400_and_changes_nothing(talk: Talk, given: dict[str, Any], errors: Any) -> None:
    before = talk.v2("GET", "/company/campaigns").json
    for method, path in (("POST", "/company/campaigns"), ("PUT", "/company/campaigns/102")):
        answer = talk.v2(method, path, NEW | given)
        assert (answer.status, answer.json["errors"]) == (400, errors)
    assert talk.v2("GET", "/company/campaigns").json == before


def test_everything_that_is_missing_is_told_at_once(talk: Talk) -> None:
    assert set(talk.v2("POST", "/company/campaigns").json["errors"]) == set(NEW)


def test_an_empty_campaign_can_be_deleted_with_its_links(talk: Talk) -> None:
    made = create(talk, links=[{"name": "Prices", "url": "https://shop.example/prices"}])
    talk.v2(
        "PUT", "/company/campaigns/102", upgrade_details={"campaign_id": made["id"], "amount": 1, "metric": "customers"}
    )
    assert talk.v2("DELETE", f"/company/campaigns/{made['id']}").json == made
    assert talk.v2("GET", f"/company/campaigns/{made['id']}").status == 404
    assert talk.v2("GET", "/company/campaigns/102").json["upgrade_details"] is None
    assert talk.sandbox.store.value("SELECT count(*) FROM documents WHERE noun = 'campaign_links'") == 0


def test_a_campaign_in_use_and_the_default_one_cannot_be_deleted(talk: Talk) -> None:
    talk.promoter("Ann", campaign_id=102)
    for number in (101, 102):
        answer = talk.v2("DELETE", f"/company/campaigns/{number}")
        assert (answer.status, answer.json["code"]) == (422, "invalid_params")
    assert len(talk.v2("GET", "/company/campaigns").json) == 2


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_nobodys_campaign_is_404(talk: Talk, method: str) -> None:
    assert talk.v2(method, "/company/campaigns/9").status == 404


def test_where_the_campaign_does_not_approve_newcomers_wait(talk: Talk) -> None:
    made = create(talk, auto_approve_promoters=False)
    assert talk.promoter("Ann", campaign_id=made["id"])["status"] == "pending"
    assert talk.promoter("Ben")["status"] == "active"
