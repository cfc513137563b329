"""Commissions: list.

This module knows nothing of HTTP or of sending.
"""

from enum import StrEnum

from attrs import field, frozen

from ...money import MinorUnits
from ...resource import Resource, pages
from ...unset import UNSET, Maybe
from ..base import V2Listing, company
from ..filters import (
    YES_OR_NO,
    Day,
    Direction,
    Range,
    one_or_several_ids,
    one_or_several_keys,
    one_or_several_words,
    several_ids,
)
from ..models.brief import FraudCheck
from ..models.commissions import Commission, CommissionStatus


class DuePeriod(StrEnum):
    """When commissions are to be paid."""

    NEXT = "next"
    OVERDUE = "overdue"
    CUSTOM = "custom"


@frozen(kw_only=True)
class CommissionFilters:
    """Which commissions to list; all conditions must hold. There is none for the unit."""

    status: Maybe[CommissionStatus | str] = UNSET
    paid: Maybe[bool] = field(default=UNSET, metadata=YES_OR_NO)
    """For commissions in money."""
    fulfilled: Maybe[bool] = field(default=UNSET, metadata=YES_OR_NO)
    """For commissions in anything but money."""
    sale_amount: Maybe[Range[MinorUnits]] = UNSET
    """In cents."""
    amount: Maybe[Range[MinorUnits]] = UNSET
    """In cents, for commissions in money."""
    created_at: Maybe[Range[Day]] = UNSET
    campaign_id: Maybe[int | tuple[int, ...]] = field(default=UNSET, converter=one_or_several_ids)
    """One campaign, or several."""
    payout_id: Maybe[int | tuple[int, ...]] = field(default=UNSET, converter=one_or_several_ids)
    """One payout, or several."""
    due_period: Maybe[DuePeriod | str] = UNSET
    promoter_id: Maybe[int] = UNSET
    first_commission: Maybe[bool] = UNSET
    """Whether it is the customer's first."""
    refunded: Maybe[bool] = UNSET
    fraud_check: Maybe[FraudCheck | str | tuple[FraudCheck | str, ...]] = field(
        default=UNSET, converter=one_or_several_words
    )
    """One suspicion, or several."""
    plan_id: Maybe[int | str | tuple[int | str, ...]] = field(default=UNSET, converter=one_or_several_keys)
    """One plan, or several."""


@frozen(kw_only=True)
class CommissionSorting:
    """What comes first. The oldest, if nothing is said: by `created_at`, ascending, pages do not shift while they are read."""

    sale_amount: Maybe[Direction] = UNSET
    amount: Maybe[Direction] = UNSET
    created_at: Maybe[Direction] = UNSET
    referral: Maybe[Direction] = UNSET


@frozen(kw_only=True)
class ListCommissions(V2Listing[Commission]):
    """List commissions, page by page. `q=` with an `event_id` finds what became of a sale.

    `GET /api/v2/company/commissions`
    """

    route = company.GET("/commissions")
    stable_sorting = CommissionSorting(created_at="asc")

    q: Maybe[str] = UNSET
    """Search in event_id, and the referral's e-mail and uid."""
    ids: Maybe[tuple[int, ...]] = field(default=UNSET, converter=several_ids)
    filters: Maybe[CommissionFilters] = UNSET
    sorting: Maybe[CommissionSorting] = UNSET


class Commissions(Resource):
    """What promoters have earned, sale by sale."""

    list = pages(ListCommissions)
    """Commissions, 100 on a page; amounts in money are minor units (cents)."""
