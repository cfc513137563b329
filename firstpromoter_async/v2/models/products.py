"""Products as FirstPromoter describes them: what you sell, and at which prices. This module knows nothing of requests."""

from datetime import datetime

from ...frozen import frozen
from ...wire.model import Model


@frozen(kw_only=True)
class ProductPrice(Model):
    """One of a product's prices, by the billing provider's id of it."""

    ext_id: str | None = None
    """The billing provider's own id, unique within the product."""
    desc: str | None = None


@frozen(kw_only=True)
class Product(Model):
    """Something that you sell, so that rewards can depend on what was bought."""

    id: int
    name: str | None = None
    ext_id: str | None = None
    """The billing provider's own id of it."""
    prices: tuple[ProductPrice, ...] = ()
    created_at: datetime | None = None
