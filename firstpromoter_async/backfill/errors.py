"""The two ways in which a backfill itself can fail. What becomes of single rows is never an exception.

FirstPromoterError
└── BackfillError
    ├── WrongUsage    it cannot begin like this; nothing was sent
    └── RunFailed     the ledger, the source or the report broke on the way; nothing was lost, and it can be run again
"""

from ..errors import FirstPromoterError


class BackfillError(FirstPromoterError):
    """A backfill cannot begin, or cannot go on."""


class WrongUsage(BackfillError, ValueError):
    """A backfill cannot begin like this: a file, a column or a ledger is not what it should be. Nothing was sent."""


class RunFailed(BackfillError):
    """The ledger, the source or the report broke while running.

    Nothing is sent any more, and what was sent is known to the ledger: run it again when the cause is mended.
    """
