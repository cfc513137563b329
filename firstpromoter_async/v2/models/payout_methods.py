"""Ways in which promoters are paid, as FirstPromoter describes them. This module knows nothing of requests."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from attrs import field

from ...frozen import frozen
from ...wire.model import Model


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
    """Where the money goes; which of these there are depends on the method. In no repr and no pickle."""

    paypal_email: str | None = field(default=None, repr=False)
    wise_email: str | None = field(default=None, repr=False)
    wallet_address: str | None = field(default=None, repr=False)
    """Of a crypto currency."""
    crypto_currency: str | None = field(default=None, repr=False)
    """For example `BTC`."""
    bank_country: str | None = field(default=None, repr=False)
    """Two letters, for example `US`."""
    bank_name: str | None = field(default=None, repr=False)
    bank_address: str | None = field(default=None, repr=False)
    bank_city: str | None = field(default=None, repr=False)
    account_holder_name: str | None = field(default=None, repr=False)
    account_number: str | None = field(default=None, repr=False)
    iban: str | None = field(default=None, repr=False)
    swift_bic_code: str | None = field(default=None, repr=False)
    """The bank's own code (ISO 9362)."""
    routing_aba_number: str | None = field(default=None, repr=False)
    """In the United States."""
    sort_code: str | None = field(default=None, repr=False)
    """In the United Kingdom."""
    bsb_code: str | None = field(default=None, repr=False)
    """In Australia."""
    institution_number: str | None = field(default=None, repr=False)
    """In Canada."""
    transit_number: str | None = field(default=None, repr=False)
    """In Canada."""
    address: str | None = field(default=None, repr=False)
    city: str | None = field(default=None, repr=False)
    state: str | None = field(default=None, repr=False)
    postal_code: str | None = field(default=None, repr=False)
    country: str | None = field(default=None, repr=False)
    """The holder's, as are the address and what goes with it."""


@frozen(kw_only=True)
class PayoutMethod(Model):
    """How a promoter wants to be paid."""

    id: int | None = None
    method: PayoutMethodKind | str | None = None
    details: PayoutMethodDetails | None = field(default=None, repr=False)
    """Where the money goes; None where a promoter is shown by the way."""
    date_added: datetime | None = None
    is_disabled: bool | None = None
    is_selected: bool | None = None
    """Whether it is the one that is used."""
    managed_payouts: bool | None = None
    """Whether FirstPromoter itself pays."""
    meta: Mapping[str, Any] | None = field(default=None, hash=False)
