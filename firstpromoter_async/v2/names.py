"""All that v2's calls take and give, at one address: `from firstpromoter_async.v2 import PromoterFilters, Range, Promoter`.

A name's module is loaded when the name is first asked for. Both lists, the one for type checkers and the one for Python, are
written by `python -m tests.v2.names`.
"""

from typing import TYPE_CHECKING

from ..lazy import names_of

if TYPE_CHECKING:
    from ..outcomes import AlreadyRecorded as AlreadyRecorded
    from ..outcomes import NotReferred as NotReferred
    from ..outcomes import Recorded as Recorded
    from ..outcomes import Tracked as Tracked
    from ..wire.answers import Batch as Batch
    from ..wire.answers import BatchStatus as BatchStatus
    from ..wire.answers import BeingPrepared as BeingPrepared
    from ..wire.answers import Done as Done
    from ..wire.answers import Download as Download
    from ..wire.answers import Envelope as Envelope
    from ..wire.answers import File as File
    from ..wire.answers import Meta as Meta
    from ..wire.answers import Page as Page
    from ..wire.drift import Drift as Drift
    from ..wire.upload import Upload as Upload
    from .affiliate.assets import ListAffiliateAssetCategories as ListAffiliateAssetCategories
    from .affiliate.assets import ListAffiliateAssets as ListAffiliateAssets
    from .affiliate.campaigns import ListAffiliateCampaigns as ListAffiliateCampaigns
    from .affiliate.commissions import AffiliateCommissionExportFilters as AffiliateCommissionExportFilters
    from .affiliate.commissions import AffiliateCommissionFilters as AffiliateCommissionFilters
    from .affiliate.commissions import ExportAffiliateCommissions as ExportAffiliateCommissions
    from .affiliate.commissions import ListAffiliateCommissions as ListAffiliateCommissions
    from .affiliate.contract_documents import DraftContract as DraftContract
    from .affiliate.contract_documents import DraftDetails as DraftDetails
    from .affiliate.contract_documents import DraftProfile as DraftProfile
    from .affiliate.contract_documents import GetAffiliateContractDocument as GetAffiliateContractDocument
    from .affiliate.contract_documents import ListAffiliateContractDocuments as ListAffiliateContractDocuments
    from .affiliate.contract_documents import SignContractDocument as SignContractDocument
    from .affiliate.email_settings import ListEmailSettings as ListEmailSettings
    from .affiliate.email_settings import UpdateEmailSettings as UpdateEmailSettings
    from .affiliate.payout_methods import CreateAffiliatePayoutMethod as CreateAffiliatePayoutMethod
    from .affiliate.payout_methods import DeleteAffiliatePayoutMethod as DeleteAffiliatePayoutMethod
    from .affiliate.payout_methods import GetAffiliatePayoutMethod as GetAffiliatePayoutMethod
    from .affiliate.payout_methods import ListAffiliatePayoutMethods as ListAffiliatePayoutMethods
    from .affiliate.payout_methods import UpdateAffiliatePayoutMethod as UpdateAffiliatePayoutMethod
    from .affiliate.payouts import AffiliatePayoutFilters as AffiliatePayoutFilters
    from .affiliate.payouts import ExportAffiliatePayouts as ExportAffiliatePayouts
    from .affiliate.payouts import GetAffiliateDueStats as GetAffiliateDueStats
    from .affiliate.payouts import ListAffiliatePayouts as ListAffiliatePayouts
    from .affiliate.promo_codes import ArchiveAffiliatePromoCode as ArchiveAffiliatePromoCode
    from .affiliate.promo_codes import CreateAffiliatePromoCode as CreateAffiliatePromoCode
    from .affiliate.promo_codes import UpdateAffiliatePromoCode as UpdateAffiliatePromoCode
    from .affiliate.promoter_campaigns import UpdateOwnPromoterCampaign as UpdateOwnPromoterCampaign
    from .affiliate.promoters import ArchiveCurrentPromoter as ArchiveCurrentPromoter
    from .affiliate.promoters import GetAffiliateChartData as GetAffiliateChartData
    from .affiliate.promoters import GetCurrentPromoter as GetCurrentPromoter
    from .affiliate.promoters import GetEmailFromEncryptedId as GetEmailFromEncryptedId
    from .affiliate.promoters import ListSubAffiliates as ListSubAffiliates
    from .affiliate.promoters import SetPromoterPassword as SetPromoterPassword
    from .affiliate.referral_links import CreateReferralLink as CreateReferralLink
    from .affiliate.referral_links import DeleteReferralLink as DeleteReferralLink
    from .affiliate.referral_links import ListOwnReferralLinks as ListOwnReferralLinks
    from .affiliate.referral_links import UpdateReferralLink as UpdateReferralLink
    from .affiliate.referrals import AffiliateReferralExportFilters as AffiliateReferralExportFilters
    from .affiliate.referrals import AffiliateReferralFilters as AffiliateReferralFilters
    from .affiliate.referrals import AffiliateReferralSorting as AffiliateReferralSorting
    from .affiliate.referrals import CreateAffiliateReferral as CreateAffiliateReferral
    from .affiliate.referrals import DeleteAffiliateReferral as DeleteAffiliateReferral
    from .affiliate.referrals import ExportAffiliateReferrals as ExportAffiliateReferrals
    from .affiliate.referrals import ListAffiliateReferrals as ListAffiliateReferrals
    from .affiliate.referrals import UpdateAffiliateReferral as UpdateAffiliateReferral
    from .affiliate.reports import AffiliateReportType as AffiliateReportType
    from .affiliate.reports import DownloadAffiliateReport as DownloadAffiliateReport
    from .affiliate.reports import GetAffiliateOverviewReport as GetAffiliateOverviewReport
    from .affiliate.reports import GetSubIdReport as GetSubIdReport
    from .company.asset_categories import AssetCategoryInput as AssetCategoryInput
    from .company.asset_categories import ListAssetCategories as ListAssetCategories
    from .company.asset_categories import SaveAssetCategories as SaveAssetCategories
    from .company.assets import AssetFilters as AssetFilters
    from .company.assets import CreateAsset as CreateAsset
    from .company.assets import DeleteAssets as DeleteAssets
    from .company.assets import GetAsset as GetAsset
    from .company.assets import ListAssets as ListAssets
    from .company.assets import UpdateAsset as UpdateAsset
    from .company.assets import UpdateAssetCategory as UpdateAssetCategory
    from .company.batches import BatchFilters as BatchFilters
    from .company.batches import GetBatch as GetBatch
    from .company.batches import GetBatchProgress as GetBatchProgress
    from .company.batches import ListBatches as ListBatches
    from .company.campaign_rewards import CampaignRewardInput as CampaignRewardInput
    from .company.campaigns import CampaignLinkInput as CampaignLinkInput
    from .company.campaigns import CreateCampaign as CreateCampaign
    from .company.campaigns import DeleteCampaign as DeleteCampaign
    from .company.campaigns import GetCampaign as GetCampaign
    from .company.campaigns import ListCampaigns as ListCampaigns
    from .company.campaigns import UpdateCampaign as UpdateCampaign
    from .company.campaigns import UpgradeInput as UpgradeInput
    from .company.commissions import ApproveCommissions as ApproveCommissions
    from .company.commissions import BillingPeriod as BillingPeriod
    from .company.commissions import CommissionFilters as CommissionFilters
    from .company.commissions import CommissionSorting as CommissionSorting
    from .company.commissions import CreateCustomCommission as CreateCustomCommission
    from .company.commissions import CreateSaleCommission as CreateSaleCommission
    from .company.commissions import DeleteCommissions as DeleteCommissions
    from .company.commissions import DenyCommissions as DenyCommissions
    from .company.commissions import GeneratePayouts as GeneratePayouts
    from .company.commissions import ListCommissions as ListCommissions
    from .company.commissions import MarkCommissionsFulfilled as MarkCommissionsFulfilled
    from .company.commissions import MarkCommissionsUnfulfilled as MarkCommissionsUnfulfilled
    from .company.commissions import UpdateCommission as UpdateCommission
    from .company.contract_documents import ContractContentType as ContractContentType
    from .company.contract_documents import ContractDocumentFilters as ContractDocumentFilters
    from .company.contract_documents import ContractDocumentSorting as ContractDocumentSorting
    from .company.contract_documents import GetContractDocument as GetContractDocument
    from .company.contract_documents import ListContractDocuments as ListContractDocuments
    from .company.contracts import CreateContract as CreateContract
    from .company.contracts import DeleteContract as DeleteContract
    from .company.contracts import GetContract as GetContract
    from .company.contracts import ListContracts as ListContracts
    from .company.contracts import UpdateContract as UpdateContract
    from .company.custom_referral_statuses import CustomReferralStatusInput as CustomReferralStatusInput
    from .company.custom_referral_statuses import ListCustomReferralStatuses as ListCustomReferralStatuses
    from .company.custom_referral_statuses import SaveCustomReferralStatuses as SaveCustomReferralStatuses
    from .company.dashboards import DashboardFilters as DashboardFilters
    from .company.dashboards import GetDashboardChartData as GetDashboardChartData
    from .company.dashboards import GetDashboardStats as GetDashboardStats
    from .company.dashboards import GetDashboardTrendings as GetDashboardTrendings
    from .company.dashboards import GetPayoutsAndCommissions as GetPayoutsAndCommissions
    from .company.email_triggers import DelayInterval as DelayInterval
    from .company.email_triggers import EmailFrequency as EmailFrequency
    from .company.email_triggers import EmailMetric as EmailMetric
    from .company.email_triggers import EmailTrigger as EmailTrigger
    from .company.email_triggers import EmailTriggerOn as EmailTriggerOn
    from .company.email_triggers import EmailTriggerSettings as EmailTriggerSettings
    from .company.email_triggers import OtherEmailTriggerOn as OtherEmailTriggerOn
    from .company.emails import CopyEmail as CopyEmail
    from .company.emails import CreateEmail as CreateEmail
    from .company.emails import DeleteEmail as DeleteEmail
    from .company.emails import EmailFilters as EmailFilters
    from .company.emails import EmailSorting as EmailSorting
    from .company.emails import GetEmail as GetEmail
    from .company.emails import GetEmailTemplate as GetEmailTemplate
    from .company.emails import ListEmails as ListEmails
    from .company.emails import SendEmailNow as SendEmailNow
    from .company.emails import SendTestEmail as SendTestEmail
    from .company.emails import SendTestOfCustomEmailTemplate as SendTestOfCustomEmailTemplate
    from .company.emails import UpdateCustomEmailTemplate as UpdateCustomEmailTemplate
    from .company.emails import UpdateEmail as UpdateEmail
    from .company.invoices import DeleteInvoices as DeleteInvoices
    from .company.invoices import ExportInvoices as ExportInvoices
    from .company.invoices import ExportInvoicesAsZip as ExportInvoicesAsZip
    from .company.invoices import FinalizeInvoices as FinalizeInvoices
    from .company.invoices import GetInvoice as GetInvoice
    from .company.invoices import GetInvoiceTemplate as GetInvoiceTemplate
    from .company.invoices import InvoiceExportFilters as InvoiceExportFilters
    from .company.invoices import InvoiceFilters as InvoiceFilters
    from .company.invoices import ListInvoices as ListInvoices
    from .company.invoices import PreviewInvoice as PreviewInvoice
    from .company.invoices import PreviewInvoiceTemplate as PreviewInvoiceTemplate
    from .company.invoices import UpdateInvoiceTemplate as UpdateInvoiceTemplate
    from .company.invoices import VoidInvoices as VoidInvoices
    from .company.payments_batches import DeletePaymentsBatch as DeletePaymentsBatch
    from .company.payments_batches import PayPaymentsBatch as PayPaymentsBatch
    from .company.payout_methods import CreatePayoutMethod as CreatePayoutMethod
    from .company.payout_methods import DeletePayoutMethod as DeletePayoutMethod
    from .company.payout_methods import GetPayoutMethod as GetPayoutMethod
    from .company.payout_methods import ListPayoutMethods as ListPayoutMethods
    from .company.payout_methods import PayoutMethodFilters as PayoutMethodFilters
    from .company.payout_methods import UpdatePayoutMethod as UpdatePayoutMethod
    from .company.payouts import CreatePaymentsBatch as CreatePaymentsBatch
    from .company.payouts import DeletePayouts as DeletePayouts
    from .company.payouts import FindPayoutMethod as FindPayoutMethod
    from .company.payouts import GetPayoutDueStats as GetPayoutDueStats
    from .company.payouts import GetPayoutStats as GetPayoutStats
    from .company.payouts import GroupPayoutsByPromoters as GroupPayoutsByPromoters
    from .company.payouts import Invoiceable as Invoiceable
    from .company.payouts import ListPayouts as ListPayouts
    from .company.payouts import MarkPayoutsPaid as MarkPayoutsPaid
    from .company.payouts import MarkPayoutsUnpaid as MarkPayoutsUnpaid
    from .company.payouts import PaymentsBatchMethod as PaymentsBatchMethod
    from .company.payouts import PayoutFilters as PayoutFilters
    from .company.payouts import PayoutSorting as PayoutSorting
    from .company.payouts import PayoutStatsBy as PayoutStatsBy
    from .company.payouts import PayoutStatsFilters as PayoutStatsFilters
    from .company.payouts import PromoterPayoutsFilters as PromoterPayoutsFilters
    from .company.products import CreateProduct as CreateProduct
    from .company.products import DeleteProduct as DeleteProduct
    from .company.products import GetProduct as GetProduct
    from .company.products import ListProducts as ListProducts
    from .company.products import ProductPriceInput as ProductPriceInput
    from .company.products import UpdateProduct as UpdateProduct
    from .company.promo_codes import ArchivePromoCode as ArchivePromoCode
    from .company.promo_codes import CreatePromoCode as CreatePromoCode
    from .company.promo_codes import GetPromoCode as GetPromoCode
    from .company.promo_codes import ListPromoCodes as ListPromoCodes
    from .company.promo_codes import UpdatePromoCode as UpdatePromoCode
    from .company.promoter_campaigns import GetPromoterCampaignChartData as GetPromoterCampaignChartData
    from .company.promoter_campaigns import ListPromoterCampaigns as ListPromoterCampaigns
    from .company.promoter_campaigns import ListReferralLinks as ListReferralLinks
    from .company.promoter_campaigns import SearchPromoterCampaigns as SearchPromoterCampaigns
    from .company.promoter_campaigns import UpdatePromoterCampaign as UpdatePromoterCampaign
    from .company.promoters import ActivityMetric as ActivityMetric
    from .company.promoters import CreatePromoter as CreatePromoter
    from .company.promoters import CustomFieldFilter as CustomFieldFilter
    from .company.promoters import CustomFields as CustomFields
    from .company.promoters import FindInvoiceDetails as FindInvoiceDetails
    from .company.promoters import FindPromoterBy as FindPromoterBy
    from .company.promoters import GetPromoter as GetPromoter
    from .company.promoters import GetPromoterChartData as GetPromoterChartData
    from .company.promoters import Inactivity as Inactivity
    from .company.promoters import ListPromoters as ListPromoters
    from .company.promoters import LogPromoterIn as LogPromoterIn
    from .company.promoters import LogPromoterOut as LogPromoterOut
    from .company.promoters import MatchOperator as MatchOperator
    from .company.promoters import PromoterFilters as PromoterFilters
    from .company.promoters import PromoterSorting as PromoterSorting
    from .company.promoters import UpdatePromoter as UpdatePromoter
    from .company.promoters_in_bulk import AcceptPromoters as AcceptPromoters
    from .company.promoters_in_bulk import AddPromotersToCampaign as AddPromotersToCampaign
    from .company.promoters_in_bulk import ArchivePromoters as ArchivePromoters
    from .company.promoters_in_bulk import AssignParentToPromoters as AssignParentToPromoters
    from .company.promoters_in_bulk import BlockPromoters as BlockPromoters
    from .company.promoters_in_bulk import MovePromotersToCampaign as MovePromotersToCampaign
    from .company.promoters_in_bulk import RejectPromoters as RejectPromoters
    from .company.promoters_in_bulk import RestorePromoters as RestorePromoters
    from .company.referrals import ApproveReferrals as ApproveReferrals
    from .company.referrals import CreateReferral as CreateReferral
    from .company.referrals import DeleteReferrals as DeleteReferrals
    from .company.referrals import DisableReferrals as DisableReferrals
    from .company.referrals import EnableReferrals as EnableReferrals
    from .company.referrals import FindReferralBy as FindReferralBy
    from .company.referrals import GetReferral as GetReferral
    from .company.referrals import ImportReferralEvents as ImportReferralEvents
    from .company.referrals import ListReferrals as ListReferrals
    from .company.referrals import MoveReferrals as MoveReferrals
    from .company.referrals import ReferralFilters as ReferralFilters
    from .company.referrals import ReferralType as ReferralType
    from .company.referrals import SplitInput as SplitInput
    from .company.referrals import UpdateReferral as UpdateReferral
    from .company.reports import DownloadReport as DownloadReport
    from .company.reports import GetCampaignReport as GetCampaignReport
    from .company.reports import GetOverviewReport as GetOverviewReport
    from .company.reports import GetPromoterReport as GetPromoterReport
    from .company.reports import GetTrafficSourceReport as GetTrafficSourceReport
    from .company.reports import GetUrlReport as GetUrlReport
    from .company.reports import GroupBy as GroupBy
    from .company.reports import ReportColumn as ReportColumn
    from .company.reports import ReportType as ReportType
    from .company.reports import TrafficColumn as TrafficColumn
    from .company.rewards import CreateReward as CreateReward
    from .company.rewards import HideReward as HideReward
    from .company.rewards import ListRewards as ListRewards
    from .company.rewards import RewardRuleInput as RewardRuleInput
    from .company.rewards import RewardSchemaInput as RewardSchemaInput
    from .company.rewards import RewardScope as RewardScope
    from .company.rewards import RuleFilter as RuleFilter
    from .company.rewards import UpdateReward as UpdateReward
    from .company.webhook_deliveries import GetWebhookDelivery as GetWebhookDelivery
    from .company.webhook_deliveries import ListWebhookDeliveries as ListWebhookDeliveries
    from .company.webhook_deliveries import RetryWebhookDelivery as RetryWebhookDelivery
    from .company.webhooks import CreateWebhook as CreateWebhook
    from .company.webhooks import DeleteWebhook as DeleteWebhook
    from .company.webhooks import GetWebhook as GetWebhook
    from .company.webhooks import ListWebhookEventTypes as ListWebhookEventTypes
    from .company.webhooks import ListWebhooks as ListWebhooks
    from .company.webhooks import RotateWebhookSecret as RotateWebhookSecret
    from .company.webhooks import SendTestWebhook as SendTestWebhook
    from .company.webhooks import UpdateWebhook as UpdateWebhook
    from .dashboard_chart import DashboardSelection as DashboardSelection
    from .filters import Day as Day
    from .filters import Direction as Direction
    from .filters import DuePeriod as DuePeriod
    from .filters import Range as Range
    from .many_ids import IdOutcome as IdOutcome
    from .many_ids import IdOutcomes as IdOutcomes
    from .many_ids import IdProgress as IdProgress
    from .many_ids import IdState as IdState
    from .many_ids import ManyIdsMode as ManyIdsMode
    from .models.affiliate_assets import AffiliateAsset as AffiliateAsset
    from .models.affiliate_commissions import AffiliateCommission as AffiliateCommission
    from .models.affiliate_contracts import AffiliateContractDocument as AffiliateContractDocument
    from .models.affiliate_contracts import ContractBrief as ContractBrief
    from .models.affiliate_contracts import ContractContent as ContractContent
    from .models.affiliate_contracts import ContractVersion as ContractVersion
    from .models.affiliate_contracts import Signer as Signer
    from .models.affiliate_contracts import SignerProfile as SignerProfile
    from .models.affiliate_emails import EmailSettings as EmailSettings
    from .models.affiliate_payouts import AffiliatePayout as AffiliatePayout
    from .models.affiliate_promoters import CurrentPromoter as CurrentPromoter
    from .models.affiliate_promoters import OwnPromoterCampaign as OwnPromoterCampaign
    from .models.affiliate_promoters import PromoterEmail as PromoterEmail
    from .models.affiliate_promoters import SubAffiliate as SubAffiliate
    from .models.affiliate_referrals import AffiliateReferral as AffiliateReferral
    from .models.affiliate_reports import SubIdReport as SubIdReport
    from .models.assets import Asset as Asset
    from .models.assets import AssetCategory as AssetCategory
    from .models.assets import AssetDetails as AssetDetails
    from .models.assets import AssetType as AssetType
    from .models.assets import ImageSize as ImageSize
    from .models.brief import CampaignBrief as CampaignBrief
    from .models.brief import ContractDocumentStatus as ContractDocumentStatus
    from .models.brief import FraudCheck as FraudCheck
    from .models.brief import InvoiceDetailsStatus as InvoiceDetailsStatus
    from .models.brief import PromoterBrief as PromoterBrief
    from .models.brief import PromoterCampaignBrief as PromoterCampaignBrief
    from .models.brief import ReferralBrief as ReferralBrief
    from .models.brief import RewardBrief as RewardBrief
    from .models.brief import Unit as Unit
    from .models.campaign_rewards import ApplyOn as ApplyOn
    from .models.campaign_rewards import CampaignReward as CampaignReward
    from .models.campaign_rewards import ProductBrief as ProductBrief
    from .models.campaign_rewards import RewardSummary as RewardSummary
    from .models.campaigns import AdTraffic as AdTraffic
    from .models.campaigns import Campaign as Campaign
    from .models.campaigns import CampaignLink as CampaignLink
    from .models.campaigns import CampaignStats as CampaignStats
    from .models.campaigns import RefTokenParam as RefTokenParam
    from .models.campaigns import UpgradeDetails as UpgradeDetails
    from .models.campaigns import UpgradeMetric as UpgradeMetric
    from .models.charts import ChartData as ChartData
    from .models.charts import ChartGroupBy as ChartGroupBy
    from .models.charts import ChartPoint as ChartPoint
    from .models.charts import ChartSelection as ChartSelection
    from .models.commissions import Commission as Commission
    from .models.commissions import CommissionStatus as CommissionStatus
    from .models.commissions import CommissionType as CommissionType
    from .models.ensured import EnsuredPromoter as EnsuredPromoter
    from .models.ensured import PromoterOrigin as PromoterOrigin
    from .models.invoices import Invoice as Invoice
    from .models.invoices import InvoicePage as InvoicePage
    from .models.invoices import InvoiceStatus as InvoiceStatus
    from .models.payments_batches import PaymentsBatch as PaymentsBatch
    from .models.payments_batches import PaymentsBatchProblems as PaymentsBatchProblems
    from .models.payments_batches import PaymentsBatchStatus as PaymentsBatchStatus
    from .models.payout_methods import PayoutMethod as PayoutMethod
    from .models.payout_methods import PayoutMethodDetails as PayoutMethodDetails
    from .models.payout_methods import PayoutMethodKind as PayoutMethodKind
    from .models.payouts import DuePayouts as DuePayouts
    from .models.payouts import DueStats as DueStats
    from .models.payouts import PaidPeriod as PaidPeriod
    from .models.payouts import Payout as Payout
    from .models.payouts import PayoutSettings as PayoutSettings
    from .models.payouts import PayoutStats as PayoutStats
    from .models.payouts import PayoutStatus as PayoutStatus
    from .models.payouts import PayoutSum as PayoutSum
    from .models.payouts import PayoutTotals as PayoutTotals
    from .models.products import Product as Product
    from .models.products import ProductPrice as ProductPrice
    from .models.profiles import ProfileInput as ProfileInput
    from .models.profiles import PromoterProfile as PromoterProfile
    from .models.promo_codes import PromoCode as PromoCode
    from .models.promoter_campaigns import FullPromoterCampaign as FullPromoterCampaign
    from .models.promoter_campaigns import LinkSource as LinkSource
    from .models.promoter_campaigns import PromoterCampaignStats as PromoterCampaignStats
    from .models.promoter_campaigns import ReferralLink as ReferralLink
    from .models.promoter_payouts import InvoiceDetailsErrors as InvoiceDetailsErrors
    from .models.promoter_payouts import PaidPromoter as PaidPromoter
    from .models.promoter_payouts import PromoterPayouts as PromoterPayouts
    from .models.promoters import IframeLogin as IframeLogin
    from .models.promoters import Promoter as Promoter
    from .models.promoters import PromoterCampaign as PromoterCampaign
    from .models.promoters import PromoterState as PromoterState
    from .models.promoters import PromoterStats as PromoterStats
    from .models.referrals import CustomStatus as CustomStatus
    from .models.referrals import EntrySource as EntrySource
    from .models.referrals import Referral as Referral
    from .models.referrals import ReferralState as ReferralState
    from .models.referrals import SplitDetail as SplitDetail
    from .models.reports import CampaignReport as CampaignReport
    from .models.reports import PeriodReport as PeriodReport
    from .models.reports import PromoterReport as PromoterReport
    from .models.reports import ReportFigures as ReportFigures
    from .models.reports import TrafficSourceReport as TrafficSourceReport
    from .models.reports import UrlReport as UrlReport
    from .models.rewards import PromoterRewardType as PromoterRewardType
    from .models.rewards import Reward as Reward
    from .models.rewards import RewardDuration as RewardDuration
    from .models.rewards import RewardRule as RewardRule
    from .models.rewards import RewardSchema as RewardSchema
    from .models.rewards import RuleCondition as RuleCondition
    from .models.rewards import RuleOperator as RuleOperator
    from .models.rewards import RuleType as RuleType
    from .models.rewards import TierRewardMode as TierRewardMode
    from .models.tracking import EventType as EventType
    from .models.tracking import TrackedLead as TrackedLead
    from .models.tracking import TrackedPromoter as TrackedPromoter
    from .models.tracking import TrackedReward as TrackedReward
    from .models.tracking import TrackingEvent as TrackingEvent
    from .models.webhooks import RotatedSecret as RotatedSecret
    from .models.webhooks import Webhook as Webhook
    from .models.webhooks import WebhookDelivery as WebhookDelivery
    from .models.webhooks import WebhookDeliveryStatus as WebhookDeliveryStatus
    from .models.webhooks import WebhookEventType as WebhookEventType
    from .payout_details import PayoutDetailsInput as PayoutDetailsInput
    from .slices import Slices as Slices
    from .tracking import TrackCancellation as TrackCancellation
    from .tracking import TrackRefund as TrackRefund
    from .tracking import TrackSale as TrackSale
    from .tracking import TrackSignup as TrackSignup
else:
    __getattr__, __dir__ = names_of(
        "firstpromoter_async.v2",
        {
            ".outcomes": "AlreadyRecorded NotReferred Recorded Tracked",
            ".wire.answers": "Batch BatchStatus BeingPrepared Done Download Envelope File Meta Page",
            ".wire.drift": "Drift",
            ".wire.upload": "Upload",
            "affiliate.assets": "ListAffiliateAssetCategories ListAffiliateAssets",
            "affiliate.campaigns": "ListAffiliateCampaigns",
            "affiliate.commissions": "AffiliateCommissionExportFilters AffiliateCommissionFilters"
            " ExportAffiliateCommissions ListAffiliateCommissions",
            "affiliate.contract_documents": "DraftContract DraftDetails DraftProfile GetAffiliateContractDocument"
            " ListAffiliateContractDocuments SignContractDocument",
            "affiliate.email_settings": "ListEmailSettings UpdateEmailSettings",
            "affiliate.payout_methods": "CreateAffiliatePayoutMethod DeleteAffiliatePayoutMethod"
            " GetAffiliatePayoutMethod ListAffiliatePayoutMethods"
            " UpdateAffiliatePayoutMethod",
            "affiliate.payouts": "AffiliatePayoutFilters ExportAffiliatePayouts GetAffiliateDueStats"
            " ListAffiliatePayouts",
            "affiliate.promo_codes": "ArchiveAffiliatePromoCode CreateAffiliatePromoCode UpdateAffiliatePromoCode",
            "affiliate.promoter_campaigns": "UpdateOwnPromoterCampaign",
            "affiliate.promoters": "ArchiveCurrentPromoter GetAffiliateChartData GetCurrentPromoter"
            " GetEmailFromEncryptedId ListSubAffiliates SetPromoterPassword",
            "affiliate.referral_links": "CreateReferralLink DeleteReferralLink ListOwnReferralLinks UpdateReferralLink",
            "affiliate.referrals": "AffiliateReferralExportFilters AffiliateReferralFilters AffiliateReferralSorting"
            " CreateAffiliateReferral DeleteAffiliateReferral ExportAffiliateReferrals"
            " ListAffiliateReferrals UpdateAffiliateReferral",
            "affiliate.reports": "AffiliateReportType DownloadAffiliateReport GetAffiliateOverviewReport"
            " GetSubIdReport",
            "company.asset_categories": "AssetCategoryInput ListAssetCategories SaveAssetCategories",
            "company.assets": "AssetFilters CreateAsset DeleteAssets GetAsset ListAssets UpdateAsset"
            " UpdateAssetCategory",
            "company.batches": "BatchFilters GetBatch GetBatchProgress ListBatches",
            "company.campaign_rewards": "CampaignRewardInput",
            "company.campaigns": "CampaignLinkInput CreateCampaign DeleteCampaign GetCampaign ListCampaigns"
            " UpdateCampaign UpgradeInput",
            "company.commissions": "ApproveCommissions BillingPeriod CommissionFilters CommissionSorting"
            " CreateCustomCommission CreateSaleCommission DeleteCommissions DenyCommissions"
            " GeneratePayouts ListCommissions MarkCommissionsFulfilled"
            " MarkCommissionsUnfulfilled UpdateCommission",
            "company.contract_documents": "ContractContentType ContractDocumentFilters ContractDocumentSorting"
            " GetContractDocument ListContractDocuments",
            "company.contracts": "CreateContract DeleteContract GetContract ListContracts UpdateContract",
            "company.custom_referral_statuses": "CustomReferralStatusInput ListCustomReferralStatuses"
            " SaveCustomReferralStatuses",
            "company.dashboards": "DashboardFilters GetDashboardChartData GetDashboardStats GetDashboardTrendings"
            " GetPayoutsAndCommissions",
            "company.email_triggers": "DelayInterval EmailFrequency EmailMetric EmailTrigger EmailTriggerOn"
            " EmailTriggerSettings OtherEmailTriggerOn",
            "company.emails": "CopyEmail CreateEmail DeleteEmail EmailFilters EmailSorting GetEmail GetEmailTemplate"
            " ListEmails SendEmailNow SendTestEmail SendTestOfCustomEmailTemplate"
            " UpdateCustomEmailTemplate UpdateEmail",
            "company.invoices": "DeleteInvoices ExportInvoices ExportInvoicesAsZip FinalizeInvoices GetInvoice"
            " GetInvoiceTemplate InvoiceExportFilters InvoiceFilters ListInvoices PreviewInvoice"
            " PreviewInvoiceTemplate UpdateInvoiceTemplate VoidInvoices",
            "company.payments_batches": "DeletePaymentsBatch PayPaymentsBatch",
            "company.payout_methods": "CreatePayoutMethod DeletePayoutMethod GetPayoutMethod ListPayoutMethods"
            " PayoutMethodFilters UpdatePayoutMethod",
            "company.payouts": "CreatePaymentsBatch DeletePayouts FindPayoutMethod GetPayoutDueStats GetPayoutStats"
            " GroupPayoutsByPromoters Invoiceable ListPayouts MarkPayoutsPaid MarkPayoutsUnpaid"
            " PaymentsBatchMethod PayoutFilters PayoutSorting PayoutStatsBy PayoutStatsFilters"
            " PromoterPayoutsFilters",
            "company.products": "CreateProduct DeleteProduct GetProduct ListProducts ProductPriceInput UpdateProduct",
            "company.promo_codes": "ArchivePromoCode CreatePromoCode GetPromoCode ListPromoCodes UpdatePromoCode",
            "company.promoter_campaigns": "GetPromoterCampaignChartData ListPromoterCampaigns ListReferralLinks"
            " SearchPromoterCampaigns UpdatePromoterCampaign",
            "company.promoters": "ActivityMetric CreatePromoter CustomFieldFilter CustomFields FindInvoiceDetails"
            " FindPromoterBy GetPromoter GetPromoterChartData Inactivity ListPromoters"
            " LogPromoterIn LogPromoterOut MatchOperator PromoterFilters PromoterSorting"
            " UpdatePromoter",
            "company.promoters_in_bulk": "AcceptPromoters AddPromotersToCampaign ArchivePromoters"
            " AssignParentToPromoters BlockPromoters MovePromotersToCampaign"
            " RejectPromoters RestorePromoters",
            "company.referrals": "ApproveReferrals CreateReferral DeleteReferrals DisableReferrals EnableReferrals"
            " FindReferralBy GetReferral ImportReferralEvents ListReferrals MoveReferrals"
            " ReferralFilters ReferralType SplitInput UpdateReferral",
            "company.reports": "DownloadReport GetCampaignReport GetOverviewReport GetPromoterReport"
            " GetTrafficSourceReport GetUrlReport GroupBy ReportColumn ReportType TrafficColumn",
            "company.rewards": "CreateReward HideReward ListRewards RewardRuleInput RewardSchemaInput RewardScope"
            " RuleFilter UpdateReward",
            "company.webhook_deliveries": "GetWebhookDelivery ListWebhookDeliveries RetryWebhookDelivery",
            "company.webhooks": "CreateWebhook DeleteWebhook GetWebhook ListWebhookEventTypes ListWebhooks"
            " RotateWebhookSecret SendTestWebhook UpdateWebhook",
            "dashboard_chart": "DashboardSelection",
            "filters": "Day Direction DuePeriod Range",
            "many_ids": "IdOutcome IdOutcomes IdProgress IdState ManyIdsMode",
            "models.affiliate_assets": "AffiliateAsset",
            "models.affiliate_commissions": "AffiliateCommission",
            "models.affiliate_contracts": "AffiliateContractDocument ContractBrief ContractContent ContractVersion"
            " Signer SignerProfile",
            "models.affiliate_emails": "EmailSettings",
            "models.affiliate_payouts": "AffiliatePayout",
            "models.affiliate_promoters": "CurrentPromoter OwnPromoterCampaign PromoterEmail SubAffiliate",
            "models.affiliate_referrals": "AffiliateReferral",
            "models.affiliate_reports": "SubIdReport",
            "models.assets": "Asset AssetCategory AssetDetails AssetType ImageSize",
            "models.brief": "CampaignBrief ContractDocumentStatus FraudCheck InvoiceDetailsStatus PromoterBrief"
            " PromoterCampaignBrief ReferralBrief RewardBrief Unit",
            "models.campaign_rewards": "ApplyOn CampaignReward ProductBrief RewardSummary",
            "models.campaigns": "AdTraffic Campaign CampaignLink CampaignStats RefTokenParam UpgradeDetails"
            " UpgradeMetric",
            "models.charts": "ChartData ChartGroupBy ChartPoint ChartSelection",
            "models.commissions": "Commission CommissionStatus CommissionType",
            "models.ensured": "EnsuredPromoter PromoterOrigin",
            "models.invoices": "Invoice InvoicePage InvoiceStatus",
            "models.payments_batches": "PaymentsBatch PaymentsBatchProblems PaymentsBatchStatus",
            "models.payout_methods": "PayoutMethod PayoutMethodDetails PayoutMethodKind",
            "models.payouts": "DuePayouts DueStats PaidPeriod Payout PayoutSettings PayoutStats PayoutStatus"
            " PayoutSum PayoutTotals",
            "models.products": "Product ProductPrice",
            "models.profiles": "ProfileInput PromoterProfile",
            "models.promo_codes": "PromoCode",
            "models.promoter_campaigns": "FullPromoterCampaign LinkSource PromoterCampaignStats ReferralLink",
            "models.promoter_payouts": "InvoiceDetailsErrors PaidPromoter PromoterPayouts",
            "models.promoters": "IframeLogin Promoter PromoterCampaign PromoterState PromoterStats",
            "models.referrals": "CustomStatus EntrySource Referral ReferralState SplitDetail",
            "models.reports": "CampaignReport PeriodReport PromoterReport ReportFigures TrafficSourceReport UrlReport",
            "models.rewards": "PromoterRewardType Reward RewardDuration RewardRule RewardSchema RuleCondition"
            " RuleOperator RuleType TierRewardMode",
            "models.tracking": "EventType TrackedLead TrackedPromoter TrackedReward TrackingEvent",
            "models.webhooks": "RotatedSecret Webhook WebhookDelivery WebhookDeliveryStatus WebhookEventType",
            "payout_details": "PayoutDetailsInput",
            "slices": "Slices",
            "tracking": "TrackCancellation TrackRefund TrackSale TrackSignup",
        },
    )
