"""Reports: overview, campaigns, promoters, traffic sources, URLs, download. This module knows nothing of sending."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from attrs import field

from ...errors import InvalidRequest
from ...frozen import frozen
from ...resource import Resource, call, downloads
from ...unset import UNSET, Maybe
from ...wire.answers import Download
from ...wire.request import Replay, Request
from ..base import company
from ..filters import Direction
from ..lists import copied
from ..models.reports import CampaignReport, PeriodReport, PromoterReport, TrafficSourceReport, UrlReport

R = TypeVar("R", covariant=True)
C = TypeVar("C", bound=str)


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


class ReportColumn(StrEnum):
    """A figure of the overview, and of the reports on campaigns and promoters."""

    REVENUE_AMOUNT = "revenue_amount"
    NET_REVENUE_AMOUNT = "net_revenue_amount"
    PROMOTER_EARNINGS_AMOUNT = "promoter_earnings_amount"
    PROMOTER_PAID_AMOUNT = "promoter_paid_amount"
    THREE_MONTH_EPC = "3m_epc"
    SIX_MONTH_EPC = "6m_epc"
    CLICKS_COUNT = "clicks_count"
    REFERRALS_COUNT = "referrals_count"
    SIGNUPS_COUNT = "signups_count"
    CUSTOMERS_COUNT = "customers_count"
    ACTIVE_CUSTOMERS = "active_customers"
    CANCELLED_CUSTOMERS_COUNT = "cancelled_customers_count"
    NON_LINK_CUSTOMERS = "non_link_customers"
    SALES_COUNT = "sales_count"
    REFUNDS_COUNT = "refunds_count"
    MONTHLY_CHURN = "monthly_churn"
    CLICKS_TO_REFERRALS_CR = "clicks_to_referrals_cr"
    CLICKS_TO_CUSTOMERS_CR = "clicks_to_customers_cr"
    REFERRALS_TO_CUSTOMERS_CR = "referrals_to_customers_cr"


class TrafficColumn(StrEnum):
    """A figure of the reports on traffic sources and URLs."""

    REVENUE_AMOUNT = "revenue_amount"
    PROMOTER_EARNINGS_AMOUNT = "promoter_earnings_amount"
    CLICKS_COUNT = "clicks_count"
    REFERRALS_COUNT = "referrals_count"
    CUSTOMERS_COUNT = "customers_count"
    CANCELLED_CUSTOMERS_COUNT = "cancelled_customers_count"
    SALES_COUNT = "sales_count"
    REFUNDS_COUNT = "refunds_count"
    CLICKS_TO_REFERRALS_CR = "clicks_to_referrals_cr"
    CLICKS_TO_CUSTOMERS_CR = "clicks_to_customers_cr"
    REFERRALS_TO_CUSTOMERS_CR = "referrals_to_customers_cr"


def _report_words(values: Iterable[str]) -> tuple[str, ...]:
    """Keep columns as they are now; an empty list is refused."""
    return _some(copied(values))


def _report_columns(values: Iterable[ReportColumn | str]) -> tuple[ReportColumn | str, ...]:
    return _some(copied(values))


def _traffic_columns(values: Iterable[TrafficColumn | str]) -> tuple[TrafficColumn | str, ...]:
    return _some(copied(values))


def _some(columns: tuple[C, ...]) -> tuple[C, ...]:
    if not columns:
        raise InvalidRequest("columns are the figures to show, and the list is empty")
    return columns


def _check_span(start: datetime | date | str, end: datetime | date | str) -> None:
    """Refuse a span that ends before it begins; text is left to FirstPromoter."""
    if isinstance(start, date) and isinstance(end, date) and _day_of(end) < _day_of(start):
        raise InvalidRequest(f"end_date {end} is before start_date {start}")


def _day_of(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


@frozen(kw_only=True)
class _ByPeriod(Request[R]):
    """What all reports have in common: their periods."""

    replay = Replay.SAFE

    group_by: GroupBy | str
    """The length of a period."""
    start_date: datetime | date | str
    """When the first period begins: a date, an aware datetime, or ISO 8601 text."""
    end_date: datetime | date | str
    """When the last period ends."""

    def check(self) -> None:
        """Refuse a span that cannot be."""
        _check_span(self.start_date, self.end_date)


@frozen(kw_only=True)
class ReportOf(_ByPeriod[R]):
    """A report as JSON. The documents know no pages here: all rows come at once."""

    q: Maybe[str] = UNSET
    """Text to search the rows for."""
    sorting: Maybe[Mapping[str, Direction]] = field(default=UNSET, hash=False)
    """The order of the rows, by column: `{"revenue_amount": "desc"}`."""


@frozen(kw_only=True)
class ReportFile(_ByPeriod[Download]):
    """A report as CSV."""

    columns: tuple[str, ...] = field(converter=_report_words)
    """The figures to show, for example `revenue_amount` or `clicks_count`."""
    totals: Maybe[bool] = UNSET
    """Whether to add up the periods."""


@frozen(kw_only=True)
class FiguresOf(ReportOf[R]):
    """A report with any of the figures."""

    columns: tuple[ReportColumn | str, ...] = field(converter=_report_columns)
    """The figures to show; others are None in the answer."""


@frozen(kw_only=True)
class TrafficOf(ReportOf[R]):
    """A report with the figures that clicks and referrals bring."""

    columns: tuple[TrafficColumn | str, ...] = field(converter=_traffic_columns)
    """The figures to show; others are None in the answer."""


@frozen(kw_only=True)
class GetOverviewReport(FiguresOf[tuple[PeriodReport, ...]]):
    """Get the figures of the whole account, period by period.

    `GET /api/v2/company/reports/overview`. Raises `Unprocessable` for an unknown column.
    """

    route = company.GET("/reports/overview")


@frozen(kw_only=True)
class GetCampaignReport(FiguresOf[tuple[CampaignReport, ...]]):
    """Get the figures of each campaign.

    `GET /api/v2/company/reports/campaigns`
    """

    route = company.GET("/reports/campaigns")


@frozen(kw_only=True)
class GetPromoterReport(FiguresOf[tuple[PromoterReport, ...]]):
    """Get the figures of each promoter.

    `GET /api/v2/company/reports/promoters`. Raises `Unprocessable` for an unknown column.
    """

    route = company.GET("/reports/promoters")


@frozen(kw_only=True)
class GetTrafficSourceReport(TrafficOf[tuple[TrafficSourceReport, ...]]):
    """Get the figures of each place that visitors came from.

    `GET /api/v2/company/reports/traffic_sources`. Raises `Unprocessable` for an unknown column.
    """

    route = company.GET("/reports/traffic_sources")


@frozen(kw_only=True)
class GetUrlReport(TrafficOf[tuple[UrlReport, ...]]):
    """Get the figures of each page of yours that promoters' links lead to.

    `GET /api/v2/company/reports/urls`. Raises `Unprocessable` for an unknown column.
    """

    route = company.GET("/reports/urls")


@frozen(kw_only=True)
class DownloadReport(ReportFile):
    """Download a report as CSV.

    `GET /api/v2/company/reports/download`. Raises `Unprocessable` for an unknown column.
    """

    route = company.GET("/reports/download")

    report_type: ReportType | str


class Reports(Resource):
    """Figures by period.

    The documents name no unit for their amounts: they are taken for minor units (cents), as everywhere else in v2.
    """

    overview = call(GetOverviewReport)
    """A row for each period; `data` has its figures."""
    campaigns = call(GetCampaignReport)
    """A row for each campaign; `data` has the figures of all periods, `sub_data` those of each."""
    promoters = call(GetPromoterReport)
    """A row for each promoter; `data` has the figures of all periods, `sub_data` those of each."""
    traffic_sources = call(GetTrafficSourceReport)
    """A row for each source; `data` has the figures of all periods, `sub_data` those of each."""
    urls = call(GetUrlReport)
    """A row for each page; `data` has the figures of all periods."""
    download = downloads(DownloadReport)
    """The CSV, whole, saved or row by row."""
