"""Documents: records that are only kept, each a JSON object of one noun, all nouns in one table.

This module knows neither what a noun's fields mean nor which of them there have to be.
"""

import json
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from ..store import Row, Store


def kept(name: str) -> str:
    """Return a field of a document, as SQL."""
    return f"json_extract(documents.fields, '$.{name}')"


def opened(row: Row) -> dict[str, Any]:
    """Return a row as one flat object: its fields, its id, and when it was created, changed and archived."""
    return {**json.loads(row["fields"]), **{name: value for name, value in row.items() if name != "fields"}}


def is_table(store: Store, kind: str) -> bool:
    """Tell whether records of a kind have a table, and are not documents of a noun."""
    return store.one("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", kind) is not None


def record(store: Store, kind: str, number: int | None) -> Row | None:
    """Return the record with this id: from a table, or else the document of a noun."""
    return store.find(kind, number) if is_table(store, kind) else Documents(store, kind).find(number)


@frozen
class Documents:
    """The documents of one noun."""

    store: Store
    noun: str

    def find(self, number: int | None) -> dict[str, Any] | None:
        """Return the document with this id."""
        row = self.store.one("SELECT * FROM documents WHERE noun = ? AND id = ?", self.noun, number)
        return None if row is None else opened(row)

    def latest(self) -> dict[str, Any] | None:
        """Return the newest document."""
        row = self.store.one("SELECT * FROM documents WHERE noun = ? ORDER BY id DESC", self.noun)
        return None if row is None else opened(row)

    def having(self, name: str, value: Any) -> list[dict[str, Any]]:
        """Return the documents that have this value in a field, the oldest first."""
        sql = f"SELECT * FROM documents WHERE noun = ? AND {kept(name)} = ? ORDER BY id"
        return [opened(row) for row in self.store.all(sql, self.noun, value)]

    def keep(self, moment: str, name: str, value: Any, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Set fields of the one document that has this value in a field, or add it."""
        known = self.having(name, value)
        return self.change(known[0]["id"], moment, fields) if known else self.add(moment, {name: value, **fields})

    def has(self, name: str, value: Any, *, beside: int | None) -> bool:
        """Tell whether a document that is not archived has this value in a field, beside the one with this id."""
        sql = f"SELECT 1 FROM documents WHERE noun = ? AND archived_at IS NULL AND {kept(name)} = ? AND id IS NOT ?"
        return self.store.one(sql, self.noun, value, beside) is not None

    def add(self, moment: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Keep a new document."""
        written = json.dumps(dict(fields))
        return opened(
            self.store.added("documents", noun=self.noun, fields=written, created_at=moment, updated_at=moment)
        )

    def change(self, number: int, moment: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Set some fields of a document."""
        known = json.loads(self.store.get("documents", number)["fields"])
        written = json.dumps(known | dict(fields))
        return opened(self.store.changed("documents", number, fields=written, updated_at=moment))

    def archive(self, number: int, moment: str) -> None:
        """Put a document away, where it can still be seen; when it was first put away is kept."""
        self.store.run("UPDATE documents SET archived_at = coalesce(archived_at, ?) WHERE id = ?", moment, number)

    def remove(self, number: int) -> None:
        """Delete a document."""
        self.store.remove("documents", number)
