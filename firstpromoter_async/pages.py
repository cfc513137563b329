"""A listing read to its end: page after page, item by item, ahead of the reader, or on from a token.

    listing = fp.v2.promoters.list()
    async for promoter in listing: ...          # every item, page after page
    first = await listing                       # the first page
    listing.resume_token                        # where the latest loop stands
    listing.drift                               # what shows of changes while it read

Which page comes next is worked out in `wire.paging`, and `prefetch` fetches pages early. This module knows nothing of HTTP or of
particular operations.
"""

import json
from collections import deque
from collections.abc import Generator, Hashable, Iterable
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

import anyio
import attrs
from anyio.abc import TaskGroup

from .errors import CallFailed, InvalidRequest, InvalidResumeToken
from .prefetch import PagesAhead
from .sender import Sender
from .unset import UNSET
from .wire.answers import Page
from .wire.checks import check_count
from .wire.drift import Drift, DriftWatch, sorted_by
from .wire.encode import parameters, to_sorted_json
from .wire.paging import RepeatFilter, id_of
from .wire.plain import is_array, is_object
from .wire.request import Listing

T = TypeVar("T")


class Pages(Generic[T]):
    """A listing that has not been read yet.

    `await` it for the first page, `async for` for its items, `.by_page()` for page after page, `.collect()` for a list. Every
    `async for` starts again at the first page; `resume` starts in the middle.

    Where FirstPromoter documents an order in which pages do not shift while they are read (the oldest first: promoters by
    `joined_at`, commissions by `created_at`, payouts by `period_start`), all of these ask for it, unless `sorting` is given.
    A `sorting` in which nothing is said, `PromoterSorting()`, leaves the order to FirstPromoter.
    """

    def __init__(self, sender: Sender, listing: Listing[T], *, seen: Iterable[Hashable] = ()) -> None:
        self._sender = sender
        self.listing = listing.in_stable_order()
        """The request for the first page to read."""
        self._seen = frozenset(seen)
        self._cursor: _Cursor[T] = _Cursor(sender, self.listing, self._seen)
        self._latest: Pages[T] = self  # or what reads ahead for it

    def __await__(self) -> Generator[Any, Any, Page[T]]:
        return self._sender.send(self.listing).__await__()

    def __aiter__(self) -> "_Items[T]":
        return _Items(self._start())

    def by_page(self) -> "_PageByPage[T]":
        """Iterate over whole pages: `async for page in listing.by_page()`."""
        return _PageByPage(self._start())

    async def collect(self, *, limit: int | None = None) -> list[T]:
        """Return all items, or the first `limit` of them, reading no more pages than that takes.

        Where a page fails, nothing is handed out, so that the error's `resume_token` leads to the first item.
        """
        if limit is not None:
            check_count("limit", "items", limit, least=0)
        if limit == 0:
            return []
        cursor = self._start()
        beginning = cursor.token()
        try:
            return await _first_of(_Items(cursor), limit)
        except CallFailed as failure:
            failure.resume_token = beginning
            self._start()
            raise

    @property
    def resume_token(self) -> str | None:
        """Plain text that says where the latest iteration stands; None when it has come to its end.

        Keep it, and later `listing.resume(token)` goes on with the first item that was not given out yet.
        """
        return self._latest._cursor.token()

    @property
    def drift(self) -> Drift:
        """What shows of the listing's changing while the latest iteration read it; false where nothing does.

            rows = await listing.collect()
            if listing.drift.gap:
                ...  # read again what must not be missed; `gap` says why

        A row that comes a second time on the page after its own is given out once, and counted in `drift.repeated`.
        """
        return self._latest._cursor.drift

    def resume(self, token: str) -> "Pages[T]":
        """Return this listing, to start where `token` was taken.

        Raises `InvalidResumeToken` when the text is none, or was taken from a listing with other parameters.
        """
        page, seen = _read_token(token, self.listing)
        return Pages(self._sender, self.listing.at(page), seen=seen)

    def prefetch(self, ahead: int) -> "Prefetching[T]":
        """Read this listing with up to `ahead` pages in flight, in order.

            async with fp.v2.promoters.list().prefetch(16) as promoters:
                async for promoter in promoters: ...

        Each page takes its turn in the budget. v1 tells how many pages there are. v2 does not: there, once the first page has
        shown that more follow, pages are asked for that may not exist, `ahead` of them at the most. Leaving the block cancels
        what is still in flight, and as many calls are wasted at the most.
        """
        check_count("ahead", "pages", ahead)
        return Prefetching(self._sender, self, ahead)

    def _over(self, sender: Sender) -> "Pages[T]":
        """Return the same listing, read through another sender."""
        self._latest = Pages(sender, self.listing, seen=self._seen)
        return self._latest

    def _start(self) -> "_Cursor[T]":
        self._latest = self
        self._cursor = _Cursor(self._sender, self.listing.from_the_start(), self._seen)
        return self._cursor

    def __repr__(self) -> str:
        return f"<Pages of {self.listing!r}>"


class Prefetching(Generic[T]):
    """A listing about to be read ahead; `async with` gives its `Pages`. See `Pages.prefetch`."""

    def __init__(self, sender: Sender, pages: Pages[T], ahead: int) -> None:
        self._sender = sender
        self._pages = pages
        self._ahead = ahead
        self._entered: tuple[TaskGroup, PagesAhead] | None = None

    async def __aenter__(self) -> Pages[T]:
        if self._entered is not None:
            raise InvalidRequest("this prefetching is under way: call prefetch again for another")
        tasks = anyio.create_task_group()
        pages_ahead = PagesAhead(self._sender, tasks, self._ahead)
        self._entered = tasks, pages_ahead
        await tasks.__aenter__()
        return self._pages._over(pages_ahead)  # pyright: ignore[reportPrivateUsage]

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        assert self._entered is not None  # noqa: S101  by __aenter__
        (tasks, pages_ahead), self._entered = self._entered, None
        pages_ahead.close()
        tasks.cancel_scope.cancel()
        # The tasks keep their failures for the reader, so the block's own error need not come out in a group.
        await tasks.__aexit__(None, None, None)


class _Cursor(Generic[T]):
    """A place in a listing: the page to read next, what was given out lately, and the items still in hand."""

    def __init__(self, sender: Sender, listing: Listing[T], seen: frozenset[Hashable]) -> None:
        self._sender = sender
        self._next: Listing[T] | None = listing
        self._repeats: RepeatFilter[T] = RepeatFilter(seen)
        self._current: Listing[T] = listing
        self._seen_before = seen
        self._given: list[Hashable] = []
        self._left: deque[T] = deque()
        self._key = sorted_by(listing)
        self._watch = DriftWatch(from_the_start=listing.page_number == 1 and not seen)

    @property
    def drift(self) -> Drift:
        """What has shown so far of the listing's changing."""
        return self._watch.drift

    async def page(self) -> Page[T] | None:
        """Read the next page, or return None after the last; its items stay in hand."""
        if self._next is None:
            return None
        try:
            page = await self._sender.send(self._next)
        except CallFailed as failure:
            failure.resume_token = self.token()
            raise
        fresh = self._repeats.fresh(page.items)
        self._seen_before = self._repeats.seen
        self._repeats.move_past(page.items)
        self._watch.see(page, fresh, self._key)
        if self._repeats.is_endless(length_is_told=page.from_link or page.last_page is not None):
            self._watch.end(endless=True)
            self._next = None
            return None
        if page.next is None:
            self._watch.end(endless=False)
        self._current, self._next = self._next, page.next
        self._given, self._left = [], deque(fresh)
        return attrs.evolve(page, items=tuple(fresh))

    async def item(self) -> T | None:
        """Give out the next item, or None after the last."""
        while not self._left:
            if await self.page() is None:
                return None
        item = self._left.popleft()
        self._given.append(id_of(item))
        return item

    def give_all(self) -> None:
        """Count all items in hand as given out."""
        self._left.clear()

    def token(self) -> str | None:
        """Write the place down: the page that is begun and what was given out of it, or the page to read next."""
        if self._left:
            return _write_token(self._current, [*self._seen_before, *self._given])
        return None if self._next is None else _write_token(self._next, self._repeats.seen)


class _Reading(Generic[T]):
    """A loop under way; a class and not a generator, so that leaving it early leaves nothing to close."""

    def __init__(self, cursor: _Cursor[T]) -> None:
        self._cursor = cursor

    @property
    def drift(self) -> Drift:
        """What has shown so far of the listing's changing; see `Pages.drift`."""
        return self._cursor.drift

    def __aiter__(self) -> Self:
        return self


class _Items(_Reading[T]):
    """Items one by one."""

    async def __anext__(self) -> T:
        item = await self._cursor.item()
        if item is None:
            raise StopAsyncIteration
        return item


async def _first_of(items: _Items[T], limit: int | None) -> list[T]:
    collected: list[T] = []
    async for item in items:
        collected.append(item)
        if len(collected) == limit:
            break
    return collected


class _PageByPage(_Reading[T]):
    """Whole pages."""

    async def __anext__(self) -> Page[T]:
        page = await self._cursor.page()
        if page is None:
            raise StopAsyncIteration
        self._cursor.give_all()
        return page


def _label(listing: Listing[Any]) -> str:
    """Name a listing with its filters, so that a token cannot be used on another one."""
    given = {name: value for name, value in parameters(listing).items() if name not in ("page", "per_page")}
    size = None if listing.per_page is UNSET else listing.per_page
    return to_sorted_json([listing.route.path, size, given]).decode("ascii")


def _write_token(listing: Listing[Any], seen: Iterable[Hashable]) -> str:
    place = {"listing": _label(listing), "page": listing.page_number, "seen": [one for one in seen if one is not None]}
    return json.dumps(place, separators=(",", ":"))


def _read_token(token: str, listing: Listing[Any]) -> tuple[int, list[Any]]:
    try:
        told = json.loads(token)
    except (TypeError, ValueError, RecursionError):
        told = None
    if not is_object(told) or not _is_page(told.get("page")) or not _are_ids(told.get("seen")):
        raise InvalidResumeToken("this text is not a resume token")
    if told.get("listing") != _label(listing):
        raise InvalidResumeToken("this token was taken from another listing, or from one with other parameters")
    return told["page"], told["seen"]


def _is_page(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _are_ids(values: object) -> bool:
    return is_array(values) and all(isinstance(one, int | str) for one in values)
