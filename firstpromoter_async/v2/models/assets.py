"""Assets as FirstPromoter describes them: material for promoters. This module knows nothing of requests."""

from datetime import datetime

from attrs import frozen

from ...wire.codec import Model


@frozen(kw_only=True)
class AssetCategory(Model):
    """A group of material for promoters."""

    id: int | None = None
    name: str | None = None
    position: int | None = None
    """Where it stands among the others, the lowest first."""
    created_at: datetime | None = None
    updated_at: datetime | None = None
