"""The campaigns that a promoter sees: exchanges, contradictions, and what the sandbox is asked."""

from tests.contract.exchange import Exchange

EXCHANGES: dict[str, Exchange] = {
    "v2.affiliate.campaigns.list": Exchange(
        {},
        "GET /api/v2/affiliate/campaigns?per_page=100",
        answer="v2/affiliate/campaigns.json",
    ),
}
