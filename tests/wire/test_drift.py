"""What the pages of a listing show of its changing while it is read."""

from datetime import UTC, datetime
from typing import Any

import pytest
from attrs import frozen

from firstpromoter_async.unset import UNSET, Maybe
from firstpromoter_async.v2.company.promoters import ListPromoters, PromoterSorting
from firstpromoter_async.v2.company.referrals import ListReferrals
from firstpromoter_async.wire.answers import Page
from firstpromoter_async.wire.drift import Drift, DriftWatch, sorted_by


@frozen
class Row:
    id: int
    joined_at: Any = None


def page(*ids: int, total: int | None = None) -> Page[Row]:
    return Page(items=tuple(Row(one) for one in ids), total=total)


def watched(*pages: Page[Row], fresh: dict[int, list[Row]] | None = None, from_the_start: bool = True) -> DriftWatch:
    """Look at pages one after the other; `fresh` says which rows of a page are new, where not all are."""
    watch = DriftWatch(from_the_start=from_the_start)
    for number, one in enumerate(pages):
        watch.see(one, (fresh or {}).get(number, list(one.items)), None)
    return watch


def test_nothing_shows_where_nothing_changes() -> None:
    watch = watched(page(1, 2, total=3), page(3, total=3))
    watch.end(endless=False)
    assert watch.drift == Drift()
    assert not watch.drift


def test_nothing_shows_where_there_is_nothing() -> None:
    watch = watched(page())
    watch.end(endless=False)
    assert not watch.drift


def test_rows_that_come_again_are_counted() -> None:
    drift = watched(page(1, 2), page(2, 3), page(2, 3, 4), fresh={1: [Row(3)], 2: [Row(4)]}).drift
    assert (drift.repeated, drift.gap) == (3, None)
    assert drift


def test_what_was_given_out_before_a_token_was_taken_has_not_come_again() -> None:
    assert watched(page(1, 2), page(3), fresh={0: [Row(2)]}, from_the_start=False).drift == Drift()


def test_a_total_that_falls_hints_at_a_gap() -> None:
    drift = watched(page(1, 2, total=4), page(3, total=3)).drift
    assert drift.gap == (
        "the total fell from 4 to 3: rows were removed while they were read, and as many may have been passed over"
    )


def test_a_total_that_grows_does_not() -> None:
    watch = watched(page(1, 2, total=3), page(3, 4, total=4))
    watch.end(endless=False)
    assert not watch.drift


def test_fewer_rows_than_were_announced_hint_at_a_gap() -> None:
    watch = watched(page(1, 2, total=5), page(3, total=5))
    watch.end(endless=False)
    assert (watch.drift.gap or "").startswith("5 rows were announced, and 3 came")


def test_whoever_began_in_the_middle_misses_nothing_that_was_announced() -> None:
    watch = watched(page(4, 5, total=5), from_the_start=False)
    watch.end(endless=False)
    assert not watch.drift


def test_pages_that_repeat_hint_at_a_gap() -> None:
    watch = watched(page(1, 2), page(1, 2), fresh={1: []})
    watch.end(endless=True)
    assert (watch.drift.gap or "").startswith("the same rows came again")


def test_the_first_hint_is_kept() -> None:
    watch = watched(page(1, total=9), page(2, total=8))
    first = watch.drift.gap
    watch.end(endless=True)
    assert watch.drift.gap == first


def moments(*days: int | None) -> Page[Row]:
    return Page(items=tuple(Row(n, day and datetime(2026, 1, day, tzinfo=UTC)) for n, day in enumerate(days)))


def in_order(key: str | None, *pages: Page[Row]) -> str | None:
    watch = DriftWatch(from_the_start=True)
    for one in pages:
        watch.see(one, one.items, key)
    return watch.drift.gap


@pytest.mark.parametrize(
    ("key", "pages", "kept"),
    [
        ("joined_at", (moments(1, 2), moments(3, 4)), True),
        ("joined_at", (moments(1, 2), moments(2, 4)), True),
        ("joined_at", (moments(1, 3), moments(2, 4)), False),
        ("joined_at", (moments(1, 3), moments(), moments(2, 4)), False),
        ("-joined_at", (moments(4, 3), moments(2, 1)), True),
        ("-joined_at", (moments(4, 3), moments(3, 1)), True),
        ("-joined_at", (moments(4, 2), moments(3, 1)), False),
        (None, (moments(4, 3), moments(9, 1)), True),
        ("joined_at", (moments(1, None), moments(None, 4)), True),
        ("joined_at", (moments(1, 3), Page(items=(Row(9, "2026"),))), True),
        ("revenue_amount", (moments(1, 3), moments(2, 4)), True),
    ],
)
def test_a_page_that_begins_before_the_end_of_the_last_one_hints_at_a_gap(
    key: str | None, pages: Any, kept: bool
) -> None:
    found = in_order(key, *pages)
    assert found is None if kept else found == "a page began before the end of the page in front of it, by joined_at"


def test_memory_does_not_grow_with_the_listing() -> None:
    watch = DriftWatch(from_the_start=True)
    for number in range(1_000):
        watch.see(page(number, number + 1), [Row(number)], "id")
    held = [getattr(watch, one.name) for one in type(watch).__attrs_attrs__]
    assert all(isinstance(one, int | bool | None | Drift) for one in held)


@pytest.mark.parametrize(
    ("sorting", "key"),
    [
        (UNSET, None),
        (PromoterSorting(), None),
        (PromoterSorting(joined_at="asc"), "joined_at"),
        (PromoterSorting(clicks_count="desc"), "-clicks_count"),
        (PromoterSorting(clicks_count="desc", joined_at="asc"), None),
    ],
)
def test_what_a_listing_is_sorted_by(sorting: Maybe[PromoterSorting], key: str | None) -> None:
    assert sorted_by(ListPromoters(sorting=sorting)) == key


def test_a_listing_that_cannot_be_sorted_is_sorted_by_nothing() -> None:
    assert sorted_by(ListReferrals()) is None
