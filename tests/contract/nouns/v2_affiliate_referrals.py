# ruff: noqa: E501  an address is one line
"""A promoter's own referrals: exchanges, contradictions, and what the sandbox is asked."""

from typing import Any

from firstpromoter_async.v2 import (
    AffiliateReferralExportFilters,
    AffiliateReferralFilters,
    AffiliateReferralSorting,
    Range,
)
from tests.contract.exchange import Exchange
from tests.contract.programme import Programme

EXCHANGES: dict[str, Exchange] = {
    "v2.affiliate.referrals.list": Exchange(
        {
            "q": "joe",
            "filters": AffiliateReferralFilters(
                type="customer", created_at=Range(from_="2026-01-01"), campaign_id=[28, 29]
            ),
            "sorting": AffiliateReferralSorting(email="asc"),
        },
        "GET /api/v2/affiliate/referrals?per_page=100&q=joe&filters%5Btype%5D=customer&filters%5Bcreated_at%5D%5Bfrom%5D=2026-01-01&filters%5Bcampaign_id%5D%5B%5D=28&filters%5Bcampaign_id%5D%5B%5D=29&sorting%5Bemail%5D=asc",
        answer="v2/affiliate/referrals.json",
    ),
    "v2.affiliate.referrals.create": Exchange(
        {"email": "joe@example.com", "promoter_campaign_id": 1480, "uid": "u-7"},
        'POST /api/v2/affiliate/referrals {"email":"joe@example.com","promoter_campaign_id":1480,"uid":"u-7"}',
        answer="v2/affiliate/referral.json",
    ),
    "v2.affiliate.referrals.update": Exchange(
        {"id": 90123, "uid": "u-8"},
        'PUT /api/v2/affiliate/referrals/90123 {"uid":"u-8"}',
        answer="v2/affiliate/referral.json",
    ),
    "v2.affiliate.referrals.delete": Exchange(
        {"id": 90123},
        "DELETE /api/v2/affiliate/referrals/90123",
        answer=None,
        status=204,
    ),
    "v2.affiliate.referrals.export": Exchange(
        {"filters": AffiliateReferralExportFilters(state="active")},
        "GET /api/v2/affiliate/referrals/export?filters%5Bstate%5D=active",
        answer="v2/affiliate/referrals.csv",
    ),
}


LEAST: dict[str, dict[str, Any]] = {
    "POST /api/v2/affiliate/referrals": {"email": "zoe@example.com", "promoter_campaign_id": 20_001},
    "PUT /api/v2/affiliate/referrals/{id}": {"id": 300_001},
}


def play(programme: Programme) -> None:
    ann = programme.affiliate
    made = ann("POST", "/referrals", email="zoe@example.com", promoter_campaign_id=20_001, uid="z-1")
    ann("GET", "/referrals")
    one = (f"/referrals/{made['id']}", "/referrals/{id}")
    ann("PUT", *one, uid="z-2")
    ann("GET", "/referrals/export")
    ann("DELETE", *one)
