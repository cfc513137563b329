"""Deliveries: what is to be sent to whom, when, and how it went. They are written in the transaction of what they tell.

What the documents leave open, and how it goes here: a subscription's delivery has `max_retries` attempts besides the first, each
twice as long after the one before (2, 4, 8 ... minutes, of as many seconds as the settings say); one that is paused keeps what is
under way until it goes on. This module knows tables, and sends nothing.
"""

import json
from collections.abc import Collection, Mapping
from typing import Any, Final

from attrs import field, frozen

from ..handlers.fields import Document
from ..records.documents import Documents, opened
from ..store import Store
from .plan import Fate

KINDS: Final = ("webhook_deliveries", "webhook_tests", "v1_webhook_deliveries")
"""The nouns under which they are kept: those of subscriptions, tests, and those of campaigns' own URLs."""
_DUE_AT: Final = "json_extract(deliveries.fields, '$.due_at')"
_TO: Final = "json_extract(deliveries.fields, '$.to')"
_LONGEST: Final = 1_000
_DUE: Final = f"""FROM documents AS deliveries LEFT JOIN documents AS webhooks
  ON deliveries.noun = 'webhook_deliveries' AND webhooks.id = json_extract(deliveries.fields, '$.webhook_id')
  WHERE deliveries.noun IN {KINDS} AND {_DUE_AT} IS NOT NULL
  AND (deliveries.noun <> 'webhook_deliveries' OR json_extract(webhooks.fields, '$.active'))"""
INDEX: Final = f"""CREATE INDEX IF NOT EXISTS deliveries_due
  ON documents (noun, json_extract(fields, '$.due_at')) WHERE noun IN {KINDS}"""
"""Makes it quick to find what is due among all that was ever sent."""


@frozen(repr=False)
class Target:
    """Where something is sent, with what, and how often; it holds credentials."""

    url: str
    headers: Mapping[str, str] = field(factory=dict[str, str])
    user: str | None = None
    password: str | None = None
    secret_key: str | None = None
    timeout: int = 30
    """Seconds."""
    max_retries: int = 0

    @classmethod
    def of(cls, webhook: Mapping[str, Any]) -> "Target":
        """Return where a subscription, or a test that looks like one, is sent."""
        return cls(
            webhook["url"],
            webhook.get("headers") or {},
            webhook.get("basic_auth_user"),
            webhook.get("basic_auth_password"),
            webhook.get("secret_key"),
            webhook.get("timeout", 30),
            webhook.get("max_retries", 0),
        )


@frozen
class Due:
    """A delivery that is to be sent now."""

    kind: str
    delivery: Document
    target: Target

    @property
    def body(self) -> bytes:
        """What is sent; the same in every attempt."""
        return json.dumps(self.delivery["payload"], separators=(",", ":"), ensure_ascii=False).encode()


@frozen
class Result:
    """How an attempt went."""

    code: int | None
    """The status that came back; None where nothing did."""
    body: str | None = None
    error: str | None = None
    """Why it failed; None where it did not."""


@frozen
class Deliveries:
    """The deliveries of one store."""

    store: Store

    def add(self, kind: str, moment: str, due_at: float, **fields: Any) -> Document:
        """Write down that something is to be sent, from this second on."""
        empty = {"last_error": None, "response_code": None, "response_body": None, "delivered_at": None}
        return Documents(self.store, kind).add(
            moment, {"status": "pending", "attempts": 0, "due_at": due_at, **empty, **fields}
        )

    def due(self, now: float, busy: Collection[str], limit: int) -> list[Due]:
        """Return what is to be sent by now, the oldest first, but nothing to where something is under way."""
        rows = self.store.all(
            f"""SELECT deliveries.* {_DUE} AND {_DUE_AT} <= ? AND {_TO} NOT IN (SELECT value FROM json_each(?))
                ORDER BY {_DUE_AT}, deliveries.id LIMIT ?""",
            now,
            json.dumps([*busy]),
            limit,
        )
        return [Due(row["noun"], delivery := opened(row), self._target(row["noun"], delivery)) for row in rows]

    def earliest(self) -> float | None:
        """Return when the next one is due, in seconds since 1970."""
        moment: float | None = self.store.value(f"SELECT min({_DUE_AT}) {_DUE}")
        return moment

    def _target(self, kind: str, delivery: Document) -> Target:
        if kind != "webhook_deliveries":
            return Target.of(delivery["target"])
        webhook = Documents(self.store, "webhooks").find(delivery["webhook_id"])
        if webhook is None:
            raise LookupError(f"delivery {delivery['id']} is of no subscription")
        return Target.of({**webhook, "secret_key": delivery.get("secret_key") or webhook["secret_key"]})

    def keep_signature(self, webhook: Document) -> None:
        """Let what is under way to a subscription keep the key that the subscription has now, or had before."""
        self.store.run(
            f"""UPDATE documents AS deliveries SET fields = json_insert(fields, '$.secret_key', ?)
                WHERE noun = 'webhook_deliveries' AND json_extract(fields, '$.webhook_id') = ? AND {_DUE_AT} IS NOT NULL""",
            webhook["secret_key"],
            webhook["id"],
        )

    def find(self, due: Due) -> Document | None:
        """Return what has become of a delivery meanwhile; None where it is gone with its subscription."""
        return Documents(self.store, due.kind).find(due.delivery["id"])

    def settle(self, due: Due, result: Result, moment: str, now: float, minute: float) -> None:
        """Write down how an attempt went, and when there is another."""
        delivery = self.find(due)
        if delivery is None:
            return
        attempts = delivery["attempts"] + 1
        told = {
            "attempts": attempts,
            "response_code": result.code,
            "response_body": cut(result.body),
            "last_error": cut(result.error),
        }
        if result.error is None:
            more = {"status": "delivered", "delivered_at": moment, **_once_more(delivery, now)}
        elif attempts <= due.target.max_retries:
            more = {"status": "retrying", "due_at": now + pause(attempts, minute)}
        else:
            more = {"status": "failed", "due_at": None}
        self.change(due, moment, told | more)

    def change(self, due: Due, moment: str, fields: Mapping[str, Any]) -> None:
        """Set fields of a delivery."""
        Documents(self.store, due.kind).change(due.delivery["id"], moment, fields)


def _once_more(delivery: Document, now: float) -> Document:
    """Send what is to come twice for the second time."""
    again = delivery.get("fate") == Fate.DUPLICATED
    return {"due_at": now if again else None, "fate": None}


def pause(attempts: int, minute: float) -> float:
    """Return the seconds until the next attempt: 2, 4, 8 ... minutes, of so many seconds each."""
    return float(2**attempts * minute)


def cut(text: str | None) -> str | None:
    """Keep the first 1,000 characters."""
    return None if text is None else text[:_LONGEST]
