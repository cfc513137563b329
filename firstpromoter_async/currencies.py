"""Which codes are money, how large an amount of each is still believed, and which of them count no hundredths.

Money is what ISO 4217 lists as in use on 2026-01-01 (list one), without funds, metals, units of account and codes for tests.
This module knows nothing of amounts as text, of requests or of files.
"""

from collections.abc import Mapping
from typing import Final

# How many units make about one US dollar, as a power of ten. It is coarse on purpose: all that hangs on it is what an amount
# has to be to be taken for a mistake, and that is meant to hold for years.
_UNITS_TO_A_DOLLAR: Final = {
    0: "AUD AWG AZN BAM BBD BHD BMD BND BSD BZD CAD CHF EUR FJD FKP GBP GEL GIP JOD KWD KYD NZD OMR PAB SGD SHP TND TOP USD"
    " WST XCD XCG",
    1: "AED BOB BRL BWP BYN CNY CZK DKK ERN GHS GTQ HKD HNL ILS LSL LYD MAD MDL MOP MVR MXN MYR NAD NOK PEN PGK PLN QAR RON"
    " SAR SBD SCR SEK SLE STN SVC SZL TJS TMT TTD TWD ZAR ZMW ZWG",
    2: "AFN ALL BDT BTN CUP CVE DJF DOP DZD EGP ETB GMD GYD HTG INR ISK JMD JPY KES KGS LKR LRD MKD MRU MUR MZN NIO NPR PHP"
    " PKR RSD RUB SRD THB TRY UAH UYU VUV XPF",
    3: "AMD AOA ARS BIF CDF CLP CRC HUF IQD KMF KPW KRW KZT MMK MWK NGN RWF SDG SOS TZS VED VES XAF XOF YER",
    4: "COP GNF IDR KHR LAK MGA MNT PYG SSP SYP UGX UZS VND",
    5: "IRR LBP",
}

LARGEST: Final[Mapping[str, int]] = {
    code: 1_000_000 * 10**power for power, codes in _UNITS_TO_A_DOLLAR.items() for code in codes.split()
}
"""Every currency in use, and the largest amount in its major units that a sale is believed to have: about a million dollars."""

REPLACED: Final[Mapping[str, str]] = dict[str, str].fromkeys(
    "ATS BEF BGN CYP DEM EEK ESP FIM FRF GRD HRK IEP ITL LTL LUF LVL MTL NLG PTE SIT SKK".split(), "EUR"
) | {"ANG": "XCG", "CUC": "CUP", "SLL": "SLE", "ZWL": "ZWG"}
"""Currencies that were withdrawn, and what came in their place."""

ZERO_DECIMAL: Final = frozenset("BIF CLP DJF GNF JPY KMF KRW PYG RWF VND VUV XAF XOF XPF".split())
"""Currencies without a minor unit, as payment providers charge them."""

_THREE_DECIMALS: Final = "it has three decimals, and whether FirstPromoter counts thousandths is not confirmed"
_TWO_WAYS: Final = (
    "payment providers count it in two ways, 100 times apart, and which one FirstPromoter follows is not confirmed"
)
UNCONFIRMED: Final = dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), _THREE_DECIMALS) | dict.fromkeys(
    "ISK MGA MRU UGX".split(), _TWO_WAYS
)
"""Currencies whose major units are refused, each with its reason."""
