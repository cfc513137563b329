"""v1 rewards: what each operation sends, what it refuses, and what it makes of an answer."""

from typing import Any

import pytest

from firstpromoter_async.errors import InvalidAmount, InvalidRequest, Unprocessable
from firstpromoter_async.v1.models import RewardStatus, Unit
from firstpromoter_async.v1.rewards import CreateReward, ListRewards, UpdateReward
from firstpromoter_async.wire.request import Request

from .conversation import answer, sample, written


@pytest.mark.parametrize(
    ("request_", "line"),
    [
        (
            ListRewards(promotion_id=8001, ref_id="ann", promoter_id=7001, campaign_id=501, page=1, per_page=20),
            "GET /api/v1/rewards/list?page=1&per_page=20&promotion_id=8001&ref_id=ann&promoter_id=7001&campaign_id=501",
        ),
        (
            CreateReward(
                lead_id=9001,
                uid="cus_carol",
                email="carol@example.com",
                promotion_id=8001,
                ref_id="ann",
                reward_type=Unit.DISCOUNT_MON,
                amount=10,
                status=RewardStatus.PENDING,
                skip_email_notification=True,
            ),
            "POST /api/v1/rewards/create lead_id=9001&uid=cus_carol&email=carol%40example.com&promotion_id=8001"
            "&ref_id=ann&reward_type=discount_mon&amount=10&status=pending&skip_email_notification=true",
        ),
        (
            CreateReward(ref_id="ann", reward_type="stickers", amount=3),
            "POST /api/v1/rewards/create ref_id=ann&reward_type=stickers&amount=3",
        ),
        (
            UpdateReward(id=10001, event_id="order-1", status=RewardStatus.DENIED),
            "PUT /api/v1/rewards/update id=10001&event_id=order-1&status=denied",
        ),
    ],
)
def test_a_call_is_written_as_the_reference_has_it(request_: Request[Any], line: str) -> None:
    assert written(request_) == line


def test_the_query_style_leaves_the_body_empty() -> None:
    request = CreateReward(ref_id="ann", reward_type=Unit.POINTS, amount=3)
    assert written(request, in_query=True) == "POST /api/v1/rewards/create?ref_id=ann&reward_type=points&amount=3"
    assert written(UpdateReward(id=10001), in_query=True) == "PUT /api/v1/rewards/update?id=10001"


def test_a_reward_for_nobody_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="CreateReward needs one of lead_id, uid, email, promotion_id, ref_id"):
        CreateReward(reward_type=Unit.POINTS, amount=3)


def test_a_reward_without_any_key_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="UpdateReward needs one of id, event_id"):
        UpdateReward(status=RewardStatus.DENIED)


@pytest.mark.parametrize("amount", [0, -1, 29.33, True, "10"])
def test_only_positive_integers_are_amounts(amount: Any) -> None:
    with pytest.raises(InvalidAmount):
        CreateReward(ref_id="ann", reward_type=Unit.CASH, amount=amount)


def test_a_list_holds_rewards_of_every_kind() -> None:
    bonus, commission, refund = ListRewards().read(answer(sample("rewards"))).items
    assert (bonus.amount, bonus.unit, bonus.event_id, bonus.lead) == (10, Unit.POINTS, None, None)
    assert (commission.amount, commission.conversion_amount, commission.event_id) == (1200, 6000, "order-1")
    assert commission.lead is not None
    assert commission.lead.email == "carol@example.com"
    assert (refund.amount, refund.status) == (-980, RewardStatus.DENIED)


def test_the_conversion_amount_is_read_in_both_of_firstpromoters_spellings() -> None:
    bonus, commission, refund = ListRewards().read(answer(sample("rewards"))).items
    assert [reward.conversion_amount for reward in (bonus, commission, refund)] == [None, 6000, -4900]
    assert refund.extra == {}


@pytest.mark.parametrize(
    "request_", [CreateReward(ref_id="ann", reward_type=Unit.POINTS, amount=10), UpdateReward(id=10003)]
)
def test_writes_answer_the_reward(request_: Request[Any]) -> None:
    reward = request_.read(answer(sample("reward")))
    assert (reward.id, reward.status, reward.amount) == (10003, RewardStatus.PENDING, 10)
    assert (reward.promotion.campaign_name, reward.promoter.default_ref_id) == ("Friends", "ann")


def test_a_refusal_keeps_firstpromoters_words() -> None:
    with pytest.raises(Unprocessable, match=r"Promotion not found\."):
        ListRewards(promotion_id=1).read(answer({"error": "Promotion not found."}, 422))
