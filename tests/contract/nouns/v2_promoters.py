"""Promoters: exchanges, contradictions, and what the sandbox is asked."""

from typing import Any

from tests.contract.exchange import Exchange
from tests.contract.programme import Programme
from tests.contract.reasons import SEEN, WHOM

EXCHANGES: dict[str, Exchange] = {
    "v2.promoters.accept": Exchange(
        {"ids": [826, 827], "campaign_id": 28},
        'POST /api/v2/company/promoters/accept {"ids":[826,827],"campaign_id":28}',
        answer="v2/batch.json",
        status=202,
    ),
    "v2.promoters.archive": Exchange(
        {"ids": [826, 827]}, 'POST /api/v2/company/promoters/archive {"ids":[826,827]}', answer="v2/done.json"
    ),
    "v2.promoters.create": Exchange(
        {"email": "ann@example.com"},
        'POST /api/v2/company/promoters {"email":"ann@example.com"}',
        answer="v2/promoter.json",
    ),
    "v2.promoters.get": Exchange(
        {"id": "ann@example.com", "find_by": "email"},
        "GET /api/v2/company/promoters/ann%40example.com?find_by=email",
        answer="v2/promoter.json",
    ),
    "v2.promoters.list": Exchange(
        {"q": "ann"}, "GET /api/v2/company/promoters?per_page=100&q=ann", answer="v2/promoters.json"
    ),
    "v2.promoters.restore": Exchange(
        {"ids": [826, 827]}, 'POST /api/v2/company/promoters/restore {"ids":[826,827]}', answer="v2/done.json"
    ),
}

KNOWN: dict[str, str] = {
    "GET /api/v2/company/promoters* query *_p*: not documented": "two switches that only texts on the answer mention",
    "GET /api/v2/company/promoters query filters*archived*: *": "four spellings are listed for two meanings: a bool says it",
    "GET /api/v2/company/promoters query filters*subscribed_to_email*: *": "the same four spellings",
    "GET /api/v2/company/promoters query filters*operator*: is required": "exact, unless somebody says otherwise",
    "GET /api/v2/company/promoters query filters*inactivity*: need not be given": "either alone says nothing",
    "POST /api/v2/company/promoters/* body ids: need not be given": WHOM,
    "Promoter.has_monetary_rewards: not documented": SEEN,
    "Promoter.recruitment_link_url: not documented": SEEN,
    "Promoter.pending_contract_documents: not documented": SEEN,
    "Promoter.invoice_details_status: has no value not_set": SEEN,
    "PromoterCampaign.display_coupon: not documented": SEEN,
    "PromoterProfile.paypal_email: not documented": SEEN,
    "PromoterProfile.pending_vat_validation: not documented": SEEN,
}

LEAST: dict[str, dict[str, Any]] = {
    "POST /api/v2/company/promoters": {"email": "eve@example.com"},
    "GET /api/v2/company/promoters/{id}": {"id": "ann@example.com", "find_by": "email"},
    **{
        f"POST /api/v2/company/promoters/{verb}": {"ids": [1001], "campaign_id": 101}
        for verb in ("accept", "reject", "block")
    },
    "POST /api/v2/company/promoters/add_to_campaign": {"ids": [1001], "campaign_id": 102},
    "POST /api/v2/company/promoters/move_to_campaign": {
        "ids": [1001],
        "from_campaign_id": 101,
        "to_campaign_id": 102,
    },
    "POST /api/v2/company/promoters/assign_parent": {"ids": [1001], "parent_promoter_id": 1002},
}


def play(programme: Programme) -> None:
    v2, ids = programme.v2, [1001, 9]
    v2("POST", "/company/promoters", email="eve@example.com", profile={"first_name": "Eve"})
    v2("GET", "/company/promoters")
    v2("GET", "/company/promoters/1002", "/company/promoters/{id}", include_parent_promoter="true")
    for verb in ("archive", "restore"):
        v2("POST", f"/company/promoters/{verb}", ids=ids)
    for verb in ("reject", "block", "accept"):
        v2("POST", f"/company/promoters/{verb}", ids=ids, campaign_id=101)
    v2("POST", "/company/promoters/add_to_campaign", ids=[9], campaign_id=101)
    v2("POST", "/company/promoters/move_to_campaign", ids=[9], from_campaign_id=101, to_campaign_id=102)
    v2("POST", "/company/promoters/assign_parent", ids=[9], parent_promoter_id=1001)
