"""v2's charts and dashboards, worked out from what happened."""

from typing import Any

import pytest

from tests.sandbox.talking import Talk

DECEMBER = {"period_from": "2025-12-01", "period_to": "2025-12-31"}


@pytest.fixture
def busy(talk: Talk) -> Talk:
    """Ann sells twice in December and once on New Year's Day, which is today; Ben, elsewhere, never does."""
    talk.promoter("Ann")
    talk.promoter("Ben", campaign_id=102)
    talk.lead("joe", created_at="2025-12-01")
    talk.sale("1", 1000, created_at="2025-12-02")
    talk.sale("2", 2000, created_at="2025-12-30")
    talk.sale("3", 5000, created_at="2026-01-01")
    return talk


def get(talk: Talk, path: str, **more: Any) -> Any:
    answer = talk.v2("GET", f"/company{path}", more)
    assert answer.status == 200, answer.text
    return answer.json


def test_a_promoters_chart_has_a_pair_for_each_period(busy: Talk) -> None:
    chart = get(busy, "/promoters/1001/chart_data", selection="revenue", **DECEMBER)
    points = chart.pop("selection_items")
    assert chart == {**DECEMBER, "selection": "revenue", "group_by": "day"}
    assert [point for point in points if point[1]] == [["Dec 2, 2025", 1000], ["Dec 30, 2025", 2000]]
    assert len(points) == 31


def test_a_promoter_campaigns_chart_has_objects_and_totals_where_asked(busy: Talk) -> None:
    chart = get(busy, "/promoter_campaigns/20001/chart_data", selection="revenue", **DECEMBER)
    assert "totals" not in chart
    assert {"date": "2025-12-02", "value": 1000} in chart["selection_items"]
    more = get(busy, "/promoter_campaigns/20001/chart_data", selection="customers", with_totals="true", **DECEMBER)
    assert more["totals"] == {"customers": 1}


@pytest.mark.parametrize(
    ("last", "length"), [("2025-12-31", "day"), ("2026-01-01", "week"), ("2026-03-03", "month"), ("2028-01-01", "year")]
)
def test_the_longer_the_span_the_longer_the_periods(busy: Talk, last: str, length: str) -> None:
    chart = get(busy, "/promoters/1001/chart_data", selection="revenue", period_from="2025-12-01", period_to=last)
    assert chart["group_by"] == length
    assert sum(number for _, number in chart["selection_items"]) == (3000 if last < "2026" else 8000)


@pytest.mark.parametrize("noun", ["promoters", "promoter_campaigns"])
@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, 422),
        ({"selection": "revenue", "period_from": "2026-01-01"}, 422),
        ({"selection": "colour", **DECEMBER}, 422),
        ({"selection": "revenue", "period_from": "2026-01-02", "period_to": "2026-01-01"}, 422),
    ],
)
def test_what_a_chart_needs(busy: Talk, noun: str, given: dict[str, str], status: int) -> None:
    number = {"promoters": 1001, "promoter_campaigns": 20001}[noun]
    assert busy.v2("GET", f"/company/{noun}/{number}/chart_data", given).status == status
    assert busy.v2("GET", f"/company/{noun}/7/chart_data", {"selection": "revenue", **DECEMBER}).status == 404


def test_stats_count_everything_and_what_waits(busy: Talk) -> None:
    busy.v1("POST", "/promoters/create", email="cy@example.com")
    busy.sandbox.store.run("UPDATE promotions SET state = 'pending' WHERE id = 20003")
    stats = get(busy, "/dashboards/stats")
    assert (stats["revenue"], stats["referrals"], stats["customers"]) == (8000, 1, 1)
    assert stats["pending"] == {"promoters": 1, "referrals": 0, "commissions": 0}
    assert stats["commissions"] == 1600  # a fifth


def test_stats_can_be_of_one_campaign_or_several(busy: Talk) -> None:
    assert get(busy, "/dashboards/stats", **{"filters[campaign_id]": 102})["revenue"] == 0
    assert get(busy, "/dashboards/stats", **{"filters[campaign_id][]": [101, 102]})["revenue"] == 8000


def test_trendings_set_the_last_thirty_days_beside_those_before(busy: Talk) -> None:
    revenue = get(busy, "/dashboards/trendings")["revenue"]
    assert revenue == {"current": 7000, "previous": 1000}


def test_the_dashboards_chart_shows_the_last_thirty_days_unless_told_otherwise(busy: Talk) -> None:
    chart = get(busy, "/dashboards/chart_data")
    assert (chart["selection"], chart["period_from"], chart["period_to"]) == ("revenue", "2025-12-03", "2026-01-01")
    assert sum(number for _, number in chart["selection_items"]) == 7000
    other = get(busy, "/dashboards/chart_data", selection="commissions", **DECEMBER)
    assert sum(number for _, number in other["selection_items"]) == 600


def test_payouts_and_commissions_are_sums_by_status(busy: Talk) -> None:
    assert get(busy, "/dashboards/payouts_and_commissions")["commissions"] == {"approved": 1600}
    busy.v1("POST", "/payouts/create", promoter_id=1001)
    (payout,) = get(busy, "/dashboards/payouts_and_commissions")["payouts"].values()
    assert payout == 1600
    assert get(busy, "/dashboards/payouts_and_commissions", **{"filters[campaign_id]": 102}) == {
        "commissions": {},
        "payouts": {},
    }
