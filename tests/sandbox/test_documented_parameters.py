"""Every documented parameter of what is built has an effect, or is known to have none: a strict sandbox proves it."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from firstpromoter_async.sandbox.routes import routes
from tests.contract.documents import Fact, read_digest
from tests.contract.nouns import collected
from tests.many import all_in_one
from tests.sandbox.busy import Busy
from tests.sandbox.talking import Talk

LEAST: dict[str, dict[str, Any]] = collected("LEAST")
# The least that an item of a list is content with.
LEAST_OF_ITEM: dict[str, dict[str, Any]] = {
    "asset_categories[]": {"name": "Banners", "position": 1},
    **collected("LEAST_OF_ITEM"),
}
# What must be said beside half a filter, or half of a pair.
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
    **{
        name: {"basic_auth_user": "fp", "basic_auth_password": "open"}
        for name in ("basic_auth_user", "basic_auth_password")
    },
}
# What a parameter says where the documents list no values; the others go by their kind.
SAYS: dict[str, Any] = collected("SAYS") | {
    "campaign_id": 101,
    "initial_campaign_id": 101,
    "source_campaign_id": 101,
    "created_at": "2026-01-01T00:00:00Z",
    "customer_since": "2026-01-01T00:00:00Z",
    "start_date": "2026-01-01",
    "end_date": "2026-01-31",
    "group_by": "month",
    "promoter_email": "ann@example.com",
    "parent_promoter_email": "ben@example.com",
    "parent_promoter_id": 1002,
    "promoter_id": 1001,
    "promotion_id": 20_001,
    "tid": "visit",
    "ref_id": "ann",
    "custom_fields": '{"shirt": "M"}',
    "promoter_campaign_id": 20_001,
    "reward_id": 7020,
    "amount": 100,
    "mrr": 100,
    "quantity": 2,
}
BY_KIND: dict[str, Any] = {
    "integer": 1,
    "number": 1,
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
    Fact("GET /api/v2/company/assets/categories", "query", "per_page", "integer"),
    Fact("GET /api/admin/v1/custom_referral_statuses", "query", "per_page", "integer"),
]


@cache
def is_built(operation: str) -> bool:
    method, path = operation.split(" ")
    found = routes().find(method, path)
    return found is not None and found[0].handler is not None


DOCUMENTED = [
    fact
    for fact in (*read_digest(), *ALSO)
    if fact.place in ("query", "body") and fact.kind != "object" and is_built(fact.operation)
]


def label(fact: Fact) -> str:
    return f"{fact.operation} {fact.name}"


def values_of(fact: Fact, says: dict[str, Any]) -> list[Any]:
    """Every value that is listed, or one that fits."""
    one = says.get(f"{fact.operation} {fact.name}", says.get(fact.name))
    if one is None and fact.values:
        return list(fact.values)
    return [BY_KIND.get(fact.kind.partition("|")[0].removesuffix("[]"), "1") if one is None else one]


def said(fact: Fact, value: Any, least: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The least that an operation wants, and one parameter more; `profile.country` is nested, as JSON is."""
    needed = least.get(f"{fact.operation} with {fact.name}", least.get(fact.operation, {}))
    if "[]." in fact.name and fact.place == "body":
        return needed | said_in_list(fact.name, value)
    first, *rest = fact.name.split(".")
    for name in reversed(rest):
        value = {name: value}
    if fact.place == "query" and isinstance(value, dict):
        return {f"{first}[{name}]": one for name, one in value.items()} | least.get(fact.operation, {})
    value = LEAST_OF_ITEM.get(first, {}) | value if rest else value
    beside = BESIDE.get(fact.name.rpartition("[")[0] or fact.name, {})
    return beside | {first: value} | needed


def filled_in(path: str, given: dict[str, Any]) -> str:
    """Put what is given into the path where the path has its name."""
    return re.sub(r"\{(\w+)\}", lambda found: str(given.pop(found[1], "")), path)


def below(path: str) -> str:
    """Return a path as `Talk` wants it: below its generation, or whole."""
    return path.removeprefix("/api/v1").removeprefix("/api/v2")


def said_in_list(name: str, value: Any) -> dict[str, Any]:
    """One parameter of an item, and beside it what the item cannot do without; items may have lists of their own."""
    items, _, rest = name.partition("[].")
    inside = said_in_list(rest, value) if "[]." in rest else {rest.removesuffix("[]"): value}
    return {items: [LEAST_OF_ITEM[f"{items}[]"] | inside]}


@pytest.fixture(scope="module")
def prepared() -> Busy:
    found = Busy()
    found.talk.control("POST", "/settings", {"strict": True})
    return found


@all_in_one("fact", DOCUMENTED, label)
def test_it_has_an_effect_or_is_known_to_have_none(prepared: Busy, fact: Fact) -> None:
    busy = prepared.as_it_was()
    talk, least = busy.talk, busy.least
    method, path = fact.operation.split(" ")
    for value in values_of(fact, SAYS | least):
        given = said(fact, value, least)
        call = talk.v1 if path.startswith("/api/v1") else talk.v2
        answer = call(method, below(filled_in(path, given)), given)
        assert answer.status in (200, 201, 202), answer.text


@pytest.fixture(scope="module")
def empty() -> Iterator[Talk]:
    """A sandbox in which nothing has happened."""
    talk = Talk()
    talk.control("POST", "/settings", {"strict": True})
    yield talk
    talk.sandbox.store.close()


@pytest.fixture(scope="module")
def signed_in() -> Iterator[Talk]:
    """A sandbox in which nothing has happened but that somebody is signed in."""
    talk = Talk()
    talk.promoter()
    talk.control("POST", "/settings", {"strict": True})
    yield talk
    talk.sandbox.store.close()


@all_in_one("fact", [one for one in DOCUMENTED if one.operation.startswith("GET")], label)
def test_where_there_is_nothing_to_show_nothing_is_called_unknown(empty: Talk, signed_in: Talk, fact: Fact) -> None:
    path = fact.operation.removeprefix("GET ")
    talk = signed_in if "/affiliate/" in path else empty
    call = talk.v1 if path.startswith("/api/v1") else talk.v2
    for value in values_of(fact, SAYS):
        given = said(fact, value, LEAST)
        answer = call("GET", below(filled_in(path, given)), given)
        assert "unused_parameters" not in answer.text
