"""A promoter's own referral links: exchanges, contradictions, and what the sandbox is asked."""

from typing import Any

from tests.contract.exchange import Exchange
from tests.contract.programme import Programme
from tests.sandbox.talking import Talk

EXCHANGES: dict[str, Exchange] = {
    "v2.affiliate.referral_links.list": Exchange(
        {"promoter_campaign_id": 1480},
        "GET /api/v2/affiliate/referral_links?per_page=100&promoter_campaign_id=1480",
        answer="v2/affiliate/referral_links.json",
    ),
    "v2.affiliate.referral_links.create": Exchange(
        {
            "promoter_campaign_id": 1480,
            "sub_id": "podcast",
            "name": "Podcast",
            "url": "https://shop.example.com/podcast",
        },
        'POST /api/v2/affiliate/referral_links {"promoter_campaign_id":1480,"sub_id":"podcast","name":"Podcast","url":"https://shop.example.com/podcast"}',
        answer="v2/affiliate/referral_link.json",
    ),
    "v2.affiliate.referral_links.update": Exchange(
        {"id": 311, "name": "Podcast 2"},
        'PUT /api/v2/affiliate/referral_links/311 {"name":"Podcast 2"}',
        answer="v2/affiliate/referral_link.json",
    ),
    "v2.affiliate.referral_links.delete": Exchange(
        {"id": 311}, "DELETE /api/v2/affiliate/referral_links/311", answer=None
    ),
}


LEAST: dict[str, dict[str, Any]] = {
    "POST /api/v2/affiliate/referral_links": {"promoter_campaign_id": 20_001},
}


def prepare(talk: Talk) -> dict[str, Any]:
    link = talk.signed_in().call("POST", "/referral_links", promoter_campaign_id=20_001).json
    return {"PUT /api/v2/affiliate/referral_links/{id}": {"id": link["id"]}}


def play(programme: Programme) -> None:
    ann = programme.affiliate
    new = {"promoter_campaign_id": 20_001, "sub_id": "podcast", "url": "https://shop.example/podcast?a=1"}
    link = ann("POST", "/referral_links", name="Podcast", **new)
    ann("GET", "/referral_links", promoter_campaign_id=20_001)
    one = (f"/referral_links/{link['id']}", "/referral_links/{id}")
    ann("PUT", *one, name="Talks")
    ann("DELETE", *one)
