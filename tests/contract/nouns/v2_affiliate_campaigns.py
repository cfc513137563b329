"""The campaigns that a promoter sees: exchanges, contradictions, and what the sandbox is asked."""

from tests.contract.exchange import Exchange
from tests.contract.programme import Programme

EXCHANGES: dict[str, Exchange] = {
    "v2.affiliate.campaigns.list": Exchange(
        {},
        "GET /api/v2/affiliate/campaigns?per_page=100",
        answer="v2/affiliate/campaigns.json",
    ),
}


def play(programme: Programme) -> None:
    programme.affiliate("GET", "/campaigns")
