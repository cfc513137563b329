# ruff: noqa: E501  an address is one line
"""Asset categories: exchanges, contradictions, and what the sandbox is asked."""

from typing import Any

from firstpromoter_async.v2.company.asset_categories import AssetCategoryInput
from tests.contract.exchange import Exchange
from tests.contract.programme import Programme
from tests.sandbox.talking import Talk

EXCHANGES: dict[str, Exchange] = {
    "v2.asset_categories.list": Exchange(
        {}, "GET /api/v2/company/assets/categories?per_page=100", answer="v2/asset_categories.json"
    ),
    "v2.asset_categories.save": Exchange(
        {
            "asset_categories": [
                AssetCategoryInput(name="Banners", position=1),
                AssetCategoryInput(id=5, name="Old", position=9, destroy=True),
            ]
        },
        'PUT /api/v2/company/assets/categories {"asset_categories":[{"name":"Banners","position":1},{"id":5,"name":"Old","position":9,"_destroy":true}]}',
        answer="v2/asset_categories.json",
    ),
}

KNOWN: dict[str, str] = {
    "PUT /api/v2/company/assets/categories body asset_categories: need not be given": "without it nothing is asked for",
}

SAYS: dict[str, Any] = {
    "asset_categories": [{"name": "Banners", "position": 1}],
}


def play(programme: Programme) -> None:
    programme.v2("PUT", "/company/assets/categories", asset_categories=[{"name": "Banners", "position": 1}])
    programme.v2("GET", "/company/assets/categories")


def prepare(talk: Talk) -> dict[str, Any]:
    made = talk.v2("PUT", "/company/assets/categories", asset_categories=[{"name": "Texts", "position": 1}]).json
    return {"PUT /api/v2/company/assets/categories asset_categories[].id": made[0]["id"]}
