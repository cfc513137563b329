"""The `firstpromoter` command. Needs the extra `firstpromoter-async[cli]`, and says so where it is missing."""

import sys
from typing import Final

from .streams import prepare_standard_streams

INTERRUPTED: Final = 130


def main() -> None:
    """Run the command and exit with its code: 0 done, 2 wrong usage, 3 not all settled, 130 interrupted."""
    prepare_standard_streams()
    try:
        from .app import run
    except ModuleNotFoundError as missing:
        if missing.name not in ("cyclopts", "rich"):
            raise
        sys.exit("the firstpromoter command needs its extra: python -m pip install 'firstpromoter-async[cli,sandbox]'")
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)  # it takes a second to load, and whoever thinks better of it wants no traceback
    sys.exit(run(sys.argv[1:]))
