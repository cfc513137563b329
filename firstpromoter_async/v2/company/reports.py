"""Reports: download. This module knows nothing of sending."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from attrs import field, frozen

from ...resource import Resource, downloads
from ...unset import UNSET, Maybe
from ...wire.answers import Download
from ...wire.request import Replay, Request
from ..base import company
from ..filters import kept


class ReportType(StrEnum):
    """What a report is about."""

    OVERVIEW = "overview"
    CAMPAIGNS = "campaigns"
    PROMOTERS = "promoters"
    TRAFFIC_SOURCES = "traffic_sources"
    URLS = "urls"


class GroupBy(StrEnum):
    """The length of a report's periods."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


def _words(values: Iterable[str]) -> tuple[str, ...]:
    return kept(values)


@frozen(kw_only=True)
class DownloadReport(Request[Download]):
    """Download a report as CSV.

    `GET /api/v2/company/reports/download`. Raises `Unprocessable` for an unknown column.
    """

    route = company.GET("/reports/download")
    replay = Replay.SAFE

    report_type: ReportType | str
    columns: tuple[str, ...] = field(converter=_words)
    """The figures to show, for example `revenue_amount` or `clicks_count`."""
    group_by: GroupBy | str
    """The length of a period."""
    start_date: datetime | date | str
    """When the first period begins: a date, an aware datetime, or ISO 8601 text."""
    end_date: datetime | date | str
    """When the last period ends."""
    totals: Maybe[bool] = UNSET
    """Whether to add up the periods."""


class Reports(Resource):
    """Figures by period."""

    download = downloads(DownloadReport)
    """The CSV, whole, saved or row by row; amounts are in minor units (cents)."""
