"""Output that loses nothing: folded to the width of a terminal, and as wide as it is in a file or a pipe.

This module knows nothing of what is in it.
"""

from typing import Final

from rich.console import Console
from rich.table import Table

_ENDLESS: Final = 10_000


def console_of(*, stderr: bool = False) -> Console:
    """Return a console. Whoever reads a file or a pipe wants one row a line, whatever COLUMNS says of some terminal."""
    console = Console(stderr=stderr)
    if not console.is_terminal:
        console.width = _ENDLESS
    return console


def show_table(console: Console, table: Table) -> None:
    """Print a table, and fold what is too wide for it instead of cutting it off."""
    for column in table.columns:
        column.overflow = "fold"
    console.print(table)
