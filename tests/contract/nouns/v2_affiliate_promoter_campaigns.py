"""A promoter's own places in campaigns: exchanges, contradictions, and what the sandbox is asked."""

from typing import Any

from tests.contract.exchange import Exchange
from tests.contract.programme import Programme
from tests.contract.reasons import KNOWN_BY_OTHERS

EXCHANGES: dict[str, Exchange] = {
    "v2.affiliate.promoter_campaigns.update": Exchange(
        {"id": 1480, "ref_token": "ann-lee"},
        'PUT /api/v2/affiliate/promoter_campaigns/1480 {"ref_token":"ann-lee"}',
        answer="v2/affiliate/promoter_campaign.json",
    ),
}

_UPDATE = "PUT /api/v2/affiliate/promoter_campaigns/{id} 200"
KNOWN: dict[str, str] = {
    f"{_UPDATE} *coupon: is map, and we read text": "an object without members; the company's side says text",
    f"{_UPDATE} *[[][]].products: *": KNOWN_BY_OTHERS,
    f"{_UPDATE} *[[][]].product_ids: *": "ids are integers wherever they have been seen",
    f"{_UPDATE} rewards_for_referrals: *": KNOWN_BY_OTHERS,
}


LEAST: dict[str, dict[str, Any]] = {
    "PUT /api/v2/affiliate/promoter_campaigns/{id}": {"id": 20_001},
}


def play(programme: Programme) -> None:
    for ref_token in ("ann-lee", "ann"):
        programme.affiliate("PUT", "/promoter_campaigns/20001", "/promoter_campaigns/{id}", ref_token=ref_token)
