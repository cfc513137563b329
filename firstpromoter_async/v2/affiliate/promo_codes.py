"""The promoter's own promo codes: create, update, archive. For accounts with Stripe. This module knows nothing of sending."""

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from ...resource import Resource, call
from ...unset import UNSET, Maybe
from ...wire.checks import filled
from ...wire.request import Replay, Request
from ..base import affiliate
from ..models.promo_codes import PromoCode


@frozen(kw_only=True)
class CreateAffiliatePromoCode(Request[PromoCode]):
    """Create a promo code for the promoter, at Stripe too.

    `POST /api/v2/affiliate/promo_codes`. Raises `BadRequest` for a code that is taken.
    """

    route = affiliate.POST("/promo_codes")
    replay = Replay.UNSAFE

    code: str = field(validator=filled)
    """What customers type."""
    reward_id: int
    """What the customer gets: a reward for referrals."""
    promoter_campaign_id: int
    """In which campaign: `CurrentPromoter.promoter_campaigns` has the id."""
    description: Maybe[str] = UNSET
    metadata: Maybe[Mapping[str, Any]] = field(default=UNSET, hash=False)
    details: Maybe[Mapping[str, Any]] = field(default=UNSET, hash=False)


@frozen
class UpdateAffiliatePromoCode(Request[PromoCode]):
    """Change a promo code; what is left out stays. One that is archived and has an `ext_id` cannot be changed.

    `PUT /api/v2/affiliate/promo_codes/{id}`
    """

    route = affiliate.PUT("/promo_codes/{id}")
    replay = Replay.UNSAFE

    id: int
    code: Maybe[str] = field(default=UNSET, kw_only=True)
    """What customers type."""
    reward_id: Maybe[int] = field(default=UNSET, kw_only=True)
    """What the customer gets: a reward for referrals."""
    promoter_campaign_id: Maybe[int] = field(default=UNSET, kw_only=True)
    """Moves it to another campaign of the promoter's."""
    description: Maybe[str] = field(default=UNSET, kw_only=True)
    metadata: Maybe[Mapping[str, Any]] = field(default=UNSET, hash=False, kw_only=True)
    details: Maybe[Mapping[str, Any]] = field(default=UNSET, hash=False, kw_only=True)


@frozen
class ArchiveAffiliatePromoCode(Request[None]):
    """Archive a promo code that the promoter made: no customer can use it any more.

    `DELETE /api/v2/affiliate/promo_codes/{id}`
    """

    route = affiliate.DELETE("/promo_codes/{id}")
    replay = Replay.UNSAFE

    id: int


class AffiliatePromoCodes(Resource):
    """Coupons whose sales count for the promoter."""

    create = call(CreateAffiliatePromoCode)
    """The new promo code, with Stripe's id of it as `ext_id`."""
    update = call(UpdateAffiliatePromoCode)
    """The promo code as it is now."""
    archive = call(ArchiveAffiliatePromoCode)
    """Nothing: it is archived."""
