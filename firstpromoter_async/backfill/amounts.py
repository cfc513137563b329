"""What an amount in a file means: in which unit it is, of which currency, and from where on it is taken for a mistake.

Nothing is guessed: where the currency is not known, major units are not read. This module knows nothing of rows, columns or
requests.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, Literal, TypeAlias

from attrs import field, frozen

from ..errors import InvalidAmount
from ..money import currency_code, decimals_of, largest_believed, minor_units, minor_units_as_given
from .errors import WrongUsage

LargestAmount: TypeAlias = int | str | Decimal | Mapping[str, int | str | Decimal]
"""One limit for all currencies, or one for each that has another than usual."""

HOW_TO_SAY_THE_CURRENCY: Final = (
    "how many decimals an amount has is its currency's to say: --account-currency USD says it for rows that name none,"
    " and --set currency=USD for all rows"
)

_COMMA: Final = re.compile(r"[+-]?\d+,\d{1,2}", re.ASCII)


@frozen(kw_only=True)
class Amounts:
    """How amounts are read."""

    unit: Literal["major", "minor"] | None
    decimal: Literal[".", ","] = "."
    """The decimal sign of major units."""
    account_currency: str | None = None
    """What amounts are in where a row names no currency, if that is known."""
    largest: Mapping[str | None, Decimal] = field(factory=dict[str | None, Decimal], hash=False)
    """Currency to the largest amount that is believed, in `unit`; None is all those that are not named."""

    def read(self, text: str, currency: str | None) -> int:
        """Turn an amount into minor units; raises `InvalidAmount`."""
        known = currency or self.account_currency
        minor = self._minor(text, known)
        most = self._most(known)
        if abs(minor) > most:
            raise InvalidAmount(self._mistaken(text, most, known))
        return minor

    def expect_unit_of(self, currency: str) -> None:
        """Raise `InvalidAmount` for a currency in which no amount can be read."""
        if self.unit == "major":
            decimals_of(currency)

    def _minor(self, text: str, currency: str | None) -> int:
        if self.unit == "minor":
            return minor_units_as_given(text)
        if currency is None:
            raise InvalidAmount(f"there is no currency here, and {HOW_TO_SAY_THE_CURRENCY}")
        return minor_units(_with_point(text, self.decimal), currency)

    def _most(self, currency: str | None) -> int:
        """Say up to how many minor units an amount is believed; where its currency is not known, as if it were dollars."""
        given = self.largest.get(currency, self.largest.get(None))
        if given is None:
            return largest_believed(currency or "USD")
        return int(given.scaleb(decimals_of(currency) if currency and self.unit == "major" else 0))

    def _mistaken(self, text: str, most: int, currency: str | None) -> str:
        limit, unit = f"{most:,}", f"minor units of {currency or 'the currency of the account'}"
        if currency and self.unit == "major":
            limit, unit = f"{Decimal(most).scaleb(-decimals_of(currency)):,}", currency
        way_out = "--largest-amount sets another limit"
        if currency is None:
            way_out = f"--account-currency says which currency that is, and {way_out}"
        return f"{text} is taken for a mistake, being more than {limit} {unit}; if it is none, {way_out}"


def _with_point(amount: str, decimal: str) -> str:
    """Write an amount with a decimal point; what may be a thousands separator is refused, since it may be the other sign."""
    if decimal == ".":
        if _COMMA.fullmatch(amount):
            raise InvalidAmount(
                f"{amount!r} is not an amount: if the comma is the decimal sign of all amounts, say so (--decimal ,)"
            )
        return amount
    if "." in amount or amount.count(",") > 1:
        raise InvalidAmount(f"{amount!r} is not an amount with a decimal comma such as 29,33, and no other sign in it")
    return amount.replace(",", ".")


def amounts_of(unit: Any, *, decimal: Any, account_currency: str | None, largest: LargestAmount | None) -> Amounts:
    """Check how amounts are to be read; raises `WrongUsage`."""
    if unit not in (None, "major", "minor"):
        raise WrongUsage(f"amounts are major or minor, not {unit!r}")
    if decimal not in (".", ","):
        raise WrongUsage(f"the decimal sign is a point or a comma, not {decimal!r}")
    if decimal == "," and unit == "minor":
        raise WrongUsage("minor amounts are whole numbers, so there is no decimal sign in them")
    try:
        code = None if account_currency is None else currency_code(account_currency)
        amounts = Amounts(unit=unit, decimal=decimal, account_currency=code, largest=_limits(unit, largest))
        if code is not None:
            amounts.expect_unit_of(code)
    except InvalidAmount as refused:
        raise WrongUsage(str(refused)) from None
    return amounts


def _limits(unit: Any, largest: LargestAmount | None) -> dict[str | None, Decimal]:
    if largest is None:
        return {}
    if not isinstance(largest, Mapping):
        return {None: _limit(unit, largest)}
    return {currency_code(name): _limit(unit, limit) for name, limit in largest.items()}


def _limit(unit: Any, given: Any) -> Decimal:
    form = r"\d+" if unit == "minor" else r"\d+(\.\d+)?"
    if not re.fullmatch(form, str(given).strip(), re.ASCII) or not (limit := Decimal(str(given).strip())):
        raise WrongUsage(
            f"the largest amount is a positive number in {unit or 'the same'} units, as the amounts are, and not {given!r}"
        )
    return limit
