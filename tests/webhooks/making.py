"""Webhooks as FirstPromoter sends them: the samples of v1, and events of v2 around any data."""

import json
from pathlib import Path
from typing import Any, Final

from firstpromoter_async.webhooks import WebhookSecrets

SAMPLES: Final = Path(__file__).parent / "samples"
SECRET: Final = "a-secret-of-webhooks"
SECRETS: Final = WebhookSecrets(headers={"X-Secret": SECRET})
PROOF: Final = {"X-Secret": SECRET}

COMMISSION: Final = {"id": 88901, "status": "approved", "amount": 2500, "unit": "cash"}


def v1(name: str = "lead_signup") -> dict[str, Any]:
    """Return the sample of an event of v1."""
    event: dict[str, Any] = json.loads((SAMPLES / f"{name}.json").read_bytes())
    return event


def v2(event_id: str = "event-1", event_type: str = "commission.updated", **more: Any) -> dict[str, Any]:
    """Return an event of v2."""
    entity, _, action = event_type.partition(".")
    return {
        "event_id": event_id,
        "event_type": event_type,
        "action": action,
        "entity_type": entity,
        "entity_id": 88901,
        "changes": {},
        "data": COMMISSION,
        "timestamp": "2026-01-21T11:15:00Z",
    } | more


def body(event: dict[str, Any]) -> bytes:
    """Write an event down as it travels."""
    return json.dumps(event).encode()
