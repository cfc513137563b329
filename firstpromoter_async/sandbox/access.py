"""Access: which keys open the sandbox, and how often it is open.

It knows keys and arrival times, and nothing of what is asked for inside.
"""

import hmac
from collections import deque
from collections.abc import Mapping
from typing import Final

from attrs import frozen

from ..policy.window import Rate
from ..wire.message import HttpRequest, HttpResponse
from ..wire.route import Access
from .handlers.replies import as_json, as_text, nothing

_BEARER: Final = "bearer "


@frozen(kw_only=True, repr=False)
class Keys:
    """What opens the sandbox. These are no secrets: it has nothing to protect, but it is as strict as the real thing."""

    api_key: str = "sandbox-v2-key"
    account_id: str = "sandbox1"
    v1_api_key: str = "sandbox-v1-key"

    def refusal(self, request: HttpRequest, access: Access) -> HttpResponse | None:
        """Return what somebody without the right keys is told, or None for somebody who may come in.

        Whether a promoter's session opens anything is not said here: sessions come and go.
        """
        headers = {name.lower(): value for name, value in request.headers}
        if access is Access.V1_KEY:
            right = _same(headers.get("x-api-key", ""), self.v1_api_key)
            return None if right else as_text("Bad credentials", 401)
        account = headers.get("account-id", "")
        if not account or (access is Access.V2_KEY and not _same(_token_of(headers), self.api_key)):
            return nothing(401)
        if not _same(account, self.account_id):
            return as_json({"message": "Record not found", "code": "not_found"}, 404)
        return None


def bearer_of(request: HttpRequest) -> str:
    """Return the bearer token of a request; empty where there is none."""
    return _token_of({name.lower(): value for name, value in request.headers})


def _token_of(headers: Mapping[str, str]) -> str:
    value = headers.get("authorization", "")
    return value[len(_BEARER) :].strip() if value.lower().startswith(_BEARER) else ""


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(), wanted.encode())


class RateLimit:
    """At most so many arrivals in any so many seconds; arrivals that were turned away count as well."""

    def __init__(self, rate: Rate | None) -> None:
        self.rate = rate
        """How many it lets in; None: everybody."""
        self._latest = deque[float](maxlen=rate.calls if rate else 0)

    def admits(self, now: float) -> bool:
        """Count an arrival, and tell whether it is one of those allowed."""
        if self.rate is None:
            return True
        full = len(self._latest) == self.rate.calls and self._latest[0] > now - self.rate.seconds
        self._latest.append(now)
        return not full
