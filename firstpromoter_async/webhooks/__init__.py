"""Webhooks: from bytes to an event that is known to be FirstPromoter's.

    from firstpromoter_async.webhooks import CommissionApproved, WebhookSecrets, receive

    secrets = WebhookSecrets(headers={"X-Secret": os.environ["WEBHOOK_SECRET"]})
    event = receive(body, headers, secrets=secrets)  # raises a WebhookError with the `status` to answer

    match event:
        case CommissionApproved(data=commission):
            ...

Receiving needs no client and no key of the API, and loads neither. An `Inbox` handles each event once, with the functions of a
`Router`.
"""

from typing import TYPE_CHECKING

from ..lazy import names_of
from .errors import WebhookDoesNotFit as WebhookDoesNotFit
from .errors import WebhookError as WebhookError
from .errors import WebhookForged as WebhookForged
from .errors import WebhookNotAnEvent as WebhookNotAnEvent
from .errors import WebhookNotConfigured as WebhookNotConfigured
from .errors import WebhookNotJson as WebhookNotJson
from .errors import WebhookTooLarge as WebhookTooLarge
from .errors import WebhookUnauthenticated as WebhookUnauthenticated
from .event import Action as Action
from .event import Change as Change
from .event import Event as Event
from .event import TestDelivery as TestDelivery
from .event import UnknownEvent as UnknownEvent
from .event import UnknownV1Event as UnknownV1Event
from .event import V1Event as V1Event
from .events import *  # noqa: F403  its __all__: one class an event
from .receive import AnyEvent as AnyEvent
from .receive import parse as parse
from .receive import read_body as read_body
from .receive import receive as receive
from .secrets import WebhookSecrets as WebhookSecrets
from .v1_events import *  # noqa: F403  its __all__

if TYPE_CHECKING:
    from .asgi import WebhookApp as WebhookApp
    from .inbox import Answer as Answer
    from .inbox import Inbox as Inbox
    from .router import Delivery as Delivery
    from .router import Fulfilled as Fulfilled
    from .router import KeepPending as KeepPending
    from .router import Router as Router

if not TYPE_CHECKING:  # type checkers would take any name for one of these
    # These need an event loop's library, which who only receives does not.
    __getattr__, _ = names_of(
        __name__, {"asgi": "WebhookApp", "inbox": "Answer Inbox", "router": "Delivery Fulfilled KeepPending Router"}
    )
