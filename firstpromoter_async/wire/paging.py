"""Which page comes next, and which rows of it are new.

The two generations say it differently, and v2 hardly says it at all, so the rules are tried in order of what they are worth:
a `Link` header, then v1's `Total` and `Per-Page`, then the number of rows. None of them is believed against the rows themselves:
an empty page is the last one, whatever its headers say, and pages that only bring known rows are the end.

This module knows nothing of sending.
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
_USUAL_SIZES: Final = frozenset({10, 20, 25, 50})
_MOST_BARREN: Final = 2
_MOST_MARKS: Final = 1000
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
    size = _number(response.header("per-page"))
    total = _number(response.header("total"))
    last = _last_of(total, size or (per_page if per_page == count else None), page, count)
    if count == 0:
        return Following(page=None, total=total, last_page=last)
    if (header := response.header("link")) is not None and _speaks_of_pages(header):
        last_link = find_link(header, "last", response.url)
        last = (page_in(last_link) if last_link else None) or last
        return Following(page=_linked(header, page, response), total=total, last_page=last, from_link=True)
    if last is not None:
        return Following(page=page + 1 if page < last else None, total=total, last_page=last)
    return Following(page=None if _looks_last(api, per_page, size, count) else page + 1, total=total)


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


def _last_of(total: int | None, size: int | None, page: int, count: int) -> int | None:
    """Work out the last page of `total` rows in pages of `size`; None where the rows of this page contradict that.

    A page that came shorter than it should was cut to a maximum that nobody told, and then nothing is known of the last one.
    """
    if total is None or not size:
        return None
    should_be = max(0, min(size, total - (page - 1) * size))
    return max(1, ceil(total / size)) if count == should_be else None


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and _NUMBER.fullmatch(text.strip()) else None


def _looks_last(api: Api, per_page: int | None, size: int | None, count: int) -> bool:
    """Judge by the rows of a page that has some; a short one ends a v2 listing only if its size is known.

    Defaults differ, and a server may give fewer rows than were asked for: it says so in `Per-Page`, or the page has a round
    number of rows, and then the next one tells.
    """
    if api is not Api.V2 or per_page is None:
        return False
    if size is not None and size < per_page:
        return count < size
    return count < per_page and count not in _USUAL_SIZES


@define
class RepeatFilter(Generic[T]):
    """Tells rows that are new from those that were given out already, and remembers which pages have been.

    When a row is added in front while someone reads, the last row of page 1 comes back as the first of page 2.
    """

    seen: frozenset[Hashable] = frozenset()
    """Ids that were given out already and may come back."""
    _pages: dict[Hashable, None] = field(factory=dict[Hashable, None], init=False)
    """The marks of the latest pages, the oldest first."""
    _is_known: bool = field(default=False, init=False)
    _barren: int = field(default=0, init=False)
    """Pages in a row that brought nothing new."""

    def fresh(self, items: Sequence[T]) -> list[T]:
        """Return the items that were not on the page before, nor on an earlier page that is the same as this one."""
        if _all_have_ids(items) and _mark_of(items) in self._pages:
            return []
        return [item for item in items if (identity := id_of(item)) is None or identity not in self.seen]

    def move_past(self, items: Sequence[T]) -> None:
        """Remember this page, and its rows instead of those of the one before it."""
        mark = _mark_of(items)
        self._is_known = bool(items) and mark in self._pages
        self._barren = self._barren + 1 if self._is_known or not self.fresh(items) else 0
        self._pages[mark] = None
        if len(self._pages) > _MOST_MARKS:
            del self._pages[next(iter(self._pages))]
        self.seen = frozenset(ids_of(items))
        self._is_known &= _all_have_ids(items)

    def is_endless(self, *, length_is_told: bool) -> bool:
        """Tell whether the page that was moved past shows that the same rows come for ever, whatever page is asked for.

        Where the answers say how far the listing goes, a repeat may mean that as many rows were added in front while someone
        read, and where rows have no ids, that they just are alike; three in a row mean neither.
        """
        return (self._is_known and not length_is_told) or self._barren > _MOST_BARREN


def _all_have_ids(items: Sequence[object]) -> bool:
    return all(id_of(item) is not None for item in items)


def _mark_of(items: Sequence[object]) -> Hashable:
    """Return what tells a page from the others, in a few bytes: a digest of its ids, or of its rows where some have none."""
    marked: object = ids_of(items) if _all_have_ids(items) else tuple(items)
    try:
        return hash(marked)
    except TypeError:  # rows of plain JSON
        return hash(repr(marked))


def id_of(item: object) -> Hashable:
    """Return what tells this item from the others, or None if it has no id."""
    return getattr(item, "id", None)


def ids_of(items: Iterable[object]) -> tuple[Hashable, ...]:
    """Return the id of every item."""
    return tuple(id_of(item) for item in items)
