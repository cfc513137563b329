"""Leads and customers after they have come: looked up, changed, moved to another promoter, removed."""

from typing import Any

from ..problems import Impossible, NoTarget
from ..store import Row, Store
from .promoters import Promoters


class Leads:
    """Leads of one store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._promoters = Promoters(store)

    def find(self, key: str, value: str) -> Row | None:
        """Return the lead with this id, uid or email."""
        return self._store.one(f"SELECT * FROM leads WHERE {key} = ?", value)

    def change(self, lead: Row, **columns: Any) -> Row:
        """Set what is given of a lead. Raises `Impossible` where the uid or the email is another lead's."""
        for name in ("uid", "email"):
            other = None if columns.get(name) is None else self.find(name, columns[name])
            if other is not None and other["id"] != lead["id"]:
                raise Impossible(f"{name.capitalize()} has already been taken")
        self._store.change("leads", lead["id"], **columns)
        return lead | columns

    def move(self, lead: Row, ref_id: str, *, only_the_lead: bool) -> Row:
        """Give a lead to the promotion with this referral id, with its rewards unless told otherwise. Raises `NoTarget`.

        Rewards that belong to a payout stay with the promoter who was paid, or is about to be.
        """
        promotion = self._promoters.promotion_by_ref_id(ref_id)
        if promotion is None:
            raise NoTarget("Promotion not found.")
        self._store.change("leads", lead["id"], promotion_id=promotion["id"])
        if not only_the_lead:
            self._store.run(
                "UPDATE rewards SET promotion_id = ?, promoter_id = ? WHERE lead_id = ? AND payout_id IS NULL",
                promotion["id"],
                promotion["promoter_id"],
                lead["id"],
            )
            self._store.run("UPDATE events SET promotion_id = ? WHERE lead_id = ?", promotion["id"], lead["id"])
        return lead | {"promotion_id": promotion["id"]}
