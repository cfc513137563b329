# ruff: noqa: E501  an address is one line
"""Promoter campaigns: exchanges, contradictions, and what the sandbox is asked."""

from typing import Any

from firstpromoter_async.v2.company.campaign_rewards import CampaignRewardInput
from tests.contract.exchange import Exchange
from tests.contract.programme import Programme
from tests.contract.reasons import NONE_SO_FAR

EXCHANGES: dict[str, Exchange] = {
    "v2.promoter_campaigns.list": Exchange(
        {"page": 3},
        "GET /api/v2/company/promoter_campaigns?page=3&per_page=100",
        answer="v2/promoter_campaigns.json",
    ),
    "v2.promoter_campaigns.referral_links": Exchange(
        {"id": 1480},
        "GET /api/v2/company/promoter_campaigns/1480/referral_links?per_page=100",
        answer="v2/referral_links.json",
    ),
    "v2.promoter_campaigns.search": Exchange(
        {"q": "ann & co"},
        "GET /api/v2/company/promoter_campaigns/search?q=ann+%26+co",
        answer="v2/promoter_campaigns.json",
    ),
    "v2.promoter_campaigns.update": Exchange(
        {
            "id": 1480,
            "ref_token": "anna",
            "state": "accepted",
            "rewards_for_promoters": [CampaignRewardInput(reward_id=157, apply_on="specific", product_ids=[9])],
            "rewards_for_referrals": [],
            "promoter_rewards_customized": True,
        },
        'PUT /api/v2/company/promoter_campaigns/1480 {"ref_token":"anna","state":"accepted","rewards_for_promoters":[{"reward_id":157,"apply_on":"specific","product_ids":[9]}],"rewards_for_referrals":[],"promoter_rewards_customized":true}',
        answer="v2/promoter_campaign.json",
    ),
}

KNOWN: dict[str, str] = {
    "PUT /api/v2/company/promoter_campaigns/{id} body state: has no value not_set": "one list of states for both ways; FirstPromoter refuses it",
    "PUT /api/v2/company/promoter_campaigns/{id} body rewards_for_*[[]].apply_on: is required": "all, unless somebody says otherwise",
    "PUT /api/v2/company/promoter_campaigns/{id} body rewards_for_*[[]].product_ids: is required": "none, unless somebody says otherwise",
    "* /api/v2/company/promoter_campaigns* *stats.revenue_amount: is number*": "whole minor units, as for promoters and campaigns",
    "FullPromoterCampaign.state: has no value not_set": "documented where promoters show their campaigns",
}

NOT_SHOWN: dict[str, str] = {
    f"* /api/v2/company/promoter_campaigns* {what}*: there is nothing to show it in": NONE_SO_FAR
    for what in ("*rewards_for_referrals", "*products")
}

LEAST: dict[str, dict[str, Any]] = {
    "GET /api/v2/company/promoter_campaigns/search": {"q": "ann"},
    "PUT /api/v2/company/promoter_campaigns/{id}": {"id": 20_001},
    "GET /api/v2/company/promoter_campaigns/{id}/referral_links": {"id": 20_001},
}

_REWARD = {"apply_on": "all", "product_ids": [], "reward_id": 7030}

LEAST_OF_ITEM: dict[str, dict[str, Any]] = {f"rewards_for_{whom}[]": _REWARD for whom in ("promoters", "referrals")}

SAYS: dict[str, Any] = {
    f"PUT /api/v2/company/promoter_campaigns/{{id}} rewards_for_{whom}": [_REWARD]
    for whom in ("promoters", "referrals")
} | {
    f"PUT /api/v2/company/promoter_campaigns/{{id}} rewards_for_{whom}[].reward_id": 7030
    for whom in ("promoters", "referrals")
}


def play(programme: Programme) -> None:
    v2 = programme.v2
    v2("GET", "/company/promoter_campaigns")
    v2("GET", "/company/promoter_campaigns/search", q="ann")
    one = ("/company/promoter_campaigns/20001", "/company/promoter_campaigns/{id}")
    v2(
        "PUT",
        *one,
        direct_url="https://ann.example.com/shop",
        promoter_rewards_customized=True,
        rewards_for_promoters=[_REWARD],
    )
    v2("GET", f"{one[0]}/referral_links", f"{one[1]}/referral_links")
