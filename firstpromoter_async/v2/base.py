"""Where v2 lives: tracking and the company's own side under one key, the affiliate's side under a session token.

This module knows nothing of particular operations.
"""

from typing import Any, ClassVar, Final, TypeVar

from attrs import field

from ..frozen import frozen
from ..unset import UNSET, Maybe
from ..wire.checks import at_least, between
from ..wire.request import Listing, Replay, Request
from ..wire.route import Access, Api, Base

T = TypeVar("T", covariant=True)

track: Final = Base(Api.V2, Access.V2_KEY, "/api/v2/track")
v2: Final = Base(Api.V2, Access.V2_KEY, "/api/v2")
company: Final = Base(Api.V2, Access.V2_KEY, "/api/v2/company")
admin: Final = Base(Api.V2, Access.V2_KEY, "/api/admin/v1")
"""Where a few of the company's operations are, under the same key."""
admin_v2: Final = Base(Api.V2, Access.V2_KEY, "/api/admin/v2")
"""Where FirstPromoter once described one operation that is in no document now."""
affiliate: Final = Base(Api.V2, Access.AFFILIATE_TOKEN, "/api/v2/affiliate")
without_session: Final = Base(Api.V2, Access.ACCOUNT_ID, "/api/v2/affiliate")
"""The few operations of the affiliate's side that come before a session: a password to choose, a contract to read."""


@frozen(kw_only=True)
class V2Listing(Listing[T]):
    """A v2 listing, read in the largest pages that the API gives."""

    max_per_page: ClassVar[int | None] = 100

    per_page: Maybe[int] = 100
    """Items a page, 1 to 100. Large pages save requests from the account's budget. v2 does not say which page is the last; a page
    with fewer items than were asked for does."""


@frozen(kw_only=True)
class UndescribedList(Request[Any]):
    """A v2 list whose answer is documented nowhere: one page, as it came."""

    replay: ClassVar[Replay] = Replay.SAFE

    page: Maybe[int] = field(default=UNSET, validator=at_least(1))
    """The page to show, from 1, as v2's lists have them in general."""
    per_page: Maybe[int] = field(default=100, validator=between(1, 100))
    """Items a page, 1 to 100. A page with fewer is the last."""
