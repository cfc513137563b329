"""Claims in PostgreSQL, which processes of many machines share. Needs the extra `postgres`.

psycopg is used in its blocking form, in a thread as SQLite is, since its asynchronous one knows asyncio's event loop alone.
"""

import re
import threading
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from ..errors import ConfigurationError
from .database import Row

if TYPE_CHECKING:
    import psycopg

_NAME: Final = re.compile(r"(?<!:):([a-z_]+)")


@frozen
class PostgresTransaction:
    """A transaction."""

    connection: "psycopg.Connection[Row]"

    def lock(self, name: str) -> None:
        """Wait for an advisory lock."""
        self.connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (name,))

    def all(self, sql: str, /, **values: Any) -> list[Row]:
        """Return the rows of a query."""
        return self.connection.execute(_spelled(sql), values).fetchall()

    def run(self, sql: str, /, **values: Any) -> int:
        """Change rows; returns how many."""
        return self.connection.execute(_spelled(sql), values).rowcount


def _spelled(sql: str) -> bytes:
    """Spell `:name` as psycopg does; as bytes, since it wants texts to be literal ones."""
    return _NAME.sub(r"%(\1)s", sql).encode()


class PostgresDatabase:
    """A database by its URL, such as `postgresql://user@host/name`; connected at the first transaction, and again when lost."""

    def __init__(self, url: str) -> None:
        try:
            import psycopg
        except ImportError:
            raise ConfigurationError(
                "PostgreSQL needs psycopg: python -m pip install 'firstpromoter-async[postgres]'"
            ) from None
        self.failure: type[Exception] = psycopg.Error
        self._url = url
        self._one_at_a_time = threading.Lock()
        self._connection: psycopg.Connection[Row] | None = None

    def __repr__(self) -> str:
        return "<PostgresDatabase>"  # its URL may hold a password

    @contextmanager
    def transaction(self) -> Generator[PostgresTransaction, None, None]:
        """Begin a transaction."""
        with self._one_at_a_time:
            connection = self._connection
            if connection is None or connection.closed:
                connection = self._connection = self._connect()
            with connection.transaction():
                yield PostgresTransaction(connection)

    def _connect(self) -> "psycopg.Connection[Row]":
        from psycopg import Connection
        from psycopg.rows import dict_row

        return Connection[Row].connect(self._url, row_factory=dict_row)

    def close(self) -> None:
        """Close the connection."""
        with self._one_at_a_time:
            if self._connection is not None:
                self._connection.close()
                self._connection = None
