"""Keys and tokens to headers, and a repr that tells nothing.

FirstPromoter has three kinds: the legacy v1 key, the v2 key with its account id, and an affiliate's session token, with the
account id too. They are not interchangeable. This module knows nothing of requests.
"""

import hashlib
from typing import Any, NoReturn

from attrs import Attribute, evolve, field, frozen

from .errors import ConfigurationError
from .wire.message import Headers
from .wire.route import Access


def _clean(_: Any, attribute: "Attribute[str | None]", value: str | None) -> None:
    """Refuse what cannot be a header value, without showing it."""
    if value is not None and not isinstance(value, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ConfigurationError(f"{attribute.name} is text, and {type(value).__name__} was given")
    if value is not None and (not value or not value.isascii() or not value.isprintable() or value != value.strip()):
        raise ConfigurationError(
            f"{attribute.name} is empty, or has spaces around it or characters that no key has; copy it again"
        )


def _key() -> Any:
    # Not part of the repr of its own accord, too: `rich` writes attrs classes out field by field.
    return field(default=None, validator=_clean, repr=False)


@frozen(kw_only=True, repr=False)
class Credentials:
    """What one account is opened with; each part may be missing as long as no call needs it."""

    api_key: str | None = _key()
    """The v2 key."""
    account_id: str | None = _key()
    """The account that the v2 key belongs to; text, never a number."""
    v1_api_key: str | None = _key()
    """The v1 (legacy) key."""
    affiliate_token: str | None = _key()
    """A session token of a promoter; it ends with the session."""

    def headers(self, access: Access) -> Headers:
        """Return the headers that open a route; raises `ConfigurationError` naming what is missing."""
        match access:
            case Access.V1_KEY:
                return (("X-API-KEY", self._need("v1_api_key", access)),)
            case Access.V2_KEY:
                return self._bearer("api_key", access)
            case Access.AFFILIATE_TOKEN:
                return self._bearer("affiliate_token", access)
            case Access.ACCOUNT_ID if self.affiliate_token is not None:
                return self._bearer("affiliate_token", access)
            case Access.ACCOUNT_ID:
                return (("Account-ID", self._need("account_id", access)),)

    def _bearer(self, name: str, access: Access) -> Headers:
        # Asked for in this order, so that no variable here holds a key when the account is found to be missing.
        self._need(name, access)
        account = self._need("account_id", access)
        return (("Authorization", f"Bearer {self._need(name, access)}"), ("Account-ID", account))

    def _need(self, name: str, access: Access) -> str:
        value: str | None = getattr(self, name)
        if value is None:
            or_set = f", or set FIRSTPROMOTER_{name.upper()} and use FirstPromoter.from_env()"
            or_view = ", or say for which promoter a call is with as_promoter(...)"
            raise ConfigurationError(
                f"this call is opened by the {access}, and {name} was not given: "
                f"pass FirstPromoter({name}=...){or_view if name == 'affiliate_token' else or_set}"
            )
        return value

    def with_token(self, affiliate_token: str) -> "Credentials":
        """Return the same with this session token."""
        return evolve(self, affiliate_token=affiliate_token)

    @property
    def account(self) -> str:
        """A name for the account that may be stored and shown: its id, or a fingerprint of the v1 key."""
        if self.account_id is not None:
            return self.account_id
        if self.v1_api_key is None:
            return "nobody"
        return f"v1:{hashlib.sha256(self.v1_api_key.encode()).hexdigest()[:16]}"

    @property
    def secrets(self) -> tuple[str, ...]:
        """The keys that were given, for those who take them out of texts."""
        return tuple(one for one in (self.api_key, self.v1_api_key, self.affiliate_token) if one is not None)

    def __reduce__(self) -> NoReturn:
        raise TypeError("keys do not go into a pickle: make the client again where it is needed")

    def __repr__(self) -> str:
        # Reports of errors also show what was refused half built.
        return f"<Credentials of {self.account}>" if hasattr(self, "affiliate_token") else "<Credentials>"
