"""`firstpromoter operations`: everything that can be called."""

import json

from rich.table import Table

from ..catalogue import Operation, operations
from .options import JsonOption
from .tables import console_of, show_table


def list_operations(*, as_json: JsonOption = False) -> None:
    """List every operation: how to call it, its method and path, and whether it may be repeated.

    Parameters
    ----------
    as_json
        Print one JSON array instead of a table.
    """
    found = operations()
    if as_json:
        print(json.dumps([operation.row() for operation in found], indent=1))
    else:
        show_table(console_of(), _table(found))


def _table(found: tuple[Operation, ...]) -> Table:
    table = Table("call", "method", "path", "replay", "pages", "what it does", box=None)
    for operation in found:
        route = operation.request.route
        pages = "yes" if operation.is_paginated else ""
        about = (
            operation.summary if operation.request.is_documented else f"{operation.summary} In no document of the API."
        )
        table.add_row(operation.call, route.method, route.path, operation.request.replay, pages, about)
    return table
