"""The nouns of v1 as data: `from firstpromoter_async.v1.models import Promoter`.

Nothing in them is required: what an answer leaves out, or sends as null or empty text, is None (or an empty tuple),
since each operation shows another part of the same noun. Each module is loaded when one of its names is first asked
for, since making a model class takes the better part of a millisecond.
"""

from typing import TYPE_CHECKING

from ...lazy import names_of

if TYPE_CHECKING:
    from .leads import Lead as Lead
    from .leads import LeadState as LeadState
    from .leads import Suspicion as Suspicion
    from .payouts import Campaign as Campaign
    from .payouts import Payout as Payout
    from .payouts import PayoutStatus as PayoutStatus
    from .promoters import AuthToken as AuthToken
    from .promoters import Balance as Balance
    from .promoters import CurrentOffer as CurrentOffer
    from .promoters import IframeLogin as IframeLogin
    from .promoters import Profile as Profile
    from .promoters import PromoCode as PromoCode
    from .promoters import Promoter as Promoter
    from .promoters import PromoterStatus as PromoterStatus
    from .promoters import Promotion as Promotion
    from .promoters import PromotionStatus as PromotionStatus
    from .promoters import RewardPlan as RewardPlan
    from .promoters import SocialAccount as SocialAccount
    from .promoters import SocialAccounts as SocialAccounts
    from .promoters import Unit as Unit
    from .reports import CampaignReport as CampaignReport
    from .reports import Figures as Figures
    from .reports import PromoterReport as PromoterReport
    from .reports import Report as Report
    from .rewards import Reward as Reward
    from .rewards import RewardStatus as RewardStatus
    from .tracking import Event as Event
    from .tracking import EventType as EventType

if not TYPE_CHECKING:  # type checkers would take any name for one of these
    __getattr__, __dir__ = names_of(
        __name__,
        {
            "leads": "Lead LeadState Suspicion",
            "payouts": "Campaign Payout PayoutStatus",
            "promoters": "AuthToken Balance CurrentOffer IframeLogin Profile PromoCode Promoter PromoterStatus"
            " Promotion PromotionStatus RewardPlan SocialAccount SocialAccounts Unit",
            "reports": "CampaignReport Figures PromoterReport Report",
            "rewards": "Reward RewardStatus",
            "tracking": "Event EventType",
        },
    )
