"""Where the sandbox keeps its records: one SQLite database, in memory or in a file.

One transaction at a time, from whichever thread; each either happens as a whole or not at all, so that of two equal sales that
arrive together one is stored and the other finds it there. This module knows tables, and no rules.
"""

import sqlite3
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

Row = dict[str, Any]
"""A record: column names to values."""

_SCHEMA: Final = Path(__file__).with_name("schema.sql")
_VERSION: Final = 4


def as_kept(row: Row, *names: str) -> Row:
    """Return some of a record's columns, as they are."""
    return {name: row[name] for name in names}


class NotOurs(ValueError):
    """The file cannot be opened, holds something else, or was made by another version of the sandbox."""


class Store:
    """A database that opens itself when it is first needed."""

    def __init__(self, path: str | Path | None = None) -> None:
        self._path = ":memory:" if path is None else str(path)
        self._lock = threading.Lock()
        self._database: sqlite3.Connection | None = None

    @contextmanager
    def transaction(self) -> Generator[None, None, None]:
        """Run a block as one transaction; an exception undoes all of it. Raises `NotOurs`."""
        with self._lock:
            database = self._opened()
            database.execute("BEGIN IMMEDIATE")
            try:
                yield
                database.execute("COMMIT")
            except BaseException:
                if database.in_transaction:
                    database.execute("ROLLBACK")
                raise

    @contextmanager
    def step(self) -> Generator[None, None, None]:
        """Run a block as a part of the transaction that an exception undoes by itself."""
        database = self._opened()
        database.execute("SAVEPOINT step")
        try:
            yield
        except BaseException:
            database.execute("ROLLBACK TO step")
            raise
        finally:
            database.execute("RELEASE step")

    def all(self, sql: str, *values: Any) -> list[Row]:
        """Return the rows of a query."""
        return self._opened().execute(sql, values).fetchall()

    def one(self, sql: str, *values: Any) -> Row | None:
        """Return the first row of a query, or None."""
        row: Row | None = self._opened().execute(sql, values).fetchone()
        return row

    def value(self, sql: str, *values: Any) -> Any:
        """Return the first column of the first row, or None."""
        row = self.one(sql, *values)
        return None if row is None else next(iter(row.values()))

    def run(self, sql: str, *values: Any) -> int:
        """Carry out a statement; returns how many rows it changed."""
        return self._opened().execute(sql, values).rowcount

    def get(self, table: str, number: int) -> Row:
        """Return the record with this id, which is known to exist."""
        row = self.find(table, number)
        if row is None:
            raise LookupError(f"{table} has no record {number}")
        return row

    def find(self, table: str, number: object) -> Row | None:
        """Return the record with this id, or None."""
        return self.one(f"SELECT * FROM {table} WHERE id = ?", number)

    def insert(self, table: str, **values: Any) -> int:
        """Add a record; returns its id."""
        names, marks = ", ".join(values), ", ".join("?" * len(values))
        sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"
        return int(self._opened().execute(sql, tuple(values.values())).lastrowid or 0)

    def added(self, table: str, **values: Any) -> Row:
        """Add a record, and return it."""
        return self.get(table, self.insert(table, **values))

    def change(self, table: str, number: int, **values: Any) -> None:
        """Set columns of the record with this id."""
        if values:
            sets = ", ".join(f"{name} = ?" for name in values)
            self.run(f"UPDATE {table} SET {sets} WHERE id = ?", *values.values(), number)

    def changed(self, table: str, number: int, **values: Any) -> Row:
        """Set columns of the record with this id, and return it."""
        self.change(table, number, **values)
        return self.get(table, number)

    def remove(self, table: str, number: int) -> None:
        """Delete the record with this id, and what belongs to it."""
        self.run(f"DELETE FROM {table} WHERE id = ?", number)

    def clear(self) -> None:
        """Begin again, as on the first day."""
        with self._lock:
            database = self._opened()
            database.execute("PRAGMA foreign_keys = OFF")
            for name in _tables_of(database):
                database.execute(f"DROP TABLE {name}")
            _furnish(database)

    def close(self) -> None:
        """Close the database; what is in memory is gone then."""
        with self._lock:
            if self._database is not None:
                self._database.close()
                self._database = None

    def _opened(self) -> sqlite3.Connection:
        if self._database is None:
            self._database = _open(self._path)
        return self._database


def _open(path: str) -> sqlite3.Connection:
    try:
        return _prepared(sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=512))
    except sqlite3.DatabaseError as problem:
        told = str(problem)
    raise NotOurs(f"{path} cannot be used as a sandbox's database: {told}")


def _prepared(database: sqlite3.Connection) -> sqlite3.Connection:
    """Furnish the database if it is new, and set it up for this connection."""
    database.row_factory = _as_row
    try:
        _furnish_if_new(database)
        database.execute("PRAGMA journal_mode = WAL")  # a database in memory stays as it is
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute("PRAGMA foreign_keys = ON")
    except BaseException:
        database.close()
        raise
    return database


def _as_row(cursor: sqlite3.Cursor, row: tuple[Any, ...]) -> Row:
    return {column[0]: value for column, value in zip(cursor.description, row, strict=True)}


def _furnish_if_new(database: sqlite3.Connection) -> None:
    version = next(iter(database.execute("PRAGMA user_version").fetchone().values()))
    if version == 0 and not _tables_of(database):
        _furnish(database)
    elif version != _VERSION:
        raise NotOurs("this database is not a sandbox's, or is of another version; choose another file")


def _tables_of(database: sqlite3.Connection) -> list[str]:
    rows = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    return [row["name"] for row in rows]


def _furnish(database: sqlite3.Connection) -> None:
    database.executescript(
        f"BEGIN; {_SCHEMA.read_text(encoding='utf-8')} PRAGMA user_version = {_VERSION}; COMMIT; PRAGMA foreign_keys = ON;"
    )
