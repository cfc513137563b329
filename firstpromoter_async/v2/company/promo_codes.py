"""Promo codes: list, get, create, update, archive. For accounts with Stripe. This module knows nothing of sending."""

from collections.abc import Mapping
from typing import Any

from attrs import field

from ...frozen import frozen
from ...resource import Resource, call, pages
from ...unset import UNSET, Maybe
from ...wire.checks import filled
from ...wire.request import Replay, Request
from ..base import V2Listing, company
from ..models.promo_codes import PromoCode


@frozen(kw_only=True)
class ListPromoCodes(V2Listing[PromoCode]):
    """List promo codes, page by page.

    `GET /api/v2/company/promo_codes`
    """

    route = company.GET("/promo_codes")

    promoter_campaign_id: Maybe[int] = UNSET
    """Only those of this link between a promoter and a campaign."""


@frozen
class GetPromoCode(Request[PromoCode]):
    """Look up one promo code.

    `GET /api/v2/company/promo_codes/{id}`. Raises `NotFound`.
    """

    route = company.GET("/promo_codes/{id}")
    replay = Replay.SAFE

    id: int


@frozen(kw_only=True)
class NewPromoCode(Request[PromoCode]):
    """What is said of a new promo code, by the company or by the promoter."""

    replay = Replay.UNSAFE

    code: str = field(validator=filled)
    """What customers type."""
    reward_id: int
    """What the customer gets: a reward for referrals."""
    promoter_campaign_id: int
    """Whose it is and in which campaign: the id of a promoter's link to a campaign, found in their `promoter_campaigns`."""
    description: Maybe[str] = UNSET
    metadata: Maybe[Mapping[str, Any]] = field(default=UNSET, hash=False)
    details: Maybe[Mapping[str, Any]] = field(default=UNSET, hash=False)


@frozen(kw_only=True)
class ChangedPromoCode(Request[PromoCode]):
    """What can be changed of a promo code, by the company or by the promoter."""

    replay = Replay.UNSAFE

    code: Maybe[str] = UNSET
    """What customers type."""
    description: Maybe[str] = UNSET
    promoter_campaign_id: Maybe[int] = UNSET
    """Moves it to another link between a promoter and a campaign."""
    metadata: Maybe[Mapping[str, Any]] = field(default=UNSET, hash=False)
    details: Maybe[Mapping[str, Any]] = field(default=UNSET, hash=False)


@frozen(kw_only=True)
class CreatePromoCode(NewPromoCode):
    """Create a promo code, at Stripe too.

    `POST /api/v2/company/promo_codes`. There is no key against doing it twice; a code that is taken is refused.
    """

    route = company.POST("/promo_codes")


@frozen
class UpdatePromoCode(ChangedPromoCode):
    """Change a promo code; what is left out stays. One that is archived and has an `ext_id` cannot be changed.

    `PUT /api/v2/company/promo_codes/{id}`. Raises `NotFound`.
    """

    route = company.PUT("/promo_codes/{id}")

    id: int


@frozen
class ArchivePromoCode(Request[None]):
    """Archive a promo code: it stays readable, and no customer can use it any more.

    `DELETE /api/v2/company/promo_codes/{id}`. Raises `NotFound`.
    """

    route = company.DELETE("/promo_codes/{id}")
    replay = Replay.UNSAFE

    id: int


class PromoCodes(Resource):
    """Coupons whose sales count for a promoter."""

    list = pages(ListPromoCodes)
    """Promo codes, 100 on a page, archived ones among them."""
    get = call(GetPromoCode)
    """The promo code and its reward's name."""
    create = call(CreatePromoCode)
    """The new promo code, with Stripe's id of it as `ext_id`."""
    update = call(UpdatePromoCode)
    """The promo code as it is now."""
    archive = call(ArchivePromoCode)
    """Nothing: it is archived."""
