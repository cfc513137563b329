"""Referrals: list, look up, create, update, approve, disable, enable, move, delete, import sales, read in slices.

This module knows nothing of HTTP or of sending.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from attrs import evolve, field

from ...errors import InvalidRequest
from ...frozen import frozen
from ...pages import Pages
from ...resource import Resource, call, pages
from ...unset import UNSET, Maybe
from ...wire.answers import Batch, Done
from ...wire.checks import at_least
from ...wire.request import IN_QUERY, Replay, Request
from ...wire.route import Body
from ..base import V2Listing, company
from ..bulk import ForIds
from ..filters import Day, Range, several_ids
from ..lists import copied
from ..models.brief import FraudCheck
from ..models.referrals import Referral, ReferralState, SplitDetail
from ..slices import Slices

R = TypeVar("R", covariant=True)


class FindReferralBy(StrEnum):
    """What a referral can be looked up by, besides the id."""

    EMAIL = "email"
    UID = "uid"
    """Your own id of the customer."""
    USERNAME = "username"
    """For accounts where FirstPromoter has enabled user names."""


class ReferralType(StrEnum):
    """Whether a referral has paid yet."""

    LEAD = "lead"
    CUSTOMER = "customer"


@frozen(kw_only=True)
class ReferralFilters:
    """Which referrals to list; all conditions must hold."""

    type: Maybe[ReferralType | str] = UNSET
    promoter_id: Maybe[int] = UNSET
    state: Maybe[ReferralState | str] = UNSET
    customer_since: Maybe[Range[Day]] = UNSET
    """The first payment."""
    created_at: Maybe[Range[Day]] = UNSET
    cancelled_at: Maybe[Range[Day]] = UNSET


@frozen(kw_only=True)
class ListReferrals(V2Listing[Referral]):
    """List referrals, page by page: leads and customers.

    `GET /api/v2/company/referrals`; the API does not let you sort them.
    """

    route = company.GET("/referrals")

    q: Maybe[str] = UNSET
    """Search in e-mail, uid, username and website."""
    ids: Maybe[tuple[int, ...]] = field(default=UNSET, converter=several_ids)
    filters: Maybe[ReferralFilters] = UNSET


@frozen(kw_only=True)
class SplitInput:
    """Another promoter's share of a referral's commissions; the owner of the referral gets what all shares leave."""

    promoter_campaign_id: int
    """Who gets the share: the id of a promoter's link to a campaign, found in `Promoter.promoter_campaigns`."""
    percentage: int = field(validator=at_least(0))
    """How much of each commission: 0 to 100. All shares of a referral together are 100 at most."""


def _splits(values: Maybe[Iterable[SplitInput | SplitDetail]]) -> Maybe[tuple[SplitInput, ...]]:
    """Keep shares as they are now; an empty list is one, and means that there are none."""
    return UNSET if values is UNSET else tuple(map(_said_again, copied(values)))


def _said_again(share: SplitInput | SplitDetail) -> SplitInput:
    """Turn a share that was answered into one that is sent."""
    if not isinstance(share, SplitDetail):
        return share
    told: Any = share  # whether it has both, `check_types` says
    return SplitInput(promoter_campaign_id=told.promoter_campaign_id, percentage=told.percentage)


def _check_shares(splits: Maybe[tuple[SplitInput, ...]]) -> None:
    total = 0 if splits is UNSET else sum(one.percentage for one in splits)
    if total > 100:
        raise InvalidRequest(f"split_details shares out 100 percent at most, and these come to {total}")


@frozen(kw_only=True)
class CreateReferral(Request[Referral]):
    """Enter a referral by hand. Signups on your site are tracked with `track.signup` instead.

    `POST /api/v2/company/referrals`. There is no key against doing it twice. Raises `InvalidRequest` before anything is sent
    for shares of more than 100 percent, `Unprocessable` for an e-mail address or uid that is taken.
    """

    route = company.POST("/referrals")
    replay = Replay.UNSAFE

    email: Maybe[str] = UNSET
    uid: Maybe[str] = UNSET
    """Your own id of the customer."""
    username: Maybe[str] = UNSET
    """For accounts where FirstPromoter has enabled user names."""
    promoter_campaign_id: int
    """Whose referral it is: the id of a promoter's link to a campaign, found in `Promoter.promoter_campaigns`."""
    split_details: Maybe[tuple[SplitInput, ...]] = field(default=UNSET, converter=_splits)
    """Who else gets a share of each commission."""

    def check(self) -> None:
        """Refuse a referral of nobody, and shares of more than there is."""
        self._need_one_of("email", "uid", "username")
        _check_shares(self.split_details)


@frozen
class _OneReferral(Request[R]):
    """An operation on one referral, by id or by what `find_by` names."""

    id: int | str
    """The referral's id, or what `find_by` names."""
    find_by: Maybe[FindReferralBy | str] = field(default=UNSET, kw_only=True, metadata=IN_QUERY)
    """What `id` is, where it is not the referral's id."""

    def check(self) -> None:
        """Refuse an id that is no number when `find_by` does not say what else it is."""
        if self.find_by is UNSET and not str(self.id).isdecimal():
            raise InvalidRequest(
                "the id of a referral is a number; for anything else say find_by, such as find_by='email'"
            )


@frozen
class GetReferral(_OneReferral[Referral]):
    """Look up one referral, by id or by something else: `get("joe@example.com", find_by="email")`.

    `GET /api/v2/company/referrals/{id}`. Raises `NotFound`.
    """

    route = company.GET("/referrals/{id}")
    replay = Replay.SAFE


@frozen
class UpdateReferral(_OneReferral[Referral]):
    """Change a referral; what is left out stays.

    `PUT /api/v2/company/referrals/{id}`. Raises `NotFound`; `InvalidRequest` before anything is sent for shares of more than 100
    percent; `Unprocessable` for what FirstPromoter does not take.
    """

    route = company.PUT("/referrals/{id}")
    replay = Replay.UNSAFE

    find_by: Maybe[FindReferralBy | str] = field(default=UNSET, kw_only=True)
    """What `id` is, where it is not the referral's id."""
    email: Maybe[str] = field(default=UNSET, kw_only=True)
    uid: Maybe[str] = field(default=UNSET, kw_only=True)
    """Your own id of the customer."""
    username: Maybe[str] = field(default=UNSET, kw_only=True)
    """For accounts where FirstPromoter has enabled user names."""
    promoter_campaign_id: Maybe[int] = field(default=UNSET, kw_only=True)
    """Gives the referral to another promoter: the id of a promoter's link to a campaign."""
    fraud_check: Maybe[FraudCheck | str] = field(default=UNSET, kw_only=True)
    """Flags the referral; `no_suspicion` clears the flag for good. What is set already is refused."""
    split_details: Maybe[tuple[SplitInput, ...]] = field(default=UNSET, converter=_splits, kw_only=True)
    """Who else gets a share of each commission, in place of all earlier shares, which can be among them:
    `[*referral.split_details, SplitInput(...)]`. `[]` ends them all."""
    custom_status_id: Maybe[int | None] = field(default=UNSET, kw_only=True)
    """One of `custom_referral_statuses`; None clears it."""

    def check(self) -> None:
        """Refuse an id of no kind, and shares of more than there is."""
        super().check()
        _check_shares(self.split_details)


@frozen
class ApproveReferrals(ForIds[Done | Batch]):
    """Approve referrals.

    `POST /api/v2/company/referrals/approve`
    """

    route = company.POST("/referrals/approve")


@frozen
class DisableReferrals(ForIds[Done | Batch]):
    """Disable referrals.

    `POST /api/v2/company/referrals/disable`
    """

    route = company.POST("/referrals/disable")


@frozen
class EnableReferrals(ForIds[Done | Batch]):
    """Enable referrals that were disabled.

    `POST /api/v2/company/referrals/enable`
    """

    route = company.POST("/referrals/enable")


@frozen
class MoveReferrals(ForIds[Done | Batch]):
    """Give referrals to another promoter.

    `POST /api/v2/company/referrals/move_to_promoter`
    """

    route = company.POST("/referrals/move_to_promoter")

    promoter_campaign_id: int = field(kw_only=True)
    """Who gets them: the id of a promoter's link to a campaign, found in `Promoter.promoter_campaigns`."""
    move_associated_commissions: Maybe[bool] = field(default=UNSET, kw_only=True)
    """Whether the commissions that they have earned so far go along."""


@frozen
class DeleteReferrals(ForIds[Done | Batch]):
    """Delete referrals.

    `DELETE /api/v2/company/referrals`
    """

    route = company.DELETE("/referrals", body=Body.JSON)


@frozen
class ImportReferralEvents(_OneReferral[Done | Batch]):
    """Import a referral's earlier sales from Stripe, in the background. For accounts with Stripe.

    `POST /api/v2/company/referrals/{id}/import_events`. Raises `Unprocessable` where it cannot be done.
    """

    route = company.POST("/referrals/{id}/import_events")
    replay = Replay.UNSAFE


class Referrals(Resource):
    """Everyone whom promoters sent you."""

    list = pages(ListReferrals)
    """Leads and customers, 100 on a page."""
    get = call(GetReferral)
    """One lead or customer, with whose it is and who else gets a share."""
    create = call(CreateReferral)
    """The new referral, with the id that commissions need."""
    update = call(UpdateReferral)
    """The referral as it is now, with its `custom_status`."""
    approve = call(ApproveReferrals)
    """`Done`, or for more than 5 ids the `Batch` to follow; both count what failed."""
    disable = call(DisableReferrals)
    """`Done`, or for more than 5 ids the `Batch` to follow; both count what failed."""
    enable = call(EnableReferrals)
    """`Done`, or for more than 5 ids the `Batch` to follow; both count what failed."""
    move_to_promoter = call(MoveReferrals)
    """`Done`, or for more than 5 ids the `Batch` to follow; both count what failed."""
    delete = call(DeleteReferrals)
    """`Done`, or for more than 5 ids the `Batch` to follow; both count what failed."""
    import_events = call(ImportReferralEvents)
    """The `Batch` to follow, whatever the number of sales."""

    def in_slices(
        self,
        first_day: date,
        last_day: date,
        *,
        days: int = 7,
        q: Maybe[str] = UNSET,
        filters: Maybe[ReferralFilters] = UNSET,
    ) -> Slices[Referral]:
        """List the referrals of some days of `created_at`, slice by slice, for jobs that must not miss any.

            referrals = fp.v2.referrals.in_slices(date(2026, 1, 1), date(2026, 6, 30))
            async for referral in referrals:
                ...
            print(referrals.drift.repeated)  # rows that came twice, and were given once

        Referrals cannot be sorted (`GET /api/v2/company/referrals`), so the pages of `list` shift whenever one is added or
        removed: rows come twice, or are passed over. Here that reaches no further than the slice that is being read. A slice of
        100 referrals or fewer is one page, in which nothing can shift: choose `days` so that most slices are.

        `first_day` and `last_day` are dates, both included, as FirstPromoter counts days; `days` is the length of a slice, the
        oldest of which comes first; `q` and `filters` are those of `list`, but for `created_at`. Nothing is sent before it is
        read. Raises `InvalidRequest` for days that are none; while it is read, what `list` raises, and `reading` then says
        where to go on.
        """
        # A listing refuses what cannot be right, before anything is sent.
        filters = ListReferrals(q=q, filters=filters).filters
        wanted = ReferralFilters() if filters is UNSET else filters
        if wanted.created_at is not UNSET:
            raise InvalidRequest("in_slices filters by created_at itself: say first_day and last_day instead")

        def read(span: Range[date]) -> Pages[Referral]:
            return self.list(q=q, filters=evolve(wanted, created_at=span))

        return Slices(first_day, last_day, days, read)
