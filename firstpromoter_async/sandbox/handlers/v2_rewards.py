"""v2 rewards: what sales earn, for promoters and for those whom they refer. `records.earning` says how.

What the documents leave open, and how it goes here: Stripe is always connected; a hidden reward is still listed, and still earned
in the campaigns that have it; and every reward can be changed, also one that has been earned: what was earned stays as it was.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from ...wire.message import HttpResponse
from ..parameters import Parameters
from ..problems import Invalid, Missing, NotFound
from ..records.documents import Documents, kept, opened
from ..records.earning import CONDITIONS, FIGURES
from .conditions import Conditions
from .listing import Listing, choice
from .registry import RequestContext, handles
from .replies import as_json, nothing, v2_rows

Reward = dict[str, Any]
_UNITS: Final = ("cash", "free_months", "credits", "points", "mon_discount", "discount_per")
_KINDS: Final = ("sale", "tier", "target", "custom")
_MODES: Final = ("tier_commission_mode", "tier_override_mode", "tier_net_override_mode")
_DURATIONS: Final = ("once", "forever", "repeating")
_LARGEST: Final = 10**12
_NEEDED: Final = ("name", "is_promoter_reward", "schemas")
_NOUN: Final = "v2_rewards"
_IS_FOR_PROMOTERS: Final = kept("is_promoter_reward")
_LISTING: Final = Listing(
    "documents", parameters={"scope": choice({"promoters": _IS_FOR_PROMOTERS, "referrals": f"NOT {_IS_FOR_PROMOTERS}"})}
)


def _word(*words: str) -> Callable[[Parameters, str], str | None]:
    return lambda parameters, name: parameters.one_of(name, {word: word for word in words})


def _amount(value: object) -> float | None:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= _LARGEST:
        return value
    return None


def _schemas(parameters: Parameters, name: str) -> list[Reward] | None:
    """Read schemas with their rules; None where one of them cannot be read."""
    schemas = [_schema(one) for one in parameters.groups(name)]
    return [one for one in schemas if one is not None] if schemas and None not in schemas else None


def _schema(given: Parameters) -> Reward | None:
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


_FIELDS: Final[Mapping[str, Callable[[Parameters, str], Any]]] = {
    "name": Parameters.text,
    "is_promoter_reward": Parameters.maybe_truth,
    "promoter_reward_type": _word(*_KINDS),
    "tier_reward_mode": _word(*_MODES),
    "tier_level": Parameters.integer,
    "coupon": Parameters.text,
    "hide_reward": Parameters.maybe_truth,
    "duration": _word(*_DURATIONS),
    "duration_in_months": Parameters.integer,
    "max_redemptions": Parameters.integer,
    "should_create_provider_coupon": Parameters.maybe_truth,
    "new_customers_only": Parameters.maybe_truth,
    "provider_coupon_id": Parameters.text,
    "schemas": _schemas,
}
_SHOWN: Final = (
    "id", "name", "is_promoter_reward", "promoter_reward_type", "coupon", "editable", "hide_reward", "provider_coupon_id",
    "duration", "duration_in_months", "max_redemptions", "new_customers_only", "created_at", "updated_at", "provider",
    "tier_reward_mode", "tier_level", "schemas",
)  # fmt: skip
_AT_FIRST: Final = {"hide_reward": False, "new_customers_only": False, "editable": True, "provider": "stripe"}


@handles("GET /api/v2/company/rewards")
def everything(context: RequestContext) -> HttpResponse:
    """List rewards, hidden ones among them."""
    return as_json(v2_rows(context, _found(context), lambda row: _show(opened(row))))


def _found(context: RequestContext) -> Conditions:
    return _LISTING.find(context).where("documents.noun = ?", _NOUN)


@handles("POST /api/v2/company/rewards")
def create(context: RequestContext) -> HttpResponse:
    """Make a reward; a campaign has to take it before a sale earns it."""
    for name in _NEEDED:
        if context.parameters.is_blank(name):
            raise Missing(name)
    reward = _AT_FIRST | _given(context.parameters)
    _check(reward)
    return as_json(_show(Documents(context.store, _NOUN).add(context.moment, reward)))


@handles("PUT /api/v2/company/rewards/{id}")
def update(context: RequestContext) -> HttpResponse:
    """Change a reward."""
    reward, given = _named(context), _given(context.parameters)
    _check(reward | given)
    return as_json(_show(Documents(context.store, _NOUN).change(reward["id"], context.moment, given)))


@handles("POST /api/v2/company/rewards/{id}/hide")
def hide(context: RequestContext) -> HttpResponse:
    """Hide a reward."""
    Documents(context.store, _NOUN).change(_named(context)["id"], context.moment, {"hide_reward": True})
    return nothing(200)


def _named(context: RequestContext) -> Reward:
    reward = Documents(context.store, _NOUN).find(context.parameters.integer("id"))
    if reward is None:
        raise NotFound("Reward not found.")
    return reward


def _show(reward: Reward) -> Reward:
    return {name: reward.get(name) for name in _SHOWN}


def _given(parameters: Parameters) -> Reward:
    """Read what is given. Raises `Invalid`."""
    given = {name: read(parameters, name) for name, read in _FIELDS.items() if parameters.has(name)}
    wrong = [name for name, value in given.items() if value is None and not parameters.is_blank(name)]
    if wrong:
        raise Invalid(dict.fromkeys(wrong, "is invalid"))
    return given


def _check(reward: Reward) -> None:
    """Refuse fields that do not go together. Raises `Invalid`."""
    if wrong := dict(_wrong(reward)):
        raise Invalid(wrong)


def _wrong(reward: Reward) -> Iterator[tuple[str, str]]:
    kind = reward.get("promoter_reward_type")
    yield from ((name, "can't be blank") for name in _NEEDED if reward.get(name) is None)
    if reward.get("is_promoter_reward") and kind is None:
        yield "promoter_reward_type", "can't be blank"
    if kind == "tier" and reward.get("tier_reward_mode") is None:
        yield "tier_reward_mode", "can't be blank"
    if kind == "tier" and (reward.get("tier_level") or 0) < 2:
        yield "tier_level", "must be greater than or equal to 2"
    if reward.get("duration") == "repeating" and (reward.get("duration_in_months") or 0) < 1:
        yield "duration_in_months", "can't be blank"
