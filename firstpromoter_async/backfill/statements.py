"""The SQL of a ledger: entries, persons, and what a run has seen; each method is a statement or two.

Durable: one entry for every (kind, key), with the persons of those that are not settled, and whose signup was recorded.
Scratch: which keys this run has seen besides those that it wrote entries for, and who has a row that is not settled. So a
run of a million rows needs no memory for them. No address of a person is stored: persons are hashes.

Synchronous, one connection. This module does not know what follows from an entry: `rules` does.
"""

import hashlib
import sqlite3
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any, Final

from attrs import frozen

from .kinds import Kind
from .plan import Planned
from .results import SETTLED, State

_STATES: Final = frozenset(state.value for state in State)
_HASH_BYTES: Final = 16
"""Of a person's hash."""
_DIGEST_BYTES: Final = hashlib.sha256().digest_size


@frozen
class KnownEntry:
    """What the ledger knows of a key."""

    state: State
    digest: bytes
    line: int
    run: int
    signed_up: bool
    """Whether the person had signed up when this came out to be nobody's referral."""
    by_hand: bool
    """Whether a person has settled it."""

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to be done about it."""
        return self.by_hand or self.state in SETTLED


@frozen
class Place:
    """Where a row stands that is not settled."""

    line: int
    run: int
    state: State


class DamagedEntry(Exception):
    """What stands in the file under a key cannot have been written by this program."""

    def __init__(self, kind: Kind, key: str) -> None:
        super().__init__(
            f"the ledger's entry for the {kind.value} {key!r} is damaged, so what became of it is not known, and it is not"
            " sent: look it up at FirstPromoter, and bring back a copy of the ledger or settle the entry by hand"
        )


class Statements:
    """The statements, each to be run inside of a transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        # Enums go to SQLite as their values: it takes plain text five times as fast.
        self._do = connection.execute
        self.run = 0
        """The number of this run, from 1."""

    # Transactions

    def begin(self) -> None:
        """Begin a transaction."""
        self._do("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Make it durable."""
        self._do("COMMIT")

    def rollback(self) -> None:
        """Forget it, if SQLite has not done so already."""
        with suppress(sqlite3.Error):
            if self._connection.in_transaction:
                self._do("ROLLBACK")

    # Runs

    def begin_run(self, source: str) -> None:
        """Forget what concerned the run before, and look up what earlier runs did not settle."""
        for table in ("seen", "trouble"):
            self._do(f"DELETE FROM temp.{table}")  # noqa: S608  ours
        self.run = self._last_run() + 1
        self._do("INSERT OR REPLACE INTO meta VALUES ('run', ?)", (self.run,))
        self._do("INSERT INTO runs VALUES (?, ?, ?)", (self.run, int(time.time()), source))
        for place in (0, 1):  # a row names at most two persons: by uid, and by email
            self._do(_LOAD_TROUBLE, {"start": place * _HASH_BYTES, "bytes": _HASH_BYTES})

    def _last_run(self) -> int:
        told, latest = self._do(
            "SELECT (SELECT value FROM meta WHERE name = 'run'),"
            " (SELECT max(run) FROM entries WHERE typeof(run) = 'integer')"
        ).fetchone()
        last = 0 if told is None else int(told) if str(told).isdecimal() else -1
        # A number that was used before would make rows of that run pass for rows of this one.
        if last < (latest or 0):
            raise sqlite3.DatabaseError(f"it says that its last run was number {told}, and has entries of run {latest}")
        return last

    # Entries

    def entry(self, kind: Kind, key: str) -> KnownEntry | None:
        """Return what is known of a key; raises `DamagedEntry`."""
        try:
            found: tuple[Any, ...] | None = self._do(
                "SELECT state, digest, line, run, signed_up, by_hand FROM entries WHERE kind = ? AND key = ?",
                (kind.value, key),
            ).fetchone()
        except sqlite3.OperationalError as problem:
            if "decode" in str(problem):  # text that is no UTF-8
                raise DamagedEntry(kind, key) from None
            raise
        if found is None:
            return None
        state, digest, line, run, *_ = found
        if state not in _STATES or not _is_digest(digest) or not isinstance(line, int) or not isinstance(run, int):
            raise DamagedEntry(kind, key)
        return KnownEntry(State(state), *found[1:])

    def insert_intended(self, one: Planned) -> bool:
        """Begin an entry as intended, unless there is one."""
        return bool(
            self._do(
                "INSERT OR IGNORE INTO entries (kind, key, digest, state, line, run, people, at)"
                " VALUES (?, ?, ?, 'intended', ?, ?, ?, ?)",
                (one.kind.value, one.key, one.digest, one.row.line, self.run, b"".join(one.people), int(time.time())),
            ).rowcount
        )

    def update_intended(self, one: Planned) -> None:
        """Begin an entry that there is once more, as intended."""
        self._do(
            "UPDATE entries SET digest = ?, state = 'intended', line = ?, run = ?, signed_up = 0, people = ?, at = ?"
            " WHERE kind = ? AND key = ?",
            (
                *(one.digest, one.row.line, self.run, b"".join(one.people), int(time.time())),
                *(one.kind.value, one.key),
            ),
        )

    def set_state(self, one: Planned, state: State, *, signed_up: bool = False) -> None:
        """Write down how far an entry has come; once it is settled, whose it is concerns nobody any more."""
        people = b"" if state in SETTLED else b"".join(one.people)
        self._do(
            "UPDATE entries SET state = ?, signed_up = ?, people = ?, at = ? WHERE kind = ? AND key = ?",
            (state.value, signed_up, people, int(time.time()), one.kind.value, one.key),
        )

    def mark_by_hand(self, one: Planned) -> None:
        """Say that a person has settled this entry."""
        self._do(
            "UPDATE entries SET by_hand = 1, digest = x'', people = x'' WHERE kind = ? AND key = ?",
            (one.kind.value, one.key),
        )

    def write_rejected(self, kind: Kind, key: str, line: int, people: Iterable[bytes]) -> None:
        """Keep in mind that this key has a row to be mended, unless more is known of it already."""
        self._do(
            "INSERT INTO entries (kind, key, digest, state, line, run, people, at) VALUES (?, ?, x'', 'rejected', ?, ?, ?, ?)"
            " ON CONFLICT (kind, key) DO UPDATE SET"
            " digest = x'', line = excluded.line, run = excluded.run, people = excluded.people, at = excluded.at"
            " WHERE state IN ('rejected', 'unsent')",
            (kind.value, key, line, self.run, b"".join(people), int(time.time())),
        )

    # Keys that this run has seen

    def first_with_this_key(self, one: Planned) -> tuple[int, bytes] | None:
        """Return the line and digest of the row that had this key first, where it is not this one; else note this one."""
        key = (one.kind.value, one.key)
        if self._do("INSERT OR IGNORE INTO seen VALUES (?, ?, ?, ?)", (*key, one.row.line, one.digest)).rowcount:
            return None
        line, digest = self._do("SELECT line, digest FROM seen WHERE kind = ? AND key = ?", key).fetchone()
        if digest is not None:
            return line, digest
        # A row that was never sent, and had no amount to compare.
        self._do("UPDATE seen SET line = ?, digest = ? WHERE kind = ? AND key = ?", (one.row.line, one.digest, *key))
        return None

    def note_skipped(self, kind: Kind, key: str, line: int) -> None:
        """Note the key of a row that is never sent."""
        self._do("INSERT OR IGNORE INTO seen VALUES (?, ?, ?, NULL)", (kind.value, key, line))

    def line_of(self, kind: Kind, key: str) -> int | None:
        """Return the line where this run has seen a key."""
        found = self._do("SELECT line FROM seen WHERE kind = ? AND key = ?", (kind.value, key)).fetchone()
        return None if found is None else int(found[0])

    # Persons

    def has_signed_up(self, people: Iterable[bytes]) -> bool:
        """Tell whether the signup of any of these was recorded."""
        return any(
            self._do("SELECT 1 FROM signed_up WHERE person = ?", (person,)).fetchone() is not None for person in people
        )

    def sign_up(self, person: bytes) -> None:
        """Note whose signup is recorded."""
        self._do("INSERT OR IGNORE INTO signed_up VALUES (?)", (person,))

    def note_unsettled(self, kind: Kind, key: str | None, people: Iterable[bytes], line: int) -> None:
        """Note who has a row that is not settled. Without a key, nobody can tell later whether it is, so it is for this run."""
        for person in people:
            self._do("INSERT OR IGNORE INTO trouble VALUES (?, ?, ?, ?)", (person, kind.value, key or "", line))

    def unsettled(self, people: Iterable[bytes], kinds: Sequence[Kind], *, above: int | None = None) -> Place | None:
        """Find a row of these persons and kinds that is not settled; of this file's, only those above a line."""
        for person in people:
            for kind in kinds:
                values = {"person": person, "kind": kind.value, "run": self.run, "above": above}
                found = self._do(_TROUBLE, values).fetchone()
                if found is not None:
                    line, run, state = found
                    return Place(line, run, State(state) if state in _STATES else State.INTENDED)
        return None


def _is_digest(value: object) -> bool:
    return isinstance(value, bytes) and len(value) in (0, _DIGEST_BYTES)


UNSETTLED: Final = "state IN ('intended', 'unsent', 'rejected') AND NOT by_hand"
"""SQL: whether something is left to be done about an entry."""
_LOAD_TROUBLE: Final = f"""
    INSERT OR IGNORE INTO trouble SELECT substr(people, :start + 1, :bytes), kind, key, 0 FROM entries
    WHERE length(people) > :start AND {UNSETTLED}
"""  # noqa: S608  ours
_TROUBLE: Final = f"""
    SELECT ifnull(entries.line, trouble.line), ifnull(entries.run, :run), ifnull(state, 'rejected')
    FROM trouble LEFT JOIN entries USING (kind, key)
    WHERE person = :person AND kind = :kind AND (trouble.key = '' OR ({UNSETTLED}))
        AND (:above IS NULL OR ifnull(entries.run, :run) <> :run OR ifnull(entries.line, trouble.line) < :above)
    LIMIT 1
"""  # noqa: S608  ours
