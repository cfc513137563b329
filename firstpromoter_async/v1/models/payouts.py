"""Payouts as data. This module knows nothing of requests."""

from datetime import datetime
from enum import StrEnum

from ...frozen import frozen
from ...money import MinorUnitsOrCount
from ...wire.model import Model, secret
from .promoters import Promoter, RewardPlan, Unit


class PayoutStatus(StrEnum):
    """How far a payout has come."""

    PENDING = "pending"
    PROCESSING = "processing"
    COMPLETED = "completed"


@frozen(kw_only=True)
class Campaign(Model):
    """A campaign, as payouts show it."""

    id: int | None = None
    name: str | None = None
    landing_url: str | None = None
    description: str | None = None
    private: bool | None = None
    color: str | None = None
    # Such a URL may hold a user and a password: that is how some receivers know the sender.
    default_webhook_url: str | None = secret()
    auto_approve_rewards: bool | None = None
    auto_approve_promoters: bool | None = None


@frozen(kw_only=True)
class Payout(Model):
    """What is paid, or given, to a promoter at once."""

    id: int | None = None
    status: PayoutStatus | str | None = None
    amount: MinorUnitsOrCount | None = None
    """Minor units (cents) where `unit` is `cash`, else a count."""
    unit: Unit | str | None = None
    date_paid: datetime | None = None
    due_date: datetime | None = None
    created_at: datetime | None = None
    has_issues: bool | None = None
    """Whether delivering a reward that is not money has failed."""
    reward: RewardPlan | None = None
    """The kind of reward, for units other than `cash`."""
    promoter: Promoter | None = None
    campaign: Campaign | None = None
