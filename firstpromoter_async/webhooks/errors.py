"""The ways in which a webhook is not accepted, each with the status to answer.

FirstPromoterError
└── WebhookError
    ├── WebhookNotConfigured   500  nothing says who may send, so nobody may
    ├── WebhookUnauthenticated        401  the request has no proof of who sent it
    ├── WebhookForged          401  it has one, and it is wrong
    ├── WebhookTooLarge        413  more bytes than are read
    ├── WebhookNotJson         400  authentic, but cut short, or no JSON
    ├── WebhookNotAnEvent      400  authentic JSON, but no event of v1 or v2
    └── WebhookDoesNotFit      400  an event, but a field in it has another type than documented

None of them holds a part of the body. Whatever is refused with 400 was authentic: an `Inbox` keeps it.
"""

from typing import ClassVar

from ..errors import FirstPromoterError


class WebhookError(FirstPromoterError):
    """A webhook is not accepted; `status` is what to answer."""

    status: ClassVar[int] = 500


class WebhookNotConfigured(WebhookError):
    """Nothing says who may send webhooks, so nobody may."""


class WebhookUnauthenticated(WebhookError):
    """The request has none of the proofs that are expected."""

    status = 401


class WebhookForged(WebhookError):
    """The request has a proof of who sent it, and the proof is wrong."""

    status = 401


class WebhookTooLarge(WebhookError):
    """The body is longer than what is read."""

    status = 413


class WebhookNotJson(WebhookError):
    """The body is authentic, but cut short, or no JSON."""

    status = 400


class WebhookNotAnEvent(WebhookError):
    """The body is authentic JSON, but no event of v1 or v2."""

    status = 400


class WebhookDoesNotFit(WebhookError):
    """A field of an authentic event has another type than documented; the text says which."""

    status = 400
