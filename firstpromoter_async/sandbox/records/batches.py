"""Batches: bulk actions, those done and those under way, and how far they are at a moment.

What the documents leave open, and how it goes here: a batch takes three seconds, however many records it has, and is `pending`
until the first of them is done; records that failed count as processed, too. This module does not know what is done to a record.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from ..store import Row
from .rules import Rules

SECONDS: Final = 3.0
UNDER_WAY: Final = ("pending", "in_progress")


class Batches(Rules):
    """Batches of one store."""

    def start(self, moment: str, operation: str, ids: Sequence[int], given: Row, fault: str | None) -> Row:
        """Add a batch that has done nothing yet."""
        return self._store.added(
            "batches",
            operation=operation,
            ids=json.dumps(ids),
            given=json.dumps(given),
            fault=fault,
            total=len(ids),
            created_at=moment,
            updated_at=moment,
        )

    def under_way(self) -> list[Row]:
        """Return the batches that are not at their end, the oldest first."""
        return self._store.all("SELECT * FROM batches WHERE status IN (?, ?) ORDER BY id", *UNDER_WAY)

    def note(self, batch: Row, moment: str, done: int, errors: Sequence[Any], status: str) -> None:
        """Write down how many records are done, what went wrong since the last time, and how the batch stands."""
        self._store.change(
            "batches",
            batch["id"],
            processed_count=done,
            failed_count=batch["failed_count"] + len(errors),
            processing_errors=json.dumps([*json.loads(batch["processing_errors"]), *errors]),
            status=status,
            updated_at=moment,
        )


def due(batch: Row, moment: str) -> int:
    """Return how many records are to be done by a moment."""
    passed = (datetime.fromisoformat(moment) - datetime.fromisoformat(batch["created_at"])).total_seconds()
    total = int(batch["total"])
    return max(0, min(total, int(total * passed / SECONDS)))
