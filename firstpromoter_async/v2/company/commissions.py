"""Commissions: list, create, update, approve, deny, mark as fulfilled or not, delete, generate payouts.

This module knows nothing of HTTP or of sending.
"""

from enum import StrEnum
from typing import Literal

from attrs import field

from ...frozen import frozen
from ...money import MinorUnits, MinorUnitsOrCount
from ...resource import Resource, call, pages
from ...unset import UNSET, Maybe
from ...wire.answers import Batch, Done
from ...wire.checks import minor_units
from ...wire.request import Replay, Request
from ...wire.route import Body
from ..base import V2Listing, company
from ..bulk import ForIds
from ..filters import (
    YES_OR_NO,
    Day,
    Direction,
    DuePeriod,
    Range,
    one_or_several_ids,
    one_or_several_keys,
    one_or_several_words,
    several_ids,
)
from ..models.brief import FraudCheck, Unit
from ..models.commissions import Commission, CommissionStatus


@frozen(kw_only=True)
class AnyCommissionFilters:
    """What the company and promoters alike can ask of commissions."""

    status: Maybe[CommissionStatus | str] = UNSET
    paid: Maybe[bool] = field(default=UNSET, metadata=YES_OR_NO)
    """For commissions in money."""
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
    """Whose; for a promoter, their own is the only one that there is."""
    first_commission: Maybe[bool] = UNSET
    """Whether it is the customer's first."""
    refunded: Maybe[bool] = UNSET
    plan_id: Maybe[int | str | tuple[int | str, ...]] = field(default=UNSET, converter=one_or_several_keys)
    """One plan, or several."""


@frozen(kw_only=True)
class CommissionFilters(AnyCommissionFilters):
    """Which commissions to list; all conditions must hold. There is none for the unit."""

    fulfilled: Maybe[bool] = field(default=UNSET, metadata=YES_OR_NO)
    """For commissions in anything but money."""
    fraud_check: Maybe[FraudCheck | str | tuple[FraudCheck | str, ...]] = field(
        default=UNSET, converter=one_or_several_words
    )
    """One suspicion, or several."""


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


class BillingPeriod(StrEnum):
    """How often the customer pays."""

    MONTHLY = "monthly"
    YEARLY = "yearly"
    ONE_TIME = "one_time"


@frozen(kw_only=True)
class _NewCommission(Request[tuple[Commission, ...]]):
    """What sale and custom commissions have in common."""

    route = company.POST("/commissions")
    replay = Replay.UNSAFE

    event_id: Maybe[str] = UNSET
    """Your billing provider's id of the sale. No document says that it keeps a second copy from being made."""
    event_date: Maybe[Day] = UNSET
    """The day of the sale; today, if left out."""
    internal_note: Maybe[str] = UNSET
    """Only your team sees it."""
    external_note: Maybe[str] = UNSET
    """The promoter sees it."""
    unit: Maybe[Unit | str] = UNSET
    """What the promoter gets; money, if left out."""
    notify_promoter: Maybe[bool] = UNSET
    """True sends the promoter an e-mail, where the account has that turned on."""
    billing_period: Maybe[BillingPeriod | str] = UNSET


@frozen(kw_only=True)
class CreateSaleCommission(_NewCommission):
    """Enter a sale to a referral by hand: FirstPromoter works out who earns what. Usual sales are tracked with `track.sale`.

    `POST /api/v2/company/commissions` with `commission_type` sale. Nothing is documented to refuse a second copy, whatever its
    `event_id`: look with `list(q=event_id)` before you repeat one whose outcome is unknown. Raises `InvalidAmount` before
    anything is sent, `Unprocessable` for an unknown referral.
    """

    commission_type: Literal["sale"] = field(default="sale", init=False)
    referral_id: int
    """Who has bought: FirstPromoter's id of the referral, as `referrals.get` finds it."""
    sale_amount: MinorUnits = field(validator=minor_units)
    """What the customer paid, in minor units (cents) of the account's currency. More than zero."""
    plan_id: Maybe[int] = UNSET
    """What was bought: the id of one of the `price_ids` of a product."""


@frozen(kw_only=True)
class CreateCustomCommission(_NewCommission):
    """Give a promoter a commission by hand, without a sale.

    `POST /api/v2/company/commissions` with `commission_type` custom. Nothing is documented to refuse a second copy. Raises
    `InvalidAmount` before anything is sent, `Unprocessable` for an unknown promoter.
    """

    commission_type: Literal["custom"] = field(default="custom", init=False)
    promoter_campaign_id: int
    """Who gets it: the id of a promoter's link to a campaign, found in `Promoter.promoter_campaigns`."""
    amount: MinorUnitsOrCount = field(validator=minor_units)
    """How much: minor units (cents) for `cash`, else a count. More than zero."""


@frozen
class UpdateCommission(Request[Commission]):
    """Change the notes of a commission; what is left out stays. What else a commission says follows from other calls.

    `PUT /api/v2/company/commissions/{id}`. Raises `NotFound`.
    """

    route = company.PUT("/commissions/{id}")
    replay = Replay.UNSAFE

    id: int
    internal_note: Maybe[str] = field(default=UNSET, kw_only=True)
    """Only your team sees it."""
    external_note: Maybe[str] = field(default=UNSET, kw_only=True)
    """The promoter sees it."""


@frozen
class ApproveCommissions(ForIds[Done | Batch]):
    """Approve commissions: they count, and can be paid.

    `POST /api/v2/company/commissions/approve`
    """

    route = company.POST("/commissions/approve")


@frozen
class DenyCommissions(ForIds[Done | Batch]):
    """Deny commissions: they count no longer.

    `POST /api/v2/company/commissions/deny`
    """

    route = company.POST("/commissions/deny")


@frozen
class MarkCommissionsFulfilled(ForIds[Done | Batch]):
    """Mark commissions in anything but money as handed over: points, free months, discounts.

    `POST /api/v2/company/commissions/mark_fulfilled`. Only approved ones that are in a payout can be; money is marked with
    `payouts.mark_as_paid`.
    """

    route = company.POST("/commissions/mark_fulfilled")


@frozen
class MarkCommissionsUnfulfilled(ForIds[Done | Batch]):
    """Mark commissions in anything but money as not handed over.

    `POST /api/v2/company/commissions/mark_unfulfilled`
    """

    route = company.POST("/commissions/mark_unfulfilled")


@frozen
class DeleteCommissions(ForIds[Done | Batch]):
    """Delete commissions.

    `DELETE /api/v2/company/commissions/destroy`
    """

    route = company.DELETE("/commissions/destroy", body=Body.JSON)


@frozen
class GeneratePayouts(ForIds[Done | Batch]):
    """Put approved commissions into payouts, which can then be paid.

    `POST /api/v2/company/commissions/generate_payouts`
    """

    route = company.POST("/commissions/generate_payouts")


class Commissions(Resource):
    """What promoters have earned, sale by sale."""

    list = pages(ListCommissions)
    """Commissions, 100 on a page; amounts in money are minor units (cents)."""
    create_sale = call(CreateSaleCommission)
    """All commissions of the sale: one of each promoter who shares it; amounts in money are minor units (cents)."""
    create_custom = call(CreateCustomCommission)
    """The new commission, alone in a tuple; amounts in money are minor units (cents)."""
    update = call(UpdateCommission)
    """The commission as it is now; amounts in money are minor units (cents)."""
    approve = call(ApproveCommissions)
    """`Done`, or for more than 5 ids the `Batch` to follow; both count what failed."""
    deny = call(DenyCommissions)
    """`Done`, or for more than 5 ids the `Batch` to follow; both count what failed."""
    mark_fulfilled = call(MarkCommissionsFulfilled)
    """`Done`, or for more than 5 ids the `Batch` to follow; both count what failed."""
    mark_unfulfilled = call(MarkCommissionsUnfulfilled)
    """`Done`, or for more than 5 ids the `Batch` to follow; both count what failed."""
    delete = call(DeleteCommissions)
    """`Done`, or for more than 5 ids the `Batch` to follow; both count what failed."""
    generate_payouts = call(GeneratePayouts)
    """`Done`, or for more than 5 ids the `Batch` to follow; the payouts themselves are in `payouts`."""
