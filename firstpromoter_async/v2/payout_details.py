"""Where the money of a payout method goes, as it is given. This module knows nothing of particular operations."""

from attrs import field

from ..frozen import frozen
from ..unset import UNSET, Maybe


@frozen(kw_only=True)
class PayoutDetailsInput:
    """Where the money goes; what is needed depends on the method, and for a bank on its country. None of it is in a repr."""

    paypal_email: Maybe[str] = field(default=UNSET, repr=False)
    wise_email: Maybe[str] = field(default=UNSET, repr=False)
    wallet_address: Maybe[str] = field(default=UNSET, repr=False)
    """Of a crypto currency."""
    crypto_currency: Maybe[str] = field(default=UNSET, repr=False)
    """For example `BTC`."""
    bank_country: Maybe[str] = field(default=UNSET, repr=False)
    """Two letters, for example `US`."""
    bank_name: Maybe[str] = field(default=UNSET, repr=False)
    bank_address: Maybe[str] = field(default=UNSET, repr=False)
    bank_city: Maybe[str] = field(default=UNSET, repr=False)
    account_holder_name: Maybe[str] = field(default=UNSET, repr=False)
    account_number: Maybe[str] = field(default=UNSET, repr=False)
    iban: Maybe[str] = field(default=UNSET, repr=False)
    swift_bic_code: Maybe[str] = field(default=UNSET, repr=False)
    """The bank's own code (ISO 9362)."""
    routing_aba_number: Maybe[str] = field(default=UNSET, repr=False)
    """In the United States."""
    sort_code: Maybe[str] = field(default=UNSET, repr=False)
    """In the United Kingdom."""
    bsb_code: Maybe[str] = field(default=UNSET, repr=False)
    """In Australia."""
    institution_number: Maybe[str] = field(default=UNSET, repr=False)
    """In Canada."""
    transit_number: Maybe[str] = field(default=UNSET, repr=False)
    """In Canada."""
    address: Maybe[str] = field(default=UNSET, repr=False)
    city: Maybe[str] = field(default=UNSET, repr=False)
    state: Maybe[str] = field(default=UNSET, repr=False)
    postal_code: Maybe[str] = field(default=UNSET, repr=False)
    country: Maybe[str] = field(default=UNSET, repr=False)
    """The holder's, as are the address and what goes with it."""
