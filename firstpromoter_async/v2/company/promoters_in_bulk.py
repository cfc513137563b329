"""Bulk actions on promoters: accept, reject, block, add, move, assign a parent, archive, restore.

This module knows nothing of HTTP or of sending.
"""

from attrs import field

from ...frozen import frozen
from ...unset import UNSET, Maybe
from ...wire.answers import Batch, Done
from ..base import company
from ..bulk import ForIds


@frozen
class _InCampaign(ForIds[Done | Batch]):
    """A bulk action on promoters in one campaign."""

    campaign_id: int = field(kw_only=True)
    """The campaign that it is about."""


@frozen
class AcceptPromoters(_InCampaign):
    """Accept promoters in a campaign.

    `POST /api/v2/company/promoters/accept`. What changes is `promoter_campaigns[].state`.
    """

    route = company.POST("/promoters/accept")


@frozen
class RejectPromoters(_InCampaign):
    """Reject promoters who wait to be accepted in a campaign.

    `POST /api/v2/company/promoters/reject`. What changes is `promoter_campaigns[].state`.
    """

    route = company.POST("/promoters/reject")


@frozen
class BlockPromoters(_InCampaign):
    """Block promoters in a campaign: sales that they bring there are refused, as if nobody had referred the customer.

    `POST /api/v2/company/promoters/block`. What changes is `promoter_campaigns[].state`.
    """

    route = company.POST("/promoters/block")


@frozen
class AddPromotersToCampaign(_InCampaign):
    """Let promoters take part in one more campaign, each with a new referral link.

    `POST /api/v2/company/promoters/add_to_campaign`
    """

    route = company.POST("/promoters/add_to_campaign")

    drip_emails: Maybe[bool] = field(default=UNSET, kw_only=True)
    """Whether to tell them by e-mail."""


@frozen
class MovePromotersToCampaign(ForIds[Done | Batch]):
    """Move promoters from one campaign to another; their referral links go along.

    `POST /api/v2/company/promoters/move_to_campaign`
    """

    route = company.POST("/promoters/move_to_campaign")

    from_campaign_id: int = field(kw_only=True)
    to_campaign_id: int = field(kw_only=True)
    drip_emails: Maybe[bool] = field(default=UNSET, kw_only=True)
    """Whether to tell them by e-mail."""
    soft_move_referrals: Maybe[bool] = field(default=UNSET, kw_only=True)
    """True moves their referrals along, whose next sales earn by the new campaign's rewards; False leaves them in the old one."""


@frozen
class AssignParentToPromoters(ForIds[Done | Batch]):
    """Say who recruited promoters.

    `POST /api/v2/company/promoters/assign_parent`
    """

    route = company.POST("/promoters/assign_parent")

    parent_promoter_id: int = field(kw_only=True)
    """The promoter who recruited them."""


@frozen
class ArchivePromoters(ForIds[Done | Batch]):
    """Archive promoters: they are listed no longer, unless asked for.

    `POST /api/v2/company/promoters/archive`
    """

    route = company.POST("/promoters/archive")


@frozen
class RestorePromoters(ForIds[Done | Batch]):
    """Bring archived promoters back.

    `POST /api/v2/company/promoters/restore`
    """

    route = company.POST("/promoters/restore")
