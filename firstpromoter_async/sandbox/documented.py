"""Every operation that FirstPromoter documents, so that what the sandbox has not built can be told from what is absent.

Held by the contract test against the table of operations; `PUT /api/v2/company/referrals/{id}` is documented twice.
"""

from typing import Final

_TABLE: Final = """
DELETE          /api/v1/leads/delete
GET             /api/v1/leads/list
GET             /api/v1/leads/show
PUT             /api/v1/leads/update
POST            /api/v1/payouts/create
GET             /api/v1/payouts/list
PUT             /api/v1/payouts/update
POST            /api/v1/promoters/add_to_campaign
POST            /api/v1/promoters/create
DELETE          /api/v1/promoters/delete
GET             /api/v1/promoters/list
POST            /api/v1/promoters/move_to_campaign
PUT             /api/v1/promoters/refresh_token
GET             /api/v1/promoters/show
PUT             /api/v1/promoters/update
GET             /api/v1/reports/campaigns
GET             /api/v1/reports/overview
GET             /api/v1/reports/promoters
POST            /api/v1/rewards/create
GET             /api/v1/rewards/list
PUT             /api/v1/rewards/update
POST            /api/v1/track/cancellation
POST            /api/v1/track/refund
POST            /api/v1/track/sale
POST            /api/v1/track/signup
POST            /api/v1/track/subscriber
GET             /api/v2/affiliate/asset_categories
GET             /api/v2/affiliate/assets
GET             /api/v2/affiliate/campaigns
GET             /api/v2/affiliate/commissions
GET             /api/v2/affiliate/commissions/export
GET             /api/v2/affiliate/contract_documents
POST            /api/v2/affiliate/contract_documents/draft
GET             /api/v2/affiliate/contract_documents/{id}
POST            /api/v2/affiliate/contract_documents/{id}/sign
GET             /api/v2/affiliate/email_settings
PUT             /api/v2/affiliate/email_settings/{id}
GET POST        /api/v2/affiliate/payout_methods
DELETE GET PUT  /api/v2/affiliate/payout_methods/{id}
GET             /api/v2/affiliate/payouts
GET             /api/v2/affiliate/payouts/due_stats
GET             /api/v2/affiliate/payouts/export
POST            /api/v2/affiliate/promo_codes
DELETE PUT      /api/v2/affiliate/promo_codes/{id}
PUT             /api/v2/affiliate/promoter_campaigns/{id}
POST            /api/v2/affiliate/promoters/archive
GET             /api/v2/affiliate/promoters/chart_data
GET             /api/v2/affiliate/promoters/current
GET             /api/v2/affiliate/promoters/email_from_encrypted_id
PUT             /api/v2/affiliate/promoters/set_password
GET             /api/v2/affiliate/promoters/sub_affiliates
GET POST        /api/v2/affiliate/referral_links
DELETE PUT      /api/v2/affiliate/referral_links/{id}
GET POST        /api/v2/affiliate/referrals
GET             /api/v2/affiliate/referrals/export
DELETE PUT      /api/v2/affiliate/referrals/{id}
GET             /api/v2/affiliate/reports/download
GET             /api/v2/affiliate/reports/overview
GET             /api/v2/affiliate/reports/sub_ids
GET POST        /api/v2/company/assets
GET PUT         /api/v2/company/assets/categories
DELETE          /api/v2/company/assets/destroy
PUT             /api/v2/company/assets/update_category
GET PUT         /api/v2/company/assets/{id}
GET             /api/v2/company/batch_processes
GET             /api/v2/company/batch_processes/progress
GET             /api/v2/company/batch_processes/{id}
GET POST        /api/v2/company/campaigns
DELETE GET PUT  /api/v2/company/campaigns/{id}
GET POST        /api/v2/company/commissions
POST            /api/v2/company/commissions/approve
POST            /api/v2/company/commissions/deny
DELETE          /api/v2/company/commissions/destroy
POST            /api/v2/company/commissions/generate_payouts
POST            /api/v2/company/commissions/mark_fulfilled
POST            /api/v2/company/commissions/mark_unfulfilled
PUT             /api/v2/company/commissions/{id}
GET             /api/v2/company/contract_documents
GET             /api/v2/company/contract_documents/{id}
GET POST        /api/v2/company/contracts
DELETE GET PUT  /api/v2/company/contracts/{id}
GET             /api/v2/company/dashboards/chart_data
GET             /api/v2/company/dashboards/payouts_and_commissions
GET             /api/v2/company/dashboards/stats
GET             /api/v2/company/dashboards/trendings
GET POST        /api/v2/company/emails
PATCH           /api/v2/company/emails/custom_template
GET             /api/v2/company/emails/template
POST            /api/v2/company/emails/test_custom_template
DELETE GET PUT  /api/v2/company/emails/{id}
POST            /api/v2/company/emails/{id}/copy
POST            /api/v2/company/emails/{id}/send_now
POST            /api/v2/company/emails/{id}/send_test
GET             /api/v2/company/invoices
PUT             /api/v2/company/invoices/custom_template
DELETE          /api/v2/company/invoices/destroy
GET             /api/v2/company/invoices/export
GET             /api/v2/company/invoices/export_zip
POST            /api/v2/company/invoices/finalize
GET             /api/v2/company/invoices/preview
POST            /api/v2/company/invoices/preview_template
GET             /api/v2/company/invoices/template
POST            /api/v2/company/invoices/void
GET             /api/v2/company/invoices/{id}
DELETE          /api/v2/company/payments_batches/{id}
POST            /api/v2/company/payments_batches/{id}/pay
GET POST        /api/v2/company/payout_methods
DELETE GET PUT  /api/v2/company/payout_methods/{id}
GET             /api/v2/company/payouts
POST            /api/v2/company/payouts/create_payments_batch
DELETE          /api/v2/company/payouts/destroy
GET             /api/v2/company/payouts/due_stats
GET             /api/v2/company/payouts/group_by_promoters
POST            /api/v2/company/payouts/mark_as_paid
POST            /api/v2/company/payouts/mark_as_unpaid
GET             /api/v2/company/payouts/stats
GET POST        /api/v2/company/products
DELETE GET PUT  /api/v2/company/products/{id}
GET POST        /api/v2/company/promo_codes
DELETE GET PUT  /api/v2/company/promo_codes/{id}
GET             /api/v2/company/promoter_campaigns
GET             /api/v2/company/promoter_campaigns/search
PUT             /api/v2/company/promoter_campaigns/{id}
GET             /api/v2/company/promoter_campaigns/{id}/chart_data
GET             /api/v2/company/promoter_campaigns/{id}/referral_links
GET POST        /api/v2/company/promoters
POST            /api/v2/company/promoters/accept
POST            /api/v2/company/promoters/add_to_campaign
POST            /api/v2/company/promoters/archive
POST            /api/v2/company/promoters/assign_parent
POST            /api/v2/company/promoters/block
POST            /api/v2/company/promoters/move_to_campaign
POST            /api/v2/company/promoters/reject
POST            /api/v2/company/promoters/restore
GET PUT         /api/v2/company/promoters/{id}
GET             /api/v2/company/promoters/{id}/chart_data
DELETE GET POST /api/v2/company/referrals
POST            /api/v2/company/referrals/approve
POST            /api/v2/company/referrals/disable
POST            /api/v2/company/referrals/enable
POST            /api/v2/company/referrals/move_to_promoter
GET PUT         /api/v2/company/referrals/{id}
POST            /api/v2/company/referrals/{id}/import_events
GET             /api/v2/company/reports/campaigns
GET             /api/v2/company/reports/download
GET             /api/v2/company/reports/overview
GET             /api/v2/company/reports/promoters
GET             /api/v2/company/reports/traffic_sources
GET             /api/v2/company/reports/urls
GET POST        /api/v2/company/rewards
PUT             /api/v2/company/rewards/{id}
POST            /api/v2/company/rewards/{id}/hide
GET POST        /api/v2/company/webhooks
GET             /api/v2/company/webhooks/event_types
POST            /api/v2/company/webhooks/test
DELETE GET PUT  /api/v2/company/webhooks/{id}
GET             /api/v2/company/webhooks/{webhook_id}/webhook_deliveries
GET             /api/v2/company/webhooks/{webhook_id}/webhook_deliveries/{id}
POST            /api/v2/company/webhooks/{webhook_id}/webhook_deliveries/{id}/retry_delivery
POST            /api/v2/track/cancellation
POST            /api/v2/track/refund
POST            /api/v2/track/sale
POST            /api/v2/track/signup
GET             /api/admin/v1/custom_referral_statuses
PUT             /api/admin/v1/custom_referral_statuses/update
"""


def _operations() -> frozenset[tuple[str, str]]:
    lines = (line.split() for line in _TABLE.strip().splitlines())
    return frozenset((method, path) for *methods, path in lines for method in methods)


DOCUMENTED: Final = _operations()
"""Pairs of method and path template: `("GET", "/api/v2/company/promoters/{id}")`."""
