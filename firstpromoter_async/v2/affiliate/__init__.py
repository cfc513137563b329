"""The affiliate's side of v2, noun by noun: `fp.as_promoter(token).v2.affiliate.referrals.list()`.

It is what a promoter's own dashboard calls, so a product can embed one. Each noun is loaded when it is first touched. Requests,
filters and models are the names of `firstpromoter_async.v2`, and can be had from here as well. This module knows nothing of HTTP.
"""

from functools import cached_property
from typing import TYPE_CHECKING

from ...resource import Resource

if TYPE_CHECKING:
    from ..names import *  # noqa: F403
    from .assets import AffiliateAssets
    from .campaigns import AffiliateCampaigns
    from .commissions import AffiliateCommissions
    from .contract_documents import AffiliateContractDocuments
    from .email_settings import AffiliateEmailSettings
    from .payout_methods import AffiliatePayoutMethods
    from .payouts import AffiliatePayouts
    from .promo_codes import AffiliatePromoCodes
    from .promoter_campaigns import AffiliatePromoterCampaigns
    from .promoters import AffiliatePromoters
    from .referral_links import AffiliateReferralLinks
    from .referrals import AffiliateReferrals
    from .reports import AffiliateReports
else:  # a checker would believe that `__getattr__` finds any name
    from .. import names

    __getattr__ = names.__getattr__

    def __dir__() -> list[str]:
        return ["AffiliateApi", *dir(names)]


class AffiliateApi(Resource):
    """What one promoter sees and does."""

    @cached_property
    def promoters(self) -> "AffiliatePromoters":
        """The promoter themselves: account, sub-affiliates, password."""
        from .promoters import AffiliatePromoters

        return AffiliatePromoters(self._sender)

    @cached_property
    def campaigns(self) -> "AffiliateCampaigns":
        """The campaigns that they can see."""
        from .campaigns import AffiliateCampaigns

        return AffiliateCampaigns(self._sender)

    @cached_property
    def referrals(self) -> "AffiliateReferrals":
        """Everyone whom they sent."""
        from .referrals import AffiliateReferrals

        return AffiliateReferrals(self._sender)

    @cached_property
    def commissions(self) -> "AffiliateCommissions":
        """What they have earned, sale by sale."""
        from .commissions import AffiliateCommissions

        return AffiliateCommissions(self._sender)

    @cached_property
    def promo_codes(self) -> "AffiliatePromoCodes":
        """Coupons whose sales count for them."""
        from .promo_codes import AffiliatePromoCodes

        return AffiliatePromoCodes(self._sender)

    @cached_property
    def promoter_campaigns(self) -> "AffiliatePromoterCampaigns":
        """Their places in campaigns, with their link in each."""
        from .promoter_campaigns import AffiliatePromoterCampaigns

        return AffiliatePromoterCampaigns(self._sender)

    @cached_property
    def referral_links(self) -> "AffiliateReferralLinks":
        """The links that they pass on."""
        from .referral_links import AffiliateReferralLinks

        return AffiliateReferralLinks(self._sender)

    @cached_property
    def payouts(self) -> "AffiliatePayouts":
        """What they are paid."""
        from .payouts import AffiliatePayouts

        return AffiliatePayouts(self._sender)

    @cached_property
    def payout_methods(self) -> "AffiliatePayoutMethods":
        """How they want to be paid."""
        from .payout_methods import AffiliatePayoutMethods

        return AffiliatePayoutMethods(self._sender)

    @cached_property
    def assets(self) -> "AffiliateAssets":
        """Material that they can use."""
        from .assets import AffiliateAssets

        return AffiliateAssets(self._sender)

    @cached_property
    def reports(self) -> "AffiliateReports":
        """Their figures by period."""
        from .reports import AffiliateReports

        return AffiliateReports(self._sender)

    @cached_property
    def contract_documents(self) -> "AffiliateContractDocuments":
        """Contracts between the company and them."""
        from .contract_documents import AffiliateContractDocuments

        return AffiliateContractDocuments(self._sender)

    @cached_property
    def email_settings(self) -> "AffiliateEmailSettings":
        """Which e-mails they get."""
        from .email_settings import AffiliateEmailSettings

        return AffiliateEmailSettings(self._sender)
