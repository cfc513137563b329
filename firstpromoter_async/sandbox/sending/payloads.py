"""Events of v2 as they are sent, and as the deliveries show them. This module knows nothing of who is told."""

from typing import Any
from uuid import uuid4

from ..handlers.v2_shapes import in_seconds
from .v2_events import Occurrence


def delivered(occurrence: Occurrence, event_id: str, moment: str) -> dict[str, Any]:
    """Return what a delivery says of an event, and its body, where the entity is written in small letters."""
    said = {"event_id": event_id, "event_type": occurrence.event_type, "action": occurrence.action}
    about = {"entity_id": occurrence.entity_id}
    kind = occurrence.entity_type
    changes = dict(occurrence.changes)
    data, timestamp = occurrence.picture.data, in_seconds(moment)
    payload = {**said, "entity_type": kind, **about, "changes": changes, "data": data, "timestamp": timestamp}
    shown = "".join(word.capitalize() for word in kind.split("_"))
    return {**said, "entity_type": shown, **about, "object_changes": changes, "payload": payload}


def test_event(event_type: str, moment: str) -> dict[str, Any]:
    """Return the body of a test delivery, about nothing."""
    kind, _, last = event_type.partition(".")
    return {
        "event_id": str(uuid4()),
        "event_type": event_type,
        "action": last if last in ("created", "deleted") else "updated",
        "entity_type": kind,
        "entity_id": None,
        "changes": {},
        "data": {"test": True},
        "timestamp": in_seconds(moment),
    }
