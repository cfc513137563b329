# ruff: noqa: E501  an address is one line
"""Referrals: exchanges, contradictions, and what the sandbox is asked."""

from typing import Any

from firstpromoter_async.v2.company.referrals import SplitInput
from tests.contract.exchange import Exchange
from tests.contract.programme import Programme
from tests.contract.reasons import IDS, SEEN, WHOM
from tests.sandbox.talking import Talk

_PATH = "/api/v2/company/referrals"

EXCHANGES: dict[str, Exchange] = {
    "v2.referrals.list": Exchange(
        {"ids": [1, 2]}, f"GET {_PATH}?per_page=100&ids%5B%5D=1&ids%5B%5D=2", answer="v2/referrals.json"
    ),
    "v2.referrals.get": Exchange(
        {"id": "joe+x@example.com", "find_by": "email"},
        f"GET {_PATH}/joe%2Bx%40example.com?find_by=email",
        answer="v2/referral.json",
    ),
    "v2.referrals.create": Exchange(
        {
            "uid": "u-1",
            "promoter_campaign_id": 1480,
            "split_details": [SplitInput(promoter_campaign_id=1481, percentage=30)],
        },
        f'POST {_PATH} {{"uid":"u-1","promoter_campaign_id":1480,"split_details":[{{"promoter_campaign_id":1481,"percentage":30}}]}}',
        answer="v2/referral.json",
    ),
    "v2.referrals.update": Exchange(
        {"id": "u-1", "find_by": "uid", "fraud_check": "ad_source", "split_details": [], "custom_status_id": None},
        f'PUT {_PATH}/u-1 {{"find_by":"uid","fraud_check":"ad_source","split_details":[],"custom_status_id":null}}',
        answer="v2/referral.json",
    ),
    "v2.referrals.import_events": Exchange(
        {"id": "u-1", "find_by": "uid"},
        f"POST {_PATH}/u-1/import_events?find_by=uid {{}}",
        answer="v2/batch.json",
        status=202,
    ),
    "v2.referrals.move_to_promoter": Exchange(
        {"ids": [2920], "promoter_campaign_id": 1481, "move_associated_commissions": False},
        f'POST {_PATH}/move_to_promoter {{"ids":[2920],"promoter_campaign_id":1481,"move_associated_commissions":false}}',
        answer="v2/done.json",
    ),
    "v2.referrals.delete": Exchange({"ids": [2920]}, f'DELETE {_PATH} {{"ids":[2920]}}', answer="v2/done.json"),
    **{
        f"v2.referrals.{verb}": Exchange(
            {"ids": [2920]}, f'POST {_PATH}/{verb} {{"ids":[2920]}}', answer="v2/done.json"
        )
        for verb in ("approve", "disable", "enable")
    },
}

KNOWN: dict[str, str] = {
    f"GET {_PATH} query filters*promoter_id*: takes text, and we send integer": IDS,
    f"* {_PATH}* body ids: need not be given": WHOM,
    f"POST {_PATH}/move_to_promoter body move_associated_commissions: has the value *": "a bool says it",
    "Referral.traffic_source: not documented": SEEN,
}

LEAST: dict[str, dict[str, Any]] = {
    f"POST {_PATH}": {"email": "zoe@example.com", "promoter_campaign_id": 20_001},
    f"GET {_PATH}/{{id}}": {"id": "joe@example.com", "find_by": "email"},
    f"PUT {_PATH}/{{id}}": {"id": "pat@example.com", "find_by": "email"},
    f"POST {_PATH}/{{id}}/import_events": {"id": "joe@example.com", "find_by": "email"},
    f"POST {_PATH}/move_to_promoter": {"ids": [300_001], "promoter_campaign_id": 20_002},
}

LEAST_OF_ITEM: dict[str, dict[str, Any]] = {"split_details[]": {"promoter_campaign_id": 20_002, "percentage": 10}}

SAYS: dict[str, Any] = {
    "split_details": [{"promoter_campaign_id": 20_002, "percentage": 10}],
    **{
        f"{method} {_PATH}{below} split_details[].promoter_campaign_id": 20_001
        for method, below in (("POST", ""), ("PUT", "/{id}"))
    },
}


def play(programme: Programme) -> None:
    v2 = programme.v2
    share = [{"promoter_campaign_id": 20_002, "percentage": 30}]
    named = programme.talk.v2(
        "PUT", "/api/admin/v1/custom_referral_statuses/update", custom_referral_statuses=[{"name": "Cold", "order": 9}]
    ).json[-1]
    v2("POST", "/company/referrals", email="zoe@example.com", promoter_campaign_id=20_001, split_details=share)
    v2("GET", "/company/referrals/zoe@example.com", "/company/referrals/{id}", find_by="email")
    v2(
        "PUT",
        "/company/referrals/zoe@example.com",
        "/company/referrals/{id}",
        find_by="email",
        uid="z-1",
        custom_status_id=named["id"],
    )
    v2("POST", "/company/referrals/300001/import_events", "/company/referrals/{id}/import_events")
    v2("GET", "/company/referrals")
    for verb in ("approve", "enable", "disable"):
        v2("POST", f"/company/referrals/{verb}", ids=[300_002, 9])
    v2("POST", "/company/referrals/move_to_promoter", ids=[9], promoter_campaign_id=20_001)
    v2("DELETE", "/company/referrals", ids=[9])


def prepare(talk: Talk) -> dict[str, Any]:
    """Bring Pat, whose suspicion is one that no test sets, since what is set already is refused."""
    talk.lead("pat", "ann")
    talk.sandbox.store.run("UPDATE leads SET fraud_check = 'another' WHERE email = 'pat@example.com'")
    made = talk.v2(
        "PUT", "/api/admin/v1/custom_referral_statuses/update", custom_referral_statuses=[{"name": "Cold", "order": 9}]
    ).json[-1]
    return {"custom_status_id": made["id"]}
