"""Payouts as FirstPromoter describes them: what promoters are paid, when, and by which way.

Amounts are decimal numbers, of which the documents name no unit: for money, every client takes them for minor units (cents); for
payouts in another unit than `cash` they count points, months and so on. This module knows nothing of requests.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from attrs import field

from ...frozen import frozen
from ...money import UnconfirmedMinorUnits
from ...wire.model import Model
from .brief import CampaignBrief, PromoterBrief, Unit
from .payout_methods import PayoutMethod


class PayoutStatus(StrEnum):
    """How far a payout is."""

    PENDING = "pending"
    PROCESSING = "processing"
    """The money is on its way."""
    COMPLETED = "completed"
    """Paid."""
    FAILED = "failed"
    CANCELLED = "cancelled"


@frozen(kw_only=True)
class PayoutSettings(Model):
    """How the company pays."""

    net_payout_days: int | None = None
    """Days from the end of a period until its payout is due."""
    payout_cycle: str | None = None
    """The length of a period, for example `monthly`."""
    min_payment: UnconfirmedMinorUnits | None = None
    """What a payout comes to at least."""
    min_paying_customers: int | None = None
    """How many paying customers a promoter must have brought."""
    terms_description: str | None = None
    selected_payout_methods: tuple[str, ...] = ()
    """The ways in which promoters can be paid."""
    payout_method_options: Mapping[str, Any] | None = field(default=None, hash=False)
    managed_payouts: bool | None = None
    """Whether FirstPromoter itself pays."""


@frozen(kw_only=True)
class DuePayouts(Model):
    """What is to be paid at one time."""

    amounts: Mapping[str, UnconfirmedMinorUnits] | None = field(default=None, hash=False)
    """How much of each unit: `{"cash": 5000}`."""
    total_incl_tax: UnconfirmedMinorUnits | None = None
    promoters_count: int | None = None
    due_date: date | None = None
    period_end: date | None = None


@frozen(kw_only=True)
class DueStats(Model):
    """What is to be paid, and when."""

    next: DuePayouts | None = None
    """What will be due."""
    overdue: DuePayouts | None = None
    """What should have been paid."""
    custom: DuePayouts | None = None
    """What is due whenever the company wants."""


@frozen(kw_only=True)
class PayoutTotals(Model):
    """What the payouts of a bulk action come to, together."""

    total: UnconfirmedMinorUnits | None = None
    total_incl_tax: UnconfirmedMinorUnits | None = None
    promoters_count: int | None = None
    """How many promoters they belong to."""
    all_promoters_count: int | None = None


@frozen(kw_only=True)
class Payout(Model):
    """What a promoter is paid for a period of a campaign."""

    id: int
    status: PayoutStatus | str | None = None
    amount: UnconfirmedMinorUnits | None = None
    payments_batch_id: int | None = None
    """The payments batch that it is paid with, if it is in one."""
    tax_rate: Decimal | None = None
    """As FirstPromoter writes it; presumably percent."""
    unit: Unit | str | None = None
    period_start: datetime | None = None
    """A moment, or a day, which is read as its beginning in UTC."""
    period_end: datetime | None = None
    """A moment, or a day, which is read as its beginning in UTC."""
    paid_at: datetime | None = None
    processing_started_at: datetime | None = None
    failed_at: datetime | None = None
    error: str | None = None
    """Why it failed."""
    total_incl_tax: UnconfirmedMinorUnits | None = None
    created_at: datetime | None = None
    payout_method: PayoutMethod | None = None
    promoter: PromoterBrief | None = None
    campaign: CampaignBrief | None = None


@frozen(kw_only=True)
class PayoutSum(Model):
    """What some payouts come to."""

    amounts: Mapping[str, UnconfirmedMinorUnits] | None = field(default=None, hash=False)
    """How much of each unit: `{"cash": 5000}`."""
    total_incl_tax: UnconfirmedMinorUnits | None = None
    promoters_count: int | None = None


@frozen(kw_only=True)
class PaidPeriod(PayoutSum):
    """What was paid for a period."""

    period_start: datetime | None = None
    period_end: datetime | None = None


@frozen(kw_only=True)
class PayoutStats(Model):
    """Payouts added up in the ways that were asked for; the others are empty."""

    by_paid_period: tuple[PaidPeriod, ...] = ()
    """Of paid ones only."""
    by_status: Mapping[str, PayoutSum] | None = field(default=None, hash=False)
    by_payout_method: Mapping[str, PayoutSum] | None = field(default=None, hash=False)
