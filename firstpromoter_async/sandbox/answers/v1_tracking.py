"""v1 tracking."""

import json
from typing import Any

from ...v1 import tracking as asked_for
from ...wire.message import HttpResponse
from ...wire.plain import is_object
from ..parameters import Parameters
from ..records import tracking
from ..records.tracking import Stored
from . import reading
from .book import Asked, answers
from .replies import as_json
from .v1_shapes import Shapes


@answers(asked_for.TrackSignup)
def signup(asked: Asked) -> HttpResponse:
    """A signup makes a lead; `override_existing_lead` rewrites one that is there."""
    says = asked.says
    stored = tracking.signup(
        asked.store,
        reading.moment(asked),
        reading.customer(says),
        reading.source(says),
        override=says.truth("override_existing_lead"),
        sub_id=says.text("sub_id"),
        **_person(says),
    )
    return as_json(event(asked, stored))


@answers(asked_for.TrackSubscriber)
def subscriber(asked: Asked) -> HttpResponse:
    """A subscriber is a lead that has not signed up yet."""
    says = asked.says
    stored = tracking.subscriber(
        asked.store, reading.moment(asked), reading.customer(says), reading.source(says), **_person(says)
    )
    told = event(asked, stored)
    return as_json({name: told[name] for name in ("id", "type", "lead", "promoter")})


@answers(asked_for.TrackSale)
def sale(asked: Asked) -> HttpResponse:
    """A sale earns a commission, and makes the lead when it says who referred it."""
    says = asked.says
    stored = tracking.sale(
        asked.store,
        reading.moment(asked),
        reading.customer(says),
        reading.source(says),
        amount=reading.amount(says),
        rounding=asked.rounding,
        event_id=reading.event_id(says),
        plan=says.text("plan"),
        subscription_id=says.text("subscription_id"),
        quantity=says.integer("quantity"),
        mrr=says.integer("mrr"),
        details=reading.details(
            says, "start_recurring_reward_in", "recurring_reward_frequency", "max_recurring", "ecom_sale"
        ),
    )
    return as_json(event(asked, stored))


@answers(asked_for.TrackRefund)
def refund(asked: Asked) -> HttpResponse:
    """A refund takes its share of the commission back."""
    says = asked.says
    stored = tracking.refund(
        asked.store,
        reading.moment(asked),
        reading.customer(says),
        amount=reading.amount(says),
        rounding=asked.rounding,
        event_id=reading.event_id(says),
        sale_event_id=says.text("sale_event_id"),
        quantity=says.integer("quantity"),
        details=reading.details(says, "ecom_refund"),
    )
    return as_json(event(asked, stored))


@answers(asked_for.TrackCancellation)
def cancellation(asked: Asked) -> HttpResponse:
    """A cancellation ends a customer, but no commission."""
    says = asked.says
    stored = tracking.cancellation(
        asked.store, reading.moment(asked), reading.customer(says), event_id=says.text("event_id")
    )
    return as_json(event(asked, stored))


def event(asked: Asked, stored: Stored) -> dict[str, Any]:
    """An event as v1 shows it, and as v2 shows refunds and cancellations."""
    shapes = Shapes(asked.store)
    promotion = asked.store.get("promotions", stored.event["promotion_id"])
    return {
        "id": stored.event["id"],
        "type": stored.event["kind"],
        "amount_cents": stored.event["amount"],
        "reward": None if stored.reward is None else shapes.brief_reward(stored.reward),
        "lead": shapes.brief_lead(stored.lead),
        "promoter": shapes.brief_promoter(promotion["promoter_id"]),
    }


def _person(says: Parameters) -> dict[str, Any]:
    return {
        **{name: says.text(name) for name in ("username", "first_name", "last_name", "website", "ip")},
        "custom_fields": _custom_fields(says),
    }


def _custom_fields(says: Parameters) -> str | None:
    """Keep custom fields, given as a group (`custom_fields[key]=value`) or as JSON text; which one is right is not known."""
    given = says.mapping("custom_fields") or says.read("custom_fields", _json_object)
    return json.dumps(given) if given else None


def _json_object(text: object) -> dict[str, Any] | None:
    try:
        value = json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        return None
    return value if is_object(value) else None
