# ruff: noqa: E501  an address is one line
"""A promoter's contracts: exchanges, contradictions, and what the sandbox is asked."""

from typing import Any

from firstpromoter_async.v2 import DraftDetails, DraftProfile
from tests.contract.exchange import Exchange
from tests.contract.programme import Programme
from tests.sandbox.talking import Talk

KNOWN: dict[str, str] = {
    "POST /api/v2/affiliate/contract_documents/draft body contract_id: need not be given": "without it nothing is asked for",
    "AffiliateContractDocument.status: has no value pending": "the company's filter has it, for what is not signed yet",
}

EXCHANGES: dict[str, Exchange] = {
    "v2.affiliate.contract_documents.get": Exchange(
        {"id": 61, "content_type": "html"},
        "GET /api/v2/affiliate/contract_documents/61?content_type=html",
        answer="v2/affiliate/contract_content.json",
    ),
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

_PATH = "/api/v2/affiliate/contract_documents"
NEW = {
    "name": "Terms",
    "checkbox_label": "I accept [the terms]",
    "content_hosted": True,
    "content": "<p>Dear {{first_name}}</p>",
}

LEAST: dict[str, dict[str, Any]] = {f"GET {_PATH}/{{id}}": {"id": 1, "content_type": "pdf"}}


def _begin(talk: Talk) -> tuple[int, int]:
    """Let the company have a contract; returns its id, and that of Ann's document."""
    contract = talk.v2("POST", "/company/contracts", NEW).json["id"]
    mine = talk.signed_in().call("GET", "/contract_documents").json
    return contract, next(one["id"] for one in mine if one["contract"]["id"] == contract)


def prepare(talk: Talk) -> dict[str, Any]:
    contract, document = _begin(talk)
    return {
        f"GET {_PATH}/{{id}}": {"id": document},
        f"POST {_PATH}/{{id}}/sign": {"id": document, "ip": "203.0.113.7"},
        f"POST {_PATH}/draft": {"contract_id": contract},
    }


def play(programme: Programme) -> None:
    contract, document = _begin(programme.talk)
    ann, one = programme.affiliate, f"/contract_documents/{document}"
    ann("POST", f"{one}/sign", "/contract_documents/{id}/sign", ip="203.0.113.7")
    ann("GET", "/contract_documents")
    ann("GET", one, "/contract_documents/{id}", content_type="html")
    ann("POST", "/contract_documents/draft", contract_id=contract, details={"profile": {"first_name": "Eve"}})
