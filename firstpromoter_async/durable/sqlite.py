"""Claims in a SQLite file, which processes of one machine share."""

import os
import sqlite3
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from attrs import frozen

from .database import Row

_BUSY: Final = 30.0
"""Seconds to wait for another process's transaction; each of ours takes milliseconds."""


@frozen
class SqliteTransaction:
    """A transaction that nobody else writes beside: SQLite has one writer at a time."""

    connection: sqlite3.Connection

    def lock(self, name: str) -> None:
        """Do nothing: the transaction has the whole file."""

    def all(self, sql: str, /, **values: Any) -> list[Row]:
        """Return the rows of a query."""
        cursor = self.connection.execute(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def run(self, sql: str, /, **values: Any) -> int:
        """Change rows; returns how many."""
        return self.connection.execute(sql, values).rowcount


class SqliteDatabase:
    """A file; it is opened at the first transaction."""

    failure = sqlite3.Error

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self._one_at_a_time = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def __repr__(self) -> str:
        return f"<SqliteDatabase {self.path}>"

    @contextmanager
    def transaction(self) -> Generator[SqliteTransaction, None, None]:
        """Begin a transaction that may write."""
        with self._one_at_a_time:
            connection = self._opened()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield SqliteTransaction(connection)
                connection.execute("COMMIT")
            except BaseException:
                connection.rollback()
                raise

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            opened = sqlite3.connect(self.path, timeout=_BUSY, isolation_level=None, check_same_thread=False)
            opened.execute("PRAGMA journal_mode = WAL")
            opened.execute("PRAGMA synchronous = FULL")
            self._connection = opened
        return self._connection

    def close(self) -> None:
        """Close the file."""
        with self._one_at_a_time:
            if self._connection is not None:
                self._connection.close()
                self._connection = None
