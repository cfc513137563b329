"""v1 rewards."""

from ...wire.message import HttpResponse
from ..problems import Impossible, NoKey, NoTarget
from ..records import rewards
from ..store import Row
from . import reading
from .registry import RequestContext, handles
from .replies import as_json, v1_page
from .v1_shapes import Shapes


@handles("GET /api/v1/rewards/list")
def everything(context: RequestContext) -> HttpResponse:
    """List rewards of a promotion, a promoter, a campaign, or the account."""
    return v1_page(context, reading.of_target(context, "rewards"), Shapes(context.records).reward)


@handles("POST /api/v1/rewards/create")
def create(context: RequestContext) -> HttpResponse:
    """Give a reward for a lead, or to a promotion directly."""
    parameters = context.parameters
    parameters.expect("skip_email_notification")  # the sandbox sends none
    unit = rewards.UNITS.get(parameters.text("reward_type") or "")
    if unit is None:
        raise Impossible("Reward type is not included in the list")
    amount = parameters.integer("amount")
    if amount is None:
        raise Impossible("Amount is not a number")
    lead, promotion = _receiver(context)
    status = reading.status_of(parameters, rewards.STATUSES) or "approved"
    reward = context.records.rewards.create(
        context.moment, promotion, lead=lead, unit=unit, amount=amount, status=status
    )
    return as_json(Shapes(context.records).reward(reward))


@handles("PUT /api/v1/rewards/update")
def update(context: RequestContext) -> HttpResponse:
    """Approve, suspend or deny a reward."""
    given = context.parameters.first_text("id", "event_id")
    if given is None:
        raise NoKey("You need to find the reward either by id or event_id.")
    reward = context.records.rewards.find(*given)
    if reward is None:
        # The documents declare no 404 for this operation.
        raise NoTarget("Reward not found.")
    status = reading.status_of(context.parameters, rewards.STATUSES)
    if status is not None:
        reward = context.records.rewards.set_status(context.moment, reward, status)
    return as_json(Shapes(context.records).reward(reward))


def _receiver(context: RequestContext) -> tuple[Row | None, Row]:
    """Find whom a reward is for: the promoter of a lead, or a promotion."""
    parameters, store = context.parameters, context.store
    parameters.expect("promotion_id", "ref_id")
    given = parameters.first_text("lead_id", "uid", "email")
    if given is not None:
        lead = context.records.leads.find(given[0].replace("lead_id", "id"), given[1])
        if lead is None:
            raise NoTarget("Lead not found.")
        return lead, store.get("promotions", lead["promotion_id"])
    given = parameters.first_text("promotion_id", "ref_id")
    if given is None:
        raise NoKey(
            "You need to find the lead either by lead_id, uid or email, or the promotion by promotion_id or ref_id."
        )
    if given[0] == "ref_id":
        return None, reading.promotion_of(context, given[1])
    promotion = store.find("promotions", given[1])
    if promotion is None:
        raise NoTarget("Promotion not found.")
    return None, promotion
