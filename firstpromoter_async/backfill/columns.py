"""What somebody says about the columns of a file: which is which parameter, and what an amount means."""

from collections.abc import Collection, Mapping
from typing import Literal

from attrs import field, frozen

from .amounts import LargestAmount
from .kinds import Kind


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
