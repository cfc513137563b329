"""Requests as methods, and listings that are read page by page, left and taken up again."""

import inspect
import json
from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve, field, frozen

from firstpromoter_async.errors import InvalidRequest, InvalidResumeToken, ServerError
from firstpromoter_async.pages import Pages
from firstpromoter_async.resource import Resource, call, pages
from firstpromoter_async.unset import UNSET, Maybe
from firstpromoter_async.wire.drift import Drift
from firstpromoter_async.wire.message import HttpResponse
from firstpromoter_async.wire.model import Model
from firstpromoter_async.wire.request import Listing, Replay, Request
from firstpromoter_async.wire.route import Access, Api, Base

pytestmark = pytest.mark.anyio

V2 = Base(Api.V2, Access.V2_KEY, "/v2")


@frozen(kw_only=True)
class Thing(Model):
    id: int | None = None


@frozen
class GetThing(Request[Thing]):
    """Look up one thing."""

    route = V2.GET("/things/{id}")
    replay = Replay.SAFE
    id: int
    find_by: Maybe[str] = field(default=UNSET, kw_only=True)


@frozen(kw_only=True)
class ListThings(Listing[Thing]):
    """List things."""

    route = V2.GET("/things")
    q: Maybe[str] = UNSET


@frozen(kw_only=True)
class ListOthers(Listing[Thing]):
    route = V2.GET("/others")


class Things(Resource):
    """Things."""

    get = call(GetThing)
    list = pages(ListThings)


class Shelf:
    """A server with some rows, and a sender in one: answers listings as v2 does, and notes which pages were asked for."""

    def __init__(self, ids: list[Any], *, size: int = 3) -> None:
        self.ids = ids
        self.size = size
        self.asked: list[int] = []
        self.before_page: dict[int, Callable[[], None]] = {}
        self.headers: Callable[[int], dict[str, str]] = lambda page: {}

    async def send(self, request: Any, /) -> Any:
        if not isinstance(request, Listing):
            return request.read(HttpResponse.of(200, {}, json.dumps({"id": request.id}).encode()))
        page = 1 if request.page is UNSET else request.page
        self.asked.append(page)
        self.before_page.pop(page, lambda: None)()
        body = json.dumps([{"id": one} for one in self.rows(page)]).encode()
        return request.read(evolve(HttpResponse.of(200, self.headers(page), body), url="https://fp.test/v2/things"))

    def rows(self, page: int) -> list[Any]:
        return self.ids[(page - 1) * self.size : page * self.size]

    def listing(self, **arguments: Any) -> Pages[Thing]:
        return Things(self).list(**{"per_page": self.size, **arguments})


async def read_into(found: list[Any], listing: Pages[Thing]) -> None:
    async for thing in listing:
        found.append(thing.id)


def ids(things: Any) -> list[Any]:
    return [thing.id for thing in things]


# Methods


async def test_a_method_takes_the_parameters_of_its_request() -> None:
    things = Things(Shelf([]))
    assert await things.get(7) == await things.get(id=7) == Thing(id=7)


async def test_a_method_looks_like_one_written_by_hand() -> None:
    method = Things(Shelf([])).get
    assert (method.__name__, method.__qualname__, method.__module__) == ("get", "Things.get", __name__)  # type: ignore[attr-defined]
    assert str(inspect.signature(method)) == "(id: int, *, find_by: Maybe[str] = UNSET) -> Thing"
    assert inspect.ismethod(method)
    assert inspect.iscoroutinefunction(method)


async def test_a_listing_method_looks_like_one_written_by_hand() -> None:
    method = Things(Shelf([])).list
    assert (method.__name__, method.__qualname__, method.__module__) == ("list", "Things.list", __name__)  # type: ignore[attr-defined]
    assert str(inspect.signature(method)).endswith(", q: Maybe[str] = UNSET) -> Pages[Thing]")
    assert inspect.ismethod(method)
    assert not inspect.iscoroutinefunction(method)


async def test_a_signature_has_the_real_annotations() -> None:
    found = inspect.signature(Things(Shelf([])).get)
    assert found.return_annotation is Thing
    assert found.parameters["find_by"].annotation == Maybe[str]


async def test_the_same_method_of_the_same_noun_is_equal() -> None:
    things = Things(Shelf([]))
    assert things.get == things.get != Things(Shelf([])).get


async def test_what_binds_keeps_its_own_docstring() -> None:
    assert (call.__doc__ or "").startswith("Bind a request class")
    assert list(inspect.signature(call).parameters) == ["request"]


async def test_a_class_tells_which_requests_its_methods_make() -> None:
    assert Things.get.request is GetThing
    assert Things.list.request is ListThings


async def test_wrong_parameters_are_refused_before_anything_is_sent() -> None:
    shelf = Shelf([1])
    with pytest.raises(TypeError):
        Things(shelf).list(colour="red")  # type: ignore[call-arg]
    assert shelf.asked == []


async def test_a_noun_shows_its_name() -> None:
    assert repr(Things(Shelf([]))) == f"<{__name__}.Things>"


async def test_a_listing_shows_its_request() -> None:
    assert repr(Shelf([]).listing(q="x")).startswith("<Pages of ListThings(")


# Reading


async def test_awaiting_gives_the_first_page() -> None:
    shelf = Shelf([1, 2, 3, 4])
    page = await shelf.listing()
    assert ids(page.items) == [1, 2, 3]
    assert page.next == ListThings(page=2, per_page=3)
    assert shelf.asked == [1]


async def test_a_loop_gives_every_item() -> None:
    shelf = Shelf([1, 2, 3, 4])
    assert ids([thing async for thing in shelf.listing()]) == [1, 2, 3, 4]
    assert shelf.asked == [1, 2]


async def test_a_loop_starts_over_each_time() -> None:
    listing = Shelf([1, 2, 3, 4]).listing()
    assert [ids([thing async for thing in listing]) for _ in range(2)] == [[1, 2, 3, 4]] * 2


async def test_leaving_a_loop_reads_no_further() -> None:
    shelf = Shelf([1, 2, 3, 4])
    async for _ in shelf.listing():
        break
    assert shelf.asked == [1]


async def test_pages_one_by_one() -> None:
    shelf = Shelf([1, 2, 3, 4])
    assert [ids(page.items) async for page in shelf.listing().by_page()] == [[1, 2, 3], [4]]


async def test_nothing_at_all() -> None:
    shelf = Shelf([])
    assert [thing async for thing in shelf.listing()] == []
    assert shelf.asked == [1]


async def test_an_empty_page_ends_a_listing_whose_size_is_not_known() -> None:
    shelf = Shelf([1, 2, 3, 4])
    assert ids(await shelf.listing(per_page=UNSET).collect()) == [1, 2, 3, 4]
    assert shelf.asked == [1, 2, 3]


@pytest.mark.parametrize(
    ("limit", "found", "asked"),
    [
        (None, [1, 2, 3, 4, 5], [1, 2]),
        (0, [], []),
        (1, [1], [1]),
        (3, [1, 2, 3], [1]),
        (4, [1, 2, 3, 4], [1, 2]),
        (99, [1, 2, 3, 4, 5], [1, 2]),
    ],
)
async def test_collecting_reads_no_more_than_it_must(limit: int | None, found: list[int], asked: list[int]) -> None:
    shelf = Shelf([1, 2, 3, 4, 5])
    assert ids(await shelf.listing().collect(limit=limit)) == found
    assert shelf.asked == asked


async def test_a_listing_may_start_in_the_middle() -> None:
    shelf = Shelf([1, 2, 3, 4, 5])
    assert ids(await shelf.listing(page=2).collect()) == [4, 5]


async def test_links_are_followed() -> None:
    shelf = Shelf([1, 2, 3, 4, 5, 6, 7])
    shelf.headers = lambda page: {"Link": f'<?page={page + 1}>; rel="next"' if page < 3 else '<?page=1>; rel="first"'}
    assert ids(await shelf.listing(per_page=UNSET).collect()) == [1, 2, 3, 4, 5, 6, 7]
    assert shelf.asked == [1, 2, 3]


async def test_an_endpoint_that_ignores_the_page_is_read_once() -> None:
    shelf = Shelf([1, 2, 3])
    shelf.rows = lambda page: [1, 2, 3]  # type: ignore[method-assign]
    assert ids(await shelf.listing().collect()) == [1, 2, 3]
    assert shelf.asked == [1, 2]


async def test_a_row_that_shifts_to_the_next_page_is_given_out_once() -> None:
    shelf = Shelf([1, 2, 3, 4, 5])
    shelf.before_page[2] = lambda: shelf.ids.insert(0, 99)
    assert ids(await shelf.listing().collect()) == [1, 2, 3, 4, 5]


async def test_a_page_with_nothing_new_does_not_end_the_listing() -> None:
    """Three rows were added in front, so that page 2 shows page 1 in another order, and then goes on."""
    shelf = Shelf([1, 2, 3, 4, 5, 6])
    shelf.before_page[2] = lambda: shelf.ids.__setitem__(slice(0, 3), [97, 98, 99, 2, 1, 3])
    assert ids(await shelf.listing().collect()) == [1, 2, 3, 4, 5, 6]


async def test_as_many_new_rows_as_a_page_has_do_not_end_a_listing_whose_length_is_known() -> None:
    shelf = Shelf([1, 2, 3, 4, 5])
    shelf.headers = lambda _: {"Total": "8", "Per-Page": "3"}
    shelf.before_page[2] = lambda: shelf.ids.__setitem__(slice(0, 0), [97, 98, 99])
    assert ids(await shelf.listing().collect()) == [1, 2, 3, 4, 5]
    assert shelf.asked == [1, 2, 3]


async def test_a_next_link_that_brings_the_same_rows_for_ever_ends() -> None:
    shelf = Shelf([1, 2, 3])
    shelf.headers = lambda page: {"Link": f'<?page={page + 1}>; rel="next"'}
    shelf.rows = lambda page: [1, 2, 3]  # type: ignore[method-assign]
    assert ids(await shelf.listing().collect()) == [1, 2, 3]
    assert len(shelf.asked) == 4


async def test_a_total_of_more_rows_than_there_are_ends_with_the_first_empty_page() -> None:
    shelf = Shelf([1, 2, 3, 4, 5, 6])
    shelf.headers = lambda _: {"Total": str(10**17), "Per-Page": "3"}
    assert ids(await shelf.listing().collect()) == [1, 2, 3, 4, 5, 6]
    assert shelf.asked == [1, 2, 3]


@pytest.mark.parametrize("told", [True, False])
async def test_a_server_that_gives_fewer_rows_than_were_asked_for_loses_none(told: bool) -> None:
    shelf = Shelf(list(range(1, 118)), size=50)
    shelf.headers = lambda _: {"Per-Page": "50"} if told else {}
    assert ids(await shelf.listing(per_page=100).collect()) == list(range(1, 118))
    assert shelf.asked == [1, 2, 3]


# Drift


async def test_rows_that_came_twice_are_counted_on_the_listing() -> None:
    shelf = Shelf([1, 2, 3, 4, 5])
    shelf.before_page[2] = lambda: shelf.ids.insert(0, 99)
    listing = shelf.listing()
    assert not listing.drift
    await listing.collect()
    assert listing.drift == Drift(repeated=1)


async def test_a_loop_under_way_can_be_asked_too() -> None:
    shelf = Shelf([1, 2, 3, 4, 5])
    shelf.before_page[2] = lambda: shelf.ids.insert(0, 99)
    for loop in (aiter(shelf.listing()), aiter(shelf.listing().by_page())):
        while await anext(loop, None) is not None:
            pass
        assert loop.drift.repeated == (1 if 2 not in shelf.before_page and shelf.ids[0] == 99 else 0)
        shelf.ids = [1, 2, 3, 4, 5]
        shelf.before_page[2] = lambda: shelf.ids.insert(0, 99)


async def test_each_reading_counts_anew() -> None:
    shelf = Shelf([1, 2, 3, 4, 5])
    shelf.before_page[2] = lambda: shelf.ids.insert(0, 99)
    listing = shelf.listing()
    await listing.collect()
    await listing.collect()
    assert not listing.drift


async def test_a_row_that_was_removed_shows_where_a_total_is_told() -> None:
    shelf = Shelf([1, 2, 3, 4, 5, 6, 7])
    shelf.headers = lambda _: {"Total": str(len(shelf.ids)), "Per-Page": "3"}
    shelf.before_page[2] = lambda: shelf.ids.remove(2)
    listing = shelf.listing()
    assert ids(await listing.collect()) == [1, 2, 3, 5, 6, 7]
    assert (listing.drift.gap or "").startswith("the total fell from 7 to 6")


async def test_an_endpoint_that_ignores_the_page_may_have_more_rows() -> None:
    shelf = Shelf([1, 2, 3])
    shelf.rows = lambda page: [1, 2, 3]  # type: ignore[method-assign]
    listing = shelf.listing()
    await listing.collect()
    assert (listing.drift.gap or "").startswith("the same rows came again")


@pytest.mark.parametrize("read", range(1, 8))
async def test_nothing_has_drifted_where_a_token_leads_on(read: int) -> None:
    shelf = Shelf([1, 2, 3, 4, 5, 6, 7, 8])
    loop = aiter(listing := shelf.listing())
    for _ in range(read):
        await anext(loop)
    token = listing.resume_token
    assert token is not None
    rest = shelf.listing().resume(token)
    await rest.collect()
    assert not rest.drift


async def test_reading_ahead_shows_drift_as_well() -> None:
    shelf = Shelf([1, 2, 3, 4, 5])
    shelf.before_page[2] = lambda: shelf.ids.insert(0, 99)
    listing = shelf.listing()
    async with listing.prefetch(3) as things:
        await things.collect()
    assert listing.drift == things.drift == Drift(repeated=1)


# Resuming


async def test_nothing_was_read_yet() -> None:
    shelf = Shelf([1, 2, 3, 4])
    token = shelf.listing().resume_token
    assert token is not None
    assert ids(await shelf.listing().resume(token).collect()) == [1, 2, 3, 4]


@pytest.mark.parametrize("read", range(1, 8))
async def test_what_was_left_is_taken_up_with_the_next_item(read: int) -> None:
    """Wherever a loop is left, the token leads to the first item that was not given out."""
    shelf = Shelf([1, 2, 3, 4, 5, 6, 7, 8])
    listing = shelf.listing()
    first = []
    async for thing in listing:
        first.append(thing.id)
        if len(first) == read:
            break
    token = listing.resume_token
    assert token is not None
    rest = shelf.listing().resume(token)
    assert [*first, *ids(await rest.collect())] == [1, 2, 3, 4, 5, 6, 7, 8]


async def test_a_listing_can_be_left_again_and_again() -> None:
    shelf = Shelf(list(range(1, 12)))
    found: list[int] = []
    token: str | None = shelf.listing().resume_token
    while token is not None:
        listing = shelf.listing().resume(token)
        async for thing in listing:
            found.append(thing.id or 0)
            break
        else:
            assert listing.resume_token is None
        token = listing.resume_token
    assert found == list(range(1, 12))


async def test_a_listing_that_was_read_to_its_end_has_no_token() -> None:
    listing = Shelf([1, 2, 3, 4]).listing()
    await listing.collect()
    assert listing.resume_token is None


async def test_a_token_after_whole_pages_leads_to_the_next_page() -> None:
    shelf = Shelf([1, 2, 3, 4, 5, 6, 7])
    listing = shelf.listing()
    async for _ in listing.by_page():
        break
    token = listing.resume_token
    assert token is not None
    shelf.asked.clear()
    assert ids(await shelf.listing().resume(token).collect()) == [4, 5, 6, 7]
    assert shelf.asked == [2, 3]


async def test_a_failed_page_carries_a_token() -> None:
    shelf = Shelf([1, 2, 3, 4, 5])

    def fail() -> None:
        raise ServerError(503, "later")

    shelf.before_page[2] = fail
    found: list[Any] = []
    with pytest.raises(ServerError) as caught:
        await read_into(found, shelf.listing())
    token = caught.value.resume_token
    assert token is not None
    assert found == [1, 2, 3]
    assert ids(await shelf.listing().resume(token).collect()) == [4, 5]


async def test_collecting_that_fails_hands_nothing_out_so_its_token_leads_to_the_beginning() -> None:
    shelf = Shelf([1, 2, 3, 4, 5])

    def fail() -> None:
        raise ServerError(503, "later")

    shelf.before_page[2] = fail
    listing = shelf.listing()
    with pytest.raises(ServerError) as caught:
        await listing.collect()
    token = caught.value.resume_token
    assert token is not None
    assert token == listing.resume_token
    assert ids(await shelf.listing().resume(token).collect()) == [1, 2, 3, 4, 5]


async def test_the_first_page_can_fail_too() -> None:
    shelf = Shelf([1, 2])

    def fail() -> None:
        raise ServerError(503, "later")

    shelf.before_page[1] = fail
    with pytest.raises(ServerError) as caught:
        await shelf.listing().collect()
    assert caught.value.resume_token is not None
    assert ids(await shelf.listing().resume(caught.value.resume_token).collect()) == [1, 2]


async def test_a_failed_page_can_be_asked_for_again_in_the_same_loop() -> None:
    shelf = Shelf([1, 2, 3, 4, 5])

    def fail() -> None:
        raise ServerError(503, "later")

    shelf.before_page[2] = fail
    loop = aiter(shelf.listing())
    assert ids([await anext(loop) for _ in range(3)]) == [1, 2, 3]
    with pytest.raises(ServerError):
        await anext(loop)
    assert (await anext(loop)).id == 4


async def test_rows_that_shift_while_nobody_reads_are_given_out_once() -> None:
    shelf = Shelf([1, 2, 3, 4, 5])
    listing = shelf.listing()
    async for thing in listing:
        if thing.id == 3:
            break
    token = listing.resume_token
    assert token is not None
    shelf.ids.insert(0, 99)
    assert ids(await shelf.listing().resume(token).collect()) == [4, 5]


async def test_a_token_is_plain_text() -> None:
    listing = Shelf([1, 2, 3, 4]).listing(q="ann")
    await anext(aiter(listing))
    token = listing.resume_token
    assert token is not None
    assert json.loads(token)["seen"] == [1]
    assert token.isascii()
    assert "\n" not in token


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "7",
        "null",
        "[]",
        "{}",
        '{"page": "2", "seen": [], "listing": ""}',
        '{"page": 0, "seen": [], "listing": ""}',
        '{"page": true, "seen": [], "listing": ""}',
        '{"page": 2, "seen": {}, "listing": ""}',
        '{"page": 2, "seen": [[1]], "listing": ""}',
        "[" * 100_000,
    ],
)
async def test_other_text_is_no_token(text: str) -> None:
    with pytest.raises(InvalidResumeToken, match="not a resume token"):
        Shelf([]).listing().resume(text)


@pytest.mark.parametrize("token", [None, 5, ["x"]])
async def test_something_else_than_text_is_no_token(token: Any) -> None:
    with pytest.raises(InvalidResumeToken, match="not a resume token"):
        Shelf([]).listing().resume(token)


@pytest.mark.parametrize("limit", ["5", -1, 2.5, True])
async def test_an_odd_number_of_items_to_collect_is_refused(limit: Any) -> None:
    shelf = Shelf([[1]])
    with pytest.raises(InvalidRequest, match="limit is a number of items from 0"):
        await shelf.listing().collect(limit=limit)
    assert shelf.asked == []


@pytest.mark.parametrize("arguments", [{"q": "bob"}, {"per_page": 50}, {"per_page": UNSET}])
async def test_a_token_belongs_to_its_parameters(arguments: dict[str, Any]) -> None:
    token = Shelf([]).listing(q="ann").resume_token
    assert token is not None
    with pytest.raises(InvalidResumeToken, match="another listing"):
        Shelf([]).listing(**{"q": "ann", **arguments}).resume(token)


async def test_a_token_belongs_to_its_listing() -> None:
    token = Pages(Shelf([]), ListThings()).resume_token
    assert token is not None
    with pytest.raises(InvalidResumeToken, match="another listing"):
        Pages(Shelf([]), ListOthers()).resume(token)
