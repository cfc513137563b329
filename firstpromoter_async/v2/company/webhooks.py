"""Webhooks: list, get, create, update, delete, rotate_secret, event_types, test, missed.

What was sent to them is in `webhook_deliveries`. This module knows nothing of sending.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from attrs import field

from ...errors import InvalidRequest
from ...frozen import frozen
from ...redaction import without_password
from ...resource import Resource, call, pages
from ...unset import UNSET, Maybe
from ...wire.checks import between, filled
from ...wire.request import Replay, Request
from ..base import V2Listing, admin_v2, company
from ..lists import maybe_ids, maybe_words, words
from ..models.webhooks import RotatedSecret, Webhook, WebhookDelivery, WebhookDeliveryStatus, WebhookEventType
from .webhook_deliveries import WebhookDeliveries


def _refuse_half_of_basic_auth(user: Maybe[str], password: Maybe[str]) -> None:
    if (user is UNSET) is not (password is UNSET):
        raise InvalidRequest("basic_auth_user and basic_auth_password go together, and one of them was not given")


@frozen(kw_only=True)
class ListWebhooks(V2Listing[Webhook]):
    """List webhook subscriptions, the newest first.

    `GET /api/v2/company/webhooks`
    """

    route = company.GET("/webhooks")


@frozen
class GetWebhook(Request[Webhook]):
    """Look up one webhook subscription.

    `GET /api/v2/company/webhooks/{id}`. Raises `NotFound`.
    """

    route = company.GET("/webhooks/{id}")
    replay = Replay.SAFE

    id: int


@frozen(kw_only=True)
class CreateWebhook(Request[Webhook]):
    """Subscribe an address of yours to events.

    `POST /api/v2/company/webhooks`. There is no key against doing it twice, and then each event is sent twice. Raises
    `Unprocessable` for what is refused.
    """

    route = company.POST("/webhooks")
    replay = Replay.UNSAFE

    url: str = field(validator=filled, repr=without_password)
    """An HTTPS address that the internet can reach."""
    event_types: tuple[WebhookEventType | str, ...] = field(converter=words)
    """What to be told of, at least one; any text goes, since the API may know more types than `WebhookEventType`."""
    active: Maybe[bool] = UNSET
    """False keeps the subscription and sends nothing; True, if left out."""
    timeout: Maybe[int] = field(default=UNSET, validator=between(1, 120))
    """How long your endpoint may take to answer, 1 to 120 seconds; 30, if left out."""
    max_retries: Maybe[int] = field(default=UNSET, validator=between(0, 10))
    """How often a delivery that failed is tried again, 0 to 10 times."""
    description: Maybe[str] = UNSET
    """What the subscription is for, in your words."""
    campaign_ids: Maybe[tuple[int, ...]] = field(default=UNSET, converter=maybe_ids)
    """The campaigns whose events are sent; all of them, if left out, for which the API writes `[1]`."""
    headers: Maybe[Mapping[str, str]] = field(default=UNSET, repr=False, hash=False)
    """What is sent besides with every event, such as a key of yours: it is never shown."""
    basic_auth_user: Maybe[str] = UNSET
    """With `basic_auth_password`, what FirstPromoter shows itself with (HTTP Basic Auth)."""
    basic_auth_password: Maybe[str] = field(default=UNSET, repr=False)
    """It is never shown, and never answered."""

    def check(self) -> None:
        """Refuse a subscription to nothing, and half of a user and password."""
        if not self.event_types:
            raise InvalidRequest("CreateWebhook.event_types needs one event type or more, and the list is empty")
        _refuse_half_of_basic_auth(self.basic_auth_user, self.basic_auth_password)


@frozen
class UpdateWebhook(Request[Webhook]):
    """Change a webhook subscription; what is left out stays.

    `PUT /api/v2/company/webhooks/{id}`. Raises `NotFound`, and `Unprocessable` for what is refused.
    """

    route = company.PUT("/webhooks/{id}")
    replay = Replay.UNSAFE

    id: int
    url: Maybe[str] = field(default=UNSET, kw_only=True, repr=without_password)
    """An HTTPS address that the internet can reach."""
    event_types: Maybe[tuple[WebhookEventType | str, ...]] = field(default=UNSET, converter=maybe_words, kw_only=True)
    """All that it is told of from now on, at least one."""
    active: Maybe[bool] = field(default=UNSET, kw_only=True)
    """False pauses it, and True lets it go on."""
    timeout: Maybe[int] = field(default=UNSET, validator=between(1, 120), kw_only=True)
    """How long your endpoint may take to answer, 1 to 120 seconds."""
    max_retries: Maybe[int] = field(default=UNSET, validator=between(0, 10), kw_only=True)
    """How often a delivery that failed is tried again, 0 to 10 times."""
    description: Maybe[str] = field(default=UNSET, kw_only=True)
    campaign_ids: Maybe[tuple[int, ...]] = field(default=UNSET, converter=maybe_ids, kw_only=True)
    """The campaigns whose events are sent; `[1]` means all of them."""
    headers: Maybe[Mapping[str, str]] = field(default=UNSET, repr=False, hash=False, kw_only=True)
    """All that is sent besides from now on: it is never shown."""
    basic_auth_user: Maybe[str] = field(default=UNSET, kw_only=True)
    """With `basic_auth_password`, what FirstPromoter shows itself with (HTTP Basic Auth)."""
    basic_auth_password: Maybe[str] = field(default=UNSET, repr=False, kw_only=True)
    """It is never shown, and never answered."""

    def check(self) -> None:
        """Refuse a subscription to nothing."""
        if self.event_types == ():
            raise InvalidRequest("UpdateWebhook.event_types needs one event type or more; active=False pauses it")


@frozen
class DeleteWebhook(Request[None]):
    """Delete a webhook subscription and what is known of its deliveries, for good.

    `DELETE /api/v2/company/webhooks/{id}`. Raises `NotFound`.
    """

    route = company.DELETE("/webhooks/{id}")
    replay = Replay.UNSAFE

    id: int


@frozen
class RotateWebhookSecret(Request[RotatedSecret]):
    """Replace the key that a subscription's deliveries are signed with.

    `POST /api/admin/v2/webhooks/{id}/rotate_secret`. FirstPromoter's guide had it in April 2026 and has it no more; it said that
    a new `secret_key` comes back, and that deliveries which are under way keep the signature of the old one. So accept both for
    a while: `WebhookSecrets(secret_key=[new, old])`. The rest is inferred: that it is opened by the key of v2, takes nothing but
    the id, and raises `NotFound`, also where your account does not have it. A second copy makes yet another key. Where the
    outcome is unknown, rotate once more: the last key counts.
    """

    route = admin_v2.POST("/webhooks/{id}/rotate_secret")
    is_documented = False
    replay = Replay.UNSAFE

    id: int


@frozen
class ListWebhookEventTypes(Request[tuple[WebhookEventType | str, ...]]):
    """List the event types that can be subscribed to.

    `GET /api/v2/company/webhooks/event_types`
    """

    route = company.GET("/webhooks/event_types")
    replay = Replay.SAFE


@frozen(kw_only=True)
class SendTestWebhook(Request[Any]):
    """Send a made-up event to an address, to see whether it is reached and what it answers; no subscription is needed.

    `POST /api/v2/company/webhooks/test`. Raises `BadRequest` for a malformed address or one of a private network, so that a
    receiver on your own machine cannot be tested this way. Whatever signature it has is made with a random key.
    """

    route = company.POST("/webhooks/test")
    replay = Replay.UNSAFE

    url: str = field(validator=filled, repr=without_password)
    """An address that the internet can reach."""
    event_type: WebhookEventType | str = field(validator=filled)
    """What the event is like."""
    basic_auth_user: Maybe[str] = UNSET
    """With `basic_auth_password`, what FirstPromoter shows itself with (HTTP Basic Auth)."""
    basic_auth_password: Maybe[str] = field(default=UNSET, repr=False)
    """It is never shown."""
    headers: Maybe[Mapping[str, str]] = field(default=UNSET, repr=False, hash=False)
    """What is sent besides: it is never shown."""

    def check(self) -> None:
        """Refuse half of a user and password."""
        _refuse_half_of_basic_auth(self.basic_auth_user, self.basic_auth_password)


class Webhooks(Resource):
    """Addresses of yours that are told when something happens."""

    list = pages(ListWebhooks)
    """Subscriptions, 100 on a page; their `headers` are readable and never shown."""
    get = call(GetWebhook)
    """The subscription, without its password and its `secret_key`."""
    create = call(CreateWebhook)
    """The new subscription; its `secret_key` is only in this answer, if at all, so keep it now."""
    update = call(UpdateWebhook)
    """The subscription as it is now."""
    delete = call(DeleteWebhook)
    """Nothing: it is gone, with all that was known of its deliveries."""
    rotate_secret = call(RotateWebhookSecret)
    """The new `secret_key`, which is in this answer only, so keep it now."""
    event_types = call(ListWebhookEventTypes)
    """All types in alphabetical order, those among them that this version has no name for as text."""
    test = call(SendTestWebhook)
    """What your endpoint answered, as plain JSON data: its form is documented nowhere."""

    async def missed(self, *, since: datetime) -> tuple[WebhookDelivery, ...]:
        """Return the deliveries of all subscriptions that have not arrived: failed, pending or retrying; the oldest first.

            for delivery in await fp.v2.webhooks.missed(since=datetime.now(UTC) - timedelta(hours=24)):
                await inbox.deliver(read(delivery.payload))  # an event that was handled meanwhile is not handled again

        `since` is a moment with a time zone: what was created before is left out. A `payload` is the event as it is sent, and
        `firstpromoter webhooks sweep` does the above. What did arrive and was lost afterwards is for the inbox to know.
        Reads `GET /api/v2/company/webhooks` and each one's `webhook_deliveries`, page by page until a whole page is older. Raises
        `InvalidRequest` for a moment without a time zone, and any `CallFailed`.
        """
        if since.tzinfo is None:
            raise InvalidRequest("missed(since=...) needs a time zone, such as datetime(2026, 1, 31, tzinfo=UTC)")
        deliveries = WebhookDeliveries(self._sender)
        missed = [one async for webhook in self.list() for one in await _missed(deliveries, webhook.id, since)]
        return tuple(sorted(missed, key=lambda one: (one.created_at or since, one.id)))


async def _missed(deliveries: WebhookDeliveries, webhook_id: int, since: datetime) -> list[WebhookDelivery]:
    found: list[WebhookDelivery] = []
    async for page in deliveries.list(webhook_id).by_page():
        recent = [one for one in page.items if one.created_at is None or one.created_at >= since]
        if not recent:
            break
        found += [one for one in recent if one.status != WebhookDeliveryStatus.DELIVERED]
    return found
