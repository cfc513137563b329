"""What is to be done with a row, by all that the ledger remembers.

Durable: one entry for every (kind, key) of the one account that the file belongs to, with the persons of those that are not
settled, and whose signup was recorded. Scratch: which keys this run has seen besides those that it wrote entries for, which
rows wait for others (`waiting`), and who has a row that is not settled. So a run of a million rows needs no memory for them.
No address of a person is stored: persons are hashes.

Synchronous, one connection; `ledger` decides when, and in which transaction. This module knows nothing of calls.
"""

import hashlib
import sqlite3
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any, Final, TypeAlias

from attrs import evolve, frozen

from ..wire.request import Replay
from .kinds import ARRIVALS, Kind
from .plan import Planned, Rejected, Skipped
from .source import Row
from .verdict import LOOK_IT_UP, SETTLED, Conflict, Parked, Send, Settled, State, Unresolved, Verdict
from .waiting import Released, Waiting, WaitsFor

_STATES: Final = frozenset(state.value for state in State)
_FOLLOWS_SALES: Final = (Kind.REFUND, Kind.CANCELLATION)
"""The kinds that are held back while a sale of the customer further up is not settled."""
_HASH_BYTES: Final = 16
"""Of a person's hash."""


Refused: TypeAlias = Rejected | Skipped | Unresolved
"""A row that is not sent at all."""


@frozen
class Settlement:
    """What became of a row that was sent."""

    planned: Planned
    state: State
    reason: str = ""
    """Why it is not settled, where it is not."""


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
        self._waiting = Waiting(connection)
        self._any_sale: int | None = None
        """The first line of this run that may be a sale of any key: it cannot be read, or does not say its key."""
        self._anybodys_sale: int | None = None
        """The first line of this run that may be a sale of any customer."""

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

    def begin_run(self, *, expects_arrivals: bool, source: str = "") -> None:
        """Forget what concerned the run before, and look up what earlier runs did not settle."""
        for table in ("seen", "trouble"):
            self._do(f"DELETE FROM temp.{table}")  # noqa: S608  ours
        self._waiting.clear()
        if not self._read_only:
            self._run = self._last_run() + 1
            self._do("INSERT OR REPLACE INTO meta VALUES ('run', ?)", (self._run,))
            self._do("INSERT INTO runs VALUES (?, ?, ?)", (self._run, int(time.time()), source))
        self._expects_arrivals, self._ended = expects_arrivals, False
        self._any_sale = self._anybodys_sale = None
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
            self._note_trouble(one.kind, one.key, one.people, one.row.line)
            self._release_followers(one.kind, one.key, one.people)
            return Unresolved(str(damaged))

    def _claim(self, one: Planned) -> Send | Parked | Verdict:
        # Most rows are new to this run and to all before; to write without looking first halves the work for them.
        if one.kind not in _FOLLOWS_SALES and self._insert(one):
            return Send()
        entry = self._entry(one.kind, one.key)
        verdict = self._without_sending(one, entry)
        if verdict is None:
            return self._intend(one, entry)
        self._release_followers(one.kind, one.key, one.people)
        return verdict

    def _without_sending(self, one: Planned, entry: "_Entry | None") -> Parked | Verdict | None:
        """Say what becomes of a row that is not to be sent now; None for one that is."""
        if entry is not None and entry.by_hand:
            return self._by_hand(one.kind, one.people, entry)
        verdict = self._by_this_run(one, entry) or self._by_the_ledger(one, entry) or self._by_its_sales(one, entry)
        return self._settled(one, verdict.state) if isinstance(verdict, Settled) else verdict

    def survey(self, planned: Sequence[Planned]) -> list[Send | Verdict]:
        """Say of each row whether it would be sent, as far as that can be told without sending; writes nothing down."""
        return [self._foreseen(one) for one in planned]

    def _foreseen(self, one: Planned) -> Send | Verdict:
        try:
            entry = self._entry(one.kind, one.key)
        except _DamagedEntry as damaged:
            return Unresolved(str(damaged))
        if entry is not None and entry.by_hand:
            return _told_by_hand(entry)
        return self._by_this_run(one, entry) or self._by_the_ledger(one, entry) or Send()

    def _by_this_run(self, one: Planned, entry: "_Entry | None") -> Skipped | Conflict | None:
        """Look for the same key further up in the file: in the entries that this run wrote, and among all other rows."""
        if entry is not None and entry.run == self._run and entry.digest:
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

    def _by_hand(self, kind: Kind, people: Iterable[bytes], entry: "_Entry") -> Settled | Skipped:
        """A person has settled this key, whatever the row says."""
        if kind in ARRIVALS and entry.state in (State.RECORDED, State.ALREADY_RECORDED):
            self._sign_up(people)
        return _told_by_hand(entry)

    def _by_its_sales(self, one: Planned, entry: "_Entry | None") -> Parked | Verdict | None:
        """Look for the sales that a row follows: without them, a refund would take a commission that was never given."""
        if one.kind not in _FOLLOWS_SALES or (entry is not None and entry.state is State.INTENDED):
            return None
        if one.sale is not None:
            return self._by_this_sale(one, one.sale, entry)
        sale = self._trouble(one.people, (Kind.SALE,), above=one.row.line)
        if sale is None and self._anybodys_sale is not None and self._anybodys_sale < one.row.line:
            sale = _perhaps(self._anybodys_sale)
        if sale is None:
            return None
        if self._ended:
            return self._hold_back(one, entry, f"a sale of this customer, {sale},")
        self._waiting.park(one.row, WaitsFor.SALES, people=one.people)
        return Parked()

    def _by_this_sale(self, one: Planned, key: str, entry: "_Entry | None") -> Parked | Verdict | None:
        sale = self._entry(Kind.SALE, key)
        if sale is not None and sale.is_settled:
            if sale.state in (State.RECORDED, State.ALREADY_RECORDED):
                return None
            if self._ended or not self._is_open_again(one, sale):
                return self._share_the_lot_of_its_sale(one, entry, sale)
        elif self._ended:
            place = self._place_of_sale(sale, key)
            return None if place is None else self._hold_back(one, entry, f"its sale, {place},")
        self._waiting.park(one.row, WaitsFor.SALE, sale=key)
        return Parked()

    def _place_of_sale(self, sale: "_Entry | None", key: str) -> str | None:
        """Say where a sale stands that is not settled; None when it is not ours to send."""
        if sale is not None:
            return self._place(sale.line, sale.run, sale.state)
        seen = self._do("SELECT line FROM seen WHERE kind = 'sale' AND key = ?", (key,)).fetchone()
        return f"line {seen[0]}" if seen is not None else _perhaps(self._any_sale)

    def _place(self, line: int, run: int, state: State) -> str:
        return f"line {line}" if run == self._run else f"line {line} of an earlier run ({_told(state)})"

    def _hold_back(self, one: Planned, entry: "_Entry | None", what: str) -> Unresolved:
        self._write(one, entry, State.UNSENT)
        return Unresolved(f"held back: {what} is not settled")

    def _share_the_lot_of_its_sale(self, one: Planned, entry: "_Entry | None", sale: "_Entry") -> Settled | Skipped:
        """A sale that was nobody's referral, or was left out by a person, has left nothing to take back."""
        self._write(one, entry, sale.state)
        if sale.state is State.NOT_REFERRED:
            return Settled(State.NOT_REFERRED)
        self._do(_MARK_BY_HAND, (one.kind.value, one.key))
        return Skipped(reason="its sale was left out by a person, so there is nothing to take back")

    # Writing entries

    def _write(self, one: Planned, entry: "_Entry | None", state: State) -> None:
        """Write a state down for a row that is not sent."""
        self._intend(one, entry)
        self._set_state(one, state, signed_up=state is State.NOT_REFERRED and self._has_signed_up(one))

    def _insert(self, one: Planned) -> bool:
        """Begin an entry as intended, unless there is one."""
        people = b"".join(one.people)
        return bool(
            self._do(
                "INSERT OR IGNORE INTO entries (kind, key, digest, state, line, run, people, at)"
                " VALUES (?, ?, ?, 'intended', ?, ?, ?, ?)",
                (one.kind.value, one.key, one.digest, one.row.line, self._run, people, int(time.time())),
            ).rowcount
        )

    def _intend(self, one: Planned, entry: "_Entry | None") -> Send:
        if entry is None:
            self._insert(one)
            return Send()
        self._do(
            "UPDATE entries SET digest = ?, state = 'intended', line = ?, run = ?, signed_up = 0, people = ?, at = ?"
            " WHERE kind = ? AND key = ?",
            (
                *(one.digest, one.row.line, self._run, b"".join(one.people), int(time.time())),
                *(one.kind.value, one.key),
            ),
        )
        return Send(unknown_before=entry.state is State.INTENDED)

    def _set_state(self, one: Planned, state: State, *, signed_up: bool = False) -> None:
        people = b"" if state in SETTLED else b"".join(one.people)
        self._do(
            "UPDATE entries SET state = ?, signed_up = ?, people = ?, at = ? WHERE kind = ? AND key = ?",
            (state.value, signed_up, people, int(time.time()), one.kind.value, one.key),
        )

    def refuse(self, row: Row, refused: Refused) -> Refused | Settled:
        """Note a row that is not sent at all, for the sake of those that depend on it, and return what is to be reported."""
        if isinstance(refused, Unresolved) or refused.kind is None:
            self._note_a_row_of_any_kind(row, () if isinstance(refused, Unresolved) else refused.people)
            return refused
        verdict: Rejected | Skipped | Settled = refused
        if refused.key is not None:
            verdict = self._refuse_under_its_key(row, refused, refused.kind, refused.key)
        if isinstance(verdict, Rejected):
            self._note_refused(row, refused.kind, refused.key, refused.people)
        if refused.key is not None:
            self._release_followers(refused.kind, refused.key, refused.people)
        return verdict

    def _note_a_row_of_any_kind(self, row: Row, people: Sequence[bytes]) -> None:
        """A row that does not say what it is may be the sale or the signup on which others depend."""
        for kind in (Kind.SALE, *ARRIVALS):
            self._note_refused(row, kind, None, people)

    def _note_refused(self, row: Row, kind: Kind, key: str | None, people: Sequence[bytes]) -> None:
        """Note whose row this is, as far as it says so: without a key it may be any sale, without a customer anybody's."""
        self._note_trouble(kind, key, people, row.line)
        if kind is Kind.SALE and key is None and self._any_sale is None:
            self._any_sale = row.line
        if kind is Kind.SALE and not people and self._anybodys_sale is None:
            self._anybodys_sale = row.line

    def _refuse_under_its_key(
        self, row: Row, refused: Rejected | Skipped, kind: Kind, key: str
    ) -> Rejected | Skipped | Settled:
        entry = None
        with suppress(_DamagedEntry):
            entry = self._entry(kind, key)
        if entry is not None and entry.by_hand:
            return self._by_hand(kind, refused.people, entry)
        if isinstance(refused, Skipped):
            self._do("INSERT OR IGNORE INTO seen VALUES (?, ?, ?, NULL)", (kind.value, key, row.line))
            return refused
        if entry is not None and entry.is_settled:
            place = self._place(entry.line, entry.run, entry.state)
            return evolve(refused, reason=f"{refused.reason}; a row with the same key is settled, {place}")
        self._write_rejected(row, kind, key, refused.people)
        return refused

    def _write_rejected(self, row: Row, kind: Kind, key: str, people: Iterable[bytes]) -> None:
        """Keep in mind that this key has a row to be mended, unless more is known of it already."""
        self._do(
            "INSERT INTO entries (kind, key, digest, state, line, run, people, at) VALUES (?, ?, x'', 'rejected', ?, ?, ?, ?)"
            " ON CONFLICT (kind, key) DO UPDATE SET"
            " digest = x'', line = excluded.line, run = excluded.run, people = excluded.people, at = excluded.at"
            " WHERE state IN ('rejected', 'unsent')",
            (kind.value, key, row.line, self._run, b"".join(people), int(time.time())),
        )

    # After sending

    def settle(self, settlement: Settlement) -> Verdict:
        """Write down what became of a row that was sent, and return what is to be reported."""
        one, state = settlement.planned, settlement.state
        self._set_state(one, state, signed_up=state is State.NOT_REFERRED and self._has_signed_up(one))
        verdict = self._settled(one, state) if state in SETTLED else self._unsettled(one, state, settlement.reason)
        self._release_followers(one.kind, one.key, one.people)
        return verdict

    def _settled(self, one: Planned, state: State) -> Settled | Rejected | Unresolved:
        """See to those whom a settled row concerns: the person who signed up, or the row itself if it may come back."""
        if one.kind in ARRIVALS:
            if state is not State.NOT_REFERRED:
                self._sign_up(one.people)
            return Settled(state)
        if state is not State.NOT_REFERRED:
            return Settled(state)
        if self._expects_arrivals and not self._has_signed_up(one):
            self._waiting.park(one.row, WaitsFor.SIGNUP, people=one.people)
            return Settled(state, provisional=True)
        signup = self._trouble(one.people, ARRIVALS)
        if signup is None:
            return Settled(state)
        self._set_state(one, State.UNSENT)
        return self._unsettled(one, State.UNSENT, in_doubt(signup))

    def _unsettled(self, one: Planned, state: State, reason: str) -> Rejected | Unresolved:
        self._note_trouble(one.kind, one.key, one.people, one.row.line)
        return Rejected(reason=reason) if state is State.REJECTED else Unresolved(reason)

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
            self._waiting.release(WaitsFor.SIGNUP, person)

    def _note_trouble(self, kind: Kind, key: str | None, people: Iterable[bytes], line: int) -> None:
        """Note who has a row that is not settled. Without a key, nobody can tell later whether it is, so it is for this run."""
        if kind is Kind.SALE or kind in ARRIVALS:
            for person in people:
                self._do("INSERT OR IGNORE INTO trouble VALUES (?, ?, ?, ?)", (person, kind.value, key or "", line))

    def _trouble(self, people: Iterable[bytes], kinds: Sequence[Kind], *, above: int | None = None) -> str | None:
        """Say where a row of these persons and kinds is that is not settled; of this file's, only those above a line."""
        for person in people:
            for kind in kinds:
                found = self._do(
                    _TROUBLE, {"person": person, "kind": kind, "run": self._run, "above": above}
                ).fetchone()
                if found is not None:
                    line, run, state = found
                    return self._place(line, run, State(state) if state in _STATES else State.INTENDED)
        return None

    # Rows put aside

    def _release_followers(self, kind: Kind, key: str, people: Iterable[bytes]) -> None:
        """Look again at the rows that wait for a sale, now that it has come to its end."""
        if kind is Kind.SALE and self._waiting.for_sales:
            self._waiting.release_refunds(key)
            for person in people:
                self._waiting.release(WaitsFor.SALES, person)

    def end(self) -> None:
        """Let go of the rows whose sales did not come: nothing comes any more."""
        self._ended = True
        self._waiting.release_followers()

    def has_released(self) -> bool:
        """Whether there are rows that need not wait any longer."""
        return self._waiting.has_released()

    def take_released(self, limit: int) -> list[Released]:
        """Take out rows that need not wait any longer, in their order."""
        return self._waiting.take_released(limit)

    def take_provisional(self, limit: int) -> list[Released]:
        """Take out rows that stay nobody's referral, since no signup came for them."""
        return [evolve(one, doubt=self._trouble(one.people, ARRIVALS)) for one in self._waiting.take_provisional(limit)]

    # Entries

    def _entry(self, kind: Kind, key: str) -> "_Entry | None":
        try:
            found: tuple[Any, ...] | None = self._do(
                "SELECT state, digest, line, run, signed_up, by_hand FROM entries WHERE kind = ? AND key = ?",
                (kind.value, key),
            ).fetchone()
        except sqlite3.OperationalError as problem:
            if "decode" in str(problem):  # text that is no UTF-8
                raise _DamagedEntry(kind, key) from None
            raise
        if found is None:
            return None
        state, digest, line, run, *_ = found
        if state not in _STATES or not _is_digest(digest) or not isinstance(line, int) or not isinstance(run, int):
            raise _DamagedEntry(kind, key)
        return _Entry(State(state), *found[1:])


def _is_digest(value: object) -> bool:
    return isinstance(value, bytes) and len(value) in (0, hashlib.sha256().digest_size)


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
    by_hand: bool

    @property
    def is_settled(self) -> bool:
        return self.by_hand or self.state in SETTLED


UNSETTLED: Final = "state IN ('intended', 'unsent', 'rejected') AND NOT by_hand"
"""SQL: whether something is left to be done about an entry."""
_MARK_BY_HAND: Final = "UPDATE entries SET by_hand = 1, digest = x'', people = x'' WHERE kind = ? AND key = ?"
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
_ADVICE: Final = f"an earlier run may have sent it, and {LOOK_IT_UP}"


def in_doubt(place: str) -> str:
    """Say why a row that is nobody's referral is not settled by that."""
    return f"nobody's referral so far; but the signup in {place} is not settled"


def _perhaps(line: int | None) -> str | None:
    """Name a line that cannot be read as what is looked for, and may be it."""
    return None if line is None else f"line {line} (if that is it: the row is not understood)"


def _told_by_hand(entry: _Entry) -> Settled | Skipped:
    return Settled(entry.state) if entry.state in SETTLED else Skipped(reason="left out by a person, in the ledger")


def _told(state: State) -> str:
    return "outcome unknown" if state is State.INTENDED else state.value.replace("_", " ")


def _key_name(one: Planned) -> str:
    return "event_id" if one.kind not in ARRIVALS else "customer"
