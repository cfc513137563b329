"""Listings of v2 that have a documented order in which pages do not shift ask for it by themselves."""

from collections.abc import Iterator
from typing import Any

import attrs
import pytest

from firstpromoter_async import UNSET, Pages
from firstpromoter_async.catalogue import operations
from firstpromoter_async.testing import sandboxed
from firstpromoter_async.v2.company.promoters import ListPromoters, PromoterSorting
from firstpromoter_async.wire.encode import encode
from tests.contract.documents import read_digest

NEVER_CHANGES = {"created_at", "joined_at", "period_start"}
LISTINGS = [one for one in operations() if one.call.startswith("v2.") and one.is_paginated]
DOCUMENTED = {
    (fact.operation, fact.name.removeprefix("sorting[").removesuffix("]"))
    for fact in read_digest()
    if fact.place == "query" and fact.name.startswith("sorting[")
}


class Deaf:
    """A sender that keeps what it is given."""

    def __init__(self) -> None:
        self.sent: list[Any] = []

    async def send(self, request: Any, /) -> Any:
        self.sent.append(request)


def orders_of(route: str) -> Iterator[str]:
    yield from (name for operation, name in DOCUMENTED if operation == route and name in NEVER_CHANGES)


@pytest.mark.parametrize("operation", LISTINGS, ids=lambda operation: operation.call)
def test_a_listing_knows_the_documented_order_by_what_never_changes(operation: Any) -> None:
    documented = sorted(orders_of(str(operation.request.route)))
    stable = operation.request.stable_sorting
    said = {} if stable is UNSET else {name: one for name, one in attrs.asdict(stable).items() if one is not UNSET}
    assert said == ({documented[0]: "asc"} if documented else {})


ASKS = "sorting%5Bjoined_at%5D=asc"


def url_of(listing: Pages[Any]) -> str:
    return encode(listing.listing, "https://fp.test").url


@pytest.mark.anyio
async def test_the_first_page_alone_is_asked_for_in_the_same_order_as_all_of_them() -> None:
    sender = Deaf()
    listing = Pages(sender, ListPromoters(q="ann"))
    await listing
    assert ASKS in encode(sender.sent[0], "https://fp.test").url
    assert sender.sent == [listing.listing]


@pytest.mark.parametrize("sorting", [PromoterSorting(joined_at="desc"), PromoterSorting(clicks_count="asc")])
def test_another_order_may_be_asked_for(sorting: PromoterSorting) -> None:
    assert ASKS not in url_of(Pages(Deaf(), ListPromoters(sorting=sorting)))


def test_a_sorting_in_which_nothing_is_said_leaves_the_order_to_firstpromoter() -> None:
    assert "sorting" not in url_of(Pages(Deaf(), ListPromoters(sorting=PromoterSorting())))


def test_a_request_by_itself_asks_for_nothing_that_was_not_given() -> None:
    assert "sorting" not in encode(ListPromoters(), "https://fp.test").url


@pytest.mark.anyio
async def test_a_token_leads_on_in_the_same_order() -> None:
    token = Pages(Deaf(), ListPromoters()).resume_token
    assert token is not None
    assert ASKS in url_of(Pages(Deaf(), ListPromoters()).resume(token))


@pytest.mark.anyio
async def test_promoters_that_join_while_they_are_listed_come_last_and_nobody_comes_twice() -> None:
    async with sandboxed() as fp:
        for number in range(5):
            await fp.v2.promoters.create(email=f"p{number}@example.com")
        listing, found = fp.v2.promoters.list(per_page=2), list[str | None]()
        async for promoter in listing:
            if len(found) < 5:
                await fp.v2.promoters.create(email=f"late{len(found)}@example.com")
            found.append(promoter.email)
    assert found == [*(f"p{n}@example.com" for n in range(5)), *(f"late{n}@example.com" for n in range(5))]
    assert not listing.drift


@pytest.mark.anyio
async def test_reading_ahead_wastes_no_more_calls_than_were_allowed() -> None:
    async with sandboxed() as fp:
        for number in range(23):
            await fp.v2.promoters.create(email=f"p{number}@example.com")
        before = fp.requests_sent
        async with fp.v2.promoters.list(per_page=2).prefetch(4) as promoters:
            assert len(await promoters.collect()) == 23
        assert fp.requests_sent - before <= 12 + 4
