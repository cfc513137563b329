# ruff: noqa: E501  an address is one line
"""A promoter's contracts: exchanges, contradictions, and what the sandbox is asked."""

from firstpromoter_async.v2 import DraftDetails, DraftProfile
from tests.contract.exchange import Exchange

KNOWN: dict[str, str] = {
    "POST /api/v2/affiliate/contract_documents/draft body contract_id: need not be given": "without it nothing is asked for",
    "AffiliateContractDocument.status: has no value pending": "the company's filter has it, for what is not signed yet",
}

EXCHANGES: dict[str, Exchange] = {
    "v2.affiliate.contract_documents.list": Exchange(
        {},
        "GET /api/v2/affiliate/contract_documents?per_page=100",
        answer="v2/affiliate/contract_documents.json",
    ),
    "v2.affiliate.contract_documents.sign": Exchange(
        {"id": 61, "ip": "203.0.113.7"},
        'POST /api/v2/affiliate/contract_documents/61/sign {"ip":"203.0.113.7"}',
        answer="v2/affiliate/contract_document.json",
    ),
    "v2.affiliate.contract_documents.draft": Exchange(
        {"contract_id": 7, "details": DraftDetails(email="eve@example.com", profile=DraftProfile(first_name="Eve"))},
        'POST /api/v2/affiliate/contract_documents/draft {"contract_id":7,"details":{"email":"eve@example.com","profile":{"first_name":"Eve"}}}',
        answer="v2/affiliate/contract_draft.json",
    ),
}
