"""The `firstpromoter` command. Needs the extra `firstpromoter-async[cli]`, and says so where it is missing."""

import sys

from .exit_codes import INTERRUPTED
from .streams import prepare_standard_streams


def main() -> None:
    """Run the command and exit with its code: 0 done, 1 failed, 2 wrong usage, 3 not all settled, 130 interrupted."""
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
