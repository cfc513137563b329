# ruff: noqa: E501  an address is one line
"""Custom referral statuses: exchanges, contradictions, and what the sandbox is asked."""

from typing import Any

from firstpromoter_async.v2.company.custom_referral_statuses import CustomReferralStatusInput
from tests.contract.exchange import Exchange
from tests.contract.programme import Programme
from tests.sandbox.talking import Talk

_PATH = "/api/admin/v1/custom_referral_statuses"
_ITEM = f"PUT {_PATH}/update body custom_referral_statuses[[][]]"

EXCHANGES: dict[str, Exchange] = {
    "v2.custom_referral_statuses.list": Exchange(
        {}, f"GET {_PATH}?per_page=100", answer="v2/custom_referral_statuses.json"
    ),
    "v2.custom_referral_statuses.save": Exchange(
        {
            "custom_referral_statuses": [
                CustomReferralStatusInput(name="Hot lead", description=None, order=1),
                CustomReferralStatusInput(id=55, destroy=True),
            ]
        },
        f'PUT {_PATH}/update {{"custom_referral_statuses":[{{"name":"Hot lead","description":null,"order":1}},{{"id":55,"_destroy":true}}]}}',
        answer="v2/custom_referral_statuses.json",
    ),
}

KNOWN: dict[str, str] = {
    f"{_ITEM}.name: is required": "the documents' own example deletes by the id alone; without that it is asked for",
    f"{_ITEM}.order: is required": "the documents' own example deletes by the id alone; without that it is asked for",
}

LEAST_OF_ITEM: dict[str, dict[str, Any]] = {"custom_referral_statuses[]": {"name": "New", "order": 5}}

SAYS: dict[str, Any] = {"custom_referral_statuses": [{"name": "Lukewarm", "order": 2}]}


def play(programme: Programme) -> None:
    programme.v2("PUT", f"{_PATH}/update", custom_referral_statuses=[{"name": "Hot", "order": 1}])
    programme.v2("GET", _PATH)


def prepare(talk: Talk) -> dict[str, Any]:
    made = talk.v2("PUT", f"{_PATH}/update", custom_referral_statuses=[{"name": "Warm", "order": 3}]).json
    return {f"PUT {_PATH}/update custom_referral_statuses[].id": made[0]["id"]}
