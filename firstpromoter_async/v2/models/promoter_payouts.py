"""Payouts, promoter by promoter, as FirstPromoter groups them. This module knows nothing of requests."""

from collections.abc import Mapping
from typing import Any

from attrs import field

from ...frozen import frozen
from ...money import UnconfirmedMinorUnits
from ...wire.model import Model
from .brief import FraudCheck, InvoiceDetailsStatus, PromoterBrief
from .payout_methods import PayoutMethod
from .payouts import Payout


@frozen(kw_only=True)
class InvoiceDetailsErrors(Model):
    """What is wrong with a promoter's invoice details."""

    invoice_details_validation_errors: Mapping[str, Any] | None = field(default=None, hash=False)


@frozen(kw_only=True)
class PaidPromoter(PromoterBrief):
    """A promoter, and what could speak against paying them."""

    invoice_details_status: InvoiceDetailsStatus | str | None = None
    fraud_suspicions: tuple[FraudCheck | str, ...] = ()
    profile: InvoiceDetailsErrors | None = None


@frozen(kw_only=True)
class PromoterPayouts(Model):
    """All payouts of one promoter."""

    promoter: PaidPromoter | None = None
    payout_method: PayoutMethod | None = None
    """With the details where the request said `include_payout_method_details=True`."""
    payouts: tuple[Payout, ...] = ()
    is_amount_payable: bool | None = None
    payout_ids: tuple[int, ...] = ()
    amount: UnconfirmedMinorUnits | None = None
    total_incl_tax: UnconfirmedMinorUnits | None = None
