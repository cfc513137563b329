"""Payouts as FirstPromoter describes them: what promoters are paid, when, and by which way. Knows nothing of requests."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from ...money import UnconfirmedMinorUnits
from ...wire.codec import Model


class PayoutStatus(StrEnum):
    """How far a payout is."""

    PENDING = "pending"
    PROCESSING = "processing"
    """The money is on its way."""
    COMPLETED = "completed"
    """Paid."""
    FAILED = "failed"
    CANCELLED = "cancelled"


class PayoutMethodKind(StrEnum):
    """A way in which promoters are paid."""

    PAYPAL = "paypal"
    BANK = "bank"
    WISE = "wise"
    CRYPTO = "crypto"
    CUSTOM = "custom"
    DOTS = "dots"


@frozen(kw_only=True)
class PayoutMethodDetails(Model):
    """Where the money goes; which of these there are depends on the method, and for a bank on its country."""

    paypal_email: str | None = None
    wise_email: str | None = None
    wallet_address: str | None = None
    """Of a crypto currency."""
    crypto_currency: str | None = None
    """For example `BTC`."""
    bank_country: str | None = None
    """Two letters, for example `US`."""
    bank_name: str | None = None
    bank_address: str | None = None
    bank_city: str | None = None
    account_holder_name: str | None = None
    account_number: str | None = None
    iban: str | None = None
    swift_bic_code: str | None = None
    """The bank's own code (ISO 9362)."""
    routing_aba_number: str | None = None
    """In the United States."""
    sort_code: str | None = None
    """In the United Kingdom."""
    bsb_code: str | None = None
    """In Australia."""
    institution_number: str | None = None
    """In Canada."""
    transit_number: str | None = None
    """In Canada."""
    address: str | None = None
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None
    country: str | None = None
    """The holder's, as are the address and what goes with it."""


@frozen(kw_only=True)
class PayoutMethod(Model):
    """How a promoter wants to be paid."""

    id: int | None = None
    method: PayoutMethodKind | str | None = None
    details: PayoutMethodDetails | None = None
    """Where the money goes; None where a promoter is shown by the way."""
    date_added: datetime | None = None
    is_disabled: bool | None = None
    is_selected: bool | None = None
    """Whether it is the one that is used."""
    managed_payouts: bool | None = None
    """Whether FirstPromoter itself pays."""
    meta: Mapping[str, Any] | None = field(default=None, hash=False)


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

    total: Decimal | None = None
    """As FirstPromoter writes it: the documents name no unit."""
    total_incl_tax: Decimal | None = None
    promoters_count: int | None = None
    """How many promoters they belong to."""
    all_promoters_count: int | None = None
