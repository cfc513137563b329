"""The nouns of v2, bound to a sender."""

from typing import Any

import pytest

from firstpromoter_async.resource import Pages
from firstpromoter_async.v2 import V2Api
from firstpromoter_async.v2.company.promoters import GetPromoter, ListPromoters
from firstpromoter_async.v2.tracking import TrackSale

pytestmark = pytest.mark.anyio


class Notebook:
    """Notes what is sent, and answers nothing."""

    def __init__(self) -> None:
        self.sent: list[Any] = []

    async def send(self, request: Any, /) -> Any:
        self.sent.append(request)

    def stream(self, request: Any, /) -> Any:
        raise NotImplementedError("nothing here is a file")


async def test_a_method_sends_its_request() -> None:
    notebook = Notebook()
    v2 = V2Api(notebook)
    await v2.promoters.get(826)
    await v2.track.sale(uid="u-1", event_id="order-1", amount=2000)
    assert notebook.sent == [GetPromoter(826), TrackSale(uid="u-1", event_id="order-1", amount=2000)]


async def test_a_listing_sends_nothing_until_it_is_read() -> None:
    notebook = Notebook()
    listing = V2Api(notebook).promoters.list(q="ann")
    assert isinstance(listing, Pages)
    assert notebook.sent == []
    await listing
    (sent,) = notebook.sent
    assert (type(sent), sent.q) == (ListPromoters, "ann")


@pytest.mark.parametrize("noun", ["track", "promoters", "referrals", "commissions", "campaigns"])
async def test_a_noun_is_made_once(noun: str) -> None:
    v2 = V2Api(Notebook())
    assert getattr(v2, noun) is getattr(v2, noun)
