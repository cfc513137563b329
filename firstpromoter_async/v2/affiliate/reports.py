"""The promoter's own figures: overview, sub ids, download. This module knows nothing of sending."""

from enum import StrEnum

from ...frozen import frozen
from ...resource import Resource, call, downloads
from ..base import affiliate
from ..company.reports import FiguresOf, ReportFile, TrafficOf
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
class DownloadAffiliateReport(ReportFile):
    """Download a report for the promoter as CSV.

    `GET /api/v2/affiliate/reports/download`. Raises `Unprocessable` for an unknown column.
    """

    route = affiliate.GET("/reports/download")

    report_type: AffiliateReportType | str


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
