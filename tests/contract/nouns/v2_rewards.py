# ruff: noqa: E501  an address is one line
"""Rewards: exchanges, contradictions, and what the sandbox is asked."""

from typing import Any, Final

from firstpromoter_async.v2.company.rewards import RewardRuleInput, RewardSchemaInput
from tests.contract.exchange import Exchange
from tests.contract.programme import Programme

_RULE: Final = {"type": "customer_sales_count", "condition": "equal to", "value": 1, "operator": "and"}
_SCHEMA: Final = {"unit": "cash", "amount": 30.5, "flat_amount": False}
_SCHEMAS: Final = [
    RewardSchemaInput(
        unit="cash",
        amount=30.5,
        flat_amount=False,
        rules=(RewardRuleInput(type="customer_sales_count", condition="equal to", value=1, operator="and"),),
    )
]

EXCHANGES: dict[str, Exchange] = {
    "v2.rewards.list": Exchange(
        {"scope": "promoters"}, "GET /api/v2/company/rewards?per_page=100&scope=promoters", answer="v2/rewards.json"
    ),
    "v2.rewards.create": Exchange(
        {"name": "30%", "is_promoter_reward": True, "promoter_reward_type": "sale", "schemas": _SCHEMAS},
        'POST /api/v2/company/rewards {"name":"30%","is_promoter_reward":true,"schemas":[{"unit":"cash","amount":30.5,"flat_amount":false,"rules":[{"type":"customer_sales_count","condition":"equal to","value":1,"operator":"and"}]}],"promoter_reward_type":"sale"}',
        answer="v2/reward.json",
    ),
    "v2.rewards.update": Exchange(
        {"id": 157, "name": "A third", "new_customers_only": False},
        'PUT /api/v2/company/rewards/157 {"name":"A third","new_customers_only":false}',
        answer="v2/reward.json",
    ),
    "v2.rewards.hide": Exchange({"id": 157}, "POST /api/v2/company/rewards/157/hide {}", answer=None),
}

KNOWN: dict[str, str] = {
    "PUT /api/v2/company/rewards/{id} body schemas*: need not be given": "a schema without its members says nothing",
    "Reward.promoter_reward_type: has no value custom": "it can be given, so it can come back",
}

_NEW: Final[dict[str, Any]] = {"name": "A reward", "is_promoter_reward": False, "schemas": [_SCHEMA]}

LEAST: dict[str, dict[str, Any]] = {
    "POST /api/v2/company/rewards": _NEW,
    "PUT /api/v2/company/rewards/{id}": {"id": 7020},
    "POST /api/v2/company/rewards/{id}/hide": {"id": 7020},
}

LEAST_OF_ITEM: dict[str, dict[str, Any]] = {"schemas[]": _SCHEMA, "rules[]": _RULE}

SAYS: dict[str, Any] = {
    **{f"{operation} schemas": [_SCHEMA] for operation in LEAST},
    **{f"{operation} schemas[].rules": [_RULE] for operation in LEAST},
    **{f"{operation} tier_level": 2 for operation in LEAST},
    **{f"{operation} promoter_reward_type": "target" for operation in LEAST},
    **{f"{operation} duration": "forever" for operation in LEAST},
}


def play(programme: Programme) -> None:
    v2, schemas = programme.v2, [_SCHEMA | {"rules": [_RULE]}]
    one = ("/company/rewards/{id}",)
    made = v2("POST", "/company/rewards", **_NEW | {"schemas": schemas})
    v2("PUT", f"/company/rewards/{made['id']}", *one, name="Another")
    v2("POST", f"/company/rewards/{made['id']}/hide", "/company/rewards/{id}/hide")
    v2("GET", "/company/rewards")
