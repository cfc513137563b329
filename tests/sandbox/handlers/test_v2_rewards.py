"""v2 rewards: made, listed by whom they are for, changed and hidden; and what is wrong with those that cannot be."""

from typing import Any

import pytest

from tests.sandbox.talking import Talk

SCHEMA = {"unit": "cash", "amount": 12.5, "flat_amount": False}
RULE = {"type": "customer_sales_count", "condition": "multiple of", "value": 3, "operator": "and", "filter_by": "price"}
NEW = {"name": "An eighth", "is_promoter_reward": True, "promoter_reward_type": "sale", "schemas": [SCHEMA]}


def create(talk: Talk, **more: Any) -> Any:
    return talk.v2("POST", "/company/rewards", NEW | more)


def names(talk: Talk, **given: Any) -> list[str]:
    return [one["name"] for one in talk.v2("GET", "/company/rewards", given).json]


def test_a_new_reward_is_shown_with_all_its_rules(talk: Talk) -> None:
    made = create(talk, schemas=[SCHEMA | {"rules": [RULE]}], duration="repeating", duration_in_months=6).json
    assert made["schemas"] == [SCHEMA | {"rules": [RULE]}]
    assert (made["duration"], made["duration_in_months"], made["hide_reward"]) == ("repeating", 6, False)
    assert talk.v2("GET", "/company/rewards").json[0] == made


def test_rewards_are_listed_by_whom_they_are_for(talk: Talk) -> None:
    create(talk, name="A month free", is_promoter_reward=False, promoter_reward_type=None)
    ours = ["30% recurring commission", "20% recurring commission"]
    assert names(talk) == ["A month free", *ours]
    assert names(talk, scope="referrals") == ["A month free"]
    assert names(talk, scope="promoters") == ours


def test_what_is_changed_stays_changed_and_the_rest_as_it_was(talk: Talk) -> None:
    made = create(talk, coupon="TEN").json
    changed = talk.v2("PUT", f"/company/rewards/{made['id']}", name="A tenth", coupon=None).json
    assert changed == made | {"name": "A tenth", "coupon": None}


def test_a_changed_reward_is_what_the_next_sale_earns(talk: Talk) -> None:
    talk.promoter()
    talk.lead()
    assert talk.sale("1", 1000)["reward"]["amount"] == 200
    talk.v2("PUT", "/company/rewards/7020", schemas=[SCHEMA])
    assert talk.sale("2", 1000)["reward"]["amount"] == 125


def test_a_hidden_reward_says_so(talk: Talk) -> None:
    hidden = talk.v2("POST", "/company/rewards/7020/hide")
    assert (hidden.status, hidden.text) == (200, "")
    assert [one["hide_reward"] for one in talk.v2("GET", "/company/rewards").json] == [None, True]


@pytest.mark.parametrize("call", [("PUT", ""), ("POST", "/hide")])
def test_a_reward_that_is_not_there_is_not_found(talk: Talk, call: tuple[str, str]) -> None:
    assert talk.v2(call[0], f"/company/rewards/999{call[1]}").status == 404


@pytest.mark.parametrize("name", ["name", "is_promoter_reward", "schemas"])
def test_what_is_needed_is_asked_for_and_cannot_be_emptied(talk: Talk, name: str) -> None:
    assert create(talk, **{name: None}).status == 422
    emptied = talk.v2("PUT", "/company/rewards/7020", {name: None})
    assert (emptied.status, emptied.json["errors"]) == (400, {name: ["can't be blank"]})


TIER = {"promoter_reward_type": "tier", "tier_reward_mode": "tier_override_mode", "tier_level": 2}


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"promoter_reward_type": None}, "promoter_reward_type"),
        ({"promoter_reward_type": "gift"}, "promoter_reward_type"),
        (TIER | {"tier_reward_mode": None}, "tier_reward_mode"),
        (TIER | {"tier_level": 1}, "tier_level"),
        ({"duration": "repeating"}, "duration_in_months"),
        ({"schemas": ["20%"]}, "schemas"),
        ({"schemas": [SCHEMA | {"amount": "20"}]}, "schemas"),
        ({"schemas": [SCHEMA | {"amount": -1}]}, "schemas"),
        ({"schemas": [SCHEMA | {"unit": "USD"}]}, "schemas"),
        ({"schemas": [SCHEMA | {"rules": "all"}]}, "schemas"),
        ({"schemas": [SCHEMA | {"rules": [RULE | {"condition": "about"}]}]}, "schemas"),
        ({"schemas": [SCHEMA, SCHEMA | {"rules": [RULE, RULE | {"type": "weather"}]}]}, "schemas"),
    ],
)
def test_what_does_not_go_together_or_cannot_be_read_is_refused(talk: Talk, more: dict[str, Any], wrong: str) -> None:
    refused = create(talk, **more)
    assert (refused.status, [*refused.json["errors"]]) == (400, [wrong])
