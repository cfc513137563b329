# ruff: noqa: E501  an address is one line
"""A promoter's own promo codes: exchanges, contradictions, and what the sandbox is asked."""

from typing import Any

from tests.contract.exchange import Exchange
from tests.contract.programme import Programme
from tests.sandbox.talking import Talk

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


LEAST: dict[str, dict[str, Any]] = {
    "POST /api/v2/affiliate/promo_codes": {"code": "MINE", "reward_id": 7020, "promoter_campaign_id": 20_001},
}


def prepare(talk: Talk) -> dict[str, Any]:
    code = (
        talk.signed_in()
        .call("POST", "/promo_codes", LEAST["POST /api/v2/affiliate/promo_codes"] | {"code": "OWN"})
        .json
    )
    return {"PUT /api/v2/affiliate/promo_codes/{id}": {"id": code["id"]}}


def play(programme: Programme) -> None:
    ann = programme.affiliate
    code = ann("POST", "/promo_codes", code="MINE", reward_id=7020, promoter_campaign_id=20_001, metadata={"a": 1})
    one = (f"/promo_codes/{code['id']}", "/promo_codes/{id}")
    ann("PUT", *one, description="For friends")
    ann("DELETE", *one)
