"""The promoter's own figures: overview, sub ids, download. This module knows nothing of sending."""

from datetime import date, datetime
from enum import StrEnum

from attrs import field, frozen

from ...resource import Resource, call, downloads
from ...unset import UNSET, Maybe
from ...wire.answers import Download
from ...wire.request import Replay, Request
from ..base import affiliate
from ..company.reports import FiguresOf, GroupBy, TrafficOf, check_span, report_words
from ..models.affiliate_reports import SubIdReport
from ..models.reports import PeriodReport


@frozen(kw_only=True)
class GetAffiliateOverviewReport(FiguresOf[tuple[PeriodReport, ...]]):
    """Get the promoter's figures, period by period.

    `GET /api/v2/affiliate/reports/overview`. Raises `Unprocessable` for an unknown column.
    """

    route = affiliate.GET("/reports/overview")


@frozen(kw_only=True)
class GetSubIdReport(TrafficOf[tuple[SubIdReport, ...]]):
    """Get the figures of each `sub_id` in the promoter's links.

    `GET /api/v2/affiliate/reports/sub_ids`. Raises `Unprocessable` for an unknown column.
    """

    route = affiliate.GET("/reports/sub_ids")


class AffiliateReportType(StrEnum):
    """What a report for a promoter is about."""

    OVERVIEW = "overview"
    SUB_IDS = "sub_ids"
    TRAFFIC_SOURCES = "traffic_sources"
    URLS = "urls"


@frozen(kw_only=True)
class DownloadAffiliateReport(Request[Download]):
    """Download a report for the promoter as CSV.

    `GET /api/v2/affiliate/reports/download`. Raises `Unprocessable` for an unknown column.
    """

    route = affiliate.GET("/reports/download")
    replay = Replay.SAFE

    report_type: AffiliateReportType | str
    columns: tuple[str, ...] = field(converter=report_words)
    """The figures to show, for example `revenue_amount` or `clicks_count`."""
    group_by: GroupBy | str
    """The length of a period."""
    start_date: datetime | date | str
    """When the first period begins: a date, an aware datetime, or ISO 8601 text."""
    end_date: datetime | date | str
    """When the last period ends."""
    totals: Maybe[bool] = UNSET
    """Whether to add up the periods."""

    def check(self) -> None:
        """Refuse a span that cannot be."""
        check_span(self.start_date, self.end_date)


class AffiliateReports(Resource):
    """The promoter's own figures.

    The documents name no unit for their amounts: they are taken for minor units (cents), as everywhere else in v2.
    """

    overview = call(GetAffiliateOverviewReport)
    """A row for each period; `data` has its figures."""
    sub_ids = call(GetSubIdReport)
    """A row for each `sub_id`; `data` has the figures of all periods, `sub_data` those of each."""
    download = downloads(DownloadAffiliateReport)
    """The CSV, whole, saved or row by row."""
