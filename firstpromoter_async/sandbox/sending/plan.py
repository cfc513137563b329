"""What goes wrong with webhooks on request (which share of the deliveries comes twice, late, or never), and at what pace.

A plan draws from its own seed, so that the same events in the same order have the same fate. This module sends nothing.
"""

import random
from enum import StrEnum
from typing import Any, Final, Self

from attrs import asdict, field, frozen

from ...wire.plain import is_object
from ..faults import BadFault, numbers

_EXAMPLE: Final = '{"seed": 7, "duplicated": 0.05, "reordered": 0.05, "dropped": 0.01, "minute": 60}'
_DAY: Final = 86_400


class Fate(StrEnum):
    """What can happen to a delivery."""

    DUPLICATED = "duplicated"
    """It is delivered, and then delivered once more."""
    REORDERED = "reordered"
    """It is sent two minutes of the retries' schedule later, after others that happened later."""
    DROPPED = "dropped"
    """It is never sent, and listed as failed."""


def _share(_: object, attribute: Any, share: float) -> None:
    if not 0 <= share <= 1:
        raise BadFault(f"{attribute.name} is a fraction from 0 to 1, not {share!r}")


def _seconds(_: object, attribute: Any, seconds: float) -> None:
    if not 0 <= seconds <= _DAY:
        raise BadFault(f"{attribute.name} is a number of seconds from 0 to {_DAY:,}, not {seconds!r}")


@frozen(kw_only=True)
class WebhookPlan:
    """Which share of the deliveries meets which fate: `WebhookPlan(seed=7, duplicated=0.05)`. Raises `BadFault`."""

    seed: int = 0
    """The same seed gives the same fates in the same places."""
    duplicated: float = field(default=0.0, validator=_share)
    """The share that comes twice."""
    reordered: float = field(default=0.0, validator=_share)
    """The share that comes late."""
    dropped: float = field(default=0.0, validator=_share)
    """The share that never comes, and is listed as failed."""
    minute: float = field(default=0.05, validator=_seconds)
    """How many seconds a minute takes in the schedule of retries; 60 is FirstPromoter's own pace."""

    def __attrs_post_init__(self) -> None:
        if self.duplicated + self.reordered + self.dropped > 1 + 1e-9:
            raise BadFault("shares are fractions of 1, and together no more than 1")

    @classmethod
    def parse(cls, told: object) -> Self:
        """Read a plan from JSON data. Raises `BadFault`."""
        if not is_object(told):
            raise BadFault(f"a plan looks like {_EXAMPLE}")
        if unknown := told.keys() - {"seed", "minute", *Fate}:
            raise BadFault(f"a plan has no {', '.join(sorted(unknown))}; it looks like {_EXAMPLE}")
        return cls(**numbers(told))

    def as_json(self) -> dict[str, Any]:
        """Return the plan as JSON data."""
        return asdict(self)


class Fates:
    """A plan under way."""

    def __init__(self, plan: WebhookPlan) -> None:
        self.plan = plan
        self._chance = random.Random(plan.seed)

    def draw(self) -> Fate | None:
        """Decide what happens to the next delivery."""
        chance = self._chance.random()
        for fate in Fate:
            share = getattr(self.plan, fate)
            if chance < share:
                return fate
            chance -= share
        return None
