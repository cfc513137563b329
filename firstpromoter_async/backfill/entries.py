"""The entries of a ledger as a person reads and settles them, by key. Synchronous: a look into a file.

    with Entries("sales.ledger") as entries:
        for entry in entries.find("order-1"):
            entries.settle(entry, State.RECORDED)

A key is what the report calls it: an `event_id`, or for rows without one the customer, as `uid:ann` or as a hash of the address,
`email#...`. This module does not know which rows a run would send.
"""

import os
import sqlite3
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from attrs import frozen

from .errors import WrongUsage
from .kinds import ARRIVALS, Kind
from .people import name_of
from .results import State
from .schema import connect, damaged
from .statements import UNSETTLED

BY_HAND: Final = (State.RECORDED, State.ALREADY_RECORDED, State.NOT_REFERRED, State.REJECTED)
"""What a person can settle a key as."""

_COLUMNS: Final = (
    "SELECT kind, key, state, line, run, at, by_hand, source, began_at FROM entries LEFT JOIN runs USING (run)"
)
_KNOWN: Final = ", ".join(f"'{state}'" for state in State)
_OPEN: Final = f"({UNSETTLED} OR state NOT IN ({_KNOWN}))"


@frozen(kw_only=True)
class LedgerEntry:
    """What a ledger knows of a key."""

    kind: str
    key: str
    state: str
    """One of `State`; anything else is damage."""
    by_hand: bool
    """Whether a person has settled it."""
    line: int
    """Where the row stands in its file."""
    source: str
    """The file, where it is known."""
    run: int
    """The number of the run that met the row last, from 1."""
    at: datetime | None
    """When the state was written, in UTC; None in a ledger that an older version wrote."""

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to be done about it."""
        return self.by_hand or self.state in (State.RECORDED, State.ALREADY_RECORDED, State.NOT_REFERRED)

    @property
    def is_confirmed(self) -> bool:
        """Whether it is settled by what FirstPromoter has answered, and not by a person."""
        return self.is_settled and not self.by_hand

    def as_dict(self) -> dict[str, object]:
        """All of it, for JSON; `at` as ISO 8601."""
        return {
            "kind": self.kind,
            "key": self.key,
            "state": self.state,
            "settled": self.is_settled,
            "by_hand": self.by_hand,
            "line": self.line,
            "source": self.source,
            "run": self.run,
            "at": None if self.at is None else self.at.isoformat(),
        }


class Entries:
    """A ledger, opened to be read, or (`writable`) to be changed; while a backfill uses it, it is refused."""

    def __init__(self, path: str | os.PathLike[str], *, writable: bool = False) -> None:
        """Nothing is opened yet. Entering raises `WrongUsage` when there is no ledger, or when it is in use."""
        self._path = Path(path)
        self._writable = writable
        self._connection: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        self._connection = connect(self._path, None, read_only=not self._writable)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._connection is not None:
            self._connection.close()

    def _do(self, statement: str, parameters: Iterable[object] = ()) -> sqlite3.Cursor:
        if self._connection is None:
            raise WrongUsage("the ledger is not open: use it in a `with` block")
        return self._connection.execute(statement, tuple(parameters))

    @contextmanager
    def _one_transaction(self) -> Generator[None]:
        self._do("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._do("ROLLBACK")
            raise
        self._do("COMMIT")

    # Reading

    @property
    def account(self) -> str:
        """Whose ledger it is."""
        return str(self._do("SELECT value FROM meta WHERE name = 'account'").fetchone()[0])

    def counts(self) -> dict[str, int]:
        """How many entries there are in each state; those that a person settled count as `by hand`."""
        return dict(
            self._do(
                "SELECT CASE WHEN by_hand THEN 'by hand' ELSE state END, count(*) FROM entries GROUP BY 1 ORDER BY 1"
            )
        )

    def list(self, *, states: Iterable[str] | None = None, kind: Kind | None = None) -> Iterator[LedgerEntry]:
        """Give out the entries in these states, or those that are not settled; in the order of runs and lines."""
        wanted = None if states is None else [str(state) for state in states]
        condition = _OPEN if wanted is None else f"state IN ({', '.join('?' * len(wanted))})"
        of_kind, kinds = ("", []) if kind is None else (" AND kind = ?", [kind.value])
        statement = f"{_COLUMNS} WHERE {condition}{of_kind} ORDER BY entries.run, line, kind, key"
        try:
            for found in self._do(statement, [*(wanted or ()), *kinds]):
                yield _entry(found)
        except sqlite3.DatabaseError as problem:
            raise WrongUsage(f"the ledger {self._path} {damaged(problem) or f'cannot be read: {problem}'}") from None

    def find(self, key: str, *, kind: Kind | None = None) -> Sequence[LedgerEntry]:
        """Return the entries of a key, one for each kind; a customer may also be given as plain `uid` or address."""
        for name in (key, name_of({"uid": key}), name_of({"email": key})):
            found = [_entry(row) for row in self._do(f"{_COLUMNS} WHERE key = ? ORDER BY kind", (name,))]
            found = [entry for entry in found if kind is None or entry.kind == kind]
            if found:
                return found
        return []

    # Changing

    def settle(self, entry: LedgerEntry, state: State) -> None:
        """Settle a key by hand: whatever a row says under it, it is not sent any more.

        As `REJECTED` it is left out for good. A signup that is recorded lets the customer's sales be tried again.
        """
        if state not in BY_HAND:
            raise WrongUsage(f"a key is settled as one of {', '.join(BY_HAND)}, not as {state}")
        with self._one_transaction():
            if entry.kind in ARRIVALS and state in (State.RECORDED, State.ALREADY_RECORDED):
                self._sign_up(entry)
            self._do(
                "UPDATE entries SET state = ?, by_hand = 1, digest = x'', people = x'', signed_up = 0,"
                " at = CAST(strftime('%s', 'now') AS INTEGER) WHERE kind = ? AND key = ?",
                (state.value, entry.kind, entry.key),
            )

    def _sign_up(self, entry: LedgerEntry) -> None:
        for start in (1, 17):
            self._do(
                "INSERT OR IGNORE INTO signed_up SELECT substr(people, ?, 16) FROM entries"
                " WHERE kind = ? AND key = ? AND length(people) >= ?",
                (start, entry.kind, entry.key, start),
            )

    def forget(self, entry: LedgerEntry) -> None:
        """Take a key out: the next run that has it sends it as if it had never been met."""
        with self._one_transaction():
            self._do("DELETE FROM entries WHERE kind = ? AND key = ?", (entry.kind, entry.key))


def _entry(found: tuple[Any, ...]) -> LedgerEntry:
    kind, key, state, line, run, at, by_hand, source, began_at = found
    moment = at or began_at
    return LedgerEntry(
        kind=str(kind),
        key=str(key),
        state=str(state),
        by_hand=bool(by_hand),
        line=line,
        source=source or "",
        run=run,
        at=datetime.fromtimestamp(moment, UTC) if isinstance(moment, int) and moment else None,
    )
