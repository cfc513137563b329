"""Which rows a listing shows, and in which order: conditions as SQL, with every value bound."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Self

from ..parameters import iso
from ..store import Row, Store


class Conditions:
    """A query that grows condition by condition. Names of tables and columns are ours, values are bound."""

    def __init__(self, table: str, columns: str | None = None, source: str | None = None) -> None:
        self._table = table
        self._columns = columns or f"{table}.*"
        self._source = source or table
        self._where: list[str] = []
        self._values: list[Any] = []
        self._order: list[str] = []

    def select(self, columns: str) -> Self:
        """Return these columns, instead of those of the table."""
        self._columns = columns
        return self

    def where(self, sql: str, *values: Any) -> Self:
        """Add a condition."""
        self._where.append(sql)
        self._values.extend(values)
        return self

    def equal(self, column: str, value: Any) -> Self:
        """Demand a value, unless it is None."""
        return self if value is None else self.where(f"{column} = ?", value)

    def any_of(self, column: str, values: Sequence[Any]) -> Self:
        """Demand one of these values, unless there are none."""
        return self.where(f"{column} IN ({marks(values)})", *values) if values else self

    def between(self, column: str, lowest: Any, highest: Any) -> Self:
        """Demand a value from one to another, both included, where they are not None."""
        if lowest is not None:
            self.where(f"{column} >= ?", lowest)
        return self if highest is None else self.where(f"{column} <= ?", highest)

    def like(self, text: str | None, *columns: str) -> Self:
        """Demand that one of the columns has this text in it."""
        if text is None:
            return self
        found = " OR ".join(f"{column} LIKE ? ESCAPE '\\'" for column in columns)
        return self.where(f"({found})", *[containing(text)] * len(columns))

    def sort(self, column: str, direction: str) -> Self:
        """Sort by a column, `ASC` or `DESC`, where the columns before it are alike."""
        self._order.append(f"{column} {direction}")
        return self

    def count(self, store: Store) -> int:
        """Count the rows of all pages."""
        return int(store.value(f"SELECT count(*) FROM {self._source}{self._filter()}", *self._values))

    def rows(self, store: Store, *, limit: int = -1, offset: int = 0) -> list[Row]:
        """Return all rows, or one page: the newest first without a sorting, and what sorts alike in the same direction by id."""
        ties = self._order[0].rpartition(" ")[2] if self._order else "DESC"
        order = ", ".join([*self._order, f"{self._table}.id {ties}"])
        sql = f"SELECT {self._columns} FROM {self._source}{self._filter()} ORDER BY {order} LIMIT ? OFFSET ?"
        return store.all(sql, *self._values, limit, min(offset, 2**62))

    def _filter(self) -> str:
        return f" WHERE {' AND '.join(self._where)}" if self._where else ""


def marks(values: Sequence[Any]) -> str:
    """Return a place for each value."""
    return ", ".join("?" * len(values))


def containing(text: str) -> str:
    """Return the pattern of texts that have this one in them, for `LIKE ? ESCAPE '\\'`."""
    return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"


def first_moment(value: object) -> str | None:
    """Return the moment that a day begins at; a full moment stands for itself, and what is neither is None."""
    return _moment(value, timedelta())


def last_moment(value: object) -> str | None:
    """Return the last moment of a day; a full moment stands for itself, and what is neither is None."""
    return _moment(value, timedelta(days=1, milliseconds=-1))


def _moment(value: object, later: timedelta) -> str | None:
    text = value.strip() if isinstance(value, str) else ""
    try:
        if len(text) == len("2026-01-31"):
            day = date.fromisoformat(text)
            return iso(datetime(day.year, day.month, day.day) + later)
        return iso(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return None
