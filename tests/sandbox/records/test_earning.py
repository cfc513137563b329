"""What a sale earns: flat, in percent, by rules, for tiers, in other units; and what a refund takes back."""

import json
from typing import Any

import pytest

from tests.sandbox.talking import Talk

CASH = {"unit": "cash", "amount": 20, "flat_amount": False}


@pytest.fixture
def talk() -> Talk:
    """Return a sandbox where Ann recruited Ben, who brought Joe; Bea recruited Ann."""
    talk = Talk()
    talk.promoter("Bea")
    talk.promoter("Ann", parent_promoter_id=1001)
    talk.promoter("Ben", parent_promoter_id=1002)
    talk.lead("joe", "ben")
    return talk


def pays(talk: Talk, *rewards: dict[str, Any], apply_on: str = "all", product_ids: tuple[int, ...] = ()) -> list[int]:
    """Let the default campaign have these rewards instead of its own; returns their ids."""
    usual = {"name": "A reward", "is_promoter_reward": True, "promoter_reward_type": "sale", "schemas": [CASH]}
    numbers: list[int] = []
    for reward in rewards:
        made = talk.v2("POST", "/company/rewards", usual | reward)
        assert made.status == 200, made.text
        numbers.append(made.json["id"])
    links = [{"apply_on": apply_on, "product_ids": product_ids, "reward_id": number} for number in numbers]
    with talk.sandbox.transaction():
        talk.sandbox.store.change("campaigns", 101, rewards_for_promoters=json.dumps(links))
    return numbers


def earned(talk: Talk, event_id: str, amount: int, **more: Any) -> list[tuple[str, str, int]]:
    """Track a sale to Joe; returns whom it earned what: promoter, unit and amount."""
    made = talk.v2("POST", "/track/sale", email="joe@example.com", event_id=event_id, amount=amount, **more)
    assert made.status == 200, made.text
    return [
        (one["promoter_campaign"]["promoter"]["name"], one["unit"], one["amount"]) for one in made.json["commissions"]
    ]


def refunded(talk: Talk, sale: str | None, amount: int) -> list[int]:
    """Refund a part of a sale; returns what it took, the latest last."""
    before = len(talk.v1("GET", "/rewards/list", per_page=100).json)
    given = {"email": "joe@example.com", "event_id": f"refund-{before}", "amount": amount}
    answer = talk.v1("POST", "/track/refund", given | ({} if sale is None else {"sale_event_id": sale}))
    assert answer.status == 200, answer.text
    after = talk.v1("GET", "/rewards/list", per_page=100).json
    return [one["amount"] for one in reversed(after[: len(after) - before])]


def test_a_percentage_may_have_decimals(talk: Talk) -> None:
    pays(talk, {"schemas": [CASH | {"amount": 7.5}]})
    assert earned(talk, "1", 1000) == [("Ben", "cash", 75)]


def test_a_flat_amount_is_the_same_for_every_sale(talk: Talk) -> None:
    pays(talk, {"schemas": [{"unit": "cash", "amount": 500, "flat_amount": True}]})
    assert earned(talk, "1", 1000) == earned(talk, "2", 90) == [("Ben", "cash", 500)]


def test_every_schema_and_every_reward_counts_by_itself(talk: Talk) -> None:
    points = {"unit": "points", "amount": 3, "flat_amount": True}
    pays(talk, {"schemas": [CASH, points]}, {"schemas": [{"unit": "free_months", "amount": 1, "flat_amount": True}]})
    assert earned(talk, "1", 1000) == [("Ben", "cash", 200), ("Ben", "points", 3), ("Ben", "free_months", 1)]
    assert talk.balances(1003)[0] == {"cash": 200, "points": 3, "free_months": 1}


def test_a_promoters_own_rewards_count_in_the_place_of_the_campaigns(talk: Talk) -> None:
    [link] = talk.v1("GET", "/promoters/show", id=1003).json["promotions"]
    own: list[dict[str, Any]] = [{"reward_id": 7030, "apply_on": "all", "product_ids": []}]
    place = f"/company/promoter_campaigns/{link['id']}"
    talk.v2("PUT", place, rewards_for_promoters=own, promoter_rewards_customized=True)
    assert earned(talk, "1", 1000) == [("Ben", "cash", 300)]
    [link] = talk.v1("GET", "/promoters/show", id=1003).json["promotions"]
    assert link["current_referral_reward"]["per_of_sale"] == 30


def test_a_campaign_without_a_reward_earns_nothing(talk: Talk) -> None:
    pays(talk)
    assert earned(talk, "1", 1000) == []
    assert talk.sale("2", 1000)["reward"] is None


def rule(kind: str, condition: str, value: float, operator: str = "and", **more: Any) -> dict[str, Any]:
    return {"type": kind, "condition": condition, "value": value, "operator": operator, **more}


@pytest.mark.parametrize(
    ("condition", "value", "which"),
    [
        ("less than", 2, [1]),
        ("less than or equal to", 2, [1, 2]),
        ("equal to", 2, [2]),
        ("greater than or equal to", 3, [3, 4]),
        ("greater than", 3, [4]),
        ("multiple of", 2, [2, 4]),
    ],
)
def test_each_condition_compares(talk: Talk, condition: str, value: int, which: list[int]) -> None:
    pays(talk, {"schemas": [CASH | {"rules": [rule("customer_sales_count", condition, value)]}]})
    assert [number for number in range(1, 5) if earned(talk, str(number), 1000)] == which


def test_sales_of_one_price_can_be_counted(talk: Talk) -> None:
    pays(talk, {"schemas": [CASH | {"rules": [rule("customer_sales_count", "equal to", 1, filter_by="price")]}]})
    assert [bool(earned(talk, str(number), price)) for number, price in enumerate([1000, 2000, 1000])] == [
        True,
        True,
        False,
    ]


def test_rules_count_customers_and_revenue_of_the_promoter_in_the_campaign(talk: Talk) -> None:
    either = [
        rule("promoter_campaign_customers_count", "greater than or equal to", 2),
        rule("promoter_campaign_revenue", "greater than or equal to", 5000, "or"),
    ]
    pays(talk, {"schemas": [CASH | {"rules": either}]})
    assert earned(talk, "1", 1000) == []
    assert earned(talk, "2", 4000) == [("Ben", "cash", 800)]
    both = [either[0], either[1] | {"operator": "and"}]
    pays(talk, {"schemas": [CASH | {"rules": both}]})
    assert earned(talk, "3", 1000) == []
    talk.lead("sue", "ben")
    talk.sale("4", 100, "sue")
    assert earned(talk, "5", 1000) == [("Ben", "cash", 200)]


def test_a_customer_grows_older_month_by_month(talk: Talk) -> None:
    pays(talk, {"schemas": [CASH | {"rules": [rule("customer_age_in_months", "less than", 2)]}]})
    assert earned(talk, "1", 1000)
    talk.clock.now += 58 * 86_400
    assert earned(talk, "2", 1000)
    talk.clock.now += 5 * 86_400
    assert earned(talk, "3", 1000) == []


@pytest.mark.parametrize(
    ("duration", "days", "again"),
    [
        ({"duration": "once"}, 1, False),
        ({"duration": "forever"}, 1000, True),
        ({"duration": "repeating", "duration_in_months": 3}, 80, True),
        ({"duration": "repeating", "duration_in_months": 3}, 100, False),
    ],
)
def test_a_reward_lasts_as_long_as_it_says(talk: Talk, duration: dict[str, Any], days: int, again: bool) -> None:
    pays(talk, duration)
    assert earned(talk, "1", 1000)
    talk.clock.now += days * 86_400
    assert bool(earned(talk, "2", 1000)) is again


@pytest.mark.parametrize(
    ("mode", "amount"),
    [("tier_commission_mode", 20), ("tier_override_mode", 100), ("tier_net_override_mode", 80)],
)
def test_whoever_recruited_the_promoter_gets_a_tier(talk: Talk, mode: str, amount: int) -> None:
    tier = {"promoter_reward_type": "tier", "tier_reward_mode": mode, "tier_level": 2}
    pays(talk, {}, tier | {"schemas": [CASH | {"amount": 10}]})
    assert earned(talk, "1", 1000) == [("Ben", "cash", 200), ("Ann", "cash", amount)]


def test_a_third_tier_is_two_steps_up_and_a_fourth_is_nobody(talk: Talk) -> None:
    tier = {"promoter_reward_type": "tier", "tier_reward_mode": "tier_override_mode"}
    flat = {"schemas": [{"unit": "cash", "amount": 7, "flat_amount": True}]}
    pays(talk, {}, *(tier | flat | {"tier_level": level} for level in (3, 4)))
    assert earned(talk, "1", 1000) == [("Ben", "cash", 200), ("Bea", "cash", 7)]
    listed = talk.v2("GET", "/company/commissions", per_page=10).json
    assert sorted(one["tier"] for one in listed) == [1, 3]


def test_a_share_is_of_the_promoters_own_commission_and_tiers_are_not_divided(talk: Talk) -> None:
    talk.promoter("Zoe")
    tier = {"promoter_reward_type": "tier", "tier_reward_mode": "tier_commission_mode", "tier_level": 2}
    pays(talk, {}, tier)
    [zoe] = talk.v1("GET", "/promoters/show", id=1004).json["promotions"]
    [joe] = talk.v2("GET", "/company/referrals").json
    shared = talk.v2(
        "PUT",
        f"/company/referrals/{joe['id']}",
        split_details=[{"promoter_campaign_id": zoe["id"], "percentage": 30}],
    )
    assert shared.status == 200, shared.text
    assert earned(talk, "1", 1000) == [("Ben", "cash", 140), ("Zoe", "cash", 60), ("Ann", "cash", 40)]
    assert refunded(talk, "1", 1000) == [-140, -60, -40]


def test_a_target_is_rewarded_once(talk: Talk) -> None:
    reached = [rule("promoter_campaign_revenue", "greater than or equal to", 2000)]
    bonus = {"unit": "cash", "amount": 5000, "flat_amount": True, "rules": reached}
    pays(talk, {"promoter_reward_type": "target", "schemas": [bonus]})
    assert [bool(earned(talk, str(number), 1000)) for number in range(4)] == [False, True, False, False]


def test_what_is_given_by_hand_is_earned_by_no_sale(talk: Talk) -> None:
    pays(talk, {"promoter_reward_type": "custom"})
    assert earned(talk, "1", 1000) == []


def test_a_reward_of_specific_products_looks_at_the_plan(talk: Talk) -> None:
    with talk.sandbox.transaction():
        fields = json.dumps({"name": "Gold", "ext_id": "gold", "prices": [{"ext_id": "gold-monthly"}]})
        number = talk.sandbox.store.insert(
            "documents", noun="products", fields=fields, created_at="2026-01-01", updated_at="2026-01-01"
        )
    pays(talk, {}, apply_on="specific", product_ids=(number,))
    plans = ["gold", "silver", "gold-monthly"]
    assert [bool(earned(talk, plan, 1000, plan=plan)) for plan in plans] == [True, False, True]
    assert earned(talk, "no plan", 1000) == []


def test_a_refund_takes_its_part_of_every_commission_of_the_sale(talk: Talk) -> None:
    tier = {"promoter_reward_type": "tier", "tier_reward_mode": "tier_commission_mode", "tier_level": 2}
    pays(talk, {"schemas": [CASH, {"unit": "points", "amount": 9, "flat_amount": True}]}, tier)
    earned(talk, "1", 1000)
    assert refunded(talk, "1", 500) == [-100, -4, -20]
    assert refunded(talk, "1", 500) == [-100, -4, -20]
    assert talk.balances(1002)[0] is None


def test_a_refund_of_no_particular_sale_takes_percentages_only(talk: Talk) -> None:
    pays(talk, {"schemas": [CASH, {"unit": "points", "amount": 9, "flat_amount": True}]})
    earned(talk, "1", 1000)
    assert refunded(talk, None, 1000) == [-200]


def test_a_refund_before_any_sale_is_stored(talk: Talk) -> None:
    pays(talk, {"duration": "repeating", "duration_in_months": 3})
    assert refunded(talk, None, 1000) == [-200]


def test_a_sale_by_promo_code_creates_the_referral(talk: Talk) -> None:
    link = talk.v1("GET", "/promoters/show", id=1003).json["promotions"][0]["id"]
    code = {"code": "BEN20", "reward_id": 7020, "promoter_campaign_id": link}
    assert talk.v2("POST", "/company/promo_codes", code).status == 200
    sold = talk.v2("POST", "/track/sale", email="new@example.com", event_id="1", amount=1000, promo_code="BEN20").json
    assert sold["commissions"][0]["promoter_campaign"]["promoter"]["name"] == "Ben"
    (referral,) = talk.v2("GET", "/company/referrals", {"q": "new@example.com"}).json
    assert (referral["entry_source"], referral["state"]) == ("coupon", "active")
