"""How rows of one kind become requests; the key under which each has one effect is its `event_id`, or else the person.

Pure: nothing is read, kept or sent here, and a row always comes to the same plan.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs

from ..errors import InvalidRequest
from ..wire.encode import parameters, to_sorted_json
from ..wire.request import Request
from .amounts import Amounts
from .columns import Columns
from .errors import WrongUsage
from .kinds import ARRIVALS, Kind, needed_by
from .people import name_of, people_of
from .plan import Plan, Planned, Rejected, Skipped
from .source import Row
from .uses import Names
from .values import reader_of, text_of

_MONEY: Final = frozenset({"amount", "mrr"})


class RequestBuilder:
    """How rows of one kind become requests."""

    def __init__(self, columns: Columns, kind: Kind, request: Any, amounts: Amounts, asks: Names | None) -> None:
        self._api = columns.api
        self._kind = kind
        self._request = request
        self._amounts = amounts
        self._columns = columns.columns
        self._constants = columns.constants
        self._readers = {attribute.name: reader_of(attribute) for attribute in attrs.fields(request)}
        self._names = dict.fromkeys([*self._readers, "event_id"])
        self._needed = tuple(needed_by(request))
        self._asks = asks

    def check_constants(self) -> None:
        """Refuse what would be refused in every row. Raises `WrongUsage`."""
        given = {name: self._value(name, {}) for name in self._readers if name in self._constants}
        for name, value in given.items():
            if value is None:
                raise WrongUsage(f"--set {name}= gives it no value; leave it out, or say one")
            if name in _MONEY and "currency" not in given:
                continue  # each row may have a currency of its own
            try:
                self._read_one(name, value, given.get("currency"))
                if name == "currency" and not _MONEY.isdisjoint(self._readers):
                    self._amounts.expect_unit_of(value)
            except ValueError as problem:
                raise WrongUsage(f"--set {name}={value}: {problem}") from None

    def plan(self, row: Row, fields: Mapping[str, Any]) -> Plan:
        """Plan one row; its reasons are collected, so that a row needs to be mended only once."""
        given = {name: value for name in self._names if (value := self._value(name, fields)) is not None}
        people = people_of(given)
        key = self._key(given)
        problems: list[str] = []
        values = self._read(given, problems)
        problems += self._missing(given)
        problems += self._asks.forgotten(self._kind, fields.keys(), fields) if self._asks else ()
        if not problems:
            amount = values.get("amount")
            if amount == 0:
                return Skipped(
                    reason="the amount is zero, and FirstPromoter takes none such",
                    kind=self._kind,
                    key=key,
                    people=people,
                )
            if isinstance(amount, int) and amount < 0:
                problems.append(self._negative(given["amount"]))
        if not problems:
            try:
                return self._planned(row, values, key, people)
            except InvalidRequest as refused:
                problems.append(str(refused))
        return Rejected(reason="; ".join(problems), kind=self._kind, key=key, people=people)

    def people_of(self, fields: Mapping[str, Any]) -> tuple[bytes, ...]:
        """Say whose row it is, of whatever kind."""
        return people_of({name: self._value(name, fields) for name in ("uid", "email")})

    def _planned(self, row: Row, values: dict[str, Any], key: str | None, people: tuple[bytes, ...]) -> Planned:
        request: Request[Any] = self._request(**values)
        if key is None:
            raise InvalidRequest("there is neither an email nor a uid")
        sent = [self._api, self._kind, parameters(request)]
        digest = hashlib.sha256(to_sorted_json(sent)).digest()
        return Planned(
            row=row,
            kind=self._kind,
            key=key,
            request=request,
            digest=digest,
            people=people,
            sale=values.get("sale_event_id"),
        )

    def _value(self, name: str, fields: Mapping[str, Any]) -> Any:
        """Return a parameter's value in this row, trimmed, or None."""
        if name in self._constants:
            value: Any = self._constants[name]
        else:
            value = fields.get(self._columns.get(name, name))
        return (value.strip() or None) if isinstance(value, str) else value

    def _read(self, given: Mapping[str, Any], problems: list[str]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name in sorted(filter(given.__contains__, self._readers), key=_MONEY.__contains__):
            if name in _MONEY and "currency" in given.keys() - values.keys():
                continue  # the currency is no such thing, which has been said
            try:
                values[name] = self._read_one(name, given[name], values.get("currency"))
            except ValueError as problem:
                problems.append(f"{self._told(name)}: {problem}")
        return values

    def _read_one(self, name: str, value: Any, currency: str | None) -> Any:
        return self._amounts.read(text_of(value), currency) if name in _MONEY else self._readers[name](value)

    def _missing(self, given: Mapping[str, Any]) -> Iterable[str]:
        for names in self._needed:
            if given.keys().isdisjoint(names):
                yield f"there is no {' and no '.join(map(self._told, names))}"

    def _told(self, name: str) -> str:
        """Name a parameter, and the column that it comes from if that has another name."""
        column = self._columns.get(name, name)
        return name if column == name else f"{name} (column {column!r})"

    def _negative(self, amount: str) -> str:
        if self._kind is Kind.REFUND:
            return f"{self._told('amount')}: a refund's amount is given as a positive number, not {amount}"
        return (
            f"{self._told('amount')}: {amount} is negative; money that was given back is a refund, a row of that kind"
            " with an event_id of its own"
        )

    def _key(self, given: Mapping[str, Any]) -> str | None:
        """Say under which key this row has one effect."""
        if self._kind not in ARRIVALS and isinstance(given.get("event_id"), str):
            return str(given["event_id"])
        if self._kind in (Kind.SALE, Kind.REFUND):
            return None
        return name_of(given)
