# ruff: noqa: E501  an address is one line
"""Assets: exchanges, contradictions, and what the sandbox is asked."""

from typing import Any

from firstpromoter_async.v2.company.assets import AssetFilters
from firstpromoter_async.v2.filters import Range
from tests.contract.exchange import Exchange
from tests.contract.programme import Programme
from tests.contract.reasons import WHOM
from tests.sandbox.talking import Talk

EXCHANGES: dict[str, Exchange] = {
    "v2.assets.create": Exchange(
        {"name": "Post", "asset_type": "text", "content": "Try it!", "allowed_campaign_ids": [101]},
        'POST /api/v2/company/assets {"name":"Post","asset_type":"text","allowed_campaign_ids":[101],"content":"Try it!"}',
        answer="v2/asset.json",
    ),
    "v2.assets.delete": Exchange(
        {"ids": [77, 78]}, 'DELETE /api/v2/company/assets/destroy {"ids":[77,78]}', answer="v2/done.json"
    ),
    "v2.assets.get": Exchange({"id": 77}, "GET /api/v2/company/assets/77", answer="v2/asset.json"),
    "v2.assets.list": Exchange(
        {
            "filters": AssetFilters(
                asset_type="image",
                category_id="not_set",
                campaign_id=[101, 102],  # type: ignore[arg-type]
                created_at=Range(from_="2026-01-01"),
            )
        },
        "GET /api/v2/company/assets?per_page=100&filters%5Basset_type%5D=image&filters%5Bcategory_id%5D=not_set&filters%5Bcampaign_id%5D%5B%5D=101&filters%5Bcampaign_id%5D%5B%5D=102&filters%5Bcreated_at%5D%5Bfrom%5D=2026-01-01",
        answer="v2/assets.json",
    ),
    "v2.assets.update": Exchange(
        {"id": 77, "allowed_campaign_ids": []},
        'PUT /api/v2/company/assets/77 {"allowed_campaign_ids":[]}',
        answer="v2/asset.json",
    ),
    "v2.assets.update_category": Exchange(
        {"ids": [77], "category_id": None},
        'PUT /api/v2/company/assets/update_category {"ids":[77],"category_id":null}',
        answer="v2/batch.json",
        status=202,
    ),
}

KNOWN: dict[str, str] = {
    "* /api/v2/company/assets/* body ids: need not be given": WHOM,
    "PUT /api/v2/company/assets/update_category body category_id: takes no null": "only the text beside it says so",
}

NEW = {"name": "Banner", "asset_type": "image", "file": "..."}
LEAST: dict[str, dict[str, Any]] = {"POST /api/v2/company/assets": NEW}
SAYS: dict[str, Any] = {"allowed_campaign_ids": [101]}


def categorized(talk: Talk) -> dict[str, Any]:
    """Make an asset in a category; both are new."""
    made = talk.v2("PUT", "/company/assets/categories", asset_categories=[{"name": "Pictures", "position": 2}])
    category = next(one for one in made.json if one["name"] == "Pictures")
    asset = talk.v2("POST", "/company/assets", NEW, category_id=category["id"], allowed_campaign_ids=[101])
    return {"id": asset.json["id"], "category_id": category["id"]}


def prepare(talk: Talk) -> dict[str, Any]:
    asset = categorized(talk)
    path = "/api/v2/company/assets"
    return {
        f"PUT {path}/{{id}}": {"id": asset["id"]},
        f"PUT {path}/update_category": {"ids": [asset["id"]], "category_id": asset["category_id"]},
        f"DELETE {path}/destroy": {"ids": [asset["id"]]},
        f"POST {path} category_id": asset["category_id"],
        f"PUT {path}/{{id}} category_id": asset["category_id"],
        f"PUT {path}/update_category category_id": asset["category_id"],
    }


def play(programme: Programme) -> None:
    v2, asset = programme.v2, categorized(programme.talk)
    one = (f"/company/assets/{asset['id']}", "/company/assets/{id}")
    again = v2("POST", "/company/assets", **NEW, category_id=asset["category_id"], allowed_campaign_ids=[101])
    v2("PUT", *one, name="Large banner")
    v2("GET", *one)
    v2("GET", "/company/assets")
    v2("PUT", "/company/assets/update_category", ids=[again["id"]], category_id=None)
    v2("DELETE", "/company/assets/destroy", ids=[again["id"]])
