"""Which rows a listing shows, and in which order: filters turned into SQL, with every value bound."""

from datetime import date, datetime, timedelta
from typing import Any, Final, Self

from ..parameters import Parameters, iso
from ..store import Row, Store

_DIRECTIONS: Final = {"asc": "ASC", "desc": "DESC"}


class Conditions:
    """A query that grows condition by condition. Names of tables and columns are ours, values are bound."""

    def __init__(self, table: str, columns: str | None = None, source: str | None = None) -> None:
        self._table = table
        self._columns = columns or f"{table}.*"
        self._source = source or table
        self._where: list[str] = []
        self._values: list[Any] = []
        self._order: list[str] = []

    def where(self, sql: str, *values: Any) -> Self:
        """Add a condition."""
        self._where.append(sql)
        self._values.extend(values)
        return self

    def equal(self, column: str, value: Any) -> Self:
        """Demand a value, unless it is None."""
        return self if value is None else self.where(f"{column} = ?", value)

    def any_of(self, column: str, values: list[Any]) -> Self:
        """Demand one of these values, unless there are none."""
        return self.where(f"{column} IN ({', '.join('?' * len(values))})", *values) if values else self

    def between(self, column: str, group: Parameters) -> Self:
        """Demand a number from `from` to `to`, both included, where they are given."""
        lowest, highest = group.integer("from"), group.integer("to")
        if lowest is not None:
            self.where(f"{column} >= ?", lowest)
        return self if highest is None else self.where(f"{column} <= ?", highest)

    def in_days(self, column: str, group: Parameters) -> Self:
        """Demand a moment from the day `from` to the end of the day `to`; dates that cannot be read do not count."""
        first, last = _moment(group.text("from"), 0), _moment(group.text("to"), 1)
        if first is not None:
            self.where(f"{column} >= ?", first)
        return self if last is None else self.where(f"{column} < ?", last)

    def like(self, text: str | None, *columns: str) -> Self:
        """Demand that one of the columns has this text in it."""
        if text is None:
            return self
        pattern = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        found = " OR ".join(f"{column} LIKE ? ESCAPE '\\'" for column in columns)
        return self.where(f"({found})", *[pattern] * len(columns))

    def sort(self, group: Parameters, columns: dict[str, str]) -> Self:
        """Sort by the columns that are asked for, with `asc` or `desc`."""
        for name in group.values:
            direction = _DIRECTIONS.get((group.text(name) or "").lower())
            if name in columns and direction:
                self._order.append(f"{columns[name]} {direction}")
        return self

    def count(self, store: Store) -> int:
        """Count the rows of all pages."""
        return int(store.value(f"SELECT count(*) FROM {self._source}{self._filter()}", *self._values))

    def rows(self, store: Store, *, limit: int, offset: int) -> list[Row]:
        """Return the rows of one page; those that sort alike, and all without a sorting, the newest first."""
        order = ", ".join([*self._order, f"{self._table}.id DESC"])
        sql = f"SELECT {self._columns} FROM {self._source}{self._filter()} ORDER BY {order} LIMIT ? OFFSET ?"
        return store.all(sql, *self._values, limit, min(offset, 2**62))

    def _filter(self) -> str:
        return f" WHERE {' AND '.join(self._where)}" if self._where else ""


def _moment(text: str | None, days_later: int) -> str | None:
    """Return the moment that a day begins at, or ends at; a full moment stands for itself."""
    try:
        if text is None:
            return None
        if len(text) == len("2026-01-31"):
            day = date.fromisoformat(text) + timedelta(days=days_later)
            return iso(datetime(day.year, day.month, day.day))
        return iso(datetime.fromisoformat(text) + timedelta(milliseconds=days_later))
    except (ValueError, OverflowError):
        return None
