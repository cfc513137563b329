"""Every documented parameter of what is built has an effect, or is known to have none: a strict sandbox proves it."""

from collections.abc import Iterator
from typing import Any

import pytest

from firstpromoter_async.sandbox.routes import routes
from tests.contract.documents import Fact, read_digest
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
    "POST /api/v2/company/promo_codes": {"code": "NEW", "reward_id": 7020, "promoter_campaign_id": 20_001},
    "PUT /api/v2/company/promo_codes/{id}": {"id": 7_000_000_001},
    **{
        f"POST /api/v2/company/promoters/{verb}": {"ids": [1001], "campaign_id": 101}
        for verb in ("accept", "reject", "block")
    },
    "GET /api/v2/company/reports/download": {
        "report_type": "promoters",
        "columns": "sales_count",
        "group_by": "month",
        "start_date": "2026-01-01",
        "end_date": "2026-01-31",
    },
    "POST /api/v2/company/promoters/add_to_campaign": {"ids": [1001], "campaign_id": 102},
    "POST /api/v2/company/promoters/move_to_campaign": {
        "ids": [1001],
        "from_campaign_id": 101,
        "to_campaign_id": 102,
    },
    "POST /api/v2/company/promoters/assign_parent": {"ids": [1001], "parent_promoter_id": 1002},
    "POST /api/v2/company/referrals/move_to_promoter": {"ids": [300_001], "promoter_campaign_id": 20_002},
    "PUT /api/v2/company/webhooks/{id}": {"id": 7_000_000_003},
    "POST /api/v2/track/cancellation": {"email": "joe@example.com"},
    "POST /api/v2/track/refund": {"email": "joe@example.com", "event_id": "back-1", "amount": 100},
    "POST /api/v2/track/sale": {"email": "joe@example.com", "event_id": "order-2", "amount": 100},
    "POST /api/v2/track/signup": {"email": "max@example.com", "ref_id": "ann"},
}
# The least that an item of a list is content with.
LEAST_OF_ITEM: dict[str, dict[str, Any]] = {"asset_categories[]": {"name": "Banners", "position": 1}}
# What must be said beside half a filter.
BESIDE: dict[str, dict[str, Any]] = {
    **{
        f"filters[{field}]": {
            f"filters[{field}][key]": "shirt",
            f"filters[{field}][operator]": "exact",
            f"filters[{field}][value]": "M",
        }
        for field in ("custom_field1", "custom_field2")
    },
    "filters[inactivity]": {"filters[inactivity][metric]": "sale", "filters[inactivity][days]": 7},
}
# What a parameter says where the documents list no values; the others go by their kind.
SAYS: dict[str, Any] = {
    "campaign_id": 101,
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
    "tid": "visit",
    "ref_id": "ann",
    "reward_type": "points",
    "custom_fields": '{"shirt": "M"}',
    "promoter_campaign_id": 20_001,
    "reward_id": 7020,
    "asset_categories": [{"name": "Banners", "position": 1}],
    "asset_categories[].id": 7_000_000_002,
    "amount": 100,
    "mrr": 100,
    "quantity": 2,
    "PUT /api/v1/promoters/update email": "a@example.com",
    "PUT /api/v1/promoters/update new_ref_id": "annie",
    "POST /api/v1/promoters/create ref_id": "eve",
    "PUT /api/v1/leads/update new_ref_id": "ben",
    "PUT /api/v1/leads/update state": "active",
    "GET /api/v1/payouts/list status": "pending",
    "POST /api/v1/payouts/create status": "processing",
    "PUT /api/v1/payouts/update status": "completed",
    "POST /api/v1/rewards/create status": "pending",
    "PUT /api/v1/rewards/update status": "denied",
}
BY_KIND: dict[str, Any] = {
    "integer": 1,
    "boolean": "true",
    "date": "2026-01-01",
    "moment": "2026-01-01T00:00:00Z",
    "map": {"a": 1},
}
ALSO = [
    Fact("GET /api/v2/company/promoters", "query", "include_parent_promoter", "boolean"),
    Fact("GET /api/v2/company/promoters/{id}", "query", "exclude_payout_method", "boolean"),
    Fact("GET /api/v2/company/promoters", "query", "exclude_payout_method", "boolean"),
    Fact("PUT /api/v1/promoters/update", "query", "promoter_email", "text"),
    Fact("GET /api/v1/leads/list", "query", "page", "integer"),
    Fact("GET /api/v2/company/referrals", "query", "per_page", "integer"),
    Fact("GET /api/v2/company/campaigns", "query", "per_page", "integer"),
]


def documented() -> Iterator[Any]:
    for fact in (*read_digest(), *ALSO):
        method, path = fact.operation.split(" ")
        found = routes().find(method, path)
        built = found is not None and found[0].handler is not None
        if built and fact.place in ("query", "body") and fact.kind != "object":
            yield pytest.param(fact, id=f"{fact.operation} {fact.name}")


def values_of(fact: Fact) -> list[Any]:
    """Every value that is listed, or one that fits."""
    one = SAYS.get(f"{fact.operation} {fact.name}", SAYS.get(fact.name))
    if one is None and fact.values:
        return list(fact.values)
    return [BY_KIND.get(fact.kind.partition("|")[0].removesuffix("[]"), "1") if one is None else one]


def said(fact: Fact, value: Any) -> dict[str, Any]:
    """The least that an operation wants, and one parameter more; `profile.country` is nested, as JSON is."""
    if (of_item := fact.name.partition("[].")[2]) and fact.place == "body":
        item = f"{fact.name.partition('[].')[0]}[]"
        return {item.removesuffix("[]"): [LEAST_OF_ITEM[item] | {of_item: value}]}
    first, *rest = fact.name.split(".")
    for name in reversed(rest):
        value = {name: value}
    return BESIDE.get(fact.name.rpartition("[")[0], {}) | {first: value} | LEAST.get(fact.operation, {})


@pytest.fixture
def busy(talk: Talk) -> Talk:
    """Ann has sold something to Joe and was paid for it; Ben has done nothing yet."""
    talk.promoter("Ann", cust_id="c-ann", promo_code="ANN10")
    talk.promoter("Ben")
    talk.lead("joe", "ann", uid="7")
    talk.sale("order-0", 1000)
    talk.v1("POST", "/payouts/create", promoter_id=1001)
    talk.sale("order-1", 1000)
    talk.v2("POST", "/company/promo_codes", code="ANN20", reward_id=7020, promoter_campaign_id=20_001)
    talk.v2("PUT", "/company/assets/categories", asset_categories=[{"name": "Texts", "position": 1}])
    talk.v2("POST", "/company/webhooks", url="https://shop.example/hooks")
    talk.control("POST", "/settings", {"strict": True})
    return talk


@pytest.mark.parametrize("fact", list(documented()))
def test_it_has_an_effect_or_is_known_to_have_none(busy: Talk, fact: Fact) -> None:
    method, path = fact.operation.split(" ")
    for value in values_of(fact):
        given = said(fact, value)
        shown = path.replace("{id}", str(given.pop("id"))) if "{id}" in path else path
        call = busy.v1 if path.startswith("/api/v1") else busy.v2
        answer = call(method, shown[len("/api/v1") :], given)
        assert answer.status in (200, 201), answer.text


@pytest.mark.parametrize("fact", [one for one in documented() if one.id.startswith("GET")])
def test_where_there_is_nothing_to_show_nothing_is_called_unknown(talk: Talk, fact: Fact) -> None:
    path = fact.operation.removeprefix("GET ")
    call = talk.v1 if path.startswith("/api/v1") else talk.v2
    talk.control("POST", "/settings", {"strict": True})
    for value in values_of(fact):
        given = said(fact, value)
        answer = call("GET", path.replace("{id}", str(given.pop("id", "")))[len("/api/v1") :], given)
        assert "unused_parameters" not in answer.text
