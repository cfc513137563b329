"""Payouts: list, add up, group, put into payments batches, mark as paid or unpaid, delete."""

from collections.abc import Iterable
from enum import StrEnum

from attrs import field

from ...frozen import frozen
from ...resource import Resource, call, carries_out, pages
from ...unset import UNSET, Maybe
from ...wire.answers import Batch, Done, Envelope
from ...wire.request import Replay, Request
from ...wire.route import Body
from ..base import V2Listing, company
from ..bulk import ForIds
from ..filters import Day, Direction, DuePeriod, Range, one_or_several_ids, several_ids, several_words
from ..many_ids import IdOutcomes, IdProgress, ManyIdsMode, for_each_id
from ..models.brief import FraudCheck
from ..models.payments_batches import PaymentsBatch, PaymentsBatchProblems
from ..models.payouts import DueStats, Payout, PayoutSettings, PayoutStats, PayoutStatus, PayoutTotals
from ..models.promoter_payouts import PromoterPayouts


class FindPayoutMethod(StrEnum):
    """What payouts can be filtered by: a method, or that the promoter has chosen none."""

    PAYPAL = "paypal"
    BANK = "bank"
    WISE = "wise"
    CRYPTO = "crypto"
    CUSTOM = "custom"
    DOTS = "dots"
    NOT_SET = "not_set"


class PaymentsBatchMethod(StrEnum):
    """By what several payouts can be paid at once."""

    PAYPAL = "paypal"
    BANK = "bank"
    WISE = "wise"
    CRYPTO = "crypto"
    DOTS = "dots"


class Invoiceable(StrEnum):
    """Whether there can be an invoice for a payout."""

    YES = "true"
    NO = "false"
    NOT_SET = "not_set"


@frozen(kw_only=True)
class PayoutFilters:
    """Which payouts to list; all conditions must hold."""

    status: Maybe[PayoutStatus | str] = UNSET
    campaign_id: Maybe[int | tuple[int, ...]] = field(default=UNSET, converter=one_or_several_ids)
    """One campaign, or several."""
    payments_batch_id: Maybe[int | tuple[int, ...]] = field(default=UNSET, converter=one_or_several_ids)
    """One payments batch, or several."""
    due_period: Maybe[DuePeriod | str] = UNSET
    period_start: Maybe[Range[Day]] = UNSET
    period_end: Maybe[Range[Day]] = UNSET
    payout_method: Maybe[FindPayoutMethod | str] = UNSET
    promoter_id: Maybe[int] = UNSET
    only_payable: Maybe[bool] = UNSET
    """Only those that can be paid."""
    group_ref: Maybe[str] = UNSET
    """A group's reference; the documents say no more."""
    fraud_suspicions: Maybe[tuple[FraudCheck | str, ...]] = field(default=UNSET, converter=several_words)
    """Those of promoters who are suspected of one of these; `no_suspicion` finds those who are of nothing."""


@frozen(kw_only=True)
class PayoutSorting:
    """What comes first."""

    amount: Maybe[Direction] = UNSET
    period_start: Maybe[Direction] = UNSET
    period_end: Maybe[Direction] = UNSET


@frozen(kw_only=True)
class ListPayouts(V2Listing[Payout]):
    """List payouts, page by page.

    `GET /api/v2/company/payouts`
    """

    route = company.GET("/payouts")
    stable_sorting = PayoutSorting(period_start="asc")

    q: Maybe[str] = UNSET
    """Search in the promoter's name and e-mail."""
    ids: Maybe[tuple[int, ...]] = field(default=UNSET, converter=several_ids)
    filters: Maybe[PayoutFilters] = UNSET
    sorting: Maybe[PayoutSorting] = UNSET


@frozen(kw_only=True)
class PayoutStatsFilters:
    """Which payouts to add up."""

    status: Maybe[PayoutStatus | str] = UNSET
    campaign_id: Maybe[int | tuple[int, ...]] = field(default=UNSET, converter=one_or_several_ids)
    """One campaign, or several."""


@frozen(kw_only=True)
class PayoutStatsBy:
    """By what to add payouts up."""

    paid_period: Maybe[bool] = UNSET
    """By period, those that are paid."""
    status: Maybe[bool] = UNSET
    payout_method: Maybe[bool] = UNSET


@frozen(kw_only=True)
class GetPayoutStats(Request[Envelope[PayoutStats, PayoutSettings]]):
    """Add payouts up: by paid period, by status, by payout method.

    `GET /api/v2/company/payouts/stats`
    """

    route = company.GET("/payouts/stats")
    replay = Replay.SAFE

    stats_by: Maybe[PayoutStatsBy] = UNSET
    filters: Maybe[PayoutStatsFilters] = UNSET


@frozen(kw_only=True)
class GetPayoutDueStats(Request[Envelope[DueStats, PayoutSettings]]):
    """Add up what is due next, and what is overdue.

    `GET /api/v2/company/payouts/due_stats`
    """

    route = company.GET("/payouts/due_stats")
    replay = Replay.SAFE

    q: Maybe[str] = UNSET
    """Search in the promoter's name and e-mail."""
    filters: Maybe[PayoutStatsFilters] = UNSET


@frozen(kw_only=True)
class PromoterPayoutsFilters:
    """Which payouts to group."""

    status: Maybe[PayoutStatus | str] = UNSET
    campaign_id: Maybe[int | tuple[int, ...]] = field(default=UNSET, converter=one_or_several_ids)
    """One campaign, or several."""
    min_payment: Maybe[int] = UNSET
    """Those of promoters who get at least this; in the unit of the amounts, by what clients say minor units (cents)."""
    invoiceable: Maybe[Invoiceable | str] = UNSET


@frozen(kw_only=True)
class GroupPayoutsByPromoters(V2Listing[PromoterPayouts]):
    """List payouts, promoter by promoter.

    `GET /api/v2/company/payouts/group_by_promoters`
    """

    route = company.GET("/payouts/group_by_promoters")
    rows_key = "data"

    q: Maybe[str] = UNSET
    """Search in the promoter's name and e-mail."""
    include_payout_method_details: Maybe[bool] = UNSET
    filters: Maybe[PromoterPayoutsFilters] = UNSET


@frozen(kw_only=True)
class CreatePaymentsBatch(Request[Envelope[PaymentsBatch, PaymentsBatchProblems]]):
    """Put the payouts that can be paid by a method into a payments batch.

    `POST /api/v2/company/payouts/create_payments_batch`. No money is sent before `payments_batches.pay`.
    """

    route = company.POST("/payouts/create_payments_batch")
    replay = Replay.UNSAFE

    method: PaymentsBatchMethod | str


@frozen
class MarkPayoutsPaid(ForIds[Envelope[Done | Batch, PayoutTotals]]):
    """Mark payouts as paid: you have sent the money.

    `POST /api/v2/company/payouts/mark_as_paid`
    """

    route = company.POST("/payouts/mark_as_paid")


@frozen
class MarkPayoutsUnpaid(ForIds[Envelope[Done | Batch, PayoutTotals]]):
    """Mark payouts as not paid.

    `POST /api/v2/company/payouts/mark_as_unpaid`
    """

    route = company.POST("/payouts/mark_as_unpaid")


@frozen
class DeletePayouts(ForIds[Envelope[Done | Batch, PayoutTotals]]):
    """Delete payouts; their commissions can be paid with another one.

    `DELETE /api/v2/company/payouts/destroy`
    """

    route = company.DELETE("/payouts/destroy", body=Body.JSON)


class Payouts(Resource):
    """What promoters are paid."""

    list = pages(ListPayouts)
    """Payouts, 100 on a page; amounts are by what clients say minor units (cents), the documents name no unit."""
    stats = call(GetPayoutStats)
    """`data` is the sums that were asked for, by what clients say in minor units (cents); `meta` the account's settings."""
    due_stats = call(GetPayoutDueStats)
    """`data` is what is due next, overdue, and at no fixed time; `meta` the account's settings."""
    group_by_promoters = pages(GroupPayoutsByPromoters)
    """Promoters with their payouts; `Page.meta` has the money totals (`total`, `total_incl_tax`), as the documents name them."""
    create_payments_batch = call(CreatePaymentsBatch)
    """`data` is the payments batch, which waits to be paid; `meta.failed` is what could not become part of it."""

    @carries_out(MarkPayoutsPaid)
    async def mark_as_paid(
        self,
        ids: Iterable[int],
        *,
        mode: ManyIdsMode = "auto",
        timeout: float | None = 600.0,  # noqa: ASYNC109
        progress: IdProgress | None = None,
    ) -> IdOutcomes[PayoutTotals]:
        """Mark any number of payouts as paid, and say for each whether it is: you have sent the money.

            paid = await fp.v2.payouts.mark_as_paid(ids)
            for one in paid.failed: print(one.id, one.why)
            for one in paid.unknown: ...  # look these up before doing them again: `list(ids=[...])`

        `POST /api/v2/company/payouts/mark_as_paid`. `mode` says how: `sync` sends five ids a call, several calls at once, and a
        call whose answer was lost leaves five ids unknown; `batch` sends all ids in one call and waits for the end, at most
        `timeout` seconds (None: as long as it takes); `auto` is `sync` up to 100 ids. Nothing that is unknown is sent again.

        `ids` are integers; one that is given twice is done once, and is one outcome. What comes back has `done` (ids), `failed`
        and `unknown` (each with `id` and `why`). Raises `InvalidRequest` for no ids, and what would fail for every id alike, such
        as `Unauthorized`, where nothing was done before; all else is in the outcomes.

        Cancelled, it returns nothing. Where that may be, give it a `progress`, whose `outcomes` tell it all the same:

            from firstpromoter_async.v2 import IdProgress

            progress = IdProgress()
            with anyio.move_on_after(30):
                await fp.v2.payouts.mark_as_paid(ids, progress=progress)
            for one in progress.outcomes.unknown: ...  # look these up before doing them again

        `unknown` are then the ids of all calls that were on their way: up to 80 in fives, all of them in a batch. `failed` are
        those that were not sent. The plain operation is `fp.send(MarkPayoutsPaid(ids))`.
        """
        return await for_each_id(self._sender, MarkPayoutsPaid, ids, mode, timeout, progress)

    @carries_out(MarkPayoutsUnpaid)
    async def mark_as_unpaid(
        self,
        ids: Iterable[int],
        *,
        mode: ManyIdsMode = "auto",
        timeout: float | None = 600.0,  # noqa: ASYNC109
        progress: IdProgress | None = None,
    ) -> IdOutcomes[PayoutTotals]:
        """Mark any number of payouts as not paid, and say for each whether it is.

        `POST /api/v2/company/payouts/mark_as_unpaid`. `ids` (each done once), `mode`, `timeout`, what comes back and what is
        raised are as with `mark_as_paid`; so is `progress`, an `IdProgress()` of `firstpromoter_async.v2`, which tells after a
        cancellation what is done, was not sent (`failed`), or was on its way (`unknown`, up to 80 ids). The plain operation is
        `fp.send(MarkPayoutsUnpaid(ids))`.
        """
        return await for_each_id(self._sender, MarkPayoutsUnpaid, ids, mode, timeout, progress)

    @carries_out(DeletePayouts)
    async def delete(
        self,
        ids: Iterable[int],
        *,
        mode: ManyIdsMode = "auto",
        timeout: float | None = 600.0,  # noqa: ASYNC109
        progress: IdProgress | None = None,
    ) -> IdOutcomes[PayoutTotals]:
        """Delete any number of payouts, and say for each whether it is gone; their commissions can be paid with another one.

        `DELETE /api/v2/company/payouts/destroy`. `ids` (each done once), `mode`, `timeout`, what comes back and what is
        raised are as with `mark_as_paid`; so is `progress`, an `IdProgress()` of `firstpromoter_async.v2`, which tells after a
        cancellation what is done, was not sent (`failed`), or was on its way (`unknown`, up to 80 ids). The plain operation is
        `fp.send(DeletePayouts(ids))`.
        """
        return await for_each_id(self._sender, DeletePayouts, ids, mode, timeout, progress)
