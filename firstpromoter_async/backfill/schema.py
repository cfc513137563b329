"""The file that a ledger is: its tables, how it is opened, and how one of an older version is brought up to date.

Durable tables outlive a run: whose account it is, an entry for every (kind, key), which runs there were, and who signed up.
Scratch tables are temporary; SQLite keeps them in a file that vanishes with the connection. This module does not know what
the entries mean.
"""

import os
import sqlite3
from pathlib import Path
from typing import Final
from urllib.parse import quote

from .errors import WrongUsage

APPLICATION: Final = 0x46504246
"""Marks the file as a ledger of ours (`FPBF`)."""
SCHEMA: Final = 2

# In `entries`, `digest` is empty where there is nothing that a row could contradict: it could not be read as a request, or a
# person has settled the key. `people` holds the hashes of persons (16 bytes each) for as long as the entry is not settled.
# `at` is when the state was written, in seconds since 1970, and 0 where a ledger of version 1 did not say it.
_DURABLE: Final = f"""
    CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE entries (
        kind TEXT NOT NULL,
        key TEXT NOT NULL,
        digest BLOB NOT NULL,
        state TEXT NOT NULL,
        line INTEGER NOT NULL,
        run INTEGER NOT NULL,
        signed_up INTEGER NOT NULL DEFAULT 0,
        people BLOB NOT NULL DEFAULT x'',
        at INTEGER NOT NULL DEFAULT 0,
        by_hand INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (kind, key)
    ) WITHOUT ROWID;
    CREATE TABLE runs (run INTEGER PRIMARY KEY, began_at INTEGER NOT NULL, source TEXT NOT NULL);
    CREATE TABLE signed_up (person BLOB PRIMARY KEY) WITHOUT ROWID;
    PRAGMA user_version = {SCHEMA};
    PRAGMA application_id = {APPLICATION};
"""
_FROM_1_TO_2: Final = """
    ALTER TABLE entries ADD COLUMN people BLOB NOT NULL DEFAULT x'';
    ALTER TABLE entries ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE entries ADD COLUMN by_hand INTEGER NOT NULL DEFAULT 0;
    CREATE TABLE runs (run INTEGER PRIMARY KEY, began_at INTEGER NOT NULL, source TEXT NOT NULL);
    PRAGMA user_version = 2;
"""
_CHANGES: Final = frozenset(
    getattr(sqlite3, f"SQLITE_{action}")
    for action in (
        "INSERT",
        "UPDATE",
        "DELETE",
        "ALTER_TABLE",
        "CREATE_TABLE",
        "DROP_TABLE",
        "CREATE_INDEX",
        "DROP_INDEX",
    )
)
_SCRATCH: Final = """
    CREATE TEMP TABLE seen (kind TEXT, key TEXT, line INTEGER, digest BLOB, PRIMARY KEY (kind, key)) WITHOUT ROWID;
    CREATE TEMP TABLE parked (line INTEGER PRIMARY KEY, why TEXT, sale TEXT, ready INTEGER, raw BLOB, fields TEXT);
    CREATE INDEX temp.parked_for_sale ON parked (sale) WHERE sale IS NOT NULL;
    CREATE INDEX temp.parked_ready ON parked (line) WHERE ready;
    CREATE TEMP TABLE parked_people (person BLOB, line INTEGER, PRIMARY KEY (person, line)) WITHOUT ROWID;
    CREATE INDEX temp.parked_people_by_line ON parked_people (line);
    CREATE TEMP TABLE trouble (
        person BLOB, kind TEXT, key TEXT, line INTEGER, PRIMARY KEY (person, kind, key, line)
    ) WITHOUT ROWID;
"""


def connect(path: Path, account: str | None, *, read_only: bool) -> sqlite3.Connection:
    """Open a ledger, or begin one; raises `WrongUsage` when the file is something else, or not ours to use now.

    Without an `account` it is that of any account, and has to be there.
    """
    if path.is_dir():
        raise WrongUsage(f"the ledger {path} is a directory; name a file")
    if not (path.exists() and path.stat().st_size):
        if account is None:
            raise WrongUsage(f"there is no ledger {path}")
        path = Path(":memory:") if read_only else path
    try:
        return _connected(path, account, read_only=read_only)
    except sqlite3.DatabaseError as problem:
        raise WrongUsage(f"the ledger {path} {_explained(problem)}") from None


def _explained(problem: sqlite3.DatabaseError) -> str:
    told = str(problem)
    if "locked" in told:
        return "is in use by another backfill, and two at once would send the same rows twice: wait for its end"
    if "not a database" in told:
        return "is not a ledger, but a file of another kind; name another file"
    if "unable to open" in told:
        return "cannot be opened: is there such a directory, and may you write there?"
    return damaged(problem) or f"cannot be used: {told}"


def damaged(problem: sqlite3.Error) -> str:
    """Say that the file itself cannot be read any more, and what to do about it; empty when that is not the problem."""
    # SQLite's codes for a corrupt file are those that Python has no subclass for.
    return damage(str(problem)) if type(problem) is sqlite3.DatabaseError or "no such table" in str(problem) else ""


def damage(told: str) -> str:
    """Say what is wrong with the file, and what to do about it."""
    return (
        f"is damaged ({told}): bring back a copy of it, or save what can be read with `sqlite3 OLD .recover | sqlite3 NEW`;"
        " do not begin with an empty one, which would not know what was sent"
    )


def _connected(path: Path, account: str | None, *, read_only: bool) -> sqlite3.Connection:
    memory = str(path) == ":memory:"
    # A connection of SQLite's own `mode=ro` makes files beside one in WAL mode, and may not take them away in the end.
    name = ":memory:" if memory else f"file:{quote(os.fsencode(path.absolute()))}?mode={'rw' if read_only else 'rwc'}"
    connection = sqlite3.connect(name, uri=True, timeout=1.0, isolation_level=None, check_same_thread=False)
    try:
        if read_only and not memory:
            connection.set_authorizer(_nothing_changes)
        if read_only and _is_older(connection, path):
            original, connection = connection, _copied(connection)  # which may be brought up to date
            original.close()
            read_only = False
        _prepare(connection, path, account, read_only=read_only and not memory)
    except BaseException:
        connection.close()
        raise
    return connection


def _nothing_changes(action: int, _: str | None, __: str | None, database: str | None, ___: str | None) -> int:
    """Deny what would change the file; scratch tables may be written."""
    return sqlite3.SQLITE_DENY if database == "main" and action in _CHANGES else sqlite3.SQLITE_OK


def copy_of(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Copy an open ledger into a file of SQLite's own, which vanishes with its connection."""
    copy = _copied(connection)
    copy.execute("PRAGMA temp_store = FILE")
    copy.execute("PRAGMA journal_mode = MEMORY")
    copy.executescript(_SCRATCH)
    return copy


def _copied(connection: sqlite3.Connection) -> sqlite3.Connection:
    copy = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    connection.backup(copy)
    return copy


def _prepare(connection: sqlite3.Connection, path: Path, account: str | None, *, read_only: bool) -> None:
    connection.execute("PRAGMA temp_store = FILE")
    if not read_only:
        # Nobody else may use the file until this connection, or its process, is gone.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    _is_older(connection, path)
    if not read_only:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        _bring_up_to_date(connection, account)
    _check_account(connection, path, account)
    connection.executescript(_SCRATCH)


def _is_older(connection: sqlite3.Connection, path: Path) -> bool:
    """Tell whether a ledger is of an older version; refuses somebody else's database before anything in it is touched."""
    tables: int = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    application: int = connection.execute("PRAGMA application_id").fetchone()[0]
    schema: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if tables and application != APPLICATION:
        raise WrongUsage(f"{path} is a database of something else, and no ledger; name another file")
    if schema > SCHEMA:
        raise WrongUsage(f"the ledger {path} was written by a newer version of this program; upgrade first")
    return bool(tables) and schema < SCHEMA


def _bring_up_to_date(connection: sqlite3.Connection, account: str | None) -> None:
    connection.execute("BEGIN IMMEDIATE")
    is_empty = not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if is_empty:
        _run_all(connection, _DURABLE)
        connection.execute("INSERT INTO meta VALUES ('account', ?)", (account,))
    elif connection.execute("PRAGMA user_version").fetchone()[0] == 1:
        _run_all(connection, _FROM_1_TO_2)
    connection.execute("COMMIT")


def _run_all(connection: sqlite3.Connection, script: str) -> None:
    for statement in filter(str.strip, script.split(";")):  # executescript would commit first
        connection.execute(statement)


def _check_account(connection: sqlite3.Connection, path: Path, account: str | None) -> None:
    """Refuse a ledger of another account: its settled rows would be left out of this one."""
    found = connection.execute("SELECT value FROM meta WHERE name = 'account'").fetchone()
    if found is None:
        raise WrongUsage(f"the ledger {path} {damage('it does not say which account it belongs to')}")
    if account is not None and found[0] != account:
        raise WrongUsage(f"the ledger {path} belongs to account {found[0]}, and this is account {account}")
