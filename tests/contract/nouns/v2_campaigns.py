"""Campaigns: exchanges, contradictions, and what the sandbox is asked."""

from typing import Any

from firstpromoter_async.v2.company.campaign_rewards import CampaignRewardInput
from firstpromoter_async.v2.company.campaigns import CampaignLinkInput, UpgradeInput
from tests.contract.exchange import Exchange
from tests.contract.programme import Programme
from tests.contract.reasons import NONE_SO_FAR
from tests.sandbox.talking import Talk

_NEW: dict[str, Any] = {
    "name": "Friends",
    "landing_url": "https://shop.example.com",
    "ref_token_param": "?fpr",
    "visitor_cookie_life": 60,
}

EXCHANGES: dict[str, Exchange] = {
    "v2.campaigns.create": Exchange(
        {
            **_NEW,
            "links": [CampaignLinkInput(name="Prices", url="https://shop.example.com/prices")],
            "upgrade_details": UpgradeInput(campaign_id=29, amount=100_000, metric="revenue"),
            "rewards_for_promoters": [CampaignRewardInput(reward_id=157)],
        },
        'POST /api/v2/company/campaigns {"links":[{"name":"Prices","url":"https://shop.example.com/prices"}],"upgrade_details":{"campaign_id":29,"amount":100000,"metric":"revenue"},"rewards_for_promoters":[{"reward_id":157,"apply_on":"all","product_ids":[]}],"name":"Friends","landing_url":"https://shop.example.com","ref_token_param":"?fpr","visitor_cookie_life":60}',
        answer="v2/campaign.json",
        status=201,
    ),
    "v2.campaigns.delete": Exchange({"id": 28}, "DELETE /api/v2/company/campaigns/28", answer="v2/campaign.json"),
    "v2.campaigns.get": Exchange({"id": 28}, "GET /api/v2/company/campaigns/28", answer="v2/campaign.json"),
    "v2.campaigns.list": Exchange({}, "GET /api/v2/company/campaigns?per_page=100", answer="v2/campaigns.json"),
    "v2.campaigns.update": Exchange(
        {
            "id": 28,
            "ref_token_param": "?via",
            "links": [CampaignLinkInput(id=5, name="Prices", url="https://shop.example.com/prices", destroy=True)],
            "rewards_for_referrals": [],
        },
        'PUT /api/v2/company/campaigns/28 {"links":[{"id":5,"name":"Prices","url":"https://shop.example.com/prices","_destroy":true}],"rewards_for_referrals":[],"ref_token_param":"?via"}',
        answer="v2/campaign.json",
    ),
}

KNOWN: dict[str, str] = {
    "* /api/v2/company/campaigns* body rewards_for_*[[]].apply_on: is required": "all, unless somebody says otherwise",
    "* /api/v2/company/campaigns* body rewards_for_*[[]].product_ids: is required": "none, unless somebody says otherwise",
    "* /api/v2/company/campaigns* body rewards_for_*[[]].product_ids: takes any*": "a list of ids, as elsewhere",
    "* /api/v2/company/campaigns* body upgrade_details.metric: has no value active_customers": "answers have it",
}

LEAST: dict[str, dict[str, Any]] = {
    "POST /api/v2/company/campaigns": _NEW,
    "GET /api/v2/company/campaigns/{id}": {"id": 102},
}

NOT_SHOWN: dict[str, str] = {
    "GET /api/v2/company/campaigns *links*: there is nothing to show it in": NONE_SO_FAR,
    "GET /api/v2/company/campaigns *products*: there is nothing to show it in": NONE_SO_FAR,
    "GET /api/v2/company/campaigns *rewards_for_referrals*: there is nothing to show it in": NONE_SO_FAR,
}


_UPGRADE = {"campaign_id": 101, "amount": 100_000, "metric": "revenue"}
_REWARD = {"apply_on": "all", "product_ids": [], "reward_id": 7030}

LEAST_OF_ITEM: dict[str, dict[str, Any]] = {
    "links[]": {"name": "Prices", "url": "https://shop.example/prices"},
    "upgrade_details": _UPGRADE,
}

SAYS: dict[str, Any] = {
    f"{operation} {name}": value
    for operation in ("POST /api/v2/company/campaigns", "PUT /api/v2/company/campaigns/{id}")
    for name, value in {
        "links": [LEAST_OF_ITEM["links[]"]],
        "rewards_for_promoters": [_REWARD],
        "rewards_for_referrals": [_REWARD],
        "upgrade_details.campaign_id": 101,
        "rewards_for_promoters[].reward_id": 7030,
        "rewards_for_referrals[].reward_id": 7030,
    }.items()
}


def prepare(talk: Talk) -> dict[str, Any]:
    made = talk.v2("POST", "/company/campaigns", _NEW, links=[LEAST_OF_ITEM["links[]"]]).json
    update = "PUT /api/v2/company/campaigns/{id}"
    return {update: {"id": made["id"]}, f"{update} links[].id": made["links"][0]["id"]}


def play(programme: Programme) -> None:
    v2 = programme.v2
    product = v2("POST", "/company/products", name="Gold", prices=[{"ext_id": "price_m"}])
    rewards = [_REWARD | {"product_ids": [product["id"]]}]
    made = v2(
        "POST",
        "/company/campaigns",
        **_NEW,
        links=[LEAST_OF_ITEM["links[]"]],
        upgrade_details=_UPGRADE,
        rewards_for_promoters=rewards,
        rewards_for_referrals=rewards,
    )
    one = (f"/company/campaigns/{made['id']}", "/company/campaigns/{id}")
    v2("GET", *one)
    v2("PUT", *one, name="Good friends")
    v2("DELETE", *one)
    programme.v2("GET", "/company/campaigns")
