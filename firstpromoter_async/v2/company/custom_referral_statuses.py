"""Custom referral statuses: list, save. This module knows nothing of sending."""

from collections.abc import Iterable

from attrs import field

from ...errors import InvalidRequest
from ...frozen import frozen
from ...resource import Resource, call, pages
from ...unset import UNSET, Maybe
from ...wire.request import Replay, Request, wire_name
from ..base import V2Listing, admin
from ..filters import kept
from ..models.referrals import CustomStatus


@frozen(kw_only=True)
class ListCustomReferralStatuses(V2Listing[CustomStatus]):
    """List your own words for how far a referral has come.

    `GET /api/admin/v1/custom_referral_statuses`
    """

    route = admin.GET("/custom_referral_statuses")


@frozen(kw_only=True)
class CustomReferralStatusInput:
    """A status to make, or with an `id` to change or delete."""

    id: Maybe[int] = UNSET
    name: Maybe[str] = UNSET
    """What it is called; no two may be called the same. Needed, unless it is to be deleted."""
    description: Maybe[str | None] = UNSET
    """None empties it."""
    order: Maybe[int] = UNSET
    """Where it stands among the others, the lowest first; no two at the same place. Needed, unless it is to be deleted."""
    destroy: Maybe[bool] = field(default=UNSET, metadata=wire_name("_destroy"))
    """True deletes the status with this `id`; referrals that have it then have none."""

    def __attrs_post_init__(self) -> None:
        if self.destroy is True:
            self._need("id", "is needed to delete a status")
        else:
            self._need("name", "is needed to save a status, also one that keeps its name")
            self._need("order", "is needed to save a status, also one that keeps its place")

    def _need(self, name: str, why: str) -> None:
        if getattr(self, name) in (UNSET, None, ""):
            raise InvalidRequest(f"CustomReferralStatusInput.{name} {why}, and none was given")


def _statuses(values: Iterable[CustomReferralStatusInput]) -> tuple[CustomReferralStatusInput, ...]:
    return kept(values)


@frozen
class SaveCustomReferralStatuses(Request[tuple[CustomStatus, ...]]):
    """Make, change and delete statuses in one call; those that are not named stay.

    `PUT /api/admin/v1/custom_referral_statuses/update`. Raises `Unprocessable` for a name or an order that another status has.
    """

    route = admin.PUT("/custom_referral_statuses/update")
    replay = Replay.UNSAFE

    custom_referral_statuses: tuple[CustomReferralStatusInput, ...] = field(converter=_statuses)


class CustomReferralStatuses(Resource):
    """Your own words for how far a referral has come; `referrals.update(id, custom_status_id=...)` gives one to a referral."""

    list = pages(ListCustomReferralStatuses)
    """Statuses, by their `order`."""
    save = call(SaveCustomReferralStatuses)
    """All statuses as they are now, by their `order`."""
