"""Webhooks as FirstPromoter describes them: subscriptions, and what was delivered. This module knows nothing of requests."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from attrs import field

from ...frozen import frozen
from ...redaction import without_password
from ...wire.model import Model, secret


class WebhookEventType(StrEnum):
    """What a webhook can be told of; the API may know more of them (`webhooks.event_types()`), and any text goes."""

    PROMOTER_CREATED = "promoter.created"
    PROMOTER_UPDATED = "promoter.updated"
    PROMOTER_DELETED = "promoter.deleted"
    PROMOTER_BALANCE_UPDATED = "promoter.balance.updated"
    PROMOTER_CAMPAIGN_CREATED = "promoter_campaign.created"
    PROMOTER_CAMPAIGN_UPDATED = "promoter_campaign.updated"
    PROMOTER_CAMPAIGN_DELETED = "promoter_campaign.deleted"
    PROMOTER_CAMPAIGN_ACCEPTED = "promoter_campaign.accepted"
    PROMOTER_CAMPAIGN_PENDING = "promoter_campaign.pending"
    PROMOTER_CAMPAIGN_REJECTED = "promoter_campaign.rejected"
    PROMOTER_CAMPAIGN_BLOCKED = "promoter_campaign.blocked"
    PROMOTER_CAMPAIGN_INACTIVE = "promoter_campaign.inactive"
    REFERRAL_CREATED = "referral.created"
    REFERRAL_UPDATED = "referral.updated"
    REFERRAL_DELETED = "referral.deleted"
    REFERRAL_CONVERTED = "referral.converted"
    REFERRAL_CANCELLED = "referral.cancelled"
    REFERRAL_MOVED = "referral.moved"
    """Moved by a threshold of its campaign, and not by hand."""
    COMMISSION_CREATED = "commission.created"
    COMMISSION_UPDATED = "commission.updated"
    COMMISSION_DELETED = "commission.deleted"
    COMMISSION_APPROVED = "commission.approved"
    COMMISSION_PENDING = "commission.pending"
    COMMISSION_DENIED = "commission.denied"
    PAYOUT_CREATED = "payout.created"
    PAYOUT_UPDATED = "payout.updated"
    PAYOUT_DELETED = "payout.deleted"
    PAYOUT_PENDING = "payout.pending"
    PAYOUT_PROCESSING = "payout.processing"
    PAYOUT_COMPLETED = "payout.completed"
    PAYOUT_FAILED = "payout.failed"
    PAYOUT_CANCELLED = "payout.cancelled"
    PAYOUT_COMMISSIONS_ADDED = "payout.commissions.added"
    PAYOUT_COMMISSIONS_REMOVED = "payout.commissions.removed"
    PAYOUT_METHOD_CREATED = "payout_method.created"
    PAYOUT_METHOD_UPDATED = "payout_method.updated"
    PAYOUT_METHOD_DELETED = "payout_method.deleted"
    PAYMENTS_BATCH_CREATED = "payments_batch.created"
    PAYMENTS_BATCH_UPDATED = "payments_batch.updated"
    PAYMENTS_BATCH_DELETED = "payments_batch.deleted"
    PAYMENTS_BATCH_INITIATED = "payments_batch.initiated"
    PAYMENTS_BATCH_PROCESSING = "payments_batch.processing"
    PAYMENTS_BATCH_COMPLETED = "payments_batch.completed"
    PAYMENTS_BATCH_FAILED = "payments_batch.failed"
    CONTRACT_DOCUMENT_SIGNED = "contract_document.signed"


class WebhookDeliveryStatus(StrEnum):
    """How far a delivery is."""

    PENDING = "pending"
    """Waiting for its first attempt, or for one that was asked for."""
    DELIVERED = "delivered"
    """Answered with a 2xx."""
    RETRYING = "retrying"
    """It failed, and will be tried again."""
    FAILED = "failed"
    """It failed for the last time."""


@frozen(kw_only=True)
class Webhook(Model):
    """A subscription: where FirstPromoter tells of which events."""

    id: int
    url: str | None = field(default=None, repr=without_password)
    """Where events are sent; the repr hides a password in it."""
    description: str | None = None
    event_types: tuple[WebhookEventType | str, ...] = ()
    campaign_ids: tuple[int, ...] = ()
    """The campaigns whose events are sent; `(1,)` means all of them."""
    active: bool | None = None
    """False while nothing is sent."""
    timeout: int | None = None
    """How long your endpoint may take to answer, in seconds."""
    max_retries: int | None = None
    """How often a delivery that failed is tried again."""
    headers: Mapping[str, Any] | None = field(default=None, repr=False, hash=False)
    """What is sent besides, which often holds a key: readable, but in no repr and no pickle."""
    basic_auth_user: str | None = None
    basic_auth_enabled: bool | None = None
    """Whether user and password are set; the password itself is never answered."""
    secret_key: str | None = secret()
    """What deliveries are signed with; only in the answer to `create`, so keep it then (`rotate_secret` gives a new one). In no
    repr and no pickle."""
    created_at: datetime | None = None
    updated_at: datetime | None = None


@frozen(kw_only=True)
class RotatedSecret(Model):
    """The key that deliveries of a subscription are signed with from now on. No document describes more of the answer."""

    id: int | None = None
    """The subscription's, where the answer has it."""
    secret_key: str | None = secret()
    """64 hexadecimal digits. In no repr and no pickle; None if it stands elsewhere in the answer, all of which is in `raw`."""


@frozen(kw_only=True)
class WebhookDelivery(Model):
    """An event on its way to a subscription's address."""

    id: int
    event_id: str | None = None
    """The event's own id, the same in every attempt."""
    event_type: WebhookEventType | str | None = None
    action: str | None = None
    """`created`, `updated` or `deleted`."""
    entity_type: str | None = None
    """What changed, for example `Referral`; payloads write it in small letters."""
    entity_id: int | None = None
    status: WebhookDeliveryStatus | str | None = None
    attempts: int | None = None
    """How often it was tried so far."""
    last_error: str | None = None
    """Why the latest attempt failed: the first 1,000 characters."""
    response_code: int | None = None
    """The status with which your endpoint answered last."""
    response_body: str | None = None
    """What your endpoint answered last: the first 1,000 characters."""
    object_changes: Mapping[str, Any] | None = field(default=None, hash=False)
    """What an update changed, by field: `{"state": ["lead", "customer"]}`."""
    payload: Mapping[str, Any] | None = field(default=None, repr=False, hash=False)
    """The body as it is sent. It holds people's data, and credentials of promoters: in no repr and no pickle."""
    created_at: datetime | None = None
    delivered_at: datetime | None = None
    """When your endpoint took it; None before that."""
