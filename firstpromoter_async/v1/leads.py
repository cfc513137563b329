"""v1 leads: the people whom promoters referred, customers among them. This module knows nothing of sending."""

from datetime import datetime
from typing import TypeVar

from ..errors import InvalidRequest
from ..frozen import frozen
from ..resource import Resource, call, pages
from ..unset import UNSET, Maybe
from ..wire.answers import Message
from ..wire.request import Listing, Replay, Request
from .base import V1
from .models.leads import Lead, LeadState

R = TypeVar("R", covariant=True)


@frozen(kw_only=True)
class _OneLead(Request[R]):
    """An operation on one lead, found by any of three keys."""

    id: Maybe[int] = UNSET
    """FirstPromoter's id."""
    uid: Maybe[str] = UNSET
    """The lead's id in your own system or at your billing provider."""
    email: Maybe[str] = UNSET
    """The lead's e-mail address."""

    def check(self) -> None:
        """Refuse a lead without any key."""
        self._need_one_of("id", "uid", "email")


@frozen(kw_only=True)
class ListLeads(Listing[Lead]):
    """Read leads and customers, page by page: all, or those of one promotion, promoter or campaign.

    `GET /api/v1/leads/list`. FirstPromoter's pages have 50 leads. Raises `Unprocessable` for an unknown promotion,
    promoter or campaign.
    """

    route = V1.GET("/leads/list")

    promotion_id: Maybe[int] = UNSET
    """Only those of this promotion."""
    ref_id: Maybe[str] = UNSET
    """Only those of the promotion with this referral id."""
    promoter_id: Maybe[int] = UNSET
    """Only those of this promoter."""
    campaign_id: Maybe[int] = UNSET
    """Only those in this campaign."""


@frozen(kw_only=True)
class ShowLead(_OneLead[Lead]):
    """Return one lead with promotion and promoter.

    `GET /api/v1/leads/show`. Needs one of `id`, `uid` and `email`. Raises `InvalidRequest` before anything is sent,
    `NotFound` for an unknown lead.
    """

    route = V1.GET("/leads/show")
    replay = Replay.SAFE


@frozen(kw_only=True)
class UpdateLead(_OneLead[Lead]):
    """Change a lead, or move it to another promoter, and return it.

    `PUT /api/v1/leads/update`. Needs one of `id`, `uid` and `email` to find the lead by; the `new_` parameters change
    these. What is left out stays. Raises `InvalidRequest` before anything is sent, `NotFound` for an unknown lead.
    """

    route = V1.PUT("/leads/update")
    replay = Replay.UNSAFE

    new_uid: Maybe[str] = UNSET
    new_email: Maybe[str] = UNSET
    new_ref_id: Maybe[str] = UNSET
    """Moves the lead to the promotion with this referral id."""
    soft_switch: Maybe[bool] = UNSET
    """True moves the lead alone, and leaves its rewards where they are; goes with `new_ref_id`."""
    state: Maybe[LeadState | str] = UNSET
    customer_since: Maybe[datetime | str] = UNSET
    """When the lead became a customer: an aware datetime, or ISO 8601 text."""
    plan_name: Maybe[str] = UNSET
    """The id of a plan that is set up at FirstPromoter."""

    def check(self) -> None:
        """Refuse a way of moving without a place to move to."""
        super().check()
        if self.soft_switch is True and self.new_ref_id is UNSET:
            raise InvalidRequest(
                "UpdateLead.soft_switch says how to move a lead and needs new_ref_id, which was not given"
            )


@frozen(kw_only=True)
class DeleteLead(_OneLead[Message]):
    """Remove a lead or customer.

    `DELETE /api/v1/leads/delete`. Needs one of `id`, `uid` and `email`. Raises `InvalidRequest` before anything is
    sent, `NotFound` for an unknown lead.
    """

    route = V1.DELETE("/leads/delete")
    replay = Replay.UNSAFE


class Leads(Resource):
    """Everyone who was referred to you."""

    list = pages(ListLeads)
    """Leads and customers, 50 on a page."""
    show = call(ShowLead)
    """One lead, found by `id`, `uid` or `email`."""
    update = call(UpdateLead)
    """The lead as it is now; what was left out has stayed."""
    delete = call(DeleteLead)
    """FirstPromoter's words of success."""
