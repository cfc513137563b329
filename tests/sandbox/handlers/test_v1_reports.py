"""v1 reports, as plain calls."""

from typing import Any

import pytest

from tests.sandbox.talking import Talk

ALL = [
    "revenue_amount", "clicks_count", "referrals_count", "customers_count", "active_customers", "monthly_churn",
    "net_revenue_amount", "sales_count", "refunds_count", "cancelled_customers_count", "promoter_earnings_amount",
    "non_link_customers", "referrals_to_customers_cr", "3m_epc", "6m_epc", "clicks_to_customers_cr",
    "clicks_to_referrals_cr", "promoter_paid_amount",
]  # fmt: skip
SPAN = {"start_date": "2025-11-01", "end_date": "2026-01-31"}


@pytest.fixture
def busy(talk: Talk) -> Talk:
    """Ann sells in November and January, and one customer leaves; Ben brings nobody; Cyd sells a little elsewhere."""
    ann = talk.promoter("Ann")
    talk.promoter("Ben")
    talk.promoter("Cyd", campaign_id=102)
    for _ in range(4):
        talk.control("POST", "/visits", {"ref_id": "ann"})
    talk.lead("joe", created_at="2025-11-02")
    talk.lead("eve", created_at="2025-11-03")
    talk.lead("max", "cyd", created_at="2026-01-01")
    talk.sale("1", 161_317, "joe", created_at="2025-11-05")
    talk.sale("2", 10_000, "eve", created_at="2026-01-01")
    talk.sale("3", 5_000, "max", created_at="2026-01-01")
    talk.v1("POST", "/track/refund", email="joe@example.com", event_id="1", amount=20_000, created_at="2025-11-06")
    talk.v1("POST", "/track/cancellation", email="joe@example.com", created_at="2025-11-07")
    talk.v1("POST", "/payouts/create", promoter_id=ann["id"], status="completed")
    return talk


def overview(talk: Talk, **more: Any) -> Any:
    return talk.v1("GET", "/reports/overview", SPAN | more).json


def test_an_overview_has_a_row_for_each_month_the_best_first(busy: Talk) -> None:
    assert overview(busy) == [
        {
            "revenue_amount": "$1,613.17",
            "clicks_count": 0,
            "referrals_count": 2,
            "customers_count": 1,
            "promoter_earnings_amount": "$282.63",
            "period": "Nov 2025",
        },
        {
            "revenue_amount": "$150.00",
            "clicks_count": 4,
            "referrals_count": 1,
            "customers_count": 2,
            "promoter_earnings_amount": "$35.00",
            "period": "Jan 2026",
        },
        {
            "revenue_amount": "$0.00",
            "clicks_count": 0,
            "referrals_count": 0,
            "customers_count": 0,
            "promoter_earnings_amount": "$0.00",
            "period": "Dec 2025",
        },
    ]


def test_every_figure_can_be_selected(busy: Talk) -> None:
    [year] = overview(busy, **{"selected_fields[]": ALL, "group_by": "year", "start_date": "2026-01-01"})
    assert year == {
        "revenue_amount": "$150.00",
        "clicks_count": 4,
        "referrals_count": 1,
        "customers_count": 2,
        "active_customers": 2,
        "monthly_churn": 0.0,
        "net_revenue_amount": "$150.00",
        "sales_count": 2,
        "refunds_count": 0,
        "cancelled_customers_count": 0,
        "promoter_earnings_amount": "$35.00",
        "non_link_customers": 2,
        "referrals_to_customers_cr": 200.0,
        "3m_epc": "$79.41",
        "6m_epc": "$79.41",
        "clicks_to_customers_cr": 50.0,
        "clicks_to_referrals_cr": 25.0,
        "promoter_paid_amount": "$302.63",
        "period": "2026",
    }


def test_refunds_and_cancellations_show(busy: Talk) -> None:
    fields = ["net_revenue_amount", "refunds_count", "cancelled_customers_count", "monthly_churn"]
    rows = overview(busy, **{"selected_fields[]": fields, "end_date": "2025-11-30"})
    assert rows == [
        {
            "net_revenue_amount": "$1,413.17",
            "refunds_count": 1,
            "cancelled_customers_count": 1,
            "monthly_churn": 100.0,
            "period": "Nov 2025",
        }
    ]


def test_an_overview_is_sorted_by_what_is_asked_for(busy: Talk) -> None:
    assert next(row["period"] for row in overview(busy, sort="clicks_count")) == "Jan 2026"
    assert next(row["period"] for row in overview(busy, sort_dir="asc")) == "Dec 2025"


def test_days_have_a_row_each(busy: Talk) -> None:
    rows = overview(busy, group_by="day", start_date="2025-11-04", end_date="2025-11-06", sort_dir="desc")
    assert [(row["period"], row["revenue_amount"]) for row in rows] == [
        ("Nov 5, 2025", "$1,613.17"),
        ("Nov 4, 2025", "$0.00"),
        ("Nov 6, 2025", "$0.00"),
    ]


def test_campaigns_have_sums_and_periods(busy: Talk) -> None:
    first, second = busy.v1("GET", "/reports/campaigns", SPAN).json
    assert (first["campaign_name"], first["revenue_amount"], first["customers_count"]) == (
        "Default campaign",
        "$1,713.17",
        2,
    )
    assert (second["campaign_id"], second["revenue_amount"]) == (102, "$50.00")
    assert [item["period"] for item in first["items"]] == ["Nov 2025", "Dec 2025", "Jan 2026"]
    assert [item["revenue_amount"] for item in first["items"]] == ["$1,613.17", "$0.00", "$100.00"]


def test_without_a_page_come_the_best_of_the_span(busy: Talk) -> None:
    answer = busy.v1("GET", "/reports/promoters", SPAN)
    assert [row["promoter_name"] for row in answer.json] == ["Ann", "Cyd", "Ben"]
    assert answer.response.header("total") is None
    january = busy.v1("GET", "/reports/promoters", start_date="2026-01-01", top_50="clicks_count").json
    assert january[0]["promoter_name"] == "Ann"


def test_with_a_page_come_all_by_lifetime_revenue(busy: Talk) -> None:
    answer = busy.v1("GET", "/reports/promoters", page=1, start_date="2026-01-01")
    assert [row["promoter_name"] for row in answer.json] == ["Ann", "Cyd", "Ben"]
    assert answer.response.header("total") == "3"


def test_promoters_can_be_chosen(busy: Talk) -> None:
    rows = busy.v1("GET", "/reports/promoters", {"promoter_ids[]": [1002, 1003], "page": 1}).json
    assert [row["promoter_id"] for row in rows] == [1003, 1002]


def test_without_dates_a_report_covers_the_last_twelve_months(talk: Talk) -> None:
    rows = talk.v1("GET", "/reports/overview", sort_dir="asc").json
    assert [rows[0]["period"], rows[-1]["period"], len(rows)] == ["Jan 2025", "Jan 2026", 13]


@pytest.mark.parametrize("call", ["overview", "campaigns", "promoters"])
@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"selected_fields[]": "luck"}, "Selected Fields invalid !"),
        ({"start_date": "soon"}, "Start date invalid !"),
        ({"end_date": "9999-12-31"}, "End date invalid !"),
        ({"start_date": "2026-02-01", "end_date": "2026-01-01"}, "End date invalid !"),
        ({"group_by": "week"}, "Group by invalid !"),
        ({"group_by": "day"}, "Period span is limited at 90 days !"),
    ],
)
def test_a_report_that_cannot_be_made_is_422(talk: Talk, call: str, given: dict[str, str], message: str) -> None:
    answer = talk.v1("GET", f"/reports/{call}", given)
    assert (answer.status, answer.json) == (422, {"message": message, "code": "invalid_params"})


def test_figures_to_sort_by_must_be_known(talk: Talk) -> None:
    assert talk.v1("GET", "/reports/overview", sort="luck").status == 422
    assert talk.v1("GET", "/reports/promoters", top_50="luck").status == 422
