"""Which page comes next, and which rows of it are new."""

from typing import Any

import pytest
from attrs import evolve

from firstpromoter_async.errors import RefusedLink, UnreadableAnswer
from firstpromoter_async.frozen import frozen
from firstpromoter_async.wire.message import HttpResponse
from firstpromoter_async.wire.paging import Following, RepeatFilter, following
from firstpromoter_async.wire.route import Api

URL = "https://fp.test/api/list?page=2"


def after(api: Api, *, page: int = 1, per_page: int | None = None, count: int, **headers: str) -> Following:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return following(
        api, page=page, per_page=per_page, count=count, response=evolve(HttpResponse.of(200, named), url=URL)
    )


NEXT = '<https://fp.test/api/list?page=3>; rel="next"'
PREVIOUS = '<https://fp.test/api/list?page=1>; rel="prev"'
LAST = '<https://fp.test/api/list?page=9>; rel="last"'
STYLES = "</styles.css>; rel=preload"


@pytest.mark.parametrize(
    ("api", "arguments", "page"),
    [
        # A link of the answer itself counts first.
        (Api.V1, {"page": 2, "count": 50, "link": NEXT}, 3),
        (Api.V2, {"page": 2, "count": 5, "per_page": 100, "link": NEXT}, 3),
        (Api.V1, {"page": 2, "count": 50, "link": PREVIOUS}, None),
        (Api.V1, {"page": 2, "count": 50, "link": f"{PREVIOUS}, {LAST}, {NEXT}"}, 3),
        (Api.V1, {"page": 2, "count": 50, "link": PREVIOUS, "total": "1000", "per_page": 50}, None),
        # A link to something else says nothing of pages.
        (Api.V1, {"page": 1, "count": 50, "link": STYLES}, 2),
        (Api.V2, {"page": 1, "count": 100, "per_page": 100, "link": STYLES}, 2),
        (Api.V1, {"page": 1, "count": 50, "link": ""}, 2),
        # Then the totals.
        (Api.V1, {"page": 1, "count": 50, "total": "101", "Per_Page": "50"}, 2),
        (Api.V1, {"page": 2, "count": 50, "total": "101", "Per_Page": "50"}, 3),
        (Api.V1, {"page": 3, "count": 1, "total": "101", "Per_Page": "50"}, None),
        (Api.V1, {"page": 2, "count": 50, "total": "100", "Per_Page": "50"}, None),
        (Api.V1, {"page": 1, "count": 0, "total": "0", "Per_Page": "50"}, None),
        (Api.V1, {"page": 1, "count": 20, "total": "60", "per_page": 20}, 2),
        (Api.V1, {"page": 3, "count": 20, "total": "60", "per_page": 20}, None),
        (Api.V1, {"page": 1, "count": 50, "total": "60"}, 2),
        # 200 rows a page were asked for, and 100 came: a total of 250 is three pages and not two.
        (Api.V1, {"page": 2, "count": 100, "total": "250", "per_page": 200}, 3),
        # 100 were asked for, and 30 come: these are not the 30 that a second page of 100 would have.
        (Api.V1, {"page": 2, "count": 30, "total": "130", "per_page": 100}, 3),
        (Api.V1, {"page": 1, "count": 50, "total": "many", "Per_Page": "50"}, 2),
        (Api.V1, {"page": 1, "count": 50, "total": "9" * 5000, "Per_Page": "50"}, 2),
        (Api.V1, {"page": 1, "count": 50, "total": "60", "Per_Page": "0"}, 2),
        # An empty page is the last one, whatever its headers say.
        (Api.V1, {"page": 2, "count": 0, "link": NEXT}, None),
        (Api.V1, {"page": 9, "count": 0, "total": "99999999999999999", "Per_Page": "50"}, None),
        # Totals that the rows contradict are not believed: 100 a page were announced, and 50 came.
        (Api.V1, {"page": 1, "count": 50, "total": "120", "Per_Page": "100"}, 2),
        (Api.V1, {"page": 2, "count": 50, "total": "120", "Per_Page": "100"}, 3),
        # Then the rows: an empty page is the last one everywhere.
        (Api.V1, {"page": 1, "count": 0}, None),
        (Api.V2, {"page": 1, "count": 0}, None),
        (Api.V2, {"page": 7, "count": 0, "per_page": 100}, None),
        # A short page ends a v2 listing if its size was asked for; defaults differ too much to guess.
        (Api.V2, {"page": 1, "count": 99, "per_page": 100}, None),
        (Api.V2, {"page": 1, "count": 100, "per_page": 100}, 2),
        (Api.V2, {"page": 1, "count": 101, "per_page": 100}, 2),
        (Api.V2, {"page": 1, "count": 19}, 2),
        # ... and if the server gave as many as were asked for, which it says, or which the next page tells.
        (Api.V2, {"page": 1, "count": 30, "per_page": 100, "Per_Page": "30"}, 2),
        (Api.V2, {"page": 2, "count": 29, "per_page": 100, "Per_Page": "30"}, None),
        (Api.V2, {"page": 1, "count": 50, "per_page": 100, "Per_Page": "100"}, 2),
        *[(Api.V2, {"page": 1, "count": count, "per_page": 100}, 2) for count in (10, 20, 25, 50)],
        (Api.V2, {"page": 1, "count": 20, "per_page": 20}, 2),
        (Api.V2, {"page": 1, "count": 10, "per_page": 10}, 2),
        (Api.V2, {"page": 3, "count": 30, "per_page": 100}, None),
        # v1's largest page is not known, so there a short page means nothing.
        (Api.V1, {"page": 1, "count": 50, "per_page": 100}, 2),
        (Api.V1, {"page": 4, "count": 1}, 5),
    ],
)
def test_what_comes_next(api: Api, arguments: dict[str, Any], page: int | None) -> None:
    assert after(api, **arguments).page == page


def test_totals_and_last_page_are_told() -> None:
    told = after(Api.V1, page=1, count=50, total="101", Per_Page="50")
    assert (told.total, told.last_page, told.from_link) == (101, 3, False)


def test_an_empty_listing_tells_its_total_and_its_one_page() -> None:
    assert after(Api.V1, page=1, count=0, total="0", Per_Page="50") == Following(page=None, total=0, last_page=1)


def test_a_total_is_told_where_the_last_page_is_not_known() -> None:
    assert after(Api.V1, page=1, count=50, total="60") == Following(page=2, total=60)


def test_a_link_to_the_last_page_is_told() -> None:
    told = after(Api.V1, page=2, count=50, link=f"{NEXT}, {LAST}", total="420")
    assert (told.total, told.last_page, told.from_link) == (420, 9, True)


def test_nothing_is_told_of_pages_on_v2() -> None:
    assert after(Api.V2, count=100, per_page=100) == Following(page=2)


@pytest.mark.parametrize(
    "target",
    [
        "https://other.test/api/list?page=3",
        "http://fp.test/api/list?page=3",
        "https://fp.test:8443/api/list?page=3",
        "https://user@fp.test/api/list?page=3",
        "//other.test/api/list?page=3",
    ],
)
def test_a_next_link_that_leads_away_is_refused(target: str) -> None:
    with pytest.raises(RefusedLink):
        after(Api.V1, page=2, count=50, link=f"<{target}>; rel=next")


def test_a_next_link_without_a_page_is_an_error() -> None:
    with pytest.raises(UnreadableAnswer, match="no page number") as caught:
        after(Api.V1, page=2, count=50, link="<https://fp.test/api/list?cursor=x>; rel=next")
    assert caught.value.status == 200


@pytest.mark.parametrize("page", [3, 4])
def test_a_next_link_that_leads_back_is_an_error(page: int) -> None:
    with pytest.raises(UnreadableAnswer, match="leads to page 3") as caught:
        after(Api.V1, page=page, count=50, link=NEXT)
    assert caught.value.status == 200


# Rows that come again


@frozen
class Row:
    id: int | None


def rows(*ids: int | None) -> list[Row]:
    return [Row(identity) for identity in ids]


def test_rows_that_shifted_are_not_new() -> None:
    """A row was added in front while page 1 was read, so its last row is the first of page 2."""
    repeats: RepeatFilter[Row] = RepeatFilter()
    repeats.move_past(rows(1, 2, 3))
    assert repeats.fresh(rows(3, 4, 5)) == rows(4, 5)


def test_only_the_page_before_is_remembered() -> None:
    repeats: RepeatFilter[Row] = RepeatFilter()
    repeats.move_past(rows(1, 2))
    repeats.move_past(rows(3, 4))
    assert repeats.fresh(rows(1, 4, 5)) == rows(1, 5)


def test_rows_without_an_id_are_always_new() -> None:
    repeats: RepeatFilter[Row] = RepeatFilter()
    repeats.move_past(rows(None, None))
    assert repeats.fresh(rows(None)) == rows(None)


def moved_past(*pages: list[Row]) -> RepeatFilter[Row]:
    repeats: RepeatFilter[Row] = RepeatFilter()
    for page in pages:
        repeats.move_past(page)
    return repeats


def test_a_page_that_was_there_before_is_the_end_where_nothing_is_told_of_the_length() -> None:
    assert not moved_past(rows(1, 2)).is_endless(length_is_told=False)
    assert moved_past(rows(1, 2), rows(1, 2)).is_endless(length_is_told=False)
    assert moved_past(rows(1, 2), rows(3, 4), rows(1, 2)).is_endless(length_is_told=False)
    assert not moved_past(rows(1, 2), rows(2, 3)).is_endless(length_is_told=False)
    assert not moved_past(rows(1, 2), rows(2, 1)).is_endless(length_is_told=False)


def test_a_page_is_known_again_by_its_ids_whatever_else_has_changed_in_its_rows() -> None:
    @frozen
    class Counted:
        id: int
        clicks: int

    repeats: RepeatFilter[Counted] = RepeatFilter()
    repeats.move_past([Counted(1, clicks=5)])
    repeats.move_past([Counted(1, clicks=6)])
    assert repeats.is_endless(length_is_told=False)


def test_rows_that_were_on_an_earlier_page_like_this_one_are_not_new() -> None:
    assert moved_past(rows(1, 2), rows(3, 4)).fresh(rows(1, 2)) == []


@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize("page", [rows(1, 2), rows(None, None)])
def test_pages_that_bring_nothing_new_for_the_third_time_are_the_end_whatever_is_told(
    page: list[Row], told: bool
) -> None:
    assert not moved_past(page, page, page).is_endless(length_is_told=True)
    assert moved_past(page, page, page, page).is_endless(length_is_told=told)


def test_the_same_rows_in_ever_another_order_are_the_end() -> None:
    orders = (rows(1, 2, 3), rows(2, 1, 3), rows(3, 1, 2), rows(2, 3, 1))
    assert moved_past(*orders).is_endless(length_is_told=True)


def test_something_new_in_between_means_that_it_goes_on() -> None:
    again = rows(1, 2)
    assert not moved_past(again, again, again, rows(3), again, again).is_endless(length_is_told=True)


def test_rows_of_plain_json_are_told_apart_too() -> None:
    repeats: RepeatFilter[dict[str, int]] = RepeatFilter()
    for page in ([{"a": 1}], [{"a": 2}], [{"a": 3}], [{"a": 4}]):
        repeats.move_past(page)
    assert not repeats.is_endless(length_is_told=False)
    for _ in range(3):
        repeats.move_past([{"a": 4}])
    assert repeats.is_endless(length_is_told=True)


def test_only_the_latest_thousand_pages_are_remembered() -> None:
    repeats: RepeatFilter[Row] = RepeatFilter()
    for number in range(1500):
        repeats.move_past(rows(number))
    assert len(repeats._pages) == 1000
    assert repeats.fresh(rows(600)) == []
    assert repeats.fresh(rows(400)) == rows(400)
