"""v1 payouts."""

from ...v1 import payouts as asked_for
from ...wire.message import HttpResponse
from ..parameters import Parameters
from ..problems import Impossible, NoKey, NoTarget, NotFound
from ..records import campaigns, payouts, promoters
from . import reading
from .book import Asked, answers
from .conditions import Conditions
from .replies import as_json, v1_page
from .v1_shapes import Shapes


@answers(asked_for.ListPayouts)
def everything(asked: Asked) -> HttpResponse:
    """List payouts of a promoter, a campaign, a status, or the account."""
    targets = reading.target_promotions(asked)
    found = Conditions("payouts").equal("status", _status(asked.says))
    found.equal("promoter_id", targets.get("promotions.promoter_id"))
    found.equal("campaign_id", targets.get("promotions.campaign_id"))
    return v1_page(asked, found, Shapes(asked.store).payout)


@answers(asked_for.CreatePayout)
def create(asked: Asked) -> HttpResponse:
    """Pay a promoter all that is owed to them in a campaign."""
    says, store = asked.says, asked.store
    given = says.first_text("promoter_id", "promoter_email")
    if given is None:
        raise NoKey("You need to pass either promoter_email or promoter_id.")
    promoter = promoters.find(store, "id" if given[0] == "promoter_id" else "email", given[1])
    if promoter is None:
        raise NoTarget("Promoter not found.")
    if says.text("campaign_id") is None:
        number = promoters.default_promotion(store, promoter["id"])["campaign_id"]
    else:
        number = says.integer("campaign_id") or -1
    campaign = campaigns.named(store, number)
    payout = payouts.create(store, asked.moment, promoter, campaign, _status(says) or "pending")
    return as_json(Shapes(store).payout(payout))


@answers(asked_for.UpdatePayout)
def update(asked: Asked) -> HttpResponse:
    """Say how far a payout has come."""
    if asked.says.text("id") is None:
        raise NoKey("You need to find the payout by id.")
    payout = asked.store.one("SELECT * FROM payouts WHERE id = ?", asked.says.text("id"))
    if payout is None:
        raise NotFound("Payment not found")
    status = _status(asked.says)
    if status is not None:
        payout = payouts.set_status(asked.store, asked.moment, payout, status)
    return as_json(Shapes(asked.store).payout(payout))


def _status(says: Parameters) -> str | None:
    status = says.text("status")
    if status is not None and status not in payouts.STATUSES:
        raise Impossible("Status is not included in the list")
    return status
