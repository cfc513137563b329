"""What starts an e-mail to promoters, and what each kind of start has to be told. This module knows nothing of requests."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from attrs import field

from ...errors import InvalidRequest
from ...frozen import frozen
from ...unset import UNSET, Maybe
from ...wire.checks import between


class EmailTriggerOn(StrEnum):
    """What an e-mail of yours can be sent on."""

    PROMOTER_ACCEPTED = "promoter_accepted"
    PROMOTER_REJECTED = "promoter_rejected"
    REWARD_CREATED = "reward_created"
    FULFILMENT_COMPLETED = "fulfilment_completed"
    COUNT_REACHED = "count_reached"
    """A promoter has so many clicks, referrals, customers or cancellations."""
    LEAD_SIGNUP = "lead_signup"
    INACTIVITY = "inactivity"
    """Nothing has come from a promoter for so many days."""
    BROADCAST = "broadcast"
    """By hand, with `emails.send_now`."""
    RECURRING = "recurring"
    """Every week or month."""


class OtherEmailTriggerOn(StrEnum):
    """What FirstPromoter's own e-mails are sent on: for filters only."""

    NOT_SET = "not_set"
    """Nothing: finds e-mails without a trigger."""
    LEAD_SUBSCRIBED = "lead_subscribed"
    LEAD_BECOMES_REFERRAL = "lead_becomes_referral"
    LEAD_PENDING = "lead_pending"
    LEAD_CANCELLED = "lead_cancelled"
    PROMOTER_SIGNS_UP = "promoter_signs_up"
    PROMOTER_PENDING = "promoter_pending"
    PROMOTER_BLOCKED = "promoter_blocked"
    PROMOTER_INVITED = "promoter_invited"
    PROMOTION_REACHED_TARGET = "promotion_reached_target"
    REWARD_APPROVED = "reward_approved"
    REWARD_DENIED = "reward_denied"
    FULFILMENT_PENDING = "fulfilment_pending"
    FULFILMENT_DUE = "fulfilment_due"
    FULFILMENT_PROCESSING = "fulfilment_processing"
    NEW_CONTRACT_DOCUMENT = "new_contract_document"
    INVALID_INVOICING_DETAILS = "invalid_invoicing_details"


class EmailMetric(StrEnum):
    """What is counted, or what has not come for long."""

    CLICKS = "clicks"
    REFERRALS = "referrals"
    CUSTOMERS = "customers"
    CANCELLATIONS = "cancellations"


class DelayInterval(StrEnum):
    """The unit of a delay."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"


class EmailFrequency(StrEnum):
    """How often an e-mail recurs."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"


@frozen(kw_only=True)
class EmailTriggerSettings:
    """When exactly; which of these are needed follows from `trigger_on`."""

    delay_interval: Maybe[DelayInterval | str] = UNSET
    """The unit of `delay_value`, for `promoter_accepted`."""
    delay_value: Maybe[int] = UNSET
    """How many of `delay_interval` it waits, for `promoter_accepted`."""
    count: Maybe[int] = UNSET
    """How many of `metric`, for `count_reached`."""
    metric: Maybe[EmailMetric | str] = UNSET
    """For `count_reached` and `inactivity`."""
    period_in_days: Maybe[int] = UNSET
    """How long nothing has come, for `inactivity`."""
    frequency: Maybe[EmailFrequency | str] = UNSET
    """For `recurring`."""
    day: Maybe[int] = field(default=UNSET, validator=between(0, 31))
    """For `recurring`: 0 (Sunday) to 6 (Saturday) of each week, or 1 to 31 of each month."""
    hour: Maybe[int] = field(default=UNSET, validator=between(0, 23))
    """For `recurring`: 0 to 23."""
    minute: Maybe[int] = field(default=UNSET, validator=between(0, 59))
    """For `recurring`: 0 to 59."""

    def __attrs_post_init__(self) -> None:
        if self.frequency == EmailFrequency.WEEKLY and self.day is not UNSET and self.day > 6:
            raise InvalidRequest(f"the day of a week is 0 (Sunday) to 6 (Saturday), and {self.day} was given")
        if self.frequency == EmailFrequency.MONTHLY and self.day == 0:
            raise InvalidRequest("the day of a month is 1 to 31, and 0 was given")


_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    EmailTriggerOn.PROMOTER_ACCEPTED: ("delay_interval", "delay_value"),
    EmailTriggerOn.COUNT_REACHED: ("count", "metric"),
    EmailTriggerOn.INACTIVITY: ("metric", "period_in_days"),
    EmailTriggerOn.RECURRING: ("frequency", "day", "hour", "minute"),
}


@frozen(kw_only=True)
class EmailTrigger:
    """What an e-mail is sent on, and when exactly."""

    trigger_on: EmailTriggerOn | str
    enabled: bool
    """False keeps the e-mail and sends nothing."""
    settings: EmailTriggerSettings = EmailTriggerSettings()
    """Empty, where `trigger_on` needs none."""

    def __attrs_post_init__(self) -> None:
        missing = [name for name in _NEEDED.get(self.trigger_on, ()) if getattr(self.settings, name) is UNSET]
        if missing:
            raise InvalidRequest(
                f"an e-mail on {self.trigger_on} needs settings=EmailTriggerSettings(...) with {', '.join(missing)}"
            )
