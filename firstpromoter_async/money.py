"""Decimal text to integer minor units, and no guessing on the way.

FirstPromoter counts money in the smallest unit of its currency: cents, or whole units where a currency has none (JPY).
A factor of 100 is the worst mistake one can make here, so everything ambiguous is refused. This module knows nothing of
requests, rows or files.
"""

import re
from decimal import Decimal
from typing import Any, Final, TypeAlias

from attrs import field, frozen

from .errors import InvalidAmount

MinorUnits: TypeAlias = int
"""Money as FirstPromoter counts it: cents, or whole units of a currency that has none (4900 is 49.00 USD, or 4900 JPY)."""

MinorUnitsOrCount: TypeAlias = int
"""Minor units (cents) where the unit or metric beside it is money, else a count: points, months, customers."""

MajorUnits: TypeAlias = Decimal
"""Money as people write it, in whole units of the currency: `Decimal("49.00")`."""

# ISO 4217 currencies without a minor unit, as payment providers charge them.
ZERO_DECIMAL: Final = frozenset("BIF CLP DJF GNF JPY KMF KRW PYG RWF VND VUV XAF XOF XPF".split())

_THREE_DECIMALS: Final = "it has three decimals or more, and whether FirstPromoter counts thousandths is not confirmed"
_TWO_WAYS: Final = (
    "payment providers count it in two ways, 100 times apart, and which one FirstPromoter follows is not confirmed"
)
UNCONFIRMED: Final = dict.fromkeys("BHD CLF IQD JOD KWD LYD OMR TND UYW".split(), _THREE_DECIMALS) | dict.fromkeys(
    "ISK MGA MRU UGX UYI".split(), _TWO_WAYS
)
"""Currencies that are refused, each with its reason."""

_MOST_DIGITS: Final = 15

_AMOUNT: Final = re.compile(r"[+-]?(\d+(\.\d+)?|\.\d+)", re.ASCII)
_CURRENCY: Final = re.compile(r"[A-Z]{3}", re.ASCII)


def _as_currency(code: str) -> str:
    if not isinstance(code, str) or not _CURRENCY.fullmatch(code.strip().upper()):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidAmount(f"a currency is three letters such as USD, not {code!r}")
    return code.strip().upper()


def minor_units(amount: str | int | Decimal, currency: str = "USD") -> MinorUnits:
    """Turn an amount in major units into the integer that FirstPromoter expects.

    `minor_units("29.33")` is 2933 (cents); `minor_units("500", "JPY")` is 500, since the yen has no smaller unit. Text is
    plain decimal notation with a point; no thousands separators, currency signs or exponents. Raises `InvalidAmount`
    for floats (29.33 is not 29.33 in binary), for more decimals than the currency has, and for the currencies whose
    unit at FirstPromoter is not confirmed (`UNCONFIRMED`: those with three decimals, and a few that are counted in two ways).
    """
    code = _as_currency(currency)
    if code in UNCONFIRMED:
        raise InvalidAmount(
            f"{code} is refused: {UNCONFIRMED[code]}. Ask FirstPromoter's support, then pass the minor units yourself"
        )
    value = _as_decimal(amount)
    decimals = 0 if code in ZERO_DECIMAL else 2
    if value != round(value, decimals):
        places = "two decimals" if decimals else "no decimals"
        raise InvalidAmount(f"{code} has {places}, and {amount!s} has more: nothing is rounded")
    return int(value.scaleb(decimals))


def _as_decimal(amount: str | int | Decimal) -> Decimal:
    if isinstance(amount, bool) or not isinstance(amount, str | int | Decimal):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidAmount(
            f"an amount is text or Decimal, not {type(amount).__name__}: binary floats cannot hold most cents exactly"
        )
    if isinstance(amount, str):
        if not _AMOUNT.fullmatch(amount.strip()):
            raise InvalidAmount(f"{amount!r} is not an amount: plain decimal notation such as 29.33 is expected")
        amount = Decimal(amount.strip())
    value = Decimal(amount)
    if not value.is_finite():
        raise InvalidAmount(f"{value} is not an amount")
    # Decimal arithmetic rounds at 28 digits; far below that an amount is a mistake anyway.
    if len(value.as_tuple().digits) > _MOST_DIGITS or value.adjusted() >= _MOST_DIGITS:
        raise InvalidAmount(f"an amount of more than {_MOST_DIGITS} digits is not a sale")
    return value


def minor_units_as_given(amount: str | int) -> MinorUnits:
    """Read an amount that already is in minor units: whole digits and nothing else, so "29.33" is refused."""
    if isinstance(amount, bool) or not isinstance(amount, str | int):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidAmount(f"minor units are whole numbers, not {type(amount).__name__}")
    if isinstance(amount, str) and not re.fullmatch(r"[+-]?\d+", amount.strip(), re.ASCII):
        raise InvalidAmount(f"{amount!r} is not a whole number of minor units (cents)")
    return int(amount)


def _whole(_: Any, __: Any, value: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidAmount(f"minor units are an integer, not {type(value).__name__}; `Money.of` reads major units")


@frozen
class Money:
    """An amount in minor units, and its currency: `Money.of("29.33", "USD").minor == 2933`."""

    minor: MinorUnits = field(validator=_whole)
    """Minor units: cents, or whole units of a currency without any."""
    currency: str = field(default="USD", converter=_as_currency)
    """ISO 4217 code."""

    @classmethod
    def of(cls, amount: str | int | Decimal, currency: str = "USD") -> "Money":
        """Read an amount in major units; raises `InvalidAmount` as `minor_units` does."""
        return cls(minor_units(amount, currency), currency)

    @property
    def major(self) -> MajorUnits:
        """The amount in major units, exactly."""
        return Decimal(self.minor).scaleb(0 if self.currency in ZERO_DECIMAL else -2)

    def __str__(self) -> str:
        return f"{self.major} {self.currency}"


cents = minor_units
"""The usual name for `minor_units`: `cents("29.33") == 2933`."""
