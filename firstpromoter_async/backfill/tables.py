"""What the ledger remembers, as SQL: durable entries, and the scratch tables of one run.

Durable: one entry for every (kind, key) of the one account that the file belongs to, and whose signup was recorded.
Scratch (temporary tables, which SQLite keeps in a file that vanishes with the connection): which keys this run has seen
besides those that it wrote entries for, which rows wait for others, and which persons have a row that came to nothing.
So a run of a million rows needs no memory for them. No address of a person is stored: persons are hashes.

Synchronous, one connection; `ledger` decides when, and in which transaction. This module knows nothing of calls.
"""

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from attrs import evolve, frozen

from ..wire.request import Replay
from .errors import WrongUsage
from .plan import ARRIVALS, Kind, Planned, Rejected, Skipped
from .source import Row
from .verdict import SETTLED, Conflict, Parked, Send, Settled, State, Unresolved, Verdict

APPLICATION: Final = 0x46504246
"""Marks the file as a ledger of ours (`FPBF`)."""
SCHEMA: Final = 1

_STATES: Final = frozenset(state.value for state in State)
_NO_LINE: Final = 1 << 62
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
        PRIMARY KEY (kind, key)
    ) WITHOUT ROWID;
    CREATE TABLE signed_up (person BLOB PRIMARY KEY) WITHOUT ROWID;
    PRAGMA user_version = {SCHEMA};
    PRAGMA application_id = {APPLICATION};
"""
_SCRATCH: Final = """
    CREATE TEMP TABLE seen (kind TEXT, key TEXT, line INTEGER, digest BLOB, PRIMARY KEY (kind, key)) WITHOUT ROWID;
    CREATE TEMP TABLE parked (line INTEGER PRIMARY KEY, sale TEXT, ready INTEGER, raw BLOB, fields TEXT);
    CREATE INDEX temp.parked_for_sale ON parked (sale) WHERE sale IS NOT NULL;
    CREATE INDEX temp.parked_ready ON parked (line) WHERE ready;
    CREATE TEMP TABLE parked_people (person BLOB, line INTEGER, PRIMARY KEY (person, line)) WITHOUT ROWID;
    CREATE INDEX temp.parked_people_by_line ON parked_people (line);
    CREATE TEMP TABLE trouble (person BLOB, kind TEXT, line INTEGER, PRIMARY KEY (person, kind, line)) WITHOUT ROWID;
"""


@frozen
class Settlement:
    """What became of a row that was sent."""

    planned: Planned
    state: State
    reason: str = ""
    """Why it is not settled, where it is not."""


@frozen(kw_only=True)
class Released:
    """A row that was parked, and need not wait any longer."""

    row: Row
    counted: bool
    """Whether it had ended already, as nobody's referral."""
    doubt: int | None = None
    """The line of a signup of the same person that is not settled."""


def connect(path: Path, account: str, *, read_only: bool) -> sqlite3.Connection:
    """Open a ledger, or begin one; raises `WrongUsage` when the file is something else, or not ours to use now."""
    if path.is_dir():
        raise WrongUsage(f"the ledger {path} is a directory; name a file")
    if read_only and not (path.exists() and path.stat().st_size):
        path = Path(":memory:")
    try:
        return _connected(path, account, read_only=read_only)
    except sqlite3.DatabaseError as problem:
        raise WrongUsage(f"the ledger {path} {_explained(problem)}") from None


def _explained(problem: sqlite3.DatabaseError) -> str:
    told = str(problem)
    if "locked" in told:
        return "is in use by another backfill; two at once would send the same rows twice"
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


def _connected(path: Path, account: str, *, read_only: bool) -> sqlite3.Connection:
    memory = str(path) == ":memory:"
    name = ":memory:" if memory else f"file:{quote(os.fsencode(path.absolute()))}?mode={'ro' if read_only else 'rwc'}"
    connection = sqlite3.connect(name, uri=True, timeout=1.0, isolation_level=None, check_same_thread=False)
    try:
        _prepare(connection, path, account, read_only=read_only and not memory)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path, account: str, *, read_only: bool) -> None:
    connection.execute("PRAGMA temp_store = FILE")
    if not read_only:
        # Nobody else may use the file until this connection, or its process, is gone.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    _check_application(connection, path)
    if not read_only:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        _begin_ledger(connection, account)
    _check_account(connection, path, account)
    connection.executescript(_SCRATCH)


def _check_application(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse somebody else's database before anything in it is touched."""
    tables: int = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    application: int = connection.execute("PRAGMA application_id").fetchone()[0]
    schema: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if tables and application != APPLICATION:
        raise WrongUsage(f"{path} is a database of something else, and no ledger; name another file")
    if schema > SCHEMA:
        raise WrongUsage(f"the ledger {path} was written by a newer version of this program; upgrade first")


def _begin_ledger(connection: sqlite3.Connection, account: str) -> None:
    connection.execute("BEGIN IMMEDIATE")
    if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        for statement in filter(str.strip, _DURABLE.split(";")):
            connection.execute(statement)
        connection.execute("INSERT INTO meta VALUES ('account', ?)", (account,))
    connection.execute("COMMIT")


def _check_account(connection: sqlite3.Connection, path: Path, account: str) -> None:
    """Refuse a ledger of another account: its settled rows would be left out of this one."""
    found = connection.execute("SELECT value FROM meta WHERE name = 'account'").fetchone()
    if found is None:
        raise WrongUsage(f"the ledger {path} {damage('it does not say which account it belongs to')}")
    if found[0] != account:
        raise WrongUsage(f"the ledger {path} belongs to account {found[0]}, and this is account {account}")


class Tables:
    """The statements, each to be run inside of a transaction."""

    def __init__(self, connection: sqlite3.Connection, *, read_only: bool = False) -> None:
        self._connection = connection
        self._read_only = read_only
        # Enums go to SQLite as their values: it takes plain text five times as fast.
        self._do = connection.execute
        self._run = 0
        self._expects_arrivals = True
        self._ended = False
        self._refunds_wait = False

    # Transactions

    def begin(self) -> None:
        """Begin a transaction."""
        self._do("BEGIN" if self._read_only else "BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Make it durable."""
        self._do("COMMIT")

    def rollback(self) -> None:
        """Forget it, if SQLite has not done so already."""
        with suppress(sqlite3.Error):
            if self._connection.in_transaction:
                self._do("ROLLBACK")

    # Before sending

    def begin_run(self, *, expects_arrivals: bool) -> None:
        """Forget what concerned the run before."""
        for table in ("seen", "parked", "parked_people", "trouble"):
            self._do(f"DELETE FROM temp.{table}")  # noqa: S608  ours
        if not self._read_only:
            self._run = self._last_run() + 1
            self._do("INSERT OR REPLACE INTO meta VALUES ('run', ?)", (self._run,))
        self._expects_arrivals, self._ended, self._refunds_wait = expects_arrivals, False, False

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

    def claim(self, planned: Sequence[Planned], room: int) -> list[Send | Parked | Verdict]:
        """Say of each row what is to be done; those that are to be sent are written down as intended.

        Stops after `room` of those, so the list may be shorter than that of the rows.
        """
        verdicts: list[Send | Parked | Verdict] = []
        for one in planned:
            verdict = self._claim_or_doubt(one)
            verdicts.append(verdict)
            if isinstance(verdict, Send):
                room -= 1
                if room == 0:
                    break
        return verdicts

    def _claim_or_doubt(self, one: Planned) -> Send | Parked | Verdict:
        try:
            return self._claim(one)
        except _DamagedEntry as damaged:
            verdict = Unresolved(str(damaged))
            self._note_unsettled(one, verdict)
            if one.kind is Kind.SALE:
                self._release_refunds(one.key)
            return verdict

    def _claim(self, one: Planned) -> Send | Parked | Verdict:
        # Most rows are new to this run and to all before; to write without looking first halves the work for them.
        if one.kind is not Kind.REFUND and self._insert(one):
            return Send()
        entry = self._entry(one.kind, one.key)
        verdict: Parked | Verdict | None = self._by_this_run(one, entry)
        if verdict is None:
            verdict = self._by_the_ledger(one, entry) or self._by_its_sale(one, entry)
            if verdict is None:
                return self._intend(one, entry)
        if isinstance(verdict, Settled):
            verdict = self._settled(one, verdict.state)
        if one.kind is Kind.SALE:
            self._release_refunds(one.key)
        return verdict

    def survey(self, planned: Sequence[Planned]) -> list[Send | Verdict]:
        """Say of each row whether it would be sent, as far as that can be told without sending; writes nothing down."""
        return [self._foreseen(one) for one in planned]

    def _foreseen(self, one: Planned) -> Send | Verdict:
        try:
            entry = self._entry(one.kind, one.key)
        except _DamagedEntry as damaged:
            return Unresolved(str(damaged))
        return self._by_this_run(one, entry) or self._by_the_ledger(one, entry) or Send()

    def _by_this_run(self, one: Planned, entry: "_Entry | None") -> Skipped | Conflict | None:
        """Look for the same key further up in the file: in the entries that this run wrote, and among all other rows."""
        if entry is not None and entry.run == self._run:
            return self._against(one, entry.line, entry.digest)
        new = self._do(
            "INSERT OR IGNORE INTO seen VALUES (?, ?, ?, ?)", (one.kind.value, one.key, one.row.line, one.digest)
        )
        if new.rowcount:
            return None
        line, digest = self._do(
            "SELECT line, digest FROM seen WHERE kind = ? AND key = ?", (one.kind, one.key)
        ).fetchone()
        if digest is None:  # a row that was never sent, and had no amount to compare
            self._do(
                "UPDATE seen SET line = ?, digest = ? WHERE kind = ? AND key = ?",
                (one.row.line, one.digest, one.kind, one.key),
            )
            return None
        return self._against(one, line, digest)

    def _against(self, one: Planned, line: int, digest: bytes) -> Skipped | Conflict | None:
        """Compare a row with the one that had its key first in this run."""
        if line == one.row.line:  # this very row, which was put aside before
            return None
        if digest == one.digest:
            return Skipped(reason=f"it is the same as line {line}", kind=one.kind, key=one.key)
        return Conflict(f"line {line} has the same {_key_name(one)} and says something else")

    def _by_the_ledger(self, one: Planned, entry: "_Entry | None") -> Settled | Conflict | Unresolved | None:
        """Look at what earlier runs did under the same key."""
        if entry is None or entry.state in (State.REJECTED, State.UNSENT):
            return None
        if entry.digest != one.digest:
            return Conflict(
                f"an earlier run has the same {_key_name(one)} (its line {entry.line}, {_told(entry.state)})"
                " and says something else"
            )
        if entry.state is State.INTENDED:
            return Unresolved(_ADVICE) if one.request.replay_rule is Replay.UNSAFE else None
        return None if self._is_open_again(one, entry) else Settled(entry.state)

    def _is_open_again(self, one: Planned, entry: "_Entry") -> bool:
        """Whether the person of this entry signed up after it came out that nobody had referred them."""
        return entry.state is State.NOT_REFERRED and not entry.signed_up and self._has_signed_up(one)

    def _by_its_sale(self, one: Planned, entry: "_Entry | None") -> Parked | Settled | Unresolved | None:
        """Look for the sale of a refund: without the one, the other would take a commission that was never given."""
        if one.kind is not Kind.REFUND or (entry is not None and entry.state is State.INTENDED):
            return None
        if one.sale is None:
            line = self._trouble(one.people, Kind.SALE, above=one.row.line)
            return None if line is None else Unresolved(_HELD.format(f"a sale of this customer, line {line},"))
        return self._by_this_sale(one, one.sale, entry)

    def _by_this_sale(self, one: Planned, key: str, entry: "_Entry | None") -> Parked | Settled | Unresolved | None:
        sale = self._entry(Kind.SALE, key)
        if sale is not None and sale.state in SETTLED:
            if sale.state is not State.NOT_REFERRED:
                return None
            if self._ended or not self._is_open_again(one, sale):
                return self._share_the_lot_of_its_sale(one, entry)
        else:
            line = self._line_in_this_run(sale, key)
            if line is not None:
                return Unresolved(_HELD.format(f"its sale, line {line},"))
            if self._ended:
                if sale is None:
                    return None  # the sale was not ours to send
                return Unresolved(_HELD.format(f"its sale, line {sale.line} of an earlier run ({_told(sale.state)}),"))
        self._park(one, sale=key)
        return Parked()

    def _line_in_this_run(self, sale: "_Entry | None", key: str) -> int | None:
        """Return the line of this file in which a sale stands, if it was met already."""
        if sale is not None and sale.run == self._run:
            return sale.line
        seen = self._do("SELECT line FROM seen WHERE kind = 'sale' AND key = ?", (key,)).fetchone()
        return None if seen is None else int(seen[0])

    def _share_the_lot_of_its_sale(self, one: Planned, entry: "_Entry | None") -> Settled:
        """A sale that was nobody's referral has left nothing to take back, so there is nothing to send."""
        if entry is None:
            self._insert(one)
        self._set_state(one, State.NOT_REFERRED, signed_up=self._has_signed_up(one))
        return Settled(State.NOT_REFERRED)

    def _insert(self, one: Planned) -> bool:
        """Begin an entry as intended, unless there is one."""
        return bool(
            self._do(
                "INSERT OR IGNORE INTO entries (kind, key, digest, state, line, run) VALUES (?, ?, ?, 'intended', ?, ?)",
                (one.kind.value, one.key, one.digest, one.row.line, self._run),
            ).rowcount
        )

    def _intend(self, one: Planned, entry: "_Entry | None") -> Send:
        if entry is None:
            self._insert(one)
            return Send()
        self._do(
            "UPDATE entries SET digest = ?, state = 'intended', line = ?, run = ?, signed_up = 0"
            " WHERE kind = ? AND key = ?",
            (one.digest, one.row.line, self._run, one.kind.value, one.key),
        )
        return Send(unknown_before=entry.state is State.INTENDED)

    def _set_state(self, one: Planned, state: State, *, signed_up: bool) -> None:
        self._do(
            "UPDATE entries SET state = ?, signed_up = ? WHERE kind = ? AND key = ?",
            (state.value, signed_up, one.kind.value, one.key),
        )

    def refuse(self, row: Row, refused: Rejected | Skipped) -> None:
        """Note a row that is not sent at all, for the sake of those that depend on it."""
        if refused.kind is not Kind.SALE:
            return
        if isinstance(refused, Rejected):
            self._note_trouble(refused.people, Kind.SALE, row.line)
        if refused.key is not None:
            self._do("INSERT OR IGNORE INTO seen VALUES ('sale', ?, ?, NULL)", (refused.key, row.line))
            self._release_refunds(refused.key)

    # After sending

    def settle(self, settlement: Settlement) -> Verdict:
        """Write down what became of a row that was sent, and return what is to be reported."""
        one, state, reason = settlement.planned, settlement.state, settlement.reason
        signed_up = state is State.NOT_REFERRED and self._has_signed_up(one)
        doubt = self._trouble(one.people, Kind.SIGNUP) if state is State.NOT_REFERRED else None
        if doubt is not None:
            state, reason = State.UNSENT, in_doubt(doubt)
        self._set_state(one, state, signed_up=signed_up)
        verdict = self._concluded(one, state, reason)
        if one.kind is Kind.SALE:
            self._release_refunds(one.key)
        return verdict

    def _concluded(self, one: Planned, state: State, reason: str) -> Verdict:
        if state in SETTLED:
            return self._settled(one, state)
        verdict = Rejected(reason=reason) if state is State.REJECTED else Unresolved(reason)
        self._note_unsettled(one, verdict)
        return verdict

    def _settled(self, one: Planned, state: State) -> Settled:
        """See to those whom a settled row concerns: the person who signed up, or the row itself if it may come back."""
        if one.kind in ARRIVALS:
            if state is not State.NOT_REFERRED:
                self._sign_up(one.people)
            return Settled(state)
        if state is not State.NOT_REFERRED or not self._expects_arrivals or self._has_signed_up(one):
            return Settled(state)
        self._park(one, people=one.people)
        return Settled(state, provisional=True)

    def _note_unsettled(self, one: Planned, verdict: Verdict) -> None:
        # What FirstPromoter has refused as a signup is refused; only what is not known leaves the sales after it in doubt.
        if one.kind is Kind.SALE or (one.kind in ARRIVALS and isinstance(verdict, Unresolved)):
            self._note_trouble(one.people, Kind.SALE if one.kind is Kind.SALE else Kind.SIGNUP, one.row.line)

    # Persons

    def _has_signed_up(self, one: Planned) -> bool:
        return any(
            self._do("SELECT 1 FROM signed_up WHERE person = ?", (person,)).fetchone() is not None
            for person in one.people
        )

    def _sign_up(self, people: Iterable[bytes]) -> None:
        """Note whose signup is recorded, and try again what was nobody's referral before."""
        for person in people:
            self._do("INSERT OR IGNORE INTO signed_up VALUES (?)", (person,))
            self._do(
                "UPDATE parked SET ready = 1 WHERE line IN (SELECT line FROM parked_people WHERE person = ?)", (person,)
            )

    def _note_trouble(self, people: Iterable[bytes], kind: Kind, line: int) -> None:
        for person in people:
            self._do("INSERT OR IGNORE INTO trouble VALUES (?, ?, ?)", (person, kind, line))

    def _trouble(self, people: Iterable[bytes], kind: Kind, *, above: int = _NO_LINE) -> int | None:
        """Return the line of a row of this kind that came to nothing, above a line where only those matter."""
        for person in people:
            found = self._do(
                "SELECT line FROM trouble WHERE person = ? AND kind = ? AND line < ? LIMIT 1",
                (person, kind.value, above),
            ).fetchone()
            if found is not None:
                return int(found[0])
        return None

    # Rows put aside

    def _park(self, one: Planned, *, sale: str | None = None, people: Iterable[bytes] = ()) -> None:
        self._refunds_wait = self._refunds_wait or sale is not None
        fields = json.dumps(one.row.fields, separators=(",", ":"))
        self._do("INSERT OR REPLACE INTO parked VALUES (?, ?, 0, ?, ?)", (one.row.line, sale, one.row.raw, fields))
        for person in people:
            self._do("INSERT OR IGNORE INTO parked_people VALUES (?, ?)", (person, one.row.line))

    def _release_refunds(self, sale: str) -> None:
        if self._refunds_wait:
            self._do("UPDATE parked SET ready = 1 WHERE sale = ?", (sale,))

    def end(self) -> None:
        """Let go of the refunds whose sale did not come: nothing comes any more."""
        self._ended = True
        self._do("UPDATE parked SET ready = 1 WHERE sale IS NOT NULL")

    def has_released(self) -> bool:
        """Whether there are rows that need not wait any longer."""
        return self._do("SELECT 1 FROM parked WHERE ready LIMIT 1").fetchone() is not None

    def take_released(self, limit: int) -> list[Released]:
        """Take out rows that need not wait any longer, in their order."""
        return self._take("ready", limit)

    def take_provisional(self, limit: int) -> list[Released]:
        """Take out rows that stay nobody's referral, since no signup came for them."""
        return [evolve(one, doubt=self._doubt(one.row.line)) for one in self._take("sale IS NULL", limit)]

    def _doubt(self, line: int) -> int | None:
        found = self._do(
            "SELECT trouble.line FROM trouble JOIN parked_people USING (person)"
            " WHERE parked_people.line = ? AND kind = 'signup' LIMIT 1",
            (line,),
        ).fetchone()
        return None if found is None else int(found[0])

    def _take(self, condition: str, limit: int) -> list[Released]:
        found: list[tuple[int, str | None, bytes, str]] = self._do(
            f"SELECT line, sale, raw, fields FROM parked WHERE {condition} ORDER BY line LIMIT ?",  # noqa: S608  ours
            (limit,),
        ).fetchall()
        self._connection.executemany("DELETE FROM parked WHERE line = ?", [(line,) for line, *_ in found])
        return [
            Released(row=Row(line=line, raw=raw, fields=json.loads(fields)), counted=sale is None)
            for line, sale, raw, fields in found
        ]

    # Entries

    def _entry(self, kind: Kind, key: str) -> "_Entry | None":
        try:
            found: tuple[Any, ...] | None = self._do(
                "SELECT state, digest, line, run, signed_up FROM entries WHERE kind = ? AND key = ?", (kind.value, key)
            ).fetchone()
        except sqlite3.OperationalError as problem:
            if "decode" in str(problem):  # text that is no UTF-8
                raise _DamagedEntry(kind, key) from None
            raise
        if found is None:
            return None
        state, digest, line, run, _ = found
        if state not in _STATES or not _is_digest(digest) or not isinstance(line, int) or not isinstance(run, int):
            raise _DamagedEntry(kind, key)
        return _Entry(State(state), *found[1:])


def _is_digest(value: object) -> bool:
    return isinstance(value, bytes) and len(value) == hashlib.sha256().digest_size


class _DamagedEntry(Exception):
    """What stands in the file under a key cannot have been written by this program."""

    def __init__(self, kind: Kind, key: str) -> None:
        super().__init__(
            f"the ledger's entry for the {kind.value} {key!r} is damaged, so what became of it is not known, and it is not"
            " sent: look it up at FirstPromoter, and bring back a copy of the ledger or settle the entry by hand"
        )


@frozen
class _Entry:
    state: State
    digest: bytes
    line: int
    run: int
    signed_up: bool


_HELD: Final = "held back: {} is not settled"
_ADVICE: Final = (
    "an earlier run may have sent it, and a second copy would not be refused, so it is never sent again: "
    "look the customer up, and if it is missing there, enter it by hand"
)


def in_doubt(line: int) -> str:
    """Say why a row that is nobody's referral is not settled by that."""
    return f"nobody's referral so far; but the signup in line {line} is not settled"


def _told(state: State) -> str:
    return "outcome unknown" if state is State.INTENDED else state.value.replace("_", " ")


def _key_name(one: Planned) -> str:
    return "event_id" if one.kind not in ARRIVALS else "customer"
