"""Pages of a listing fetched before they are asked for, while whoever reads is busy with the ones before.

A `PagesAhead` is a sender: to the loop that reads a listing it looks like the client, only quicker. This module knows nothing of
items or of what is done with them.
"""

from math import inf
from typing import Any, TypeGuard, TypeVar, cast

import anyio
from anyio.abc import TaskGroup
from attrs import define, field

from .wire.answers import Page
from .wire.request import Listing, Request

R = TypeVar("R")


@define(eq=False)
class _Fetched:
    """A page that is on its way, or has come, or has failed."""

    arrived: anyio.Event = field(factory=anyio.Event)
    page: Page[Any] | None = None
    failure: Exception | None = None

    async def taken(self) -> Page[Any] | None:
        """Wait for it; None when fetching it was called off."""
        await self.arrived.wait()
        if self.failure is not None:
            raise self.failure
        return self.page


class PagesAhead:
    """Sends a listing's requests, keeping up to `ahead` of its next pages in flight or in hand.

    That begins as soon as a page says that more follow. Where none says which one is the last, pages beyond it are asked for too:
    no more than `ahead`, since nothing is fetched further ahead of the page that was taken latest. After `close`, each page is
    fetched when it is asked for.
    """

    def __init__(self, sender: Any, tasks: TaskGroup, ahead: int) -> None:
        self._sender = sender
        self._tasks = tasks
        self._ahead = ahead
        self._pages: dict[int, _Fetched] = {}
        self._more_follow = False
        self._last_page = self._end = inf
        self._reached = 0

    def close(self) -> None:
        """Fetch nothing ahead any more; whoever waits for a page asks for it."""
        self._ahead = 0
        self._pages.clear()

    async def send(self, request: Request[R], /) -> R:
        """Return the page: at once when it is here already, else when it arrives."""
        if not _is_listing(request):
            return cast(R, await self._sender.send(request))
        listing = request
        number = listing.page_number
        if number < self._reached:
            self._begin_again()
        self._reached = number
        self._fetch_up_to(listing, number + self._ahead - 1)
        fetched = self._pages.pop(number, None)
        page = (fetched and await fetched.taken()) or await self._sender.send(listing)
        if page.next is None:
            self._end_at(number)
        else:
            self._more_follow = True
            self._last_page = page.last_page or self._last_page
            self._fetch_up_to(listing, number + self._ahead)
        return cast(R, page)

    def _begin_again(self) -> None:
        """Forget what was fetched for an earlier reading of the listing, which may have changed since."""
        self._pages, self._more_follow = {}, False
        self._last_page = self._end = inf

    def _fetch_up_to(self, listing: "Listing[Any]", number: int) -> None:
        if not self._more_follow:
            return
        begun = max(self._pages, default=listing.page_number)
        for following in range(begun + 1, int(min(number, self._last_page, self._end)) + 1):
            self._pages[following] = _Fetched()
            self._tasks.start_soon(self._fetch, listing.at(following), self._pages[following])

    def _end_at(self, number: int) -> None:
        """Fetch nothing beyond a page that has none after it, whatever the first page had said."""
        self._end = min(self._end, number)

    async def _fetch(self, listing: "Listing[Any]", into: _Fetched) -> None:
        try:
            into.page = await self._sender.send(listing)
            if into.page is not None and into.page.next is None:
                self._end_at(listing.page_number)
        except Exception as failure:
            into.failure = failure  # raised again in the reader's own turn
        finally:
            into.arrived.set()


def _is_listing(request: Request[Any]) -> "TypeGuard[Listing[Any]]":
    return isinstance(request, Listing)
