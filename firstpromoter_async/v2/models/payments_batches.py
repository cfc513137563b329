"""Payments batches as FirstPromoter describes them: payouts that are paid together. This module knows nothing of requests."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from attrs import field

from ...frozen import frozen
from ...money import UnconfirmedMinorUnits
from ...wire.model import Model


class PaymentsBatchStatus(StrEnum):
    """How far the money is."""

    AWAITING_CONFIRMATION = "awaiting_confirmation"
    """Nobody has paid it yet: `payments_batches.pay` does."""
    PENDING = "pending"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"


@frozen(kw_only=True)
class PaymentsBatch(Model):
    """Payouts that are paid together, by one method."""

    id: int
    status: PaymentsBatchStatus | str | None = None
    ext_reference: str | None = None
    ext_id: str | None = None
    scheduled_at: datetime | None = None
    processing_started_at: datetime | None = None
    completed_at: datetime | None = None
    is_payable: bool | None = None
    is_retriable: bool | None = None
    is_payment_otp_required: bool | None = None
    """Whether paying needs a one-time password."""
    total: UnconfirmedMinorUnits | None = None
    promoters_count: int | None = None
    error: str | None = None
    """Why it failed."""


@frozen(kw_only=True)
class PaymentsBatchProblems(Model):
    """What could not become part of a payments batch."""

    failed: tuple[Mapping[str, Any], ...] = field(default=(), hash=False)
    """As FirstPromoter puts it; the documents say no more than that it is a list of objects."""
