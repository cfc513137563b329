"""The inbox in real server processes, several of them at once, killed where it hurts."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import anyio
import httpx
import pytest
from attrs import frozen

from firstpromoter_async.durable.database import Database
from tests.clocks import PATIENT, until
from tests.processes import first_line, started
from tests.webhooks.making import PROOF, body, v2

pytestmark = pytest.mark.anyio


@frozen
class Service:
    """A server process that handles webhooks."""

    url: str
    process: subprocess.Popen[str]


@frozen
class Place:
    """An inbox, its table of effects, and the two files that its handlers look at."""

    where: str
    database: Database
    folder: Path

    @property
    def hold(self) -> Path:
        return self.folder / "hold"

    @property
    def seen(self) -> list[str]:
        path = self.folder / "seen"
        return path.read_text().split() if path.exists() else []

    @property
    def effects(self) -> list[str]:
        with self.database.transaction() as transaction:
            return sorted(row["key"] for row in transaction.all("SELECT key FROM effects"))

    @contextmanager
    def served(self, *, lease: float = 600.0) -> Iterator[Service]:
        files = {"HOLD": str(self.hold), "SEEN": str(self.folder / "seen")}
        environment = os.environ | files | {"PLACE": self.where, "LEASE": str(lease)}
        with started("tests.webhooks.served", env=environment) as process:
            yield Service(f"http://127.0.0.1:{int(first_line(process))}/hooks", process)


@pytest.fixture
def anyio_backend() -> str:
    """The clients need one event loop only; the servers are asyncio's."""
    return "asyncio"


@pytest.fixture
def shared(place: str, database: Database, tmp_path: Path) -> Place:
    with database.transaction() as transaction:
        transaction.run("CREATE TABLE effects (key TEXT)")
    return Place(place, database, tmp_path)


async def send(client: httpx.AsyncClient, url: str, raw: bytes, statuses: list[int]) -> None:
    try:
        statuses.append((await client.post(url, content=raw, headers=PROOF)).status_code)
    except httpx.TransportError:
        statuses.append(0)


async def test_a_hundred_deliveries_over_four_processes_run_the_handler_once(shared: Place) -> None:
    statuses: list[int] = []
    with ExitStack() as stack:
        services = [stack.enter_context(shared.served()) for _ in range(4)]
        async with httpx.AsyncClient(timeout=PATIENT) as client, anyio.create_task_group() as tasks:
            for number in range(100):
                tasks.start_soon(send, client, services[number % 4].url, body(v2()), statuses)
    assert (statuses, shared.seen, shared.effects) == ([204] * 100, ["v2:event-1"], ["v2:event-1"])


async def test_what_a_killed_process_had_begun_is_handled_by_another_one(shared: Place) -> None:
    statuses: list[int] = []
    shared.hold.touch()
    with shared.served(lease=1.0) as first, shared.served(lease=1.0):
        async with httpx.AsyncClient(timeout=PATIENT) as client, anyio.create_task_group() as tasks:
            tasks.start_soon(send, client, first.url, body(v2()), statuses)
            await until(lambda: shared.seen == ["v2:event-1"])
            first.process.send_signal(signal.SIGKILL)
            await until(lambda: statuses == [0])
            shared.hold.unlink()
            await until(lambda: shared.effects == ["v2:event-1"])
    assert len(shared.seen) >= 2


async def test_a_server_that_is_told_to_end_gives_back_what_it_has_begun(shared: Place) -> None:
    shared.hold.touch()
    with shared.served() as service:
        async with httpx.AsyncClient(timeout=PATIENT) as client, anyio.create_task_group() as tasks:
            tasks.start_soon(send, client, service.url, body(v2()), list[int]())
            await until(lambda: shared.seen == ["v2:event-1"])
            shared.hold.unlink()
            service.process.send_signal(signal.SIGTERM)
            await until(lambda: service.process.poll() is not None)
    assert shared.effects == ["v2:event-1"]


async def test_a_server_answers_as_specified(shared: Place) -> None:
    with shared.served() as service:
        async with httpx.AsyncClient(timeout=PATIENT) as client:
            assert (await client.get(service.url)).status_code == 405
            assert (await client.post(service.url, content=b"{}", headers=PROOF)).status_code == 400
            assert (await client.post(service.url, content=body(v2()))).status_code == 401
            assert (await client.post(service.url, content=b" " * 50_000_000, headers=PROOF)).status_code == 413
            unhandled = await client.post(service.url, content=body(v2(data={"test": True})), headers=PROOF)
            assert (unhandled.status_code, unhandled.content) == (204, b"")
