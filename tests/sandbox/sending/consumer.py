"""The consumer of `tests.webhooks.served` as a process: each event that it handles is one row of `effects`."""

import os
import signal
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from attrs import frozen

from firstpromoter_async.durable.sqlite import SqliteDatabase
from tests.processes import first_line, started


@frozen
class Consumer:
    """A running consumer."""

    url: str
    process: "subprocess.Popen[str]"

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@frozen
class Desk:
    """The inbox that consumers share, one after the other."""

    folder: Path

    @property
    def place(self) -> str:
        return str(self.folder / "inbox.db")

    @property
    def seen(self) -> Path:
        """A file to which each handling adds a line as it begins."""
        return self.folder / "seen"

    def prepare(self) -> None:
        database = SqliteDatabase(self.place)
        with database.transaction() as transaction:
            transaction.run("CREATE TABLE effects (key TEXT)")
        database.close()
        self.seen.touch()

    @property
    def effects(self) -> list[str]:
        database = SqliteDatabase(self.place)
        with database.transaction() as transaction:
            keys = sorted(row["key"] for row in transaction.all("SELECT key FROM effects"))
        database.close()
        return keys

    @contextmanager
    def consumer(self, *, lease: float = 600.0) -> Generator[Consumer]:
        files = {"HOLD": str(self.folder / "hold"), "SEEN": str(self.seen), "PLACE": self.place}
        environment = os.environ | files | {"LEASE": str(lease)}
        with started("tests.webhooks.served", env=environment) as process:
            yield Consumer(f"http://127.0.0.1:{int(first_line(process))}/hooks", process)
