"""Rewards that are not money, given exactly once: `uvicorn fulfil_rewards:app --port 8000`.

FirstPromoter tells when a commission in points (or credits, or free months) is approved. This service credits them to the
promoter in its own database, and then marks the commission as fulfilled. Kill it whenever you like: all is taken up again.

    a webhook comes            the inbox has it, and nothing is given yet
    `give`                     the credit is written in the transaction that settles the webhook: both, or neither
    `mark_fulfilled`           a job of its own, which looks for what was given and not reported; to report twice does no harm

To try it without an account: `firstpromoter sandbox`, export what it prints, `export WEBHOOK_SECRET=...` of your choice and
`PUBLIC_URL=http://127.0.0.1:8000/hooks`, and start this. Then approve a commission in points there, and generate its payout.
"""

import logging
import os
import sqlite3
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, closing, contextmanager

import anyio
from fastapi import FastAPI

from firstpromoter_async import CallFailed, FirstPromoter
from firstpromoter_async.webhooks import (
    CommissionCreated,
    CommissionUpdated,
    Delivery,
    Inbox,
    Router,
    WebhookApp,
    WebhookSecrets,
)

DATABASE = os.environ.get("REWARDS_DB", "rewards.db")
"""The database of your product: the inbox keeps its table there, so that both are written in one transaction."""
SECRET = os.environ["WEBHOOK_SECRET"]
TABLES = """
    CREATE TABLE IF NOT EXISTS accounts (email TEXT, unit TEXT, balance INTEGER NOT NULL, PRIMARY KEY (email, unit));
    CREATE TABLE IF NOT EXISTS rewards (
      commission_id INTEGER PRIMARY KEY, email TEXT NOT NULL, unit TEXT NOT NULL, amount INTEGER NOT NULL,
      is_reported INTEGER NOT NULL DEFAULT 0
    );
"""
LOGGER = logging.getLogger("rewards")

router = Router()
inbox = Inbox(
    DATABASE,
    router,
    secrets=WebhookSecrets(headers={"X-Secret": SECRET}),
    lease=float(os.environ.get("LEASE", "60")),  # seconds after which the work of a killed process is taken up
)


@router.on(CommissionCreated, CommissionUpdated)
def give(event: CommissionCreated | CommissionUpdated, delivery: Delivery) -> None:
    """Credit what a commission promises, once it is approved. Its state decides, so that no order of events matters."""
    commission = event.data
    if commission.status != "approved" or commission.unit == "cash":
        return
    promoter = commission.promoter_campaign and commission.promoter_campaign.promoter
    if not promoter or promoter.email is None or commission.unit is None or commission.amount is None:
        raise ValueError(f"commission {commission.id} does not say who gets what")  # and so it is listed as dead
    number, email, unit, amount = commission.id, promoter.email, commission.unit, commission.amount
    delivery.in_transaction(lambda database: credit(database, number, email, unit, amount))


def credit(database: sqlite3.Connection, commission_id: int, email: str, unit: str, amount: int) -> None:
    """Credit a reward, unless that was done before: events of one commission are several, and its reward is one."""
    sql = "INSERT OR IGNORE INTO rewards (commission_id, email, unit, amount) VALUES (?, ?, ?, ?)"
    if database.execute(sql, (commission_id, email, unit, amount)).rowcount:
        sql = "INSERT INTO accounts VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET balance = balance + excluded.balance"
        database.execute(sql, (email, unit, amount))


async def keep_reporting(fp: FirstPromoter) -> None:
    """Mark as fulfilled what was given, as long as the service runs."""
    while True:
        all_done = [await report(fp, number) for number in await anyio.to_thread.run_sync(not_reported)]
        await anyio.sleep(1 if all(all_done) else 30)


async def report(fp: FirstPromoter, commission_id: int) -> bool:
    """Mark one commission as fulfilled; False where that cannot be yet: FirstPromoter wants it to be in a payout."""
    try:
        done = await fp.v2.commissions.mark_fulfilled([commission_id])
    except CallFailed as failure:
        LOGGER.warning("commission %d is given, and cannot be marked as fulfilled yet: %s", commission_id, failure)
        return False
    if not done.all_succeeded:
        LOGGER.warning("commission %d is given, and is in no payout yet", commission_id)
        return False
    await anyio.to_thread.run_sync(note, commission_id)
    return True


def not_reported() -> list[int]:
    """Return the commissions whose reward was given, which FirstPromoter may not know."""
    with opened() as database:
        rows = database.execute("SELECT commission_id FROM rewards WHERE NOT is_reported ORDER BY commission_id")
        return [number for (number,) in rows]


def note(commission_id: int) -> None:
    """Remember that FirstPromoter knows."""
    with opened() as database:
        database.execute("UPDATE rewards SET is_reported = 1 WHERE commission_id = ?", (commission_id,))


@contextmanager
def opened() -> Generator[sqlite3.Connection]:
    """Open the database for one transaction."""
    with closing(sqlite3.connect(DATABASE, timeout=30)) as database, database:
        yield database


def prepare() -> None:
    """Make the tables, where they are missing."""
    with opened() as database:
        database.executescript(TABLES)


async def subscribe(fp: FirstPromoter, url: str) -> None:
    """Let FirstPromoter tell us, unless it does already."""
    if url not in [webhook.url async for webhook in fp.v2.webhooks.list()]:
        types = ("commission.created", "commission.updated")
        await fp.v2.webhooks.create(url=url, event_types=types, headers={"X-Secret": SECRET}, max_retries=10)


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
    """Open what the service needs, and report as long as it runs."""
    await anyio.to_thread.run_sync(prepare)
    async with FirstPromoter.from_env() as fp, inbox, anyio.create_task_group() as tasks:
        if url := os.environ.get("PUBLIC_URL"):
            await subscribe(fp, url)
        tasks.start_soon(keep_reporting, fp)
        yield
        tasks.cancel_scope.cancel()


app = FastAPI(lifespan=lifespan)
app.mount("/hooks", WebhookApp(inbox))
