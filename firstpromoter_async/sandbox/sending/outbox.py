"""From what happened to deliveries: who listens, and what each of them is to be sent.

This module knows nothing of HTTP.
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from ..handlers.fields import Document
from ..records import Records
from ..records.documents import Documents, opened
from . import campaign_urls, fulfilment
from .deliveries import INDEX, Deliveries, Due, Result
from .pictures import Pictures
from .plan import Fate, Fates, WebhookPlan
from .v1_events import FULFILMENT, V1Occurrence, V1Teller
from .v2_events import Occurrence, delivered, occurrences
from .watching import Happening, Watching

_ALL_CAMPAIGNS: Final = 1
_V1: Final = "v1_webhook_deliveries"
_LISTENERS: Final = ("webhooks", campaign_urls.NOUN)
_V1_TIMEOUT: Final = 15


class Outbox:
    """Writes deliveries of what happens to the records of one store."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._watching = Watching(records)
        self._fates = Fates(WebhookPlan())
        self.deliveries = Deliveries(records.store)
        """All of them."""
        self.earliest: float | None = 0.0
        """When the next one is due, as far as is known without looking; 0: somebody has to look."""
        self.is_heard = False
        """Whether anybody listened when that was last looked at."""

    @property
    def plan(self) -> WebhookPlan:
        """What goes wrong on request; a new plan begins to draw from its seed."""
        return self._fates.plan

    @plan.setter
    def plan(self, plan: WebhookPlan) -> None:
        self._fates = Fates(plan)

    def notice(self, moment: str) -> None:
        """Tell everybody who listens what this transaction has done; call it as its last step."""
        listens, watches = self._listens(), self._watching.is_on
        if watches and not listens:
            self._watching.end()
        if listens and not watches:
            self._records.store.run(INDEX)
            self._watching.begin()
        if listens and watches:
            self._tell(moment)
        self.is_heard, self.earliest = listens, self.deliveries.earliest()

    def due(self, now: float, moment: str, busy: Collection[str], limit: int) -> list[Due]:
        """Return what is to be sent by now, but nothing to where something is under way."""
        found = self.deliveries.due(now, busy, limit)
        needless = [due for due in found if due.kind == _V1 and fulfilment.waits_in_vain(self._records, due)]
        for due in needless:
            self.deliveries.change(due, moment, {"status": "cancelled", "due_at": None})
        return [due for due in found if due not in needless]

    def settle(self, due: Due, result: Result, moment: str, now: float) -> None:
        """Write down how an attempt went, and what follows from it."""
        self.deliveries.settle(due, result, moment, now, self.plan.minute)
        if due.kind == _V1:
            more = fulfilment.outcome(self._records, due, result, moment, now, self.plan.minute)
            self.deliveries.change(due, moment, more)

    def _listens(self) -> bool:
        return any(map(self._has, _LISTENERS))

    def _has(self, noun: str) -> bool:
        return self._records.store.one("SELECT 1 FROM documents WHERE noun = ?", noun) is not None

    def _tell(self, moment: str) -> None:
        happenings = list(self._watching.happenings())
        if not happenings:
            return
        pictures, subscriptions = Pictures(self._records), self._subscriptions()
        v1 = V1Teller(self._records)
        for happening in happenings:
            self._tell_subscriptions(happening, pictures, subscriptions, moment)
            for occurrence in v1.occurrences(happening) if self._has(campaign_urls.NOUN) else ():
                self._tell_campaign(occurrence, moment)

    def _subscriptions(self) -> list[Document]:
        rows = self._records.store.all("SELECT * FROM documents WHERE noun = 'webhooks' ORDER BY id")
        return [one for one in map(opened, rows) if one["active"]]

    def _tell_subscriptions(
        self, happening: Happening, pictures: Pictures, subscriptions: list[Document], moment: str
    ) -> None:
        wanted = {event_type for webhook in subscriptions for event_type in webhook["event_types"]}
        for occurrence in occurrences(happening, pictures, wanted) if wanted else ():
            event_id = str(uuid4())
            for webhook in _who_want(occurrence, subscriptions):
                self._write(
                    "webhook_deliveries",
                    moment,
                    to=f"webhook {webhook['id']}",
                    webhook_id=webhook["id"],
                    **delivered(occurrence, event_id, moment),
                )

    def _tell_campaign(self, occurrence: V1Occurrence, moment: str) -> None:
        url = campaign_urls.url_for(self._records.store, occurrence.campaign_id, occurrence.type)
        if url is None:
            return
        retries = fulfilment.RETRIES if occurrence.type == FULFILMENT else 0
        made = self._write(
            _V1,
            moment,
            to=f"campaign {occurrence.campaign_id} {url}",
            event_type=occurrence.type,
            entity_id=occurrence.id,
            target={"url": url, "timeout": _V1_TIMEOUT, "max_retries": retries},
        )
        event = {"id": made["id"], "type": occurrence.type, "created_at": moment}
        payload = {"event": event, "data": occurrence.data}
        Documents(self._records.store, _V1).change(made["id"], moment, {"payload": payload})

    def _write(self, kind: str, moment: str, **fields: Any) -> Document:
        now, fate = datetime.fromisoformat(moment).timestamp(), self._fates.draw()
        late = 2 * self.plan.minute if fate is Fate.REORDERED else 0.0
        return self.deliveries.add(kind, moment, now + late, fate=fate, **fields)


def _who_want(occurrence: Occurrence, subscriptions: list[Document]) -> Iterator[Document]:
    """Return the subscriptions that name this event and one of its campaigns."""
    campaigns = {_ALL_CAMPAIGNS, *occurrence.picture.campaigns}
    for webhook in subscriptions:
        if occurrence.event_type in webhook["event_types"] and campaigns & set(webhook["campaign_ids"]):
            yield webhook
