# ruff: noqa: E501  an address is one line
"""Promoters: exchanges, contradictions, and what the sandbox is asked."""

from typing import Any

from firstpromoter_async.v2.models.profiles import ProfileInput
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
    "v2.promoters.add_to_campaign": Exchange(
        {"ids": [826], "campaign_id": 29, "drip_emails": False},
        'POST /api/v2/company/promoters/add_to_campaign {"ids":[826],"campaign_id":29,"drip_emails":false}',
        answer="v2/done.json",
    ),
    "v2.promoters.archive": Exchange(
        {"ids": [826, 827]}, 'POST /api/v2/company/promoters/archive {"ids":[826,827]}', answer="v2/done.json"
    ),
    "v2.promoters.assign_parent": Exchange(
        {"ids": [826], "parent_promoter_id": 827},
        'POST /api/v2/company/promoters/assign_parent {"ids":[826],"parent_promoter_id":827}',
        answer="v2/done.json",
    ),
    "v2.promoters.block": Exchange(
        {"ids": [826], "campaign_id": 28},
        'POST /api/v2/company/promoters/block {"ids":[826],"campaign_id":28}',
        answer="v2/done.json",
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
    "v2.promoters.iframe_login": Exchange(
        {"cust_id": "c/7"}, "POST /api/v2/promoters/iframe_login?cust_id=c%2F7", answer="v2/iframe_login.json"
    ),
    "v2.promoters.iframe_logout": Exchange(
        {"promoter_id": 826}, "POST /api/v2/promoters/iframe_logout?promoter_id=826", answer=None
    ),
    "v2.promoters.list": Exchange(
        {"q": "ann"}, "GET /api/v2/company/promoters?per_page=100&q=ann", answer="v2/promoters.json"
    ),
    "v2.promoters.move_to_campaign": Exchange(
        {"ids": [826], "from_campaign_id": 28, "to_campaign_id": 29, "soft_move_referrals": True},
        'POST /api/v2/company/promoters/move_to_campaign {"ids":[826],"from_campaign_id":28,"to_campaign_id":29,"soft_move_referrals":true}',
        answer="v2/done.json",
    ),
    "v2.promoters.reject": Exchange(
        {"ids": [826], "campaign_id": 28},
        'POST /api/v2/company/promoters/reject {"ids":[826],"campaign_id":28}',
        answer="v2/done.json",
    ),
    "v2.promoters.restore": Exchange(
        {"ids": [826, 827]}, 'POST /api/v2/company/promoters/restore {"ids":[826,827]}', answer="v2/done.json"
    ),
    "v2.promoters.update": Exchange(
        {
            "id": "c/7",
            "find_by": "cust_id",
            "cust_id": None,
            "custom_fields": {"shirt": "M"},
            "profile": ProfileInput(first_name="Ann", website=None),
            "destroy_w8form": True,
        },
        'PUT /api/v2/company/promoters/c%2F7 {"find_by":"cust_id","cust_id":null,"custom_fields":{"shirt":"M"},"profile":{"first_name":"Ann","website":null},"profile[_destroy_w8form]":true}',
        answer="v2/promoter.json",
    ),
}

KNOWN: dict[str, str] = {
    "GET /api/v2/company/promoters* query *_p*: not documented": "two switches that only texts on the answer mention",
    "GET /api/v2/company/promoters query filters*archived*: *": "four spellings are listed for two meanings: a bool says it",
    "GET /api/v2/company/promoters query filters*subscribed_to_email*: *": "the same four spellings",
    "GET /api/v2/company/promoters query filters*operator*: is required": "exact, unless somebody says otherwise",
    "GET /api/v2/company/promoters query filters*inactivity*: need not be given": "either alone says nothing",
    "POST /api/v2/company/promoters/* body ids: need not be given": WHOM,
    "* /api/v2/company/promoters/{id} * find_by: has no value id": "what a common client sends to say that it is the id",
    "PUT /api/v2/company/promoters/{id} body custom_fields: takes any*": "declared as a list, described as an object",
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
    "PUT /api/v2/company/promoters/{id}": {"id": 1001},
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

SAYS: dict[str, Any] = {
    "PUT /api/v2/company/promoters/{id} email": "anna@example.com",
    "PUT /api/v2/company/promoters/{id} find_by": "id",
    "PUT /api/v2/company/promoters/{id} custom_fields": [{"shirt": "M"}],
}


def play(programme: Programme) -> None:
    v2, ids = programme.v2, [1001, 9]
    v2("POST", "/company/promoters", email="eve@example.com", profile={"first_name": "Eve"})
    v2("GET", "/company/promoters")
    v2("GET", "/company/promoters/1002", "/company/promoters/{id}", include_parent_promoter="true")
    v2(
        "PUT",
        "/company/promoters/c-1",
        "/company/promoters/{id}",
        find_by="cust_id",
        profile={"website": "https://a.example"},
    )
    for verb in ("archive", "restore"):
        v2("POST", f"/company/promoters/{verb}", ids=ids)
    for verb in ("reject", "block", "accept"):
        v2("POST", f"/company/promoters/{verb}", ids=ids, campaign_id=101)
    v2("POST", "/company/promoters/add_to_campaign", ids=[9], campaign_id=101)
    v2("POST", "/company/promoters/move_to_campaign", ids=[9], from_campaign_id=101, to_campaign_id=102)
    v2("POST", "/company/promoters/assign_parent", ids=[9], parent_promoter_id=1001)
    v2("POST", "/promoters/iframe_login", cust_id="c-1")
    v2("POST", "/promoters/iframe_logout", promoter_id=1001)
