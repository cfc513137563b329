"""How a promoter wants to be paid: exchanges, contradictions, and what the sandbox is asked."""

from typing import Any

from firstpromoter_async.v2 import PayoutDetailsInput
from tests.contract.exchange import Exchange
from tests.contract.programme import Programme
from tests.sandbox.talking import Talk

_PATH = "/api/v2/affiliate/payout_methods"

EXCHANGES: dict[str, Exchange] = {
    "v2.affiliate.payout_methods.list": Exchange(
        {}, f"GET {_PATH}?per_page=100", answer="v2/affiliate/payout_methods.json"
    ),
    "v2.affiliate.payout_methods.get": Exchange(
        {"id": 71}, f"GET {_PATH}/71", answer="v2/affiliate/payout_method.json"
    ),
    "v2.affiliate.payout_methods.create": Exchange(
        {"method": "paypal", "details": PayoutDetailsInput(paypal_email="ann@example.com"), "is_selected": True},
        f'POST {_PATH} {{"method":"paypal","details":{{"paypal_email":"ann@example.com"}},"is_selected":true}}',
        answer="v2/affiliate/payout_method.json",
    ),
    "v2.affiliate.payout_methods.update": Exchange(
        {"id": 71, "details": PayoutDetailsInput(iban="DE02120300000000202051", bank_country="DE")},
        f'PUT {_PATH}/71 {{"details":{{"bank_country":"DE","iban":"DE02120300000000202051"}}}}',
        answer="v2/affiliate/payout_method.json",
    ),
    "v2.affiliate.payout_methods.delete": Exchange({"id": 71}, f"DELETE {_PATH}/71", answer=None),
}

KNOWN: dict[str, str] = {
    f"* {_PATH}* *details.bank_country: * *": "countries come and go: any two letters are taken, and read",
    f"GET {_PATH} 200 meta.*: not read": "`Page.meta` passes on whatever comes beside the rows",
}

NOT_SHOWN: dict[str, str] = {
    f"* {_PATH}* *details.*: is missing": "each method has details of its own, and some have none that are documented",
}

PAYPAL: dict[str, Any] = {"method": "paypal", "details": {"paypal_email": "ann@example.com"}}

LEAST: dict[str, dict[str, Any]] = {f"POST {_PATH}": PAYPAL}


def prepare(talk: Talk) -> dict[str, Any]:
    made = talk.signed_in().call("POST", "/payout_methods", PAYPAL).json
    return {f"PUT {_PATH}/{{id}}": {"id": made["id"], **PAYPAL}}


def play(programme: Programme) -> None:
    ann = programme.affiliate
    made = ann("POST", "/payout_methods", **PAYPAL)
    one = (f"/payout_methods/{made['id']}", "/payout_methods/{id}")
    ann("GET", "/payout_methods")
    ann("GET", *one)
    ann("PUT", *one, details={"paypal_email": "lee@example.com"})
    ann("DELETE", *one)
