# ruff: noqa: E501  an address is one line
"""A promoter's own promo codes: exchanges, contradictions, and what the sandbox is asked."""

from tests.contract.exchange import Exchange

EXCHANGES: dict[str, Exchange] = {
    "v2.affiliate.promo_codes.create": Exchange(
        {"code": "ANN20", "reward_id": 157, "promoter_campaign_id": 1480, "metadata": {"channel": "podcast"}},
        'POST /api/v2/affiliate/promo_codes {"code":"ANN20","reward_id":157,"promoter_campaign_id":1480,"metadata":{"channel":"podcast"}}',
        answer="v2/promo_code.json",
    ),
    "v2.affiliate.promo_codes.update": Exchange(
        {"id": 45, "description": "For friends of Ann", "details": {}},
        'PUT /api/v2/affiliate/promo_codes/45 {"description":"For friends of Ann","details":{}}',
        answer="v2/promo_code.json",
    ),
    "v2.affiliate.promo_codes.archive": Exchange(
        {"id": 45},
        "DELETE /api/v2/affiliate/promo_codes/45",
        answer=None,
    ),
}
