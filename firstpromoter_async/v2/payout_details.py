"""Where the money of a payout method goes, as it is given. This module knows nothing of particular operations."""

from attrs import frozen

from ..unset import UNSET, Maybe


@frozen(kw_only=True)
class PayoutDetailsInput:
    """Where the money goes; what is needed depends on the method, and for a bank on its country."""

    paypal_email: Maybe[str] = UNSET
    wise_email: Maybe[str] = UNSET
    wallet_address: Maybe[str] = UNSET
    """Of a crypto currency."""
    crypto_currency: Maybe[str] = UNSET
    """For example `BTC`."""
    bank_country: Maybe[str] = UNSET
    """Two letters, for example `US`."""
    bank_name: Maybe[str] = UNSET
    bank_address: Maybe[str] = UNSET
    bank_city: Maybe[str] = UNSET
    account_holder_name: Maybe[str] = UNSET
    account_number: Maybe[str] = UNSET
    iban: Maybe[str] = UNSET
    swift_bic_code: Maybe[str] = UNSET
    """The bank's own code (ISO 9362)."""
    routing_aba_number: Maybe[str] = UNSET
    """In the United States."""
    sort_code: Maybe[str] = UNSET
    """In the United Kingdom."""
    bsb_code: Maybe[str] = UNSET
    """In Australia."""
    institution_number: Maybe[str] = UNSET
    """In Canada."""
    transit_number: Maybe[str] = UNSET
    """In Canada."""
    address: Maybe[str] = UNSET
    city: Maybe[str] = UNSET
    state: Maybe[str] = UNSET
    postal_code: Maybe[str] = UNSET
    country: Maybe[str] = UNSET
    """The holder's, as are the address and what goes with it."""
