"""A sandbox and a consumer of webhooks, each a server of its own: nothing in between but HTTP."""

import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from firstpromoter_async import FirstPromoter
from firstpromoter_async.durable.sqlite import SqliteDatabase
from tests.clocks import until
from tests.serving import SandboxProcess
from tests.webhooks.making import SECRET

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    """The servers are asyncio's, and the client has its own tests."""
    return "asyncio"


@contextmanager
def consumer(folder: Path) -> Generator[str]:
    """Run the consumer of `tests.webhooks.served`; each event that it handles is one row of `effects`."""
    files = {"HOLD": str(folder / "hold"), "SEEN": str(folder / "seen"), "PLACE": str(folder / "inbox.db")}
    command = [sys.executable, "-m", "tests.webhooks.served"]
    environment = os.environ | files | {"LEASE": "600"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stdout is not None
            yield f"http://127.0.0.1:{int(process.stdout.readline())}/hooks"
        finally:
            process.terminate()
            process.wait()


async def test_a_server_tells_an_inbox_what_happens_and_each_event_has_one_effect(
    sandbox_process: SandboxProcess, tmp_path: Path
) -> None:
    database = SqliteDatabase(str(tmp_path / "inbox.db"))
    with database.transaction() as transaction:
        transaction.run("CREATE TABLE effects (key TEXT)")

    def effects() -> list[str]:
        with database.transaction() as transaction:
            return sorted(row["key"] for row in transaction.all("SELECT key FROM effects"))

    sandbox_process.control("POST", "webhook_plan", {"duplicated": 1})
    with consumer(tmp_path) as url:
        async with FirstPromoter(
            api_key=sandbox_process.api_key,
            account_id=sandbox_process.account_id,
            base_url=sandbox_process.base_url,
        ) as fp:
            types = ("promoter.created", "referral.created")
            webhook = await fp.v2.webhooks.create(url=url, event_types=types, headers={"X-Secret": SECRET})
            promoter = await fp.v2.promoters.create(email="ann@example.com")
            ref_id = promoter.promoter_campaigns[0].ref_token
            assert ref_id is not None
            await fp.v2.track.signup(email="joe@example.com", ref_id=ref_id)
            await until(lambda: len(effects()) == 2)
            deliveries = await fp.v2.webhook_deliveries.list(webhook.id).collect()
            assert effects() == sorted(f"v2:{one.event_id}" for one in deliveries)
    database.close()
