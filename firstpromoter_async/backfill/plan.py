"""Rows to requests: which column is which parameter, what an amount means, and what cannot be sent.

Pure: nothing is read, kept or sent here, and a row always comes to the same plan. Each plan has the key under which it
has one effect: the `event_id` where there is one, else the person (a person signs up once).
"""

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, Final, Literal, TypeAlias, cast, get_args, get_origin

import attrs
from attrs import field, frozen

from ..errors import InvalidRequest
from ..money import currency_code
from ..wire.encode import parameters, to_sorted_json
from ..wire.request import Request
from .amounts import HOW_TO_SAY_THE_CURRENCY, Amounts, LargestAmount, amounts_of
from .errors import WrongUsage
from .kinds import ARRIVALS, Kind, class_of, kinds_of, names_in, needed_by
from .source import Row
from .uses import CONSENTS, LeftAlone, Names, Uses

_MONEY: Final = frozenset({"amount", "mrr"})
_NOBODY: Final[Mapping[str, str]] = MappingProxyType({})


@frozen(kw_only=True)
class Planned:
    """A row that can be sent."""

    row: Row
    kind: Kind
    key: str
    """Under which, within its kind, this has one effect."""
    request: Request[Any]
    digest: bytes
    """A hash of API, kind and parameters: another one under the same key is a conflict."""
    people: tuple[bytes, ...]
    """Whose row this is: a hash of the `uid`, of the `email`, or of each."""
    sale: str | None = None
    """For a refund: the `event_id` of its sale, if it says it."""


@frozen(kw_only=True)
class Skipped:
    """A row that need not be sent."""

    reason: str
    kind: Kind | None = None
    key: str | None = None
    people: tuple[bytes, ...] = ()


@frozen(kw_only=True)
class Rejected:
    """A row that cannot be sent, or that FirstPromoter refuses; it may be mended and tried again."""

    reason: str
    kind: Kind | None = None
    key: str | None = None
    people: tuple[bytes, ...] = ()


Plan: TypeAlias = Planned | Skipped | Rejected


@frozen(kw_only=True)
class Columns:
    """Which column is which parameter.

        Columns(
            kind="sale",
            amounts="major",
            columns={"event_id": "order_id", "uid": "customer_id", "amount": "amount_usd"},
            constants={"currency": "USD"},
        )

    A column that is named like a parameter is taken without being mentioned; all others are left alone. A row without a
    value in a column does not mention that parameter.
    """

    api: Literal["v1", "v2"] = "v2"
    """Which generation of the API to use. v1 can date events back (`created_at`), v2 cannot."""
    kind: Kind | str | None = None
    """What all rows are, if they are of one kind."""
    kind_column: str | None = None
    """Which column says what a row is; `kind`, if neither is given."""
    amounts: Literal["major", "minor"] | None = None
    """`major`: 29.33 means 29 dollars 33. `minor`: 2933 does. Needed wherever there is an amount, and never guessed."""
    decimal: Literal[".", ","] = "."
    """The decimal sign of `major` amounts. Never guessed: with the comma, `29,33` is 29 dollars 33 and `29.33` is refused."""
    account_currency: str | None = None
    """ISO 4217 code of the account's own currency, in which amounts are where a row names no `currency`. Needed for `major`
    amounts of such rows, since it says how many decimals there are; it is not sent."""
    largest_amount: LargestAmount | None = field(default=None, hash=False)
    """From where on an amount is taken for a mistake, in the unit of the amounts: a number for all currencies, or numbers by
    currency. Without it, more than about a million dollars (1,000,000 USD, 100,000,000 JPY) is rejected."""
    columns: Mapping[str, str] = field(factory=dict[str, str], hash=False)
    """Parameter to column."""
    constants: Mapping[str, str] = field(factory=dict[str, str], hash=False)
    """Parameter to the value that it has in all rows."""
    without: Collection[str] = ()
    """What the rows may go without: `sale_event_id`, for refunds that do not say which sale they take back; `created_at`, for
    dates that v2 does not take. Neither can be mended once it is recorded, so both are asked about."""

    def planner(self, header: Sequence[str] | None) -> "Planner":
        """Check all this against the columns that there are, where they are known; raises `WrongUsage`."""
        return Planner(self, header)


class Planner:
    """Makes plans of rows."""

    def __init__(self, columns: Columns, header: Sequence[str] | None) -> None:
        self._kind = _one_kind(columns)
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
        _check_names(columns, names)
        amounts = amounts_of(
            columns.amounts,
            decimal=columns.decimal,
            account_currency=columns.account_currency,
            largest=columns.largest_amount,
        )
        _check_amounts(columns, classes)
        if header is not None:
            _check_header(columns, classes, header, names)
            _check_currency(columns, classes, header)
        self._api = columns.api
        self._names = names
        self._header = header
        # Where it is known beforehand what all rows have, it is asked once, and else of each row.
        self._asks_rows = header is None or self._kind is None
        self._seen = dict[str, None].fromkeys(header or ())
        self._recipes = {
            kind: _Recipe(columns, kind, request, amounts, names if self._asks_rows else None)
            for kind, request in classes.items()
        }

    @property
    def uses(self) -> Uses:
        """What becomes of the columns that are known by now."""
        return self._names.uses(self._seen)

    @property
    def questions(self) -> Sequence[str]:
        """What has to be said before anything is sent."""
        if self._kind is None or self._header is None:
            return ()
        return self._names.forgotten(self._kind, self._header)

    def new_in(self, rows: Iterable[Row]) -> Sequence[LeftAlone]:
        """Return the columns that these rows are the first to have and that are left alone; a header says them beforehand."""
        if self._header is not None:
            return ()
        new = [name for row in rows for name in row.fields or () if name not in self._seen]
        self._seen |= dict.fromkeys(new)
        return self._names.uses(new).left_alone

    @property
    def may_have_arrivals(self) -> bool:
        """Whether signups or subscribers can be among the rows."""
        return any(kind in self._recipes for kind in ARRIVALS)

    def plan(self, row: Row) -> Plan:
        """Say what is to be done with a row."""
        if row.fields is None:
            return Rejected(reason=row.problem)
        kind = self._kind or self._kind_of(row.fields)
        if isinstance(kind, Rejected):
            return kind
        return self._recipes[kind].plan(row, row.fields)

    def _kind_of(self, fields: Mapping[str, Any]) -> Kind | Rejected:
        told = str(fields.get(self._kind_column, "")).strip().lower()
        for kind in self._recipes:
            if told == kind:
                return kind
        known = ", ".join(self._recipes)
        reason = f"{told!r} is no kind that {self._api} knows: {known}"
        if not told:
            reason = f"the column {self._kind_column!r} is empty here, and should say one of {known}"
        people = next(iter(self._recipes.values())).people_of(fields)
        return Rejected(reason=reason, people=people)


# What is checked before the first row


def _one_kind(columns: Columns) -> Kind | None:
    if columns.kind is not None and columns.kind_column is not None:
        raise WrongUsage("either all rows are of one kind, or a column says the kind of each; both were given")
    if columns.kind is None:
        return None
    known = kinds_of(columns.api)
    if columns.kind not in known:
        raise WrongUsage(f"{columns.kind!r} is no kind that {columns.api} knows: {', '.join(known)}")
    return Kind(columns.kind)


def _check_names(columns: Columns, names: Names) -> None:
    """Refuse parameters that do not exist, and those that are given twice."""
    known = names.known()
    for name in (*columns.columns, *columns.constants):
        if name not in known:
            raise WrongUsage(f"{name!r} is no parameter here{_instead(names, name)}; there are {', '.join(known)}")
    both = columns.columns.keys() & columns.constants.keys()
    if both:
        raise WrongUsage(f"{min(both)!r} is given twice: as a column and as a constant")
    for name in columns.without:
        if name not in CONSENTS:
            raise WrongUsage(
                f"rows go without {name!r} by themselves; to be agreed to are only {' and '.join(CONSENTS)}"
            )


def _instead(names: Names, name: str) -> str:
    instead = names.elsewhere(name) or names.meant_by(name) or ""
    return f" ({instead if ' ' in instead else f'is it {instead}?'})" if instead else ""


def _check_amounts(columns: Columns, classes: Mapping[Kind, Any]) -> None:
    if columns.amounts is None and _have_amounts(classes):
        raise WrongUsage(
            "say what amounts mean: major (29.33 is 29 dollars 33) or minor (2933 is); a guess could be wrong by 100 times"
        )


def _check_currency(columns: Columns, classes: Mapping[Kind, Any], header: Sequence[str]) -> None:
    said = columns.account_currency or "currency" in {*columns.columns, *columns.constants, *header}
    if columns.amounts == "major" and not said and _have_amounts(classes):
        raise WrongUsage(f"no column is the currency, and {HOW_TO_SAY_THE_CURRENCY}")


def _have_amounts(classes: Mapping[Kind, Any]) -> bool:
    return any("amount" in names_in(request) for request in classes.values())


def _check_header(columns: Columns, classes: Mapping[Kind, Any], header: Sequence[str], names: Names) -> None:
    """Refuse columns that are not there, and those that are there twice."""
    kind_column = names.kind_column
    there = ", ".join(name for name in header if name) or "none"
    hint = " (is the delimiter another one?)" if len(header) == 1 and re.search(r"[;\t|]", header[0]) else ""
    if kind_column is not None and columns.kind_column is None and kind_column not in header:
        raise WrongUsage("say what the rows are: either the kind of all of them, or the column that says it of each")
    for wanted in (*columns.columns.values(), *([kind_column] if kind_column else [])):
        if wanted not in header:
            raise WrongUsage(
                f"there is no column {wanted!r}{_alike(wanted, header)}; "
                f"the first line has to name the columns, and names: {there}{hint}"
            )
    given = {*columns.columns, *columns.constants, *header}
    for kind, request in classes.items() if kind_column is None else ():
        for needed in needed_by(request):
            if given.isdisjoint(needed):
                raise WrongUsage(
                    f"a {kind} needs {' or '.join(needed)}, and no column is mapped to it{_perhaps(needed, header, names)}; "
                    f"the first line has to name the columns, and names: {there}{hint}"
                )
    taken = {*columns.columns.values(), kind_column}
    taken |= {name for request in classes.values() for name in names_in(request)} - columns.constants.keys()
    for name in header:
        if name in taken and header.count(name) > 1:
            raise WrongUsage(
                f"there are {header.count(name)} columns {name!r}, and which one counts is not for us to say"
            )


def _perhaps(needed: Sequence[str], header: Sequence[str], names: Names) -> str:
    """Name a column that is likely meant: `(order_id: not used; it resembles event_id: --map event_id=order_id uses it)`."""
    alike = (column for column in names.uses(header).left_alone if names.meant_by(column.column) in needed)
    return next((f" ({column})" for column in alike if column.reason), "")


def _alike(wanted: str, header: Sequence[str]) -> str:
    close = get_close_matches(wanted.casefold(), {name.casefold(): name for name in header}, n=1, cutoff=0.7)
    return next((f" (is it {name!r}?)" for name in header if name.casefold() in close), "")


# What is done with a row

_Reader: TypeAlias = Callable[[Any], Any]


class _Unfit(ValueError):
    """A value does not fit; the text says why."""


class _Recipe:
    """How rows of one kind become requests."""

    def __init__(self, columns: Columns, kind: Kind, request: Any, amounts: Amounts, asks: Names | None) -> None:
        self._api = columns.api
        self._kind = kind
        self._request = request
        self._amounts = amounts
        self._columns = columns.columns
        self._constants = columns.constants
        self._readers = {attribute.name: _reader_of(attribute) for attribute in attrs.fields(request)}
        self._names = dict.fromkeys([*self._readers, "event_id"])
        self._asks = asks

    def plan(self, row: Row, fields: Mapping[str, Any]) -> Plan:
        """Plan one row; its reasons are collected, so that a row needs to be mended only once."""
        given = {name: value for name in self._names if (value := self._value(name, fields)) is not None}
        people = _people(given)
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
        return _people({name: self._value(name, fields) for name in ("uid", "email")})

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
        return self._amounts.read(_text(value), currency) if name in _MONEY else self._readers[name](value)

    def _missing(self, given: Mapping[str, Any]) -> Iterable[str]:
        for names in needed_by(self._request):
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


def _people(given: Mapping[str, Any]) -> tuple[bytes, ...]:
    """Hash whoever the row names, so that rows of the same person are known as such, and no address is kept."""
    return tuple(
        hashlib.sha256(f"{name}:{_normal(name, given[name])}".encode()).digest()[:16]
        for name in ("uid", "email")
        if isinstance(given.get(name), str)
    )


def name_of(given: Mapping[str, Any]) -> str | None:
    """Name a person without writing down an address: by `uid`, else by a hash of the `email`."""
    if isinstance(given.get("uid"), str):
        return f"uid:{given['uid']}"
    if isinstance(given.get("email"), str):
        return "email#" + hashlib.sha256(_normal("email", given["email"]).encode()).hexdigest()[:32]
    return None


def _normal(name: str, value: str) -> str:
    return value.lower() if name == "email" else value


# How values are read


def _reader_of(attribute: "attrs.Attribute[Any]") -> _Reader:
    if attribute.name == "currency":
        return _currency
    kinds = get_args(attribute.type) or (attribute.type,)
    for kind, reader in ((bool, _truth), (int, _whole), (datetime, _moment)):
        if kind in kinds:
            return reader
    return _object if any(get_origin(kind) is not None for kind in kinds) else _text


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise _Unfit(f"text or a number is expected, not a JSON {'list' if isinstance(value, list) else 'object'}")
    return value


def _currency(value: Any) -> str:
    return currency_code(_text(value))


def _whole(value: Any) -> int:
    if not re.fullmatch(r"[+-]?\d{1,18}", _text(value), re.ASCII):
        raise _Unfit(f"{value!r} is no whole number")
    return int(value)


_TRUTH: Final = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def _truth(value: Any) -> bool:
    told = _text(value).lower()
    if told not in _TRUTH:
        raise _Unfit(f"{value!r} is neither true nor false")
    return _TRUTH[told]


def _moment(value: Any) -> str:
    """Check a date or a time, and pass it on as it is written."""
    text = _text(value)
    for read in (datetime.fromisoformat, date.fromisoformat):
        try:
            read(text)
        except ValueError:
            continue
        return text
    raise _Unfit(f"{value!r} is no date as ISO 8601 writes it, such as 2024-12-31 or 2024-12-31T23:59:59Z")


def _object(value: Any) -> Mapping[str, str]:
    """Read an object of texts: JSON's own, or JSON in a CSV column."""
    if isinstance(value, str):
        try:
            value = json.loads(value, parse_float=str, parse_int=str)
        except ValueError:
            value = None
    if not isinstance(value, Mapping):
        raise _Unfit('a JSON object is expected, such as {"plan": "gold"}')
    members = cast("Mapping[str, Any]", value)
    return {name: _text(inner) for name, inner in members.items()}
