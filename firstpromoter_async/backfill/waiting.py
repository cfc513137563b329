"""Rows that are put aside on the disk until the row that they wait for has come to its end.

Scratch tables of the ledger's connection, which vanish with it: the next run reads these rows again. This module does not
know when something has come to its end.
"""

import json
import sqlite3
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from attrs import field, frozen

from .source import Row


class WaitsFor(StrEnum):
    """What a row waits for."""

    SALE = "sale"
    """A refund for the sale that it names."""
    SALES = "sales"
    """A refund or cancellation for the sales of its customer further up, or of earlier runs."""
    SIGNUP = "signup"
    """A row that was nobody's referral for the customer's signup. It has been counted already."""


@frozen(kw_only=True)
class Released:
    """A row that was put aside, and need not wait any longer."""

    row: Row
    counted: bool
    """Whether it had ended already, as nobody's referral."""
    people: tuple[bytes, ...] = field(default=(), repr=False)
    doubt: str | None = None
    """Where a signup of the same person is that is not settled."""


_TABLES: Final = ("parked", "parked_people")


class Waiting:
    """The statements, each to be run inside of a transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._do = connection.execute
        self.for_sales = False
        """Whether any row has been put aside for the sake of sales: there is nothing to look for otherwise."""

    def clear(self) -> None:
        """Forget all rows."""
        for table in _TABLES:
            self._do(f"DELETE FROM temp.{table}")  # noqa: S608  ours
        self.for_sales = False

    def park(self, row: Row, why: WaitsFor, *, sale: str | None = None, people: Iterable[bytes] = ()) -> None:
        """Put a row aside: until the sale with this key, or a row of these persons, lets it go."""
        self.for_sales = self.for_sales or why is not WaitsFor.SIGNUP
        fields = json.dumps(row.fields, separators=(",", ":"))
        self._do(
            "INSERT OR REPLACE INTO parked VALUES (?, ?, ?, 0, ?, ?)", (row.line, why.value, sale, row.raw, fields)
        )
        for person in people:
            self._do("INSERT OR IGNORE INTO parked_people VALUES (?, ?)", (person, row.line))

    def release(self, why: WaitsFor, person: bytes) -> None:
        """Let go of the rows of a person that wait for this."""
        self._do(
            "UPDATE parked SET ready = 1 WHERE line IN (SELECT line FROM parked_people WHERE person = ?) AND why = ?",
            (person, why.value),
        )

    def release_refunds(self, sale: str) -> None:
        """Let go of the refunds that name this sale."""
        self._do("UPDATE parked SET ready = 1 WHERE sale = ?", (sale,))

    def release_followers(self) -> None:
        """Let go of everything that waits for a sale."""
        self._do("UPDATE parked SET ready = 1 WHERE why <> 'signup'")

    def has_released(self) -> bool:
        """Whether there are rows that need not wait any longer."""
        return self._do("SELECT 1 FROM parked WHERE ready LIMIT 1").fetchone() is not None

    def take_released(self, limit: int) -> list[Released]:
        """Take out rows that need not wait any longer, in their order."""
        return self._take("ready", limit)

    def take_provisional(self, limit: int) -> list[Released]:
        """Take out rows that wait for a signup."""
        return self._take("why = 'signup'", limit)

    def _take(self, condition: str, limit: int) -> list[Released]:
        found: list[tuple[int, str, bytes, str]] = self._do(
            f"SELECT line, why, raw, fields FROM parked WHERE {condition} ORDER BY line LIMIT ?",  # noqa: S608  ours
            (limit,),
        ).fetchall()
        released = [
            Released(
                row=Row(line=line, raw=raw, fields=json.loads(fields)),
                counted=why == WaitsFor.SIGNUP,
                people=self._people(line),
            )
            for line, why, raw, fields in found
        ]
        lines = [(line,) for line, *_ in found]
        self._connection.executemany("DELETE FROM parked WHERE line = ?", lines)
        self._connection.executemany("DELETE FROM parked_people WHERE line = ?", lines)
        return released

    def _people(self, line: int) -> tuple[bytes, ...]:
        return tuple(person for (person,) in self._do("SELECT person FROM parked_people WHERE line = ?", (line,)))
