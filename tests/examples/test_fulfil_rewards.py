"""The service that fulfils rewards: killed between any two steps, it gives each reward once, and FirstPromoter knows of each."""

import os
import signal
import socket
import sqlite3
import subprocess
from collections.abc import AsyncGenerator, Generator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from firstpromoter_async import FirstPromoter
from tests.clocks import PATIENT, until
from tests.processes import started
from tests.serving import SandboxProcess

pytest.importorskip("fastapi", reason="the service needs FastAPI, which is in the test group")
pytestmark = pytest.mark.anyio
POINTS = 50


@pytest.fixture
def anyio_backend() -> str:
    """The services are asyncio's."""
    return "asyncio"


@frozen
class Programme:
    """A sandbox, the service before it, and the service's database."""

    sandbox: SandboxProcess
    folder: Path
    port: int
    fp: FirstPromoter
    services: "subprocess.Popen[str]"

    def start(self, step: int) -> int:
        """Start the service, which dies after a step; returns its process."""
        stdin, stdout = self.services.stdin, self.services.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(f"{step}\n")
        stdin.flush()
        return int(stdout.readline())

    async def earn(self, place: int) -> int:
        """Let a commission in points be approved, and be in a payout."""
        [made] = await self.fp.v2.commissions.create_custom(promoter_campaign_id=place, amount=POINTS, unit="points")
        await self.fp.v2.commissions.generate_payouts([made.id])
        return made.id

    def rows(self, sql: str) -> list[Any]:
        if not (self.folder / "rewards.db").exists():
            return []
        with closing(sqlite3.connect(self.folder / "rewards.db", timeout=PATIENT)) as database:
            try:
                return database.execute(sql).fetchall()
            except sqlite3.OperationalError:  # the service has not made its tables yet
                return []

    def is_listening(self) -> bool:
        with socket.socket() as attempt:
            return attempt.connect_ex(("127.0.0.1", self.port)) == 0

    def is_reported(self, commission: int) -> bool:
        return (commission, 1) in self.rows("SELECT commission_id, is_reported FROM rewards")


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@contextmanager
def services(sandbox: SandboxProcess, folder: Path, port: int) -> Generator["subprocess.Popen[str]"]:
    environment = sandbox.environment | {
        "REWARDS_DB": str(folder / "rewards.db"),
        "WEBHOOK_SECRET": "hush",
        "PUBLIC_URL": f"http://127.0.0.1:{port}/hooks/",
        "LEASE": "0.3",
    }
    with started("tests.examples.killed_rewards", str(port), env=environment, stdin=subprocess.PIPE) as process:
        yield process


@pytest.fixture
async def programme(sandbox_process: SandboxProcess, tmp_path: Path) -> AsyncGenerator[Programme]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with services(sandbox_process, tmp_path, port) as running:
        async with FirstPromoter(
            api_key=sandbox_process.api_key,
            account_id=sandbox_process.account_id,
            base_url=sandbox_process.base_url,
            rate=None,
            timeout=PATIENT,
            deadline=None,
        ) as fp:
            yield Programme(sandbox_process, tmp_path, port, fp, running)


async def dies(programme: Programme, place: int, step: int, earned: list[int]) -> bool:
    """Let the service report what is left, and one reward more; tell whether it was killed over it."""
    service = programme.start(step)

    def is_at_rest() -> bool:
        return not is_alive(service) or (programme.is_listening() and all(map(programme.is_reported, earned)))

    await until(is_at_rest)
    if is_alive(service):
        earned.append(await programme.earn(place))
        await until(is_at_rest)
    if not is_alive(service):
        return True
    with suppress(ProcessLookupError):  # it may be killed over what it does without need
        os.kill(service, signal.SIGTERM)
    return False


@pytest.mark.slow
async def test_each_reward_is_given_once_and_reported_wherever_the_service_is_killed(programme: Programme) -> None:
    promoter = await programme.fp.v2.promoters.create(email="ann@example.com")
    place = promoter.promoter_campaigns[0].id or 0
    earned: list[int] = []
    deaths = 0
    while await dies(programme, place, deaths + 1, earned):
        deaths += 1
        assert deaths < 40
    assert deaths >= 5
    assert programme.rows("SELECT * FROM accounts") == [("ann@example.com", "points", POINTS * len(earned))]
    payouts = await programme.fp.v2.payouts.list().collect()
    assert sum(one.amount or 0 for one in payouts) == POINTS * len(earned)
    assert {one.status for one in payouts} == {"completed"}
