"""Misfortunes on request: what can go wrong between a client and FirstPromoter, and when.

A fault is chosen for one request by its header `X-Sandbox-Fault`, or for a share of all requests by a plan. A plan draws from its
own seed, so that the same requests in the same order have the same misfortunes. This module carries nothing out.
"""

import random
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final, Self

from attrs import Attribute, asdict, field, frozen

from ..wire.message import HttpRequest
from ..wire.plain import is_object

HEADER: Final = "x-sandbox-fault"
_EXAMPLE: Final = '{"seed": 7, "shares": {"unavailable": 0.05}, "slow_seconds": 0.2}'


class Fault(StrEnum):
    """What can happen to a request."""

    RATE_LIMITED = "rate_limited"
    """429 without `Retry-After`; nothing is stored."""
    RATE_LIMITED_RETRY_AFTER = "rate_limited_retry_after"
    """429 with `Retry-After`; nothing is stored."""
    UNAVAILABLE = "unavailable"
    """503; nothing is stored."""
    BAD_GATEWAY_HTML = "bad_gateway_html"
    """502 with a web page, as from a proxy; nothing is stored."""
    SERVER_ERROR = "server_error"
    """500; nothing is stored."""
    SLOW = "slow"
    """The answer comes late."""
    HANG = "hang"
    """No answer ever comes, and nothing is stored."""
    RESET_BEFORE = "reset_before"
    """The connection is reset before anything is stored."""
    SERVER_ERROR_AFTER = "server_error_after"
    """500; all was stored."""
    RESET_AFTER = "reset_after"
    """The connection is reset after all was stored, without a byte of the answer."""
    CUT_BODY = "cut_body"
    """All is stored, and the answer breaks off in the middle of its body."""
    ITEMS_FAIL = "items_fail"
    """A bulk action fails for every second of its records; nothing else happens to a request that is none."""
    BATCH_FAILS = "batch_fails"
    """A bulk action ends half way as `failed`."""
    BATCH_STOPS = "batch_stops"
    """A bulk action ends half way as `stopped`."""
    PREPARED_LATER = "prepared_later"
    """A download answers 202: it is being prepared."""


class BadFault(ValueError):
    """No such fault, or a plan that cannot be."""


def _shares(_: object, __: "Attribute[Any]", shares: Mapping[Fault, float]) -> None:
    if any(not 0 <= share <= 1 for share in shares.values()) or sum(shares.values()) > 1 + 1e-9:
        raise BadFault("shares are fractions from 0 to 1, and together no more than 1")


def _not_negative(_: object, attribute: "Attribute[Any]", value: float) -> None:
    if not 0 <= value < float("inf"):
        raise BadFault(f"{attribute.name} is a number of seconds, not {value}")


@frozen(kw_only=True)
class FaultPlan:
    """Which share of all requests meets which fault: `FaultPlan(seed=7, shares={Fault.UNAVAILABLE: 0.05})`."""

    seed: int = 0
    """The same seed gives the same faults in the same places."""
    shares: Mapping[Fault, float] = field(factory=dict[Fault, float], validator=_shares, hash=False)
    """Fractions of 1 for each fault; the rest goes well."""
    slow_seconds: float = field(default=0.2, validator=_not_negative)
    """How much later a slow answer comes."""
    retry_after: float = field(default=1, validator=_not_negative)
    """What `Retry-After` asks for, in whole seconds."""

    @classmethod
    def parse(cls, told: object) -> Self:
        """Read a plan from JSON data: `{"seed": 7, "shares": {"unavailable": 0.05}}`. Raises `BadFault`."""
        if not is_object(told) or not is_object(told.get("shares", {})):
            raise BadFault(f"a plan looks like {_EXAMPLE}")
        if unknown := told.keys() - {"seed", "shares", "slow_seconds", "retry_after"}:
            raise BadFault(f"a plan has no {', '.join(sorted(unknown))}; it looks like {_EXAMPLE}")
        shares = {fault_named(name): share for name, share in numbers(told.get("shares", {})).items()}
        return cls(shares=shares, **numbers({name: value for name, value in told.items() if name != "shares"}))

    def as_json(self) -> dict[str, Any]:
        """Return the plan as JSON data."""
        return asdict(self)


def numbers(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was told, all of which has to be numbers. Raises `BadFault`."""
    for name, value in told.items():
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise BadFault(f"{name} is a number, not {value!r}")
    return dict(told)


def fault_named(name: str) -> Fault:
    """Return a fault by its name. Raises `BadFault`."""
    try:
        return Fault(name)
    except ValueError:
        raise BadFault(f"there is no fault {name!r}; there are {', '.join(Fault)}") from None


class Faults:
    """A plan under way."""

    def __init__(self, plan: FaultPlan) -> None:
        self.plan = plan
        self._chance = random.Random(plan.seed)

    def choose(self, request: HttpRequest) -> Fault | None:
        """Decide what happens to the next request. Raises `BadFault` when its header names an unknown one."""
        wished = next((value for name, value in request.headers if name.lower() == HEADER), None)
        return self._drawn() if wished is None else fault_named(wished.strip())

    def _drawn(self) -> Fault | None:
        if not self.plan.shares:
            return None
        chance = self._chance.random()
        for fault, share in self.plan.shares.items():
            if chance < share:
                return fault
            chance -= share
        return None
