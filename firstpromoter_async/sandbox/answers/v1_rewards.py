"""v1 rewards."""

from ...v1 import rewards as asked_for
from ...wire.message import HttpResponse
from ..parameters import Parameters
from ..problems import Impossible, NoKey, NoTarget
from ..records import leads, promoters, rewards
from ..store import Row
from . import reading
from .book import Asked, answers
from .conditions import Conditions
from .replies import as_json, v1_page
from .v1_shapes import Shapes


@answers(asked_for.ListRewards)
def everything(asked: Asked) -> HttpResponse:
    """List rewards of a promotion, a promoter, a campaign, or the account."""
    found = Conditions("rewards", source="rewards JOIN promotions ON promotions.id = rewards.promotion_id")
    for column, value in reading.target_promotions(asked).items():
        found.equal(column, value)
    return v1_page(asked, found, Shapes(asked.store).reward)


@answers(asked_for.CreateReward)
def create(asked: Asked) -> HttpResponse:
    """Give a reward for a lead, or to a promotion directly."""
    says = asked.says
    says.expect("skip_email_notification")  # the sandbox sends none
    unit = rewards.UNITS.get(says.text("reward_type") or "")
    if unit is None:
        raise Impossible("Reward type is not included in the list")
    amount = says.integer("amount")
    if amount is None:
        raise Impossible("Amount is not a number")
    lead, promotion = _receiver(asked)
    status = _status(says) or "approved"
    reward = rewards.create(asked.store, asked.moment, promotion, lead=lead, unit=unit, amount=amount, status=status)
    return as_json(Shapes(asked.store).reward(reward))


@answers(asked_for.UpdateReward)
def update(asked: Asked) -> HttpResponse:
    """Approve, suspend or deny a reward."""
    given = asked.says.first_text("id", "event_id")
    if given is None:
        raise NoKey("You need to find the reward either by id or event_id.")
    reward = rewards.find(asked.store, *given)
    if reward is None:
        # The documents declare no 404 for this operation.
        raise NoTarget("Reward not found.")
    status = _status(asked.says)
    if status is not None:
        reward = rewards.set_status(asked.store, asked.moment, reward, status)
    return as_json(Shapes(asked.store).reward(reward))


def _status(says: Parameters) -> str | None:
    status = says.text("status")
    if status is not None and status not in rewards.STATUSES:
        raise Impossible("Status is not included in the list")
    return status


def _receiver(asked: Asked) -> tuple[Row | None, Row]:
    """Find whom a reward is for: the promoter of a lead, or a promotion."""
    says, store = asked.says, asked.store
    says.expect("promotion_id", "ref_id")
    given = says.first_text("lead_id", "uid", "email")
    if given is not None:
        lead = leads.find(store, given[0].replace("lead_id", "id"), given[1])
        if lead is None:
            raise NoTarget("Lead not found.")
        return lead, store.get("promotions", lead["promotion_id"])
    given = says.first_text("promotion_id", "ref_id")
    if given is None:
        raise NoKey(
            "You need to find the lead either by lead_id, uid or email, or the promotion by promotion_id or ref_id."
        )
    if given[0] == "ref_id":
        promotion = promoters.promotion_by_ref_id(store, given[1])
    else:
        promotion = store.one("SELECT * FROM promotions WHERE id = ?", given[1])
    if promotion is None:
        raise NoTarget("Promotion not found.")
    return None, promotion
