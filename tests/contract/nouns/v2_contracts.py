# ruff: noqa: E501  an address is one line
"""Contracts and their documents: exchanges, contradictions, and what the sandbox is asked."""

from typing import Any

from firstpromoter_async.v2.company.contract_documents import ContractDocumentFilters, ContractDocumentSorting
from tests.contract.exchange import Exchange
from tests.contract.programme import Programme
from tests.sandbox.talking import Talk

TERMS = {
    "name": "Terms",
    "checkbox_label": "I agree to the [terms]",
    "content_hosted": True,
    "content": "<p>Be fair.</p>",
}
EXCHANGES: dict[str, Exchange] = {
    "v2.contracts.create": Exchange(
        TERMS,
        'POST /api/v2/company/contracts {"name":"Terms","checkbox_label":"I agree to the [terms]","content_hosted":true,"content":"<p>Be fair.</p>"}',
        answer="v2/contract.json",
    ),
    "v2.contracts.delete": Exchange({"id": 3}, "DELETE /api/v2/company/contracts/3", answer=None),
    "v2.contracts.get": Exchange({"id": 3}, "GET /api/v2/company/contracts/3", answer="v2/contract.json"),
    "v2.contracts.list": Exchange({}, "GET /api/v2/company/contracts?per_page=100", answer="v2/contracts.json"),
    "v2.contracts.update": Exchange(
        {
            "id": 3,
            "name": "Terms",
            "checkbox_label": "[Terms]",
            "content_hosted": False,
            "external_link": "https://shop.example/terms",
            "campaign_ids": [],
            "default": True,
        },
        'PUT /api/v2/company/contracts/3 {"name":"Terms","checkbox_label":"[Terms]","content_hosted":false,"external_link":"https://shop.example/terms","campaign_ids":[],"default":true}',
        answer="v2/contract.json",
    ),
    "v2.contract_documents.get": Exchange(
        {"id": 9, "content_type": "html"},
        "GET /api/v2/company/contract_documents/9?content_type=html",
        answer="v2/contract_document.json",
    ),
    "v2.contract_documents.list": Exchange(
        {
            "filters": ContractDocumentFilters(status="signed", contract_id=3),
            "sorting": ContractDocumentSorting(signed_at="desc"),
            "page": 2,
        },
        "GET /api/v2/company/contract_documents?page=2&per_page=100&filters%5Bstatus%5D=signed&filters%5Bcontract_id%5D=3&sorting%5Bsigned_at%5D=desc",
        answer="v2/contract_documents.json",
    ),
}

LEAST: dict[str, dict[str, Any]] = {
    "POST /api/v2/company/contracts": TERMS,
    "GET /api/v2/company/contract_documents/{id}": {"id": 9},
}
SAYS: dict[str, Any] = {"checkbox_label": "[Terms]", "campaign_ids": [101]}


def documents_of(talk: Talk) -> list[int]:
    return [one["id"] for one in talk.v2("GET", "/company/contract_documents").json]


def prepare(talk: Talk) -> dict[str, dict[str, Any]]:
    contract = talk.v2("POST", "/company/contracts", TERMS).json
    return {
        "PUT /api/v2/company/contracts/{id}": {"id": contract["id"], **TERMS},
        "GET /api/v2/company/contract_documents/{id}": {"id": documents_of(talk)[0]},
    }


def play(programme: Programme) -> None:
    v2 = programme.v2
    contract = v2("POST", "/company/contracts", **TERMS)
    one = (f"/company/contracts/{contract['id']}", "/company/contracts/{id}")
    v2("PUT", *one, **TERMS)
    v2("GET", *one)
    v2("GET", "/company/contracts")
    [document, *_] = v2("GET", "/company/contract_documents")
    v2(
        "GET",
        f"/company/contract_documents/{document['id']}",
        "/company/contract_documents/{id}",
        content_type="html",
    )
    v2("DELETE", *one)
