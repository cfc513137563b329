"""v1 reports: figures by period, campaign and promoter.

FirstPromoter works them out every 15 minutes (overview and campaigns) or at midnight (promoters). This module knows
nothing of sending.
"""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Self, TypeVar

from attrs import field

from ..errors import InvalidRequest
from ..frozen import frozen
from ..resource import Resource, call, pages
from ..unset import UNSET, Maybe
from ..wire.request import Listing, Replay, Request, wire_name
from .base import V1
from .models.reports import CampaignReport, PromoterReport, Report

_LONGEST_SPAN_BY_DAY: Final = 90


class Metric(StrEnum):
    """A figure that a report can hold."""

    REVENUE_AMOUNT = "revenue_amount"
    NET_REVENUE_AMOUNT = "net_revenue_amount"
    PROMOTER_EARNINGS_AMOUNT = "promoter_earnings_amount"
    PROMOTER_PAID_AMOUNT = "promoter_paid_amount"
    THREE_MONTH_EPC = "3m_epc"
    SIX_MONTH_EPC = "6m_epc"
    CLICKS_COUNT = "clicks_count"
    REFERRALS_COUNT = "referrals_count"
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


class GroupBy(StrEnum):
    """The length of a report's periods."""

    DAY = "day"
    """At most 90 days at once."""
    MONTH = "month"
    YEAR = "year"


class SortDirection(StrEnum):
    """Which end comes first."""

    ASCENDING = "asc"
    DESCENDING = "desc"


def _as_date(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _written(value: date | str) -> date | str:
    return _as_date(value) if isinstance(value, date) else value


R = TypeVar("R", covariant=True)

_DAY: Final = {"write": _written}


def _check_span(start: Maybe[date | str], end: Maybe[date | str], group_by: Maybe[GroupBy | str]) -> None:
    """Refuse a span that ends before it starts, or is too long for days; text is left to FirstPromoter."""
    if not isinstance(start, date) or not isinstance(end, date):
        return
    days = (_as_date(end) - _as_date(start)).days
    if days < 0:
        raise InvalidRequest(f"end_date {end} is before start_date {start}")
    if group_by == GroupBy.DAY and days > _LONGEST_SPAN_BY_DAY:
        raise InvalidRequest(f"by day, a report spans at most {_LONGEST_SPAN_BY_DAY} days, and {days} were given")


@frozen(kw_only=True)
class _ReportOf(Request[R]):
    """What the overview and the campaigns' report have in common."""

    selected_fields: Maybe[Sequence[Metric | str]] = field(default=UNSET, metadata=wire_name("selected_fields[]"))
    """The figures to show; revenue, clicks, referrals and customers, if left out."""
    group_by: Maybe[GroupBy | str] = UNSET
    """The length of a period; a month, if left out."""
    start_date: Maybe[date | str] = field(default=UNSET, metadata=_DAY)
    """The first day: a date, or ISO 8601 text (`2026-01-31`); 12 months ago, if left out."""
    end_date: Maybe[date | str] = field(default=UNSET, metadata=_DAY)
    """The last day; today, if left out."""

    def check(self) -> None:
        """Refuse a span that cannot be."""
        _check_span(self.start_date, self.end_date, self.group_by)


@frozen(kw_only=True)
class ReportOverview(_ReportOf[tuple[Report, ...]]):
    """Return the account's figures, a row for each period.

    `GET /api/v1/reports/overview`. Raises `InvalidRequest` before anything is sent, `Unprocessable` for an unknown
    figure.
    """

    route = V1.GET("/reports/overview")
    replay = Replay.SAFE

    sort: Maybe[Metric | str] = UNSET
    """The figure to sort by; the first of `selected_fields`, if left out."""
    sort_dir: Maybe[SortDirection | str] = UNSET
    """Which end comes first; the highest, if left out."""


@frozen(kw_only=True)
class ReportCampaigns(_ReportOf[tuple[CampaignReport, ...]]):
    """Return the figures of every campaign, a row for each.

    `GET /api/v1/reports/campaigns`. Raises `InvalidRequest` before anything is sent, `Unprocessable` for an unknown
    figure.
    """

    route = V1.GET("/reports/campaigns")
    replay = Replay.SAFE


@frozen(kw_only=True)
class ReportPromoters(Listing[PromoterReport]):
    """Read the figures of promoters, a row for each.

    `GET /api/v1/reports/promoters`. Two lists in one. `await` gives the top 50 of the span, by revenue or by the
    figure named in `top_50`; that is one page, and none follows it. `async for`, `.by_page()` and `.collect()` start
    at page 1 and read every promoter, by the revenue of all time; with `top_50` they, too, read the top 50. Raises
    `InvalidRequest` before anything is sent, `Unprocessable` for an unknown figure.
    """

    route = V1.GET("/reports/promoters")

    selected_fields: Maybe[Sequence[Metric | str]] = field(default=UNSET, metadata=wire_name("selected_fields[]"))
    """The figures to show; revenue, clicks, referrals and customers, if left out."""
    promoter_ids: Maybe[Sequence[int]] = field(default=UNSET, metadata=wire_name("promoter_ids[]"))
    """Only these promoters."""
    group_by: Maybe[GroupBy | str] = UNSET
    """The length of a period; a month, if left out."""
    top_50: Maybe[Metric | str] = UNSET
    """The figure by which the top 50 are chosen; revenue, if left out. Does not go with `page`."""
    start_date: Maybe[date | str] = field(default=UNSET, metadata=_DAY)
    """The first day: a date, or ISO 8601 text (`2026-01-31`); 12 months ago, if left out."""
    end_date: Maybe[date | str] = field(default=UNSET, metadata=_DAY)
    """The last day; today, if left out."""

    def check(self) -> None:
        """Refuse a span that cannot be, and a page of the top 50."""
        _check_span(self.start_date, self.end_date, self.group_by)
        if self.top_50 is not UNSET and self.page is not UNSET:
            raise InvalidRequest(
                "ReportPromoters takes top_50 or page: pages are always in the order of all-time revenue"
            )

    def from_the_start(self) -> Self:
        """Return page 1 of all promoters; the top 50 by a figure are a list of their own and stay it."""
        return self if self.top_50 is not UNSET or self.page is not UNSET else self.at(1)

    def at(self, page: int) -> Self:
        """Return the same report at another page; the top 50 by a figure have but one."""
        return self if self.top_50 is not UNSET else super().at(page)

    @property
    def is_only_page(self) -> bool:
        """Whether this is the top 50: the pages are another list, in another order."""
        return self.page is UNSET


class Reports(Resource):
    """Figures by period, campaign and promoter."""

    overview = call(ReportOverview)
    """Rows, one for each period; amounts are `Decimal` in major units (dollars, not cents)."""
    campaigns = call(ReportCampaigns)
    """Rows, one for each campaign; amounts are `Decimal` in major units (dollars, not cents)."""
    promoters = pages(ReportPromoters)
    """Rows, one for each promoter; amounts are `Decimal` in major units (dollars, not cents)."""
