"""Webhook deliveries: list, get, retry. The subscriptions are in `webhooks`. This module knows nothing of sending."""

from ...frozen import frozen
from ...resource import Resource, call, pages
from ...wire.request import Replay, Request
from ..base import V2Listing, company
from ..models.webhooks import WebhookDelivery


@frozen
class ListWebhookDeliveries(V2Listing[WebhookDelivery]):
    """List what was sent to a subscription's address, or is on its way there, the newest first.

    `GET /api/v2/company/webhooks/{webhook_id}/webhook_deliveries`. Raises `NotFound`.
    """

    route = company.GET("/webhooks/{webhook_id}/webhook_deliveries")

    webhook_id: int


@frozen
class GetWebhookDelivery(Request[WebhookDelivery]):
    """Look up one delivery.

    `GET /api/v2/company/webhooks/{webhook_id}/webhook_deliveries/{id}`. Raises `NotFound`.
    """

    route = company.GET("/webhooks/{webhook_id}/webhook_deliveries/{id}")
    replay = Replay.SAFE

    webhook_id: int
    id: int


@frozen
class RetryWebhookDelivery(Request[WebhookDelivery]):
    """Send a delivery that has failed once more, at once.

    `POST /api/v2/company/webhooks/{webhook_id}/webhook_deliveries/{id}/retry_delivery`. Raises `NotFound`, and `Unprocessable`
    when the subscription's `max_retries` is reached: raise that first, with `webhooks.update`.
    """

    route = company.POST("/webhooks/{webhook_id}/webhook_deliveries/{id}/retry_delivery")
    replay = Replay.UNSAFE

    webhook_id: int
    id: int


class WebhookDeliveries(Resource):
    """What was sent to your addresses, and what they answered."""

    list = pages(ListWebhookDeliveries)
    """Deliveries of one subscription, 100 on a page; their `payload` is readable and never shown."""
    get = call(GetWebhookDelivery)
    """The delivery with its payload and the latest answer of your endpoint."""
    retry = call(RetryWebhookDelivery)
    """The delivery, pending again."""
