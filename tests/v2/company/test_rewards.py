"""Rewards: what is refused before it is sent, and the life of one over the sandbox."""

from typing import Any

import pytest

from firstpromoter_async import InvalidRequest, NotFound
from firstpromoter_async.testing import sandboxed
from firstpromoter_async.v2 import CreateReward, RewardRuleInput, RewardSchemaInput, UpdateReward

pytestmark = pytest.mark.anyio

TEN_PERCENT = RewardSchemaInput(unit="cash", amount=10, flat_amount=False)

LEAST: dict[str, Any] = {"name": "A tenth", "is_promoter_reward": False, "schemas": [TEN_PERCENT]}


@pytest.mark.parametrize(
    ("given", "lacking"),
    [
        ({"is_promoter_reward": True}, "promoter_reward_type"),
        ({"promoter_reward_type": "tier", "tier_level": 2}, "tier_reward_mode"),
        ({"promoter_reward_type": "tier", "tier_reward_mode": "tier_override_mode"}, "tier_level"),
        ({"duration": "repeating"}, "duration_in_months"),
    ],
)
def test_a_reward_that_lacks_what_its_type_needs_is_refused(given: dict[str, Any], lacking: str) -> None:
    with pytest.raises(InvalidRequest, match=f"needs {lacking}"):
        CreateReward(**(LEAST | given))


def test_a_tier_below_the_second_and_an_empty_list_of_schemas_are_refused() -> None:
    with pytest.raises(InvalidRequest, match="tier_level is an integer from 2"):
        UpdateReward(157, tier_level=1)
    with pytest.raises(InvalidRequest, match="empty list"):
        UpdateReward(157, schemas=[])


async def test_a_reward_is_made_listed_changed_and_hidden() -> None:
    async with sandboxed() as fp:
        first_sale = RewardRuleInput(type="customer_sales_count", condition="equal to", value=1, operator="and")
        made = await fp.v2.rewards.create(
            name="A tenth",
            is_promoter_reward=True,
            promoter_reward_type="sale",
            schemas=[TEN_PERCENT, RewardSchemaInput(unit="points", amount=5, flat_amount=True, rules=[first_sale])],
        )
        assert [(one.unit, one.amount, one.flat_amount) for one in made.schemas] == [
            ("cash", 10, False),
            ("points", 5, True),
        ]
        assert made.schemas[1].rules[0].condition == "equal to"
        assert await fp.v2.rewards.list(scope="referrals").collect() == []
        changed = await fp.v2.rewards.update(made.id, name="A tenth, and 5 points")
        assert (changed.name, changed.schemas) == ("A tenth, and 5 points", made.schemas)
        await fp.v2.rewards.hide(made.id)
        assert (await fp.v2.rewards.list(scope="promoters").collect())[0].hide_reward is True
        with pytest.raises(NotFound):
            await fp.v2.rewards.update(9, name="Nobody's")
