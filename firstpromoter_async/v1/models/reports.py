"""Reports as data: figures by period, campaign and promoter.

The one place in v1 where money is not an integer: reports are written for people. This module knows nothing of
requests.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Final

from attrs import field

from ...frozen import frozen
from ...money import MajorUnits
from ...wire.model import Model, known_as


@frozen(kw_only=True)
class Figures(Model):
    """The figures of a report; those that were not selected are None.

    Amounts are `Decimal` in major units (dollars, not cents) of the account's currency, since the API writes them for
    people: `$1,613.17`. The API documents neither the unit nor the form of the rates; a percent sign is left out.
    """

    revenue_amount: MajorUnits | None = None
    net_revenue_amount: MajorUnits | None = None
    promoter_earnings_amount: MajorUnits | None = None
    promoter_paid_amount: MajorUnits | None = None
    three_month_epc: MajorUnits | None = field(default=None, metadata=known_as("3m_epc"))
    """Earnings per click over three months, in major units."""
    six_month_epc: MajorUnits | None = field(default=None, metadata=known_as("6m_epc"))
    """Earnings per click over six months, in major units."""
    clicks_count: int | None = None
    referrals_count: int | None = None
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


@frozen(kw_only=True)
class Report(Figures):
    """The figures of one period."""

    period: str | None = None
    """The period as the API writes it, for example `Sep 2024`."""

    @property
    def starts_on(self) -> date | None:
        """The first day of the period; None where the text is no date."""
        return _first_day(self.period or "")


@frozen(kw_only=True)
class CampaignReport(Figures):
    """The figures of one campaign: the sums here, the periods in `items`."""

    campaign_id: int | None = None
    campaign_name: str | None = None
    items: tuple[Report, ...] = ()

    @property
    def id(self) -> int | None:
        """What tells this row from the others: the campaign's id."""
        return self.campaign_id


@frozen(kw_only=True)
class PromoterReport(Figures):
    """The figures of one promoter: the sums here, the periods in `items`."""

    promoter_id: int | None = None
    promoter_name: str | None = None
    items: tuple[Report, ...] = ()

    @property
    def id(self) -> int | None:
        """What tells this row from the others: the promoter's id."""
        return self.promoter_id


_MONTHS: Final = {
    name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)
}
# Only `Sep 2024` is documented. Days and years are read in every way in which they are usually written.
_PERIODS: Final = (
    re.compile(r"(?P<month>[A-Za-z]{3})[a-z]*\.? (?:(?P<day>\d{1,2}),? )?(?P<year>\d{4})", re.ASCII),
    re.compile(r"(?P<day>\d{1,2}) (?P<month>[A-Za-z]{3})[a-z]*\.?,? (?P<year>\d{4})", re.ASCII),
    re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?", re.ASCII),
)


def _first_day(period: str) -> date | None:
    for pattern in _PERIODS:
        if found := pattern.fullmatch(period.strip()):
            return _day_of(**found.groupdict())
    return None


def _day_of(*, year: str, month: str | None, day: str | None) -> date | None:
    named = (month or "1").lower()
    number = int(named) if named.isdigit() else _MONTHS.get(named, 0)
    try:
        return date(int(year), number, int(day or 1))
    except ValueError:
        return None
