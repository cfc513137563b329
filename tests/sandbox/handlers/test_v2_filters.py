"""Filters whose source lies outside the API, or whose meaning the sandbox had to choose."""

from typing import Any

import pytest

from tests.sandbox.talking import Talk

DAY = 86_400


@pytest.fixture
def team(talk: Talk) -> Talk:
    """Ann has handed in a form and logs in; Ben brings himself; Cat only has clicks, and Dan is archived."""
    form = {"first_name": "Ann", "w9_form_url": "https://forms.example/9"}
    talk.v2("POST", "/company/promoters", email="ann@example.com", profile=form, drip_emails=True)
    for name in ("Ben", "Cat", "Dan"):
        talk.promoter(name)
    talk.lead("ben", "ben")
    talk.sale("order-1", 1000, "ben")
    talk.clock.tick(10 * DAY)
    talk.v1("POST", "/promoters/iframe_login", promoter_id=1001)
    talk.control("POST", "/visits", {"ref_id": "cat"})
    edits: dict[int, dict[str, Any]] = {
        1001: {"invoice_details_status": "denied", "custom_fields": {"shirt": "M", "likes": ["tea", "chess 100%"]}},
        1002: {"invoice_details_status": "not_set"},
        1003: {"subscribed_to_email": False, "custom_fields": {"shirt": "XL"}},
        1004: {"archived_at": "2026-01-05"},
    }
    for number, fields in edits.items():
        assert talk.control("POST", "/promoters", {"id": number, **fields})["id"] == number
    talk.control("POST", "/settings", {"strict": True})
    return talk


def initials(talk: Talk, given: dict[str, Any]) -> str:
    answer = talk.v2("GET", "/company/promoters", {"sorting[joined_at]": "asc"} | given)
    assert answer.status == 200, answer.text
    return "".join(sorted(row["email"][0] for row in answer.json["data"]))


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"has_wform": "yes"}, "a"),
        ({"has_wform": "no"}, "bc"),
        ({"subscribed_to_email": "false"}, "c"),
        ({"subscribed_to_email": "`yes`"}, "ab"),
        ({}, "abc"),
        ({"archived": "true"}, "d"),
        ({"archived": "no"}, "abc"),
        ({"invoice_details_status": "rejected"}, "a"),
        ({"invoice_details_status": "not_submitted"}, "b"),
        ({"invoice_details_status": "pending"}, "c"),
        ({"last_login_at][from": "2026-01-11"}, "a"),
        ({"last_login_at][to": "2026-01-10"}, ""),
        ({"fraud_suspicions][": ["same_promoter_email"]}, "b"),
        ({"fraud_suspicions][": ["no_suspicion"]}, "ac"),
        ({"fraud_suspicions][": ["no_suspicion", "same_promoter_email"]}, "abc"),
        ({"inactivity][metric": "sale", "inactivity][days": 10}, "ac"),
        ({"inactivity][metric": "sale", "inactivity][days": 9}, "abc"),
        ({"inactivity][metric": "customer", "inactivity][days": 30}, "ac"),
        ({"inactivity][metric": "referral", "inactivity][days": 30}, "ac"),
        ({"inactivity][metric": "click", "inactivity][days": 1}, "ab"),
        ({"custom_field1][key": "shirt", "custom_field1][operator": "exact", "custom_field1][value": "M"}, "a"),
        (
            {"custom_field1][key": "shirt", "custom_field1][operator": "exact", "custom_field1][value][": ["M", "XL"]},
            "ac",
        ),
        ({"custom_field2][key": "likes", "custom_field2][operator": "partial", "custom_field2][value": "100%"}, "a"),
        ({"custom_field2][key": "likes", "custom_field2][operator": "exact", "custom_field2][value": "che%"}, ""),
        ({"state": "not_set"}, ""),
        ({"state": "accepted", "campaign_id": 102}, ""),
    ],
)
def test_promoters_are_filtered_by_what_is_stored_of_them(team: Talk, given: dict[str, Any], found: str) -> None:
    assert initials(team, {f"filters[{name}]": value for name, value in given.items()}) == found


def test_what_is_filtered_by_is_also_shown(team: Talk) -> None:
    rows = {row["email"][0]: row for row in team.v2("GET", "/company/promoters").json["data"]}
    assert (rows["a"]["last_login_at"], rows["a"]["invoice_details_status"]) == ("2026-01-11T00:00:00Z", "denied")
    assert rows["a"]["profile"]["w9_form_url"] == "https://forms.example/9"
    assert rows["a"]["custom_fields"] == {"shirt": "M", "likes": ["tea", "chess 100%"]}
    assert rows["b"]["fraud_suspicions"] == ["same_promoter_email"]
    assert team.v2("GET", "/company/promoters/1004").json["archived_at"] == "2026-01-05T00:00:00Z"


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"filters[inactivity][days]": 3}, "filters[inactivity][metric]"),
        ({"filters[inactivity][metric]": "sale"}, "filters[inactivity][days]"),
        ({"filters[inactivity][metric]": "sale", "filters[inactivity][days]": 0}, "filters[inactivity][days]"),
        ({"filters[custom_field1][key]": "shirt"}, "filters[custom_field1][value]"),
    ],
)
def test_half_a_filter_is_refused(team: Talk, given: dict[str, Any], missing: str) -> None:
    answer = team.v2("GET", "/company/promoters", given)
    assert (answer.status, answer.json["code"]) == (422, "invalid_params")
    assert answer.json["message"].endswith(missing)


def test_a_suspicion_shows_at_the_referral_its_commissions_and_its_promoter(team: Talk) -> None:
    team.control("POST", "/referrals", {"id": 300_001, "fraud_check": "ad_source"})
    [referral] = team.v2("GET", "/company/referrals", {"filters[fraud_check][]": ["ad_source"]}).json
    [commission] = team.v2("GET", "/company/commissions", {"filters[fraud_check]": "ad_source"}).json
    [promoter] = team.v2("GET", "/company/promoters", {"filters[fraud_suspicions][]": ["ad_source"]}).json["data"]
    assert (referral["fraud_check"], commission["fraud_check"]) == ("ad_source", "ad_source")
    assert promoter["fraud_suspicions"] == ["ad_source"]
    assert team.v1("GET", "/leads/show", id=300_001).json["suspicion"] == "ad_source"


@pytest.fixture
def paid(talk: Talk) -> Talk:
    """Money: m-paid, then m-open; points that are fulfilled (7), and points that are not (5)."""
    talk.promoter()
    talk.lead()
    talk.v1("POST", "/rewards/create", ref_id="ann", reward_type="points", amount=7)
    talk.v1("POST", "/payouts/create", promoter_id=1001, status="completed")
    talk.sale("m-paid", 1000)
    talk.v1("POST", "/payouts/create", promoter_id=1001, status="completed")
    talk.clock.tick(DAY)
    talk.sale("m-open", 1000)
    talk.v1("POST", "/rewards/create", ref_id="ann", reward_type="points", amount=5)
    return talk


@pytest.mark.parametrize(
    ("given", "amounts"),
    [
        ({"filters[paid]": "yes"}, [200]),
        ({"filters[paid]": "no"}, [200]),
        ({"filters[fulfilled]": "yes"}, [7]),
        ({"filters[fulfilled]": "no"}, [5]),
        ({"filters[paid]": "no", "filters[fulfilled]": "no"}, []),
        ({"filters[sale_amount][to]": 0}, [5, 7]),
        ({"sorting[sale_amount]": "asc"}, [7, 5, 200, 200]),
    ],
)
def test_money_is_paid_and_everything_else_is_fulfilled(paid: Talk, given: dict[str, Any], amounts: list[int]) -> None:
    assert [row["amount"] for row in paid.v2("GET", "/company/commissions", given).json] == amounts


def test_paid_and_open_money_are_told_apart(paid: Talk) -> None:
    def events(wanted: str) -> list[str]:
        return [row["event_id"] for row in paid.v2("GET", "/company/commissions", {"filters[paid]": wanted}).json]

    assert (events("yes"), events("no")) == (["m-paid"], ["m-open"])


@pytest.mark.parametrize(("days", "following", "overdue"), [(29, [5, 200], []), (31, [], [5, 200])])
def test_commissions_are_due_30_days_after_they_were_made(
    paid: Talk, days: int, following: list[int], overdue: list[int]
) -> None:
    paid.clock.tick(days * DAY)

    def due(period: str) -> list[int]:
        rows = paid.v2("GET", "/company/commissions", {"filters[due_period]": period}).json
        return [row["amount"] for row in rows]

    assert (due("next"), due("overdue"), due("custom")) == (following, overdue, [5, 200])


def test_a_commission_in_a_payout_is_due_with_it(paid: Talk) -> None:
    paid.clock.tick(20 * DAY)
    paid.v1("POST", "/payouts/create", promoter_id=1001)
    paid.clock.tick(20 * DAY)
    rows = paid.v2("GET", "/company/commissions", {"filters[due_period]": "next"}).json
    assert [row["event_id"] for row in rows] == ["m-open"]
