"""The deliveries of a sandbox, as its sender sees them: each look into them is a transaction in a worker thread."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from attrs import define

from .deliveries import Due, Result
from .outbox import Outbox

if TYPE_CHECKING:
    from ..sandbox import Sandbox

_LOOK_EVERY: Final = 1.0
"""Seconds: what goes on by itself (bulk actions, payments) is looked for so often while somebody listens."""


@define
class Book:
    """The deliveries of one sandbox."""

    sandbox: "Sandbox"
    outbox: Outbox
    _looked_at: float = 0.0

    async def take(self, busy: Collection[str], limit: int) -> list[Due]:
        """Return what is due, but nothing to where something is under way."""
        return await self.sandbox.in_worker(self._take, busy, limit)

    def _take(self, busy: Collection[str], limit: int) -> list[Due]:
        with self.sandbox.transaction():
            self._looked_at = self.sandbox.clock()
            return self.outbox.due(self._looked_at, self.sandbox.moment(), busy, limit)

    async def settle(self, due: Due, result: Result) -> None:
        """Write down how an attempt went."""
        await self.sandbox.in_worker(self._settle, due, result)

    def _settle(self, due: Due, result: Result) -> None:
        with self.sandbox.transaction():
            self.outbox.settle(due, result, self.sandbox.moment(), self.sandbox.clock())

    def may_be_due(self) -> bool:
        """Tell, without looking into the database, whether it is worth to look."""
        now, earliest = self.sandbox.clock(), self.outbox.earliest
        return (earliest is not None and earliest <= now) or (
            self.outbox.is_heard and now - self._looked_at >= _LOOK_EVERY
        )
