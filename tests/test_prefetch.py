"""Reading pages ahead: in order, bounded, and cleaned up."""

from typing import Any

import anyio
import pytest
from attrs import evolve

from firstpromoter_async import CallFailed, ConnectionLost, InvalidRequest, Listing, Page, Pages
from firstpromoter_async.v1.leads import ListLeads
from firstpromoter_async.v1.models.leads import Lead
from tests.clocks import cancel_when_all_wait

pytestmark = pytest.mark.anyio


class Library:
    """A sender of numbered pages of two leads each, which notes what was asked and how much of it at once."""

    def __init__(self, pages: int, *, tells_last: bool = True, fails_at: int | None = None) -> None:
        self.pages = pages
        self.tells_last = tells_last
        self.fails_at = fails_at
        self.asked: list[int] = []
        self.open = 0
        self.most_open = 0
        self.release = anyio.Event()
        self.release.set()

    async def send(self, request: Any, /) -> Any:
        assert isinstance(request, Listing)
        number = 1 if not request.page else request.page
        self.asked.append(number)
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        try:
            # Later pages answer sooner, so that order is not a matter of luck.
            for _ in range(2 + (number % 3) * 5):
                await anyio.lowlevel.checkpoint()
            if number > 1:
                await self.release.wait()
            if number == self.fails_at:
                raise ConnectionLost("reset")
        finally:
            self.open -= 1
        return Page(
            items=(Lead(id=number * 10), Lead(id=number * 10 + 1)),
            next=request.at(number + 1) if number < self.pages else None,
            last_page=self.pages if self.tells_last else None,
            from_link=True,
        )


def leads_of(library: Library) -> Pages[Lead]:
    return Pages(library, ListLeads())


async def test_items_come_in_the_order_of_the_listing() -> None:
    async with leads_of(Library(20)).prefetch(7) as leads:
        ids = [lead.id async for lead in leads]
    assert ids == [number * 10 + place for number in range(1, 21) for place in (0, 1)]


async def test_no_page_is_asked_for_twice() -> None:
    library = Library(20)
    async with leads_of(library).prefetch(7) as leads:
        await leads.collect()
    assert sorted(library.asked) == list(range(1, 21))


async def test_as_many_pages_are_in_flight_as_were_allowed_and_no_more() -> None:
    library = Library(40)
    async with leads_of(library).prefetch(8) as leads:
        await leads.collect()
    assert library.most_open == 8


async def test_where_the_last_page_is_unknown_pages_are_read_ahead_all_the_same() -> None:
    library = Library(40, tells_last=False)
    async with leads_of(library).prefetch(8) as leads:
        ids = [lead.id async for lead in leads]
    assert ids == [number * 10 + place for number in range(1, 41) for place in (0, 1)]
    assert library.most_open == 8


@pytest.mark.parametrize("ahead", [1, 2, 8])
@pytest.mark.parametrize("pages", [1, 2, 3, 9, 20])
async def test_no_more_pages_beyond_the_unknown_last_one_are_asked_for_than_were_allowed(
    pages: int, ahead: int
) -> None:
    library = Library(pages, tells_last=False)
    async with leads_of(library).prefetch(ahead) as leads:
        assert len(await leads.collect()) == 2 * pages
    assert len(library.asked) == len(set(library.asked))
    assert max(library.asked) <= pages + ahead


async def test_a_listing_of_one_page_costs_one_call() -> None:
    library = Library(1, tells_last=False)
    async with leads_of(library).prefetch(8) as leads:
        await leads.collect()
    assert library.asked == [1]


async def test_a_page_beyond_the_last_one_may_fail() -> None:
    library = Library(3, tells_last=False, fails_at=4)
    async with leads_of(library).prefetch(8) as leads:
        assert len(await leads.collect()) == 6


@pytest.mark.parametrize("tells_last", [True, False])
async def test_leaving_early_wastes_no_more_calls_than_were_allowed_ahead(tells_last: bool) -> None:
    library = Library(1_000, tells_last=tells_last)
    async with leads_of(library).prefetch(5) as leads:
        async for lead in leads:
            if lead.id == 30:
                break
    assert len(library.asked) <= 3 + 5
    assert library.open == 0


async def test_being_cancelled_leaves_nothing_in_flight() -> None:
    library = Library(1_000)
    library.release = anyio.Event()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(cancel_when_all_wait, tasks.cancel_scope)
        async with leads_of(library).prefetch(5) as leads:
            await leads.collect()
            raise AssertionError
    assert (library.open, library.most_open) == (0, 5)


async def test_a_page_that_fails_is_raised_in_its_turn_with_a_token_to_go_on_from() -> None:
    library = Library(20, fails_at=4)
    got: list[int | None] = []
    with pytest.raises(CallFailed) as caught:
        async with leads_of(library).prefetch(6) as leads:
            async for lead in leads:
                got.append(lead.id)
    assert got == [10, 11, 20, 21, 30, 31]
    token = caught.value.resume_token
    assert token is not None
    rest = await leads_of(Library(20)).resume(token).collect(limit=2)
    assert [lead.id for lead in rest] == [40, 41]


async def test_a_failure_while_collecting_loses_none_of_the_rows_that_were_collected() -> None:
    with pytest.raises(CallFailed) as caught:
        async with leads_of(Library(20, fails_at=4)).prefetch(6) as leads:
            await leads.collect()
    token = caught.value.resume_token
    assert token is not None
    assert len(await leads_of(Library(20)).resume(token).collect()) == 40


async def test_the_listing_itself_knows_where_the_reader_is() -> None:
    listing = leads_of(Library(20))
    async with listing.prefetch(6) as leads:
        async for lead in leads:
            if lead.id == 30:
                break
    token = listing.resume_token
    assert token is not None
    assert [lead.id for lead in await leads_of(Library(20)).resume(token).collect(limit=2)] == [31, 40]


class Boaster(Library):
    """A library that claims to have 10^17 pages, and whose pages beyond its real ones are empty."""

    async def send(self, request: Any, /) -> Any:
        page = await super().send(request)
        if request.page and request.page > self.pages:
            return evolve(page, items=(), next=None)
        return evolve(page, next=request.at((request.page or 1) + 1), last_page=10**17)


async def test_pages_that_are_only_claimed_are_not_fetched_beyond_those_ahead() -> None:
    library = Boaster(5)
    async with leads_of(library).prefetch(8) as leads:
        assert len(await leads.collect()) == 10
    assert max(library.asked) <= 6 + 8


async def test_reading_on_after_the_block_goes_page_by_page() -> None:
    library = Library(6)
    async with leads_of(library).prefetch(4) as leads:
        reading = aiter(leads)
        first = await anext(reading)
    rest = [lead.id async for lead in reading]
    assert [first.id, *rest] == [number * 10 + one for number in range(1, 7) for one in (0, 1)]
    assert len(await leads.collect()) == 12
    assert library.open == 0


async def test_whoever_still_waits_for_a_page_when_the_block_is_left_gets_it() -> None:
    library, got = Library(6), list[Lead]()

    async def read(leads: Pages[Lead]) -> None:
        got.extend(await leads.collect())

    library.release = anyio.Event()
    async with anyio.create_task_group() as readers:
        async with leads_of(library).prefetch(4) as leads:
            readers.start_soon(read, leads)
            await anyio.wait_all_tasks_blocked()
        library.release.set()
    assert len(got) == 12


async def test_the_same_prefetching_can_be_entered_again_but_not_twice_at_once() -> None:
    prefetching = leads_of(Library(6)).prefetch(4)
    for _ in range(2):
        async with prefetching as leads:
            assert len(await leads.collect()) == 12
            with pytest.raises(InvalidRequest, match="under way"):
                await prefetching.__aenter__()


async def test_reading_again_from_the_start_asks_for_every_page_again() -> None:
    library = Library(6)
    async with leads_of(library).prefetch(4) as leads:
        async for lead in leads:
            if lead.id == 20:
                break
        await anyio.wait_all_tasks_blocked()
        library.asked.clear()
        assert len(await leads.collect()) == 12
    assert sorted(library.asked) == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("ahead", [0, -1, "4", 2.5, True, None])
async def test_an_odd_number_ahead_is_refused(ahead: Any) -> None:
    with pytest.raises(InvalidRequest, match="ahead is a number of pages from 1"):
        leads_of(Library(1)).prefetch(ahead)
