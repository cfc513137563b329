"""Every documented parameter of what is built has an effect, or is known to have none: a strict sandbox proves it."""

from collections.abc import Iterator
from typing import Any

import pytest

from firstpromoter_async.sandbox.documented import DOCUMENTED
from firstpromoter_async.sandbox.routes import routes
from tests.contract.test_operations import BY_ROUTE, names_in_table
from tests.sandbox.talking import Talk

# The least that each operation is content with, in a sandbox where Ann has sold something to Joe.
LEAST: dict[str, dict[str, Any]] = {
    "DELETE /api/v1/leads/delete": {"id": 300_001},
    "GET /api/v1/leads/show": {"id": 300_001},
    "PUT /api/v1/leads/update": {"id": 300_001},
    "POST /api/v1/payouts/create": {"promoter_id": 1001},
    "PUT /api/v1/payouts/update": {"id": 4_000_001},
    "POST /api/v1/promoters/add_to_campaign": {"id": 1001, "campaign_id": 102},
    "POST /api/v1/promoters/create": {"email": "eve@example.com"},
    "DELETE /api/v1/promoters/delete": {"id": 1001},
    "POST /api/v1/promoters/move_to_campaign": {"id": 1001, "destination_campaign_id": 102},
    "PUT /api/v1/promoters/refresh_token": {"id": 1001},
    "GET /api/v1/promoters/show": {"id": 1001},
    "PUT /api/v1/promoters/update": {"id": 1001},
    "POST /api/v1/rewards/create": {"lead_id": 300_001, "reward_type": "points", "amount": 5},
    "PUT /api/v1/rewards/update": {"id": 50_000_001},
    "POST /api/v1/track/cancellation": {"email": "joe@example.com"},
    "POST /api/v1/track/refund": {"email": "joe@example.com", "event_id": "back-1", "amount": 100},
    "POST /api/v1/track/sale": {"email": "joe@example.com", "event_id": "order-2", "amount": 100},
    "POST /api/v1/track/signup": {"email": "max@example.com", "ref_id": "ann"},
    "POST /api/v1/track/subscriber": {"email": "max@example.com", "ref_id": "ann"},
    "POST /api/v2/company/promoters": {"email": "eve@example.com"},
    "GET /api/v2/company/promoters/{id}": {"id": "ann@example.com", "find_by": "email"},
    "POST /api/v2/track/cancellation": {"email": "joe@example.com"},
    "POST /api/v2/track/refund": {"email": "joe@example.com", "event_id": "back-1", "amount": 100},
    "POST /api/v2/track/sale": {"email": "joe@example.com", "event_id": "order-2", "amount": 100},
    "POST /api/v2/track/signup": {"email": "max@example.com", "ref_id": "ann"},
}
# What a parameter may say; anything else says 1.
DAYS = {"[from]": "2026-01-01", "[to]": "2026-01-31"}
AMOUNTS = {"[from]": 0, "[to]": 10}
FIELD = {"[key]": "shirt", "[operator]": "partial", "[value]": "M"}
SAYS: dict[str, Any] = {
    "campaign_id": 101,
    "destination_campaign_id": 102,
    "initial_campaign_id": 101,
    "source_campaign_id": 101,
    "created_at": "2026-01-01T00:00:00Z",
    "customer_since": "2026-01-01T00:00:00Z",
    "start_date": "2026-01-01",
    "end_date": "2026-01-31",
    "group_by": "month",
    "sort": "revenue_amount",
    "sort_dir": "asc",
    "selected_fields[]": "revenue_amount",
    "top_50": "revenue_amount",
    "promoter_email": "ann@example.com",
    "parent_promoter_email": "ben@example.com",
    "parent_promoter_id": 1002,
    "promoter_id": 1001,
    "promotion_id": 20_001,
    "new_ref_id": "ben",
    "state": "active",
    "status": "completed",
    "tid": "visit",
    "ref_id": "ann",
    "reward_type": "points",
    "country": "US",
    "custom_fields": '{"shirt": "M"}',
    "profile": {"first_name": "Eve", "w9_form_url": "https://forms.example/1"},
    **{f"filters[{name}]": DAYS for name in ("created_at", "joined_at", "last_login_at")},
    **{f"filters[{name}_count]": AMOUNTS for name in ("customers", "referrals", "clicks")},
    **{f"filters[{name}]": AMOUNTS for name in ("amount", "sale_amount", "revenue_amount")},
    **{
        f"filters[{name}][{end}]": "2026-01-01"
        for name in ("created_at", "customer_since", "cancelled_at")
        for end in ("from", "to")
    },
    "filters[custom_field1]": FIELD,
    "filters[custom_field2]": FIELD,
    "filters[inactivity]": {"[metric]": "sale", "[days]": 7},
    "filters[due_period]": "overdue",
    "filters[type]": "lead",
    **{f"sorting[{name}_count]": "asc" for name in ("customers", "referrals", "clicks")},
    **{
        f"sorting[{name}]": "asc"
        for name in ("amount", "sale_amount", "revenue_amount", "joined_at", "created_at", "referral")
    },
}
BY_OPERATION: dict[str, dict[str, Any]] = {
    "PUT /api/v1/promoters/update": {"email": "a@example.com", "new_ref_id": "annie"},
    "POST /api/v1/promoters/create": {"ref_id": "eve", "email": "max@example.com"},
    "POST /api/v2/company/promoters": {"email": "max@example.com"},
    "POST /api/v1/rewards/create": {"status": "approved"},
    "PUT /api/v1/rewards/update": {"status": "denied"},
}
TWO_SWITCHES = {"include_parent_promoter", "exclude_payout_method"}  # which only descriptions of answers mention
MORE = {
    "GET /api/v2/company/promoters": TWO_SWITCHES,
    "GET /api/v2/company/promoters/{id}": TWO_SWITCHES,
    "PUT /api/v1/promoters/update": {"promoter_email"},
    "GET /api/v1/leads/list": {"page", "per_page"},
    "GET /api/v2/company/referrals": {"page", "per_page"},
    "GET /api/v2/company/campaigns": {"page", "per_page"},
}


def documented() -> Iterator[Any]:
    for method, path in sorted(DOCUMENTED):
        operation = f"{method} {path}"
        found = routes().find(method, path)
        if found is not None and found[0].answer is not None:
            names = names_in_table(BY_ROUTE[operation]) | MORE.get(operation, set())
            yield from (pytest.param(operation, name, id=f"{operation} {name}") for name in sorted(names))


def said(operation: str, name: str) -> dict[str, Any]:
    """The least of an operation, and one parameter more."""
    value = BY_OPERATION.get(operation, {}).get(name) or SAYS.get(name, 1)
    members = value if name.startswith("filters") and isinstance(value, dict) else {"": value}
    return {f"{name}{part}": inner for part, inner in members.items()} | LEAST.get(operation, {})


@pytest.fixture
def busy(talk: Talk) -> Talk:
    """Ann has sold something to Joe and was paid for it; Ben has done nothing yet."""
    talk.promoter("Ann", cust_id="c-ann", promo_code="ANN10")
    talk.promoter("Ben")
    talk.lead("joe", "ann", uid="7")
    talk.sale("order-0", 1000)
    talk.v1("POST", "/payouts/create", promoter_id=1001)
    talk.sale("order-1", 1000)
    talk.control("POST", "/settings", {"strict": True})
    return talk


@pytest.mark.parametrize(("operation", "name"), list(documented()))
def test_it_has_an_effect_or_is_known_to_have_none(busy: Talk, operation: str, name: str) -> None:
    method, path = operation.split(" ")
    values = said(operation, name)
    if "{id}" in path:
        path = path.replace("{id}", str(values.pop("id")))
    call = busy.v1 if path.startswith("/api/v1") else busy.v2
    answer = call(method, path[len("/api/v1") :], values)
    assert answer.status in (200, 201), answer.text
