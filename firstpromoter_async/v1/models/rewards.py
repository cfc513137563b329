"""Rewards as data: commissions, and what else promoters earned. This module knows nothing of requests."""

from datetime import datetime
from enum import StrEnum

from attrs import field

from ...frozen import frozen
from ...money import MinorUnits, MinorUnitsOrCount
from ...wire.model import Model, known_as
from .leads import Lead
from .promoters import Promoter, Promotion, Unit


class RewardStatus(StrEnum):
    """Whether a reward counts."""

    APPROVED = "approved"
    PENDING = "pending"
    DENIED = "denied"


@frozen(kw_only=True)
class Reward(Model):
    """A commission, or another reward, that a promoter earned; negative after a refund."""

    id: int | None = None
    status: RewardStatus | str | None = None
    amount: MinorUnitsOrCount | None = None
    """Minor units (cents) where `unit` is `cash`, else a count; negative for a refund."""
    unit: Unit | str | None = None
    created_at: datetime | None = None
    event_id: str | None = None
    """The `event_id` of the sale or refund; None for a reward that was given by hand."""
    # FirstPromoter itself has spelled it in both ways.
    conversion_amount: MinorUnits | None = field(
        default=None, metadata=known_as("conversion_amount", "conversion_ampunt")
    )
    """The sale or refund behind the reward, in minor units (cents)."""
    tier_level: int | None = None
    split_type: str | None = None
    lead: Lead | None = None
    promoter: Promoter | None = None
    promotion: Promotion | None = None
