"""Reports as FirstPromoter gives them: figures by period, campaign, promoter, traffic source and URL.

This module knows nothing of requests.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import attrs
from attrs import field

from ...frozen import frozen
from ...money import UnconfirmedMinorUnits
from ...wire.model import Model, known_as
from .brief import CampaignBrief, PromoterBrief


@frozen(kw_only=True)
class ReportFigures(Model, Mapping[str, Any]):
    """The figures that were asked for; others are None.

    Each is an attribute, and goes by the name of its column, too: `data["3m_epc"]` is `data.three_month_epc`. As a mapping it has
    the columns that came. The documents name no unit for amounts, which are taken for minor units (cents), as elsewhere in v2,
    and no form for rates.
    """

    revenue_amount: UnconfirmedMinorUnits | None = None
    net_revenue_amount: UnconfirmedMinorUnits | None = None
    promoter_earnings_amount: UnconfirmedMinorUnits | None = None
    promoter_paid_amount: UnconfirmedMinorUnits | None = None
    three_month_epc: UnconfirmedMinorUnits | None = field(default=None, metadata=known_as("3m_epc"))
    """Earnings per click over three months."""
    six_month_epc: UnconfirmedMinorUnits | None = field(default=None, metadata=known_as("6m_epc"))
    """Earnings per click over six months."""
    clicks_count: int | None = None
    referrals_count: int | None = None
    signups_count: int | None = None
    customers_count: int | None = None
    active_customers: int | None = None
    cancelled_customers_count: int | None = None
    non_link_customers: int | None = None
    """Customers who came by a promo code instead of a link."""
    sales_count: int | None = None
    refunds_count: int | None = None
    monthly_churn: Decimal | None = None
    clicks_to_referrals_cr: Decimal | None = None
    clicks_to_customers_cr: Decimal | None = None
    referrals_to_customers_cr: Decimal | None = None

    def __getitem__(self, column: str) -> Any:
        """Return the figure of a column that came, as its attribute has it; one that has none, as it came."""
        value = self.raw[column]
        return getattr(self, _ATTRIBUTES[column]) if column in _ATTRIBUTES else value

    def __iter__(self) -> Iterator[str]:
        return iter(self.raw)

    def __len__(self) -> int:
        return len(self.raw)


_ATTRIBUTES: Mapping[str, str] = {one.metadata.get("name", one.name): one.name for one in attrs.fields(ReportFigures)}
"""The attributes of the figures, by column."""


@frozen(kw_only=True)
class PeriodReport(Model):
    """The figures of one period."""

    id: str | None = None
    period: str | None = None
    """The period as FirstPromoter writes it."""
    data: ReportFigures | None = None


@frozen(kw_only=True)
class CampaignReport(Model):
    """The figures of one campaign: all periods together, and each by itself in `sub_data`."""

    id: int | None = None
    campaign: CampaignBrief | None = None
    data: ReportFigures | None = None
    sub_data: tuple[PeriodReport, ...] = ()


@frozen(kw_only=True)
class PromoterReport(Model):
    """The figures of one promoter: all periods together, and each by itself in `sub_data`."""

    id: int | None = None
    promoter: PromoterBrief | None = None
    data: ReportFigures | None = None
    sub_data: tuple[PeriodReport, ...] = ()


@frozen(kw_only=True)
class TrafficSourceReport(Model):
    """The figures of one traffic source: all periods together, and each by itself in `sub_data`."""

    id: str | None = None
    source: str | None = None
    data: ReportFigures | None = None
    sub_data: tuple[PeriodReport, ...] = ()


@frozen(kw_only=True)
class UrlReport(Model):
    """The figures of one page of yours that promoters' links lead to."""

    id: str | None = None
    url: str | None = None
    data: ReportFigures | None = None
