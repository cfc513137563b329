"""Charts of a promoter, and of a promoter in one campaign. This module knows nothing of sending."""

from ...frozen import frozen
from ...unset import UNSET, Maybe
from ...wire.request import Replay, Request
from ..base import company
from ..filters import Day
from ..models.charts import ChartData, ChartSelection


@frozen
class GetPromoterChartData(Request[ChartData]):
    """Get a figure of a promoter over time.

    `GET /api/v2/company/promoters/{id}/chart_data`
    """

    route = company.GET("/promoters/{id}/chart_data")
    replay = Replay.SAFE

    id: int
    selection: ChartSelection | str
    """What to show."""
    period_from: Day
    """The first day."""
    period_to: Day
    """The last day."""


@frozen
class GetPromoterCampaignChartData(Request[ChartData]):
    """Get a figure of a promoter in one campaign over time.

    `GET /api/v2/company/promoter_campaigns/{id}/chart_data`
    """

    route = company.GET("/promoter_campaigns/{id}/chart_data")
    replay = Replay.SAFE

    id: int
    """The promoter campaign's: neither the promoter's id nor the campaign's."""
    selection: ChartSelection | str
    """What to show."""
    period_from: Day
    """The first day."""
    period_to: Day
    """The last day."""
    with_totals: Maybe[bool] = UNSET
    """Whether to add the totals of the period, which come in `extra`."""
