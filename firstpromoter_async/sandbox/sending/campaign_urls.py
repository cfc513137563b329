"""The URLs to which campaigns send v1's webhooks. FirstPromoter has them in its dashboard, and the sandbox on its own side.

Each campaign has two: `default_webhook_url` gets everything but `fulfilment_pending`, which goes to `fulfilment_webhook_url`.
"""

from collections.abc import Mapping
from typing import Any, Final

from ...redaction import redact
from ..edits import BadEdit
from ..handlers.v2_webhooks import wrong_url
from ..parameters import whole_number
from ..records.documents import Documents, opened
from ..store import Store
from .v1_events import FULFILMENT

NOUN: Final = "campaign_webhooks"
_NAMES: Final = ("default_webhook_url", "fulfilment_webhook_url")

_SHOWN: Final = ("id", "event_type", "status", "attempts", "response_code", "last_error", "created_at", "delivered_at")


def url_for(store: Store, campaign_id: int, event_type: str) -> str | None:
    """Return where a campaign sends an event of this type."""
    url: str | None = _of(store, campaign_id).get(_NAMES[event_type == FULFILMENT])
    return url


def set_urls(store: Store, moment: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """Set URLs of the campaign whose `campaign_id` is told; null clears one. Raises `BadEdit`."""
    number = whole_number(told.get("campaign_id"))
    if number is None or store.find("campaigns", number) is None:
        raise BadEdit(f"there is no such campaign: {told.get('campaign_id')!r}")
    if unknown := told.keys() - {"campaign_id", *_NAMES}:
        raise BadEdit(f"there is no {', '.join(sorted(unknown))} to set; there are {' and '.join(_NAMES)}")
    urls = {name: _url(name, told[name]) for name in _NAMES if name in told}
    kept = Documents(store, NOUN).keep(moment, "campaign_id", number, urls)
    if not any(kept.get(name) for name in _NAMES):
        store.remove("documents", kept["id"])
    return shown(store, number)


def shown(store: Store, campaign_id: int) -> dict[str, Any]:
    """Return a campaign's URLs, without passwords."""
    known = _of(store, campaign_id)
    urls = {name: known.get(name) for name in _NAMES}
    return {"campaign_id": campaign_id, **{name: url and redact(url) for name, url in urls.items()}}


def latest(store: Store) -> list[dict[str, Any]]:
    """Return the latest 100 deliveries to campaigns' URLs, the newest first, without their bodies."""
    rows = store.all("SELECT * FROM documents WHERE noun = 'v1_webhook_deliveries' ORDER BY id DESC LIMIT 100")
    return [{name: one[name] for name in _SHOWN} for one in map(opened, rows)]


def _url(name: str, told: Any) -> str | None:
    if told is None or (isinstance(told, str) and wrong_url(told) is None):
        return told
    raise BadEdit(f"{name} is an http or https URL of this machine, or null")


def _of(store: Store, campaign_id: int) -> dict[str, Any]:
    found = Documents(store, NOUN).having("campaign_id", campaign_id)
    return found[0] if found else {}
