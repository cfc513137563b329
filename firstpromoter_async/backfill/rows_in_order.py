"""Rows that come in any order and are wanted in the order of their file, without holding them in memory.

They wait in a database of SQLite's own, on the disk, which vanishes when it is closed. Synchronous. This module does not know
why a row is kept.
"""

import sqlite3
from collections.abc import Iterable, Iterator

from .source import Row


class RowsInOrder:
    """A pile of rows that is taken away sorted."""

    def __init__(self) -> None:
        """Nothing is opened before the first row is added."""
        self._database: sqlite3.Connection | None = None

    def add(self, rows: Iterable[Row]) -> None:
        """Keep rows; raises `OSError` when there is no room for them."""
        found = [(row.line, row.raw) for row in rows]
        if found:
            try:
                self._opened().executemany("INSERT OR REPLACE INTO rows VALUES (?, ?)", found)
            except sqlite3.Error as problem:
                raise OSError(f"rows cannot be kept in a temporary file: {problem}") from None

    def _opened(self) -> sqlite3.Connection:
        if self._database is None:
            self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
            self._database.execute("CREATE TABLE rows (line INTEGER PRIMARY KEY, raw BLOB NOT NULL)")
        return self._database

    def take(self) -> Iterator[bytes]:
        """Give out the bytes of the rows in the order of their lines, each with a line end."""
        if self._database is not None:
            for (raw,) in self._database.execute("SELECT raw FROM rows ORDER BY line"):
                yield raw if raw.endswith(b"\n") else raw + b"\n"

    def close(self) -> None:
        """Forget the rows."""
        if self._database is not None:
            self._database.close()
            self._database = None
