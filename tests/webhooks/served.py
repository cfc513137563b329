"""An application that handles webhooks in a process of its own: `python -m tests.webhooks.served`, with `PLACE` for its inbox.

Each handling of an event is one row of a table that lies beside the inbox, written in the inbox's own transaction. `HOLD` names a
file: while it is there, handlers wait; `SEEN` one to which each handling adds a line as it begins.
"""

import os
from pathlib import Path
from typing import Any

import anyio
import uvicorn

from firstpromoter_async.webhooks import Delivery, Event, Inbox, Router, V1Event, WebhookApp
from tests.webhooks.making import SECRETS

INSERT = f"INSERT INTO effects VALUES ({'%s' if os.environ['PLACE'].startswith('postgresql:') else '?'})"  # noqa: S608

router = Router()


@router.on(Event, V1Event)
async def handle(event: Event[Any] | V1Event[Any], delivery: Delivery) -> None:
    with Path(os.environ["SEEN"]).open("a") as seen:  # noqa: ASYNC230  one line
        seen.write(f"{event.key}\n")
    while Path(os.environ["HOLD"]).exists():  # noqa: ASYNC110, ASYNC240  another process's file
        await anyio.sleep(0.01)
    delivery.in_transaction(lambda database: database.execute(INSERT, (event.key,)))


class Telling(uvicorn.Server):
    """Says on its standard output where it listens."""

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        if self.started:
            print(self.servers[0].sockets[0].getsockname()[1], flush=True)


if __name__ == "__main__":
    inbox = Inbox(os.environ["PLACE"], router, secrets=SECRETS, lease=float(os.environ["LEASE"]), patience=600.0)
    Telling(uvicorn.Config(WebhookApp(inbox), port=0, log_level="warning", lifespan="on")).run()
