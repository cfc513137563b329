"""Listings by declaration: what can be searched, by which names rows are filtered and sorted, and what each name means.

A filter is a function that reads what was given under its name and adds a condition. The makers below cover the usual ones, so
that a noun's filters are a table of one line each:

    Listing(
        "leads",
        search=("leads.email", "uid"),
        filters={"state": words("leads.state"), "created_at": days("leads.created_at")},
        sorting={"created_at": "leads.created_at"},
    )

A name that is not in the table is read by nobody, and so is told as unused (`Parameters.unused`).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from attrs import field, frozen

from ..parameters import Parameters
from .conditions import Conditions, first_moment, last_moment, marks
from .registry import RequestContext

_DIRECTIONS: Final = {"asc": "ASC", "desc": "DESC"}


@frozen
class Given:
    """The parameters or what stands under their `filters`, the name that a filter is to look at, and what time it is."""

    filters: Parameters
    name: str
    now: str


Filter = Callable[[Given, Conditions], Any]


@frozen
class Listing:
    """How one noun is listed."""

    table: str
    source: str | None = None
    """The table with those that its conditions look at; the table alone, if left out."""
    search: tuple[str, ...] = field(default=(), kw_only=True)
    """The columns that `q` looks in."""
    parameters: Mapping[str, Filter] = field(factory=dict[str, Filter], kw_only=True)
    """Filters that stand for themselves: `?ids[]=7`."""
    filters: Mapping[str, Filter] = field(factory=dict[str, Filter], kw_only=True)
    """Filters that stand under `filters`: `?filters[status]=approved`."""
    sorting: Mapping[str, str] = field(factory=dict[str, str], kw_only=True)
    """Names to columns."""

    def find(self, context: RequestContext) -> Conditions:
        """Return the rows that a request asks for, in its order."""
        parameters = context.parameters
        found = Conditions(self.table, source=self.source)
        if self.search:
            found.like(parameters.text("q"), *self.search)
        for name, apply in self.parameters.items():
            apply(Given(parameters, name, context.moment), found)
        for name, apply in self.filters.items():
            apply(Given(parameters.group("filters"), name, context.moment), found)
        return self._sorted(found, parameters.group("sorting"))

    def _sorted(self, found: Conditions, sorting: Parameters) -> Conditions:
        for name in sorting.values:
            if name in self.sorting and (direction := sorting.one_of(name, _DIRECTIONS)) is not None:
                found.sort(self.sorting[name], direction)
        return found


def numbers(column: str) -> Filter:
    """One whole number, or several of which one must match."""
    return lambda given, found: found.any_of(column, given.filters.integers(given.name))


def or_not_set(column: str, otherwise: Filter) -> Filter:
    """As another filter, or the word `not_set`, for what has nothing there."""

    def apply(given: Given, found: Conditions) -> None:
        if given.filters.text(given.name) == "not_set":
            found.where(f"{column} IS NULL")
        else:
            otherwise(given, found)

    return apply


def members(column: str) -> Filter:
    """One whole number, or several of which one must be in a list that is kept as JSON."""

    def apply(given: Given, found: Conditions) -> None:
        if wanted := given.filters.integers(given.name):
            found.where(f"EXISTS (SELECT 1 FROM json_each({column}) WHERE value IN ({marks(wanted)}))", *wanted)

    return apply


def word(column: str) -> Filter:
    """One word that must match."""
    return lambda given, found: found.equal(column, given.filters.text(given.name))


def words(column: str, spelled: Mapping[str, str] | None = None, *, usual: Sequence[str] = ()) -> Filter:
    """One word, or several of which one must match: the `usual` ones if nothing is said.

    `spelled` says which of them are written otherwise in the records.
    """
    names = spelled or {}
    return lambda given, found: found.any_of(
        column, [names.get(word, word) for word in given.filters.texts(given.name) or usual]
    )


def amounts(column: str) -> Filter:
    """Whole numbers `from` one `to` another, both included."""

    def apply(given: Given, found: Conditions) -> None:
        ends = given.filters.group(given.name)
        found.between(column, ends.integer("from"), ends.integer("to"))

    return apply


def days(column: str) -> Filter:
    """Moments `from` the beginning of one day `to` the end of another; a full moment stands for itself."""

    def apply(given: Given, found: Conditions) -> None:
        ends = given.filters.group(given.name)
        found.between(column, ends.read("from", first_moment), ends.read("to", last_moment))

    return apply


def truth(sql: str, *, among: str | None = None) -> Filter:
    """Whether something holds; `among` names the rows that are asked at all, and others match neither answer."""

    def apply(given: Given, found: Conditions) -> None:
        wanted = given.filters.maybe_truth(given.name)
        if wanted is not None:
            found.where(f"coalesce({sql}, 0) = {int(wanted)}")
            if among is not None:
                found.where(among)

    return apply


def choice(meanings: Mapping[str, str]) -> Filter:
    """One of some words, each of which stands for a condition."""

    def apply(given: Given, found: Conditions) -> None:
        sql = given.filters.one_of(given.name, meanings)
        if sql is not None:
            found.where(sql)

    return apply
