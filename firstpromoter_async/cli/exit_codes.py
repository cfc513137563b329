"""The exit codes of all commands; one more, of a backfill that could not settle everything, is `backfill.summary`'s.

Nothing is imported here, since an interrupted start needs them as well.
"""

from typing import Final

FAILED: Final = 1
"""What was to be read could not be, or what was to be printed."""
WRONG_USAGE: Final = 2
INTERRUPTED: Final = 130
"""As shells say it of SIGINT, 128 + 2."""
