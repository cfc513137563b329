"""The sandbox's answers against FirstPromoter's documents: every documented field is there, and has its documented type.

One programme is played through with every operation, so that each has something to show.
"""

from fnmatch import fnmatchcase
from typing import Any, Final

import pytest

from firstpromoter_async.catalogue import Operation
from tests.contract.documents import Fact
from tests.contract.test_vocabulary import BUILT, by_operation, documented
from tests.contract.vocabulary import answer_of
from tests.sandbox.talking import Talk

_NO_SUCH_UNIT = "balances show the units that somebody has earned"
_NONE_SO_FAR = "the sandbox has none of these yet, so the list is empty"
NOT_SHOWN: Final[dict[str, str]] = {
    "* /api/v1/* *_balance.*: is missing": _NO_SUCH_UNIT,
    "* /api/v1/* promo_codes*: there is nothing to show it in": "promotions carry the code; rewards of codes are not kept",
    "GET /api/v2/company/campaigns *links*: there is nothing to show it in": _NONE_SO_FAR,
    "GET /api/v2/company/campaigns *products*: there is nothing to show it in": _NONE_SO_FAR,
    "GET /api/v2/company/campaigns *rewards_for_referrals*: there is nothing to show it in": _NONE_SO_FAR,
    "GET /api/v2/company/referrals *split_details*: there is nothing to show it in": _NONE_SO_FAR,
}
"""Documented fields that the sandbox leaves out, or shows as another type: patterns of sentences, each with its reason."""


SOCIAL: Final = {
    f"{name}_url": f"https://{name}.example.com/ann"
    for name in ("twitter", "youtube", "facebook", "linkedin", "instagram")
}


@pytest.fixture(scope="module")
def answers() -> dict[str, Any]:
    """Play a programme; returns the answer of each operation that was called, by its route."""
    found: dict[str, Any] = {}
    talk = Talk()

    def v1(method: str, path: str, **given: Any) -> Any:
        return note(f"{method} /api/v1{path}", talk.v1(method, path, given))

    def v2(method: str, path: str, route: str = "", **given: Any) -> Any:
        return note(f"{method} /api/v2{route or path}", talk.v2(method, path, given))

    def note(route: str, answer: Any) -> Any:
        assert answer.status in (200, 201, 202), f"{route}: {answer.text}"
        is_json = b"application/json" in dict(answer.response.headers).get(b"Content-Type", b"")
        found[route] = answer.json if is_json else answer.text
        return found[route]

    ann = v1(
        "POST",
        "/promoters/create",
        email="ann@example.com",
        first_name="Ann",
        cust_id="c-1",
        promo_code="ANN10",
        **SOCIAL,
    )
    ben = v1(
        "POST", "/promoters/create", email="ben@example.com", first_name="Ben", parent_promoter_id=ann["id"], **SOCIAL
    )
    v1("POST", "/promoters/add_to_campaign", id=ann["id"], campaign_id=102)
    v1("PUT", "/promoters/update", email="ann@example.com", website="https://ann.example.com")
    v1("POST", "/track/subscriber", email="sue@example.com", ref_id="ann")
    v1("POST", "/track/signup", email="joe@example.com", uid="7", ref_id="ann")
    v1("POST", "/track/sale", email="joe@example.com", event_id="order-1", amount=10_000, plan="gold")
    v1("POST", "/track/refund", email="joe@example.com", event_id="back-1", amount=1000, sale_event_id="order-1")
    reward = v1("POST", "/rewards/create", ref_id="ann", reward_type="cash", amount=700)
    v1("PUT", "/rewards/update", id=reward["id"], status="approved")
    payout = v1("POST", "/payouts/create", promoter_id=ann["id"])
    v1("PUT", "/payouts/update", id=payout["id"], status="completed")
    for path in ("/promoters/list", "/leads/list", "/rewards/list", "/payouts/list"):
        v1("GET", path)
    v1("GET", "/promoters/show", id=ann["id"])
    v1("GET", "/leads/show", email="joe@example.com")
    v1("PUT", "/leads/update", email="joe@example.com", plan_name="silver")
    v1("PUT", "/promoters/refresh_token", promoter_email="ann@example.com")
    columns = {"selected_fields[]": ["clicks_count", "customers_count", "referrals_count", "revenue_amount"]}
    for path in ("/reports/campaigns", "/reports/overview", "/reports/promoters"):
        v1("GET", path, **columns, start_date="2025-12-01", end_date="2026-01-31", group_by="month")

    v2("POST", "/company/promoters", email="eve@example.com", profile={"first_name": "Eve"})
    v2("GET", "/company/promoters")
    v2("GET", f"/company/promoters/{ben['id']}", "/company/promoters/{id}", include_parent_promoter="true")
    v2("POST", "/track/signup", email="kim@example.com", ref_id="ann")
    v2("POST", "/track/sale", email="kim@example.com", event_id="order-2", amount=5000)
    v2("POST", "/track/refund", email="kim@example.com", event_id="back-2", amount=500, sale_event_id="order-2")
    v2("POST", "/track/cancellation", email="kim@example.com")
    for path in ("/company/campaigns", "/company/referrals", "/company/commissions"):
        v2("GET", path)

    code = v2(
        "POST", "/company/promo_codes", code="ANN20", reward_id=7020, promoter_campaign_id=20_001, details={"a": 1}
    )
    v2("PUT", f"/company/promo_codes/{code['id']}", "/company/promo_codes/{id}", description="For friends")
    v2("GET", f"/company/promo_codes/{code['id']}", "/company/promo_codes/{id}")
    v2("GET", "/company/promo_codes")
    v2("DELETE", f"/company/promo_codes/{code['id']}", "/company/promo_codes/{id}")
    v2("PUT", "/company/assets/categories", asset_categories=[{"name": "Banners", "position": 1}])
    v2("GET", "/company/assets/categories")
    for verb in ("archive", "restore"):
        v2("POST", f"/company/promoters/{verb}", ids=[ann["id"], 9])
    for verb in ("reject", "block", "accept"):
        v2("POST", f"/company/promoters/{verb}", ids=[ann["id"], 9], campaign_id=101)
    v2("POST", "/company/promoters/add_to_campaign", ids=[9], campaign_id=101)
    v2("POST", "/company/promoters/move_to_campaign", ids=[9], from_campaign_id=101, to_campaign_id=102)
    v2("POST", "/company/promoters/assign_parent", ids=[9], parent_promoter_id=ann["id"])
    v2("POST", "/company/referrals/move_to_promoter", ids=[9], promoter_campaign_id=20_001)
    v2("DELETE", "/company/referrals", ids=[9])
    for method, verb in (("POST", "approve"), ("POST", "deny"), ("DELETE", "destroy")):
        v2(method, f"/company/commissions/{verb}", ids=[9])
    for method, verb in (("POST", "mark_as_paid"), ("POST", "mark_as_unpaid"), ("DELETE", "destroy")):
        v2(method, f"/company/payouts/{verb}", ids=[payout["id"], 9])
    v2(
        "GET",
        "/company/reports/download",
        report_type="overview",
        group_by="week",
        start_date="2025-12-01",
        end_date="2026-01-31",
        **{"columns[]": "sales_count"},
    )
    batch = v2("POST", "/company/promoters/archive", ids=[1, 2, 3, 4, 5, 6, 7])
    v2("GET", f"/company/batch_processes/{batch['id']}", "/company/batch_processes/{id}")
    v2("GET", "/company/batch_processes")
    v2("GET", "/company/batch_processes/progress")

    v1("POST", "/track/cancellation", email="joe@example.com", event_id="gone-1")
    v1("POST", "/promoters/move_to_campaign", id=ben["id"], destination_campaign_id=102)
    v1("DELETE", "/leads/delete", email="sue@example.com")
    v1("DELETE", "/promoters/delete", promoter_email="ben@example.com")
    return found


@by_operation
def test_the_sandbox_shows_every_documented_field(operation: Operation, answers: dict[str, Any]) -> None:
    route = str(operation.request.route)
    assert route in answers, "play it in the programme above"
    ours = {fact.name: fact for fact, _ in answer_of(operation)}
    wrong = [
        sentence
        for fact in documented()[route]
        if fact.place.startswith("2") and fact.name
        for sentence in differences(fact, ours.get(fact.name, fact), answers[route])
    ]
    assert [one for one in wrong if not any(fnmatchcase(one, pattern) for pattern in NOT_SHOWN)] == []


def differences(fact: Fact, ours: Fact, answer: Any) -> list[str]:
    label = f"{fact.operation} {fact.name}"
    owner_name, _, last = fact.name.rpartition(".")
    if not last.strip("[]"):
        return [] if isinstance(answer, list) else [f"{label}: is no list"]
    owners = values_at(answer, owner_name)
    if not owners:
        return [] if may_be_empty(fact, owner_name) else [f"{label}: there is nothing to show it in"]
    if not all(last in one for one in owners if isinstance(one, dict)):
        return [f"{label}: is missing"]
    shown = [one[last] for one in owners if isinstance(one, dict) and one[last] is not None]
    return [
        f"{label}: {value!r} is not {ours.kind}"
        for value in shown
        if not any(fits(value, kind) for kind in allowed(fact, ours))
    ]


def values_at(answer: Any, name: str) -> list[Any]:
    """Return all values at a place, whichever list they are in; those that are null are left out."""
    values = [answer]
    for step in name.replace("[]", ".[]").lstrip(".").split(".") if name else []:
        if step == "[]":
            values = [item for value in values for item in value]
        else:
            values = [value[step] for value in values if isinstance(value, dict) and value.get(step) is not None]
    return values


def may_be_empty(fact: Fact, owner: str) -> bool:
    """A list may be empty where what stands beside it is not: only rows themselves have to be there."""
    return not owner.endswith("[]") or "commissions" in fact.name


def allowed(theirs: Fact, ours: Fact) -> set[str]:
    return {*theirs.kind.split("|"), *ours.kind.split("|")}


_PYTHON: Final[dict[str, Any]] = {
    "text": str,
    "date": str,
    "moment": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "map": dict,
    "object": dict,
    "any": object,
}


def fits(value: Any, kind: str) -> bool:
    if kind.endswith("[]"):
        return isinstance(value, list) and all(fits(one, kind.removesuffix("[]")) for one in value)
    return isinstance(value, _PYTHON[kind]) and (kind == "boolean" or not isinstance(value, bool) or kind == "any")


def test_every_exception_is_still_needed(answers: dict[str, Any]) -> None:
    sentences = [
        sentence
        for operation in BUILT
        for fact in documented()[str(operation.request.route)]
        if fact.place.startswith("2") and fact.name
        for sentence in differences(fact, fact, answers[str(operation.request.route)])
    ]
    assert [pattern for pattern in NOT_SHOWN if not any(fnmatchcase(one, pattern) for one in sentences)] == []
