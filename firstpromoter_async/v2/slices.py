"""A listing that cannot be sorted, read in slices of a few days each: `fp.v2.referrals.in_slices(...)`.

Pages of such a listing shift while they are read, whenever a row is added or removed in front. In slices, that reaches no further
than the slice: each is a listing of its own, filtered by days, and is read to its end before the next one begins.

This module knows nothing of particular operations, nor which field the days are of.
"""

from collections.abc import AsyncIterator, Callable, Hashable, Iterator
from datetime import date, datetime, timedelta
from typing import Generic, Self, TypeVar

from ..errors import CallFailed, InvalidRequest
from ..pages import Pages
from ..wire.checks import check_count
from ..wire.drift import Drift
from ..wire.paging import id_of
from .filters import Range

T = TypeVar("T")


class Slices(Generic[T]):
    """A listing that has not been read yet, slice by slice, the oldest first.

    `async for` gives its rows, each once; `collect()` makes a list of them. Every `async for` starts again at the first slice.
    """

    def __init__(self, first_day: date, last_day: date, days: int, read: Callable[[Range[date]], Pages[T]]) -> None:
        check_count("days", "days", days)
        _check_days(first_day, last_day)
        self._first, self._last, self._days, self._read = first_day, last_day, days, read
        self._reading = self._start()

    def __aiter__(self) -> "_Reading[T]":
        self._reading = self._start()
        return self._reading

    async def collect(self) -> list[T]:
        """Return all rows."""
        return [row async for row in self]

    @property
    def drift(self) -> Drift:
        """What showed of changes while the latest loop read: `repeated` counts the rows that came twice, and were given once.

        A slice in which rows seem to have been passed over was read a second time; `gap` says so where that did not help.
        """
        return self._reading.drift

    @property
    def reading(self) -> Range[date] | None:
        """The days of the slice that the latest loop is at; None when it has come to its end.

        Where a loop broke off, another one with `reading.from_` as its first day goes on; rows of that slice come again.
        """
        return self._reading.slice

    def __repr__(self) -> str:
        return f"<Slices from {self._first} to {self._last}, {self._days} days each>"

    def _start(self) -> "_Reading[T]":
        return _Reading(spans(self._first, self._last, self._days), self._read)


class _Reading(Generic[T]):
    """A loop under way; a class and not a generator, so that leaving it early leaves nothing to close."""

    _pages: Pages[T]
    _rows: AsyncIterator[T]

    def __init__(self, slices: Iterator[Range[date]], read: Callable[[Range[date]], Pages[T]]) -> None:
        self._slices, self._read = slices, read
        self._of_slices_before = Drift()
        self._before: set[Hashable] = set()
        self._given: set[Hashable] = set()
        self._again, self._is_second_reading = 0, False
        self._go_to_next()

    @property
    def drift(self) -> Drift:
        """What has shown so far of the listing's changing."""
        before = self._of_slices_before
        if self.slice is None:
            return before
        return Drift(repeated=before.repeated + self._repeated, gap=before.gap or self._pages.drift.gap)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> T:
        while self.slice is not None:
            try:
                row = await anext(self._rows)
            except StopAsyncIteration:
                self._go_on(self.slice)
            except CallFailed as failure:
                failure.resume_token = None  # it would lead into one slice, and not to the others
                raise
            else:
                if self._is_new(row):
                    return row
        raise StopAsyncIteration

    def _go_on(self, span: Range[date]) -> None:
        """Read a slice once more where rows seem to have been passed over, and go to the next one otherwise."""
        if self._pages.drift.gap is not None and not self._is_second_reading:
            self._again, self._is_second_reading = self._repeated, True
            self._begin(span)
        else:
            self._of_slices_before = self.drift
            self._go_to_next()

    def _go_to_next(self) -> None:
        """Go to the next slice, and keep the ids of this one: a row near its end may come again, and none much later."""
        self.slice = next(self._slices, None)
        if self.slice is not None:
            self._again, self._is_second_reading = 0, False
            self._begin(self.slice)
            self._before, self._given = self._given, set()

    def _begin(self, span: Range[date]) -> None:
        self._pages = self._read(span)
        self._rows = aiter(self._pages)

    @property
    def _repeated(self) -> int:
        """How many rows of this slice came twice; in a second reading all do, which says nothing."""
        return self._again if self._is_second_reading else self._again + self._pages.drift.repeated

    def _is_new(self, row: T) -> bool:
        identity = id_of(row)
        is_known = identity is not None and (identity in self._given or identity in self._before)
        self._again += is_known and not self._is_second_reading
        self._given.add(identity)
        return not is_known


def spans(first: date, last: date, days: int) -> Iterator[Range[date]]:
    """Cut a span into slices; both ends of a slice are in it, so the next one begins a day later."""
    while True:
        end = first + timedelta(days=min(days - 1, (last - first).days))
        yield Range(from_=first, to=end)
        if end == last:
            return
        first = end + timedelta(days=1)


def _check_days(first: date, last: date) -> None:
    for name, day in (("first_day", first), ("last_day", last)):
        if not isinstance(day, date) or isinstance(day, datetime):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise InvalidRequest(f"{name} is a date, such as date(2026, 1, 31), and {type(day).__name__} was given")
    if first > last:
        raise InvalidRequest(f"last_day is first_day or later, and {first} to {last} was given")
