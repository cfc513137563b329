"""v1 tracking."""

import json
from typing import Any, Final

from ...wire.message import HttpResponse
from ...wire.plain import is_object
from ..parameters import Parameters
from ..records.tracking import Stored
from . import reading
from .registry import RequestContext, handles
from .replies import as_json
from .v1_shapes import Shapes

_OF_SALE: Final = ("start_recurring_reward_in", "recurring_reward_frequency", "max_recurring", "ecom_sale")


@handles("POST /api/v1/track/signup")
def signup(context: RequestContext) -> HttpResponse:
    """A signup makes a lead; `override_existing_lead` rewrites one that is there."""
    parameters = context.parameters
    stored = context.records.tracking.signup(
        reading.moment(context),
        reading.customer(parameters),
        reading.source(parameters),
        override=parameters.truth("override_existing_lead"),
        sub_id=parameters.text("sub_id"),
        **_person(parameters),
    )
    return as_json(event(context, stored))


@handles("POST /api/v1/track/subscriber")
def subscriber(context: RequestContext) -> HttpResponse:
    """A subscriber is a lead that has not signed up yet."""
    parameters = context.parameters
    whom, source = reading.customer(parameters), reading.source(parameters)
    stored = context.records.tracking.subscriber(reading.moment(context), whom, source, **_person(parameters))
    told = event(context, stored)
    return as_json({name: told[name] for name in ("id", "type", "lead", "promoter")})


@handles("POST /api/v1/track/sale")
def sale(context: RequestContext) -> HttpResponse:
    """A sale earns a commission, and makes the lead when it says who referred it."""
    parameters = context.parameters
    details = reading.details(parameters, *_OF_SALE)
    subscription_id = parameters.text("subscription_id")
    stored = reading.sale(context, reading.moment(context), subscription_id=subscription_id, details=details)
    return as_json(event(context, stored))


@handles("POST /api/v1/track/refund")
def refund(context: RequestContext) -> HttpResponse:
    """A refund takes its share of the commission back."""
    details = reading.details(context.parameters, "ecom_refund")
    return as_json(event(context, reading.refund(context, reading.moment(context), details=details)))


@handles("POST /api/v1/track/cancellation")
def cancellation(context: RequestContext) -> HttpResponse:
    """A cancellation ends a customer, but no commission."""
    parameters = context.parameters
    stored = context.records.tracking.cancellation(
        reading.moment(context), reading.customer(parameters), event_id=parameters.text("event_id")
    )
    return as_json(event(context, stored))


def event(context: RequestContext, stored: Stored) -> dict[str, Any]:
    """An event as v1 shows it, and as v2 shows refunds and cancellations."""
    shapes = Shapes(context.records)
    promotion = context.store.get("promotions", stored.event["promotion_id"])
    return {
        "id": stored.event["id"],
        "type": stored.event["kind"],
        "amount_cents": stored.event["amount"],
        "reward": shapes.brief_reward(stored.rewards[0]) if stored.rewards else None,
        "lead": shapes.brief_lead(stored.lead),
        "promoter": shapes.brief_promoter(promotion["promoter_id"]),
    }


def _person(parameters: Parameters) -> dict[str, Any]:
    return {
        **{name: parameters.text(name) for name in ("username", "first_name", "last_name", "website", "ip")},
        "custom_fields": _custom_fields(parameters),
    }


def _custom_fields(parameters: Parameters) -> str | None:
    """Keep custom fields, given as a group (`custom_fields[key]=value`) or as JSON text; which one is right is not known."""
    given = parameters.mapping("custom_fields") or parameters.read("custom_fields", _json_object)
    return json.dumps(given) if given else None


def _json_object(text: object) -> dict[str, Any] | None:
    try:
        value = json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        return None
    return value if is_object(value) else None
