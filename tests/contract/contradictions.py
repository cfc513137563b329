"""Where our vocabulary differs from FirstPromoter's documents on purpose: patterns of sentences, each with its reason.

`test_vocabulary` makes the sentences. It fails for one that stands nowhere here, and for a pattern that no longer fits any.
"""

_OPEN_BALANCES = (
    "balances have open-ended keys in reality, units or kinds of balance, so they are read as plain mappings"
)
_KNOWN_BY_OTHERS = (
    "the files say null or an object without members; where a reward is shown elsewhere it has these members"
)
_IDS = "ids are integers wherever real data was seen; FirstPromoter turned none away"
_WHOLE_MINOR_UNITS = "the prose wants whole minor units, and integers are accepted in practice; text would invite 29.33"
_WHOM = "left out, nobody says whom it would be about: everybody, perhaps"
_SEEN = "seen in real answers, though in no document"

KNOWN: dict[str, str] = {
    # parameters
    "POST /api/v1/payouts/create query promoter_email: is required": "the prose takes promoter_id in its place",
    "DELETE /api/v1/promoters/delete query promoter_email: not documented": "prose and error texts name this key",
    "POST /api/v1/promoters/move_to_campaign query source_campaign_id: is required": "the prose calls it optional",
    "GET /api/v1/reports/promoters query promoter_ids*: takes text*, and we send integer*": _IDS,
    "POST /api/v1/rewards/create query reward_type: has no value cash": "the older reference has it, and clients send it",
    "GET /api/v2/company/referrals query filters*promoter_id*: takes text, and we send integer": _IDS,
    "GET /api/v2/company/promoters* query *_p*: not documented": "two switches that only texts on the answer mention",
    "GET /api/v2/company/promoters query filters*archived*: *": "four spellings are listed for two meanings: a bool says it",
    "GET /api/v2/company/promoters query filters*subscribed_to_email*: *": "the same four spellings",
    "GET /api/v2/company/promoters query filters*operator*: is required": "exact, unless somebody says otherwise",
    "GET /api/v2/company/promoters query filters*inactivity*: need not be given": "either alone says nothing",
    "POST /api/v2/track/* body amount: takes text, and we send integer": _WHOLE_MINOR_UNITS,
    "POST /api/v2/track/sale body mrr: takes text, and we send integer": _WHOLE_MINOR_UNITS,
    "POST /api/v2/track/refund body quantity: takes text, and we send integer": "a number of things; accepted in practice",
    "POST /api/v2/company/promoters/* body ids: need not be given": _WHOM,
    "PUT /api/v2/company/assets/categories body asset_categories: need not be given": "without it nothing is asked for",
    # answers
    "* *balance*: is object, and we read map": _OPEN_BALANCES,
    "* *balance*.*: not read": _OPEN_BALANCES,
    "* meta.pending_count: not read": "`Page.meta` passes on whatever comes beside the rows",
    "* *current_promotion_reward: is map, and we read object": _KNOWN_BY_OTHERS,
    "* *current_target_reward: is map, and we read object": _KNOWN_BY_OTHERS,
    "* /api/v1/payouts/* reward: is map, and we read object": _KNOWN_BY_OTHERS,
    "POST /api/v?/track/cancellation 200 reward: is map, and we read object": "always null, since it has no reward",
    "POST /api/v1/track/signup 200 reward: is text, and we read object": "the example is null, since it has no reward",
    "POST /api/v2/track/signup 200 commissions: is any*, and we read object*": "always empty, since it has none",
    "POST /api/v2/track/sale 200 commissions*_at: is text, and we read moment": "moments, by the list of commissions",
    # models
    "Done.status: has no value *": "`Done` and `Batch` are one thing at two moments, and only a batch has the others",
    "Profile.id: not documented": _SEEN,
    "Promoter.pending_balance: not documented": _SEEN,
    "Promoter.has_monetary_rewards: not documented": _SEEN,
    "Promoter.recruitment_link_url: not documented": _SEEN,
    "Promoter.pending_contract_documents: not documented": _SEEN,
    "Promoter.invoice_details_status: has no value not_set": _SEEN,
    "Promoter.status: has no value active": _SEEN,
    "Promoter.status: has no value blocked": _SEEN,
    "PromoterCampaign.display_coupon: not documented": _SEEN,
    "PromoterProfile.paypal_email: not documented": _SEEN,
    "PromoterProfile.pending_vat_validation: not documented": _SEEN,
    "Referral.traffic_source: not documented": _SEEN,
    "Referral.custom_status: not documented": "documented with the operation that sets it, which is not built yet",
    "CustomStatus.*: not documented": "documented with the operation that sets it, which is not built yet",
    "Reward.unit: has no value discount_*": "the list of units leaves two out that other answers show",
}
