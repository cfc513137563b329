"""Rows to plans: each row by the request builder of its kind, once what was said about the columns is found to be possible.

Pure: nothing is read, kept or sent here, and a row always comes to the same plan.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .amounts import amounts_of
from .checks import check_amounts, check_currency, check_header, check_names, one_kind
from .columns import Columns
from .kinds import ARRIVALS, Kind, class_of, kinds_of
from .plan import Plan, Rejected
from .request_builder import RequestBuilder
from .source import Row
from .uses import ColumnUses, Names, UnusedColumn


class Planner:
    """Makes plans of rows."""

    def __init__(self, columns: Columns, header: Sequence[str] | None) -> None:
        """Check what was said against the columns that there are, where they are known; raises `WrongUsage`."""
        self._kind = one_kind(columns)
        self._kind_column = columns.kind_column or "kind"
        kinds = kinds_of(columns.api) if self._kind is None else [self._kind]
        classes = {kind: class_of(columns.api, kind) for kind in kinds}
        names = Names(
            api=columns.api,
            kinds=kinds,
            kind_column=None if self._kind else self._kind_column,
            columns=columns.columns,
            constants=columns.constants,
            without=columns.without,
        )
        check_names(columns, names)
        amounts = amounts_of(
            columns.amounts,
            decimal=columns.decimal,
            account_currency=columns.account_currency,
            largest=columns.largest_amount,
        )
        check_amounts(columns, classes)
        if header is not None:
            check_header(columns, classes, header, names)
            check_currency(columns, classes, header)
        self._api = columns.api
        self._names = names
        self._header = header
        # Where it is known beforehand what all rows have, it is asked once, and else of each row.
        self._asks_rows = header is None or self._kind is None
        self._seen = dict[str, None].fromkeys(header or ())
        self._builders = {
            kind: RequestBuilder(columns, kind, request, amounts, names if self._asks_rows else None)
            for kind, request in classes.items()
        }
        for builder in self._builders.values():
            builder.check_constants()

    @property
    def uses(self) -> ColumnUses:
        """What becomes of the columns that are known by now."""
        return self._names.uses(self._seen)

    @property
    def questions(self) -> Sequence[str]:
        """What has to be said before anything is sent."""
        if self._kind is None or self._header is None:
            return ()
        return self._names.forgotten(self._kind, self._header)

    def new_in(self, rows: Iterable[Row]) -> Sequence[UnusedColumn]:
        """Return the columns that these rows are the first to have and that are left alone; a header says them beforehand."""
        if self._header is not None:
            return ()
        new = [name for row in rows for name in row.fields or () if name not in self._seen]
        self._seen |= dict.fromkeys(new)
        return self._names.uses(new).unused

    @property
    def may_have_arrivals(self) -> bool:
        """Whether signups or subscribers can be among the rows."""
        return any(kind in self._builders for kind in ARRIVALS)

    def plan(self, row: Row) -> Plan:
        """Say what is to be done with a row."""
        if row.fields is None:
            return Rejected(reason=row.problem)
        kind = self._kind or self._kind_of(row.fields)
        if isinstance(kind, Rejected):
            return kind
        return self._builders[kind].plan(row, row.fields)

    def _kind_of(self, fields: Mapping[str, Any]) -> Kind | Rejected:
        told = str(fields.get(self._kind_column, "")).strip().lower()
        for kind in self._builders:
            if told == kind:
                return kind
        known = ", ".join(self._builders)
        reason = f"{told!r} is no kind that {self._api} knows: {known}"
        if not told:
            reason = f"the column {self._kind_column!r} is empty here, and should say one of {known}"
        people = next(iter(self._builders.values())).people_of(fields)
        return Rejected(reason=reason, people=people)
