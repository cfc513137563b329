"""The life of one referral, written as somebody would who has read the docstrings and nothing else."""

import pytest

from firstpromoter_async import FirstPromoter, Recorded, cents
from firstpromoter_async.testing import sandboxed

pytestmark = pytest.mark.anyio


async def live(fp: FirstPromoter) -> list[object]:
    ann = await fp.v1.promoters.create(email="ann@example.com", first_name="Ann")
    vips = (await fp.v2.campaigns.list().collect())[-1]

    await fp.v1.track.signup(uid="customer-1", ref_id=ann.default_ref_id or "")
    sale = await fp.v1.track.sale(uid="customer-1", event_id="order-1", amount=cents("100.00"))
    assert isinstance(sale, Recorded)
    refund = await fp.v1.track.refund(
        uid="customer-1", event_id="order-1-refund", sale_event_id="order-1", amount=cents("25.00")
    )
    assert isinstance(refund, Recorded)

    await fp.v1.rewards.update(event_id="order-1", status="approved")
    payout = await fp.v1.payouts.create(promoter_id=ann.id or 0)
    await fp.v1.payouts.update(id=payout.id or 0, status="completed")
    moved = await fp.v1.promoters.move_to_campaign(id=ann.id or 0, destination_campaign_id=vips.id)

    return [
        ann.default_ref_id,
        [promotion.campaign_id for promotion in moved.promotions] == [vips.id],
        moved.default_ref_id,
        moved.earnings_balance,
        moved.paid_balance,
        moved.current_balance,
    ]


@pytest.mark.parametrize("writes", ["form", "query"])
async def test_a_referral_from_signup_to_payout(writes: str) -> None:
    async with sandboxed(v1_writes=writes) as fp:
        assert await live(fp) == ["ann", True, "ann", {"cash": 1500}, {"cash": 1500}, None]
        arrived = fp.sandbox.journal
        assert arrived.total == fp.requests_sent
