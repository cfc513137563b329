"""The events of v2: the 45 that its documents list, and the 4 that only its specification names.

    match event:
        case CommissionApproved(data=commission):
            ...
        case PayoutCompleted(data=payout):
            ...

`data` is the same model that the calls give. Deleted things come as they were last. Where the documents do not say what an event
carries, `data` is plain JSON data.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, Union

from .event import Event, TestDelivery, UnknownEvent

if TYPE_CHECKING:
    from ..v2.models import (  # noqa: F401  named as text below
        Commission,
        FullPromoterCampaign,
        PaymentsBatch,
        Payout,
        PayoutMethod,
        Promoter,
        Referral,
    )
    from .models import SignedContractDocument  # noqa: F401  named as text below

__all__ = [
    "AnyV2Event",
    "CommissionApproved",
    "CommissionCreated",
    "CommissionDeleted",
    "CommissionDenied",
    "CommissionPending",
    "CommissionUpdated",
    "ContractDocumentSigned",
    "PaymentsBatchCompleted",
    "PaymentsBatchCreated",
    "PaymentsBatchDeleted",
    "PaymentsBatchFailed",
    "PaymentsBatchInitiated",
    "PaymentsBatchProcessing",
    "PaymentsBatchUpdated",
    "PayoutCancelled",
    "PayoutCommissionsAdded",
    "PayoutCommissionsCreated",
    "PayoutCommissionsDeleted",
    "PayoutCommissionsRemoved",
    "PayoutCommissionsUpdated",
    "PayoutCompleted",
    "PayoutCreated",
    "PayoutDeleted",
    "PayoutFailed",
    "PayoutMethodCreated",
    "PayoutMethodDeleted",
    "PayoutMethodUpdated",
    "PayoutPending",
    "PayoutProcessing",
    "PayoutUpdated",
    "Plain",
    "PromoterBalanceUpdated",
    "PromoterCampaignAccepted",
    "PromoterCampaignBlocked",
    "PromoterCampaignCreated",
    "PromoterCampaignDeleted",
    "PromoterCampaignInactive",
    "PromoterCampaignPending",
    "PromoterCampaignRejected",
    "PromoterCampaignUpdated",
    "PromoterCreated",
    "PromoterDeleted",
    "PromoterProfileUpdated",
    "PromoterUpdated",
    "ReferralCancelled",
    "ReferralConverted",
    "ReferralCreated",
    "ReferralDeleted",
    "ReferralMoved",
    "ReferralUpdated",
]

Plain: TypeAlias = Mapping[str, Any]
"""Data that the documents do not describe."""


# Promoters


class PromoterCreated(Event["Promoter"], name="promoter.created"):
    """Somebody became a promoter."""


class PromoterUpdated(Event["Promoter"], name="promoter.updated"):
    """A promoter's account was changed."""


class PromoterDeleted(Event["Promoter"], name="promoter.deleted"):
    """A promoter was deleted."""


class PromoterBalanceUpdated(Event["Promoter"], name="promoter.balance.updated"):
    """A promoter's earned, current or paid balance changed."""


class PromoterProfileUpdated(Event["Promoter"], name="promoter.profile.updated"):
    """A promoter's profile was changed; in the specification only."""


# Promoters in campaigns


class PromoterCampaignCreated(Event["FullPromoterCampaign"], name="promoter_campaign.created"):
    """A promoter was added to a campaign."""


class PromoterCampaignUpdated(Event["FullPromoterCampaign"], name="promoter_campaign.updated"):
    """A promoter's place in a campaign was changed, for example their ref_token."""


class PromoterCampaignDeleted(Event["FullPromoterCampaign"], name="promoter_campaign.deleted"):
    """A promoter was removed from a campaign."""


class PromoterCampaignAccepted(Event["FullPromoterCampaign"], name="promoter_campaign.accepted"):
    """A promoter was accepted in a campaign."""


class PromoterCampaignPending(Event["FullPromoterCampaign"], name="promoter_campaign.pending"):
    """A promoter waits to be accepted in a campaign."""


class PromoterCampaignRejected(Event["FullPromoterCampaign"], name="promoter_campaign.rejected"):
    """A promoter was rejected in a campaign."""


class PromoterCampaignBlocked(Event["FullPromoterCampaign"], name="promoter_campaign.blocked"):
    """A promoter was blocked in a campaign."""


class PromoterCampaignInactive(Event["FullPromoterCampaign"], name="promoter_campaign.inactive"):
    """A promoter became inactive in a campaign."""


# Referrals


class ReferralCreated(Event["Referral"], name="referral.created"):
    """Somebody was referred: a lead, or a customer."""


class ReferralUpdated(Event["Referral"], name="referral.updated"):
    """A referral was changed."""


class ReferralDeleted(Event["Referral"], name="referral.deleted"):
    """A referral was deleted."""


class ReferralConverted(Event["Referral"], name="referral.converted"):
    """A lead became a customer."""


class ReferralCancelled(Event["Referral"], name="referral.cancelled"):
    """A customer has cancelled."""


class ReferralMoved(Event["Referral"], name="referral.moved"):
    """A referral went to another campaign because the promoter crossed a threshold; not when somebody moves it by hand."""


# Commissions


class CommissionCreated(Event["Commission"], name="commission.created"):
    """A commission was made."""


class CommissionUpdated(Event["Commission"], name="commission.updated"):
    """A commission was changed; `changes` says how."""


class CommissionDeleted(Event["Commission"], name="commission.deleted"):
    """A commission was deleted."""


class CommissionApproved(Event["Commission"], name="commission.approved"):
    """A commission was approved."""


class CommissionPending(Event["Commission"], name="commission.pending"):
    """A commission waits to be approved."""


class CommissionDenied(Event["Commission"], name="commission.denied"):
    """A commission was denied."""


# Payouts


class PayoutCreated(Event["Payout"], name="payout.created"):
    """A payout was made."""


class PayoutUpdated(Event["Payout"], name="payout.updated"):
    """A payout was changed, for example marked as paid."""


class PayoutDeleted(Event["Payout"], name="payout.deleted"):
    """A payout was deleted."""


class PayoutPending(Event["Payout"], name="payout.pending"):
    """A payout waits to be paid."""


class PayoutProcessing(Event["Payout"], name="payout.processing"):
    """A payout is being paid."""


class PayoutCompleted(Event["Payout"], name="payout.completed"):
    """A payout was paid."""


class PayoutFailed(Event["Payout"], name="payout.failed"):
    """A payout could not be paid."""


class PayoutCancelled(Event["Payout"], name="payout.cancelled"):
    """A payout was cancelled."""


class PayoutCommissionsAdded(Event[Plain], name="payout.commissions.added"):
    """A commission was added to a payout."""


class PayoutCommissionsRemoved(Event[Plain], name="payout.commissions.removed"):
    """A commission was removed from a payout."""


class PayoutCommissionsCreated(Event[Plain], name="payout.commissions.created"):
    """A commission was added to a payout; in the specification only."""


class PayoutCommissionsUpdated(Event[Plain], name="payout.commissions.updated"):
    """A commission in a payout was changed; in the specification only."""


class PayoutCommissionsDeleted(Event[Plain], name="payout.commissions.deleted"):
    """A commission was removed from a payout; in the specification only."""


# Payout methods


class PayoutMethodCreated(Event["PayoutMethod"], name="payout_method.created"):
    """A promoter added a payout method."""


class PayoutMethodUpdated(Event["PayoutMethod"], name="payout_method.updated"):
    """A payout method was changed."""


class PayoutMethodDeleted(Event["PayoutMethod"], name="payout_method.deleted"):
    """A payout method was removed."""


# Payments batches


class PaymentsBatchCreated(Event["PaymentsBatch"], name="payments_batch.created"):
    """A payments batch was made."""


class PaymentsBatchUpdated(Event["PaymentsBatch"], name="payments_batch.updated"):
    """A payments batch was changed."""


class PaymentsBatchDeleted(Event["PaymentsBatch"], name="payments_batch.deleted"):
    """A payments batch was deleted."""


class PaymentsBatchInitiated(Event["PaymentsBatch"], name="payments_batch.initiated"):
    """A payments batch was started."""


class PaymentsBatchProcessing(Event["PaymentsBatch"], name="payments_batch.processing"):
    """A payments batch is being paid."""


class PaymentsBatchCompleted(Event["PaymentsBatch"], name="payments_batch.completed"):
    """A payments batch was paid."""


class PaymentsBatchFailed(Event["PaymentsBatch"], name="payments_batch.failed"):
    """A payments batch could not be paid."""


# Contract documents


class ContractDocumentSigned(Event["SignedContractDocument"], name="contract_document.signed"):
    """A promoter signed a contract document."""


AnyV2Event: TypeAlias = Union[  # noqa: UP007  one a line
    PromoterCreated,
    PromoterUpdated,
    PromoterDeleted,
    PromoterBalanceUpdated,
    PromoterProfileUpdated,
    PromoterCampaignCreated,
    PromoterCampaignUpdated,
    PromoterCampaignDeleted,
    PromoterCampaignAccepted,
    PromoterCampaignPending,
    PromoterCampaignRejected,
    PromoterCampaignBlocked,
    PromoterCampaignInactive,
    ReferralCreated,
    ReferralUpdated,
    ReferralDeleted,
    ReferralConverted,
    ReferralCancelled,
    ReferralMoved,
    CommissionCreated,
    CommissionUpdated,
    CommissionDeleted,
    CommissionApproved,
    CommissionPending,
    CommissionDenied,
    PayoutCreated,
    PayoutUpdated,
    PayoutDeleted,
    PayoutPending,
    PayoutProcessing,
    PayoutCompleted,
    PayoutFailed,
    PayoutCancelled,
    PayoutCommissionsAdded,
    PayoutCommissionsRemoved,
    PayoutCommissionsCreated,
    PayoutCommissionsUpdated,
    PayoutCommissionsDeleted,
    PayoutMethodCreated,
    PayoutMethodUpdated,
    PayoutMethodDeleted,
    PaymentsBatchCreated,
    PaymentsBatchUpdated,
    PaymentsBatchDeleted,
    PaymentsBatchInitiated,
    PaymentsBatchProcessing,
    PaymentsBatchCompleted,
    PaymentsBatchFailed,
    ContractDocumentSigned,
    TestDelivery,
    UnknownEvent,
]
"""Every event of v2: `match` over it, and type checkers say which are left."""
