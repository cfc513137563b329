"""Campaigns: listing, and reading what comes back."""

from firstpromoter_async.v2.company.campaigns import ListCampaigns
from firstpromoter_async.v2.models.campaigns import AdTraffic, ApplyOn, Campaign, UpgradeMetric

from ..samples import answer, line, sample


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
