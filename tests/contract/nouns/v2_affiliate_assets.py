"""Material for a promoter: exchanges, contradictions, and what the sandbox is asked."""

from tests.contract.exchange import Exchange
from tests.contract.programme import Programme

EXCHANGES: dict[str, Exchange] = {
    "v2.affiliate.assets.list": Exchange(
        {}, "GET /api/v2/affiliate/assets?per_page=100", answer="v2/affiliate/assets.json"
    ),
    "v2.affiliate.assets.categories": Exchange(
        {}, "GET /api/v2/affiliate/asset_categories", answer="v2/affiliate/asset_categories.json"
    ),
}


def play(programme: Programme) -> None:
    programme.talk.v2(
        "POST",
        "/company/assets",
        name="Banner",
        asset_type="link",
        url="https://shop.example",
        allowed_campaign_ids=[101],
    )
    programme.affiliate("GET", "/assets")
    programme.affiliate("GET", "/asset_categories")
