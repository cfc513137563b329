"""What the dashboard shows first: stats, trendings, charts, payouts and commissions. This module knows nothing of sending."""

from typing import Any

from attrs import field

from ...frozen import frozen
from ...resource import Resource, call
from ...unset import UNSET, Maybe
from ...wire.request import Replay, Request
from ..base import company
from ..dashboard_chart import DashboardChart
from ..filters import one_or_several_ids


@frozen(kw_only=True)
class DashboardFilters:
    """What to count."""

    campaign_id: Maybe[int | tuple[int, ...]] = field(default=UNSET, converter=one_or_several_ids)
    """The campaign's id, or those of several."""


@frozen(kw_only=True)
class _OfTheDashboard(Request[Any]):
    """A part of the dashboard."""

    replay = Replay.SAFE

    filters: Maybe[DashboardFilters] = UNSET


@frozen(kw_only=True)
class GetDashboardStats(_OfTheDashboard):
    """Get what stands at the top of the dashboard, and what waits for a decision.

    `GET /api/v2/company/dashboards/stats`. FirstPromoter documents no answer, so it comes as it is.
    """

    route = company.GET("/dashboards/stats")


@frozen(kw_only=True)
class GetDashboardTrendings(_OfTheDashboard):
    """Get how the dashboard's figures change.

    `GET /api/v2/company/dashboards/trendings`. FirstPromoter documents no answer, so it comes as it is.
    """

    route = company.GET("/dashboards/trendings")


@frozen(kw_only=True)
class GetDashboardChartData(DashboardChart):
    """Get a figure of the whole account over time.

    `GET /api/v2/company/dashboards/chart_data`. FirstPromoter documents no answer, so it comes as it is.
    """

    route = company.GET("/dashboards/chart_data")

    filters: Maybe[DashboardFilters] = UNSET


@frozen(kw_only=True)
class GetPayoutsAndCommissions(_OfTheDashboard):
    """Get what promoters have earned, and what they were paid.

    `GET /api/v2/company/dashboards/payouts_and_commissions`. FirstPromoter documents no answer, so it comes as it is.
    """

    route = company.GET("/dashboards/payouts_and_commissions")


class Dashboards(Resource):
    """What the dashboard shows first. None of its answers is documented: each is the JSON that came, as plain data."""

    stats = call(GetDashboardStats)
    """Plain data; what it holds is FirstPromoter's to say."""
    trendings = call(GetDashboardTrendings)
    """Plain data; what it holds is FirstPromoter's to say."""
    chart_data = call(GetDashboardChartData)
    """Plain data; what it holds is FirstPromoter's to say."""
    payouts_and_commissions = call(GetPayoutsAndCommissions)
    """Plain data; what it holds is FirstPromoter's to say."""
