"""Promoters: list, create, look up, change, ensure; their sessions in iframes. `promoters_in_bulk` has the rest.

This module knows nothing of HTTP or of sending.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

from attrs import field

from ...errors import InvalidRequest
from ...frozen import frozen
from ...money import MinorUnits
from ...resource import Resource, call, pages
from ...unset import UNSET, Maybe
from ...wire.checks import at_least, filled
from ...wire.request import Replay, Request, wire_name
from ...wire.route import Body
from ..base import V2Listing, company, v2
from ..filters import YES_OR_NO, Day, Direction, Range, kept, one_or_several_ids, several_ids, several_words
from ..models.brief import FraudCheck
from ..models.charts import ChartData, ChartSelection
from ..models.profiles import ProfileInput
from ..models.promoters import IframeLogin, Promoter, PromoterState
from .promoters_in_bulk import (
    AcceptPromoters,
    AddPromotersToCampaign,
    ArchivePromoters,
    AssignParentToPromoters,
    BlockPromoters,
    MovePromotersToCampaign,
    RejectPromoters,
    RestorePromoters,
)

if TYPE_CHECKING:
    from ..models.ensured import EnsuredPromoter

R = TypeVar("R", covariant=True)


class FindPromoterBy(StrEnum):
    """What a promoter can be looked up by."""

    ID = "id"
    """FirstPromoter's own, as where nothing is said."""
    EMAIL = "email"
    CUST_ID = "cust_id"
    """Your own id of the promoter."""
    AUTH_TOKEN = "auth_token"  # noqa: S105  a kind of key, not a token
    """A credential, which then is part of the URL: prefer another key."""
    REF_TOKEN = "ref_token"  # noqa: S105  public: it is in every referral link
    """What marks the promoter in links."""
    PROMO_CODE = "promo_code"


class FindInvoiceDetails(StrEnum):
    """What the invoice details can be filtered by; the words differ from those in answers."""

    APPROVED = "approved"
    PENDING = "pending"
    REJECTED = "rejected"
    NOT_SUBMITTED = "not_submitted"


class ActivityMetric(StrEnum):
    """What an inactive promoter has not brought."""

    REFERRAL = "referral"
    CUSTOMER = "customer"
    CLICK = "click"
    SALE = "sale"


class MatchOperator(StrEnum):
    """How the text of a custom field is compared."""

    EXACT = "exact"
    PARTIAL = "partial"


def _one_or_several(texts: str | Iterable[str]) -> str | tuple[str, ...]:
    return texts if isinstance(texts, str) else kept(texts)


@frozen(kw_only=True)
class CustomFieldFilter:
    """Promoters by what a custom field says."""

    key: str
    """The field's own key."""
    operator: MatchOperator | str = MatchOperator.EXACT
    value: str | tuple[str, ...] = field(converter=_one_or_several)
    """One text, or several of which one must match."""


@frozen(kw_only=True)
class Inactivity:
    """Promoters who have brought nothing of a kind for some days."""

    metric: ActivityMetric | str
    days: int = field(validator=at_least(1))


@frozen(kw_only=True)
class PromoterFilters:
    """Which promoters to list; all conditions must hold."""

    revenue_amount: Maybe[Range[MinorUnits]] = UNSET
    """All their sales together, in cents."""
    customers_count: Maybe[Range[int]] = UNSET
    referrals_count: Maybe[Range[int]] = UNSET
    clicks_count: Maybe[Range[int]] = UNSET
    joined_at: Maybe[Range[Day]] = UNSET
    last_login_at: Maybe[Range[Day]] = UNSET
    campaign_id: Maybe[int | tuple[int, ...]] = field(default=UNSET, converter=one_or_several_ids)
    """One campaign, or several."""
    state: Maybe[PromoterState | str] = UNSET
    """Where they stand in a campaign; `not_set` finds those without a state."""
    has_wform: Maybe[bool] = field(default=UNSET, metadata=YES_OR_NO)
    """Whether they handed in a W-8 or W-9 form."""
    parent_promoter_id: Maybe[int] = UNSET
    """Who recruited them."""
    archived: Maybe[bool] = UNSET
    subscribed_to_email: Maybe[bool] = UNSET
    custom_field1: Maybe[CustomFieldFilter] = UNSET
    custom_field2: Maybe[CustomFieldFilter] = UNSET
    fraud_suspicions: Maybe[tuple[FraudCheck | str, ...]] = field(default=UNSET, converter=several_words)
    """Any of these."""
    inactivity: Maybe[Inactivity] = UNSET
    invoice_details_status: Maybe[FindInvoiceDetails | str] = UNSET


@frozen(kw_only=True)
class PromoterSorting:
    """What comes first. The oldest, if nothing is said: by `joined_at`, ascending, pages do not shift while they are read."""

    clicks_count: Maybe[Direction] = UNSET
    referrals_count: Maybe[Direction] = UNSET
    customers_count: Maybe[Direction] = UNSET
    revenue_amount: Maybe[Direction] = UNSET
    joined_at: Maybe[Direction] = UNSET


@frozen(kw_only=True)
class ListPromoters(V2Listing[Promoter]):
    """List promoters, page by page.

    `GET /api/v2/company/promoters`; the first page's `meta` has `pending_count`.
    """

    route = company.GET("/promoters")
    rows_key = "data"
    stable_sorting = PromoterSorting(joined_at="asc")

    q: Maybe[str] = UNSET
    """Search in e-mail, name and ref_id."""
    ids: Maybe[tuple[int, ...]] = field(default=UNSET, converter=several_ids)
    filters: Maybe[PromoterFilters] = UNSET
    sorting: Maybe[PromoterSorting] = UNSET
    include_parent_promoter: Maybe[bool] = UNSET
    """Whether to say who recruited each of them (`parent_promoter`)."""
    exclude_payout_method: Maybe[bool] = UNSET
    """Whether to leave out `selected_payout_method`."""


@frozen(kw_only=True)
class CreatePromoter(Request[Promoter]):
    """Create a promoter and place them in a campaign.

    `POST /api/v2/company/promoters`. There is no key against doing it twice: before a second try, look for the `cust_id`. Raises
    `BadRequest` with `field_errors["email"]` when a promoter has this address already.
    """

    route = company.POST("/promoters")
    replay = Replay.UNSAFE

    email: str = field(validator=filled)
    cust_id: Maybe[str | None] = UNSET
    """Your own id of the promoter."""
    profile: Maybe[ProfileInput] = UNSET
    initial_campaign_id: Maybe[int] = UNSET
    """The first campaign; the account's default campaign if left out."""
    drip_emails: Maybe[bool] = UNSET
    """Whether to send a welcome e-mail."""
    always_approve: Maybe[bool] = UNSET
    """Whether they are accepted at once, which is the API's default; False leaves them pending."""


def _only_numbers(value: object) -> str:
    # With find_by=auth_token the id is a credential.
    return repr(value) if isinstance(value, int) else "'...'"


@frozen
class _OnePromoter(Request[Promoter]):
    """An operation on one promoter, by id or by what `find_by` names."""

    id: int | str = field(repr=_only_numbers)
    """The promoter's id, or what `find_by` names."""
    find_by: Maybe[FindPromoterBy | str] = field(default=UNSET, kw_only=True)

    @property
    def secrets(self) -> tuple[str, ...]:
        """The id, where it is a token."""
        return (str(self.id),) if self.find_by == FindPromoterBy.AUTH_TOKEN else ()

    def check(self) -> None:
        """Refuse an id that is no number when `find_by` does not say what else it is."""
        if self.find_by in (UNSET, FindPromoterBy.ID) and not str(self.id).isdecimal():
            raise InvalidRequest(
                "the id of a promoter is a number; for anything else say find_by, such as find_by='email'"
            )


@frozen
class GetPromoter(_OnePromoter):
    """Look up one promoter, by id or by something else: `get("ann@example.com", find_by="email")`.

    `GET /api/v2/company/promoters/{id}`. Raises `NotFound`, or `Unprocessable` when FirstPromoter puts it that way
    ("Cannot find promoter by email").
    """

    route = company.GET("/promoters/{id}")
    replay = Replay.SAFE

    include_parent_promoter: Maybe[bool] = field(default=UNSET, kw_only=True)
    """Whether to say who recruited them (`parent_promoter`)."""
    exclude_payout_method: Maybe[bool] = field(default=UNSET, kw_only=True)
    """Whether to leave out `selected_payout_method`."""


CustomFields: TypeAlias = Mapping[str, str | Sequence[str]]
"""What the custom fields of your settings say, by their keys: `{"shirt": "M", "colours": ["red", "blue"]}`."""


def _fields(
    given: Maybe[CustomFields | Sequence[Mapping[str, Any]]],
) -> Maybe[CustomFields | tuple[Mapping[str, Any], ...]]:
    kept = tuple(given) if isinstance(given, list) else given
    return cast("Maybe[CustomFields | tuple[Mapping[str, Any], ...]]", kept)  # the types are checked with all others


@frozen
class UpdatePromoter(_OnePromoter):
    """Change a promoter, by id or by something else: `update("c-7", find_by="cust_id", email="ann@example.com")`.

    `PUT /api/v2/company/promoters/{id}`. What is left out stays. Raises `NotFound`, and `BadRequest` with
    `field_errors["email"]` when another promoter has this address.
    """

    route = company.PUT("/promoters/{id}")
    replay = Replay.UNSAFE

    email: Maybe[str] = field(default=UNSET, kw_only=True)
    """The new address; whose promoter it is, `id` and `find_by` say."""
    cust_id: Maybe[str | None] = field(default=UNSET, kw_only=True)
    """Your own id of the promoter; None clears it."""
    custom_fields: Maybe[CustomFields | tuple[Mapping[str, Any], ...]] = field(
        default=UNSET, converter=_fields, hash=False, kw_only=True
    )
    """By the keys of your settings: `{"shirt": "M", "colours": ["red", "blue"]}`. FirstPromoter describes an object and declares
    a list; its own clients send an object, and a list is sent as it is."""
    profile: Maybe[ProfileInput] = field(default=UNSET, kw_only=True)
    destroy_w8form: Maybe[bool] = field(default=UNSET, metadata=wire_name("profile[_destroy_w8form]"), kw_only=True)
    """True throws the promoter's W-8 form away."""
    destroy_w9form: Maybe[bool] = field(default=UNSET, metadata=wire_name("profile[_destroy_w9form]"), kw_only=True)
    """True throws the promoter's W-9 form away."""


@frozen(kw_only=True)
class _OfIframe(Request[R]):
    """An operation on the sessions of one promoter."""

    promoter_id: Maybe[int] = UNSET
    """FirstPromoter's id."""
    cust_id: Maybe[str] = UNSET
    """Your own id of the promoter, in place of FirstPromoter's."""

    def check(self) -> None:
        """Refuse a promoter without any key."""
        self._need_one_of("promoter_id", "cust_id")


@frozen(kw_only=True)
class LogPromoterIn(_OfIframe[IframeLogin]):
    """Open a session for a dashboard in an iframe of your own pages.

    `POST /api/v2/promoters/iframe_login`, which FirstPromoter describes in a guide only. Raises `NotFound`, and `InvalidRequest`
    before anything is sent when nobody is named.
    """

    route = v2.POST("/promoters/iframe_login", body=Body.QUERY)
    is_documented = False
    replay = Replay.UNSAFE


@frozen(kw_only=True)
class LogPromoterOut(_OfIframe[None]):
    """End a promoter's sessions in iframes of your own pages, such as when they log out of your application.

    `POST /api/v2/promoters/iframe_logout`, which FirstPromoter describes in a guide only. Raises `NotFound`, and `InvalidRequest`
    before anything is sent when nobody is named.
    """

    route = v2.POST("/promoters/iframe_logout", body=Body.QUERY)
    is_documented = False
    replay = Replay.UNSAFE


@frozen
class GetPromoterChartData(Request[ChartData]):
    """Get a figure of a promoter over time.

    `GET /api/v2/company/promoters/{id}/chart_data`
    """

    route = company.GET("/promoters/{id}/chart_data")
    replay = Replay.SAFE

    id: int
    selection: ChartSelection | str
    """What to show."""
    period_from: Day
    """The first day."""
    period_to: Day
    """The last day."""


class Promoters(Resource):
    """Everyone who sends you customers."""

    list = pages(ListPromoters)
    """Promoters, 100 on a page; `filters.revenue_amount`, revenue and balances are minor units (cents)."""
    create = call(CreatePromoter)
    """The new promoter, in their first campaign."""
    get = call(GetPromoter)
    """One promoter; revenue and balances in money are minor units (cents)."""
    update = call(UpdatePromoter)
    """The promoter as it is now; revenue and balances in money are minor units (cents)."""
    accept = call(AcceptPromoters)
    """`Done`, or for more than 5 ids the `Batch` to follow; both count what failed."""
    reject = call(RejectPromoters)
    """`Done`, or for more than 5 ids the `Batch` to follow; both count what failed."""
    block = call(BlockPromoters)
    """`Done`, or for more than 5 ids the `Batch` to follow; both count what failed."""
    add_to_campaign = call(AddPromotersToCampaign)
    """`Done`, or for more than 5 ids the `Batch` to follow; both count what failed."""
    move_to_campaign = call(MovePromotersToCampaign)
    """`Done`, or for more than 5 ids the `Batch` to follow; both count what failed."""
    assign_parent = call(AssignParentToPromoters)
    """`Done`, or for more than 5 ids the `Batch` to follow; both count what failed."""
    archive = call(ArchivePromoters)
    """`Done`, or for more than 5 ids the `Batch` to follow; both count what failed."""
    restore = call(RestorePromoters)
    """`Done`, or for more than 5 ids the `Batch` to follow; both count what failed."""

    async def ensure(
        self,
        *,
        email: str,
        cust_id: Maybe[str | None] = UNSET,
        profile: Maybe[ProfileInput] = UNSET,
        initial_campaign_id: Maybe[int] = UNSET,
        drip_emails: Maybe[bool] = UNSET,
        always_approve: Maybe[bool] = UNSET,
    ) -> "EnsuredPromoter":
        """Return the promoter of one of your users, and create them only if there is none: safe to repeat, at any time.

            ensured = await fp.v2.promoters.ensure(cust_id=str(user.id), email=user.email)
            if ensured.is_new: ...

        Looks for the `cust_id` (`GET /api/v2/company/promoters/{id}`), or for the e-mail address where none is given. Who is
        found is returned as they are: also archived, and also with another address. Otherwise this creates them
        (`POST /api/v2/company/promoters`, once at most), with the parameters of `create`. When nobody knows what became of that
        (a 500, a time-out, a lost connection), it looks again; `origin` says what it found out.

        If the address belongs to a promoter without a `cust_id`, they get this one (`ADOPTED`); if to one with another
        `cust_id`, nothing is changed, and this raises `PromoterConflict`.

        Raises `InvalidRequest` before anything is sent; otherwise any `CallFailed`. Where creating was not certain and looking
        again did not help, that is the error of creating, with the outcome `unknown`: repeat the call later. The same holds
        after a cancellation.
        """
        from .ensure_promoter import ensure

        new = CreatePromoter(
            email=email,
            cust_id=cust_id,
            profile=profile,
            initial_campaign_id=initial_campaign_id,
            drip_emails=drip_emails,
            always_approve=always_approve,
        )
        return await ensure(self._sender, new)

    iframe_login = call(LogPromoterIn)
    """An `access_token`, a secret, and the seconds that it lives."""
    iframe_logout = call(LogPromoterOut)
    """Nothing: the sessions are over."""
    chart_data = call(GetPromoterChartData)
    """The figure for each period in `points`; revenue is taken for minor units (cents), since no document says."""
