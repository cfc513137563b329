"""From bytes to an event: who sent it, then what it is. No I/O, no clock, and nothing of any framework."""

from collections.abc import AsyncIterable, Mapping
from datetime import datetime
from typing import Any, Final, TypeAlias

from cattrs.errors import BaseValidationError

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
        if value.get("event_id") and value.get("event_type"):
            return _v2_event(value)
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


def _v2_event(value: Mapping[str, Any]) -> Event[Any]:
    name = _text(value["event_type"], str)
    data, changes = value.get("data"), value.get("changes")
    kind = TestDelivery if data == _TEST else Event.known.get(name, UnknownEvent)
    return kind(
        event_id=_text(value["event_id"], str),
        event_type=name,
        action=_action(value.get("action") or name.rpartition(".")[2], None),
        entity_type=_text(value.get("entity_type") or name.partition(".")[0], str).lower(),
        entity_id=_id(value.get("entity_id"), None),
        changes={} if changes is None else _changes(changes),
        data=kind.read_data(data),
        timestamp=_moment(value.get("timestamp"), datetime),
        raw=value,
    )


def _changes(value: Any) -> dict[str, Change]:
    if not is_object(value):
        raise TypeError("`changes` is no object")
    return {name: _change(name, pair) for name, pair in value.items()}


def _change(name: str, pair: Any) -> Change:
    if pair.__class__ is list and len(pair) == 2:
        return Change(pair[0], pair[1])
    raise TypeError(f"the change of {name} is no pair of old and new")
