"""Claims: whoever has the claim on a piece of work does it, nobody else meanwhile, and once it is settled nobody again.

    new ──claim──> claimed ──settle──> done | outdated | kept
                    │   ▲
             release│   │claim, also by somebody else when the lease is over
                    ▼   │
                   waiting ──after the last attempt──> dead ──revive──> waiting

Two pieces of work on the same subject are never claimed at the same time. `kept` is settled work that is to be done again when it
comes again. A process that dies leaves its claim to the end of its lease; whoever claims the work then has it. Times are seconds
since 1970, by the clocks of those who ask, which have to agree within a fraction of a lease.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, Final

from attrs import frozen

from .database import Database, Row, Transaction


class State(StrEnum):
    """How far a piece of work is."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    DONE = "done"
    OUTDATED = "outdated"
    """Not done, since something newer on the same subject was."""
    KEPT = "kept"
    """Done for now; it is done again when it comes again."""
    DEAD = "dead"
    """Given up; a person decides."""


SETTLED: Final = frozenset({State.DONE, State.OUTDATED, State.DEAD})
"""Work that is not done again."""


@frozen(kw_only=True)
class Work:
    """What is to be done once."""

    key: str
    kind: str
    """What a person calls it."""
    subject: str | None
    """What it is about; two on the same are done one after the other."""
    happened_at: float
    """Which of two on the same subject is newer."""
    body: str
    """What it takes to do it again."""


@frozen(kw_only=True)
class Entry(Work):
    """A piece of work as it is kept."""

    state: State
    attempts: int
    until: float
    """Waiting: not to be tried before. Claimed: the end of the lease."""
    reason: str | None
    """Why the last attempt failed."""
    answer: str | None
    received_at: float
    changed_at: float


@frozen
class Claim:
    """The right to do a piece of work, until the lease is over."""

    key: str
    holder: str
    attempt: int
    """From 1."""
    is_outdated: bool
    """Whether something newer on the same subject is done."""


@frozen
class Busy:
    """Somebody has a claim on the same work or subject, for so long at most."""

    until: float


_MICRO: Final = 1_000_000
_TABLE: Final = """
    CREATE TABLE IF NOT EXISTS firstpromoter_inbox (
        key TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        subject TEXT,
        happened_at BIGINT NOT NULL,
        body TEXT NOT NULL,
        state TEXT NOT NULL,
        attempts BIGINT NOT NULL,
        holder TEXT,
        until BIGINT NOT NULL,
        reason TEXT,
        answer TEXT,
        received_at BIGINT NOT NULL,
        changed_at BIGINT NOT NULL
    )
"""
_INDEXES: Final = (
    "CREATE INDEX IF NOT EXISTS firstpromoter_inbox_subject ON firstpromoter_inbox (subject, state, happened_at)",
    "CREATE INDEX IF NOT EXISTS firstpromoter_inbox_state ON firstpromoter_inbox (state, until)",
)
_TIMES: Final = ("happened_at", "until", "received_at", "changed_at")


class Claims:
    """Pieces of work in a database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def prepare(self) -> None:
        """Make the table, unless it is there."""
        with self.database.transaction() as transaction:
            transaction.lock("firstpromoter_inbox")
            for statement in (_TABLE, *_INDEXES):
                transaction.run(statement)

    def close(self) -> None:
        """Close the database."""
        self.database.close()

    # Doing

    def claim(self, work: Work, *, now: float, lease: float, holder: str, attempts: int) -> Claim | Busy | Entry:
        """Claim a piece of work, which is kept from then on.

        Returns the entry instead where there is nothing more to do, or nothing before its next attempt is due.
        """
        with self.database.transaction() as transaction:
            transaction.lock(work.subject or work.key)
            _add(transaction, work, State.WAITING, now)
            entry = _entry(_find(transaction, work.key))
            if entry.state in SETTLED or (entry.state is State.WAITING and entry.until > now):
                return entry
            if (busy := _busy_until(transaction, entry, now)) is not None:
                return Busy(busy)
            if entry.attempts >= attempts:
                return _given_up(transaction, entry, now)
            _change(transaction, entry.key, now, state=State.CLAIMED, holder=holder, until=now + lease, attempts=1)
            return Claim(entry.key, holder, entry.attempts + 1, _is_outdated(transaction, entry))

    def renew(self, claim: Claim, *, now: float, lease: float) -> bool:
        """Lengthen the lease; False when somebody else has taken the work over."""
        with self.database.transaction() as transaction:
            return _change(transaction, claim.key, now, of=claim.holder, until=now + lease)

    def settle(
        self,
        claim: Claim,
        state: State,
        *,
        now: float,
        answer: str | None = None,
        also: Callable[[Any], object] | None = None,
    ) -> bool:
        """Say that the work is done; `also` is called with the connection, in the same transaction.

        Returns False when somebody else has taken the work over; nothing is written then.
        """
        with self.database.transaction() as transaction:
            more = -claim.attempt if state is State.KEPT else 0  # it has all its attempts again when it comes again
            if not _change(
                transaction, claim.key, now, of=claim.holder, attempts=more, state=state, answer=answer, holder=None
            ):
                return False
            if also is not None:
                also(transaction.connection)
            return True

    def release(
        self, claim: Claim, reason: str, *, now: float, wait: float, attempts: int, counts: bool = True
    ) -> State | None:
        """Give the work back; after the last attempt it is dead. What does not count was no failure of the work.

        Returns None when somebody else has taken the work over; nothing is written then.
        """
        state = State.DEAD if counts and claim.attempt >= attempts else State.WAITING
        with self.database.transaction() as transaction:
            released = _change(
                transaction,
                claim.key,
                now,
                of=claim.holder,
                state=state,
                holder=None,
                reason=reason,
                until=now + wait,
                attempts=0 if counts else -1,
            )
        return state if released else None

    def bury(self, work: Work, reason: str, *, now: float) -> None:
        """Keep something that cannot be done at all, for a person to look at."""
        with self.database.transaction() as transaction:
            _add(transaction, work, State.DEAD, now)
            _change(transaction, work.key, now, state=State.DEAD, reason=reason)

    # Looking

    def due(self, *, now: float, limit: int) -> list[Entry]:
        """Return work that nobody does and that is to be tried by now, the oldest first."""
        with self.database.transaction() as transaction:
            rows = transaction.all(
                "SELECT * FROM firstpromoter_inbox WHERE state IN ('waiting', 'claimed') AND until <= :now"
                " ORDER BY happened_at, key LIMIT :limit",
                now=_micro(now),
                limit=limit,
            )
        return [_entry(row) for row in rows]

    def entries(self, *, state: State | None = None, limit: int = 100) -> list[Entry]:
        """Return what is kept, the latest change first."""
        with self.database.transaction() as transaction:
            rows = transaction.all(
                "SELECT * FROM firstpromoter_inbox WHERE :state = '' OR state = :state"
                " ORDER BY changed_at DESC, key LIMIT :limit",
                state=state or "",
                limit=limit,
            )
        return [_entry(row) for row in rows]

    def counts(self) -> dict[State, int]:
        """Return how many there are in each state."""
        with self.database.transaction() as transaction:
            rows = transaction.all("SELECT state, count(*) AS number FROM firstpromoter_inbox GROUP BY state")
        return {State(row["state"]): row["number"] for row in rows}

    def get(self, key: str) -> Entry | None:
        """Return one piece of work."""
        with self.database.transaction() as transaction:
            rows = transaction.all("SELECT * FROM firstpromoter_inbox WHERE key = :key", key=key)
        return _entry(rows[0]) if rows else None

    # Deciding by hand

    def revive(self, key: str, *, now: float) -> bool:
        """Let settled work be done once more; False when there is none of this key, or it is under way."""
        with self.database.transaction() as transaction:
            return bool(
                transaction.run(
                    "UPDATE firstpromoter_inbox SET state = 'waiting', attempts = 0, until = 0, answer = NULL, changed_at = :now"
                    " WHERE key = :key AND state <> 'claimed'",
                    key=key,
                    now=_micro(now),
                )
            )

    def forget(self, *, before: float) -> int:
        """Delete work that was done, or outdated, before a moment; returns how many. It would be done again if it came again."""
        with self.database.transaction() as transaction:
            return transaction.run(
                "DELETE FROM firstpromoter_inbox WHERE state IN ('done', 'outdated') AND changed_at < :before",
                before=_micro(before),
            )


def _micro(moment: float) -> int:
    return round(moment * _MICRO)


def _add(transaction: Transaction, work: Work, state: State, now: float) -> None:
    transaction.run(
        "INSERT INTO firstpromoter_inbox"
        " (key, kind, subject, happened_at, body, state, attempts, until, received_at, changed_at)"
        " VALUES (:key, :kind, :subject, :happened_at, :body, :state, 0, 0, :now, :now) ON CONFLICT (key) DO NOTHING",
        key=work.key,
        kind=work.kind,
        subject=work.subject,
        happened_at=_micro(work.happened_at),
        body=work.body,
        state=state,
        now=_micro(now),
    )


def _find(transaction: Transaction, key: str) -> Row:
    return transaction.all("SELECT * FROM firstpromoter_inbox WHERE key = :key", key=key)[0]


def _entry(row: Row) -> Entry:
    moments = {name: row[name] / _MICRO for name in _TIMES}
    kept = {name: row[name] for name in ("key", "kind", "subject", "body", "attempts", "reason", "answer")}
    return Entry(**kept, **moments, state=State(row["state"]))


def _busy_until(transaction: Transaction, entry: Entry, now: float) -> float | None:
    """Return when the last lease on this work or its subject ends, if there is one."""
    rows = transaction.all(
        "SELECT max(until) AS until FROM firstpromoter_inbox"
        " WHERE (key = :key OR subject = :subject) AND state = 'claimed' AND until > :now",
        key=entry.key,
        subject=entry.subject,
        now=_micro(now),
    )
    until = rows[0]["until"]
    return None if until is None else until / _MICRO


def _is_outdated(transaction: Transaction, entry: Entry) -> bool:
    if entry.subject is None:
        return False
    newer = transaction.all(
        "SELECT 1 AS newer FROM firstpromoter_inbox"
        " WHERE subject = :subject AND state = 'done' AND happened_at > :happened_at LIMIT 1",
        subject=entry.subject,
        happened_at=_micro(entry.happened_at),
    )
    return bool(newer)


def _given_up(transaction: Transaction, entry: Entry, now: float) -> Entry:
    """Bury work whose last attempt nobody ended: it takes down the process that tries it."""
    reason = entry.reason or "the process ended while it was at it"
    _change(transaction, entry.key, now, state=State.DEAD, holder=None, reason=reason)
    return _entry(_find(transaction, entry.key))


def _change(
    transaction: Transaction, key: str, now: float, *, of: str | None = None, attempts: int = 0, **columns: Any
) -> bool:
    """Set columns of a piece of work, if it is claimed by `of`, where that is said; `attempts` are added."""
    values = {name: _micro(value) if name in _TIMES else value for name, value in columns.items()}
    settings = ", ".join(f"{name} = :{name}" for name in values)
    condition = "" if of is None else " AND state = 'claimed' AND holder = :of"
    return bool(
        transaction.run(
            f"UPDATE firstpromoter_inbox SET {settings}, attempts = attempts + :more, changed_at = :now"  # noqa: S608  names of ours
            f" WHERE key = :key{condition}",
            **values,
            more=attempts,
            now=_micro(now),
            key=key,
            **({} if of is None else {"of": of}),
        )
    )
