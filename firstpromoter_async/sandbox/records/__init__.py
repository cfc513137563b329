"""The rules: what FirstPromoter does with promoters, leads, events, rewards and payouts, for both generations alike.

They take plain values, and raise `problems`. They know nothing of requests, statuses or JSON.
"""

from ..store import Store
from .batches import Batches
from .campaigns import Campaigns
from .leads import Leads
from .payments import Payments
from .payouts import Payouts
from .promoters import Promoters
from .rewards import Rewards
from .sessions import Sessions
from .splits import Splits
from .tracking import Tracking


class Records:
    """All rules, bound to the store that they work on."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.campaigns = Campaigns(store)
        self.promoters = Promoters(store)
        self.leads = Leads(store)
        self.tracking = Tracking(store)
        self.rewards = Rewards(store)
        self.splits = Splits(store)
        self.payouts = Payouts(store)
        self.sessions = Sessions(store)
        self.payments = Payments(store)
        self.batches = Batches(store)
