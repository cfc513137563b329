"""Which e-mails a promoter gets: exchanges, contradictions, and what the sandbox is asked."""

from typing import Any

from tests.contract.exchange import Exchange
from tests.contract.programme import Programme

KNOWN: dict[str, str] = {
    "GET /api/v2/affiliate/email_settings 200 meta.email: not read": "`Page.meta` passes on whatever comes beside the rows",
}

EXCHANGES: dict[str, Exchange] = {
    "v2.affiliate.email_settings.list": Exchange(
        {"e": "Zm9v=="},
        "GET /api/v2/affiliate/email_settings?per_page=100&e=Zm9v%3D%3D",
        answer="v2/affiliate/email_settings.json",
    ),
    "v2.affiliate.email_settings.update": Exchange(
        {"id": 826, "emails_opt_payout": False},
        'PUT /api/v2/affiliate/email_settings/826 {"emails_opt_payout":false}',
        answer="v2/affiliate/email_setting.json",
    ),
}

LEAST: dict[str, dict[str, Any]] = {"PUT /api/v2/affiliate/email_settings/{id}": {"id": 1001}}


def play(programme: Programme) -> None:
    programme.affiliate("GET", "/email_settings")
    programme.affiliate("PUT", "/email_settings/1001", "/email_settings/{id}", emails_opt_payout=False)
