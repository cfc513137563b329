"""Which page comes next, and which rows of it are new.

The two generations say it differently, and v2 hardly says it at all, so the rules are tried in order of what they are worth:
a `Link` header, then v1's `Total` and `Per-Page`, then the number of rows. This module knows nothing of sending.
"""

import re
from collections.abc import Hashable, Iterable, Sequence
from math import ceil
from typing import Final, Generic, TypeVar

from attrs import define, field, frozen

from ..errors import UnreadableAnswer
from .link import find_link, page_in, parse_links
from .message import HttpResponse
from .route import Api

T = TypeVar("T")

_BETWEEN_PAGES: Final = frozenset({"first", "prev", "previous", "next", "last"})
_NUMBER: Final = re.compile(r"[0-9]{1,18}")


@frozen(kw_only=True)
class Following:
    """What a page says about the one after it."""

    page: int | None
    """Its number; None when there is none."""
    total: int | None = None
    """How many rows there are on all pages, if the answer says so."""
    last_page: int | None = None
    """The number of the last page, if the answer says so."""
    from_link: bool = False
    """Whether the answer itself named the next page."""


def following(api: Api, *, page: int, per_page: int | None, count: int, response: HttpResponse) -> Following:
    """Work out what follows page `page`, which held `count` rows and was asked for with `per_page`."""
    total, last = _totals(response, size=per_page if per_page == count else None)
    if (header := response.header("link")) is not None and _speaks_of_pages(header):
        last_link = find_link(header, "last", response.url)
        last = (page_in(last_link) if last_link else None) or last
        return Following(page=_linked(header, page, response), total=total, last_page=last, from_link=True)
    if last is not None:
        return Following(page=page + 1 if page < last else None, total=total, last_page=last)
    return Following(page=None if _looks_last(api, per_page, count) else page + 1, total=total)


def _speaks_of_pages(header: str) -> bool:
    """Tell links between pages from others, such as the style sheets that a proxy announces."""
    return any(link.relations & _BETWEEN_PAGES for link in parse_links(header))


def _linked(header: str, page: int, response: HttpResponse) -> int | None:
    target = find_link(header, "next", response.url)
    if target is None:
        return None
    number = page_in(target)
    if number is None:
        raise UnreadableAnswer("the link to the next page has no page number", status=response.status)
    if number <= page:
        # It would be read for ever.
        raise UnreadableAnswer(f"the link to the page after {page} leads to page {number}", status=response.status)
    return number


def _totals(response: HttpResponse, *, size: int | None) -> tuple[int | None, int | None]:
    """Read the total, and work out the last page; `size` is that of a page which came as long as it was asked for.

    A page that came shorter may have been cut to a maximum that nobody told, and then says nothing of where the last one is.
    """
    total = _number(response.header("total"))
    size = _number(response.header("per-page")) or size
    if total is None or not size:
        return total, None
    return total, max(1, ceil(total / size))


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and _NUMBER.fullmatch(text.strip()) else None


def _looks_last(api: Api, per_page: int | None, count: int) -> bool:
    """Judge by the rows alone; a short page ends a v2 listing only if its size was asked for, since defaults differ."""
    if count == 0:
        return True
    return api is Api.V2 and per_page is not None and count < per_page


@define
class Seam(Generic[T]):
    """Remembers the ids of the page before, to drop rows that a shifting list shows twice.

    When a row is added in front while someone reads, the last row of page 1 comes back as the first of page 2.
    """

    seen: frozenset[Hashable] = frozenset()
    """Ids that were given out already and may come back."""
    previous: tuple[Hashable, ...] = field(default=())

    def fresh(self, items: Sequence[T]) -> list[T]:
        """Return the items that were not on the page before."""
        return [item for item in items if (identity := id_of(item)) is None or identity not in self.seen]

    def is_repeat(self, items: Sequence[T]) -> bool:
        """Tell whether this is the page before once more, as from an endpoint that ignores `page`."""
        ids = ids_of(items)
        return bool(ids) and None not in ids and ids == self.previous

    def move_past(self, items: Sequence[T]) -> None:
        """Remember this page instead of the one before it."""
        self.previous = ids_of(items)
        self.seen = frozenset(self.previous)


def id_of(item: object) -> Hashable:
    """Return what tells this item from the others, or None if it has no id."""
    return getattr(item, "id", None)


def ids_of(items: Iterable[object]) -> tuple[Hashable, ...]:
    """Return the id of every item."""
    return tuple(id_of(item) for item in items)
