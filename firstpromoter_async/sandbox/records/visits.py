"""Visits: people who follow a promoter's link, which happens in browsers and not through the API."""

from ..problems import UnknownPromoter
from ..store import Store
from . import promoters
from .promoters import Promoters
from .rules import Rules


class Visits(Rules):
    """Visits of one store."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._promoters = Promoters(store)

    def follow(self, moment: str, key: str, value: str) -> str:
        """Let somebody follow a promoter's link; returns the tracking id of their browser. Raises `UnknownPromoter`."""
        if key == "ref_id":
            promotion = self._promoters.promotion_by_ref_id(value)
        else:
            promoter = self._promoters.find("id", value)
            promotion = None if promoter is None else self._promoters.default_promotion(promoter["id"])
        if promotion is None:
            raise UnknownPromoter(f"nobody has the {key} {value}")
        tid = promoters.new_token()
        self._store.run("INSERT INTO visits VALUES (?, ?, ?)", tid, promotion["id"], moment)
        return tid
