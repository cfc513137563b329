# ruff: noqa: E501  an address is one line
"""The promoter's own account: exchanges, contradictions, and what the sandbox is asked."""

from typing import Any

from tests.contract.exchange import Exchange
from tests.contract.programme import Programme
from tests.contract.reasons import CENTS
from tests.sandbox.talking import Talk

EXCHANGES: dict[str, Exchange] = {
    "v2.affiliate.promoters.current": Exchange(
        {},
        "GET /api/v2/affiliate/promoters/current",
        answer="v2/affiliate/current_promoter.json",
    ),
    "v2.affiliate.promoters.sub_affiliates": Exchange(
        {},
        "GET /api/v2/affiliate/promoters/sub_affiliates?per_page=100",
        answer="v2/affiliate/sub_affiliates.json",
    ),
    "v2.affiliate.promoters.chart_data": Exchange(
        {"selection": "clicks", "period_from": "2026-01-01", "period_to": "2026-01-31", "promoter_campaign_id": 1480},
        "GET /api/v2/affiliate/promoters/chart_data?selection=clicks&period_from=2026-01-01&period_to=2026-01-31&promoter_campaign_id=1480",
        answer="v2/affiliate/chart_data.json",
    ),
    "v2.affiliate.promoters.email_from_encrypted_id": Exchange(
        {"id": "Zm9v=="},
        "GET /api/v2/affiliate/promoters/email_from_encrypted_id?id=Zm9v%3D%3D",
        answer="v2/affiliate/email.json",
    ),
    "v2.affiliate.promoters.set_password": Exchange(
        {"id": "Zm9v==", "new_password": "correct horse"},
        'PUT /api/v2/affiliate/promoters/set_password {"id":"Zm9v==","user":{"new_password":"correct horse","new_password_confirmation":"correct horse"}}',
        answer="v2/affiliate/current_promoter.json",
    ),
    "v2.affiliate.promoters.archive": Exchange(
        {},
        "POST /api/v2/affiliate/promoters/archive {}",
        answer=None,
    ),
}

KNOWN: dict[str, str] = {
    "* */api/v2/affiliate/* 200 *stats.revenue_amount: is number, and we read integer": CENTS,
    "PUT /api/v2/affiliate/promoters/set_password body user: *": "one password is asked for, and sent twice as it is wanted",
    "PUT /api/v2/affiliate/promoters/set_password body user.*: not offered": "both are the password that is asked for",
}


LEAST: dict[str, dict[str, Any]] = {
    "PUT /api/v2/affiliate/promoters/set_password": {
        "user": {"new_password": "secret-1", "new_password_confirmation": "secret-1"}
    },
}


def prepare(talk: Talk) -> dict[str, Any]:
    token = encrypted_id(talk)
    return {
        "GET /api/v2/affiliate/promoters/email_from_encrypted_id": {"id": token},
        "PUT /api/v2/affiliate/promoters/set_password": {
            "id": token,
            "user": {"new_password": "secret-1", "new_password_confirmation": "secret-1"},
        },
    }


def play(programme: Programme) -> None:
    ann, talk = programme.affiliate, programme.talk
    ann("GET", "/promoters/current")
    ann("GET", "/promoters/sub_affiliates")
    ann("GET", "/promoters/chart_data", promoter_campaign_id=20_001)
    ann("GET", "/promoters/email_from_encrypted_id", id=encrypted_id(talk))
    user = {"new_password": "secret-1", "new_password_confirmation": "secret-1"}
    ann("PUT", "/promoters/set_password", id=encrypted_id(talk), user=user)
    talk.promoter("Gone")
    gone = talk.v2("GET", "/company/promoters", q="gone@example.com").json["data"][0]["id"]
    programme.note("POST /api/v2/affiliate/promoters/archive", talk.signed_in(gone).call("POST", "/promoters/archive"))


def encrypted_id(talk: Talk) -> str:
    """Return what stands in the link by which Ann sets up her password."""
    shown = talk.v2("GET", "/company/promoters/1001").json["password_setup_url"]
    return str(shown.rpartition("=")[2])
