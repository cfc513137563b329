"""What becomes of each column: which parameter it is, or that it is left alone, and why.

A column that is forgotten is money that is counted wrong: a date that does not arrive, a refund that takes back the wrong
commission. So whatever is named like a parameter, or nearly so, and is not used, is told before the first row is sent.
This module knows names only, and no values.
"""

import re
import shlex
from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Final

from attrs import field, frozen

from .kinds import Kind, kinds_of, other_than, parameters_of

_NEAR: Final = 0.8
"""How alike two names are that may be one misspelt (`emial`), from 0 to 1."""
_SHORT: Final = 3
"""Names of so few letters resemble too many others (`zip` and `ip`)."""

# What exports call the parameters. A name counts as the other when it ends in the same words: `Order ID`, `stripe_charge_id`.
_ALSO_CALLED: Final[Mapping[str, str]] = {
    **dict[str, str].fromkeys(
        "order_id order_number order transaction_id charge_id invoice_id payment_id".split(), "event_id"
    ),
    **dict[str, str].fromkeys("customer_id user_id client_id member_id customer user".split(), "uid"),
    **dict[str, str].fromkeys("mail e_mail email_address".split(), "email"),
    **dict[str, str].fromkeys("total price revenue subtotal sum".split(), "amount"),
    **dict[str, str].fromkeys("curr currency_code".split(), "currency"),
    **dict[str, str].fromkeys("qty seats".split(), "quantity"),
    **dict[str, str].fromkeys("coupon coupon_code discount_code promo voucher".split(), "promo_code"),
    **dict[str, str].fromkeys("referrer referral_id ref affiliate affiliate_id promoter_id".split(), "ref_id"),
    **dict[str, str].fromkeys("ip_address".split(), "ip"),
    **dict[str, str].fromkeys("original_order_id original_event_id refunded_order_id sale_id".split(), "sale_event_id"),
    **dict[str, str].fromkeys(
        "date time timestamp datetime created created_on ordered_on ordered_at paid_on paid_at purchased_at happened_at".split(),
        "created_at",
    ),
}
_NOUNS: Final[Mapping[str, str]] = {"created_at": "date"}

CONSENTS: Final[Mapping[str, str]] = {
    "created_at": "--without created_at sends them as of now",
    "sale_event_id": "--without sale_event_id sends those that name no sale as they are",
}
"""What rows go without only when somebody said so, and how to say it: it cannot be mended once it is recorded."""


@frozen(kw_only=True)
class UnusedColumn:
    """A column that no parameter takes."""

    column: str
    reason: str = ""
    """Why it may be missed: it is named like a parameter, or nearly so. Empty where it is like none."""

    def __str__(self) -> str:
        return f"{self.column}: {self.reason}" if self.reason else self.column


@frozen(kw_only=True)
class ColumnUses:
    """What becomes of the columns that are known."""

    parameters: Mapping[str, str] = field(hash=False)
    """Parameter to where its value comes from: `the column 'order_id'`, or `'USD' in all rows`."""
    unused: Sequence[UnusedColumn]


@frozen(kw_only=True)
class Names:
    """What was said about names: which parameters there are, and where they come from."""

    api: str
    kinds: Sequence[Kind]
    kind_column: str | None
    columns: Mapping[str, str] = field(hash=False)
    constants: Mapping[str, str] = field(hash=False)
    without: Collection[str] = ()

    def known(self) -> list[str]:
        """Return the parameters of these kinds."""
        return list(dict.fromkeys(name for kind in self.kinds for name in parameters_of(self.api, kind)))

    def uses(self, header: Iterable[str]) -> ColumnUses:
        """Say what becomes of these columns."""
        header = [name for name in dict.fromkeys(header) if name]
        return ColumnUses(
            parameters={name: said for name in self.known() if (said := self._source_of(name, header))},
            unused=tuple(
                UnusedColumn(column=name, reason=self._missed(name)) for name in header if not self.takes(name)
            ),
        )

    def takes(self, column: str) -> bool:
        """Say whether a column is used."""
        if column == self.kind_column or column in self.columns.values():
            return True
        return column in self.known() and column not in self.columns and column not in self.constants

    def forgotten(self, kind: Kind, columns: Collection[str], row: Mapping[str, Any] | None = None) -> list[str]:
        """Ask about what rows of a kind, or this row, would go without, though nobody said that they may."""
        asked: list[str] = []
        if self._has_date(columns, row) and self._is_lost("created_at", kind):
            asked.append(
                f"created_at: {self.api} takes no date; --api {other_than(self.api)} does; {CONSENTS['created_at']}"
            )
        if kind is Kind.REFUND and self._is_missing("sale_event_id", columns):
            asked.append(
                "sale_event_id: nothing says which sale a refund takes back; --map sale_event_id=COLUMN does,"
                f" and {CONSENTS['sale_event_id']}"
            )
        return asked

    def _has_date(self, columns: Collection[str], row: Mapping[str, Any] | None) -> bool:
        column = self.columns.get("created_at", "created_at")
        if "created_at" in self.constants:
            return True
        is_date = column in columns and (
            column == self.columns.get("created_at") or column not in self.columns.values()
        )
        return is_date and (row is None or bool(str(row[column]).strip()))

    def _is_lost(self, name: str, kind: Kind) -> bool:
        return name not in self.without and name not in parameters_of(self.api, kind)

    def _is_missing(self, name: str, columns: Collection[str]) -> bool:
        return not (name in self.without or name in self.constants or name in self.columns or name in columns)

    def _source_of(self, name: str, header: Sequence[str]) -> str:
        if name in self.constants:
            return f"{self.constants[name]!r} in all rows"
        column = self.columns.get(name, name)
        return f"the column {column!r}" if name in self.columns or column in header else ""

    def _missed(self, column: str) -> str:
        """Say why a column may be missed, if it may."""
        if column in self.without:
            return ""
        if column in self.known():
            return f"not used, since {column} is {self._source_of(column, [])}"
        elsewhere = self.elsewhere(column)
        meant = self.meant_by(column)
        if elsewhere or meant is None:
            return elsewhere
        if meant not in self.known():
            return f"not used; it resembles {meant}: {self.elsewhere(meant)}"
        source = self._source_of(meant, [])
        return f"not used; it resembles {meant}" + (
            f", which is {source}" if source else f": {self._mapping(meant, column)}"
        )

    def _mapping(self, name: str, column: str) -> str:
        return f"--map {shlex.quote(f'{name}={column}')} uses it"

    def elsewhere(self, name: str) -> str:
        """Say where a parameter exists that does not exist here: `v2 takes no date; --api v1 does`. Empty where nowhere."""
        other = other_than(self.api)
        if name in self._known_to_the_other():
            return f"{self.api} takes no {_NOUNS.get(name, name)}; --api {other} does"
        for api, says in ((self.api, ""), (other, f" of {other}")):
            kinds = [kind for kind in kinds_of(api) if name in parameters_of(api, kind)]
            if kinds:
                return f"only a {' or a '.join(kinds)}{says} takes it"
        return ""

    def _known_to_the_other(self) -> list[str]:
        other = other_than(self.api)
        return [name for kind in self.kinds if kind in kinds_of(other) for name in parameters_of(other, kind)]

    def meant_by(self, column: str) -> str | None:
        """Say which parameter a name resembles: by case and signs, by its last words, by all of its words, or misspelt."""
        words = _words(column)
        everywhere = [name for kind in kinds_of(self.api) for name in parameters_of(self.api, kind)]
        plain = {"".join(_words(name)): name for name in (*self.known(), *everywhere, *self._known_to_the_other())}
        for start in range(len(words)):
            found = plain.get("".join(words[start:])) or _ALSO_CALLED.get("_".join(words[start:]))
            if found in plain.values():
                return found
        for name in self.known():
            if set(_words(name)) <= set(words):
                return name
        close = get_close_matches("".join(words), [text for text in plain if len(text) > _SHORT], n=1, cutoff=_NEAR)
        return plain[close[0]] if close else None


def _words(name: str) -> list[str]:
    """Take a name apart: `Order IDs`, `order-id` and `orderId` are `order`, `id`."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return [word.removesuffix("s") if len(word) > 2 else word for word in re.findall(r"[a-z0-9]+", spaced.casefold())]
