"""Campaigns: listing, reading what comes back, and their life in the sandbox."""

from typing import Any

import pytest

from firstpromoter_async import InvalidRequest, NotFound, Unprocessable
from firstpromoter_async.testing import sandboxed
from firstpromoter_async.v2.company.campaign_rewards import CampaignRewardInput
from firstpromoter_async.v2.company.campaigns import (
    CampaignLinkInput,
    CreateCampaign,
    ListCampaigns,
    UpgradeInput,
)
from firstpromoter_async.v2.models.campaign_rewards import ApplyOn
from firstpromoter_async.v2.models.campaigns import AdTraffic, Campaign, RefTokenParam, UpgradeMetric

from ..samples import answer, line, sample

pytestmark = pytest.mark.anyio


def test_a_listing_asks_for_the_largest_pages() -> None:
    assert line(ListCampaigns()) == "GET https://fp.test/api/v2/company/campaigns?per_page=100"


def test_a_page_of_campaigns() -> None:
    friends, circle = ListCampaigns().read(sample("campaigns")).items
    assert (friends.name, friends.is_default, friends.track_ad_traffic) == (
        "Friends of the house",
        True,
        AdTraffic.ALLOW,
    )
    assert friends.upgrade_details is not None
    assert (friends.upgrade_details.metric, friends.upgrade_details.amount) == (UpgradeMetric.REVENUE, 1_000_000)
    assert friends.links[0].url == "https://shop.example.com/prices"
    assert circle.upgrade_details is None
    assert friends.extra == {}


def test_the_rewards_of_a_campaign() -> None:
    friends, _ = ListCampaigns().read(sample("campaigns")).items
    (for_promoters,) = friends.rewards_for_promoters
    assert for_promoters.apply_on is ApplyOn.ALL
    assert for_promoters.reward is not None
    assert for_promoters.reward.name == "20% recurring commission"
    assert for_promoters.products[0].name == "Pro"
    (for_referrals,) = friends.rewards_for_referrals
    assert for_referrals.products == ()
    assert for_referrals.reward is not None
    assert for_referrals.reward.promoter_reward_type is None


def test_an_id_is_all_that_a_campaign_needs() -> None:
    assert ListCampaigns().read(answer(b'[{"id": 1}]')).items == (Campaign(id=1),)


NEW: dict[str, Any] = {
    "name": "Friends",
    "landing_url": "https://shop.example/friends",
    "ref_token_param": RefTokenParam.VIA,
    "visitor_cookie_life": 30,
}


async def test_the_life_of_a_campaign() -> None:
    async with sandboxed() as fp:
        made = await fp.v2.campaigns.create(**NEW, rewards_for_promoters=[CampaignRewardInput(reward_id=7030)])
        assert made.ref_token_param is RefTokenParam.VIA
        changed = await fp.v2.campaigns.update(
            made.id,
            name="Good friends",
            links=[CampaignLinkInput(name="Prices", url="https://shop.example/prices")],
            upgrade_details=UpgradeInput(campaign_id=102, amount=100_000, metric=UpgradeMetric.REVENUE),
        )
        assert (changed.name, changed.landing_url) == ("Good friends", "https://shop.example/friends")
        assert changed.upgrade_details is not None
        assert changed.upgrade_details.amount == 100_000
        [link] = changed.links
        gone = CampaignLinkInput(id=link.id or 0, name="Prices", url="https://shop.example/prices", destroy=True)
        assert (
            await fp.v2.campaigns.update(made.id, links=[gone], rewards_for_promoters=[])
        ).rewards_for_promoters == ()
        assert (await fp.v2.campaigns.delete(made.id)).name == "Good friends"
        with pytest.raises(NotFound):
            await fp.v2.campaigns.get(made.id)


async def test_a_campaign_that_promoters_are_in_is_not_deleted() -> None:
    async with sandboxed() as fp:
        await fp.v2.promoters.create(email="ann@example.com", initial_campaign_id=102)
        with pytest.raises(Unprocessable, match="has promoters"):
            await fp.v2.campaigns.delete(102)


@pytest.mark.parametrize(
    "wrong",
    [{"name": " "}, {"landing_url": ""}, {"visitor_cookie_life": 0}, {"links": "prices"}, {"rewards_for_referrals": 7}],
)
def test_what_cannot_be_right_is_not_sent(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest):
        CreateCampaign(**NEW | wrong)


def test_a_link_is_deleted_by_its_id() -> None:
    with pytest.raises(InvalidRequest, match="needs the id"):
        CampaignLinkInput(name="Prices", url="https://shop.example/prices", destroy=True)
