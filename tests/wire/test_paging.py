"""Which page comes next, and which rows of it are new."""

from typing import Any

import pytest
from attrs import evolve, frozen

from firstpromoter_async.errors import RefusedLink, UnreadableAnswer
from firstpromoter_async.wire.message import HttpResponse
from firstpromoter_async.wire.paging import Following, Seam, following
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
        (Api.V1, {"page": 1, "count": 50, "total": "many", "Per_Page": "50"}, 2),
        (Api.V1, {"page": 1, "count": 50, "total": "9" * 5000, "Per_Page": "50"}, 2),
        (Api.V1, {"page": 1, "count": 50, "total": "60", "Per_Page": "0"}, 2),
        # Then the rows: an empty page is the last one everywhere.
        (Api.V1, {"page": 1, "count": 0}, None),
        (Api.V2, {"page": 1, "count": 0}, None),
        (Api.V2, {"page": 7, "count": 0, "per_page": 100}, None),
        # A short page ends a v2 listing if its size was asked for; defaults differ too much to guess.
        (Api.V2, {"page": 1, "count": 99, "per_page": 100}, None),
        (Api.V2, {"page": 1, "count": 100, "per_page": 100}, 2),
        (Api.V2, {"page": 1, "count": 101, "per_page": 100}, 2),
        (Api.V2, {"page": 1, "count": 19}, 2),
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
    with pytest.raises(UnreadableAnswer, match="no page number"):
        after(Api.V1, page=2, count=50, link="<https://fp.test/api/list?cursor=x>; rel=next")


@pytest.mark.parametrize("page", [3, 4])
def test_a_next_link_that_leads_back_is_an_error(page: int) -> None:
    with pytest.raises(UnreadableAnswer, match="leads to page 3"):
        after(Api.V1, page=page, count=50, link=NEXT)


# Rows at the seam


@frozen
class Row:
    id: int | None


def rows(*ids: int | None) -> list[Row]:
    return [Row(identity) for identity in ids]


def test_rows_that_shifted_are_not_new() -> None:
    """A row was added in front while page 1 was read, so its last row is the first of page 2."""
    seam: Seam[Row] = Seam()
    seam.move_past(rows(1, 2, 3))
    assert seam.fresh(rows(3, 4, 5)) == rows(4, 5)


def test_only_the_page_before_is_remembered() -> None:
    seam: Seam[Row] = Seam()
    seam.move_past(rows(1, 2))
    seam.move_past(rows(3, 4))
    assert seam.fresh(rows(1, 4, 5)) == rows(1, 5)


def test_rows_without_an_id_are_always_new() -> None:
    seam: Seam[Row] = Seam()
    seam.move_past(rows(None, None))
    assert seam.fresh(rows(None)) == rows(None)


def test_the_same_page_again_is_a_repeat() -> None:
    seam: Seam[Row] = Seam()
    assert not seam.is_repeat(rows(1, 2))
    seam.move_past(rows(1, 2))
    assert seam.is_repeat(rows(1, 2))
    assert not seam.is_repeat(rows(2, 3))
    assert not seam.is_repeat(rows(2, 1))


@pytest.mark.parametrize("page", [(), (None,), (1, None)])
def test_a_page_without_ids_is_never_a_repeat(page: tuple[int | None, ...]) -> None:
    seam: Seam[Row] = Seam()
    seam.move_past(rows(*page))
    assert not seam.is_repeat(rows(*page))
