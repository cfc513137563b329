"""The promoter's own promo codes: create, update, archive. For accounts with Stripe. This module knows nothing of sending."""

from attrs import field

from ...frozen import frozen
from ...resource import Resource, call
from ...unset import UNSET, Maybe
from ...wire.request import Replay, Request
from ..base import affiliate
from ..company.promo_codes import ChangedPromoCode, NewPromoCode


@frozen(kw_only=True)
class CreateAffiliatePromoCode(NewPromoCode):
    """Create a promo code for the promoter, at Stripe too.

    `POST /api/v2/affiliate/promo_codes`. Raises `BadRequest` for a code that is taken.
    """

    route = affiliate.POST("/promo_codes")


@frozen
class UpdateAffiliatePromoCode(ChangedPromoCode):
    """Change a promo code; what is left out stays. One that is archived and has an `ext_id` cannot be changed.

    `PUT /api/v2/affiliate/promo_codes/{id}`
    """

    route = affiliate.PUT("/promo_codes/{id}")

    id: int
    reward_id: Maybe[int] = field(default=UNSET, kw_only=True)
    """What the customer gets: a reward for referrals."""


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
