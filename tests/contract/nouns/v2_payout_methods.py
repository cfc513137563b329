# ruff: noqa: E501  an address is one line
"""Payout methods: exchanges, contradictions, and what the sandbox is asked."""

from typing import Any, Final

from firstpromoter_async.v2.company.payout_methods import PayoutMethodFilters
from firstpromoter_async.v2.payout_details import PayoutDetailsInput
from tests.contract.exchange import Exchange
from tests.contract.programme import Programme
from tests.sandbox.talking import Talk

EXCHANGES: dict[str, Exchange] = {
    "v2.payout_methods.create": Exchange(
        {
            "promoter_id": 1,
            "method": "bank",
            "details": PayoutDetailsInput(
                bank_country="DE", account_holder_name="Ann Smith", iban="DE02120300000000202051"
            ),
            "is_selected": True,
        },
        'POST /api/v2/company/payout_methods {"promoter_id":1,"method":"bank","details":{"bank_country":"DE","account_holder_name":"Ann Smith","iban":"DE02120300000000202051"},"is_selected":true}',
        answer="v2/payout_method.json",
    ),
    "v2.payout_methods.delete": Exchange({"id": 611}, "DELETE /api/v2/company/payout_methods/611", answer=None),
    "v2.payout_methods.get": Exchange(
        {"id": 611}, "GET /api/v2/company/payout_methods/611", answer="v2/payout_method.json"
    ),
    "v2.payout_methods.list": Exchange(
        {"filters": PayoutMethodFilters(promoter_id=1)},
        "GET /api/v2/company/payout_methods?per_page=100&filters%5Bpromoter_id%5D=1",
        answer="v2/payout_methods.json",
    ),
    "v2.payout_methods.update": Exchange(
        {
            "id": 611,
            "promoter_id": 1,
            "method": "paypal",
            "details": PayoutDetailsInput(paypal_email="ann@example.com"),
        },
        'PUT /api/v2/company/payout_methods/611 {"promoter_id":1,"method":"paypal","details":{"paypal_email":"ann@example.com"}}',
        answer="v2/payout_method.json",
    ),
}

_BY_METHOD: Final = (
    "each method has details of its own, and some have none that are documented, so they are a plain mapping"
)

KNOWN: dict[str, str] = {
    "* /api/v2/company/payout_methods* *details.bank_country: * *": "countries come and go: any two letters are taken, and read",
}

NOT_SHOWN: dict[str, str] = {"* /api/v2/company/payout_methods* *details.*: is missing": _BY_METHOD}

_PAYPAL: Final = {"method": "paypal", "details": {"paypal_email": "ben@example.com"}, "promoter_id": 1002}
_PATH: Final = "/company/payout_methods"

LEAST: dict[str, dict[str, Any]] = {
    "GET /api/v2/company/payout_methods": {"filters[promoter_id]": 1001},
    "POST /api/v2/company/payout_methods": _PAYPAL,
}


def prepare(talk: Talk) -> dict[str, Any]:
    made = talk.v2("POST", _PATH, _PAYPAL).json
    return {"PUT /api/v2/company/payout_methods/{id}": {"id": made["id"], **_PAYPAL}}


def play(programme: Programme) -> None:
    v2 = programme.v2
    made = v2("POST", _PATH, method="wise", details={"wise_email": "ben@example.com"}, promoter_id=1002)
    one = (f"{_PATH}/{made['id']}", f"{_PATH}/{{id}}")
    v2("GET", _PATH, **{"filters[promoter_id]": 1002})
    v2("GET", *one)
    v2("PUT", *one, **_PAYPAL)
    v2("DELETE", *one)
