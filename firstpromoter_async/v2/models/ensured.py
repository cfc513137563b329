"""A promoter who is there now, and how that came. This module knows nothing of requests."""

from enum import StrEnum

from ...frozen import frozen
from .promoters import Promoter


class PromoterOrigin(StrEnum):
    """How a promoter was ensured."""

    FOUND = "found"
    """They were there, and were left as they are."""
    ADOPTED = "adopted"
    """They were there under the e-mail address without a `cust_id`, and have it now."""
    CREATED = "created"
    """This call created them."""
    CREATED_UNSEEN = "created_unseen"
    """They were not there at first; the answer to creating them was an error or got lost, and then they were there: created by
    this call, or by another at the same moment."""


@frozen(kw_only=True)
class EnsuredPromoter:
    """A promoter who is there now, and how that came."""

    promoter: Promoter
    origin: PromoterOrigin

    @property
    def is_new(self) -> bool:
        """Whether they were not there when they were first looked for."""
        return self.origin in (PromoterOrigin.CREATED, PromoterOrigin.CREATED_UNSEEN)
