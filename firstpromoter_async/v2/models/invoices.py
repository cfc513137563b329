"""Invoices as FirstPromoter describes them: what promoters bill you for their payouts. This module knows nothing of requests."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any

from attrs import field

from ...frozen import frozen
from ...money import UnconfirmedMinorUnits
from ...wire.model import Model
from .brief import PromoterBrief


class InvoiceStatus(StrEnum):
    """How far an invoice is."""

    DRAFT = "draft"
    """Not finalized yet."""
    OPEN = "open"
    PAID = "paid"
    VOIDED = "voided"


@frozen(kw_only=True)
class Invoice(Model):
    """An invoice of a promoter, for one payout or several."""

    id: int
    number: str | None = None
    date: datetime.date | None = None
    status: InvoiceStatus | str | None = None
    total: UnconfirmedMinorUnits | None = None
    total_incl_tax: UnconfirmedMinorUnits | None = None
    tax_rate: Decimal | None = None
    """As FirstPromoter writes it: no document says whether 20 or 0.2 is a fifth."""
    promoter: PromoterBrief | None = None
    payouts: tuple[Mapping[str, Any], ...] = field(default=(), hash=False)
    """What it is for; no document says what these hold."""
    pdf_url: str | None = None
    html: str | None = None
    """The invoice as a page."""


@frozen(kw_only=True)
class InvoicePage(Model):
    """An invoice, or the template of all, as HTML."""

    html: str | None = None
