"""v1 promoters: the people who send you customers. This module knows nothing of sending."""

from datetime import datetime
from typing import TypeVar

from attrs import field

from ..frozen import frozen
from ..resource import Resource, call, pages
from ..unset import UNSET, Maybe
from ..wire.answers import Message
from ..wire.checks import filled, fit_for_links
from ..wire.request import IN_QUERY, Listing, Replay, Request
from .base import V1
from .models.promoters import AuthToken, IframeLogin, Promoter

R = TypeVar("R", covariant=True)


@frozen(kw_only=True)
class _OnePromoter(Request[R]):
    """An operation on one promoter, found by any of five keys."""

    id: Maybe[int] = UNSET
    """FirstPromoter's id."""
    promoter_email: Maybe[str] = UNSET
    """The promoter's e-mail address."""
    cust_id: Maybe[str] = UNSET
    """The promoter's id in your own system."""
    ref_id: Maybe[str] = UNSET
    """A referral id of the promoter."""
    auth_token: Maybe[str] = field(default=UNSET, repr=False)
    """The promoter's token. A secret: reads and deletions carry it in the URL, where proxies may log it, so take
    another key if you can."""

    def check(self) -> None:
        """Refuse a promoter without any key."""
        self._need_one_of("id", "promoter_email", "cust_id", "ref_id", "auth_token")


@frozen(kw_only=True)
class _PromoterDetails(Request[Promoter]):
    """What can be said about a promoter, when making one and later."""

    first_name: Maybe[str] = UNSET
    last_name: Maybe[str] = UNSET
    promo_code: Maybe[str] = UNSET
    """The billing provider's id of the promoter's own coupon, for coupon tracking."""
    customer_promo_code: Maybe[str] = UNSET
    """The code of that coupon as customers type it."""
    campaign_id: Maybe[int] = UNSET
    """The campaign to place the promoter in; the default campaign, if left out."""
    temp_password: Maybe[str] = field(default=UNSET, repr=False)
    """A password for the first login. A secret: with `v1_writes="query"` it travels in the URL, where proxies may log
    it."""
    landing_url: Maybe[str] = UNSET
    """The promoter's own landing page; the referral id is appended, unless `url_tracking` is on."""
    url_tracking: Maybe[bool] = UNSET
    """True tracks by `landing_url` alone, without a referral id; the URL must then be nobody else's."""
    website: Maybe[str] = UNSET
    paypal_email: Maybe[str] = UNSET
    avatar_url: Maybe[str] = UNSET
    parent_promoter_email: Maybe[str] = UNSET
    """Who recruited this promoter."""
    linkedin_url: Maybe[str] = UNSET
    twitter_url: Maybe[str] = UNSET
    facebook_url: Maybe[str] = UNSET
    instagram_url: Maybe[str] = UNSET
    youtube_url: Maybe[str] = UNSET
    country: Maybe[str] = UNSET
    phone_number: Maybe[str] = UNSET
    address: Maybe[str] = UNSET
    note: Maybe[str] = UNSET


@frozen(kw_only=True)
class CreatePromoter(_PromoterDetails):
    """Make a promoter and return it, with `auth_token`.

    `POST /api/v1/promoters/create`. There is no key that refuses a second copy: after an unknown outcome, look the
    promoter up (by `cust_id`, say) before making it again. Raises `Unprocessable` where the e-mail address or the
    referral id is taken; its `field_errors` name FirstPromoter's internal paths, such as `company_user.user.email`.
    """

    route = V1.POST("/promoters/create")
    replay = Replay.UNSAFE

    email: str = field(validator=filled)
    """Where the promoter receives mail."""
    cust_id: Maybe[str] = UNSET
    """The promoter's id in your own system; webhooks carry it."""
    ref_id: Maybe[str] = field(default=UNSET, validator=fit_for_links)
    """The referral id: lower-case letters, digits, `-` and `_`. Made from the first name, if left out."""
    parent_promoter_id: Maybe[int] = UNSET
    """Who recruited this promoter, by FirstPromoter's id."""
    company_name: Maybe[str] = UNSET
    created_at: Maybe[datetime | str] = UNSET
    """When the promoter joined: an aware datetime, or ISO 8601 text; now, if left out."""
    skip_email_notification: Maybe[bool] = UNSET
    """True sends the promoter no e-mail."""
    always_approve: Maybe[bool] = UNSET
    """True approves the promoter at once; works only where the campaign approves automatically."""


@frozen(kw_only=True)
class UpdatePromoter(_PromoterDetails):
    """Change a promoter and return it.

    `PUT /api/v1/promoters/update`. Needs one of `id`, `email`, `cust_id`, `ref_id`, `auth_token` and `promo_code` to
    find the promoter by. `email` and `promo_code` have two meanings: alone they find, beside another key they are the
    new value. What is left out stays. Raises `InvalidRequest` before anything is sent, `NotFound` for an unknown
    promoter, `Unprocessable` where a new value is taken.
    """

    route = V1.PUT("/promoters/update")
    replay = Replay.UNSAFE

    id: Maybe[int] = UNSET
    """FirstPromoter's id."""
    email: Maybe[str] = UNSET
    """Finds the promoter; or the new address, beside another key."""
    cust_id: Maybe[str] = UNSET
    """Finds the promoter by the id in your own system."""
    new_cust_id: Maybe[str] = UNSET
    """The promoter's new id in your own system."""
    ref_id: Maybe[str] = UNSET
    """Finds the promoter by a referral id."""
    new_ref_id: Maybe[str] = field(default=UNSET, validator=fit_for_links)
    """The new referral id: lower-case letters, digits, `-` and `_`. Links with the old one stop working."""
    auth_token: Maybe[str] = field(default=UNSET, repr=False)
    """Finds the promoter by the token; a secret."""

    def check(self) -> None:
        """Refuse a promoter without any key."""
        self._need_one_of("id", "email", "cust_id", "ref_id", "auth_token", "promo_code")


@frozen(kw_only=True)
class ShowPromoter(_OnePromoter[Promoter]):
    """Return one promoter with balances and promotions.

    `GET /api/v1/promoters/show`. Needs one of `id`, `promoter_email`, `cust_id`, `ref_id` and `auth_token`. Raises
    `InvalidRequest` before anything is sent, `NotFound` for an unknown promoter.
    """

    route = V1.GET("/promoters/show")
    replay = Replay.SAFE


@frozen(kw_only=True)
class ListPromoters(Listing[Promoter]):
    """Read all promoters, page by page.

    `GET /api/v1/promoters/list`. Raises `Unprocessable` for an unknown campaign.
    """

    route = V1.GET("/promoters/list")

    campaign_id: Maybe[int] = UNSET
    """Only those who were accepted to this campaign."""


@frozen(kw_only=True)
class MovePromoterToCampaign(_OnePromoter[Promoter]):
    """Move a promoter to another campaign, with referral id and link, and return it.

    `POST /api/v1/promoters/move_to_campaign`. Needs one of `id`, `promoter_email`, `cust_id`, `ref_id` and
    `auth_token`. Raises `InvalidRequest` before anything is sent, `NotFound` for an unknown promoter.
    """

    route = V1.POST("/promoters/move_to_campaign")
    replay = Replay.UNSAFE

    destination_campaign_id: int
    """The campaign to move to."""
    source_campaign_id: Maybe[int] = UNSET
    """The campaign to leave, for a promoter who is in several; the default campaign, if left out."""


@frozen(kw_only=True)
class AddPromoterToCampaign(_OnePromoter[Promoter]):
    """Place a promoter in one more campaign, with a referral id of its own, and return it.

    `POST /api/v1/promoters/add_to_campaign`. Needs one of `id`, `promoter_email`, `cust_id`, `ref_id` and
    `auth_token`. Raises `InvalidRequest` before anything is sent, `NotFound` for an unknown promoter.
    """

    route = V1.POST("/promoters/add_to_campaign")
    replay = Replay.UNSAFE

    campaign_id: int
    """The campaign to join."""


@frozen(kw_only=True)
class RefreshPromoterToken(_OnePromoter[AuthToken]):
    """Give a promoter a new token, which ends the old one, and return it.

    `PUT /api/v1/promoters/refresh_token`. Needs one of `id`, `promoter_email`, `cust_id`, `ref_id` and `auth_token`.
    Raises `InvalidRequest` before anything is sent, `NotFound` for an unknown promoter.
    """

    route = V1.PUT("/promoters/refresh_token")
    replay = Replay.UNSAFE


@frozen(kw_only=True)
class DeletePromoter(_OnePromoter[Message]):
    """Remove a promoter.

    `DELETE /api/v1/promoters/delete`. Needs one of `id`, `promoter_email`, `cust_id`, `ref_id` and `auth_token`.
    Raises `InvalidRequest` before anything is sent, `NotFound` for an unknown promoter.
    """

    route = V1.DELETE("/promoters/delete")
    replay = Replay.UNSAFE


@frozen(kw_only=True)
class LogPromoterIn(Request[IframeLogin]):
    """Open a session for a dashboard in an iframe of your own pages.

    `POST /api/v1/promoters/iframe_login`. Not in the documents of v1, but in use. Raises `NotFound` for an unknown
    promoter.
    """

    route = V1.POST("/promoters/iframe_login")
    is_documented = False
    replay = Replay.UNSAFE

    promoter_id: int = field(metadata=IN_QUERY)
    """FirstPromoter's id."""


class Promoters(Resource):
    """Everyone who sends you customers."""

    create = call(CreatePromoter)
    """The new promoter, with what it needs to log in."""
    show = call(ShowPromoter)
    """One promoter; balances in money are minor units (cents)."""
    list = pages(ListPromoters)
    """Promoters; balances in money are minor units (cents)."""
    update = call(UpdatePromoter)
    """The promoter as it is now; what was left out has stayed."""
    move_to_campaign = call(MovePromoterToCampaign)
    """The promoter, in the other campaign."""
    add_to_campaign = call(AddPromoterToCampaign)
    """The promoter, with one promotion more."""
    refresh_token = call(RefreshPromoterToken)
    """The new `auth_token`, a secret."""
    delete = call(DeletePromoter)
    """FirstPromoter's words of success."""
    iframe_login = call(LogPromoterIn)
    """An `access_token`, a secret, and the seconds that it lives."""
