"""The promoter's own places in campaigns: update. This module knows nothing of sending."""

from attrs import field

from ...frozen import frozen
from ...resource import Resource, call
from ...wire.checks import fit_for_links
from ...wire.request import Replay, Request
from ..base import affiliate
from ..models.affiliate_promoters import OwnPromoterCampaign


@frozen
class UpdateOwnPromoterCampaign(Request[OwnPromoterCampaign]):
    """Choose what marks the promoter in their links.

    `PUT /api/v2/affiliate/promoter_campaigns/{id}`. Links with the old one bring nobody any more. Raises `NotFound`, and
    `Unprocessable` for a `ref_token` that is another's.
    """

    route = affiliate.PUT("/promoter_campaigns/{id}")
    replay = Replay.UNSAFE

    id: int
    """Neither the promoter's id nor the campaign's: `CurrentPromoter.promoter_campaigns` has it."""
    ref_token: str = field(validator=fit_for_links, kw_only=True)
    """Lower-case letters, digits, `-` and `_`."""


class AffiliatePromoterCampaigns(Resource):
    """The promoter's places in campaigns, with their link in each."""

    update = call(UpdateOwnPromoterCampaign)
    """Their place in the campaign as it is now, with `ref_link`; revenue is in minor units (cents)."""
