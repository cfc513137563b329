"""What has become of a row, as values. This module knows nothing of files, ledgers or calls."""

from enum import StrEnum
from typing import TypeAlias

from attrs import field, frozen

from .plan import Rejected, Skipped


class State(StrEnum):
    """What the ledger knows of a key.

                    intend                      FirstPromoter answered
    (nothing) ───────────────▶ INTENDED ──────────────────────────────▶ RECORDED
        ▲                     ▲   │  │                                  ALREADY_RECORDED
        │ the ledger was      │   │  └──────▶ REJECTED ──┐              NOT_REFERRED ──┐
        │ made today          │   └──▶ UNSENT ──┐        │                             │
                              └─────────────────┴────────┴─────────────────────────────┘
                                   sent again: nothing was stored           only when the person's
                                                                            signup was recorded since
    """

    INTENDED = "intended"
    """It may have been sent, and what became of it is unknown. Written before anything is sent."""
    RECORDED = "recorded"
    """Settled: FirstPromoter stored it."""
    ALREADY_RECORDED = "already_recorded"
    """Settled: FirstPromoter had it."""
    NOT_REFERRED = "not_referred"
    """Settled: nobody referred this customer, as far as was known then. Nothing was stored."""
    REJECTED = "rejected"
    """FirstPromoter said no: nothing was stored, and the next run may try again."""
    UNSENT = "unsent"
    """For certain nothing was stored: the next run sends it."""


SETTLED = (State.RECORDED, State.ALREADY_RECORDED, State.NOT_REFERRED)
"""The states in which nothing is left to be done."""


@frozen
class Send:
    """It is to be sent now; that it is intended is on the disk."""

    unknown_before: bool = False
    """Whether an earlier run may have sent it already."""


@frozen
class Settled:
    """Nothing is left to be done: now, or since an earlier run."""

    state: State
    provisional: bool = field(default=False, kw_only=True)
    """Whether a signup further down in the file can still change it."""


@frozen
class Conflict:
    """Another row has the same key and says something else. Never sent."""

    reason: str


@frozen
class Unresolved:
    """What became of it is not known, or what it depends on is not settled."""

    reason: str


@frozen
class Parked:
    """Put aside, on the disk, until the row that it waits for is there."""


Verdict: TypeAlias = Settled | Skipped | Rejected | Conflict | Unresolved
"""Every way in which a row can end."""
