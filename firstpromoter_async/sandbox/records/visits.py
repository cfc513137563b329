"""Visits: people who follow a promoter's link, which happens in browsers and not through the API."""

from ..problems import UnknownPromoter
from ..store import Store
from . import promoters


def follow(store: Store, moment: str, key: str, value: str) -> str:
    """Let somebody follow a promoter's link; returns the tracking id that their browser then has. Raises `UnknownPromoter`."""
    if key == "ref_id":
        promotion = promoters.promotion_by_ref_id(store, value)
    else:
        promoter = promoters.find(store, "id", value)
        promotion = None if promoter is None else promoters.default_promotion(store, promoter["id"])
    if promotion is None:
        raise UnknownPromoter(f"nobody has the {key} {value}")
    tid = promoters.new_token()
    store.run("INSERT INTO visits VALUES (?, ?, ?)", tid, promotion["id"], moment)
    return tid
