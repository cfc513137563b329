"""What the pages of a listing show of its changing while it is read.

Pages are counted off anew for every request. So a row that is added in front pushes the last row of one page onto the next,
where it comes a second time; and one that is removed in front pulls a row onto a page that was read already, and that row is
never seen. The first always shows. The second shows only by what the API tells besides the rows.

This module knows nothing of sending.
"""

from collections.abc import Sequence
from typing import Any, Final

import attrs
from attrs import define, frozen

from ..unset import UNSET
from .answers import Page

_REMOVED: Final = "rows were removed while they were read, and as many may have been passed over"


@frozen(kw_only=True)
class Drift:
    """What shows of a listing's changing while it was read; false where nothing does."""

    repeated: int = 0
    """Rows that came a second time, and were given out once: so many were added in front of them, and those were not seen."""
    gap: str | None = None
    """Why rows are suspected to have been passed over, in words; None where nothing hints at it.

    v2 tells no totals, so there a row that is removed in front leaves no trace. In the order that a listing has by itself (oldest
    first, where FirstPromoter documents it) nothing moves but for removals.
    """

    def __bool__(self) -> bool:
        return self != Drift()


@define
class DriftWatch:
    """Looks at each page as it comes, and remembers numbers, but no rows."""

    from_the_start: bool
    """Whether the first page that is seen is the listing's first."""
    drift: Drift = Drift()
    """What has shown so far."""
    _given: int = 0
    _total: int | None = None
    _last_key: Any = None
    _is_first: bool = True

    def see(self, page: Page[Any], fresh: Sequence[object], key: str | None) -> None:
        """Look at a page and those of its rows that are new; `key` is what the rows are sorted by, `-key` if largest first."""
        repeated = (
            0 if self._is_first else len(page.items) - len(fresh)
        )  # where a token leads to, the first may be half given out
        self.drift = attrs.evolve(self.drift, repeated=self.drift.repeated + repeated)
        self._given += len(fresh)
        self._compare_totals(page.total)
        self._compare_order(fresh, key)
        self._is_first = False

    def end(self, *, endless: bool) -> None:
        """Look back at the end; an endless one is where pages came again and again."""
        if endless:
            self._suspect("the same rows came again for another page, and reading ended there; more may follow them")
        elif self.from_the_start and self._given < (self._total or 0):
            self._suspect(f"{self._total} rows were announced, and {self._given} came: {_REMOVED}")

    def _compare_totals(self, total: int | None) -> None:
        if total is not None and self._total is not None and total < self._total:
            self._suspect(f"the total fell from {self._total} to {total}: {_REMOVED}")
        self._total = total

    def _compare_order(self, fresh: Sequence[object], key: str | None) -> None:
        if key is None or not fresh:
            return
        first, last = (getattr(row, key.removeprefix("-"), None) for row in (fresh[0], fresh[-1]))
        if self._last_key is not None and first is not None and _is_before(first, self._last_key, key):
            self._suspect(f"a page began before the end of the page in front of it, by {key.removeprefix('-')}")
        self._last_key = last

    def _suspect(self, why: str) -> None:
        if self.drift.gap is None:
            self.drift = attrs.evolve(self.drift, gap=why)


def _is_before(one: Any, other: Any, key: str) -> bool:
    try:
        return bool(one > other if key.startswith("-") else one < other)
    except TypeError:  # values of two kinds have no order
        return False


def sorted_by(listing: object) -> str | None:
    """Return what a listing is sorted by, `-key` for the largest first; None where that is nothing, or several things."""
    sorting: object = getattr(listing, "sorting", UNSET)
    kind: Any = type(sorting)
    if not attrs.has(kind):
        return None
    said = [(one.name, getattr(sorting, one.name)) for one in attrs.fields(kind)]
    given = [f"-{name}" if direction == "desc" else name for name, direction in said if direction is not UNSET]
    return given[0] if len(given) == 1 else None
