"""How tracking answers become outcomes, for both generations.

| answer                                   | outcome           |
|------------------------------------------|-------------------|
| 200 with or without a body               | `Recorded`        |
| 204                                      | `NotReferred`     |
| 404 that speaks of the referral          | `NotReferred`     |
| 409                                      | `AlreadyRecorded` |
| 422 `{"transaction_id": ...}`            | `AlreadyRecorded` |
| any other 4xx, such as a wrong path      | an error          |

What a proxy says in its own words (a web page, plain text) is an error, too: a 409 of Cloudflare's is no word on the event.

This module knows nothing of particular operations.
"""

import re
from typing import Any, Final, TypeVar

from attrs import frozen

from ..errors import Conflict, NotFound, StatusError, Unprocessable
from ..outcomes import AlreadyRecorded, NotReferred, Recorded, Tracked
from . import decode
from .message import HttpResponse
from .request import Request

E = TypeVar("E", covariant=True)

# v2 says "Referral corresponding to email or uid parameter not found or promoter is banned." A wrong path or an unknown
# account also answers 404, but never speaks of a referral or a lead; an unknown tid or ref_id speaks of a visitor or promoter.
_NOBODYS_REFERRAL: Final = re.compile(r"^\s*(referral|lead)\b.*\bnot found\b", re.IGNORECASE)


@frozen(kw_only=True)
class Tracking(Request[Tracked[E]]):
    """A tracking operation; its type argument is the event that it records."""

    def read(self, response: HttpResponse) -> Tracked[E]:
        """Turn the answer into an outcome; raises a `StatusError` for everything that is not one."""
        if response.status == 204:
            return NotReferred()
        if response.is_success:
            body: Any = decode.json_of(response) if response.body.strip() else {}
            return Recorded(decode.structure(body, self.answer, response))
        return _outcome_of(decode.refusal(response, self.route.api))


def _outcome_of(error: StatusError) -> AlreadyRecorded | NotReferred:
    match error:
        case StatusError(own_words=False):
            raise error
        case Conflict():
            return AlreadyRecorded(error.message)
        case Unprocessable() if "transaction_id" in error.field_errors:
            return AlreadyRecorded(error.message)
        case NotFound() if _NOBODYS_REFERRAL.match(error.message):
            return NotReferred(error.message)
        case _:
            raise error
