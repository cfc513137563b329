"""The second generation of the API: `fp.v2.promoters`, `fp.v2.track`; and all that its calls take and give, from one import:

    from firstpromoter_async.v2 import Promoter, PromoterFilters, Range

Each noun is loaded when it is first touched, since its classes take a few milliseconds to make. This module knows nothing of
HTTP.
"""

from functools import cached_property
from typing import TYPE_CHECKING

from ..resource import Resource

if TYPE_CHECKING:
    from .affiliate import AffiliateApi
    from .company.asset_categories import AssetCategories
    from .company.assets import Assets
    from .company.batches import Batches
    from .company.campaigns import Campaigns
    from .company.commissions import Commissions
    from .company.contract_documents import ContractDocuments
    from .company.contracts import Contracts
    from .company.custom_referral_statuses import CustomReferralStatuses
    from .company.dashboards import Dashboards
    from .company.emails import Emails
    from .company.invoices import Invoices
    from .company.payments_batches import PaymentsBatches
    from .company.payout_methods import PayoutMethods
    from .company.payouts import Payouts
    from .company.products import Products
    from .company.promo_codes import PromoCodes
    from .company.promoter_campaigns import PromoterCampaigns
    from .company.promoters import Promoters
    from .company.referrals import Referrals
    from .company.reports import Reports
    from .company.rewards import Rewards
    from .company.webhook_deliveries import WebhookDeliveries
    from .company.webhooks import Webhooks
    from .names import *  # noqa: F403
    from .tracking import Track
else:  # a checker would believe that `__getattr__` finds any name
    from . import names

    __getattr__ = names.__getattr__

    def __dir__() -> list[str]:
        return ["V2Api", *dir(names)]

    __all__ = __dir__()


class V2Api(Resource):
    """v2, noun by noun."""

    @cached_property
    def track(self) -> "Track":
        """What your customers do, told as it happens."""
        from .tracking import Track

        return Track(self._sender)

    @cached_property
    def promoters(self) -> "Promoters":
        """Everyone who sends you customers."""
        from .company.promoters import Promoters

        return Promoters(self._sender)

    @cached_property
    def promoter_campaigns(self) -> "PromoterCampaigns":
        """Who takes part in which campaign: state, link and coupon."""
        from .company.promoter_campaigns import PromoterCampaigns

        return PromoterCampaigns(self._sender)

    @cached_property
    def referrals(self) -> "Referrals":
        """Everyone whom promoters sent you."""
        from .company.referrals import Referrals

        return Referrals(self._sender)

    @cached_property
    def custom_referral_statuses(self) -> "CustomReferralStatuses":
        """Your own words for how far a referral has come."""
        from .company.custom_referral_statuses import CustomReferralStatuses

        return CustomReferralStatuses(self._sender)

    @cached_property
    def commissions(self) -> "Commissions":
        """What promoters have earned, sale by sale."""
        from .company.commissions import Commissions

        return Commissions(self._sender)

    @cached_property
    def campaigns(self) -> "Campaigns":
        """The programmes that promoters join."""
        from .company.campaigns import Campaigns

        return Campaigns(self._sender)

    @cached_property
    def promo_codes(self) -> "PromoCodes":
        """Coupons whose sales count for a promoter."""
        from .company.promo_codes import PromoCodes

        return PromoCodes(self._sender)

    @cached_property
    def batches(self) -> "Batches":
        """Bulk actions of more than 5 ids, which FirstPromoter carries out in the background."""
        from .company.batches import Batches

        return Batches(self._sender)

    @cached_property
    def asset_categories(self) -> "AssetCategories":
        """What material for promoters is sorted into."""
        from .company.asset_categories import AssetCategories

        return AssetCategories(self._sender)

    @cached_property
    def affiliate(self) -> "AffiliateApi":
        """What one promoter sees and does, opened by the token of their session; see `FirstPromoter.as_promoter`."""
        from .affiliate import AffiliateApi

        return AffiliateApi(self._sender)

    @cached_property
    def payouts(self) -> "Payouts":
        """What promoters are paid."""
        from .company.payouts import Payouts

        return Payouts(self._sender)

    @cached_property
    def invoices(self) -> "Invoices":
        """What promoters bill you for their payouts."""
        from .company.invoices import Invoices

        return Invoices(self._sender)

    @cached_property
    def dashboards(self) -> "Dashboards":
        """What the dashboard shows first."""
        from .company.dashboards import Dashboards

        return Dashboards(self._sender)

    @cached_property
    def reports(self) -> "Reports":
        """Figures by period."""
        from .company.reports import Reports

        return Reports(self._sender)

    @cached_property
    def webhooks(self) -> "Webhooks":
        """Addresses of yours that are told when something happens."""
        from .company.webhooks import Webhooks

        return Webhooks(self._sender)

    @cached_property
    def webhook_deliveries(self) -> "WebhookDeliveries":
        """What was sent to your addresses, and what they answered."""
        from .company.webhook_deliveries import WebhookDeliveries

        return WebhookDeliveries(self._sender)

    @cached_property
    def products(self) -> "Products":
        """What you sell."""
        from .company.products import Products

        return Products(self._sender)

    @cached_property
    def assets(self) -> "Assets":
        """Material that promoters can use."""
        from .company.assets import Assets

        return Assets(self._sender)

    @cached_property
    def rewards(self) -> "Rewards":
        """What sales are worth, to promoters and to the customers whom they refer."""
        from .company.rewards import Rewards

        return Rewards(self._sender)

    @cached_property
    def contracts(self) -> "Contracts":
        """What promoters have to agree to."""
        from .company.contracts import Contracts

        return Contracts(self._sender)

    @cached_property
    def contract_documents(self) -> "ContractDocuments":
        """What promoters have signed, or are to sign."""
        from .company.contract_documents import ContractDocuments

        return ContractDocuments(self._sender)

    @cached_property
    def emails(self) -> "Emails":
        """What promoters are told by e-mail, and when."""
        from .company.emails import Emails

        return Emails(self._sender)

    @cached_property
    def payments_batches(self) -> "PaymentsBatches":
        """Payouts that are paid together."""
        from .company.payments_batches import PaymentsBatches

        return PaymentsBatches(self._sender)

    @cached_property
    def payout_methods(self) -> "PayoutMethods":
        """How promoters want to be paid."""
        from .company.payout_methods import PayoutMethods

        return PayoutMethods(self._sender)
