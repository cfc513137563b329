"""What a company does with a promoter from the first day to the last, through the client."""

from typing import Literal

import pytest

from firstpromoter_async import Recorded
from firstpromoter_async.testing import sandboxed

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("style", ["form", "query"])
async def test_a_promoter_is_made_earns_is_paid_and_moves_on(style: Literal["form", "query"]) -> None:
    async with sandboxed(v1_writes=style) as fp:
        v1 = fp.v1
        ann = await v1.promoters.create(email="ann@example.com", first_name="Ann")
        await v1.track.signup(email="joe@example.com", ref_id=ann.default_ref_id or "")
        sale = await v1.track.sale(email="joe@example.com", event_id="order-1", amount=10_000)
        assert isinstance(sale, Recorded)
        assert sale.event.reward is not None
        await v1.track.refund(email="joe@example.com", event_id="back-1", amount=2_500, sale_event_id="order-1")

        await v1.rewards.update(id=sale.event.reward.id, status="approved")
        payout = await v1.payouts.create(promoter_id=ann.id)
        assert (payout.amount, payout.status) == (1_500, "pending")
        await v1.payouts.update(id=payout.id, status="completed")
        moved = await v1.promoters.move_to_campaign(id=ann.id, destination_campaign_id=102)

        assert [(one.campaign_id, one.ref_id) for one in moved.promotions] == [(102, "ann")]
        assert moved.earnings_balance == {"cash": 1_500}
        assert moved.paid_balance == {"cash": 1_500}
        assert moved.current_balance is None
        assert [one.email async for one in v1.leads.list(promoter_id=ann.id)] == ["joe@example.com"]
        assert (await v1.promoters.delete(id=ann.id)).message == "Promoter removed."
