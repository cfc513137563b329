"""Sessions: promoters who are signed in, each until a moment or until they leave."""

from datetime import datetime, timedelta
from typing import Final

from ..parameters import iso
from ..problems import UnknownPromoter
from ..store import Row
from .promoters import new_token
from .rules import Rules

DAY: Final = 86_400
"""Seconds that a session lasts, as FirstPromoter's guide on iframes has it."""
LONGEST: Final = 10 * 366 * DAY


class Sessions(Rules):
    """Sessions of one store."""

    def begin(self, promoter_id: int, moment: str, *, seconds: int = DAY) -> str:
        """Sign a promoter in; returns the token of the session. Raises `UnknownPromoter`."""
        if self._store.one("SELECT 1 FROM promoters WHERE id = ? AND archived_at IS NULL", promoter_id) is None:
            raise UnknownPromoter(f"there is no promoter {promoter_id} who could sign in")
        self._store.change("promoters", promoter_id, last_login_at=moment)
        token = new_token()
        ends_at = iso(datetime.fromisoformat(moment) + timedelta(seconds=seconds))
        self._store.run("INSERT INTO sessions VALUES (?, ?, ?)", token, promoter_id, ends_at)
        return token

    def promoter(self, token: str, moment: str) -> Row | None:
        """Return whose session a token is of; None once it is over, or the promoter is archived."""
        return self._store.one(
            """SELECT promoters.* FROM promoters JOIN sessions ON promoter_id = promoters.id
               WHERE token = ? AND ends_at > ? AND archived_at IS NULL""",
            token,
            moment,
        )

    def end(self, promoter_id: int) -> None:
        """Sign a promoter out everywhere."""
        self._store.run("DELETE FROM sessions WHERE promoter_id = ?", promoter_id)
