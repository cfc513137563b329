"""Campaigns: exchanges, contradictions, and what the sandbox is asked."""

from tests.contract.exchange import Exchange
from tests.contract.programme import Programme
from tests.contract.reasons import NONE_SO_FAR

EXCHANGES: dict[str, Exchange] = {
    "v2.campaigns.list": Exchange({}, "GET /api/v2/company/campaigns?per_page=100", answer="v2/campaigns.json"),
}

NOT_SHOWN: dict[str, str] = {
    "GET /api/v2/company/campaigns *links*: there is nothing to show it in": NONE_SO_FAR,
    "GET /api/v2/company/campaigns *products*: there is nothing to show it in": NONE_SO_FAR,
    "GET /api/v2/company/campaigns *rewards_for_referrals*: there is nothing to show it in": NONE_SO_FAR,
}


def play(programme: Programme) -> None:
    programme.v2("GET", "/company/campaigns")
