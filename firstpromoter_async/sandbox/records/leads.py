"""Leads and customers: entered by hand, looked up, changed, moved to another promoter."""

from collections.abc import Mapping
from typing import Any

from ..problems import Impossible
from ..store import Row
from .rules import Rules


class Leads(Rules):
    """Leads of one store."""

    def create(
        self, moment: str, promotion: Row, names: Mapping[str, str | None], entry_source: str = "manual_admin"
    ) -> Row:
        """Enter a lead by hand: `email`, `uid` or both. Raises `Impossible` where it is nobody, or somebody who is here."""
        self._check({name: names.get(name) for name in ("email", "uid")}, None)
        columns = {"state": "signup", "entry_source": entry_source, "created_at": moment}
        return self._store.added("leads", promotion_id=promotion["id"], **names, **columns)

    def find(self, key: str, value: str) -> Row | None:
        """Return the lead with this id, uid, email or username."""
        return self._store.one(f"SELECT * FROM leads WHERE {key} = ? ORDER BY id", value)

    def change(self, lead: Row, **columns: Any) -> Row:
        """Set what is given of a lead. Raises `Impossible` where the uid or the email is another lead's, or neither is left."""
        self._check({name: columns.get(name, lead[name]) for name in ("uid", "email")}, lead["id"])
        self._store.change("leads", lead["id"], **columns)
        return lead | columns

    def judge(self, lead: Row, state: str) -> Row:
        """Put a lead into a state; `signup` stands for as far as it has come."""
        if state == "signup" and lead["customer_since"] is not None:
            state = "active" if lead["cancelled_at"] is None else "cancelled"
        return self.change(lead, state=state)

    def _check(self, names: Mapping[str, str | None], mine: int | None) -> None:
        if not any(names.values()):
            raise Impossible("Email and uid can not be blank")
        for name, value in names.items():
            other = None if value is None else self.find(name, value)
            if other is not None and other["id"] != mine:
                raise Impossible(f"{name.capitalize()} has already been taken")

    def move(self, lead: Row, promotion: Row, *, only_the_lead: bool) -> Row:
        """Give a lead to a promotion, with its rewards unless told otherwise.

        Rewards that belong to a payout stay with the promoter who was paid, or is about to be; shares stay, too.
        """
        self._store.change("leads", lead["id"], promotion_id=promotion["id"])
        if not only_the_lead:
            self._store.run(
                """UPDATE rewards SET promotion_id = ?, promoter_id = ? WHERE lead_id = ? AND payout_id IS NULL
                   AND (split_percentage IS NULL
                        OR promotion_id = (SELECT promotion_id FROM events WHERE events.id = event_rowid))""",
                promotion["id"],
                promotion["promoter_id"],
                lead["id"],
            )
            self._store.run("UPDATE events SET promotion_id = ? WHERE lead_id = ?", promotion["id"], lead["id"])
        return lead | {"promotion_id": promotion["id"]}
