"""Referrals: exchanges, contradictions, and what the sandbox is asked."""

from typing import Any

from tests.contract.exchange import Exchange
from tests.contract.programme import Programme
from tests.contract.reasons import IDS, NONE_SO_FAR, SEEN

EXCHANGES: dict[str, Exchange] = {
    "v2.referrals.list": Exchange(
        {"ids": [1, 2]},
        "GET /api/v2/company/referrals?per_page=100&ids%5B%5D=1&ids%5B%5D=2",
        answer="v2/referrals.json",
    ),
}

KNOWN: dict[str, str] = {
    "GET /api/v2/company/referrals query filters*promoter_id*: takes text, and we send integer": IDS,
    "Referral.traffic_source: not documented": SEEN,
    "Referral.custom_status: not documented": "documented with the operation that sets it, which is not built yet",
    "CustomStatus.*: not documented": "documented with the operation that sets it, which is not built yet",
}

NOT_SHOWN: dict[str, str] = {
    "GET /api/v2/company/referrals *split_details*: there is nothing to show it in": NONE_SO_FAR,
}

LEAST: dict[str, dict[str, Any]] = {
    "POST /api/v2/company/referrals/move_to_promoter": {"ids": [300_001], "promoter_campaign_id": 20_002},
}


def play(programme: Programme) -> None:
    v2 = programme.v2
    v2("GET", "/company/referrals")
    v2("POST", "/company/referrals/move_to_promoter", ids=[9], promoter_campaign_id=20_001)
    v2("DELETE", "/company/referrals", ids=[9])
