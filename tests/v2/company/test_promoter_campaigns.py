"""Promoter campaigns, as a user of the client sees them: over the sandbox."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from firstpromoter_async import BadRequest, Done, FirstPromoter, InvalidRequest, NotFound, NotReferred
from firstpromoter_async.testing import sandboxed
from firstpromoter_async.v2.company.campaign_rewards import CampaignRewardInput
from firstpromoter_async.v2.company.promoter_campaigns import UpdatePromoterCampaign
from firstpromoter_async.v2.models.promoter_campaigns import LinkSource
from firstpromoter_async.v2.models.promoters import PromoterState

pytestmark = pytest.mark.anyio


@pytest.fixture
async def fp() -> AsyncIterator[FirstPromoter]:
    async with sandboxed() as fp:
        yield fp


async def ann(fp: FirstPromoter) -> tuple[int, int]:
    """Make a promoter; returns her id and that of her place in the first campaign."""
    promoter = await fp.v2.promoters.create(email="ann@example.com")
    return promoter.id, promoter.promoter_campaigns[0].id or 0


async def test_a_place_is_listed_found_and_changed(fp: FirstPromoter) -> None:
    _, place = await ann(fp)
    assert [one.id async for one in fp.v2.promoter_campaigns.list()] == [place]
    changed = await fp.v2.promoter_campaigns.update(
        place, ref_token="anna", rewards_for_promoters=[CampaignRewardInput(reward_id=7030)]
    )
    assert (changed.ref_token, changed.rewards_for_promoters[0].reward_id) == ("anna", 7020)
    [found] = await fp.v2.promoter_campaigns.search("anna")
    assert found == changed
    with pytest.raises(NotFound):
        await fp.v2.promoter_campaigns.update(9, coupon="x")


async def test_a_token_is_one_promoters_only(fp: FirstPromoter) -> None:
    _, place = await ann(fp)
    ben = await fp.v2.promoters.create(email="ben@example.com")
    with pytest.raises(BadRequest) as refused:
        await fp.v2.promoter_campaigns.update(place, ref_token=ben.promoter_campaigns[0].ref_token or "")
    assert set(refused.value.field_errors) == {"ref_token"}


@pytest.mark.parametrize("token", ["Ann", "a b", "", "\u00e4nn"])
def test_a_token_that_is_not_fit_for_links_is_not_sent(token: str) -> None:
    with pytest.raises(InvalidRequest, match="lower-case letters"):
        UpdatePromoterCampaign(1, ref_token=token)


def test_rewards_are_a_list() -> None:
    wrong: Any = "7030"
    with pytest.raises(InvalidRequest, match="list was expected"):
        UpdatePromoterCampaign(1, rewards_for_promoters=wrong)


async def test_links_come_with_whose_they_are(fp: FirstPromoter) -> None:
    _, place = await ann(fp)
    await fp.v2.promoter_campaigns.update(place, direct_url="https://ann.example.com")
    links = await fp.v2.promoter_campaigns.referral_links(place).collect()
    assert [(one.source, one.is_default) for one in links] == [
        (LinkSource.CAMPAIGN, True),
        (LinkSource.PROMOTER, False),
    ]


async def test_a_blocked_promoters_sale_is_nobodys(fp: FirstPromoter) -> None:
    promoter, place = await ann(fp)
    await fp.v2.promoter_campaigns.update(place, ref_token="ann")
    await fp.v2.track.signup(email="joe@example.com", ref_id="ann")
    blocked = await fp.v2.promoters.block([promoter], campaign_id=101)
    assert isinstance(blocked, Done)
    assert (await fp.v2.promoters.get(promoter)).promoter_campaigns[0].state is PromoterState.BLOCKED
    outcome = await fp.v2.track.sale(email="joe@example.com", event_id="order-1", amount=1000)
    assert isinstance(outcome, NotReferred)


async def test_promoters_are_rejected_added_moved_and_recruited(fp: FirstPromoter) -> None:
    promoter, _ = await ann(fp)
    ben = (await fp.v2.promoters.create(email="ben@example.com", always_approve=False)).id
    actions = [
        await fp.v2.promoters.reject([ben], campaign_id=101),
        await fp.v2.promoters.add_to_campaign([promoter], campaign_id=102),
        await fp.v2.promoters.move_to_campaign([ben], from_campaign_id=101, to_campaign_id=102),
        await fp.v2.promoters.assign_parent([ben], parent_promoter_id=promoter),
    ]
    assert [one.failed_count for one in actions] == [0, 0, 0, 0]
    shown = await fp.v2.promoters.get(ben, include_parent_promoter=True)
    assert (shown.promoter_campaigns[0].campaign_id, shown.promoter_campaigns[0].state) == (102, PromoterState.REJECTED)
    assert shown.parent_promoter is not None
    assert shown.parent_promoter.id == promoter
