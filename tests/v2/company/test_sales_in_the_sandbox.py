"""Referrals and commissions as a user of the client sees them: over the sandbox, which both generations share."""

from collections.abc import AsyncIterator

import pytest

from firstpromoter_async import Batch, FirstPromoter, NotFound, Recorded, Unprocessable
from firstpromoter_async.testing import SandboxedFirstPromoter, sandboxed
from firstpromoter_async.v2 import (
    CommissionFilters,
    CustomReferralStatusInput,
    ReferralFilters,
    ReferralState,
    SplitInput,
    Unit,
)

pytestmark = pytest.mark.anyio


@pytest.fixture
async def fp() -> AsyncIterator[SandboxedFirstPromoter]:
    async with sandboxed(strict=True) as fp:
        yield fp


async def link_of(fp: FirstPromoter, name: str) -> int:
    """Add a promoter; returns the id of the link to their campaign."""
    promoter = await fp.v2.promoters.create(email=f"{name}@example.com")
    link = promoter.promoter_campaigns[0].id
    assert link is not None
    return link


async def test_a_referral_from_its_entry_to_its_end(fp: SandboxedFirstPromoter) -> None:
    ann, ben = await link_of(fp, "ann"), await link_of(fp, "ben")
    joe = await fp.v2.referrals.create(email="joe@example.com", uid="u-1", promoter_campaign_id=ann)
    assert await fp.v2.referrals.get("u-1", find_by="uid") == joe
    joe = await fp.v2.referrals.update("u-1", find_by="uid", username="joey")
    assert (joe.username, joe.email, joe.uid) == ("joey", "joe@example.com", "u-1")
    await fp.v2.referrals.move_to_promoter([joe.id], promoter_campaign_id=ben)
    await fp.v2.referrals.disable([joe.id])
    filters = ReferralFilters(state=ReferralState.DENIED)
    assert [one.id async for one in fp.v2.referrals.list(filters=filters)] == [joe.id]
    await fp.v2.referrals.enable([joe.id])
    await fp.v2.referrals.delete([joe.id])
    with pytest.raises(NotFound):
        await fp.v2.referrals.get(joe.id)


async def test_a_suspicion_that_is_set_already_is_refused_in_words(fp: SandboxedFirstPromoter) -> None:
    joe = await fp.v2.referrals.create(email="joe@example.com", promoter_campaign_id=await link_of(fp, "ann"))
    await fp.v2.referrals.update(joe.id, fraud_check="ad_source")
    with pytest.raises(Unprocessable, match="ad_source already"):
        await fp.v2.referrals.update(joe.id, fraud_check="ad_source")


async def test_statuses_of_ones_own_are_kept_given_and_taken_back(fp: SandboxedFirstPromoter) -> None:
    joe = await fp.v2.referrals.create(email="joe@example.com", promoter_campaign_id=await link_of(fp, "ann"))
    hot, won = await fp.v2.custom_referral_statuses.save(
        [CustomReferralStatusInput(name="Hot", order=1), CustomReferralStatusInput(name="Won", order=2)]
    )
    assert [one.name async for one in fp.v2.custom_referral_statuses.list()] == ["Hot", "Won"]
    assert (await fp.v2.referrals.update(joe.id, custom_status_id=won.id)).custom_status == won
    assert (await fp.v2.referrals.update(joe.id, uid="7")).custom_status == won
    assert (await fp.v2.referrals.update(joe.id, custom_status_id=None)).custom_status is None
    assert await fp.v2.custom_referral_statuses.save([CustomReferralStatusInput(id=hot.id or 0, destroy=True)]) == (
        won,
    )
    with pytest.raises(Unprocessable, match="already been taken"):
        await fp.v2.custom_referral_statuses.save([CustomReferralStatusInput(name="Won", order=9)])


async def test_a_sale_of_v1_is_shared_by_v2s_splits(fp: SandboxedFirstPromoter) -> None:
    ann, ben = await link_of(fp, "ann"), await link_of(fp, "ben")
    share = SplitInput(promoter_campaign_id=ben, percentage=33)
    await fp.v2.referrals.create(email="joe@example.com", promoter_campaign_id=ann, split_details=[share])
    sale = await fp.v1.track.sale(email="joe@example.com", event_id="order-1", amount=1999)
    assert isinstance(sale, Recorded)
    rows = await fp.v2.commissions.list(q="order-1").collect()
    assert sorted(one.amount or 0 for one in rows) == [131, 268]  # of 399
    assert {one.sale_amount for one in rows} == {1999}
    assert sorted(one.amount or 0 for one in await fp.v1.rewards.list().collect()) == [131, 268]
    detail = (await fp.v2.referrals.get("joe@example.com", find_by="email")).split_details[0]
    assert (detail.promoter_campaign_id, detail.percentage) == (ben, 33)


async def test_commissions_from_their_entry_to_their_payout(fp: SandboxedFirstPromoter) -> None:
    ann = await link_of(fp, "ann")
    joe = await fp.v2.referrals.create(email="joe@example.com", promoter_campaign_id=ann)
    (sale,) = await fp.v2.commissions.create_sale(referral_id=joe.id, sale_amount=2000, event_id="order-1")
    (gift,) = await fp.v2.commissions.create_custom(promoter_campaign_id=ann, amount=3, unit=Unit.FREE_MONTHS)
    assert (sale.amount, sale.unit, gift.amount, gift.unit) == (400, Unit.CASH, 3, Unit.FREE_MONTHS)
    assert (gift.sale_amount, gift.referral) == (0, None)
    assert (await fp.v2.commissions.update(gift.id, external_note="Well done")).external_note == "Well done"
    await fp.v2.commissions.deny([sale.id])
    await fp.v2.commissions.approve([sale.id])
    assert (await fp.v2.commissions.generate_payouts([sale.id, gift.id])).failed_count == 0
    assert (await fp.v2.commissions.mark_fulfilled([sale.id, gift.id])).processing_errors == (
        f"{sale.id}: The commission is in money",
    )
    fulfilled = CommissionFilters(fulfilled=True)
    assert [one.id async for one in fp.v2.commissions.list(filters=fulfilled)] == [gift.id]
    await fp.v2.commissions.mark_unfulfilled([gift.id])
    await fp.v2.commissions.delete([sale.id, gift.id])
    assert await fp.v2.commissions.list().collect() == []


async def test_a_moved_referral_is_read_with_its_suffix_and_without_a_uid(fp: SandboxedFirstPromoter) -> None:
    joe = await fp.v2.referrals.create(email="joe@example.com (moved)", promoter_campaign_id=await link_of(fp, "ann"))
    fp.sandbox.store.run("UPDATE leads SET state = 'moved', uid = ''")
    moved = await fp.v2.referrals.get(joe.id)
    assert (moved.email, moved.state, moved.uid) == ("joe@example.com (moved)", ReferralState.MOVED, None)


async def test_earlier_sales_are_imported_in_the_background(fp: SandboxedFirstPromoter) -> None:
    joe = await fp.v2.referrals.create(email="joe@example.com", promoter_campaign_id=await link_of(fp, "ann"))
    batch = await fp.v2.referrals.import_events(joe.id)
    assert isinstance(batch, Batch)
    assert batch.action_label == "referral/import_events"


async def test_the_second_copy_of_a_tracked_sale_is_refused_and_of_an_entered_one_is_not(
    fp: SandboxedFirstPromoter,
) -> None:
    """What `create_sale` warns of: an `event_id` is a key for tracking alone."""
    joe = await fp.v2.referrals.create(email="joe@example.com", promoter_campaign_id=await link_of(fp, "ann"))
    for _ in range(2):
        await fp.v2.commissions.create_sale(referral_id=joe.id, sale_amount=2000, event_id="order-1")
    assert len(await fp.v2.commissions.list(q="order-1").collect()) == 2
