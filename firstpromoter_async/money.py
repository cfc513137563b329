"""Decimal text to integer minor units, and no guessing on the way.

FirstPromoter counts money in the smallest unit of its currency: cents, or whole units where a currency has none (JPY).
A factor of 100 is the worst mistake one can make here, so everything ambiguous is refused, and so is what nobody sells for.
This module knows nothing of requests, rows or files.
"""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, TypeAlias

from attrs import field, frozen

from .currencies import LARGEST, REPLACED, UNCONFIRMED, ZERO_DECIMAL
from .errors import InvalidAmount

MinorUnits: TypeAlias = int
"""Money as FirstPromoter counts it: cents, or whole units of a currency that has none (4900 is 49.00 USD, or 4900 JPY)."""

MinorUnitsOrCount: TypeAlias = int
"""Minor units (cents) where the unit or metric beside it is money, else a count: points, months, customers."""

MinorUnitsOrPercent: TypeAlias = int | float
"""Minor units (cents) or a plain count where the amount is flat, else percent: 20 is a fifth, and so is not 0.2."""

UnconfirmedMinorUnits: TypeAlias = Decimal
"""Minor units (cents) by all that clients of FirstPromoter say; the documents name no unit, and allow for decimals."""

MajorUnits: TypeAlias = Decimal
"""Money as people write it, in whole units of the currency: `Decimal("49.00")`."""

LARGEST_MINOR_UNITS: Final = 10**13
"""No amount is larger, whatever its currency: a hundred billion dollars in cents. What is larger is a mistake."""

_AMOUNT: Final = re.compile(r"[+-]?(\d+(\.\d+)?|\.\d+)", re.ASCII)
_WHOLE: Final = re.compile(r"[+-]?\d+", re.ASCII)
_MOST_DIGITS: Final = len(str(LARGEST_MINOR_UNITS))
_MOST_TEXT: Final = 100

# A binary float of 15 to 17 digits that was meant to be a decimal of a few: 22.200000000000003, 19.989999999999998.
_DIGITS_OF_A_FLOAT: Final = 14
_NEAR: Final = Decimal("1e-6")


def currency_code(code: str) -> str:
    """Write an ISO 4217 code in capitals: `usd` is `USD`. Raises `InvalidAmount` for what is no money in use (BTC, XAU, DEM)."""
    if not isinstance(code, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise _no_code(code)
    return _looked_up(code)


@lru_cache(maxsize=1024)
def _looked_up(code: str) -> str:
    """Look a code up once, however many amounts are in it: a refusal is not remembered."""
    if not re.fullmatch(r"[A-Za-z]{3}", code.strip()):
        raise _no_code(code)
    known = code.strip().upper()
    if known in REPLACED:
        raise InvalidAmount(f"{known} is no currency in use any more: {REPLACED[known]} came in its place")
    if known not in LARGEST:
        raise InvalidAmount(f"{known} is no currency in use (ISO 4217), such as USD, EUR or JPY")
    return known


def _no_code(given: object) -> InvalidAmount:
    return InvalidAmount(f"a currency is three letters such as USD, not {given!r}")


def decimals_of(currency: str) -> int:
    """Say how many decimals the major units of a currency have: 2, or 0 for the yen.

    Raises `InvalidAmount` for the currencies whose unit at FirstPromoter is not confirmed (`currencies.UNCONFIRMED`: those
    with three decimals, and a few that are counted in two ways).
    """
    code = currency_code(currency)
    if code in UNCONFIRMED:
        raise InvalidAmount(
            f"{code} is refused: {UNCONFIRMED[code]}. Ask FirstPromoter's support, then pass the minor units yourself"
        )
    return 0 if code in ZERO_DECIMAL else 2


def minor_units(amount: str | int | Decimal, currency: str) -> MinorUnits:
    """Turn an amount in major units into the integer that FirstPromoter expects.

    `minor_units("29.33", "USD")` is 2933 (cents); `minor_units("500", "JPY")` is 500, since the yen has no smaller unit. Text is
    plain decimal notation with a point; no thousands separators, currency signs or exponents. Raises `InvalidAmount`
    for floats (29.33 is not 29.33 in binary), for more decimals than the currency has, for codes that are no currency in use,
    for the currencies whose unit at FirstPromoter is not confirmed (`decimals_of`), and for more than `LARGEST_MINOR_UNITS`.
    """
    decimals = decimals_of(currency)
    return _shifted(amount, decimals, "cents" if decimals else f"units of {currency_code(currency)}")


def cents(amount: str | int | Decimal) -> MinorUnits:
    """Turn an amount of a currency with two decimals, such as dollars or euros, into cents: `cents("29.33")` is 2933.

    Not for the yen and others without cents: `minor_units("500", "JPY")` is for those. Raises `InvalidAmount` as that does.
    """
    return _shifted(amount, 2, "cents")


def _shifted(amount: str | int | Decimal, decimals: int, unit: str) -> int:
    value = _as_decimal(amount)
    whole = round(value, decimals)
    if value != whole:
        raise InvalidAmount(f"{amount!s} is not whole {unit}; {_advice(value, whole, decimals)}")
    return _believed(int(whole.scaleb(decimals)), amount)


def _advice(value: Decimal, whole: Decimal, decimals: int) -> str:
    if len(value.as_tuple().digits) > _DIGITS_OF_A_FLOAT and abs(value - whole) < _NEAR:
        return f"round to {decimals} decimals where the amount is made: it looks like the rest of a binary float"
    return "nothing is rounded"


def _as_decimal(amount: str | int | Decimal) -> Decimal:
    if isinstance(amount, bool) or not isinstance(amount, str | int | Decimal):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidAmount(
            f"an amount is text or Decimal, not {type(amount).__name__}: binary floats cannot hold most cents exactly"
        )
    if isinstance(amount, str):
        if len(amount) > _MOST_TEXT or not _AMOUNT.fullmatch(amount.strip()):
            raise InvalidAmount(f"{shown(amount)} is not an amount: plain decimal notation such as 29.33 is expected")
        amount = amount.strip()
    value = Decimal(amount)
    if not value.is_finite():
        raise InvalidAmount(f"{value} is not an amount")
    # Before any arithmetic, which rounds at 28 digits, and takes long with an exponent of a million.
    if value.adjusted() > _MOST_DIGITS or len(value.as_tuple().digits) > _MOST_TEXT:
        raise _beyond_belief(amount)
    return value


def minor_units_as_given(amount: str | int) -> MinorUnits:
    """Read an amount that already is in minor units: whole digits and nothing else, so "29.33" is refused."""
    if isinstance(amount, bool) or not isinstance(amount, str | int):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidAmount(f"minor units are whole numbers, not {type(amount).__name__}")
    if isinstance(amount, str) and not _WHOLE.fullmatch(amount.strip()):
        raise InvalidAmount(f"{shown(amount)} is not a whole number of minor units (cents)")
    if isinstance(amount, str) and len(amount) > _MOST_TEXT:
        raise _beyond_belief(amount)
    return _believed(int(amount), amount)


def _believed(minor: int, amount: str | int | Decimal) -> int:
    if abs(minor) > LARGEST_MINOR_UNITS:
        raise _beyond_belief(amount)
    return minor


def _beyond_belief(amount: str | int | Decimal) -> InvalidAmount:
    return InvalidAmount(
        f"{shown(amount)} is not an amount of a sale: more than {LARGEST_MINOR_UNITS:,} minor units (cents)"
    )


def shown(amount: str | int | Decimal) -> str:
    """Write what somebody gave for an amount, however long it is: Python refuses to write numbers of thousands of digits."""
    if isinstance(amount, int) and abs(amount) >= 10**_MOST_TEXT:
        return f"a number of more than {_MOST_TEXT} digits"
    text = repr(amount) if isinstance(amount, str) else str(amount)
    return text if len(text) <= _MOST_TEXT else f"{text[:_MOST_TEXT]}..."


def _whole(_: Any, __: Any, value: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidAmount(f"minor units are an integer, not {type(value).__name__}; `Money.of` reads major units")


@frozen
class Money:
    """An amount in minor units, and its currency: `Money.of("29.33", "USD").minor == 2933`."""

    minor: MinorUnits = field(validator=_whole)
    """Minor units: cents, or whole units of a currency without any."""
    currency: str = field(converter=currency_code)
    """ISO 4217 code."""

    @classmethod
    def of(cls, amount: str | int | Decimal, currency: str) -> "Money":
        """Read an amount in major units; raises `InvalidAmount` as `minor_units` does."""
        return cls(minor_units(amount, currency), currency)

    @property
    def major(self) -> MajorUnits:
        """The amount in major units, exactly; raises `InvalidAmount` for currencies whose unit is not confirmed."""
        return Decimal(f"{self.minor}e-{decimals_of(self.currency)}")

    def __str__(self) -> str:
        if self.currency in UNCONFIRMED:
            return f"{self.minor} minor units of {self.currency}"
        return f"{self.major} {self.currency}"


def largest_believed(currency: str) -> int:
    """Say up to how many minor units an amount of this currency is believed where nobody says otherwise.

    It is about a million dollars: 1,000,000.00 USD, 100,000,000 JPY. Where the unit is not confirmed, it is the larger of the
    two readings.
    """
    code = currency_code(currency)
    decimals = 3 if code in UNCONFIRMED else decimals_of(code)
    return LARGEST[code] * int(10**decimals)
