"""What tracking answers, as data. This module knows nothing of requests."""

from enum import StrEnum

from ...frozen import frozen
from ...money import MinorUnits
from ...wire.model import Model
from .leads import Lead
from .promoters import Promoter
from .rewards import Reward


class EventType(StrEnum):
    """What a tracking call recorded."""

    SIGNUP = "signup"
    SALE = "sale"
    REFUND = "refund"
    CANCELLATION = "cancellation"
    SUBSCRIBER = "subscriber"


@frozen(kw_only=True)
class Event(Model):
    """What a tracking call recorded, with the commission that came of it."""

    id: int | None = None
    type: EventType | str | None = None
    amount_cents: MinorUnits | None = None
    """Minor units (cents); negative for a refund, None for a signup or a cancellation."""
    reward: Reward | None = None
    lead: Lead | None = None
    promoter: Promoter | None = None
