"""A sample of any event: a little programme is played in memory, and the event is taken from what it was told.

What does not happen there (`referral.moved`, say) is made of another event about the same kind of record, renamed, and in the
state that the name tells of.
"""

import json
from collections.abc import Iterator
from secrets import randbelow
from typing import Any, Final
from urllib.parse import urlencode

from ...wire.message import HttpRequest
from ..handlers.v2_webhooks import EVENT_TYPES
from ..records.documents import opened
from ..sandbox import Sandbox, steady_clock
from .campaign_urls import set_urls
from .v2_events import REACHED

V1_TYPES: Final = (
    "fulfilment_pending",
    "lead_becomes_referral",
    "lead_cancelled",
    "lead_signup",
    "lead_subscribed",
    "new_customer",
    "promoter_accepted",
    "promoter_signed_up",
    "reward_created",
)
_NOWHERE: Final = "http://127.0.0.1:9/"
_LONG_ENOUGH: Final = 60.0
_EMAIL: Final = "ann@example.com"


def event_types() -> tuple[str, ...]:
    """Return the names of all events, those of v1 last."""
    return (*EVENT_TYPES, *V1_TYPES)


def sample(event_type: str) -> dict[str, Any]:
    """Return the body of an event, new each time. Raises `LookupError` for an unknown name."""
    if event_type not in event_types():
        raise LookupError(event_type)
    sandbox = Sandbox(rate=None, clock=_Clock())
    try:
        _Programme(sandbox).play()
        found = {_name(event): event for event in _events(sandbox)}
    finally:
        sandbox.store.close()
    if event_type in found:
        return found[event_type]
    return _renamed(found, event_type)


def _name(event: dict[str, Any]) -> str:
    return str(event["event"]["type"] if "event" in event else event["event_type"])


def _events(sandbox: Sandbox) -> Iterator[dict[str, Any]]:
    rows = sandbox.store.all("SELECT * FROM documents WHERE noun IN ('webhook_deliveries', 'v1_webhook_deliveries')")
    for row in rows:
        payload = opened(row)["payload"]
        yield payload | {"event": payload["event"] | {"id": randbelow(2**31)}} if "event" in payload else payload


def _renamed(found: dict[str, dict[str, Any]], event_type: str) -> dict[str, Any]:
    """Make an event of another one about the same kind of record."""
    noun, _, what = event_type.partition(".")
    event = found.get(f"{noun}.updated") or next(found[name] for name in found if name.startswith(f"{noun}."))
    field, states = REACHED.get(noun, ("", {}))
    if what not in states:
        return event | {"event_type": event_type}
    data = event["data"] | {field: what}
    return event | {"event_type": event_type, "data": data, "changes": {field: [event["data"][field], what]}}


class _Clock:
    """The time of day, and whatever is waited for is over when it is asked for."""

    def __init__(self) -> None:
        self._now = steady_clock()
        self.ahead = -2 * _LONG_ENOUGH  # so that nothing happens in the future

    def __call__(self) -> float:
        return self._now() + self.ahead


class _Programme:
    """A promoter, a customer, what is sold, earned and paid, and how all of it ends."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def play(self) -> None:
        """Let nearly everything happen that there is an event for."""
        self._listen()
        self._begin()
        self._sell()
        self._pay()
        self._end()

    def _listen(self) -> None:
        self._v2("POST", "/webhooks", url=_NOWHERE, event_types=EVENT_TYPES)
        with self._sandbox.transaction():
            urls = {"campaign_id": 101, "default_webhook_url": _NOWHERE, "fulfilment_webhook_url": _NOWHERE}
            set_urls(self._sandbox.store, self._sandbox.moment(), urls)

    def _begin(self) -> None:
        self._v1("/promoters/create", email=_EMAIL, first_name="Ann", ref_id="ann")
        self._v2("PUT", "/promoters/1001", profile={"website": "https://ann.example"})
        for what in ("block", "reject", "accept"):
            self._v2("POST", f"/promoters/{what}", ids=[1001], campaign_id=101)
        terms = {"checkbox_label": "I accept [the terms]", "content_hosted": True, "content": "Be kind."}
        self._v2("POST", "/contracts", name="Terms", **terms)

    def _sell(self) -> None:
        self._v1("/track/subscriber", email="joe@example.com", ref_id="ann")
        self._v1("/track/signup", email="joe@example.com", ref_id="ann")
        self._v1("/track/sale", email="joe@example.com", event_id="order-1", amount=10_000)
        [commission] = self._v2("GET", "/commissions")
        for what in ("deny", "approve", "generate_payouts"):
            self._v2("POST", f"/commissions/{what}", ids=[commission["id"]])
        [place] = self._v2("GET", "/promoter_campaigns")
        points = {"commission_type": "custom", "amount": 500, "unit": "points", "promoter_campaign_id": place["id"]}
        [given] = self._v2("POST", "/commissions", **points)
        self._v2("POST", "/commissions/generate_payouts", ids=[given["id"]])

    def _pay(self) -> None:
        paypal = {"promoter_id": 1001, "method": "paypal", "details": {"paypal_email": _EMAIL}}
        method = self._v2("POST", "/payout_methods", **paypal)
        self._v2("PUT", f"/payout_methods/{method['id']}", **paypal | {"details": {"paypal_email": "new@example.com"}})
        batch = self._v2("POST", "/payouts/create_payments_batch", method="paypal")["data"]
        self._v2("POST", f"/payments_batches/{batch['id']}/pay", otp="123456")
        self._wait()

    def _wait(self) -> None:
        clock = self._sandbox.clock
        if isinstance(clock, _Clock):
            clock.ahead += _LONG_ENOUGH
        with self._sandbox.transaction():
            pass

    def _end(self) -> None:
        with self._sandbox.transaction():
            self._sandbox.store.run(
                """UPDATE documents SET fields = json_set(fields, '$.status', 'signed', '$.signed_at', ?)
                   WHERE noun = 'contract_documents'""",
                self._sandbox.moment(),
            )
        self._v1("/track/cancellation", email="joe@example.com")
        with self._sandbox.transaction():
            for table in ("payout_methods", "payments_batches", "rewards", "payouts", "leads", "promoters"):
                self._sandbox.store.run(f"DELETE FROM {table}")

    def _v1(self, path: str, /, **fields: Any) -> Any:
        form = ("Content-Type", "application/x-www-form-urlencoded")
        return self._call("POST", f"/api/v1{path}", form, urlencode(fields))

    def _v2(self, method: str, path: str, /, **fields: Any) -> Any:
        body = json.dumps(fields) if fields else ""
        return self._call(method, f"/api/v2/company{path}", ("Content-Type", "application/json"), body)

    def _call(self, method: str, path: str, content_type: tuple[str, str], body: str) -> Any:
        keys = self._sandbox.keys
        opened_by = (
            ("X-API-KEY", keys.v1_api_key),
            ("Authorization", f"Bearer {keys.api_key}"),
            ("Account-ID", keys.account_id),
        )
        request = HttpRequest(method, f"https://sandbox.example{path}", (content_type, *opened_by), body.encode())
        answer = self._sandbox.answer(request)
        if not answer.is_success:
            raise RuntimeError(f"{method} {path}: {answer.status} {answer.body.decode()}")
        return json.loads(answer.body) if answer.body else None
