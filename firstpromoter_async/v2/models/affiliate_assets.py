"""Assets as promoters see them. This module knows nothing of requests."""

from typing import Any

from attrs import field

from ...frozen import frozen
from .assets import AnyAsset


@frozen(kw_only=True)
class AffiliateAsset(AnyAsset):
    """Material that the promoter can use: a picture, a document, a link or a text."""

    category: Any = field(default=None, hash=False)
    """Text by the documents, and an object on the company's side."""
