"""v2 payouts: every filter and sorting, sums, groups, and what is due."""

from typing import Any

import pytest

from tests.sandbox.talking import Talk

ANN, BEN = 1001, 1002
FIRST, SECOND, THIRD = 4_000_001, 4_000_002, 4_000_003


@pytest.fixture
def talk() -> Talk:
    """Ann has a paid payout of 20.00 and one of 6.00 that waits, Ben one of 30.00 in another campaign; Ann is paid by PayPal."""
    talk = Talk()
    talk.promoter("Ann")
    talk.promoter("Ben", campaign_id=102)
    talk.v2(
        "POST",
        "/company/payout_methods",
        {"promoter_id": ANN, "method": "paypal", "details": {"paypal_email": "a@b.c"}},
    )
    talk.lead("joe", "ann")
    talk.lead("eve", "ben")
    talk.sale("1", 10_000)
    talk.v1("POST", "/payouts/create", promoter_id=ANN, status="completed")
    talk.clock.tick(20 * 86_400)
    talk.sale("2", 10_000, "eve")
    talk.v1("POST", "/payouts/create", promoter_id=BEN)
    talk.clock.tick(20 * 86_400)
    talk.sale("3", 3000)
    talk.v1("POST", "/payouts/create", promoter_id=ANN)
    return talk


def found(talk: Talk, **given: Any) -> list[int]:
    return sorted(one["id"] for one in talk.v2("GET", "/company/payouts", given).json)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"q": "ann@"}, [FIRST, THIRD]),
        ({"q": "Ben"}, [SECOND]),
        ({"ids[]": [FIRST, SECOND]}, [FIRST, SECOND]),
        ({"filters[status]": "completed"}, [FIRST]),
        ({"filters[campaign_id]": 102}, [SECOND]),
        ({"filters[campaign_id][]": [101, 102]}, [FIRST, SECOND, THIRD]),
        ({"filters[promoter_id]": ANN}, [FIRST, THIRD]),
        ({"filters[period_start][from]": "2026-02-01"}, [THIRD]),
        ({"filters[period_end][to]": "2026-01-31"}, [FIRST, SECOND]),
        ({"filters[payout_method]": "paypal"}, [FIRST, THIRD]),
        ({"filters[payout_method]": "not_set"}, [SECOND]),
        ({"filters[only_payable]": "true"}, [THIRD]),
        ({"filters[only_payable]": "false"}, [FIRST, SECOND, THIRD]),
        ({"filters[group_ref]": "2026-02-28"}, [THIRD]),
        ({"filters[due_period]": "next"}, [SECOND, THIRD]),
        ({"filters[due_period]": "overdue"}, []),
        ({"filters[due_period]": "custom"}, [SECOND, THIRD]),
        ({"filters[fraud_suspicions][]": ["no_suspicion"]}, [FIRST, SECOND, THIRD]),
        ({"filters[fraud_suspicions][]": ["ad_source"]}, []),
        ({"filters[payments_batch_id]": 9}, []),
    ],
)
def test_each_filter_finds_what_it_says(talk: Talk, given: dict[str, Any], expected: list[int]) -> None:
    assert found(talk, **given) == expected


@pytest.mark.parametrize(
    ("sorting", "expected"),
    [
        ({"sorting[amount]": "asc"}, [THIRD, FIRST, SECOND]),
        ({"sorting[amount]": "desc"}, [SECOND, FIRST, THIRD]),
        ({"sorting[period_start]": "desc"}, [THIRD, SECOND, FIRST]),
        ({"sorting[period_end]": "asc"}, [FIRST, SECOND, THIRD]),
    ],
)
def test_payouts_are_sorted(talk: Talk, sorting: dict[str, str], expected: list[int]) -> None:
    assert [one["id"] for one in talk.v2("GET", "/company/payouts", sorting).json] == expected


def test_what_was_due_before_now_is_overdue(talk: Talk) -> None:
    talk.clock.tick(15 * 86_400)
    assert found(talk, **{"filters[due_period]": "overdue"}) == [SECOND]
    due = talk.v2("GET", "/company/payouts/due_stats").json["data"]
    assert due["overdue"] | {"promoters_count": 1} == {
        "promoters_count": 1,
        "amounts": {"cash": 3000},
        "total_incl_tax": 3000,
        "due_date": "2026-02-20",
        "period_end": "2026-01-31",
    }
    assert (due["next"]["amounts"], due["custom"]["amounts"]) == ({"cash": 600}, {"cash": 3600})


def test_sums_are_by_what_is_asked_for(talk: Talk) -> None:
    data = talk.v2("GET", "/company/payouts/stats", {"stats_by[status]": "true"}).json["data"]
    assert data.keys() == {"by_status"}
    assert {name: one["total_incl_tax"] for name, one in data["by_status"].items()} == {
        "completed": 2000,
        "pending": 3600,
    }
    data = talk.v2("GET", "/company/payouts/stats", {"filters[campaign_id]": 101}).json["data"]
    assert {name: one["amounts"] for name, one in data["by_payout_method"].items()} == {"paypal": {"cash": 2600}}
    [period] = data["by_paid_period"]
    assert (period["period_start"], period["total_incl_tax"]) == ("2026-01-01T00:00:00.000Z", 2000)


def test_payouts_are_grouped_and_the_totals_are_of_all_pages(talk: Talk) -> None:
    answer = talk.v2("GET", "/company/payouts/group_by_promoters", {"per_page": 1}).json
    assert answer["meta"] == {
        "total": 5600,
        "promoters_count": 2,
        "total_incl_tax": 5600,
        "due_date": "2026-01-31",
        "period_end": "2026-02-28",
    }
    [ann] = answer["data"]
    assert (ann["promoter"]["name"], ann["amount"], ann["payout_ids"]) == ("Ann", 2600, [THIRD, FIRST])
    assert (ann["is_amount_payable"], ann["payout_method"]["details"]) == (True, {})


def test_groups_are_filtered(talk: Talk) -> None:
    def names(**given: Any) -> list[str]:
        told = talk.v2("GET", "/company/payouts/group_by_promoters", given).json
        return [one["promoter"]["name"] for one in told["data"]]

    assert names(**{"filters[min_payment]": 2700}) == ["Ben"]
    assert names(**{"filters[invoiceable]": "true"}) == []
    talk.control("POST", "/promoters", {"id": BEN, "invoice_details_status": "approved"})
    assert names(**{"filters[invoiceable]": "true"}) == ["Ben"]
    assert names(**{"filters[invoiceable]": "not_set"}) == ["Ann"]


def test_a_payout_can_be_said_to_have_failed_or_been_cancelled(talk: Talk) -> None:
    talk.control("POST", "/payouts", {"id": THIRD, "status": "cancelled", "error": "By hand"})
    [shown] = talk.v2("GET", "/company/payouts", {"filters[status]": "cancelled"}).json
    assert (shown["id"], shown["error"]) == (THIRD, "By hand")
    assert talk.v1("GET", "/payouts/list", status="pending").json[0]["has_issues"] is True
    assert "one of pending" in talk.control("POST", "/payouts", {"id": THIRD, "status": "paid"})["message"]
