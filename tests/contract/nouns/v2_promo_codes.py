# ruff: noqa: E501  an address is one line
"""Promo codes: exchanges, contradictions, and what the sandbox is asked."""

from typing import Any

from tests.contract.exchange import Exchange
from tests.contract.programme import Programme
from tests.sandbox.talking import Talk

EXCHANGES: dict[str, Exchange] = {
    "v2.promo_codes.archive": Exchange({"id": 45}, "DELETE /api/v2/company/promo_codes/45", answer=None),
    "v2.promo_codes.create": Exchange(
        {"code": "ANN20", "reward_id": 157, "promoter_campaign_id": 1480, "metadata": {"channel": "podcast"}},
        'POST /api/v2/company/promo_codes {"code":"ANN20","reward_id":157,"promoter_campaign_id":1480,"metadata":{"channel":"podcast"}}',
        answer="v2/promo_code.json",
    ),
    "v2.promo_codes.get": Exchange({"id": 45}, "GET /api/v2/company/promo_codes/45", answer="v2/promo_code.json"),
    "v2.promo_codes.list": Exchange(
        {"promoter_campaign_id": 1480},
        "GET /api/v2/company/promo_codes?per_page=100&promoter_campaign_id=1480",
        answer="v2/promo_codes.json",
    ),
    "v2.promo_codes.update": Exchange(
        {"id": 45, "description": "For friends of Ann", "details": {}},
        'PUT /api/v2/company/promo_codes/45 {"description":"For friends of Ann","details":{}}',
        answer="v2/promo_code.json",
    ),
}

LEAST: dict[str, dict[str, Any]] = {
    "POST /api/v2/company/promo_codes": {"code": "NEW", "reward_id": 7020, "promoter_campaign_id": 20_001},
}


def prepare(talk: Talk) -> dict[str, dict[str, Any]]:
    code = talk.v2("POST", "/company/promo_codes", code="ANN20", reward_id=7020, promoter_campaign_id=20_001).json
    return {"PUT /api/v2/company/promo_codes/{id}": {"id": code["id"]}}


def play(programme: Programme) -> None:
    v2 = programme.v2
    new = {"code": "ANN20", "reward_id": 7020, "promoter_campaign_id": 20_001, "details": {"a": 1}}
    code = v2("POST", "/company/promo_codes", **new)
    one = (f"/company/promo_codes/{code['id']}", "/company/promo_codes/{id}")
    v2("PUT", *one, description="For friends")
    v2("GET", *one)
    v2("GET", "/company/promo_codes")
    v2("DELETE", *one)
