"""What is checked before the first row: whether what was said about the columns can be, given the columns that there are."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from .amounts import HOW_TO_SAY_THE_CURRENCY
from .columns import Columns
from .errors import WrongUsage
from .kinds import Kind, kinds_of, names_in, needed_by
from .uses import CONSENTS, Names


def one_kind(columns: Columns) -> Kind | None:
    """Return the kind of all rows, where they are of one; refuses kinds that there are not."""
    if columns.kind is not None and columns.kind_column is not None:
        raise WrongUsage("either all rows are of one kind, or a column says the kind of each; both were given")
    if columns.kind is None:
        return None
    known = kinds_of(columns.api)
    if columns.kind not in known:
        raise WrongUsage(f"{columns.kind!r} is no kind that {columns.api} knows: {', '.join(known)}")
    return Kind(columns.kind)


def check_names(columns: Columns, names: Names) -> None:
    """Refuse parameters that do not exist, and those that are given twice."""
    known = names.known()
    for name in (*columns.columns, *columns.constants):
        if name not in known:
            raise WrongUsage(f"{name!r} is no parameter here{_instead(names, name)}; there are {', '.join(known)}")
    both = columns.columns.keys() & columns.constants.keys()
    if both:
        raise WrongUsage(f"{min(both)!r} is given twice: as a column and as a constant")
    for name in columns.without:
        if name not in CONSENTS:
            raise WrongUsage(
                f"rows go without {name!r} by themselves; to be agreed to are only {' and '.join(CONSENTS)}"
            )


def _instead(names: Names, name: str) -> str:
    instead = names.elsewhere(name) or names.meant_by(name) or ""
    return f" ({instead if ' ' in instead else f'is it {instead}?'})" if instead else ""


def check_amounts(columns: Columns, classes: Mapping[Kind, Any]) -> None:
    """Refuse amounts of which nobody said what they mean."""
    if columns.amounts is None and _have_amounts(classes):
        raise WrongUsage(
            "say what amounts mean: major (29.33 is 29 dollars 33) or minor (2933 is); a guess could be wrong by 100 times"
        )


def check_currency(columns: Columns, classes: Mapping[Kind, Any], header: Sequence[str]) -> None:
    """Refuse amounts in major units of which nobody said the currency."""
    said = columns.account_currency or "currency" in {*columns.columns, *columns.constants, *header}
    if columns.amounts == "major" and not said and _have_amounts(classes):
        raise WrongUsage(f"no column is the currency, and {HOW_TO_SAY_THE_CURRENCY}")


def _have_amounts(classes: Mapping[Kind, Any]) -> bool:
    return any("amount" in names_in(request) for request in classes.values())


def check_header(columns: Columns, classes: Mapping[Kind, Any], header: Sequence[str], names: Names) -> None:
    """Refuse columns that are not there, and those that are there twice."""
    kind_column = names.kind_column
    there = ", ".join(name for name in header if name) or "none"
    hint = " (is the delimiter another one?)" if len(header) == 1 and re.search(r"[;\t|]", header[0]) else ""
    if kind_column is not None and columns.kind_column is None and kind_column not in header:
        raise WrongUsage("say what the rows are: either the kind of all of them, or the column that says it of each")
    for wanted in (*columns.columns.values(), *([kind_column] if kind_column else [])):
        if wanted not in header:
            raise WrongUsage(
                f"there is no column {wanted!r}{_alike(wanted, header)}; "
                f"the first line has to name the columns, and names: {there}{hint}"
            )
    given = {*columns.columns, *columns.constants, *header}
    for kind, request in classes.items() if kind_column is None else ():
        for needed in needed_by(request):
            if given.isdisjoint(needed):
                raise WrongUsage(
                    f"a {kind} needs {' or '.join(needed)}, and no column is mapped to it{_perhaps(needed, header, names)}; "
                    f"the first line has to name the columns, and names: {there}{hint}"
                )
    taken = {*columns.columns.values(), kind_column}
    taken |= {name for request in classes.values() for name in names_in(request)} - columns.constants.keys()
    for name in header:
        if name in taken and header.count(name) > 1:
            raise WrongUsage(
                f"there are {header.count(name)} columns {name!r}, and which one counts is not for us to say"
            )


def _perhaps(needed: Sequence[str], header: Sequence[str], names: Names) -> str:
    """Name a column that is likely meant: `(order_id: not used; it resembles event_id: --map event_id=order_id uses it)`."""
    alike = (column for column in names.uses(header).unused if names.meant_by(column.column) in needed)
    return next((f" ({column})" for column in alike if column.reason), "")


def _alike(wanted: str, header: Sequence[str]) -> str:
    close = get_close_matches(wanted.casefold(), {name.casefold(): name for name in header}, n=1, cutoff=0.7)
    return next((f" (is it {name!r}?)" for name in header if name.casefold() in close), "")
