"""v2 webhook subscriptions and deliveries, and test deliveries; `sending` carries all of them out.

What the documents leave open, and how it goes here: only a delivery that has failed can be sent again, and only while it has had
fewer attempts than the subscription's `max_retries` allows besides the first. A test delivery goes out once, after the answer.
Addresses of this machine are welcome, other than at FirstPromoter: they are the only ones that the sandbox sends to. A new
`secret_key` signs what happens from then on; what is under way by then keeps the old one.
"""

import secrets
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from ...wire.message import HttpResponse
from ..problems import Impossible, Invalid
from ..sending.deliveries import Deliveries
from ..sending.v2_events import test_event
from .fields import Document, Field, integer, integers, mapping, text, texts, truth
from .nouns import Kept, Noun
from .registry import RequestContext, handles
from .replies import as_json

_BELOW: Final[Mapping[str, str]] = {
    "promoter": "created updated deleted balance.updated profile.updated",
    "promoter_campaign": "created updated deleted accepted pending rejected blocked inactive",
    "referral": "created updated deleted converted cancelled moved",
    "commission": "created updated deleted approved pending denied",
    "payout": "created updated deleted pending processing completed failed cancelled commissions.added commissions.removed"
    " commissions.created commissions.updated commissions.deleted",
    "payout_method": "created updated deleted",
    "payments_batch": "created updated deleted initiated processing completed failed",
    "contract_document": "signed",
}
EVENT_TYPES: Final = tuple(sorted(f"{noun}.{what}" for noun, all_of_it in _BELOW.items() for what in all_of_it.split()))
"""Every event type that any of the documents names."""
_PATH: Final = "/api/v2/company/webhooks"
_NOT_PUBLIC: Final = (".local", ".internal")


def wrong_url(url: str) -> str | None:
    """Say what is wrong with an address that FirstPromoter is to reach."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "is malformed"
    if parts.scheme not in ("http", "https") or not host or any(character.isspace() for character in url):
        return "is malformed"
    return "is in a private network" if _is_private(host) else None


def _is_private(host: str) -> bool:
    """Tell whether nobody can be reached there, neither by FirstPromoter nor by the sandbox."""
    try:
        return not (ip_address(host).is_global or ip_address(host).is_loopback)
    except ValueError:
        return host != "localhost" and (host.endswith(_NOT_PUBLIC) or "." not in host)


def _new_key() -> str:
    return secrets.token_hex(32)


def _check(document: Document) -> Mapping[str, str]:
    wrong = wrong_url(document["url"])
    halves = {name: "can't be blank" for name in ("basic_auth_user", "basic_auth_password") if not document[name]}
    return ({"url": wrong} if wrong else {}) | (halves if len(halves) == 1 else {})


WEBHOOKS = Noun(
    "webhooks",
    fields={
        "url": Field(text, needed=True),
        "description": Field(text),
        "event_types": Field(texts, needed=True, among=EVENT_TYPES),
        "campaign_ids": Field(integers, default=[1]),  # all campaigns
        "headers": Field(mapping, default={}),
        "timeout": Field(integer, default=30, among=range(1, 121)),
        "max_retries": Field(integer, default=3, among=range(11)),
        "active": Field(truth, default=True),
        "basic_auth_user": Field(text),
        "basic_auth_password": Field(text),
    },
    shown=(
        "id", "url", "description", "event_types", "campaign_ids", "headers", "timeout", "max_retries", "active",
        "basic_auth_user", "basic_auth_enabled", "created_at", "updated_at",
    ),
    shown_once=("secret_key",),
    follows={"basic_auth_enabled": lambda _, one: bool(one["basic_auth_user"] and one["basic_auth_password"])},
    begins=lambda: {"secret_key": _new_key()},
    check=_check,
    created=201,
    invalid=422,
)  # fmt: skip
WEBHOOKS.at(_PATH, "list", "get", "create", "update", "delete")

DELIVERIES = Noun(
    "webhook_deliveries",
    fields={},
    shown=(
        "id", "event_id", "event_type", "action", "entity_type", "entity_id", "status", "attempts", "last_error",
        "response_code", "response_body", "object_changes", "payload", "created_at", "delivered_at",
    ),
    part_of=(WEBHOOKS, "webhook_id"),
)  # fmt: skip
DELIVERIES.at(f"{_PATH}/{{webhook_id}}/webhook_deliveries", "list", "get")


@handles(f"POST {_PATH}/{{webhook_id}}/webhook_deliveries/{{id}}/retry_delivery")
def retry(context: RequestContext) -> HttpResponse:
    """Queue a delivery that has failed again."""
    deliveries = Kept(DELIVERIES, context)
    delivery = deliveries.named()
    [(_, webhook)] = deliveries.wholes()
    if delivery["status"] != "failed":
        raise Impossible("Only a delivery that has failed can be sent again")
    if delivery["attempts"] > webhook["max_retries"]:
        raise Impossible("Max retries already reached")
    again = deliveries.change(delivery, status="pending", attempts=0, due_at=context.now)
    return as_json(deliveries.show(again))


@handles("POST /api/admin/v2/webhooks/{id}/rotate_secret")
def rotate_secret(context: RequestContext) -> HttpResponse:
    """Give a subscription a new key."""
    webhooks = Kept(WEBHOOKS, context)
    webhook, key = webhooks.named(), _new_key()
    Deliveries(context.store).keep_signature(webhook)
    webhooks.change(webhook, secret_key=key)
    return as_json({"id": webhook["id"], "secret_key": key})


@handles(f"GET {_PATH}/event_types")
def event_types(_: RequestContext) -> HttpResponse:
    """List what can be subscribed to."""
    return as_json({"data": EVENT_TYPES})


@handles(f"POST {_PATH}/test")
def test(context: RequestContext) -> HttpResponse:
    """Look at an address as if something were sent there."""
    parameters = context.parameters
    parameters.require("url", "event_type")
    wrong = wrong_url(parameters.text("url") or "")
    unknown = parameters.word("event_type", EVENT_TYPES) is None
    if wrong or unknown:
        raise Invalid(
            ({"url": wrong} if wrong else {}) | ({"event_type": "is not included in the list"} if unknown else {})
        )
    target = {
        "url": parameters.text("url"),
        "headers": parameters.mapping("headers"),
        **{name: parameters.text(name) for name in ("basic_auth_user", "basic_auth_password")},
        "secret_key": _new_key(),
    }
    event = test_event(str(parameters.text("event_type")), context.moment)
    Deliveries(context.store).add(
        "webhook_tests", context.moment, context.now, to="tests", target=target, payload=event
    )
    return as_json({"message": "A test delivery is on its way.", "event_id": event["event_id"]})
