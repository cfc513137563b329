"""v2 rewards: what sales earn, for promoters and for those whom they refer. `records.earning` says how.

What the documents leave open, and how it goes here: Stripe is always connected; a hidden reward is still listed, and still earned
in the campaigns that have it; and every reward can be changed, also one that has been earned: what was earned stays as it was.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

from ...wire.message import HttpResponse
from ..parameters import Parameters
from ..records.documents import kept
from ..records.earning import CONDITIONS, FIGURES
from .fields import Field, integer, text, truth
from .listing import Listing, choice
from .nouns import Kept, Noun
from .registry import RequestContext, handles
from .replies import nothing

Reward = dict[str, Any]
_UNITS: Final = ("cash", "free_months", "credits", "points", "mon_discount", "discount_per")
_KINDS: Final = ("sale", "tier", "target", "custom")
_MODES: Final = ("tier_commission_mode", "tier_override_mode", "tier_net_override_mode")
_DURATIONS: Final = ("once", "forever", "repeating")
_LARGEST: Final = 10**12
_PATH: Final = "/api/v2/company/rewards"
_IS_FOR_PROMOTERS: Final = kept("is_promoter_reward")


def _word(*words: str) -> Callable[[Parameters, str], str | None]:
    return lambda parameters, name: parameters.word(name, words)


def _amount(value: object) -> float | None:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= _LARGEST:
        return value
    return None


def _schemas(parameters: Parameters, name: str) -> list[Reward] | None:
    """Read schemas with their rules; None where one of them cannot be read."""
    schemas = [_schema(one) for one in parameters.groups(name)]
    return [one for one in schemas if one is not None] if schemas and None not in schemas else None


def _schema(given: Parameters) -> Reward | None:
    if given.is_blank("rules"):
        given.expect("rules")
    rules = [_rule(one) for one in given.groups("rules")]
    read = {
        "unit": _word(*_UNITS)(given, "unit"),
        "amount": given.read("amount", _amount),
        "flat_amount": given.maybe_truth("flat_amount"),
    }
    if None in read.values() or None in rules or (not rules and not given.is_blank("rules")):
        return None
    return read | {"rules": rules}


def _rule(given: Parameters) -> Reward | None:
    read = {
        "type": _word(*FIGURES)(given, "type"),
        "condition": _word(*CONDITIONS)(given, "condition"),
        "value": given.read("value", _amount),
        "operator": _word("and", "or")(given, "operator"),
    }
    return None if None in read.values() else read | {"filter_by": _word("price")(given, "filter_by")}


def _wrong(reward: Reward) -> Iterator[tuple[str, str]]:
    kind = reward.get("promoter_reward_type")
    if reward.get("is_promoter_reward") and kind is None:
        yield "promoter_reward_type", "can't be blank"
    if kind == "tier" and reward.get("tier_reward_mode") is None:
        yield "tier_reward_mode", "can't be blank"
    if kind == "tier" and (reward.get("tier_level") or 0) < 2:
        yield "tier_level", "must be greater than or equal to 2"
    if reward.get("duration") == "repeating" and (reward.get("duration_in_months") or 0) < 1:
        yield "duration_in_months", "can't be blank"


REWARDS: Final = Noun(
    "v2_rewards",
    fields={
        "name": Field(text, needed=True),
        "is_promoter_reward": Field(truth, needed=True),
        "promoter_reward_type": Field(_word(*_KINDS)),
        "tier_reward_mode": Field(_word(*_MODES)),
        "tier_level": Field(integer),
        "coupon": Field(text),
        "hide_reward": Field(truth, default=False),
        "duration": Field(_word(*_DURATIONS)),
        "duration_in_months": Field(integer),
        "max_redemptions": Field(integer),
        "should_create_provider_coupon": Field(truth),
        "new_customers_only": Field(truth, default=False),
        "provider_coupon_id": Field(text),
        "schemas": Field(_schemas, needed=True),
    },
    shown=(
        "id", "name", "is_promoter_reward", "promoter_reward_type", "coupon", "editable", "hide_reward", "provider_coupon_id",
        "duration", "duration_in_months", "max_redemptions", "new_customers_only", "created_at", "updated_at", "provider",
        "tier_reward_mode", "tier_level", "schemas",
    ),
    listing=Listing(
        "documents",
        parameters={"scope": choice({"promoters": _IS_FOR_PROMOTERS, "referrals": f"NOT {_IS_FOR_PROMOTERS}"})},
    ),
    begins=lambda: {"editable": True, "provider": "stripe"},
    check=lambda reward: dict(_wrong(reward)),
)  # fmt: skip
REWARDS.at(_PATH, "list", "create", "update")


@handles(f"POST {_PATH}/{{id}}/hide")
def hide(context: RequestContext) -> HttpResponse:
    """Hide a reward."""
    rewards = Kept(REWARDS, context)
    rewards.change(rewards.named(), hide_reward=True)
    return nothing(200)
