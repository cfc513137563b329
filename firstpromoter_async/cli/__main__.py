"""`python -m firstpromoter_async.cli` is the `firstpromoter` command."""

from . import main

main()
