"""Which rewards a campaign, or a promoter in it, gives: read and written down alike for both."""

from typing import Any, Final

from ..parameters import Parameters
from ..problems import Invalid
from ..records import Records
from ..records.documents import Documents

KINDS: Final = ("rewards_for_promoters", "rewards_for_referrals")
"""The lists that there are."""
_SHOWN: Final = ("name", "promoter_reward_type", "hide_reward", "tier_level", "coupon")
_APPLY_ON: Final = ("monthly", "yearly", "one_time", "all", "specific")


def read(parameters: Parameters, records: Records) -> dict[str, list[dict[str, Any]]]:
    """Read the lists that are given, each of them whole. Raises `Invalid`."""
    return {kind: _several(parameters, kind, records) for kind in KINDS if parameters.has(kind)}


def _several(parameters: Parameters, kind: str, records: Records) -> list[dict[str, Any]]:
    if parameters.is_blank(kind):
        parameters.expect(kind)
        return []
    items = parameters.groups(kind)
    if not items:
        raise Invalid({kind: "is invalid"})
    return [_one(item, kind, records) for item in items]


def _one(item: Parameters, kind: str, records: Records) -> dict[str, Any]:
    number, apply_on = item.integer("reward_id"), item.word("apply_on", _APPLY_ON)
    if number is None or records.campaigns.reward(number) is None:
        raise Invalid({kind: "must have a reward_id that exists"})
    if apply_on is None:
        raise Invalid({kind: f"apply on one of {', '.join(_APPLY_ON)}"})
    return {"apply_on": apply_on, "product_ids": item.integers("product_ids"), "reward_id": number}


def shown(given: list[dict[str, Any]], records: Records) -> list[dict[str, Any]]:
    """Write a list down, with what each reward and product is called."""
    return [
        {**one, "reward": _reward(one["reward_id"], records), "products": _products(one["product_ids"], records)}
        for one in given
    ]


def _reward(number: int, records: Records) -> dict[str, Any] | None:
    reward = records.campaigns.reward(number)
    return None if reward is None else {name: reward.get(name) for name in _SHOWN}


def _products(numbers: list[int], records: Records) -> list[dict[str, Any]]:
    found = map(Documents(records.store, "products").find, numbers)
    return [{"id": one["id"], "name": one["name"]} for one in found if one is not None]
