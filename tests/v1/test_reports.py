"""v1 reports: what they send and refuse, how their figures are read, and the two lists behind `promoters`."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from firstpromoter_async.errors import InvalidRequest, Unprocessable, UnreadableAnswer
from firstpromoter_async.v1.models import Report
from firstpromoter_async.v1.reports import (
    GroupBy,
    Metric,
    ReportCampaigns,
    ReportOverview,
    ReportPromoters,
    Reports,
    SortDirection,
)
from firstpromoter_async.wire.message import HttpResponse
from firstpromoter_async.wire.request import Request

from .conversation import Canned, answer, sample, written


@pytest.mark.parametrize(
    ("request_", "line"),
    [
        (ReportOverview(), "GET /api/v1/reports/overview"),
        (
            ReportOverview(
                selected_fields=[Metric.REVENUE_AMOUNT, Metric.THREE_MONTH_EPC, "brand_new"],
                group_by=GroupBy.DAY,
                start_date=date(2024, 7, 1),
                end_date="2024-07-31",
                sort=Metric.SIX_MONTH_EPC,
                sort_dir=SortDirection.ASCENDING,
            ),
            "GET /api/v1/reports/overview?selected_fields%5B%5D=revenue_amount&selected_fields%5B%5D=3m_epc"
            "&selected_fields%5B%5D=brand_new&group_by=day&start_date=2024-07-01&end_date=2024-07-31&sort=6m_epc"
            "&sort_dir=asc",
        ),
        (
            ReportCampaigns(selected_fields=(Metric.SALES_COUNT,), group_by="year", end_date=date(2024, 12, 31)),
            "GET /api/v1/reports/campaigns?selected_fields%5B%5D=sales_count&group_by=year&end_date=2024-12-31",
        ),
        (
            ReportPromoters(selected_fields=[Metric.CLICKS_COUNT], promoter_ids=[7001, 7002], top_50="clicks_count"),
            "GET /api/v1/reports/promoters?selected_fields%5B%5D=clicks_count&promoter_ids%5B%5D=7001"
            "&promoter_ids%5B%5D=7002&top_50=clicks_count",
        ),
        (ReportPromoters(page=2), "GET /api/v1/reports/promoters?page=2"),
    ],
)
def test_a_call_is_written_as_the_reference_has_it(request_: Request[Any], line: str) -> None:
    assert written(request_) == line


def test_a_moment_counts_as_its_day() -> None:
    request = ReportOverview(start_date=datetime(2024, 7, 1, 23, 0, tzinfo=UTC))
    assert written(request) == "GET /api/v1/reports/overview?start_date=2024-07-01"


REPORTS = [ReportOverview, ReportCampaigns, ReportPromoters]


@pytest.mark.parametrize("kind", REPORTS)
def test_by_day_a_report_spans_90_days_at_most(kind: Any) -> None:
    kind(group_by=GroupBy.DAY, start_date=date(2024, 1, 1), end_date=date(2024, 3, 31))
    with pytest.raises(InvalidRequest, match="at most 90 days, and 91 were given"):
        kind(group_by="day", start_date=date(2024, 1, 1), end_date=date(2024, 4, 1))
    kind(group_by=GroupBy.MONTH, start_date=date(2023, 1, 1), end_date=date(2024, 12, 31))


@pytest.mark.parametrize("kind", REPORTS)
def test_a_span_that_ends_before_it_starts_is_refused(kind: Any) -> None:
    with pytest.raises(InvalidRequest, match="end_date 2024-01-01 is before start_date 2024-02-01"):
        kind(start_date=date(2024, 2, 1), end_date=date(2024, 1, 1))


# --- figures -------------------------------------------------------------------------------------------------------------


def overview(**figures: Any) -> Report:
    (row,) = ReportOverview().read(answer([figures]))
    return row


def test_money_is_decimal_in_major_units() -> None:
    september, august = ReportOverview().read(answer(sample("report_overview")))
    assert september.revenue_amount == Decimal("1613.17")
    assert september.net_revenue_amount == Decimal("-12.00")
    assert august.revenue_amount == Decimal("613.17")
    assert august.net_revenue_amount is None


def test_names_that_begin_with_a_digit_have_usable_ones() -> None:
    september, _ = ReportOverview().read(answer(sample("report_overview")))
    assert (september.three_month_epc, september.six_month_epc) == (Decimal("0.52"), Decimal("0.48"))
    assert september.extra == {}


def test_rates_are_numbers_with_or_without_a_percent_sign() -> None:
    september, _ = ReportOverview().read(answer(sample("report_overview")))
    assert (september.monthly_churn, september.clicks_to_customers_cr) == (Decimal("2.5"), Decimal("30.0"))


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("$0.00", "0"),
        ("$1,234,567.80", "1234567.80"),
        ("$-2.00", "-2"),
        ("€12", "12"),
        ("R$1,000.50", "1000.50"),
        ("99.00 kr", "99"),
        ("", None),
        (613.17, "613.17"),
        (None, None),
    ],
)
def test_money_is_read_in_the_ways_it_is_written(text: Any, amount: str | None) -> None:
    assert overview(revenue_amount=text).revenue_amount == (None if amount is None else Decimal(amount))


@pytest.mark.parametrize("text", ["613,17 €", "€1.613,17", "($2.00)", "$", "n/a", "1,61.00"])
def test_money_that_could_be_misread_is_refused(text: str) -> None:
    with pytest.raises(UnreadableAnswer, match="revenue_amount"):
        overview(revenue_amount=text)


@pytest.mark.parametrize(
    ("period", "day"),
    [
        ("Sep 2024", date(2024, 9, 1)),
        ("September 2024", date(2024, 9, 1)),
        ("2024", date(2024, 1, 1)),
        ("2024-09", date(2024, 9, 1)),
        ("2024-09-11", date(2024, 9, 11)),
        ("Sep 11, 2024", date(2024, 9, 11)),
        ("11 Sep 2024", date(2024, 9, 11)),
        ("Week 37", None),
        ("Foo 2024", None),
        ("31 Feb 2024", None),
        ("0000", None),
        ("", None),
        (None, None),
    ],
)
def test_a_period_is_a_date_where_it_is_one(period: str | None, day: date | None) -> None:
    row = overview(period=period)
    assert row.starts_on == day
    assert row.period == (period or None)


def test_a_campaigns_row_has_sums_and_periods() -> None:
    (friends,) = ReportCampaigns().read(answer(sample("report_campaigns")))
    assert (friends.id, friends.campaign_name, friends.revenue_amount) == (501, "Friends", Decimal("1613.17"))
    assert [(item.starts_on, item.revenue_amount) for item in friends.items] == [
        (date(2024, 9, 1), Decimal("613.17")),
        (date(2024, 8, 1), Decimal("1000.00")),
    ]


def test_an_unknown_figure_is_told() -> None:
    refusal = {"message": "Selected Fields invalid !", "code": "invalid_params"}
    with pytest.raises(Unprocessable, match="Selected Fields invalid !"):
        ReportOverview(selected_fields=["nonsense"]).read(answer(refusal, 422))


# --- the two lists of reports.promoters ----------------------------------------------------------------------------------

NEXT = '<https://fp.test/api/v1/reports/promoters?page={}>; rel="next", <https://fp.test/x?page=9>; rel="last"'
PREVIOUS = '<https://fp.test/api/v1/reports/promoters?page=1>; rel="prev"'


def rows(*ids: int, following: int | None = None) -> HttpResponse:
    headers = {"Link": NEXT.format(following) if following else PREVIOUS}
    return answer([{"promoter_id": id_, "revenue_amount": "$1.00"} for id_ in ids], headers=headers)


def test_the_top_50_are_a_page_that_nothing_follows() -> None:
    page = ReportPromoters().read(rows(7001, 7002, following=2))
    assert [row.promoter_id for row in page.items] == [7001, 7002]
    assert (page.next, page.last_page) == (None, None)


def test_a_numbered_page_is_followed_by_the_next() -> None:
    page = ReportPromoters(page=1).read(rows(7001, following=2))
    assert page.next == ReportPromoters(page=2)


def test_top_50_and_page_exclude_one_another() -> None:
    with pytest.raises(InvalidRequest, match="top_50 or page"):
        ReportPromoters(top_50=Metric.CLICKS_COUNT, page=1)


@pytest.mark.anyio
async def test_await_gives_the_top_50_with_one_call() -> None:
    sender = Canned(answer(sample("report_promoters")))
    page = await Reports(sender).promoters()
    assert [row.promoter_name for row in page.items] == ["Ann Arbor", "ben@example.com"]
    assert sender.sent == ["GET /api/v1/reports/promoters"]


@pytest.mark.anyio
async def test_iterating_starts_at_page_1_and_follows_every_page() -> None:
    sender = Canned(rows(7001, 7002, following=2), rows(7002, 7003, following=3), rows(7004))
    report = Reports(sender).promoters(group_by=GroupBy.YEAR)
    assert [row.promoter_id async for row in report] == [7001, 7002, 7003, 7004]
    assert sender.sent == [f"GET /api/v1/reports/promoters?page={n}&group_by=year" for n in (1, 2, 3)]


@pytest.mark.anyio
async def test_page_by_page_starts_at_page_1_as_well() -> None:
    sender = Canned(rows(7001, following=2), rows(7002))
    sizes = [len(page.items) async for page in Reports(sender).promoters().by_page()]
    assert sizes == [1, 1]
    assert sender.sent[0] == "GET /api/v1/reports/promoters?page=1"


@pytest.mark.anyio
async def test_iterating_the_top_50_by_a_figure_reads_these_and_no_more() -> None:
    sender = Canned(rows(7001, 7002, following=2))
    top = Reports(sender).promoters(top_50=Metric.CLICKS_COUNT)
    assert [row.promoter_id async for row in top] == [7001, 7002]
    assert sender.sent == ["GET /api/v1/reports/promoters?top_50=clicks_count"]


@pytest.mark.anyio
async def test_iterating_from_a_page_on_starts_there() -> None:
    sender = Canned(rows(7009))
    assert [row.id async for row in Reports(sender).promoters(page=4)] == [7009]
    assert sender.sent == ["GET /api/v1/reports/promoters?page=4"]


@pytest.mark.anyio
@pytest.mark.parametrize("top_50", [{}, {"top_50": Metric.CLICKS_COUNT}])
async def test_an_iteration_can_be_resumed_in_the_middle_of_a_page(top_50: dict[str, Any]) -> None:
    report = Reports(Canned(rows(7001, 7002))).promoters(**top_50)
    async for _ in report:
        break
    token = report.resume_token
    assert token is not None
    again = Reports(Canned(rows(7001, 7002))).promoters(**top_50).resume(token)
    assert [row.promoter_id async for row in again] == [7002]
