"""The nouns of v2 as data: `from firstpromoter_async.v2.models import Promoter`.

Each noun's module is loaded when one of its names is first asked for, since making a model class takes the better part of a
millisecond.
"""

from typing import TYPE_CHECKING

from ...lazy import names_of

if TYPE_CHECKING:
    from .affiliate_assets import AffiliateAsset as AffiliateAsset
    from .affiliate_commissions import AffiliateCommission as AffiliateCommission
    from .affiliate_contracts import AffiliateContractDocument as AffiliateContractDocument
    from .affiliate_contracts import ContractBrief as ContractBrief
    from .affiliate_contracts import ContractContent as ContractContent
    from .affiliate_contracts import ContractVersion as ContractVersion
    from .affiliate_contracts import Signer as Signer
    from .affiliate_contracts import SignerProfile as SignerProfile
    from .affiliate_emails import EmailSettings as EmailSettings
    from .affiliate_payouts import AffiliatePayout as AffiliatePayout
    from .affiliate_promoters import CurrentPromoter as CurrentPromoter
    from .affiliate_promoters import OwnPromoterCampaign as OwnPromoterCampaign
    from .affiliate_promoters import PromoterEmail as PromoterEmail
    from .affiliate_promoters import SubAffiliate as SubAffiliate
    from .affiliate_referrals import AffiliateReferral as AffiliateReferral
    from .affiliate_reports import SubIdReport as SubIdReport
    from .assets import AnyAsset as AnyAsset
    from .assets import Asset as Asset
    from .assets import AssetCategory as AssetCategory
    from .assets import AssetDetails as AssetDetails
    from .assets import AssetType as AssetType
    from .assets import ImageSize as ImageSize
    from .brief import CampaignBrief as CampaignBrief
    from .brief import ContractDocumentStatus as ContractDocumentStatus
    from .brief import FraudCheck as FraudCheck
    from .brief import InvoiceDetailsStatus as InvoiceDetailsStatus
    from .brief import PromoterBrief as PromoterBrief
    from .brief import PromoterCampaignBrief as PromoterCampaignBrief
    from .brief import ReferralBrief as ReferralBrief
    from .brief import RewardBrief as RewardBrief
    from .brief import Unit as Unit
    from .campaign_rewards import ApplyOn as ApplyOn
    from .campaign_rewards import CampaignReward as CampaignReward
    from .campaign_rewards import ProductBrief as ProductBrief
    from .campaign_rewards import RewardSummary as RewardSummary
    from .campaigns import AdTraffic as AdTraffic
    from .campaigns import Campaign as Campaign
    from .campaigns import CampaignLink as CampaignLink
    from .campaigns import CampaignStats as CampaignStats
    from .campaigns import RefTokenParam as RefTokenParam
    from .campaigns import UpgradeDetails as UpgradeDetails
    from .campaigns import UpgradeMetric as UpgradeMetric
    from .charts import ChartData as ChartData
    from .charts import ChartGroupBy as ChartGroupBy
    from .charts import ChartPoint as ChartPoint
    from .charts import ChartSelection as ChartSelection
    from .commissions import AnyCommission as AnyCommission
    from .commissions import Commission as Commission
    from .commissions import CommissionStatus as CommissionStatus
    from .commissions import CommissionType as CommissionType
    from .ensured import EnsuredPromoter as EnsuredPromoter
    from .ensured import PromoterOrigin as PromoterOrigin
    from .invoices import Invoice as Invoice
    from .invoices import InvoicePage as InvoicePage
    from .invoices import InvoiceStatus as InvoiceStatus
    from .payments_batches import PaymentsBatch as PaymentsBatch
    from .payments_batches import PaymentsBatchProblems as PaymentsBatchProblems
    from .payments_batches import PaymentsBatchStatus as PaymentsBatchStatus
    from .payout_methods import PayoutMethod as PayoutMethod
    from .payout_methods import PayoutMethodDetails as PayoutMethodDetails
    from .payout_methods import PayoutMethodKind as PayoutMethodKind
    from .payouts import DuePayouts as DuePayouts
    from .payouts import DueStats as DueStats
    from .payouts import PaidPeriod as PaidPeriod
    from .payouts import Payout as Payout
    from .payouts import PayoutSettings as PayoutSettings
    from .payouts import PayoutStats as PayoutStats
    from .payouts import PayoutStatus as PayoutStatus
    from .payouts import PayoutSum as PayoutSum
    from .payouts import PayoutTotals as PayoutTotals
    from .products import Product as Product
    from .products import ProductPrice as ProductPrice
    from .profiles import PromoterProfile as PromoterProfile
    from .promo_codes import PromoCode as PromoCode
    from .promoter_campaigns import FullPromoterCampaign as FullPromoterCampaign
    from .promoter_campaigns import LinkSource as LinkSource
    from .promoter_campaigns import PromoterCampaignStats as PromoterCampaignStats
    from .promoter_campaigns import ReferralLink as ReferralLink
    from .promoter_payouts import InvoiceDetailsErrors as InvoiceDetailsErrors
    from .promoter_payouts import PaidPromoter as PaidPromoter
    from .promoter_payouts import PromoterPayouts as PromoterPayouts
    from .promoters import IframeLogin as IframeLogin
    from .promoters import Promoter as Promoter
    from .promoters import PromoterCampaign as PromoterCampaign
    from .promoters import PromoterState as PromoterState
    from .promoters import PromoterStats as PromoterStats
    from .referrals import CustomStatus as CustomStatus
    from .referrals import EntrySource as EntrySource
    from .referrals import Referral as Referral
    from .referrals import ReferralState as ReferralState
    from .referrals import SplitDetail as SplitDetail
    from .reports import CampaignReport as CampaignReport
    from .reports import PeriodReport as PeriodReport
    from .reports import PromoterReport as PromoterReport
    from .reports import ReportFigures as ReportFigures
    from .reports import TrafficSourceReport as TrafficSourceReport
    from .reports import UrlReport as UrlReport
    from .rewards import PromoterRewardType as PromoterRewardType
    from .rewards import Reward as Reward
    from .rewards import RewardDuration as RewardDuration
    from .rewards import RewardRule as RewardRule
    from .rewards import RewardSchema as RewardSchema
    from .rewards import RuleCondition as RuleCondition
    from .rewards import RuleOperator as RuleOperator
    from .rewards import RuleType as RuleType
    from .rewards import TierRewardMode as TierRewardMode
    from .tracking import EventType as EventType
    from .tracking import TrackedLead as TrackedLead
    from .tracking import TrackedPromoter as TrackedPromoter
    from .tracking import TrackedReward as TrackedReward
    from .tracking import TrackingEvent as TrackingEvent
    from .webhooks import RotatedSecret as RotatedSecret
    from .webhooks import Webhook as Webhook
    from .webhooks import WebhookDelivery as WebhookDelivery
    from .webhooks import WebhookDeliveryStatus as WebhookDeliveryStatus
    from .webhooks import WebhookEventType as WebhookEventType

if not TYPE_CHECKING:  # type checkers would take any name for one of these
    __getattr__, __dir__ = names_of(
        __name__,
        {
            "affiliate_assets": "AffiliateAsset",
            "affiliate_commissions": "AffiliateCommission",
            "affiliate_contracts": "AffiliateContractDocument ContractBrief ContractContent ContractVersion Signer SignerProfile",
            "affiliate_emails": "EmailSettings",
            "affiliate_payouts": "AffiliatePayout",
            "affiliate_promoters": "CurrentPromoter OwnPromoterCampaign PromoterEmail SubAffiliate",
            "affiliate_referrals": "AffiliateReferral",
            "affiliate_reports": "SubIdReport",
            "assets": "AnyAsset Asset AssetCategory AssetDetails AssetType ImageSize",
            "brief": "CampaignBrief ContractDocumentStatus FraudCheck InvoiceDetailsStatus PromoterBrief PromoterCampaignBrief"
            " ReferralBrief RewardBrief Unit",
            "campaign_rewards": "ApplyOn CampaignReward ProductBrief RewardSummary",
            "campaigns": "AdTraffic Campaign CampaignLink CampaignStats RefTokenParam UpgradeDetails UpgradeMetric",
            "charts": "ChartData ChartGroupBy ChartPoint ChartSelection",
            "commissions": "AnyCommission Commission CommissionStatus CommissionType",
            "ensured": "EnsuredPromoter PromoterOrigin",
            "invoices": "Invoice InvoicePage InvoiceStatus",
            "payments_batches": "PaymentsBatch PaymentsBatchProblems PaymentsBatchStatus",
            "payout_methods": "PayoutMethod PayoutMethodDetails PayoutMethodKind",
            "payouts": "DuePayouts DueStats PaidPeriod Payout PayoutSettings PayoutStats PayoutStatus PayoutSum PayoutTotals",
            "products": "Product ProductPrice",
            "profiles": "PromoterProfile",
            "promo_codes": "PromoCode",
            "promoter_campaigns": "FullPromoterCampaign LinkSource PromoterCampaignStats ReferralLink",
            "promoter_payouts": "InvoiceDetailsErrors PaidPromoter PromoterPayouts",
            "promoters": "IframeLogin Promoter PromoterCampaign PromoterState PromoterStats",
            "referrals": "CustomStatus EntrySource Referral ReferralState SplitDetail",
            "reports": "CampaignReport PeriodReport PromoterReport ReportFigures TrafficSourceReport UrlReport",
            "rewards": "PromoterRewardType Reward RewardDuration RewardRule RewardSchema RuleCondition RuleOperator"
            " RuleType TierRewardMode",
            "tracking": "EventType TrackedLead TrackedPromoter TrackedReward TrackingEvent",
            "webhooks": "RotatedSecret Webhook WebhookDelivery WebhookDeliveryStatus WebhookEventType",
        },
    )
