"""How a promoter wants to be paid: exchanges, contradictions, and what the sandbox is asked."""

from firstpromoter_async.v2 import PayoutDetailsInput
from tests.contract.exchange import Exchange

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
