"""Subscriptions of tests, and what was written down for them."""

from typing import Any

from firstpromoter_async.sandbox.handlers.v2_webhooks import EVENT_TYPES
from tests.sandbox.talking import Talk

NOBODY = "http://127.0.0.1:9/hooks"


def subscribe(talk: Talk, url: str = NOBODY, *event_types: str, **more: Any) -> str:
    """Subscribe to events, all of them if none is named; returns where the subscription is."""
    made = talk.v2("POST", "/company/webhooks", {"url": url, "event_types": [*(event_types or EVENT_TYPES)]} | more)
    assert made.status == 201, made.text
    return f"/company/webhooks/{made.json['id']}"


def deliveries(talk: Talk, webhook: str) -> list[dict[str, Any]]:
    """Return what was written down for a subscription, the oldest first."""
    rows: list[dict[str, Any]] = talk.v2("GET", f"{webhook}/webhook_deliveries", per_page=100).json
    return sorted(rows, key=lambda row: int(row["id"]))


def told(talk: Talk, webhook: str) -> list[str]:
    """Return the names of the events that a subscription was told of."""
    return [row["event_type"] for row in deliveries(talk, webhook)]
