"""A sandbox in which much has happened, and which is as it was again at once."""

import sqlite3
from typing import Any

from attrs import define, field

from tests.contract.nouns import collected, each
from tests.sandbox.talking import Talk


@define
class Busy:
    """Ann sold something to Joe and was paid for it, while Ben does nothing yet; each noun adds what it needs."""

    talk: Talk = field(factory=Talk)
    least: dict[str, dict[str, Any]] = field(factory=lambda: collected("LEAST"))
    """By operation: what the sandbox cannot do without."""
    _copy: sqlite3.Connection = field(factory=lambda: sqlite3.connect(":memory:"))

    def __attrs_post_init__(self) -> None:
        talk = self.talk
        talk.promoter("Ann", cust_id="c-ann", promo_code="ANN10")
        talk.promoter("Ben")
        talk.lead("joe", "ann", uid="7")
        talk.sale("order-0", 1000)
        talk.v1("POST", "/payouts/create", promoter_id=1001)
        talk.sale("order-1", 1000)
        for prepare in each("prepare"):
            self.least |= prepare(talk)
        self.database.backup(self._copy)

    @property
    def database(self) -> sqlite3.Connection:
        return self.talk.sandbox.store._opened()

    def as_it_was(self) -> "Busy":
        """Copy the database back, which takes much less time than a new one."""
        self._copy.backup(self.database)  # not `deserialize`: SQLite 3.40 crashes in a kept statement with `json_each`
        return self

    def ids(self) -> list[int]:
        """Return the ids of all records, whatever they are of."""
        store = self.talk.sandbox.store
        tables = [row["name"] for row in store.all("SELECT name FROM sqlite_sequence")]
        return [row["id"] for table in tables for row in store.all(f"SELECT id FROM {table}")]  # noqa: S608
