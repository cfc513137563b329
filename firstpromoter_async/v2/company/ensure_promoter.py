"""Adopt before create: one promoter for one of your users, however often and however unluckily it is asked for.

    look for the cust_id (or, without one, for the e-mail address)
      |- there ------------------------------------------------------> FOUND
      '- not there: create
           |- created -----------------------------------------------> CREATED
           |- refused, since the address is taken ----.
           '- nobody knows (500, time-out, cut off) --+- look again
                                                      |- by cust_id --> CREATED_UNSEEN, or FOUND after a refusal
                                                      |- by address ---> ADOPTED, or PromoterConflict
                                                      '- not there ----> the error of creating

Creating is asked for once at most. This module knows nothing of HTTP.
"""

from typing import Final

from ...errors import CallFailed, NotFound, Outcome, PromoterConflict, StatusError, UnexpectedAnswer, Unprocessable
from ...sender import Sender
from ..models.ensured import EnsuredPromoter, PromoterOrigin
from ..models.promoters import Promoter
from .promoters import CreatePromoter, FindPromoterBy, GetPromoter, UpdatePromoter

_NOT_THERE: Final = "cannot find promoter"


async def ensure(sender: Sender, new: CreatePromoter) -> EnsuredPromoter:
    """Return the promoter that a request would create, and create them only where they are not there."""
    found = await _look(sender, new)
    if found is not None:
        return EnsuredPromoter(promoter=found, origin=PromoterOrigin.FOUND)
    try:
        return EnsuredPromoter(promoter=await sender.send(new), origin=PromoterOrigin.CREATED)
    except CallFailed as problem:
        if not _may_be_there(problem):
            raise
        failure = problem
    try:
        return await _after(failure, sender, new)
    except CallFailed as problem:
        raise failure from (None if problem is failure else problem)


async def _after(failure: CallFailed, sender: Sender, new: CreatePromoter) -> EnsuredPromoter:
    """Look for whom creating left behind, or found in its way."""
    found = await _look(sender, new)
    if found is not None:
        unseen = failure.outcome is Outcome.UNKNOWN
        return EnsuredPromoter(promoter=found, origin=PromoterOrigin.CREATED_UNSEEN if unseen else PromoterOrigin.FOUND)
    namesake = await _find(sender, new.email, FindPromoterBy.EMAIL) if new.cust_id else None
    if namesake is None:
        raise failure
    return await _adopt(sender, namesake, new)


async def _adopt(sender: Sender, namesake: Promoter, new: CreatePromoter) -> EnsuredPromoter:
    """Give the promoter with this e-mail address the `cust_id`, unless they have another. Raises `PromoterConflict`."""
    if namesake.cust_id is not None:
        raise PromoterConflict(namesake.id, namesake.cust_id)
    adopted = await sender.send(UpdatePromoter(namesake.id, cust_id=new.cust_id))
    return EnsuredPromoter(promoter=adopted, origin=PromoterOrigin.ADOPTED)


async def _look(sender: Sender, new: CreatePromoter) -> Promoter | None:
    """Look by what tells one of your users from another."""
    if not new.cust_id:
        return await _find(sender, new.email, FindPromoterBy.EMAIL)
    found = await _find(sender, new.cust_id, FindPromoterBy.CUST_ID)
    if found is not None and found.cust_id not in (None, new.cust_id):
        raise UnexpectedAnswer("the promoter who was found by cust_id has another one", status=200)
    return found


async def _find(sender: Sender, key: str, find_by: FindPromoterBy) -> Promoter | None:
    try:
        return await sender.send(GetPromoter(key, find_by=find_by))
    except NotFound:
        return None
    except Unprocessable as refusal:
        if refusal.message.lower().startswith(_NOT_THERE):
            return None
        raise


def _may_be_there(failure: CallFailed) -> bool:
    """Tell whether a failure leaves open that the promoter exists: nobody knows, or somebody has their address or `cust_id`."""
    if isinstance(failure, StatusError) and failure.outcome is Outcome.REJECTED:
        return not failure.field_errors.keys().isdisjoint(("email", "cust_id"))
    return failure.outcome is Outcome.UNKNOWN
