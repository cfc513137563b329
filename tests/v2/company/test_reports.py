"""Reports: what is asked, and figures that go by attribute and by column."""

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from firstpromoter_async import InvalidRequest
from firstpromoter_async.testing import sandboxed
from firstpromoter_async.v2 import (
    DownloadReport,
    GetOverviewReport,
    GetPromoterReport,
    GroupBy,
    PeriodReport,
    ReportColumn,
    ReportFigures,
)
from firstpromoter_async.wire.codec import structure

from ..samples import line, sample

SPAN: dict[str, Any] = {"group_by": GroupBy.MONTH, "start_date": date(2026, 1, 1), "end_date": date(2026, 2, 28)}


def test_columns_are_words_or_members_and_the_order_goes_by_column() -> None:
    report = GetPromoterReport(
        columns=[ReportColumn.THREE_MONTH_EPC, "clicks_count"],
        sorting={"3m_epc": "desc", "clicks_count": "asc"},
        **SPAN,
    )
    assert line(report).endswith(
        "?group_by=month&start_date=2026-01-01&end_date=2026-02-28&sorting%5B3m_epc%5D=desc&sorting%5Bclicks_count%5D=asc"
        "&columns%5B%5D=3m_epc&columns%5B%5D=clicks_count"
    )


@pytest.mark.parametrize(
    ("columns", "told"), [([], "figures to show, and the list is empty"), ("clicks_count", "a list was expected")]
)
def test_columns_are_a_list_that_is_not_empty(columns: Any, told: str) -> None:
    with pytest.raises(InvalidRequest, match=told):
        GetOverviewReport(columns=columns, **SPAN)


def test_a_span_that_ends_before_it_begins_is_refused() -> None:
    backwards: dict[str, Any] = SPAN | {"start_date": date(2026, 3, 1)}
    for request in (GetOverviewReport, DownloadReport):
        more: Any = {"report_type": "overview"} if request is DownloadReport else {}
        with pytest.raises(InvalidRequest, match="end_date 2026-02-28 is before start_date 2026-03-01"):
            request(columns=["clicks_count"], **more, **backwards)
    same_day: dict[str, Any] = SPAN | {"start_date": datetime(2026, 2, 28, 9, tzinfo=timezone(timedelta(hours=1)))}
    GetOverviewReport(columns=["clicks_count"], **same_day)
    text: dict[str, Any] = SPAN | {"start_date": "soon"}
    GetOverviewReport(columns=["clicks_count"], **text)


def test_figures_go_by_attribute_and_by_column() -> None:
    first, second = GetOverviewReport(columns=["3m_epc"], **SPAN).read(sample("report_overview"))
    assert isinstance(first, PeriodReport)
    assert isinstance(first.data, ReportFigures)
    assert first.data.three_month_epc == first.data["3m_epc"] == Decimal("12.5")
    assert (first.data.clicks_count, first.data["clicks_count"]) == (240, 240)
    assert dict(second.data or {}) == {"revenue_amount": Decimal(0)}
    assert second.data is not None
    assert (second.data.clicks_count, second.data.get("clicks_count"), len(second.data)) == (None, None, 1)


def test_a_column_that_we_do_not_know_goes_by_its_name() -> None:
    figures = structure({"9m_epc": 1.5, "sales_count": "7"}, ReportFigures)
    assert (figures["9m_epc"], figures["sales_count"]) == (1.5, 7)
    with pytest.raises(KeyError):
        figures["clicks_count"]


@pytest.mark.anyio
async def test_every_report_is_worked_out_from_what_happened() -> None:
    async with sandboxed() as fp:
        await fp.v2.promoters.create(email="ann@example.com")
        asked: dict[str, Any] = {"columns": ["signups_count", "revenue_amount"], **SPAN}
        assert [one.data and one.data.signups_count for one in await fp.v2.reports.overview(**asked)] == [0, 0]
        (ann,) = await fp.v2.reports.promoters(**asked)
        assert ann.promoter is not None
        assert ann.promoter.email == "ann@example.com"
        assert [period.period for period in ann.sub_data] == ["Jan 2026", "Feb 2026"]
        assert len(await fp.v2.reports.campaigns(**asked)) == 2
        asked["columns"] = ["clicks_count"]
        (direct,) = await fp.v2.reports.traffic_sources(**asked)
        assert (direct.source, direct.data and direct.data["clicks_count"]) == ("direct", 0)
        assert len(await fp.v2.reports.urls(**asked)) == 2
