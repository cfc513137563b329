"""From bytes to an event: who sent it, then what it is. No I/O, no clock, and nothing of any framework."""

from collections.abc import AsyncIterable, Mapping
from datetime import datetime
from typing import Any, Final, TypeAlias, cast

from cattrs.errors import BaseValidationError

from ..frozen import draft_for
from ..wire import codec
from ..wire.parse import NOT_JSON, parse_strictly
from ..wire.plain import is_object
from .errors import WebhookDoesNotFit, WebhookNotAnEvent, WebhookNotJson, WebhookTooLarge
from .event import Action, Change, Event, TestDelivery, UnknownEvent, UnknownV1Event, V1Event
from .events import AnyV2Event
from .secrets import Headers, WebhookSecrets
from .v1_events import AnyV1Event

AnyEvent: TypeAlias = AnyV2Event | AnyV1Event
"""Every event of both generations."""

LARGEST: Final = 1024 * 1024
"""Bytes of a body that are read; FirstPromoter's are some kilobytes."""

_DOES_NOT_FIT: Final = (BaseValidationError, TypeError, ValueError, KeyError)
_TEST: Final = {"test": True}

# Looked up once: that is most of the work on a field.
_text: Final = codec.hook(str)
_integer: Final = codec.hook(int)
_moment: Final = codec.hook(datetime)
_action: Final = codec.hook(Action | str)
_id: Final = codec.hook(int | str | None)

_draft_of_event: Final = draft_for(Event)
_draft_of_change: Final = draft_for(Change)


def receive(
    body: bytes | bytearray | memoryview | str,
    headers: Headers,
    *,
    secrets: WebhookSecrets,
    path: str = "",
    largest: int = LARGEST,
) -> AnyEvent:
    """Return the event that a request carries, of v1 or v2.

    `body` are the bytes as they came; `headers` a mapping, or pairs as in ASGI; `path` that of the URL, which matters only when a
    secret is in it. Raises a `WebhookError` for each way in which it is not accepted, with the `status` to answer.
    """
    raw = as_bytes(body, largest)
    secrets.check(raw, headers, path)
    return parse(raw)


async def read_body(stream: AsyncIterable[bytes], largest: int = LARGEST) -> bytes:
    """Return a body that comes in parts, such as `request.stream()`; raises `WebhookTooLarge` before too much of it is held."""
    parts: list[bytes] = []
    size = 0
    async for part in stream:
        size += len(part)
        if size > largest:
            raise WebhookTooLarge(f"a webhook of more than {largest:,} bytes came")
        parts.append(part)
    return b"".join(parts)


def as_bytes(body: bytes | bytearray | memoryview | str, largest: int = LARGEST) -> bytes:
    """Return the body as bytes; raises `WebhookTooLarge`."""
    raw = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else bytes(body)
    if len(raw) > largest:
        raise WebhookTooLarge(f"a webhook of {len(raw):,} bytes came, and at most {largest:,} are read")
    return raw


def parse(raw: bytes) -> AnyEvent:
    """Return the event of a body that is known to be FirstPromoter's."""
    return read(_json(raw))


def read(value: Any) -> AnyEvent:
    """Return the event of plain JSON data."""
    try:
        event: AnyEvent = _event(value)
    except _DOES_NOT_FIT as problem:
        told = codec.explain(problem) if isinstance(problem, BaseValidationError) else str(problem)
    else:
        return event
    raise WebhookDoesNotFit(f"a field of the event has an unexpected type: {told}")


def _json(raw: bytes) -> Any:
    try:
        return parse_strictly(raw)
    except NOT_JSON:
        told = "the body is empty" if not raw.strip() else f"the body is not whole, or no JSON ({len(raw):,} bytes)"
    raise WebhookNotJson(told)  # out here, since the context of a JSON error holds the whole body


def _event(value: Any) -> Any:
    if is_object(value):
        about = value.get("event")
        if is_object(about) and "type" in about:
            return _v1_event(value, about)
        if (name := value.get("event_type")) and (event_id := value.get("event_id")):
            return _v2_event(value, _text(name, str), _text(event_id, str))
    raise WebhookNotAnEvent(
        "the body is no event: one of v2 has `event_id` and `event_type`, and one of v1 `event` and `data`"
    )


def _v1_event(value: Mapping[str, Any], event: Mapping[str, Any]) -> V1Event[Any]:
    name = _text(event["type"], str)
    kind = V1Event.known.get(name, UnknownV1Event)
    return kind(
        id=_integer(event.get("id"), int),
        type=name,
        created_at=_moment(event.get("created_at"), datetime),
        data=kind.read_data(value.get("data")),
        raw=value,
    )


def _v2_event(value: Mapping[str, Any], name: str, event_id: str) -> Event[Any]:
    get = value.get
    data = get("data")
    kind = TestDelivery if data == _TEST else Event.known.get(name, UnknownEvent)
    event = _draft_of_event()
    event.event_id = event_id
    event.event_type = name
    event.action = _action(get("action") or name.rpartition(".")[2], None)
    event.entity_type = _text(get("entity_type") or name.partition(".")[0], str).lower()
    event.entity_id = found if (found := get("entity_id")).__class__ is int else _id(found, None)
    event.changes = {} if (found := get("changes")) is None else _changes(found)
    event.data = kind.read_data(data)
    event.timestamp = _moment(get("timestamp"), datetime)
    event.raw = value
    event.__class__ = kind
    return cast(Event[Any], event)


def _changes(value: Any) -> dict[str, Change]:
    if not is_object(value):
        raise TypeError("`changes` is no object")
    changes: dict[str, Change] = {}
    for name, pair in value.items():
        if pair.__class__ is not list or len(pair) != 2:
            raise TypeError(f"the change of {name} is no pair of old and new")
        change = changes[name] = _draft_of_change()
        change.old, change.new = pair
        change.__class__ = Change
    return changes
