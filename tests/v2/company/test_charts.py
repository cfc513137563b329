"""Charts: points in whichever form they come, and dashboards, whose answers nobody documents."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from firstpromoter_async.testing import sandboxed
from firstpromoter_async.v2 import (
    ChartData,
    ChartPoint,
    DashboardFilters,
    GetPromoterCampaignChartData,
    GetPromoterChartData,
)
from firstpromoter_async.wire.codec import structure

from ..samples import sample

JANUARY: dict[str, Any] = {"period_from": date(2026, 1, 1), "period_to": date(2026, 1, 31)}


def test_points_that_are_pairs() -> None:
    chart = GetPromoterChartData(120, selection="revenue", **JANUARY).read(sample("chart_of_promoter"))
    assert chart.points == (
        ChartPoint("Jan 1, 2026", Decimal(4900)),
        ChartPoint("Jan 2, 2026", Decimal(0)),
        ChartPoint("Jan 3, 2026", Decimal("12.5")),
    )
    assert (chart.period_from, chart.group_by) == (date(2026, 1, 1), "day")


def test_points_that_are_objects() -> None:
    answer = sample("chart_of_promoter_campaign")
    chart = GetPromoterCampaignChartData(1480, selection="revenue", **JANUARY).read(answer)
    assert chart.points == (ChartPoint("2026-01-01", Decimal(4900)), ChartPoint("2026-01-02", Decimal(0)))


@pytest.mark.parametrize("item", [["Jan"], [1, 2], {"date": "2026-01-01"}, None])
def test_points_in_another_form_stay_readable_as_they_came(item: Any) -> None:
    chart = structure({"selection_items": [item]}, ChartData)
    with pytest.raises(ValueError, match="neither a pair of label and number"):
        _ = chart.points
    assert chart.selection_items == (item,)


@pytest.mark.anyio
async def test_charts_and_dashboards_of_a_programme_that_has_just_begun() -> None:
    async with sandboxed() as fp:
        ann = await fp.v2.promoters.create(email="ann@example.com")
        chart = await fp.v2.promoters.chart_data(ann.id, selection="clicks", **JANUARY)
        assert [point.value for point in chart.points] == [0] * 31
        link = ann.promoter_campaigns[0].id
        assert link is not None
        other = await fp.v2.promoter_campaigns.chart_data(link, selection="clicks", with_totals=True, **JANUARY)
        assert (len(other.points), other.extra) == (31, {"totals": {"clicks": 0}})
        stats = await fp.v2.dashboards.stats(filters=DashboardFilters(campaign_id=101))
        assert stats["referrals"] == 0
