"""Who may send webhooks: the proofs that FirstPromoter can give, compared in constant time.

| proof                                         | where it is set                                                        |
|-----------------------------------------------|------------------------------------------------------------------------|
| a header of your own, such as `X-Secret`      | v2: `headers` of the subscription                                      |
| user and password                             | v2: `basic_auth_user` and `basic_auth_password`; v1: in the URL        |
| `X-Webhook-Signature`, HMAC-SHA256 of the body | v2: `secret_key`; withdrawn from the documents, still sent by some accounts |
| a part of the path that nobody can guess      | v1 and v2: the URL itself                                              |

One right proof is enough, since FirstPromoter sends what you set up; a wrong signature is never accepted, whatever else is
right. Each proof may have several values, for the time in which one replaces another. This module knows nothing of events.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias, cast

from attrs import field, frozen

from ..errors import ConfigurationError
from .errors import WebhookForged, WebhookNotConfigured, WebhookUnauthenticated

Headers: TypeAlias = Mapping[str, str] | Iterable[tuple[str | bytes, str | bytes]]
"""Headers as frameworks have them: a mapping, or pairs of text or bytes as in ASGI."""

OneOrSeveral: TypeAlias = str | Sequence[str]
"""A secret, or several of which any will do."""

SIGNATURE: Final = "x-webhook-signature"
_SHORTEST_PATH: Final = 16
_NONE: Final[Mapping[str, tuple[str, ...]]] = {}


def _several(values: OneOrSeveral) -> tuple[str, ...]:
    found = (values,) if isinstance(values, str) else tuple(values)
    for value in found:
        if not isinstance(value, str) or not value.strip():  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ConfigurationError("a secret of webhooks is empty: is a variable of the environment not set?")
    return found


def _named(values: Mapping[str, OneOrSeveral]) -> Mapping[str, tuple[str, ...]]:
    return {name.strip().lower(): _several(secrets) for name, secrets in values.items()}


def _pairs(values: tuple[str, str] | Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Write user and password down as they travel (RFC 7617)."""
    pairs = [values] if values and isinstance(values[0], str) else values
    return tuple(":".join(_several(cast("tuple[str, str]", pair))) for pair in pairs)


def _paths(values: OneOrSeveral) -> tuple[str, ...]:
    found = _several(values)
    if any(len(one) < _SHORTEST_PATH for one in found):
        raise ConfigurationError(
            f"a secret in the path can be guessed below {_SHORTEST_PATH} characters; `secrets.token_urlsafe()` makes one"
        )
    return found


@frozen(kw_only=True, repr=False)
class WebhookSecrets:
    """What proves that FirstPromoter sent a webhook: any one of these. Raises `ConfigurationError` for an empty one.

    `WebhookSecrets(headers={"X-Secret": os.environ["WEBHOOK_SECRET"]})`
    """

    headers: Mapping[str, tuple[str, ...]] = field(default=_NONE, converter=_named, hash=False)
    """Headers by name, with the value that you set up at FirstPromoter, or several of which any will do."""
    basic: tuple[str, ...] = field(default=(), converter=_pairs)
    """User and password, or several such pairs."""
    secret_key: tuple[str, ...] = field(default=(), converter=_several)
    """The `secret_key` that FirstPromoter showed when the subscription was made, or several while one replaces another."""
    path: tuple[str, ...] = field(default=(), converter=_paths)
    """A segment of the URL's path that only FirstPromoter knows, of at least 16 characters; or several."""

    def __repr__(self) -> str:
        return "<WebhookSecrets: hidden>"

    @property
    def is_empty(self) -> bool:
        """Whether nothing can prove anything."""
        return not (self.headers or self.basic or self.secret_key or self.path)

    def check(self, body: bytes, headers: Headers, path: str = "") -> None:
        """Return if one proof is right and no signature is wrong; raises a `WebhookError` otherwise."""
        if self.is_empty:
            raise WebhookNotConfigured("no secret of webhooks is configured, so nobody can prove to be FirstPromoter")
        given = _by_name(headers)
        signature = self._signature(body, given)
        if signature is False:
            raise WebhookForged(f"the signature in {SIGNATURE} is not that of this body with the secret key")
        proofs = [signature, self._basic(given), self._path(path), *self._headers(given)]
        if True in proofs:
            return
        if False in proofs:
            raise WebhookForged("none of the secrets that came with the webhook is right")
        raise WebhookUnauthenticated(
            f"the webhook came without a secret; expected is one of: {', '.join(self._expected())}"
        )

    # Each says True for a right proof, False for a wrong one, and None where there is none.

    def _signature(self, body: bytes, given: Mapping[str, Sequence[str]]) -> bool | None:
        if not self.secret_key or SIGNATURE not in given:
            return None
        right = [hmac.new(key.encode(), body, hashlib.sha256).hexdigest() for key in self.secret_key]
        return _any_of(right, [one.strip().lower() for one in given[SIGNATURE]])

    def _basic(self, given: Mapping[str, Sequence[str]]) -> bool | None:
        if not self.basic or "authorization" not in given:
            return None
        return _any_of(self.basic, [_decoded(one) for one in given["authorization"]])

    def _path(self, path: str) -> bool | None:
        segments = [segment for segment in path.split("/") if segment]
        return _any_of(self.path, segments) if self.path and segments else None

    def _headers(self, given: Mapping[str, Sequence[str]]) -> list[bool | None]:
        return [_any_of(right, given[name]) if name in given else None for name, right in self.headers.items()]

    def _expected(self) -> Iterable[str]:
        yield from self.headers
        if self.basic:
            yield "Authorization: Basic"
        if self.secret_key:
            yield SIGNATURE
        if self.path:
            yield "the secret in the path"


def _by_name(headers: Headers) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    pairs: Any = cast("Mapping[Any, Any]", headers).items() if isinstance(headers, Mapping) else headers
    for name, value in pairs:
        found.setdefault(_text(name).lower(), []).append(_text(value))
    return found


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode("latin-1")


def _decoded(authorization: str) -> str:
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(encoded.strip(), validate=True).decode("utf-8", "replace")
    except binascii.Error:
        return ""


def _any_of(right: Iterable[str], given: Iterable[str]) -> bool:
    """Compare all with all, so that the time that it takes says nothing of which was nearly right, or how long it is."""
    answers = [hmac.compare_digest(_digest(one), _digest(other)) for one in right for other in given]
    return sum(answers) > 0


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
