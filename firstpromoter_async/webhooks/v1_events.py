"""The events of v1, which go to the URLs of campaigns: 8 that its documents list, and one more that was seen.

`data` is the same model that the calls give, or one of `webhooks.models` where an event puts several things side by side.
"""

from typing import TYPE_CHECKING, ClassVar, TypeAlias, Union

from .event import UnknownV1Event, V1Event

if TYPE_CHECKING:
    from ..v1.models import Lead, Reward  # noqa: F401  named as text below
    from .models import PendingFulfilment, PromoterAcceptance, PromoterSignup  # noqa: F401  named as text below

__all__ = [
    "AnyV1Event",
    "FulfilmentPending",
    "LeadBecameReferral",
    "LeadCancelled",
    "LeadSignedUp",
    "LeadSubscribed",
    "NewCustomer",
    "PromoterAccepted",
    "PromoterSignedUp",
    "RewardCreated",
]


class LeadSignedUp(V1Event["Lead"], name="lead_signup"):
    """Somebody signed up through a promoter's link."""

    about: ClassVar[tuple[str, ...]] = ("lead",)


class LeadSubscribed(V1Event["Lead"], name="lead_subscribed"):
    """Somebody subscribed before any signup; seen, though in no document."""

    about: ClassVar[tuple[str, ...]] = ("lead",)


class LeadBecameReferral(V1Event["Lead"], name="lead_becomes_referral"):
    """A lead paid for the first time; `NewCustomer` tells the same, and both may come."""

    about: ClassVar[tuple[str, ...]] = ("lead",)


class NewCustomer(V1Event["Lead"], name="new_customer"):
    """A lead paid for the first time; `LeadBecameReferral` tells the same, and both may come."""

    about: ClassVar[tuple[str, ...]] = ("lead",)


class LeadCancelled(V1Event["Lead"], name="lead_cancelled"):
    """A lead or customer has cancelled."""

    about: ClassVar[tuple[str, ...]] = ("lead",)


class PromoterSignedUp(V1Event["PromoterSignup"], name="promoter_signed_up"):
    """Somebody became a promoter."""

    about: ClassVar[tuple[str, ...]] = ("promoter", "promoter", "id")


class PromoterAccepted(V1Event["PromoterAcceptance"], name="promoter_accepted"):
    """A promoter was accepted in a campaign."""

    about: ClassVar[tuple[str, ...]] = ("promoter", "promoter", "id")


class RewardCreated(V1Event["Reward"], name="reward_created"):
    """A promoter has earned a reward."""

    about: ClassVar[tuple[str, ...]] = ("reward",)


class FulfilmentPending(V1Event["PendingFulfilment"], name="fulfilment_pending"):
    """A reward that is not money waits for you to give it. What you answer decides: see `Fulfilled` and `KeepPending`."""

    about: ClassVar[tuple[str, ...]] = ("payout",)


V1Event.known["promoter_signs_up"] = PromoterSignedUp  # what a client of the vendor's own calls it

AnyV1Event: TypeAlias = Union[  # noqa: UP007  one a line
    LeadSignedUp,
    LeadSubscribed,
    LeadBecameReferral,
    NewCustomer,
    LeadCancelled,
    PromoterSignedUp,
    PromoterAccepted,
    RewardCreated,
    FulfilmentPending,
    UnknownV1Event,
]
"""Every event of v1."""
