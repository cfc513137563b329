"""What `claims` needs of a database: transactions, and a lock by name. Small, so that others can be written."""

from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeAlias

Row: TypeAlias = dict[str, Any]


class Transaction(Protocol):
    """A transaction under way; statements name their values `:name`."""

    @property
    def connection(self) -> Any:
        """The driver's own connection, for what somebody wants to write in the same transaction."""
        ...

    def lock(self, name: str) -> None:
        """Wait until no other transaction has the lock of this name; it is given back at the end."""
        ...

    def all(self, sql: str, /, **values: Any) -> list[Row]:
        """Return the rows of a query."""
        ...

    def run(self, sql: str, /, **values: Any) -> int:
        """Change rows; returns how many."""
        ...


class Database(Protocol):
    """Somewhere to keep things, shared by processes."""

    @property
    def failure(self) -> type[Exception]:
        """What the driver raises when something is wrong with the database."""
        ...

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Begin a transaction; it is committed at the end of the block, and rolled back by an exception."""
        ...

    def close(self) -> None:
        """Close every connection."""
        ...
