"""The chart of a dashboard, the company's and a promoter's. This module knows nothing of either."""

from enum import StrEnum
from typing import Any

from ..frozen import frozen
from ..unset import UNSET, Maybe
from ..wire.request import Replay, Request
from .filters import Day


class DashboardSelection(StrEnum):
    """What the chart of a dashboard shows."""

    REVENUE = "revenue"
    COMMISSIONS = "commissions"
    CLICKS = "clicks"
    REFERRALS = "referrals"
    CUSTOMERS = "customers"
    CANCELLATIONS = "cancellations"


@frozen(kw_only=True)
class DashboardChart(Request[Any]):
    """A figure of a dashboard over time: the company's, or a promoter's."""

    replay = Replay.SAFE

    selection: Maybe[DashboardSelection | str] = UNSET
    """What to show."""
    period_from: Maybe[Day] = UNSET
    """The first day."""
    period_to: Maybe[Day] = UNSET
    """The last day."""
