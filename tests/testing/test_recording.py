"""A sender that notes what it is asked."""

import pytest

from firstpromoter_async import NotFound, NotReferred
from firstpromoter_async.pages import Pages
from firstpromoter_async.testing import RecordingSender
from firstpromoter_async.v1.promoters import ShowPromoter
from firstpromoter_async.v2.tracking import TrackSale
from firstpromoter_async.wire.answers import Page

pytestmark = pytest.mark.anyio


async def test_requests_are_noted_and_answered_in_order() -> None:
    fp = RecordingSender([NotReferred("first"), NotReferred("second")])
    assert await fp.v2.track.sale(email="joe@example.com", event_id="1", amount=100) == NotReferred("first")
    assert await fp.v2.track.sale(email="joe@example.com", event_id="2", amount=100) == NotReferred("second")
    assert fp.requests == [
        TrackSale(email="joe@example.com", event_id="1", amount=100),
        TrackSale(email="joe@example.com", event_id="2", amount=100),
    ]


async def test_answers_may_be_chosen_by_request() -> None:
    fp = RecordingSender({TrackSale: NotReferred("told")})
    for number in range(3):
        assert await fp.v2.track.sale(uid="7", event_id=str(number), amount=1) == NotReferred("told")


async def test_an_error_is_raised() -> None:
    fp = RecordingSender([NotFound(404)])
    with pytest.raises(NotFound):
        await fp.v1.promoters.show(id=1)


async def test_a_function_may_answer() -> None:
    def answer(request: TrackSale) -> NotReferred:
        return NotReferred(request.event_id)

    fp = RecordingSender({TrackSale: answer})
    assert await fp.v2.track.sale(uid="7", event_id="order-1", amount=1) == NotReferred("order-1")


async def test_without_an_answer_it_says_what_it_was_asked() -> None:
    with pytest.raises(LookupError, match="ShowPromoter"):
        await RecordingSender().send(ShowPromoter(id=1))


async def test_listings_work() -> None:
    fp = RecordingSender([Page(items=(1, 2))])
    pages: Pages[object] = fp.v2.campaigns.list()
    assert await pages.collect() == [1, 2]
