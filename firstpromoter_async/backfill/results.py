"""What has become of a row, as values. This module knows nothing of files, ledgers or calls."""

from enum import StrEnum
from typing import Final, TypeAlias

from attrs import field, frozen

from .plan import Planned, Rejected, Skipped


class State(StrEnum):
    """What the ledger knows of a key.

                    intend                      FirstPromoter answered
    (nothing) ───────────────▶ INTENDED ──────────────────────────────▶ RECORDED
     │  ▲                     ▲   │  │                                  ALREADY_RECORDED
     │  │ a person forgets    │   │  └──────▶ REJECTED ──┐              NOT_REFERRED ──┐
     │  │ the key             │   └──▶ UNSENT ──┐ ▲      │                             │
     │                        └──────────▲──────┴─┼──────┴─────────────────────────────┘
     ├── held back, since a sale ────────┘        │   sent again:           only when the person's
     │   or signup is not settled                 │   nothing was stored    signup was recorded since
     └── cannot be sent as it is ─────────────────┘

    From every state a person can settle a key by hand (`firstpromoter ledger settle`): as recorded, already recorded, not
    referred, or as rejected, which then means to leave it out for good. Whatever a row says under that key, it is settled.
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
    """It cannot be sent as it is, or FirstPromoter said no: nothing was stored, and the next run may try again."""
    UNSENT = "unsent"
    """For certain nothing was stored, or it was held back: the next run sends it, when nothing holds it back any more."""


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


LOOK_IT_UP: Final = (
    "a second copy would not be refused, so it is never sent again by itself: look the customer up, and tell the ledger what"
    " you found, `firstpromoter ledger settle KEY --as recorded --ledger LEDGER`, or `firstpromoter ledger forget KEY --yes"
    " --ledger LEDGER` if it is missing there"
)
"""What a person does about an outcome that no machine can find out."""

RowResult: TypeAlias = Settled | Skipped | Rejected | Conflict | Unresolved
"""Every way in which a row can end."""

Refused: TypeAlias = Rejected | Skipped | Unresolved
"""A row that is not sent at all."""


@frozen
class SentRow:
    """A row that was sent, and what became of it."""

    planned: Planned
    state: State
    reason: str = ""
    """Why it is not settled, where it is not."""
